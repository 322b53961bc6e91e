//! knex: `knex_migrations`; the name has the file's ending, and migrations of one run a batch.

use crate::history::each;
use crate::history::lock::{Lock, LockTable};
use crate::history::tool::{INT, TEXT, TIME, Tool, When, column};
use crate::history::write::{self, Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "knex",
    aliases: &[],
    tables: &["knex_migrations"],
    schema: None,
    columns: &[column("id", INT), column("name", TEXT), column("batch", INT), column("migration_time", TIME)],
    optional: &[],
    beside: None,
    order: &["id"],
    when: When::At("migration_time"),
    lock: Lock::Row(&LockTable { table: "knex_migrations_lock", locked: "is_locked", holder: &[] }),
    read: |rows| each::each_file(rows, "name"),
    recipe: None,
    repeats: false,
    export: Export::Rows {
        create: &[
            "CREATE TABLE {table} (id serial PRIMARY KEY, name varchar(255), batch integer, migration_time timestamp with time zone)",
            "CREATE TABLE {schema}.knex_migrations_lock (index serial PRIMARY KEY, is_locked integer)",
            "INSERT INTO {schema}.knex_migrations_lock (is_locked) VALUES (0)",
        ],
        row: |entry| {
            let name = entry.stem.clone().ok_or(write::NO_FILE)?;
            Ok(vec![
                ("name", Source::Program(name)),
                ("batch", Source::Next("batch")),
                ("migration_time", Source::AppliedAt),
            ])
        },
    },
};
