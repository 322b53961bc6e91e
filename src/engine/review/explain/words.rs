//! Sizes and times for people.

use migrate_core::lint;
use migrate_core::relation::Relation;
use migrate_core::statement::Statement;
use migrate_core::text::duration;
use pgrx::pg_sys::Oid;

use crate::catalog::rates::{self, Work};
use crate::catalog::weight::{Weight, weight};

/// A relation's name as a script has it.
pub(super) fn name(relation: &Relation) -> String {
    match &relation.schema {
        Some(schema) => format!("{schema}.{}", relation.name),
        None => relation.name.clone(),
    }
}

/// Rows and bytes of the largest of these tables.
pub(super) fn size(tables: impl IntoIterator<Item = Oid>) -> Option<String> {
    let Weight { rows, bytes } = tables.into_iter().map(weight).max_by_key(|weight| weight.bytes)?;
    let bytes = lint::bytes(bytes);
    Some(rows.map_or(bytes.clone(), |rows| format!("{}, {bytes}", lint::rows(rows))))
}

/// How long it takes to read or write these tables, by what such work took here before.
pub(super) fn estimate(statement: &Statement, is_rewrite: bool, tables: &[Oid]) -> String {
    let mut tables = tables.to_vec();
    tables.sort_unstable_by_key(|table| table.to_u32());
    tables.dedup();
    let bytes: u64 = tables.iter().map(|table| weight(*table).bytes).sum();
    if bytes == 0 {
        return "moments".into();
    }
    let work = match statement.tag.as_str() {
        _ if is_rewrite => Work::Rewrite,
        "CREATE INDEX" | "REINDEX" => Work::Index,
        _ => Work::Scan,
    };
    let rate = rates::of(work);
    let ms = bytes as f64 * 1000.0 / rate.bytes_per_second.max(1.0);
    let about = format!("about {}", duration(ms as i64));
    if rate.is_measured { about } else { format!("{about} by default") }
}
