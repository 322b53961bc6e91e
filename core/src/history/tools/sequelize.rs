//! Sequelize and umzug: `"SequelizeMeta"`; the name has the file's ending, and nothing says when.

use crate::history::each;
use crate::history::lock::Lock;
use crate::history::tool::{TEXT, TIME, Tool, When, column};
use crate::history::write::{self, Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "sequelize",
    aliases: &["umzug", "sequelize-cli"],
    tables: &["SequelizeMeta"],
    schema: None,
    columns: &[column("name", TEXT)],
    optional: &[column("createdAt", TIME), column("updatedAt", TIME)],
    beside: None,
    order: &["name"],
    when: When::At("createdAt"),
    lock: Lock::Table,
    read: |rows| each::each_file(rows, "name"),
    recipe: None,
    repeats: false,
    export: Export::Rows {
        create: &["CREATE TABLE {table} (name varchar(255) NOT NULL UNIQUE PRIMARY KEY)"],
        row: |entry| {
            let name = entry.stem.clone().ok_or(write::NO_FILE)?;
            Ok(vec![("name", Source::Program(name))])
        },
    },
};
