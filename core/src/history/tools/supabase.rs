//! The Supabase CLI: `supabase_migrations.schema_migrations`, with the statements that were run.

use crate::history::each;
use crate::history::fact::{self, Fact};
use crate::history::lock::Lock;
use crate::history::tool::{TEXT, Tool, When, column};
use crate::history::write::{Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "supabase",
    aliases: &["supabase-cli"],
    tables: &["schema_migrations"],
    schema: Some("supabase_migrations"),
    columns: &[column("version", TEXT)],
    optional: &[
        column("name", TEXT),
        column("statements", &["text[]"]),
        column("created_by", TEXT),
        column("idempotency_key", TEXT),
        column("rollback", &["text[]"]),
    ],
    beside: None,
    order: &["version"],
    when: When::Never,
    lock: Lock::Table,
    read: |rows| {
        each::each(rows, |row| Fact {
            by: row.get("created_by").map(str::to_string),
            ..Fact::applied(row.text("version"), fact::describe(row.text("name")))
        })
    },
    recipe: None,
    repeats: false,
    export: Export::Rows {
        create: &[
            "CREATE SCHEMA IF NOT EXISTS supabase_migrations",
            "CREATE TABLE {table} (version pg_catalog.text NOT NULL PRIMARY KEY)",
            "ALTER TABLE {table} ADD COLUMN IF NOT EXISTS statements pg_catalog.text[]",
            "ALTER TABLE {table} ADD COLUMN IF NOT EXISTS name pg_catalog.text",
        ],
        row: |entry| {
            let words =
                entry.stem.as_deref().and_then(|stem| stem.split_once('_')).map_or("", |(_, words)| words);
            Ok(vec![("version", Source::Text(entry.digits().into())), ("name", Source::Text(words.into()))])
        },
    },
};
