//! drizzle-orm: `drizzle.__drizzle_migrations`. Its rows have the hash of a file and the time at which the file was
//! made, which the journal in the folder joins; the hash joins them here.

use crate::history::each;
use crate::history::fact::Fact;
use crate::history::lock::Lock;
use crate::history::recipe;
use crate::history::tool::{BIGINT, INT, TEXT, Tool, When, column};
use crate::history::write::Export;

pub(super) const TOOL: Tool = Tool {
    name: "drizzle",
    aliases: &["drizzle-orm", "drizzle-kit"],
    tables: &["__drizzle_migrations"],
    schema: Some("drizzle"),
    columns: &[column("id", INT), column("hash", TEXT), column("created_at", BIGINT)],
    optional: &[],
    beside: None,
    order: &["created_at", "id"],
    // created_at is when the file was made.
    when: When::Never,
    lock: Lock::Table,
    read: |rows| {
        let mut facts = each::each(rows, |row| Fact {
            checksum: row.get("hash").map(str::to_string),
            ..Fact::default()
        })?;
        // Files are numbered from 0 on, in the order in which they were made.
        for (place, fact) in facts.facts.iter_mut().enumerate() {
            fact.version = place.to_string();
        }
        Ok(facts)
    },
    recipe: Some(recipe::SHA_256),
    repeats: false,
    export: Export::Not("its journal in the folder has the times by which it knows what is applied"),
};
