//! SeaORM: `seaql_migrations`; names are `m20240131_000001_create_x`, the time is in seconds.

use crate::history::each;
use crate::history::fact::{self, Fact};
use crate::history::lock::Lock;
use crate::history::tool::{BIGINT, TEXT, Tool, When, column};
use crate::history::write::Export;

pub(super) const TOOL: Tool = Tool {
    name: "seaorm",
    aliases: &["sea-orm"],
    tables: &["seaql_migrations"],
    schema: None,
    columns: &[column("version", TEXT), column("applied_at", BIGINT)],
    optional: &[],
    beside: None,
    order: &["version"],
    when: When::Never,
    lock: Lock::Table,
    read: |rows| {
        each::each(rows, |row| {
            let name = row.text("version");
            let words = name.trim_start_matches(|c: char| c == 'm' || c == '_' || c.is_ascii_digit());
            Fact { file: Some(name.to_string()), ..Fact::applied(name, fact::describe(words)) }
        })
    },
    recipe: None,
    repeats: false,
    export: Export::Not("its migrations are Rust"),
};
