//! What a statement was seen to do to clones: the locks that it holds at its end, what it writes anew, what it reads.
//!
//! Whatever it touches it has locked, and nothing of a clone is locked before it. So only what is locked now is looked at,
//! and compared with what is known of it: a script of thousands of statements is not looked at thousands of times.

use std::cell::RefCell;
use std::collections::HashMap;

use migrate_core::lock::Mode;
use pgrx::pg_sys::Oid;

use crate::catalog::clone::{self, Found};
use crate::postgres::lock;
use crate::postgres::parser::trial::Kind;

/// A relation that a statement was seen to touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// The original's oid.
    pub oid: Oid,
    /// Its name for people.
    pub display: String,
    /// `pg_class.relkind`.
    pub kind: String,
}

/// What a statement was seen to do.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// The strongest lock on each original that it would hold at its end.
    pub locks: Vec<(Touched, Mode)>,
    /// The tables and indexes whose files it writes anew.
    pub rewritten: Vec<Touched>,
    /// The tables that it reads from end to end.
    pub scanned: Vec<Touched>,
    /// It was only analysed, not run.
    pub is_analysed: bool,
    /// Its query was not run: what it makes is empty.
    pub is_empty: bool,
    /// It calls functions.
    pub calls: bool,
}

/// What is in the schemas of the clones, as far as it was looked at.
#[derive(Default)]
pub(super) struct State(RefCell<Option<HashMap<Oid, Found>>>);

impl State {
    /// All of it, read now.
    pub(super) fn read(&self, schemas: &[(String, String)]) -> Vec<Found> {
        let found = clone::found(schemas.iter().map(|(_, clones)| clones.clone()).collect());
        let by_oid = found.iter().map(|found| (found.oid, found.clone())).collect();
        self.0.replace(Some(by_oid));
        found
    }

    /// Sees to it that it is known.
    pub(super) fn look(&self, schemas: &[(String, String)]) {
        if self.0.borrow().is_none() {
            self.read(schemas);
        }
    }

    /// Has it read anew before the next statement.
    pub(super) fn forget(&self) {
        self.0.replace(None);
    }

    /// What a statement has done since then. The locks that it holds on clones are let go of.
    pub(super) fn seen(
        &self,
        schemas: &[(String, String)],
        originals: &HashMap<Oid, Touched>,
        kind: Kind,
    ) -> Seen {
        let mut known = self.0.borrow_mut();
        let known = known.get_or_insert_default();
        let clones = schemas.iter().map(|(_, clones)| clones.clone()).collect();
        let locked: Vec<_> = clone::locked(clones)
            .into_iter()
            .filter(|locked| locked.found.is_some() || known.contains_key(&locked.oid))
            .collect();
        let changed = |is_changed: fn(&Found, &Found) -> bool| {
            let changed = locked.iter().filter(|locked| {
                known
                    .get(&locked.oid)
                    .zip(locked.found.as_ref())
                    .is_some_and(|(was, now)| is_changed(was, now))
            });
            changed.filter_map(|locked| originals.get(&locked.oid).cloned()).collect()
        };
        let seen = Seen {
            locks: locked
                .iter()
                .filter_map(|locked| Some((originals.get(&locked.oid)?.clone(), locked.mode)))
                // That of whoever looks at a sequence stops nobody.
                .filter(|(touched, mode)| touched.kind != "S" || *mode > Mode::RowExclusive)
                .collect(),
            rewritten: changed(|was, now| was.file != now.file),
            scanned: changed(|was, now| was.scans < now.scans),
            is_analysed: kind == Kind::Rows,
            is_empty: kind == Kind::Empty,
            calls: false,
        };
        for locked in locked {
            let was = known.remove(&locked.oid);
            let is_sequence = locked.found.as_ref().or(was.as_ref()).is_some_and(|found| found.kind == "S");
            lock::release_own(locked.oid.to_u32(), is_sequence);
            known.extend(locked.found.map(|found| (locked.oid, found)));
        }
        seen
    }
}
