//! db-migrate: `migrations` with `name` and `run_on`; names begin with a slash.

use crate::history::each;
use crate::history::fact::cut;
use crate::history::lock::Lock;
use crate::history::tool::{INT, TEXT, TIME, Tool, When, column};
use crate::history::write::{self, Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "db-migrate",
    aliases: &[],
    tables: &["migrations"],
    schema: None,
    columns: &[column("id", INT), column("name", TEXT), column("run_on", TIME)],
    optional: &[],
    beside: None,
    order: &["id"],
    when: When::At("run_on"),
    lock: Lock::Table,
    read: |rows| each::each_file(rows, "name"),
    recipe: None,
    repeats: false,
    export: Export::Rows {
        create: &[
            "CREATE TABLE {table} (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)",
        ],
        row: |entry| {
            // It reads no name of another form, and gives up at the first one.
            let (digits, words) = cut(entry.stem.as_deref().ok_or(write::NO_FILE)?);
            if digits.len() != 14 || words.is_empty() {
                return Err("db-migrate reads fourteen digits, a dash and words");
            }
            Ok(vec![("name", Source::Text(format!("/{digits}-{words}"))), ("run_on", Source::AppliedAt)])
        },
    },
};
