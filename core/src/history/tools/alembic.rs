//! alembic: `alembic_version`, which has the heads alone; the revisions below them are known to its files.

use crate::history::each;
use crate::history::fact::{Fact, State};
use crate::history::lock::Lock;
use crate::history::tool::{TEXT, Tool, When, column};
use crate::history::write::Export;

pub(super) const TOOL: Tool = Tool {
    name: "alembic",
    aliases: &[],
    tables: &["alembic_version"],
    schema: None,
    columns: &[column("version_num", TEXT)],
    optional: &[],
    beside: None,
    order: &["version_num"],
    when: When::Never,
    lock: Lock::Table,
    read: |rows| {
        each::each(rows, |row| Fact {
            state: State::Other(
                "a head: what is below it stands in alembic's files alone, so draw a baseline instead",
            ),
            ..Fact::applied(row.text("version_num"), "")
        })
    },
    recipe: None,
    repeats: false,
    export: Export::Not("its revisions have no numbers; alembic stamp writes its table"),
};
