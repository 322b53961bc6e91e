//! Laravel: `migrations` with `migration`, the file's name without its ending, and `batch`.

use crate::history::each;
use crate::history::lock::Lock;
use crate::history::tool::{INT, TEXT, Tool, When, column};
use crate::history::write::{self, Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "laravel",
    aliases: &[],
    tables: &["migrations"],
    schema: None,
    columns: &[column("id", INT), column("migration", TEXT), column("batch", INT)],
    optional: &[],
    beside: None,
    order: &["id"],
    when: When::Never,
    lock: Lock::Table,
    read: |rows| each::each_file(rows, "migration"),
    recipe: None,
    repeats: false,
    export: Export::Rows {
        create: &[
            "CREATE TABLE {table} (id serial PRIMARY KEY, migration varchar(255) NOT NULL, batch integer NOT NULL)",
        ],
        row: |entry| {
            let stem = entry.stem.clone().ok_or(write::NO_FILE)?;
            Ok(vec![("migration", Source::Text(stem)), ("batch", Source::Next("batch"))])
        },
    },
};
