//! The tables of the migration guide, whose six columns ours has, too.

use crate::history::each;
use crate::history::fact::Fact;
use crate::history::lock::Lock;
use crate::history::tool::{BIGINT, INT, TEXT, TIME, Tool, When, column};
use crate::history::write::{Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "guide",
    aliases: &["migration guide"],
    tables: &["schema_migrations"],
    schema: None,
    columns: &[
        column("version", BIGINT),
        column("description", TEXT),
        column("applied_at", TIME),
        column("applied_by", TEXT),
        column("execution_time_ms", INT),
        column("checksum", TEXT),
    ],
    optional: &[],
    beside: None,
    order: &["version"],
    when: When::At("applied_at"),
    lock: Lock::Table,
    read: |rows| {
        each::each(rows, |row| Fact {
            ms: row.number("execution_time_ms"),
            by: row.get("applied_by").map(str::to_string),
            ..Fact::applied(row.text("version"), row.text("description"))
        })
    },
    recipe: None,
    repeats: false,
    export: Export::Rows {
        create: &[
            "CREATE TABLE {table} (version bigint PRIMARY KEY, description pg_catalog.text NOT NULL, applied_at timestamp DEFAULT pg_catalog.now(), \
             applied_by pg_catalog.text DEFAULT CURRENT_USER, execution_time_ms integer, checksum pg_catalog.text)",
        ],
        row: |entry| {
            Ok(vec![
                ("version", Source::Number(entry.plain_number()?)),
                ("description", Source::Text(entry.description.clone())),
                ("applied_at", Source::AppliedAt),
                ("applied_by", Source::AppliedBy),
                ("execution_time_ms", entry.ms.map_or(Source::Null, Source::Number)),
            ])
        },
    },
};
