//! Who listens on channel `migrate` is told how jobs stand; who is not listening, or cannot be told, holds nobody up.

use std::process::Output;

use migrate_client_tests::{Cluster, Db, Session, wait_until};

use crate::common::{create, tables};

/// The payloads that psql has received.
fn payloads(output: &Output) -> Vec<String> {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let payload = |line: &str| {
        let from = line.split_once("notification \"migrate\" with payload \"")?.1;
        Some(from.split_once("\" received")?.0.to_string())
    };
    text.lines().filter_map(payload).collect()
}

fn psql(db: &Db, commands: &[&str]) -> Output {
    let mut args = vec!["-X", "-At", "-d", db.name()];
    for command in commands {
        args.extend(["-c", command]);
    }
    db.server().run("psql", &args)
}

#[test]
fn a_listener_is_told() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "VACUUM t", "SELECT 1");
    create(&mut session, 2, "VACUUM t; SELECT 1 / 0", "SELECT 1");
    // psql tells what has come in behind each of its commands.
    let output = psql(&db, &["LISTEN migrate", "CALL migrate.up(1)", "CALL migrate.up()", "SELECT 1"]);
    let told = [
        r#"{"job": 1, "status": "running"}"#,
        r#"{"job": 1, "status": "done"}"#,
        r#"{"job": 2, "status": "running"}"#,
        r#"{"job": 2, "status": "failed"}"#,
    ];
    assert_eq!(payloads(&output), told, "{output:?}");
}

/// It hears of a job's end when the worker is still about to let go of its lock, and may ask for the next one at once.
#[test]
fn a_listener_may_go_on_at_once() {
    const JOBS: u32 = 30;
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    for version in 1..=JOBS {
        create(&mut session, version, "VACUUM t", "SELECT 1");
    }
    let calls: Vec<String> = (1..=JOBS).map(|version| format!("CALL migrate.up({version})")).collect();
    let commands: Vec<&str> =
        ["LISTEN migrate"].into_iter().chain(calls.iter().map(String::as_str)).collect();
    let output = psql(&db, &commands);
    assert!(!String::from_utf8_lossy(&output.stderr).contains("ERROR"), "{output:?}");
    assert_eq!(
        session.one("SELECT count(*) FROM migrate.status() WHERE status = 'applied'"),
        JOBS.to_string()
    );
}

#[test]
fn a_long_wait_is_told() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "ALTER TABLE t ADD COLUMN x int; VACUUM t", "SELECT 1");
    let mut holder = db.session();
    holder.exec("BEGIN; SELECT FROM t LIMIT 1");
    let up = "SET migrate.lock_wait = '3s'";
    let output = psql(&db, &["LISTEN migrate", up, "CALL migrate.up()", "SELECT 1"]);
    let told = [
        r#"{"job": 1, "status": "running"}"#,
        r#"{"job": 1, "status": "waiting"}"#,
        r#"{"job": 1, "status": "failed"}"#,
    ];
    assert_eq!(payloads(&output), told, "{output:?}");
    drop(holder);
}

/// CREATE INDEX CONCURRENTLY waits by itself, for whoever has a transaction open.
#[test]
fn a_long_wait_of_a_statement_is_told() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY a ON t (id)", "SELECT 1");
    create(&mut session, 2, "CREATE INDEX CONCURRENTLY b ON t (id)", "SELECT 1");
    let mut holder = db.session();
    holder.exec("BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE");
    let mut listener = db.session();
    listener.exec("LISTEN migrate");
    session.exec("SET migrate.lock_wait = '2s'");
    session.one("SELECT status FROM migrate.apply(1)");
    let told = |listener: &mut Session, status: &str| {
        let payload = format!(r#"{{"job": 1, "status": "{status}"}}"#);
        wait_until(&payload, || listener.notifications().contains(&payload));
    };
    told(&mut listener, "waiting");
    holder.exec("COMMIT");
    told(&mut listener, "done");
    // Who looked has left, and where nobody is waited for, nothing is told.
    db.wait_for("SELECT count(*) FROM pg_stat_activity WHERE backend_type LIKE 'migrate_ext%'", &["0"]);
    session.one("CALL migrate.up(2)");
    assert!(listener.notifications().iter().all(|payload| !payload.contains("waiting")));
}

/// A session that hangs while it commits a notification of its own keeps everybody else from committing theirs, as a full
/// queue does.
#[test]
fn a_job_runs_though_nobody_can_be_told() {
    let cluster = Cluster::start(&["synchronous_standby_names=nobody", "synchronous_commit=local"]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "VACUUM t", "SELECT 1");
    let mut stuck = db.session();
    let pid = stuck.pid();
    stuck.exec("SET synchronous_commit = on");
    // Without a row of its own it would not wait for the standby.
    let _waits = stuck.start("INSERT INTO log VALUES ('x'); NOTIFY migrate, 'stuck'");
    db.wait_for(&format!("SELECT wait_event FROM pg_stat_activity WHERE pid = {pid}"), &["SyncRep"]);
    let summary = session.one("CALL migrate.up()");
    assert!(summary.starts_with("1 migration applied in "), "{summary}");
    // The job is done before its worker gives up telling so.
    wait_until("the log says so", || cluster.log().contains("job 1 is done, which could not be told"));
    cluster.kill_process(&pid);
    cluster.recover();
}

/// What a caller does in his transaction tells nobody: a transaction that has is refused by PREPARE TRANSACTION.
#[test]
fn a_caller_may_prepare_what_he_has_asked_for() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "VACUUM t", "SELECT 1");
    session.exec("BEGIN; SELECT migrate.apply()");
    session.exec("PREPARE TRANSACTION 'told'");
    session.exec("ROLLBACK PREPARED 'told'");
}
