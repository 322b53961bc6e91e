//! sql-migrate: `gorp_migrations`; the id is the file's name with its ending.

use crate::history::each;
use crate::history::lock::Lock;
use crate::history::tool::{TEXT, TIME, Tool, When, column};
use crate::history::write::{self, Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "sql-migrate",
    aliases: &[],
    tables: &["gorp_migrations"],
    schema: None,
    columns: &[column("id", TEXT), column("applied_at", TIME)],
    optional: &[],
    beside: None,
    order: &["id"],
    when: When::At("applied_at"),
    lock: Lock::Table,
    read: |rows| each::each_file(rows, "id"),
    recipe: None,
    repeats: false,
    export: Export::Rows {
        create: &[
            "CREATE TABLE {table} (id pg_catalog.text NOT NULL PRIMARY KEY, applied_at timestamp with time zone)",
        ],
        row: |entry| {
            let name = entry.file.clone().ok_or(write::NO_FILE)?;
            Ok(vec![("id", Source::Text(name)), ("applied_at", Source::AppliedAt)])
        },
    },
};
