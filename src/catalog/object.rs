//! What has no schema, or is half a table: databases, tablespaces, subscriptions, partitions on their way out.

use migrate_core::relation::Relation;
use migrate_core::statement::{Object, ObjectKind};

use super::quoted;
use crate::postgres::identity::as_owner;
use crate::postgres::spi;

/// Whether an object is there.
pub fn exists(object: &Object) -> bool {
    let sql = match object.kind {
        ObjectKind::Database => "SELECT FROM pg_database WHERE datname = $1",
        ObjectKind::Tablespace => "SELECT FROM pg_tablespace WHERE spcname = $1",
        ObjectKind::Subscription => {
            "SELECT FROM pg_subscription WHERE subname = $1 AND subdbid = (SELECT oid FROM pg_database
                                                                          WHERE datname = current_database())"
        }
    };
    as_owner(|| spi::row(sql, &[object.name.as_str().into()], |_| ())).is_some()
}

/// How far a partition is detached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detached {
    /// It belongs to its parent.
    No,
    /// It is on its way out: the statement that completes this.
    Pending(String),
    /// It is a table of its own, or there is none of the name.
    Yes,
}

/// How far a partition is detached from `parent`, as the session's search path finds both.
pub fn detached(parent: &Relation, partition: &Relation) -> Detached {
    let sql = "SELECT i.inhdetachpending,
                      pg_catalog.format('ALTER TABLE %s DETACH PARTITION %s FINALIZE',
                                        i.inhparent::pg_catalog.regclass, i.inhrelid::pg_catalog.regclass)
               FROM pg_catalog.pg_inherits i
               WHERE i.inhparent OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid
                 AND i.inhrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($2)::pg_catalog.oid";
    let args = [quoted(parent).into(), quoted(partition).into()];
    match spi::row(sql, &args, |row| (row.must::<bool>(1), row.must::<String>(2))) {
        None => Detached::Yes,
        Some((true, finalize)) => Detached::Pending(finalize),
        Some((false, _)) => Detached::No,
    }
}
