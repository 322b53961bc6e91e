//! TypeORM: `migrations` with `timestamp`, the digits at the end of a class's name, and that name.

use crate::history::each;
use crate::history::fact::Fact;
use crate::history::lock::Lock;
use crate::history::tool::{BIGINT, INT, TEXT, Tool, When, column};
use crate::history::write::Export;

pub(super) const TOOL: Tool = Tool {
    name: "typeorm",
    aliases: &[],
    tables: &["migrations"],
    schema: None,
    columns: &[column("id", INT), column("timestamp", BIGINT), column("name", TEXT)],
    optional: &[],
    beside: None,
    order: &["id"],
    // timestamp is when the class was written.
    when: When::Never,
    lock: Lock::Table,
    read: |rows| {
        each::each(rows, |row| {
            let (version, name) = (row.text("timestamp"), row.text("name"));
            Fact::applied(version, name.strip_suffix(version).unwrap_or(name))
        })
    },
    recipe: None,
    repeats: false,
    export: Export::Not(
        "its migrations are classes, whose names it compares; typeorm migration:run --fake writes its table",
    ),
};
