//! kysely: `kysely_migration`; the name has no ending, the time is a text.

use crate::history::each;
use crate::history::lock::Lock;
use crate::history::tool::{TEXT, Tool, When, column};
use crate::history::write::{self, Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "kysely",
    aliases: &[],
    tables: &["kysely_migration"],
    schema: None,
    columns: &[column("name", TEXT), column("timestamp", TEXT)],
    optional: &[],
    beside: None,
    order: &["timestamp", "name"],
    when: When::Text("timestamp"),
    lock: Lock::Advisory(|_| 3_853_314_791_062_309_107),
    read: |rows| each::each_file(rows, "name"),
    recipe: None,
    repeats: false,
    export: Export::Rows {
        create: &[
            "CREATE TABLE {table} (name varchar(255) NOT NULL PRIMARY KEY, \"timestamp\" varchar(255) NOT NULL)",
            "CREATE TABLE {schema}.kysely_migration_lock (id varchar(255) NOT NULL PRIMARY KEY, is_locked integer DEFAULT 0 NOT NULL)",
            "INSERT INTO {schema}.kysely_migration_lock (id, is_locked) VALUES ('migration_lock', 0)",
        ],
        row: |entry| {
            let stem = entry.stem.clone().ok_or(write::NO_FILE)?;
            Ok(vec![("name", Source::Text(stem)), ("timestamp", Source::AppliedAtText)])
        },
    },
};
