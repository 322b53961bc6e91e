//! What a unit has changed of the objects that it has touched: how each was recorded before, and how it is now.

use std::collections::{HashMap, HashSet};

use migrate_core::fingerprint::Object;
use migrate_core::report::record::ChangedHash;
use pgrx::pg_sys::Oid;
use serde::Deserialize;

use crate::catalog::objects::{Address, Found};
use crate::postgres::identity::as_owner;
use crate::postgres::spi;

/// How many objects of a unit are kept in its row of the journal.
const MOST: usize = 100;

/// An object as it was recorded last.
#[derive(Deserialize)]
struct Recorded {
    class: String,
    oid: u32,
    hash: String,
}

/// How the objects of a unit were recorded before.
pub(super) struct Before {
    /// The numbers of those to which the others belong.
    bases: HashSet<Oid>,
    hashes: HashMap<(String, u32), String>,
}

/// What is recorded of what units have touched, and of what belongs to it: of the first hundred of each. Of what a unit has
/// made nothing is.
pub(super) fn before(units: Vec<(Vec<Address>, &HashSet<Oid>)>) -> Vec<Before> {
    let sql = "SELECT r.base_oid, jsonb_agg(jsonb_build_object('class', r.class, 'oid', r.oid::bigint, 'hash', r.hash))
               FROM migrate.recorded_objects r
               WHERE r.base_oid = ANY ($1) AND r.hash IS NOT NULL AND r.home = (SELECT h.id FROM migrate.home h)
               GROUP BY r.base_oid";
    let looked = |bases: &[Address]| bases.iter().take(MOST).map(|base| base.oid).collect::<HashSet<Oid>>();
    let units: Vec<_> = units.iter().map(|(bases, made)| (looked(bases), made)).collect();
    let old = units.iter().flat_map(|(bases, made)| bases.iter().filter(|base| !made.contains(base)));
    let old: Vec<Oid> = old.copied().collect();
    let mut recorded: HashMap<u32, Vec<Recorded>> = match old.as_slice() {
        [] => HashMap::new(),
        old => as_owner(|| spi::descriptions(sql, old)),
    };
    let before = |(bases, _): (HashSet<Oid>, _)| {
        let of_base = |base: &Oid| recorded.remove(&base.to_u32()).unwrap_or_default();
        let hashes = bases.iter().flat_map(of_base).map(|one| ((one.class, one.oid), one.hash)).collect();
        Before { bases, hashes }
    };
    units.into_iter().map(before).collect()
}

impl Before {
    /// What is another by now; `made` are the numbers of what the unit has made.
    pub(super) fn and_now<'a>(
        mut self,
        found: impl Iterator<Item = (&'a Found, &'a (String, Object))>,
        made: &HashSet<Oid>,
    ) -> Vec<ChangedHash> {
        let mut changed = Vec::new();
        for (found, (hash, _)) in found {
            if !self.bases.contains(&found.base.oid) {
                continue;
            }
            let oid = found.own.oid.to_u32();
            let before = self.hashes.remove(&(found.own.class.clone(), oid));
            if before.as_ref() != Some(hash) {
                let made = made.contains(&found.own.oid);
                changed.push(ChangedHash { oid, before, after: Some(hash.clone()), made });
            }
        }
        let gone = |((_, oid), hash)| ChangedHash { oid, before: Some(hash), after: None, made: false };
        changed.extend(self.hashes.into_iter().map(gone));
        changed.truncate(MOST);
        changed
    }
}
