//! The ways in, the moments, and the ways to break off.

use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use migrate_client_tests::{Cluster, Db, Session, wait_until};

use super::script::Rng;
use crate::common::WORKERS;

/// How a run is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The procedure.
    Call,
    /// The function, in a transaction that lasts a moment longer.
    Function,
}

impl Way {
    pub fn random(rng: &mut Rng) -> Way {
        if rng.one_in(4) { Way::Function } else { Way::Call }
    }

    /// What the client sends.
    pub fn sql(self, direction: &str) -> Vec<String> {
        let up = direction == "up";
        match self {
            Way::Call if up => vec!["CALL migrate.up()".into()],
            Way::Call => vec!["CALL migrate.down(target => 0)".into()],
            Way::Function => {
                let ask = if up { "migrate.apply()" } else { "migrate.rollback(target => 0)" };
                let ask = format!("SELECT version, status FROM {ask}");
                vec!["BEGIN".into(), ask, "SELECT pg_sleep(0.02)".into(), "COMMIT".into()]
            }
        }
    }
}

/// A client in a process of its own, which can be killed like one.
pub struct Caller(Child);

impl Caller {
    /// Starts it.
    pub fn start(db: &Db, sql: &[String]) -> Caller {
        let mut psql = db.server().command("psql");
        psql.args(["-X", "-At", "-v", "ON_ERROR_STOP=1", "-d", db.name()]);
        for statement in sql {
            psql.args(["-c", statement]);
        }
        psql.env("PGAPPNAME", "caller").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Caller(psql.spawn().expect("psql"))
    }

    /// Waits for its end; what it said.
    pub fn end(mut self) -> String {
        wait_until("the caller has ended", || self.0.try_wait().expect("psql").is_some());
        let output = self.0.wait_with_output().expect("psql");
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    }
}

/// When to kill.
#[derive(Debug, Clone, Copy)]
pub enum Moment {
    /// So long after the beginning.
    After(Duration),
    /// A standalone unit is under way.
    Started,
    /// The worker waits for anything but the disk.
    Waiting,
    /// The worker, or the caller, cannot write a table of ours, which another session locks after a while.
    Locked(&'static str, Duration),
    /// An index build waits for a transaction that has begun after a while.
    Blocked(Duration),
}

impl Moment {
    pub fn random(rng: &mut Rng, length: Duration) -> Moment {
        let length = length.as_micros() as u64;
        let mut some = || Duration::from_micros(rng.below(length));
        let (after, soon) = (some(), some());
        match rng.below(10) {
            0 => Moment::Started,
            1 => Moment::Waiting,
            2 => Moment::Locked("migrate.journal", soon),
            3 => Moment::Locked("migrate.schema_migrations", soon),
            4 => Moment::Locked("migrate.jobs", soon),
            5 => Moment::Blocked(soon),
            _ => Moment::After(after),
        }
    }

    /// Waits for it, or for the end of the run; the session that keeps things as they are.
    pub fn await_in(self, db: &Db, watcher: &mut Session, caller: &Caller) -> Option<Session> {
        const WAITS: &str = "SELECT FROM pg_stat_activity WHERE datname = current_database()
            AND (backend_type = 'migrate_ext job' OR application_name = 'caller') AND wait_event_type = 'Lock'";
        let blocked_by = |sql: &str, after: Duration| {
            sleep(after);
            let mut session = db.session();
            session.exec("SET lock_timeout = '1s'");
            session.try_query(sql).ok().map(|_| session)
        };
        match self {
            Moment::After(time) => {
                sleep(time);
                None
            }
            Moment::Started => {
                until(watcher, caller, "SELECT FROM migrate.journal WHERE status = 'started'");
                None
            }
            Moment::Waiting => {
                let sql = "SELECT FROM pg_stat_activity WHERE datname = current_database()
                           AND backend_type = 'migrate_ext job' AND wait_event_type NOT IN ('IO', 'Timeout')";
                until(watcher, caller, sql);
                None
            }
            Moment::Locked(table, after) => {
                let sql = format!("BEGIN; LOCK TABLE {table} IN EXCLUSIVE MODE");
                let session = blocked_by(&sql, after);
                until(watcher, caller, WAITS);
                session
            }
            Moment::Blocked(after) => {
                let session = blocked_by("BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE", after);
                until(watcher, caller, WAITS);
                session
            }
        }
    }
}

/// Waits until a query gives a row, or the run has ended, or it takes too long.
fn until(watcher: &mut Session, caller: &Caller, sql: &str) {
    let id = caller.0.id();
    let end = Instant::now() + Duration::from_secs(2);
    while watcher.query_text(sql).is_empty() && Instant::now() < end {
        let state = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        if state.is_empty() || state.contains(") Z") {
            return;
        }
        sleep(Duration::from_millis(1));
    }
}

/// How to break off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kill {
    TerminateWorker,
    CancelWorker,
    SigkillWorker,
    TerminateCaller,
    CancelCaller,
    SigkillCaller,
    /// The client is gone: the job goes on.
    CloseCaller,
    Postmaster,
    Shutdown,
    CancelJob,
}

impl Kill {
    pub fn random(rng: &mut Rng) -> Kill {
        use Kill::*;
        // The dear ones, which restart the server, are rarer.
        rng.pick(&[
            TerminateWorker,
            TerminateWorker,
            TerminateWorker,
            CancelWorker,
            CancelWorker,
            CancelWorker,
            SigkillWorker,
            SigkillWorker,
            TerminateCaller,
            CancelCaller,
            SigkillCaller,
            CloseCaller,
            Postmaster,
            Shutdown,
            CancelJob,
            CancelJob,
        ])
    }

    /// Whether sessions are lost by it.
    pub fn ends_the_server(self) -> bool {
        matches!(self, Kill::SigkillWorker | Kill::SigkillCaller | Kill::Postmaster | Kill::Shutdown)
    }

    /// Does it; whether there was something to be broken off.
    pub fn strike(self, cluster: &Cluster, watcher: &mut Session, caller: &Caller) -> bool {
        const WORKER: &str = "backend_type = 'migrate_ext job' AND datname = current_database()";
        const CALLER: &str = "application_name = 'caller' AND datname = current_database()
                              AND backend_type = 'client backend'";
        let mut signal = |function: &str, whom: &str| {
            let sql = format!("SELECT FROM pg_stat_activity, {function}(pid) done WHERE {whom} AND done");
            !watcher.query_text(&sql).is_empty()
        };
        match self {
            Kill::TerminateWorker => signal("pg_terminate_backend", WORKER),
            Kill::CancelWorker => signal("pg_cancel_backend", WORKER),
            Kill::TerminateCaller => signal("pg_terminate_backend", CALLER),
            Kill::CancelCaller => signal("pg_cancel_backend", CALLER),
            Kill::SigkillWorker | Kill::SigkillCaller => {
                let whom = if self == Kill::SigkillWorker { WORKER } else { CALLER };
                let pids = watcher.query_text(&format!("SELECT pid FROM pg_stat_activity WHERE {whom}"));
                pids.first().is_some_and(|pid| cluster.try_crash(pid))
            }
            Kill::CloseCaller => {
                let alive = watcher.query_text(WORKERS) != ["0"];
                cluster.try_kill_process(&caller.0.id().to_string());
                alive
            }
            Kill::CancelJob => {
                let sql = "SELECT c.job FROM migrate.live_jobs l, migrate.cancel(l.id) c";
                // A table that is locked on purpose: then it is a cancel without an answer.
                watcher.exec("SET lock_timeout = '100ms'");
                let hit = watcher.try_query(sql).map_or(true, |rows| !rows.is_empty());
                watcher.exec("RESET lock_timeout");
                hit
            }
            Kill::Postmaster => {
                let alive = watcher.query_text(WORKERS) != ["0"];
                cluster.kill();
                if !alive {
                    cluster.recover();
                }
                alive
            }
            Kill::Shutdown => {
                let alive = watcher.query_text(WORKERS) != ["0"];
                cluster.restart();
                alive
            }
        }
    }
}
