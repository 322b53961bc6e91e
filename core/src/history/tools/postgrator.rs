//! postgrator: `schemaversion`; row 0 is its own.

use crate::history::each;
use crate::history::fact::Fact;
use crate::history::lock::Lock;
use crate::history::recipe;
use crate::history::tool::{INT, TEXT, TIME, Tool, When, column};
use crate::history::write::{Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "postgrator",
    aliases: &[],
    tables: &["schemaversion"],
    schema: None,
    columns: &[column("version", INT)],
    optional: &[column("name", TEXT), column("md5", TEXT), column("run_at", TIME)],
    beside: None,
    order: &["version"],
    when: When::At("run_at"),
    lock: Lock::Table,
    read: |rows| {
        let mut facts = each::each(rows, |row| Fact {
            checksum: row.get("md5").filter(|md5| !md5.is_empty()).map(str::to_string),
            ..Fact::applied(row.text("version"), row.text("name"))
        })?;
        facts.facts.retain(|fact| fact.version != "0");
        Ok(facts)
    },
    recipe: Some(recipe::MD5),
    repeats: false,
    export: Export::Rows {
        create: &[
            "CREATE TABLE {table} (version bigint PRIMARY KEY, name pg_catalog.text, md5 pg_catalog.text, run_at timestamp with time zone)",
            "INSERT INTO {table} (version) VALUES (0)",
        ],
        row: |entry| {
            Ok(vec![
                ("version", Source::Number(entry.plain_number()?)),
                ("name", Source::Text(entry.description.clone())),
                ("md5", Source::Checksum),
                ("run_at", Source::AppliedAt),
            ])
        },
    },
};
