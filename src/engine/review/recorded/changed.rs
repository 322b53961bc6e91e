//! How the objects that units have touched were recorded before.

use std::collections::HashMap;

use pgrx::pg_sys::Oid;
use serde::Deserialize;

use crate::catalog::objects::{Address, Base, Parts};
use crate::postgres::identity::as_owner;
use crate::postgres::planner::by_index;
use crate::postgres::spi;

/// An object as it was recorded last.
#[derive(Deserialize)]
pub(super) struct Recorded {
    class: String,
    /// Its number.
    pub(super) oid: u32,
    /// What kind of object it was.
    pub(super) kind: String,
    /// What it was called.
    pub(super) object: String,
    /// How it was.
    pub(super) hash: String,
    /// By which major version of the server it was written.
    pub(super) server: i32,
}

/// What was recorded of an object, and what that belonged to.
pub(super) type Past = (Recorded, Address);

/// What was recorded, and is not found yet.
pub(super) struct Before(HashMap<(String, u32), Past>);

/// What is recorded of bases, as far as it is looked at now. Of what a unit has made nothing is.
pub(super) fn before(bases: &[Base], is_made: impl Fn(&Base) -> bool) -> Before {
    let sql = "SELECT r.base_oid, jsonb_agg(jsonb_build_object('class', r.class, 'oid', r.oid::bigint, 'kind', r.kind,
                                                              'object', r.object, 'hash', r.hash, 'server', r.server))
               FROM migrate.recorded_objects r
               WHERE r.base_oid = ANY ($1) AND r.hash IS NOT NULL AND r.home = (SELECT h.id FROM migrate.home h)
               GROUP BY r.base_oid";
    let old: Vec<&Base> = bases.iter().filter(|base| !is_made(base)).collect();
    let oids: Vec<Oid> = old.iter().map(|base| base.address.oid).collect();
    let mut recorded: HashMap<u32, Vec<Recorded>> = match oids.as_slice() {
        [] => HashMap::new(),
        oids => as_owner(|| by_index(|| spi::descriptions(sql, oids))),
    };
    let mut all = HashMap::new();
    for base in old {
        for one in recorded.remove(&base.address.oid.to_u32()).unwrap_or_default() {
            let own = Address { class: one.class.clone(), oid: one.oid.into() };
            if base.parts.have(Parts::found(&own, &base.address)) {
                all.insert((one.class.clone(), one.oid), (one, base.address.clone()));
            }
        }
    }
    Before(all)
}

impl Before {
    /// How this one was; it is not asked again.
    pub(super) fn take(&mut self, own: &Address) -> Option<Past> {
        self.0.remove(&(own.class.clone(), own.oid.to_u32()))
    }

    /// Those that were not asked for: they are gone.
    pub(super) fn gone(self) -> Vec<Past> {
        self.0.into_values().collect()
    }
}
