//! ley: `migrations` with `name` and `created_at`.

use crate::history::each;
use crate::history::lock::Lock;
use crate::history::tool::{INT, TEXT, TIME, Tool, When, column};
use crate::history::write::{self, Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "ley",
    aliases: &[],
    tables: &["migrations"],
    schema: None,
    columns: &[column("id", INT), column("name", TEXT), column("created_at", TIME)],
    optional: &[],
    beside: None,
    order: &["id"],
    when: When::At("created_at"),
    lock: Lock::Table,
    read: |rows| each::each_file(rows, "name"),
    recipe: None,
    repeats: false,
    export: Export::Rows {
        create: &[
            "CREATE TABLE {table} (id serial PRIMARY KEY, name varchar(255) NOT NULL, created_at timestamp NOT NULL DEFAULT pg_catalog.now())",
        ],
        row: |entry| {
            let name = entry.stem.clone().ok_or(write::NO_FILE)?;
            Ok(vec![("name", Source::Program(name)), ("created_at", Source::AppliedAt)])
        },
    },
};
