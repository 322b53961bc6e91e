//! postgres-migrations: `migrations` with `hash`; its own row is number 0. The numbers follow each other from 1 on.

use crate::history::each;
use crate::history::fact::Fact;
use crate::history::lock::Lock;
use crate::history::recipe;
use crate::history::tool::{INT, TEXT, TIME, Tool, When, column};
use crate::history::write::{self, Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "postgres-migrations",
    aliases: &[],
    tables: &["migrations"],
    schema: None,
    columns: &[column("id", INT), column("name", TEXT), column("hash", TEXT), column("executed_at", TIME)],
    optional: &[],
    beside: None,
    order: &["id"],
    when: When::At("executed_at"),
    lock: Lock::Advisory(|_| -8_525_285_245_963_000_605),
    read: |rows| {
        let mut facts = each::each(rows, |row| Fact {
            checksum: row.get("hash").map(str::to_string),
            ..Fact::applied(row.text("id"), row.text("name"))
        })?;
        facts.facts.retain(|fact| fact.version != "0");
        Ok(facts)
    },
    recipe: Some(recipe::POSTGRES_MIGRATIONS),
    repeats: false,
    export: Export::Rows {
        // Its first migration is one of its own, whose hash is that of a file in its package.
        create: &[],
        row: |entry| {
            let file = entry.file.as_deref().ok_or(write::NO_FILE)?;
            let words = crate::history::fact::cut(crate::history::fact::stem(file)).1;
            Ok(vec![
                ("id", Source::Number(entry.plain_number()?)),
                ("name", Source::Text(words.to_string())),
                ("hash", Source::Checksum),
                ("executed_at", Source::AppliedAt),
            ])
        },
    },
};
