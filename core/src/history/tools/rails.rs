//! Rails: `schema_migrations` as dbmate has it, with `ar_internal_metadata` beside it.

use crate::history::each;
use crate::history::fact::Fact;
use crate::history::lock::Lock;
use crate::history::tool::{TEXT, Tool, When, column};
use crate::history::write::{Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "rails",
    aliases: &["active-record"],
    tables: &["schema_migrations"],
    schema: None,
    columns: &[column("version", TEXT)],
    optional: &[],
    beside: Some("ar_internal_metadata"),
    order: &["version"],
    when: When::Never,
    lock: Lock::Advisory(|place| 2_053_462_845 * i64::from(crc32fast::hash(place.database.as_bytes()))),
    read: |rows| each::each(rows, |row| Fact::applied(row.text("version"), "")),
    recipe: None,
    repeats: false,
    export: Export::Rows {
        create: &["CREATE TABLE {table} (version character varying NOT NULL PRIMARY KEY)"],
        row: |entry| Ok(vec![("version", Source::Text(entry.digits().into()))]),
    },
};
