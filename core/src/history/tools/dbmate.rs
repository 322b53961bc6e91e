//! dbmate: `schema_migrations` with `version`, a text: `001` and `1` are two.

use crate::history::each;
use crate::history::fact::Fact;
use crate::history::lock::Lock;
use crate::history::tool::{TEXT, Tool, When, column};
use crate::history::write::{Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "dbmate",
    aliases: &[],
    tables: &["schema_migrations"],
    schema: None,
    columns: &[column("version", TEXT)],
    optional: &[],
    beside: None,
    order: &["version"],
    when: When::Never,
    lock: Lock::Table,
    read: |rows| each::each(rows, |row| Fact::applied(row.text("version"), "")),
    recipe: None,
    repeats: false,
    export: Export::Rows {
        create: &["CREATE TABLE {table} (version character varying PRIMARY KEY)"],
        row: |entry| Ok(vec![("version", Source::Text(entry.digits().into()))]),
    },
};
