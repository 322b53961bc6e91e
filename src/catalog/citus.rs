//! Citus: which tables it manages, and whether this server is one of its worker nodes.
//!
//! Both are refused, at each look: so also when a job's turn comes. What is looked for lies in `pg_catalog`, where only
//! a superuser can put or hide anything.

use migrate_core::error::{Result, SessionError, TableError};
use migrate_core::relation::Relation;
use pgrx::pg_sys::Oid;

use super::quoted;
use crate::postgres::identity::as_owner;
use crate::postgres::{lock, names, spi};

/// The table itself and what it is a partition of, at whatever distance; `$1` are oids.
const UP: &str = "
WITH RECURSIVE up (oid) AS (
    SELECT unnest($1) UNION SELECT i.inhparent FROM up JOIN pg_inherits i ON i.inhrelid = up.oid
)";

/// The same with what is below it; an index stands for its table.
const FAMILY: &str = "
WITH RECURSIVE named (oid) AS (
    SELECT coalesce(i.indrelid, n.oid) FROM unnest($1) n (oid) LEFT JOIN pg_index i ON i.indexrelid = n.oid
), above (oid) AS (
    SELECT oid FROM named UNION SELECT i.inhparent FROM above a JOIN pg_inherits i ON i.inhrelid = a.oid
), below (oid) AS (
    SELECT oid FROM named UNION SELECT i.inhrelid FROM below b JOIN pg_inherits i ON i.inhparent = b.oid
), up (oid) AS (
    SELECT oid FROM above UNION SELECT oid FROM below
)";

fn is_there(relation: &str) -> bool {
    names::relation("pg_catalog", relation).is_some()
}

/// One of these tables that Citus manages, by the name that the search path lets it be written with.
fn managed(tables: Vec<Oid>, tree: &str) -> Option<String> {
    if tables.is_empty() || !is_there("pg_dist_partition") {
        return None;
    }
    let sql = format!(
        "{tree} SELECT p.logicalrelid::oid FROM pg_catalog.pg_dist_partition p JOIN up ON up.oid = p.logicalrelid::oid
         ORDER BY p.logicalrelid::oid = ANY ($1) DESC LIMIT 1"
    );
    let found = as_owner(|| spi::row(&sql, &[tables.into()], |row| row.must::<Oid>(1)))?;
    let sql = "SELECT $1::pg_catalog.regclass::pg_catalog.text";
    spi::row(sql, &[found.into()], |row| row.get(1)).flatten()
}

/// Whether Citus manages a table, or what it is a partition of.
pub fn manages(table: Oid) -> bool {
    managed(vec![table], UP).is_some()
}

/// Refuses tables that Citus manages, and those that have to do with one by partitioning. What is no table of the
/// names, or not yet, is left to others to refuse.
///
/// # Errors
///
/// [`TableError::Managed`].
pub fn check(tables: &[Relation]) -> Result<()> {
    if tables.is_empty() || !is_there("pg_dist_partition") {
        return Ok(());
    }
    let sql = "SELECT pg_catalog.to_regclass($1)::pg_catalog.oid";
    let find = |table: &Relation| spi::row(sql, &[quoted(table).into()], |row| row.get::<Oid>(1)).flatten();
    check_oids(tables.iter().filter_map(find).collect())
}

/// The same of tables by their oids.
///
/// # Errors
///
/// [`TableError::Managed`].
pub fn check_oids(tables: Vec<Oid>) -> Result<()> {
    match managed(tables, FAMILY) {
        Some(table) => Err(TableError::Managed { table }.into()),
        None => Ok(()),
    }
}

/// Whether this server is a worker node: the coordinator has group 0. Where it does not say its group, its own function
/// is asked, which also says no on a coordinator that has no nodes yet.
fn is_worker() -> bool {
    if is_there("pg_dist_local_group") {
        let sql = "SELECT EXISTS (SELECT FROM pg_catalog.pg_dist_local_group WHERE groupid <> 0)";
        return as_owner(|| spi::row(sql, &[], |row| row.must(1))) == Some(true);
    }
    let sql = "SELECT to_regprocedure('pg_catalog.citus_is_coordinator()') IS NOT NULL";
    as_owner(|| {
        spi::row(sql, &[], |row| row.must(1)) == Some(true)
            && spi::row("SELECT pg_catalog.citus_is_coordinator()", &[], |row| row.get::<bool>(1)).flatten()
                == Some(false)
    })
}

/// Refuses where nothing of ours can be written: on a standby, in a read-only transaction, on a worker node.
///
/// # Errors
///
/// As [`lock::check_writable`]; [`SessionError::WorkerNode`].
pub fn check_writable(doing: &'static str) -> std::result::Result<(), SessionError> {
    lock::check_writable(doing)?;
    if is_worker() { Err(SessionError::WorkerNode { doing }) } else { Ok(()) }
}
