//! What the server's cache has marked of a relation, read without a query: where it says no, there is nothing to look for.

use pgrx::pg_sys;

/// What a relation, or any of some, may have. The server sets a mark in the transaction that makes the first of them, and
/// takes it back long after the last is gone, if at all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Marks {
    /// Indexes.
    pub indexes: bool,
    /// Triggers, those of foreign keys too.
    pub triggers: bool,
    /// Rules.
    pub rules: bool,
    /// Partitions or heirs.
    pub children: bool,
    /// It is partitioned.
    pub partitioned: bool,
    /// It is a partition.
    pub part: bool,
}

impl Marks {
    /// The marks of any of these; of one that is not there nothing is said.
    pub fn of(oids: &[pg_sys::Oid]) -> Marks {
        oids.iter().map(|oid| of(*oid)).fold(Marks::default(), |all, one| Marks {
            indexes: all.indexes || one.indexes,
            triggers: all.triggers || one.triggers,
            rules: all.rules || one.rules,
            children: all.children || one.children,
            partitioned: all.partitioned || one.partitioned,
            part: all.part || one.part,
        })
    }
}

fn of(oid: pg_sys::Oid) -> Marks {
    let read = |row: &pg_sys::FormData_pg_class| Marks {
        indexes: row.relhasindex,
        triggers: row.relhastriggers,
        rules: row.relhasrules,
        children: row.relhassubclass,
        partitioned: row.relkind as u8 == b'p',
        part: row.relispartition,
    };
    relation(oid, read).unwrap_or_default()
}

/// What is read of a relation's row in the server's cache; none if there is no such relation.
pub(super) fn relation<R>(oid: pg_sys::Oid, read: impl FnOnce(&pg_sys::FormData_pg_class) -> R) -> Option<R> {
    // SAFETY: inside a transaction. The struct is that of the cache's rows, which is let go of behind the last read.
    unsafe {
        let tuple =
            pg_sys::SearchSysCache1(pg_sys::SysCacheIdentifier::RELOID as i32, pg_sys::Datum::from(oid));
        if tuple.is_null() {
            return None;
        }
        let row: pg_sys::Form_pg_class = pg_sys::GETSTRUCT(tuple).cast();
        let done = read(&*row);
        pg_sys::ReleaseSysCache(tuple);
        Some(done)
    }
}
