//! graphile-migrate: `graphile_migrate.migrations`, a chain of hashes. The file's name is kept without its words.

use crate::history::each;
use crate::history::fact::Fact;
use crate::history::lock::Lock;
use crate::history::recipe;
use crate::history::tool::{TEXT, TIME, Tool, When, column};
use crate::history::write::Export;

pub(super) const TOOL: Tool = Tool {
    name: "graphile-migrate",
    aliases: &["graphile"],
    tables: &["migrations"],
    schema: Some("graphile_migrate"),
    columns: &[
        column("hash", TEXT),
        column("previous_hash", TEXT),
        column("filename", TEXT),
        column("date", TIME),
    ],
    optional: &[],
    beside: None,
    order: &["filename"],
    when: When::At("date"),
    lock: Lock::Advisory(|_| 4_727_445_306_447_283),
    read: |rows| {
        each::each(rows, |row| Fact {
            checksum: row.get("hash").map(str::to_string),
            checksum_of: row.get("previous_hash").map(str::to_string),
            ..Fact::of_file(row.text("filename"))
        })
    },
    recipe: Some(recipe::GRAPHILE),
    repeats: false,
    export: Export::Not("its hashes are a chain over the files as it committed them"),
};
