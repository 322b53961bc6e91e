//! Sizes and times for people.

use std::cell::RefCell;
use std::collections::HashMap;

use migrate_core::lint;
use migrate_core::lock::Mode;
use migrate_core::statement::Statement;
use migrate_core::text::duration;
use pgrx::pg_sys::Oid;

use crate::catalog::lock_target;
use crate::catalog::rates::{self, Rate, Work};
use crate::catalog::weight::{Weight, weight};

/// What was asked of tables in one call, each question once: a script of thousands of statements has few tables.
#[derive(Default)]
pub(super) struct Asked {
    weights: RefCell<HashMap<Oid, Weight>>,
    rates: RefCell<HashMap<Work, Rate>>,
    blockers: RefCell<HashMap<(Oid, Mode), Vec<String>>>,
}

impl Asked {
    fn weight(&self, table: Oid) -> Weight {
        *self.weights.borrow_mut().entry(table).or_insert_with(|| weight(table))
    }

    /// Rows and bytes of the largest of these relations.
    pub(super) fn size(&self, tables: impl IntoIterator<Item = Oid>) -> Option<String> {
        let weights = tables.into_iter().map(|table| self.weight(table));
        let Weight { rows, bytes } = weights.max_by_key(|weight| weight.bytes)?;
        let bytes = lint::bytes(bytes);
        Some(rows.map_or(bytes.clone(), |rows| format!("{}, {bytes}", lint::rows(rows))))
    }

    /// How long it takes to read or write these tables, by what such work took here before.
    pub(super) fn estimate(&self, statement: &Statement, is_rewrite: bool, tables: &[Oid]) -> String {
        let mut tables = tables.to_vec();
        tables.sort_unstable_by_key(|table| table.to_u32());
        tables.dedup();
        let bytes: u64 = tables.iter().map(|table| self.weight(*table).bytes).sum();
        if bytes == 0 {
            return "moments".into();
        }
        let work = match statement.tag.as_str() {
            _ if is_rewrite => Work::Rewrite,
            "CREATE INDEX" | "REINDEX" => Work::Index,
            _ => Work::Scan,
        };
        let rate = *self.rates.borrow_mut().entry(work).or_insert_with(|| rates::of(work));
        let ms = bytes as f64 * 1000.0 / rate.bytes_per_second.max(1.0);
        let about = format!("about {}", duration(ms as i64));
        if rate.is_measured { about } else { format!("{about} by default") }
    }

    /// Who holds a lock on a table that this mode would wait for.
    pub(super) fn blockers(&self, table: Oid, mode: Mode) -> Vec<String> {
        let ask = || {
            let held = Mode::ALL.into_iter().filter(|held| mode.conflicts_with(*held));
            let holders = lock_target::holders(table.to_u32(), held.map(Mode::lock_name).collect());
            holders.into_iter().map(|holder| holder.description).collect()
        };
        self.blockers.borrow_mut().entry((table, mode)).or_insert_with(ask).clone()
    }
}
