//! node-pg-migrate: `pgmigrations`; the name has no ending.

use crate::history::each;
use crate::history::lock::Lock;
use crate::history::tool::{INT, TEXT, TIME, Tool, When, column};
use crate::history::write::{self, Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "node-pg-migrate",
    aliases: &["pgmigrate"],
    tables: &["pgmigrations"],
    schema: None,
    columns: &[column("id", INT), column("name", TEXT), column("run_on", TIME)],
    optional: &[],
    beside: None,
    order: &["run_on", "id"],
    when: When::At("run_on"),
    lock: Lock::Advisory(|_| 7_241_865_325_823_964),
    read: |rows| each::each_file(rows, "name"),
    recipe: None,
    repeats: false,
    export: Export::Rows {
        create: &[
            "CREATE TABLE {table} (id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)",
        ],
        row: |entry| {
            let stem = entry.stem.clone().ok_or(write::NO_FILE)?;
            Ok(vec![("name", Source::Text(stem)), ("run_on", Source::AppliedAt)])
        },
    },
};
