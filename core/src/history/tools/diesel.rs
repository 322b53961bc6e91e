//! diesel: `__diesel_schema_migrations`; the version is the folder's name up to the underscore, without its dashes.

use crate::history::each;
use crate::history::fact::Fact;
use crate::history::lock::Lock;
use crate::history::tool::{TEXT, TIME, Tool, When, column};
use crate::history::write::{Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "diesel",
    aliases: &[],
    tables: &["__diesel_schema_migrations"],
    schema: None,
    columns: &[column("version", TEXT), column("run_on", TIME)],
    optional: &[],
    beside: None,
    order: &["version"],
    when: When::At("run_on"),
    lock: Lock::Table,
    read: |rows| each::each(rows, |row| Fact::applied(row.text("version"), "")),
    recipe: None,
    repeats: false,
    export: Export::Rows {
        create: &[
            "CREATE TABLE {table} (version varchar(50) PRIMARY KEY NOT NULL, run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP)",
        ],
        row: |entry| {
            Ok(vec![
                ("version", Source::Text(entry.digits().replace('-', ""))),
                ("run_on", Source::AppliedAt),
            ])
        },
    },
};
