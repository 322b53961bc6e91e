//! What clones of relations are made of, and what a statement has done to them.
//!
//! A clone is empty, and is otherwise what the original is: columns, defaults, constraints, keys, indexes, the keys that
//! refer to it, triggers, policies, the views that read it. Each of its pieces is a statement that the server writes of
//! the catalog; it has the original's names, which are led to the clones.

use migrate_core::lock::Mode;
use migrate_core::relation::Relation;
use pgrx::pg_sys::Oid;

use super::scope::pinned;
use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::{settings, spi};

const SET: &str = include_str!("../../sql/queries/clone_set.sql");

const PIECES: &str = include_str!("../../sql/queries/clone_pieces.sql");

/// A relation that is cloned.
#[derive(Debug, Clone)]
pub struct Original {
    /// Its oid.
    pub oid: Oid,
    /// 0: all of it; 1: columns and keys, for what refers to it.
    pub level: i32,
    /// Its schema.
    pub schema: String,
    /// Its name alone.
    pub name: String,
    /// `pg_class.relkind`.
    pub kind: String,
    /// Its owner.
    pub owner: Oid,
    /// Its name for people.
    pub display: String,
    /// Why it can have no clone.
    pub obstacle: Option<String>,
}

/// A statement that makes a part of a clone.
pub struct Piece {
    /// Whose the relation is.
    pub owner: Oid,
    /// Whether the clone serves without it.
    pub may_fail: bool,
    /// The statement, with the original's names.
    pub sql: String,
}

/// The relations that are to be cloned where a script names these: partitions, parents, the other ends of foreign keys,
/// views and what they read; `is_deep`: whatever refers to them through others, too.
pub fn set(named: Vec<Oid>, is_deep: bool) -> Vec<Original> {
    let display = |row: spi::Row| Original {
        oid: row.must(1),
        level: row.must(2),
        schema: row.must(3),
        name: row.must(4),
        kind: row.must(5),
        owner: row.must(6),
        display: row.must(7),
        obstacle: row.get(8),
    };
    let mut set = as_owner(|| spi::planned_rows(SET, &[named.into(), is_deep.into()], display));
    // As the session would write them.
    let sql = "SELECT o.oid::pg_catalog.regclass::pg_catalog.text
               FROM pg_catalog.unnest($1) WITH ORDINALITY o (oid, place) ORDER BY o.place";
    let oids: Vec<Oid> = set.iter().map(|original| original.oid).collect();
    let names: Vec<String> = spi::rows(sql, &[oids.into()], |row| row.must(1));
    set.iter_mut().zip(names).for_each(|(original, name)| original.display = name);
    set
}

/// The pieces of their clones, in order. The server locks the originals in ACCESS SHARE to write them.
pub fn pieces(originals: &[Original], is_deep: bool) -> Vec<Piece> {
    let oids: Vec<Oid> = originals.iter().map(|original| original.oid).collect();
    let levels: Vec<i32> = originals.iter().map(|original| original.level).collect();
    let read = |row: spi::Row| Piece { owner: row.must(1), may_fail: row.must(2), sql: row.must(3) };
    as_owner(|| pinned(|| spi::planned_rows(PIECES, &[oids.into(), levels.into(), is_deep.into()], read)))
}

/// A relation in a schema of clones.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its oid.
    pub oid: Oid,
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
    /// `pg_class.relkind`.
    pub kind: String,
    /// The number of its file.
    pub file: Oid,
    /// How often this transaction has begun to read it from end to end.
    pub scans: i64,
}

/// What is in these schemas now.
pub fn found(schemas: Vec<String>) -> Vec<Found> {
    let sql = "
SELECT c.oid, n.nspname::text, c.relname::text, c.relkind::text, c.relfilenode,
       CASE WHEN c.relkind IN ('r', 'm') THEN pg_stat_get_xact_numscans(c.oid) ELSE 0 END
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY ($1) ORDER BY c.oid";
    let read = |row: spi::Row| Found {
        oid: row.must(1),
        schema: row.must(2),
        name: row.must(3),
        kind: row.must(4),
        file: row.must(5),
        scans: row.must(6),
    };
    as_owner(|| spi::with_snapshot(|| spi::planned_rows(sql, &[schemas.into()], read)))
}

/// A relation that this session has locked.
#[derive(Debug, Clone)]
pub struct Locked {
    /// Its oid.
    pub oid: Oid,
    /// The strongest lock on it.
    pub mode: Mode,
    /// What it is by now, if it is in a schema of clones.
    pub found: Option<Found>,
}

/// The relations that this session has locked, in the order of their oids.
pub fn locked(schemas: Vec<String>) -> Vec<Locked> {
    let sql = "
SELECT l.relation, l.modes, c.nspname, c.relname, c.relkind, c.relfilenode, c.scans
FROM (SELECT k.relation, array_agg(k.mode) AS modes FROM pg_locks k
      WHERE k.pid = pg_backend_pid() AND k.locktype = 'relation' AND k.granted
        AND k.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
      GROUP BY k.relation OFFSET 0) l
LEFT JOIN LATERAL (
    SELECT n.nspname::text, r.relname::text, r.relkind::text, r.relfilenode,
           CASE WHEN r.relkind IN ('r', 'm') THEN pg_stat_get_xact_numscans(r.oid) ELSE 0 END AS scans
    FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace
    WHERE r.oid = l.relation AND n.nspname = ANY ($1) OFFSET 0) c ON true
ORDER BY l.relation";
    let read = |row: spi::Row| {
        let oid = row.must::<Oid>(1);
        let names: Vec<String> = row.must(2);
        let mode =
            Mode::ALL.into_iter().filter(|mode| names.iter().any(|name| mode.lock_name() == *name)).max()?;
        let found = row.get(3).map(|schema| Found {
            oid,
            schema,
            name: row.must(4),
            kind: row.must(5),
            file: row.must(6),
            scans: row.must(7),
        });
        Some(Locked { oid, mode, found })
    };
    as_owner(|| spi::with_snapshot(|| spi::planned_rows(sql, &[schemas.into()], read)))
        .into_iter()
        .flatten()
        .collect()
}

/// The owner of a relation.
pub fn owner(relation: Oid) -> Option<Oid> {
    let sql = "SELECT relowner FROM pg_class WHERE oid = $1";
    as_owner(|| spi::with_snapshot(|| spi::row(sql, &[relation.into()], |row| row.must(1))))
}

/// Whether a schema has a type or a routine of a name.
pub fn has_other(schema: &str, name: &str) -> bool {
    let sql = "
SELECT FROM pg_namespace n
WHERE n.nspname = $1
  AND (EXISTS (SELECT FROM pg_type t WHERE t.typnamespace = n.oid AND t.typname = $2)
       OR EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = n.oid AND p.proname = $2)
       OR EXISTS (SELECT FROM pg_statistic_ext x WHERE x.stxnamespace = n.oid AND x.stxname = $2))";
    // In a subtransaction that has written nothing, the snapshot would be the caller's: from before the clones.
    as_owner(|| spi::with_snapshot(|| spi::row(sql, &[schema.into(), name.into()], |_| ()))).is_some()
}

/// The schemas that are searched, in order, with those that the server searches before them; also those of the path that
/// are not there, but `is_there` says will be.
pub fn path(is_there: impl Fn(&str) -> bool) -> Vec<String> {
    let sql = "SELECT s.name::pg_catalog.text
               FROM pg_catalog.unnest(pg_catalog.current_schemas(true)) WITH ORDINALITY s (name, place)
               ORDER BY s.place";
    let found: Vec<String> = spi::with_snapshot(|| spi::rows(sql, &[], |row| row.must(1)));
    let user = current_role().1;
    let listed: Vec<String> = settings::search_path()
        .split(',')
        .filter_map(|entry| Relation::read(entry).ok().filter(|read| read.schema.is_none()))
        .map(|read| if read.name == "$user" { user.clone() } else { read.name })
        .collect();
    let implied = found.iter().filter(|schema| !listed.contains(schema)).cloned();
    implied
        .chain(listed.iter().filter(|schema| found.contains(schema) || is_there(schema)).cloned())
        .collect()
}

/// Whether a schema is the server's own.
pub fn is_system(schema: &str) -> bool {
    matches!(schema, "pg_catalog" | "information_schema" | "pg_toast")
}
