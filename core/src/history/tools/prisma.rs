//! Prisma: `_prisma_migrations`. A row is written before its migration runs; one that is neither finished nor rolled
//! back has failed, and nobody has said yet what of it is there.

use std::collections::BTreeMap;

use crate::error::ImportError;
use crate::history::fact::{Fact, Facts, State};
use crate::history::lock::Lock;
use crate::history::recipe;
use crate::history::row::Rows;
use crate::history::tool::{INT, TEXT, TIME, Tool, When, column};
use crate::history::write::{self, Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "prisma",
    aliases: &[],
    tables: &["_prisma_migrations"],
    schema: None,
    columns: &[
        column("id", TEXT),
        column("checksum", TEXT),
        column("finished_at", TIME),
        column("migration_name", TEXT),
        column("logs", TEXT),
        column("rolled_back_at", TIME),
        column("started_at", TIME),
        column("applied_steps_count", INT),
    ],
    optional: &[],
    beside: None,
    order: &["started_at", "migration_name"],
    when: When::At("finished_at"),
    lock: Lock::Advisory(|_| 72_707_369),
    read,
    recipe: Some(recipe::PRISMA),
    repeats: false,
    export: Export::Rows {
        create: &[
            "CREATE TABLE {table} (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at timestamp with time zone, \
             migration_name VARCHAR(255) NOT NULL, logs pg_catalog.text, rolled_back_at timestamp with time zone, \
             started_at timestamp with time zone NOT NULL DEFAULT pg_catalog.now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)",
        ],
        row: |entry| {
            let name = entry.stem.clone().ok_or(write::NO_FILE)?;
            Ok(vec![
                ("id", Source::Uuid),
                ("checksum", Source::Checksum),
                ("finished_at", Source::AppliedAt),
                ("migration_name", Source::Text(name)),
                ("started_at", Source::AppliedAt),
                ("applied_steps_count", Source::Number(1)),
            ])
        },
    },
};

fn read(rows: &Rows) -> Result<Facts, ImportError> {
    let mut names: BTreeMap<String, Fact> = BTreeMap::new();
    for row in rows.iter().rev() {
        let name = row.text("migration_name");
        let state = match (row.get("finished_at"), row.get("rolled_back_at")) {
            (_, Some(_)) => State::Not("rolled back"),
            (Some(_), None) => State::Applied,
            (None, None) => return Err(ImportError::Unfinished { name: name.to_string() }),
        };
        let fact = Fact {
            state,
            applied_at: row.at().map(str::to_string),
            checksum: row.get("checksum").map(str::to_string),
            ..Fact::of_file(name)
        };
        names.entry(name.to_string()).or_insert(fact);
    }
    Ok(Facts { facts: names.into_values().collect(), up_to: None })
}
