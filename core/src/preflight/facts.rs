//! What is there at this moment, as far as it matters to a migration. The extension fills it in
//! (`src/catalog/preflight.rs`).

use std::collections::BTreeMap;

use crate::lint::Finding;
use crate::lock::Mode;
use crate::relation::Relation;

/// What is there.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Whether the server is a standby.
    pub is_standby: bool,
    /// Whether this transaction only reads.
    pub is_read_only: bool,
    /// The migrator at work, as a sentence.
    pub migrator: Option<String>,
    /// Background workers.
    pub workers: Workers,
    /// The session's limits.
    pub limits: Limits,
    /// What the scripts' names are, where there is something of that name.
    pub tables: Vec<(Relation, Table)>,
    /// The tables that will be locked, each with its strongest mode.
    pub targets: Vec<Target>,
    /// Open transactions of this database, prepared ones too, the oldest first.
    pub transactions: Vec<Transaction>,
    /// File systems; none where the role may not see how full they are.
    pub disk: Option<Disk>,
    /// What cannot keep up with what is written.
    pub lags: Vec<Lag>,
    /// What the linter's rules about logical replication find in the scripts; none where this database publishes nothing
    /// and has no subscription.
    pub replicated: Option<Vec<Finding>>,
    /// Event triggers that fire in this session.
    pub event_triggers: Vec<EventTrigger>,
    /// Whether the role may make temporary tables.
    pub may_make_temporary: bool,
}

/// Background workers of the server.
#[derive(Debug, Clone, Copy, Default)]
pub struct Workers {
    /// `max_worker_processes`.
    pub most: i64,
    /// How many run.
    pub used: i64,
}

/// The limits of the session, in milliseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits {
    /// `migrate.lock_wait`.
    pub lock_wait: i64,
    /// `statement_timeout`; 0 where there is none.
    pub statement_timeout: i64,
    /// `lock_timeout`; 0 where there is none.
    pub lock_timeout: i64,
    /// `deadlock_timeout`.
    pub deadlock_timeout: i64,
}

/// A table with all that is below it, or an index.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// For people.
    pub name: String,
    /// Its oid; that of an index's table.
    pub oid: u32,
    /// Rows, as the planner estimates them; none where nobody has counted.
    pub rows: Option<f64>,
    /// Its rows and its long values.
    pub heap_bytes: u64,
    /// Its indexes; of an index, its own.
    pub index_bytes: u64,
    /// Where it is.
    pub tablespace: String,
    /// The average width of each column.
    pub widths: BTreeMap<String, f64>,
    /// Indexes that are not valid.
    pub invalid_indexes: Vec<String>,
    /// Whether a vacuum against wraparound is due.
    pub is_wraparound_due: bool,
    /// Whether the role may act as its owner; only then are locks on it taken ahead of a statement.
    pub is_owned: bool,
}

/// A table that will be locked.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its oid.
    pub oid: u32,
    /// For people.
    pub name: String,
    /// The strongest mode.
    pub mode: Mode,
}

/// An open transaction of this database, but our own.
#[derive(Debug, Clone, Default)]
pub struct Transaction {
    /// Who it is, for people: process, role, application, state, age.
    pub who: String,
    /// How long ago it began, in milliseconds.
    pub age: i64,
    /// Whether it holds a snapshot, for which a CONCURRENTLY waits.
    pub has_snapshot: bool,
    /// Whether it was prepared: no session is behind it.
    pub is_prepared: bool,
    /// Whether it is an autovacuum, which gives way.
    pub is_autovacuum: bool,
    /// Whether it is a vacuum against wraparound, which does not.
    pub is_wraparound: bool,
    /// What it holds on tables that matter.
    pub locks: Vec<HeldLock>,
}

/// A table lock that somebody holds.
#[derive(Debug, Clone, Copy)]
pub struct HeldLock {
    /// The table.
    pub oid: u32,
    /// Its mode.
    pub mode: Mode,
}

/// How full the file systems are.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    /// The file system of each tablespace, by its name.
    pub tablespaces: BTreeMap<String, Place>,
    /// That of the WAL.
    pub wal: Option<Place>,
    /// Where an index goes for which nothing is said.
    pub default_tablespace: String,
    /// Where sorted rows go for a while.
    pub temp_tablespace: String,
    /// `max_wal_size`.
    pub max_wal_size: u64,
    /// `maintenance_work_mem`: sorting less than this needs no files.
    pub sort_memory: u64,
}

/// A file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// What tells it from others.
    pub device: u64,
    /// Bytes that the server may use.
    pub free: u64,
    /// All of its bytes.
    pub total: u64,
}

/// Somebody who cannot keep up with what is written.
#[derive(Debug, Clone)]
pub struct Lag {
    /// Who, for people.
    pub who: String,
    /// Whether a backfill waits for it without end: a replication slot that nobody reads.
    pub is_stuck: bool,
}

/// An event trigger that fires in this session.
#[derive(Debug, Clone, Default)]
pub struct EventTrigger {
    /// Its name, quoted where it must be.
    pub name: String,
    /// `ddl_command_start`, `ddl_command_end`, `sql_drop` or `table_rewrite`.
    pub event: String,
    /// Its function.
    pub function: String,
    /// Tags for which it fires; for all where there are none.
    pub tags: Vec<String>,
    /// Whether the function's text raises an exception.
    pub raises: bool,
}

impl Facts {
    /// What a name of the scripts is.
    pub(super) fn table(&self, name: &Relation) -> Option<&Table> {
        self.tables.iter().find(|(there, _)| there == name).map(|(_, table)| table)
    }

    /// From which age on a transaction is worth a word, and from which it would outlast a migration's patience.
    pub(super) fn ages(&self) -> (i64, i64) {
        const A_MOMENT: i64 = 1_000;
        (A_MOMENT, self.limits.lock_wait.max(A_MOMENT))
    }
}

#[cfg(test)]
impl Facts {
    /// A quiet server with one table `t` of a gigabyte.
    pub(super) fn fake() -> Facts {
        let place = Place { device: 1, free: 100 << 30, total: 200 << 30 };
        let name = |name: &str| Relation { schema: None, name: name.into() };
        let t = Table {
            name: "t".into(),
            oid: 1,
            rows: Some(10e6),
            heap_bytes: 1 << 30,
            index_bytes: 256 << 20,
            tablespace: "pg_default".into(),
            widths: [("id".to_string(), 8.0), ("name".to_string(), 40.0)].into(),
            is_owned: true,
            ..Table::default()
        };
        Facts {
            workers: Workers { most: 8, used: 1 },
            limits: Limits { lock_wait: 30_000, deadlock_timeout: 1_000, ..Limits::default() },
            tables: vec![(name("t"), t)],
            disk: Some(Disk {
                tablespaces: [("pg_default".to_string(), place)].into(),
                wal: Some(place),
                default_tablespace: "pg_default".into(),
                temp_tablespace: "pg_default".into(),
                max_wal_size: 1 << 30,
                sort_memory: 64 << 20,
            }),
            may_make_temporary: true,
            ..Facts::default()
        }
    }
}
