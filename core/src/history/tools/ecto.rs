//! Ecto: `schema_migrations` with `version` and `inserted_at`, in UTC.

use crate::history::each;
use crate::history::fact::Fact;
use crate::history::lock::Lock;
use crate::history::tool::{BIGINT, TIME, Tool, When, column};
use crate::history::write::{Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "ecto",
    aliases: &["phoenix"],
    tables: &["schema_migrations"],
    schema: None,
    columns: &[column("version", BIGINT), column("inserted_at", TIME)],
    optional: &[],
    beside: None,
    order: &["version"],
    when: When::Utc("inserted_at"),
    lock: Lock::Table,
    read: |rows| each::each(rows, |row| Fact::applied(row.text("version"), "")),
    recipe: None,
    repeats: false,
    export: Export::Rows {
        create: &["CREATE TABLE {table} (version bigint PRIMARY KEY, inserted_at timestamp(0))"],
        row: |entry| {
            Ok(vec![
                ("version", Source::Number(entry.plain_number()?)),
                ("inserted_at", Source::AppliedAtUtc),
            ])
        },
    },
};
