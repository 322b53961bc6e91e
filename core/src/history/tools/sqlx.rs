//! sqlx: `_sqlx_migrations`; the time that a migration took is in nanoseconds, -1 where it is not known.

use crate::history::each;
use crate::history::fact::{Fact, State};
use crate::history::lock::{self, Lock};
use crate::history::recipe;
use crate::history::tool::{BIGINT, BOOL, TEXT, TIME, Tool, When, column};
use crate::history::write::{self, Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "sqlx",
    aliases: &["sqlx-cli"],
    tables: &["_sqlx_migrations"],
    schema: None,
    columns: &[
        column("version", BIGINT),
        column("description", TEXT),
        column("installed_on", TIME),
        column("success", BOOL),
        column("checksum", &["bytea"]),
        column("execution_time", BIGINT),
    ],
    optional: &[],
    beside: None,
    order: &["version"],
    when: When::At("installed_on"),
    lock: Lock::Advisory(lock::sqlx),
    read: |rows| {
        each::each(rows, |row| Fact {
            state: if row.is("success") { State::Applied } else { State::Not("failed") },
            ms: row.number("execution_time").filter(|ns| *ns >= 0).map(|ns| ns / 1_000_000),
            checksum: row.get("checksum").map(str::to_string),
            ..Fact::applied(row.text("version"), row.text("description"))
        })
    },
    recipe: Some(recipe::SHA_384),
    repeats: false,
    export: Export::Rows {
        create: &["CREATE TABLE {table} (version BIGINT PRIMARY KEY, description pg_catalog.text NOT NULL, \
             installed_on timestamp with time zone NOT NULL DEFAULT pg_catalog.now(), success BOOLEAN NOT NULL, checksum pg_catalog.bytea NOT NULL, \
             execution_time BIGINT NOT NULL)"],
        row: |entry| {
            let file = entry.stem.as_deref().ok_or(write::NO_FILE)?;
            let words = file.split_once('_').map_or("", |(_, words)| words);
            Ok(vec![
                ("version", Source::Number(entry.plain_number()?)),
                ("description", Source::Text(words.replace('_', " "))),
                ("installed_on", Source::AppliedAt),
                ("success", Source::Text("true".into())),
                ("checksum", Source::Checksum),
                ("execution_time", Source::Number(entry.ms.map_or(-1, |ms| ms.saturating_mul(1_000_000)))),
            ])
        },
    },
};
