//! Sizes of the tables that a unit has locked, before it and after, for the report.
//!
//! A size costs a look at each of the table's files. So only tables that the transaction has locked anyway are looked at,
//! and not many of them; and nobody is waited for.

use migrate_core::lock::{Mode, Need, Reach};
use migrate_core::relation::Relation;
use migrate_core::report::record::Size;

use super::Waited;
use crate::catalog::lock_target;
use crate::engine::clock::milliseconds;
use crate::engine::journal::Seen;
use crate::postgres::{lock, scan, spi};

/// How many tables of a unit are looked at.
pub const MOST: usize = 8;

/// The tables of a unit, as it goes on.
#[derive(Default)]
pub struct Watch {
    tables: Vec<(u32, Size)>,
    waited_ms: i64,
    waited_for: Option<String>,
}

impl Watch {
    /// Looks at tables that were locked just now.
    pub fn locked(&mut self, waited: Waited) {
        self.waited_ms += milliseconds(waited.time);
        self.waited_for = waited.whom.or(self.waited_for.take());
        for (oid, table) in waited.tables {
            self.look(oid, table);
        }
    }

    /// Looks at the tables that a statement is about which takes its locks itself.
    pub fn before(&mut self, relations: &[Relation]) {
        let need = |relation: &Relation| Need {
            relation: relation.clone(),
            mode: Mode::AccessShare,
            reach: Reach::Alone,
        };
        let target = |relation: &Relation| lock_target::of(&need(relation)).into_iter().next();
        let targets = || relations.iter().take(MOST).filter_map(target).collect::<Vec<_>>();
        for target in spi::with_snapshot(targets) {
            if lock::try_table(target.oid, Mode::AccessShare) {
                self.look(target.oid, target.name);
                lock::release_table(target.oid, Mode::AccessShare);
            }
        }
    }

    /// The first of them.
    pub fn first(&self) -> Option<u32> {
        self.tables.first().map(|(oid, _)| *oid)
    }

    /// How large all of them are together, in bytes.
    pub fn bytes(&self) -> i64 {
        self.tables.iter().map(|(_, size)| size.before).sum()
    }

    fn look(&mut self, oid: u32, table: String) {
        if self.tables.len() < MOST
            && self.tables.iter().all(|(there, _)| *there != oid)
            && let Some(before) = scan::total_size(oid)
        {
            self.tables.push((oid, Size { table, before, after: None }));
        }
    }

    /// What is to be told when the unit is done. Tables that somebody has locked by then are left out.
    pub fn end(&self) -> Seen {
        let after = |(oid, size): &(u32, Size)| {
            if !lock::try_table(*oid, Mode::AccessShare) {
                return None;
            }
            let size = Size { after: scan::total_size(*oid), ..size.clone() };
            lock::release_table(*oid, Mode::AccessShare);
            // A partitioned table has no files of its own.
            (size.before > 0 || size.after.unwrap_or(0) > 0).then_some(size)
        };
        Seen {
            waited_ms: self.waited_ms,
            waited_for: self.waited_for.clone(),
            sizes: self.tables.iter().filter_map(after).collect(),
            changed: Vec::new(),
        }
    }
}
