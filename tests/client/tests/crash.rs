//! Killed in the middle: the worker by SIGTERM and SIGKILL (which takes the whole server down), the postmaster by
//! SIGKILL; in a transaction unit and in a standalone unit. Afterwards status() tells what happened, one more
//! `up` finishes, and every effect is there exactly once.
//!
//! Not here: a machine that loses its disk cache, the clusters run without fsync; each point of each unit kind
//! (kill_points.rs); random moments (stress.rs).

use std::time::{Duration, Instant};

use migrate_client_tests::{Cluster, Db, Pending, Session};

use crate::common::{
    INDEXES, JOBS, JOURNAL, STATUS, WORKERS, block_index_builds, create, tables, wait_for_blocked_worker,
    wait_for_sleeping_worker,
};

const UP: &str = "
    INSERT INTO log VALUES ('one');
    CREATE INDEX CONCURRENTLY i ON t (n);
    INSERT INTO log VALUES ('two'); SELECT pg_sleep(seconds) FROM pause; INSERT INTO log VALUES ('three')";

/// An `up` whose worker sleeps in the third unit, a transaction; and the worker's process id.
fn in_a_transaction(db: &Db) -> (Pending, String) {
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE TABLE pause AS SELECT 60 AS seconds");
    create(&mut session, 1, UP, "SELECT 1");
    let call = session.start("CALL migrate.up()");
    let pid = wait_for_sleeping_worker(db);
    (call, pid)
}

/// An `up` whose worker waits in the second unit, CREATE INDEX CONCURRENTLY, its index made and not valid; the
/// worker's process id; and the session it waits for.
fn in_an_index_build(db: &Db) -> (Pending, String, Session) {
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE TABLE pause AS SELECT 0 AS seconds");
    create(&mut session, 1, UP, "SELECT 1");
    let blocker = block_index_builds(db);
    let call = session.start("CALL migrate.up()");
    let pid = wait_for_blocked_worker(db);
    assert_eq!(db.session().query_text(INDEXES), ["i|f"]);
    (call, pid, blocker)
}

/// One more `up` finishes.
fn assert_finishes(db: &Db) {
    let mut session = db.session();
    session.exec("UPDATE pause SET seconds = 0");
    let summary = session.one("CALL migrate.up()");
    assert!(summary.starts_with("1 migration applied"), "{summary}");
    assert_eq!(session.query_text("SELECT word FROM log"), ["one", "two", "three"]);
    assert_eq!(session.query_text(INDEXES), ["i|t"]);
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert_eq!(session.query_text(JOBS), ["lost", "done"]);
    let done = "SELECT unit, kind, status FROM migrate.journal WHERE status = 'done' ORDER BY id";
    assert_eq!(session.query_text(done), ["1|transaction|done", "2|standalone|done", "3|transaction|done"]);
    assert_eq!(session.query_text("SELECT * FROM migrate.unfinished"), [""; 0]);
}

/// That status() says `failed`, and these words.
fn assert_told(db: &Db, words: &[&str]) {
    let told = db.session().one("SELECT status, note FROM migrate.status()");
    assert!(told.starts_with("failed|"), "{told}");
    for word in words {
        assert!(told.contains(word), "{told} has {word}");
    }
}

fn wait_for_restart(db: &Db) {
    db.wait_until_up();
}

fn assert_connection_lost(call: Pending) {
    let (mut session, result) = call.end();
    assert!(result.is_err() && session.is_closed(), "{result:?}");
}

#[test]
fn worker_terminated_in_a_transaction() {
    let db = Db::fresh();
    let (call, pid) = in_a_transaction(&db);
    db.session().exec(&format!("SELECT pg_terminate_backend({pid})"));
    let (_, error) = call.error();
    assert_eq!(error.sqlstate, "57P01");
    assert_eq!(error.message, "the worker of job 1 ended before the job was done");
    assert!(error.hint.contains("CALL migrate.up()"), "{}", error.hint);
    assert_told(&db, &["unit 2 of 3 done, then broken off"]);
    assert_eq!(db.session().query_text(JOBS), ["lost"]);
    assert_finishes(&db);
}

#[test]
fn worker_terminated_in_an_index_build() {
    let db = Db::fresh();
    let (call, pid, blocker) = in_an_index_build(&db);
    db.session().exec(&format!("SELECT pg_terminate_backend({pid})"));
    assert_eq!(call.error().1.sqlstate, "57P01");
    assert_told(&db, &["unit 2 of 3", "broken off"]);
    assert_eq!(db.session().query_text(JOURNAL), ["1|transaction|done", "2|standalone|started"]);
    drop(blocker);
    assert_finishes(&db);
}

#[test]
fn worker_terminated_in_its_first_unit() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE TABLE pause AS SELECT 60 AS seconds");
    create(
        &mut session,
        1,
        "INSERT INTO log VALUES ('one'); SELECT pg_sleep(seconds) FROM pause",
        "SELECT 1",
    );
    let call = session.start("CALL migrate.up()");
    let pid = wait_for_sleeping_worker(&db);
    let mut session = db.session();
    session.exec(&format!("SELECT pg_terminate_backend({pid})"));
    assert_eq!(call.error().1.sqlstate, "57P01");
    assert_eq!(session.query_text(JOBS), ["lost"]);
    assert_eq!(session.query_text("SELECT word FROM log"), [""; 0]);
    session.exec("UPDATE pause SET seconds = 0");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT word FROM log"), ["one"]);
    assert_eq!(session.query_text(JOBS), ["lost", "done"]);
}

/// The index was built, and the worker died before it could say so: the catalog is asked, and it is not built again.
#[test]
fn what_is_there_after_a_crash_is_not_done_again() {
    let db = Db::fresh();
    let (call, pid, blocker) = in_an_index_build(&db);
    let mut session = db.session();
    session.exec(&format!("SELECT pg_terminate_backend({pid})"));
    call.error();
    drop(blocker);
    session.exec("REINDEX INDEX CONCURRENTLY i");
    assert_eq!(session.query_text(INDEXES), ["i|t"]);
    let oid = session.one("SELECT 'i'::regclass::oid");
    assert_finishes(&db);
    assert_eq!(session.one("SELECT 'i'::regclass::oid"), oid);
}

#[test]
fn worker_terminated_while_it_drops_an_index() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(
        &mut session,
        1,
        "CREATE INDEX i ON t (n)",
        "DROP INDEX CONCURRENTLY i; INSERT INTO log VALUES ('down')",
    );
    session.exec("CALL migrate.up()");
    let blocker = block_index_builds(&db);
    let call = session.start("CALL migrate.down()");
    let pid = wait_for_blocked_worker(&db);
    let mut session = db.session();
    session.exec(&format!("SELECT pg_terminate_backend({pid})"));
    assert_eq!(call.error().1.sqlstate, "57P01");
    assert_told(&db, &["rollback: unit 1 of 2", "broken off"]);
    drop(blocker);
    session.exec("CALL migrate.down()");
    assert!(session.query_text(INDEXES).is_empty());
    assert_eq!(session.query_text("SELECT word FROM log"), ["down"]);
    assert_eq!(session.query_text(STATUS), ["1|pending"]);
}

/// The worker of a queued job, which waits for the caller's commit, is gone when that comes.
#[test]
fn worker_terminated_before_the_caller_commits() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "SELECT 1");
    session.exec("BEGIN; SELECT * FROM migrate.apply()");
    db.wait_for(WORKERS, &["1"]);
    let pid = wait_for_blocked_worker(&db);
    db.session().exec(&format!("SELECT pg_terminate_backend({pid})"));
    db.wait_for(WORKERS, &["0"]);
    session.exec("COMMIT");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert_eq!(session.query_text(INDEXES), ["i|t"]);
}

/// The same, and then asked for again by `apply`: the job without a worker is not one to rely on.
#[test]
fn a_queued_job_without_a_worker_is_queued_anew() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "SELECT 1");
    session.exec("BEGIN; SELECT * FROM migrate.apply()");
    let pid = wait_for_blocked_worker(&db);
    db.session().exec(&format!("SELECT pg_terminate_backend({pid})"));
    db.wait_for(WORKERS, &["0"]);
    session.exec("COMMIT");
    session.exec("SELECT * FROM migrate.apply()");
    db.wait_for(STATUS, &["1|applied"]);
    db.wait_for("SELECT status FROM migrate.jobs ORDER BY id", &["lost", "done"]);
}

/// A shutdown does not wait for the work; afterwards it goes on.
#[test]
fn a_fast_shutdown_in_an_index_build() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let (call, _, _blocker) = in_an_index_build(&db);
    let since = Instant::now();
    cluster.restart();
    assert!(since.elapsed() < Duration::from_secs(8), "{:?}", since.elapsed());
    assert!(!cluster.log().contains("received immediate shutdown request"));
    assert_connection_lost(call);
    assert_told(&db, &["unit 2 of 3", "the worker of job 1 was lost; CALL migrate.up() goes on"]);
    assert_finishes(&db);
}

/// SIGKILL of any process makes the postmaster restart all others.
#[test]
fn worker_killed_in_a_transaction() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let (call, pid) = in_a_transaction(&db);
    cluster.kill_process(&pid);
    assert_connection_lost(call);
    wait_for_restart(&db);
    assert_told(&db, &["unit 2 of 3 done", "the worker of job 1 was lost; CALL migrate.up() goes on"]);
    assert_finishes(&db);
}

#[test]
fn worker_killed_in_an_index_build() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let (call, pid, _blocker) = in_an_index_build(&db);
    cluster.kill_process(&pid);
    assert_connection_lost(call);
    wait_for_restart(&db);
    assert_told(&db, &["unit 2 of 3", "the worker of job 1 was lost; CALL migrate.up() goes on"]);
    assert_eq!(db.session().query_text(INDEXES), ["i|f"]);
    assert_finishes(&db);
}

#[test]
fn postmaster_killed_in_a_transaction() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let (call, _) = in_a_transaction(&db);
    cluster.kill();
    assert_connection_lost(call);
    cluster.recover();
    assert_told(&db, &["unit 2 of 3 done", "the worker of job 1 was lost; CALL migrate.up() goes on"]);
    assert_finishes(&db);
}

#[test]
fn postmaster_killed_in_an_index_build() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let (call, pid, mut blocker) = in_an_index_build(&db);
    cluster.kill_while_held(&blocker.one("SELECT pg_backend_pid()"), &pid);
    assert_connection_lost(call);
    cluster.recover();
    assert_told(&db, &["unit 2 of 3", "the worker of job 1 was lost; CALL migrate.up() goes on"]);
    assert_finishes(&db);
}

/// A job that was queued, its caller gone long ago, dies with the server: the next `up` does its work.
#[test]
fn postmaster_killed_under_a_queued_job() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE TABLE pause AS SELECT 60 AS seconds");
    create(&mut session, 1, UP, "SELECT 1");
    assert_eq!(session.one("SELECT status FROM migrate.apply()"), "queued");
    wait_for_sleeping_worker(&db);
    cluster.kill();
    cluster.recover();
    assert_told(&db, &["the worker of job 1 was lost"]);
    assert_finishes(&db);
}
