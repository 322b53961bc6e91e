//! golang-migrate: `schema_migrations` with at most one row, the newest version. A dirty one names the version that was
//! to be reached, whichever way.

use crate::error::ImportError;
use crate::history::fact::{Fact, Facts, UpTo};
use crate::history::lock::{self, Lock};
use crate::history::row::Rows;
use crate::history::tool::{BIGINT, BOOL, Tool, When, column};
use crate::history::write::Export;

pub(super) const TOOL: Tool = Tool {
    name: "golang-migrate",
    aliases: &["migrate"],
    tables: &["schema_migrations"],
    schema: None,
    columns: &[column("version", BIGINT), column("dirty", BOOL)],
    optional: &[],
    beside: None,
    order: &["version"],
    when: When::Never,
    lock: Lock::Advisory(lock::golang_migrate),
    read,
    recipe: None,
    repeats: false,
    export: Export::Newest {
        create: &["CREATE TABLE {table} (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL)"],
        columns: &["version", "dirty"],
        values: &["{version}", "false"],
    },
};

fn read(rows: &Rows) -> Result<Facts, ImportError> {
    let Some(row) = rows.iter().next_back() else { return Ok(Facts::default()) };
    let version = row.text("version").to_string();
    if row.is("dirty") {
        return Err(ImportError::Dirty { version });
    }
    // What it says when all is rolled back.
    if row.number("version").is_some_and(|version| version < 0) {
        return Ok(Facts::default());
    }
    let up_to = Some(UpTo { version: version.clone(), is_baseline: false });
    Ok(Facts { facts: vec![Fact::applied(version, "")], up_to })
}
