//! Flyway: `flyway_schema_history`. Each run adds a row; the newest of a version counts. An undo and a delete are rows of
//! their own, and what is at the newest baseline or below it counts as applied.

use std::collections::BTreeMap;

use crate::error::ImportError;
use crate::history::dotted::parts;
use crate::history::fact::{Fact, Facts, State, UpTo};
use crate::history::lock::{self, Lock};
use crate::history::recipe;
use crate::history::row::{Row, Rows};
use crate::history::tool::{BOOL, INT, TEXT, TIME, Tool, When, column};
use crate::history::write::{Export, Source};
use crate::version::{self, Version};

pub(super) const TOOL: Tool = Tool {
    name: "flyway",
    aliases: &[],
    tables: &["flyway_schema_history", "schema_version"],
    schema: None,
    columns: &[
        column("installed_rank", INT),
        column("version", TEXT),
        column("description", TEXT),
        column("type", TEXT),
        column("script", TEXT),
        column("checksum", INT),
        column("installed_by", TEXT),
        column("installed_on", TIME),
        column("execution_time", INT),
        column("success", BOOL),
    ],
    optional: &[],
    beside: None,
    order: &["installed_rank"],
    when: When::At("installed_on"),
    lock: Lock::Advisory(lock::flyway),
    read,
    recipe: Some(recipe::FLYWAY),
    repeats: true,
    export: Export::Rows {
        create: &[
            "CREATE TABLE {table} (installed_rank INT NOT NULL, version VARCHAR(50), description VARCHAR(200) NOT NULL, \
             type VARCHAR(20) NOT NULL, script VARCHAR(1000) NOT NULL, checksum INTEGER, installed_by VARCHAR(100) NOT NULL, \
             installed_on TIMESTAMP NOT NULL DEFAULT pg_catalog.now(), execution_time INTEGER NOT NULL, success BOOLEAN NOT NULL)",
            "ALTER TABLE {table} ADD CONSTRAINT {pk} PRIMARY KEY (installed_rank)",
            "CREATE INDEX {name_s_idx} ON {table} (success)",
        ],
        row: |entry| {
            let script = entry.file.clone().ok_or(crate::history::write::NO_FILE)?;
            let name = version::name_of_repeatable(&entry.label).map(|name| name.replace('_', " "));
            let description = name.as_deref().unwrap_or(&entry.description);
            Ok(vec![
                ("installed_rank", Source::Next("installed_rank")),
                ("version", if name.is_some() { Source::Null } else { Source::Text(entry.label.clone()) }),
                ("description", Source::Text(description.chars().take(200).collect())),
                ("type", Source::Text("SQL".into())),
                ("script", Source::Text(script)),
                ("checksum", Source::Checksum),
                ("installed_by", Source::AppliedBy),
                ("installed_on", Source::AppliedAt),
                ("execution_time", Source::Number(entry.ms.unwrap_or(0))),
                ("success", Source::Text("true".into())),
            ])
        },
    },
};

fn state_of(row: Row, kind: &str) -> State {
    if !row.is("success") {
        State::Not("failed")
    } else if kind.starts_with("UNDO") {
        State::Not("undone")
    } else if kind == "DELETE" {
        State::Not("deleted from its history")
    } else {
        State::Applied
    }
}

fn read(rows: &Rows) -> Result<Facts, ImportError> {
    // Newest first: of each version only that counts.
    let mut versions: BTreeMap<Vec<u128>, Fact> = BTreeMap::new();
    let mut repeatables: BTreeMap<String, Fact> = BTreeMap::new();
    let mut up_to: Option<(Vec<u128>, String)> = None;
    for row in rows.iter().rev() {
        let kind = row.text("type").to_ascii_uppercase();
        let fact = Fact {
            file: row.get("script").map(str::to_string),
            applied_at: row.at().map(str::to_string),
            ms: row.number("execution_time"),
            by: row.get("installed_by").map(str::to_string),
            checksum: row.get("checksum").map(str::to_string),
            ..Fact::applied(row.text("version"), row.text("description"))
        };
        let Some(version) = row.get("version") else {
            let description = row.text("description").to_string();
            if kind != "SCHEMA" && !description.is_empty() {
                // It is known by its description, which is the file's name with spaces.
                let (version, state) = (Version::repeatable(&description).text(), state_of(row, &kind));
                repeatables.entry(description).or_insert(Fact { version, state, ..fact });
            }
            continue;
        };
        let key = parts(version).ok_or_else(|| ImportError::Unreadable {
            tool: "flyway",
            value: version.to_string(),
            column: "version",
        })?;
        let state = state_of(row, &kind);
        let is_baseline = kind.ends_with("BASELINE") && state == State::Applied;
        if is_baseline && !versions.contains_key(&key) && up_to.as_ref().is_none_or(|(top, _)| *top < key) {
            up_to = Some((key.clone(), version.to_string()));
        }
        // What a baseline's row has for a script is its description.
        let file = fact.file.filter(|_| kind != "BASELINE");
        versions.entry(key).or_insert(Fact { file, state, ..fact });
    }
    let facts = versions.into_values().chain(repeatables.into_values()).collect();
    Ok(Facts { facts, up_to: up_to.map(|(_, version)| UpTo { version, is_baseline: true }) })
}
