//! refinery: `refinery_schema_history`; the time is a text.

use crate::history::each;
use crate::history::fact::Fact;
use crate::history::lock::Lock;
use crate::history::recipe;
use crate::history::tool::{INT, TEXT, Tool, When, column};
use crate::history::write::{self, Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "refinery",
    aliases: &[],
    tables: &["refinery_schema_history"],
    schema: None,
    columns: &[
        column("version", INT),
        column("name", TEXT),
        column("applied_on", TEXT),
        column("checksum", TEXT),
    ],
    optional: &[],
    beside: None,
    order: &["version"],
    when: When::Text("applied_on"),
    lock: Lock::Table,
    read: |rows| {
        each::each(rows, |row| Fact {
            checksum: row.get("checksum").map(str::to_string),
            checksum_of: row.get("name").map(str::to_string),
            ..Fact::applied(row.text("version"), crate::history::fact::describe(row.text("name")))
        })
    },
    recipe: Some(recipe::REFINERY),
    repeats: false,
    export: Export::Rows {
        create: &[
            "CREATE TABLE {table} (version integer PRIMARY KEY, name VARCHAR(255), applied_on VARCHAR(255), checksum VARCHAR(255))",
        ],
        row: |entry| {
            let file = entry.stem.as_deref().ok_or(write::NO_FILE)?;
            let (_, name) = file.split_once("__").ok_or("its file's name is not refinery's")?;
            Ok(vec![
                ("version", Source::Number(entry.plain_number()?)),
                ("name", Source::Text(name.to_string())),
                ("applied_on", Source::AppliedAtText),
                ("checksum", Source::Checksum),
            ])
        },
    },
};
