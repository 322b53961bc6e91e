//! Citus: which tables it manages, and whether this server is one of its worker nodes.
//!
//! Both are looked for each time: so also when a job's turn comes, and under the locks of a unit. What is looked for lies
//! in `pg_catalog`, where only a superuser can put or hide anything.
//!
//! The coordinator's own relation of such a table has no rows, so rows and bytes are asked of the placements.

pub mod placements;

use std::collections::HashMap;

use migrate_core::error::{CitusError, Result, SessionError, TableError};
use migrate_core::facts::{Citus, Kept, Tied};
use migrate_core::plan::{NodeLock, Transaction};
use migrate_core::relation::Relation;
use pgrx::pg_sys::Oid;

use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::{lock, names, spi};

/// Tables with what they are partitions of, at whatever distance, and with what is below them; an index stands for its
/// table. `$1` are oids.
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
fn managed(tables: Vec<Oid>) -> Option<String> {
    if tables.is_empty() || !is_cluster() {
        return None;
    }
    let sql = format!(
        "{FAMILY} SELECT p.logicalrelid::oid FROM pg_catalog.pg_dist_partition p JOIN up ON up.oid = p.logicalrelid::oid
         ORDER BY p.logicalrelid::oid = ANY ($1) DESC LIMIT 1"
    );
    let found = as_owner(|| spi::row(&sql, &[tables.into()], |row| row.must::<Oid>(1)))?;
    let sql = "SELECT $1::pg_catalog.regclass::pg_catalog.text";
    spi::row(sql, &[found.into()], |row| row.get(1)).flatten()
}

/// Whether Citus may manage tables of this database.
pub fn is_cluster() -> bool {
    is_there("pg_dist_partition")
}

/// The last version of Citus of which anything was seen, on servers before PostgreSQL 18.
const KNOWN: u32 = 13;

/// Whether it is a version of which anything was seen.
pub fn is_known() -> bool {
    let sql =
        "SELECT e.extversion FROM pg_catalog.pg_extension e WHERE e.extname OPERATOR(pg_catalog.=) 'citus'";
    let version = spi::row(sql, &[], |row| row.get::<String>(1)).flatten();
    let major = |version: &str| version.split(['.', '-']).next()?.parse::<u32>().ok();
    let is_known = version.is_none_or(|version| major(&version).is_some_and(|major| major <= KNOWN));
    is_known && pgrx::pg_sys::PG_VERSION_NUM < 180_000
}

/// All tables that Citus manages and the role may change, without what is partitioned.
pub fn all() -> Vec<u32> {
    if !is_cluster() {
        return Vec::new();
    }
    let sql =
        "SELECT c.oid FROM pg_catalog.pg_dist_partition p JOIN pg_class c ON c.oid = p.logicalrelid::oid
               WHERE c.relkind = 'r' AND pg_has_role($1, c.relowner, 'USAGE') ORDER BY 1";
    let role = current_role().0;
    as_owner(|| spi::rows(sql, &[role.into()], |row| row.must::<Oid>(1).to_u32()))
}

/// What Citus has made of tables, or of what each is a partition of: only of those that it manages.
pub fn kept(tables: &[Oid]) -> HashMap<u32, Citus> {
    if tables.is_empty() || !is_cluster() {
        return HashMap::new();
    }
    // The function that reads a column out of what Citus notes.
    let column = match is_function("column_to_column_name(regclass,text)") {
        true => {
            "CASE WHEN p.partkey IS NOT NULL THEN pg_catalog.column_to_column_name(p.logicalrelid, p.partkey) END"
        }
        false => "NULL",
    };
    let in_schema = match is_there("pg_dist_schema") {
        true => "EXISTS (SELECT 1 FROM pg_catalog.pg_dist_schema s WHERE s.colocationid = p.colocationid)",
        false => "false",
    };
    let sql = format!(
        "WITH RECURSIVE up (root, oid, level) AS (
             SELECT t, t, 0 FROM unnest($1) t
             UNION ALL SELECT up.root, i.inhparent, up.level + 1 FROM up JOIN pg_inherits i ON i.inhrelid = up.oid
         )
         SELECT DISTINCT ON (up.root) up.root, p.partmethod::text, p.repmodel::text, coalesce(p.colocationid, 0)::bigint,
                {column}, {in_schema}
         FROM pg_catalog.pg_dist_partition p JOIN up ON up.oid = p.logicalrelid::oid
         ORDER BY up.root, up.level"
    );
    let read = |row: spi::Row| {
        let group = row.must::<i64>(4);
        let by = (row.get::<String>(2).unwrap_or_default(), row.get::<String>(3).unwrap_or_default());
        let kind = match ((by.0.as_str(), by.1.as_str()), row.get::<String>(5)) {
            (("h", _), Some(column)) => Kept::Distributed(column),
            (("n", "t"), _) => Kept::Reference,
            (("n", "s"), _) if group > 0 && row.must(6) => Kept::SchemaBased,
            (("n", "s"), _) if group > 0 => Kept::SingleShard,
            (("n", "s"), _) => Kept::Local,
            _ => Kept::Other,
        };
        (row.must::<Oid>(1).to_u32(), Citus { kind, group })
    };
    as_owner(|| spi::rows(&sql, &[tables.to_vec().into()], read)).into_iter().collect()
}

/// Refuses a table that Citus does not keep as it did when a step was planned.
///
/// # Errors
///
/// [`CitusError::Changed`], [`TableError::Managed`] for one that it has taken over since.
pub fn check_kept(unit: &Transaction, first: Option<u32>) -> Result<()> {
    if !is_cluster() {
        return Ok(());
    }
    let planned: Vec<(u32, &NodeLock)> = unit.on_nodes.iter().map(|lock| (called(lock), lock)).collect();
    let first = first.filter(|first| !planned.iter().any(|(oid, _)| oid == first));
    let oids: Vec<Oid> = planned.iter().map(|(oid, _)| *oid).chain(first).map(Oid::from).collect();
    let now = kept(&oids);
    let is_other = |(oid, lock): &&(u32, &NodeLock)| !unit.may_meet(Some(&lock.citus), now.get(oid));
    if let Some((_, lock)) = planned.iter().find(is_other) {
        return Err(CitusError::Changed { table: lock.display.clone() }.into());
    }
    match first {
        Some(first) if planned.is_empty() || unit.meets_local => {
            let is_met = now.contains_key(&first) && unit.may_meet(None, now.get(&first));
            if is_met { Ok(()) } else { check_oids(vec![Oid::from(first)]) }
        }
        _ => Ok(()),
    }
}

/// The table that has the name now: where Citus takes one over, or gives it back, another one gets the name.
fn called(lock: &NodeLock) -> u32 {
    let sql = "SELECT pg_catalog.to_regclass($1)::pg_catalog.oid";
    let there = spi::row(sql, &[lock.table.as_str().into()], |row| row.get::<Oid>(1)).flatten();
    there.map_or(lock.oid, |oid| oid.to_u32())
}

/// The tables that foreign keys tie together with one, at whatever distance, itself among them, as far as Citus does not
/// manage them.
pub fn tied(table: u32) -> Vec<Tied> {
    if !is_cluster() {
        return Vec::new();
    }
    let found = "
        WITH RECURSIVE tied (oid) AS (
            SELECT $1 UNION
            SELECT CASE c.conrelid WHEN t.oid THEN c.confrelid ELSE c.conrelid END
            FROM tied t JOIN pg_constraint c ON c.contype = 'f' AND (c.conrelid = t.oid OR c.confrelid = t.oid)
        )
        SELECT t.oid FROM tied t
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_dist_partition p WHERE p.logicalrelid::oid = t.oid)";
    let found = as_owner(|| spi::rows(found, &[Oid::from(table).into()], |row| row.must::<Oid>(1)));
    let told = "
        SELECT n.nspname::text, c.relname::text, c.oid::pg_catalog.regclass::text, pg_catalog.pg_get_userbyid(c.relowner)::text,
               pg_catalog.pg_has_role(c.relowner, 'USAGE'),
               c.relkind OPERATOR(pg_catalog.=) 'r' AND NOT EXISTS (
                   SELECT FROM pg_catalog.pg_inherits i
                   WHERE c.oid OPERATOR(pg_catalog.=) i.inhrelid OR c.oid OPERATOR(pg_catalog.=) i.inhparent)
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
        WHERE c.oid OPERATOR(pg_catalog.=) ANY ($1) ORDER BY n.nspname, c.relname";
    let read = |row: spi::Row| Tied {
        relation: Relation { schema: Some(row.must(1)), name: row.must(2) },
        display: row.must(3),
        owner: row.must(4),
        is_owned: row.must(5),
        is_plain: row.must(6),
    };
    spi::rows(told, &[found.into()], read)
}

fn is_function(signature: &str) -> bool {
    let sql = "SELECT pg_catalog.to_regprocedure($1) IS NOT NULL";
    spi::row(sql, &[format!("pg_catalog.{signature}").into()], |row| row.must(1)) == Some(true)
}

/// Who has a transaction open on any node, the oldest first, for people: as far as the role may see it, and not those who wait
/// for us.
pub fn at_work() -> Vec<String> {
    if !is_there("citus_stat_activity") {
        return Vec::new();
    }
    let sql =
        "SELECT pg_catalog.format('pid %s on node %s, role \"%s\", since %s', a.pid, a.nodeid, a.usename,
                                        pg_catalog.to_char(a.xact_start, 'YYYY-MM-DD HH24:MI:SS TZH'))
               FROM pg_catalog.citus_stat_activity a
               WHERE a.xact_start IS NOT NULL AND NOT a.is_worker_query
                 AND a.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
                 AND coalesce(a.backend_type, '') OPERATOR(pg_catalog.=) 'client backend'
                 AND a.query OPERATOR(pg_catalog.!~~*) 'CALL migrate.%'
               ORDER BY a.xact_start LIMIT 3";
    spi::rows(sql, &[], |row| row.get::<String>(1)).into_iter().flatten().collect()
}

/// Refuses tables that Citus manages, and those that have to do with one by partitioning.
///
/// # Errors
///
/// [`TableError::Managed`].
pub fn check_oids(tables: Vec<Oid>) -> Result<()> {
    match managed(tables) {
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
