//! tern: `schema_version` with one row, the number of the newest migration.

use crate::error::ImportError;
use crate::history::fact::{Fact, Facts, UpTo};
use crate::history::lock::Lock;
use crate::history::row::Rows;
use crate::history::tool::{INT, Tool, When, column};
use crate::history::write::Export;

pub(super) const TOOL: Tool = Tool {
    name: "tern",
    aliases: &[],
    tables: &["schema_version"],
    schema: None,
    columns: &[column("version", INT)],
    optional: &[],
    beside: None,
    order: &["version"],
    when: When::Never,
    lock: Lock::Advisory(|_| 9_628_173_550_095_224),
    read,
    recipe: None,
    repeats: false,
    export: Export::Newest {
        create: &["CREATE TABLE {table} (version integer NOT NULL)"],
        columns: &["version"],
        values: &["{version}"],
    },
};

fn read(rows: &Rows) -> Result<Facts, ImportError> {
    let row = rows.iter().next_back();
    let Some(version) = row.and_then(|row| row.number("version")).filter(|version| *version > 0) else {
        return Ok(Facts::default());
    };
    let up_to = Some(UpTo { version: version.to_string(), is_baseline: false });
    Ok(Facts { facts: vec![Fact::applied(version.to_string(), "")], up_to })
}
