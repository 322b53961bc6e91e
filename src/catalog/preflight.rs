//! What is there at this moment, for `migrate.preflight`: one query for each subject.
//!
//! Names are resolved as the current role, in its search path. What is known of other sessions is read as the extension's
//! owner, and of what they run nothing is told. No table is opened, so nobody who has locked one is waited for.

use std::collections::BTreeMap;
use std::time::Duration;

use migrate_core::lock::Mode;
use migrate_core::preflight::{
    Disk, EventTrigger, Facts, HeldLock, Lag, Limits, Needs, Place, Table, Target, Transaction, Workers,
};
use migrate_core::relation::Relation;
use pgrx::JsonB;
use pgrx::pg_sys::Oid;
use serde::de::DeserializeOwned;

use super::{backlog, lock_target, quoted};
use crate::postgres::identity::{as_owner, current_role, has_privileges_of};
use crate::postgres::{files, settings as guc, spi, statistics};
use crate::settings;

/// The oids of predefined roles that may know how full the file systems are.
const MAY_SEE_DISKS: [u32; 2] = [PG_MONITOR, PG_READ_SERVER_FILES];
const PG_MONITOR: u32 = 3373;
const PG_READ_SERVER_FILES: u32 = 4569;

/// All that matters to what is needed, but who is at work as a migrator.
pub fn facts(needs: &Needs) -> Facts {
    let tables = tables(needs);
    let targets = targets(needs);
    let mut oids: Vec<u32> = tables.iter().map(|(_, table)| table.oid).collect();
    oids.extend(targets.iter().map(|target| target.oid));
    let is_standby = one("SELECT pg_catalog.pg_is_in_recovery()");
    Facts {
        is_standby,
        is_read_only: one("SELECT pg_catalog.current_setting('transaction_read_only')::bool"),
        migrator: None,
        workers: workers(),
        limits: limits(),
        transactions: transactions(oids),
        disk: MAY_SEE_DISKS.into_iter().any(has_privileges_of).then(disk),
        // The scripts themselves say so.
        replicated: None,
        // A standby does not write.
        lags: if is_standby { Vec::new() } else { lags() },
        event_triggers: event_triggers(),
        may_make_temporary: may_make_temporary(),
        tables,
        targets,
    }
}

/// One value of a query.
fn one<T: pgrx::FromDatum + pgrx::IntoDatum>(sql: &str) -> T {
    match spi::row(sql, &[], |row| row.must(1)) {
        Some(value) => value,
        None => pgrx::error!("an internal query returned no row"),
    }
}

/// What a query of ours has made of JSON.
fn read<T: DeserializeOwned>(json: JsonB) -> T {
    match serde_json::from_value(json.0) {
        Ok(value) => value,
        Err(bug) => pgrx::error!("internal description of a server: {bug}"),
    }
}

fn limits() -> Limits {
    let milliseconds = |limit: Duration| i64::try_from(limit.as_millis()).unwrap_or(i64::MAX);
    Limits {
        lock_wait: milliseconds(settings::lock_wait()),
        statement_timeout: guc::statement_timeout().map_or(0, milliseconds),
        lock_timeout: guc::lock_timeout().into(),
        deadlock_timeout: milliseconds(guc::deadlock_timeout()),
    }
}

/// Whatever is none of the server's own processes came from a slot.
fn workers() -> Workers {
    let sql = "
SELECT current_setting('max_worker_processes')::bigint,
       (SELECT count(*) FROM pg_stat_activity a
        WHERE a.backend_type <> ALL ('{client backend,dead-end client backend,standalone backend,autovacuum launcher,autovacuum worker,background writer,checkpointer,archiver,startup,walreceiver,walsender,walwriter,walsummarizer,slotsync worker,io worker,logger}'))";
    let workers = |row: spi::Row| Workers { most: row.must(1), used: row.must(2) };
    as_owner(|| spi::row(sql, &[], workers)).unwrap_or_default()
}

fn may_make_temporary() -> bool {
    let sql = "SELECT has_database_privilege($1, current_database(), 'TEMPORARY')";
    let role = current_role().0;
    as_owner(|| spi::row(sql, &[role.into()], |row| row.must(1))).unwrap_or(false)
}

fn lags() -> Vec<Lag> {
    backlog::all().into_iter().map(|(who, is_stuck)| Lag { who, is_stuck }).collect()
}

/// Every table that the needs lock, with the strongest mode.
fn targets(needs: &Needs) -> Vec<Target> {
    let mut targets: BTreeMap<u32, Target> = BTreeMap::new();
    for need in &needs.locks {
        for lock_target::Target { oid, name } in lock_target::of(need) {
            let target = targets.entry(oid).or_insert(Target { oid, name, mode: need.mode });
            target.mode = target.mode.max(need.mode);
        }
    }
    targets.into_values().collect()
}

/// What the names are, as far as there is anything of these names.
fn tables(needs: &Needs) -> Vec<(Relation, Table)> {
    let mut names: Vec<&Relation> = Vec::new();
    for name in needs.relations() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let written: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    let sql = "
SELECT a.place::pg_catalog.int4, c.oid, c.oid::pg_catalog.regclass::pg_catalog.text
FROM pg_catalog.unnest($1) WITH ORDINALITY a (name, place)
JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(a.name)::pg_catalog.oid";
    let there = spi::rows(sql, &[written.into()], |row| {
        (row.must::<i32>(1) as usize - 1, row.must::<Oid>(2), row.must::<String>(3))
    });
    let oids: Vec<Oid> = there.iter().map(|(_, oid, _)| *oid).collect();
    let mut described = descriptions(oids);
    let mut tables = Vec::new();
    for (place, oid, name) in there {
        if let Some(table) = described.remove(&oid.to_u32()) {
            tables.push((names[place].clone(), Table { name, ..table.clone() }));
            // Two names may mean the same table.
            described.insert(oid.to_u32(), table);
        }
    }
    tables
}

/// Relations with all that is below them, by their oids. Their sizes are asked of the file system.
fn descriptions(oids: Vec<Oid>) -> BTreeMap<u32, Table> {
    #[derive(serde::Deserialize)]
    struct Described {
        oid: u32,
        table: u32,
        rows: Option<f64>,
        tablespace: String,
        widths: BTreeMap<String, f64>,
        invalid_indexes: Vec<String>,
        is_wraparound_due: bool,
        is_owned: bool,
        files: Vec<String>,
        index_files: Vec<String>,
    }
    if oids.is_empty() {
        return BTreeMap::new();
    }
    let bytes = |paths: Vec<String>| {
        paths.iter().filter_map(|path| files::bytes(path, u64::MAX)).fold(0, u64::saturating_add)
    };
    let sql = include_str!("../../sql/queries/preflight_tables.sql");
    let args = [oids.into(), current_role().0.into()];
    let rows: Vec<Described> = as_owner(|| spi::rows(sql, &args, |row| read(row.must(1))));
    let table = |row: Described| {
        let table = Table {
            name: String::new(),
            oid: row.table,
            rows: row.rows,
            heap_bytes: bytes(row.files),
            index_bytes: bytes(row.index_files),
            tablespace: row.tablespace,
            widths: row.widths,
            invalid_indexes: row.invalid_indexes,
            is_wraparound_due: row.is_wraparound_due,
            is_owned: row.is_owned,
        };
        (row.oid, table)
    };
    rows.into_iter().map(table).collect()
}

/// Open transactions of this database but our own, each with the locks that it has on these tables.
fn transactions(oids: Vec<u32>) -> Vec<Transaction> {
    let sql = "
WITH held AS MATERIALIZED (
    SELECT l.pid, l.virtualtransaction, jsonb_agg(jsonb_build_array(l.relation::bigint, l.mode)) AS locks
    FROM pg_locks l
    WHERE l.locktype = 'relation' AND l.granted AND l.relation = ANY ($1)
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    GROUP BY l.pid, l.virtualtransaction
)
SELECT t.who, coalesce((extract(epoch FROM clock_timestamp() - t.began) * 1000)::bigint, 0),
       a.backend_xmin IS NOT NULL, t.pid IS NULL, t.is_autovacuum, t.is_wraparound,
       coalesce((SELECT jsonb_agg(x.lock) FROM held h CROSS JOIN LATERAL jsonb_array_elements(h.locks) x (lock)
                 WHERE h.pid = t.pid OR h.pid IS NULL AND t.pid IS NULL AND h.virtualtransaction = t.virtualtransaction),
                '[]')
FROM migrate.transactions t LEFT JOIN pg_stat_activity a ON a.pid = t.pid
WHERE t.database = current_database() AND t.pid IS DISTINCT FROM pg_backend_pid()
ORDER BY t.began";
    let oids: Vec<Oid> = oids.into_iter().map(Oid::from).collect();
    statistics::look_anew();
    let mode = |name: String| Mode::ALL.into_iter().find(|mode| mode.lock_name() == name);
    as_owner(|| {
        spi::rows(sql, &[oids.into()], |row| {
            let locks: Vec<(u32, String)> = read(row.must(7));
            let locks = locks.into_iter().filter_map(|(oid, name)| Some(HeldLock { oid, mode: mode(name)? }));
            Transaction {
                who: row.must(1),
                age: row.must(2),
                has_snapshot: row.must(3),
                is_prepared: row.must(4),
                is_autovacuum: row.must(5),
                is_wraparound: row.must(6),
                locks: locks.collect(),
            }
        })
    })
}

/// Event triggers that fire in a session such as this. An exception is what RAISE raises unless it says another level.
fn event_triggers() -> Vec<EventTrigger> {
    let sql = r"
SELECT quote_ident(e.evtname), e.evtevent::text, e.evtfoid::regprocedure::text, coalesce(e.evttags, '{}'),
       l.lanname = 'plpgsql' AND p.prosrc ~* '\m(raise\M\s*(?!\s|(debug|log|info|notice|warning)\M)|assert\s)'
FROM pg_event_trigger e
JOIN pg_proc p ON p.oid = e.evtfoid
JOIN pg_language l ON l.oid = p.prolang
WHERE e.evtenabled IN ('A', CASE current_setting('session_replication_role') WHEN 'replica' THEN 'R' ELSE 'O' END)
  AND coalesce(current_setting('event_triggers', true), 'on') <> 'off'
  AND p.pronamespace <> 'migrate'::regnamespace
ORDER BY e.evtname";
    as_owner(|| {
        spi::rows(sql, &[], |row| EventTrigger {
            name: row.must(1),
            event: row.must(2),
            function: row.must(3),
            tags: row.must(4),
            raises: row.must(5),
        })
    })
}

fn disk() -> Disk {
    let sql = "
SELECT pg_size_bytes(current_setting('max_wal_size')), pg_size_bytes(current_setting('maintenance_work_mem')),
       coalesce(nullif(current_setting('default_tablespace'), ''), s.spcname), s.spcname::text,
       (SELECT jsonb_object_agg(t.spcname, CASE t.spcname WHEN 'pg_default' THEN 'base' WHEN 'pg_global' THEN 'global'
                                           ELSE 'pg_tblspc/' || t.oid END) FROM pg_tablespace t)
FROM pg_database d JOIN pg_tablespace s ON s.oid = d.dattablespace
WHERE d.datname = current_database()";
    let bytes = |bytes: i64| u64::try_from(bytes).unwrap_or(0);
    let place = |path: &str| {
        files::file_system(path).map(|there| Place {
            device: there.device,
            free: there.free,
            total: there.total,
        })
    };
    let read = |row: spi::Row| {
        let paths: BTreeMap<String, String> = read(row.must(5));
        let tablespaces = paths.into_iter().filter_map(|(name, path)| Some((name, place(&path)?)));
        Disk {
            tablespaces: tablespaces.collect(),
            wal: place("pg_wal"),
            default_tablespace: row.must(3),
            temp_tablespace: row.must(4),
            max_wal_size: bytes(row.must(1)),
            sort_memory: bytes(row.must(2)),
        }
    };
    as_owner(|| spi::row(sql, &[], read)).unwrap_or_default()
}
