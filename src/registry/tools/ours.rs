//! What we have beside a tool's history: what is registered and applied here, and what was imported before.

use std::collections::BTreeMap;

use migrate_core::history::compare::{Here, Known};
use migrate_core::history::write::{Entry, entry};
use migrate_core::version;
use pgrx::prelude::*;

use crate::postgres::identity::as_owner;
use crate::postgres::{settings, spi};
use crate::registry::labels;
use crate::registry::origins::SAME;
use crate::registry::placed::placed;
use crate::registry::squashed;

/// What is registered.
pub fn known() -> Vec<Known> {
    let sql = format!(
        "SELECT version, description, checksum, filename, up IS NULL, label, repeats FROM {} m ORDER BY place",
        placed("migrate.migrations")
    );
    as_owner(|| {
        spi::rows(&sql, &[], |row| Known {
            version: row.must(1),
            label: row.get(6),
            filename: row.get(4),
            description: row.must(2),
            checksum: row.must(3),
            is_draft: row.must(5),
            repeats: row.must(7),
        })
    })
}

/// The number of a version that is not registered, where it has one.
pub fn number_of(text: &str) -> Option<i64> {
    Some(squashed::number_of(text).unwrap_or_else(|| labels::number_of(text)))
}

/// Keeps how a version is written that is recorded and not registered, if that is not its number.
pub fn note(text: &str) {
    labels::note(&version::of_text(text), false);
}

/// What is applied.
pub fn here() -> BTreeMap<i64, Here> {
    let sql = format!(
        "SELECT s.version, s.checksum, o.imported_from
         FROM migrate.schema_migrations s LEFT JOIN migrate.origins o ON {SAME}"
    );
    let rows = as_owner(|| {
        spi::rows(&sql, &[], |row| (row.must::<i64>(1), Here { checksum: row.get(2), imported: row.get(3) }))
    });
    rows.into_iter().collect()
}

/// What is applied, to be written for a tool.
pub fn entries(known: &[Known]) -> Vec<Entry> {
    let sql = format!(
        "SELECT version, description, applied_at::text, applied_by, execution_time_ms::bigint, label
         FROM {} s ORDER BY place",
        placed("migrate.schema_migrations")
    );
    let registered: BTreeMap<i64, &Known> = known.iter().map(|known| (known.version, known)).collect();
    as_owner(|| {
        settings::set_local(c"DateStyle", c"ISO");
        spi::rows(&sql, &[], |row| {
            let number = row.must::<i64>(1);
            let registered = registered.get(&number);
            let told = (row.get(3), row.get(4), row.get(5));
            let filename = registered.and_then(|known| known.filename.as_deref());
            let label = row.get(6);
            entry((number, &row.must::<String>(2)), filename, label, told)
        })
    })
}

/// Times as a column of ours has them, to the second.
pub fn times(texts: Vec<Option<String>>) -> Vec<Option<TimestampWithTimeZone>> {
    let sql = "SELECT date_trunc('second', t::timestamptz)
               FROM unnest($1::text[]) WITH ORDINALITY u (t, place) ORDER BY place";
    as_owner(|| spi::rows(sql, &[texts.into()], |row| row.get(1)))
}
