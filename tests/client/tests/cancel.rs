//! Ctrl-C, `pg_cancel_backend` and timeouts: the caller's on the waiting, the person's on the work.
//!
//! Not here: a worker that is terminated or killed (crash.rs).

use std::time::{Duration, Instant};

use migrate_client_tests::{Cluster, Db, Pending, Session, wait_until};

use crate::common::{
    INDEXES, JOBS, JOURNAL, NOTES, STATUS, WORKERS, block_index_builds, create, tables,
    wait_for_blocked_worker, wait_for_sleeping_worker,
};

/// An `up` whose worker sleeps in its second unit.
fn asleep(db: &Db) -> (Pending, String) {
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE TABLE pause AS SELECT 60 AS seconds");
    let up = "BEGIN; INSERT INTO log VALUES ('one'); COMMIT; INSERT INTO log VALUES ('two'); \
              SELECT pg_sleep(seconds) FROM pause";
    create(&mut session, 1, up, "SELECT 1");
    let call = session.start("CALL migrate.up()");
    let pid = wait_for_sleeping_worker(db);
    (call, pid)
}

fn assert_cancelled_asleep(db: &Db, call: Pending, since: Instant) {
    let (mut session, error) = call.error();
    assert!(since.elapsed() < Duration::from_secs(2), "{:?}", since.elapsed());
    assert_eq!(error.sqlstate, "57014");
    db.wait_for(JOBS, &["cancelled"]);
    assert_eq!(session.query_text(JOURNAL), ["1|transaction|done", "2|transaction|cancelled"]);
    assert_eq!(session.query_text(NOTES), ["1|failed|unit 2 of 2, statement 5, line 1: cancelled"]);
    assert_eq!(session.query_text("SELECT word FROM log"), ["one"]);
    db.wait_for(WORKERS, &["0"]);
    session.exec("UPDATE pause SET seconds = 0");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT word FROM log"), ["one", "two"]);
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

#[test]
fn ctrl_c_in_a_transaction() {
    let db = Db::fresh();
    let (call, _) = asleep(&db);
    let since = Instant::now();
    call.cancel();
    assert_cancelled_asleep(&db, call, since);
}

#[test]
fn pg_cancel_backend_on_the_caller() {
    let db = Db::fresh();
    let (call, _) = asleep(&db);
    let since = Instant::now();
    db.session().exec(
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity
         WHERE query = 'CALL migrate.up()' AND datname = current_database() AND backend_type = 'client backend'",
    );
    assert_cancelled_asleep(&db, call, since);
}

#[test]
fn pg_cancel_backend_on_the_worker() {
    let db = Db::fresh();
    let (call, pid) = asleep(&db);
    let since = Instant::now();
    db.session().exec(&format!("SELECT pg_cancel_backend({pid})"));
    assert_cancelled_asleep(&db, call, since);
}

/// Cancelled by somebody else, the caller reads where it was.
#[test]
fn a_cancelled_worker_says_where_it_was() {
    let db = Db::fresh();
    let (call, pid) = asleep(&db);
    db.session().exec(&format!("SELECT pg_cancel_backend({pid})"));
    let (_, error) = call.error();
    assert_eq!(error.sqlstate, "57014");
    assert!(
        error.message.starts_with("migration 1 \"m1\" was cancelled in unit 2 of 2, statement 5"),
        "{}",
        error.message
    );
    assert!(error.hint.starts_with("CALL migrate.up() to continue with unit 2"), "{}", error.hint);
}

/// Whoever made the index build wait may be there for long: Ctrl-C must not wait for it.
#[test]
fn ctrl_c_in_an_index_build() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX i");
    let blocker = block_index_builds(&db);
    let call = session.start("CALL migrate.up()");
    wait_for_blocked_worker(&db);
    let since = Instant::now();
    call.cancel();
    let (mut session, error) = call.error();
    let took = since.elapsed();
    assert_eq!(error.sqlstate, "57014");
    assert_eq!(session.query_text(JOBS), ["cancelled"]);
    assert_eq!(session.query_text(JOURNAL), ["1|standalone|cancelled"]);
    drop(blocker);
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(INDEXES), ["i|t"]);
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert!(took < Duration::from_secs(3), "{took:?}");
}

/// A table that somebody else has locked: waiting for it is cut short as well, in both ways in.
#[test]
fn ctrl_c_while_waiting_for_a_table() {
    let db = Db::fresh();
    tables(&mut db.session());
    create(&mut db.session(), 1, "INSERT INTO log VALUES ('a'); ALTER TABLE t ADD COLUMN x int", "SELECT 1");
    let blocker = block_index_builds(&db);
    for way in ["CALL migrate.up()", "SELECT * FROM migrate.apply()"] {
        let call = db.session().start(way);
        db.wait_for("SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 3", &["t"]);
        // Let it get to the table.
        assert!(call.is_running_after(Duration::from_millis(300)), "{way}");
        let since = Instant::now();
        call.cancel();
        assert_eq!(call.error().1.sqlstate, "57014", "{way}");
        assert!(since.elapsed() < Duration::from_secs(2), "{way}: {:?}", since.elapsed());
        db.wait_for(WORKERS, &["0"]);
        assert_eq!(db.session().one("SELECT count(*) FROM log"), "0", "{way}");
    }
    drop(blocker);
    db.session().exec("CALL migrate.up()");
    assert_eq!(db.session().query_text(STATUS), ["1|applied"]);
}

/// A waiting caller that is terminated does not hold out until the work is done.
#[test]
fn a_terminated_caller_ends_at_once() {
    let db = Db::fresh();
    let (call, _) = asleep(&db);
    let since = Instant::now();
    db.session().exec(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE query = 'CALL migrate.up()' AND datname = current_database() AND backend_type = 'client backend'",
    );
    let (_, result) = call.end();
    assert!(result.is_err());
    assert!(since.elapsed() < Duration::from_secs(2), "{:?}", since.elapsed());
    let mut session = db.session();
    session.exec("UPDATE pause SET seconds = 0");
    // Whether the job ended with its caller or goes on for a minute is not promised: see that it can be ended.
    session.exec("SELECT pg_cancel_backend(pid) FROM migrate.live_jobs WHERE alive");
    db.wait_for(WORKERS, &["0"]);
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT word FROM log"), ["one", "two"]);
}

/// The limit is on the waiting: the work goes on without the caller.
#[test]
fn statement_timeout_ends_the_waiting_only() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let blocker = block_index_builds(&db);
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX i");
    session.exec("SET statement_timeout = '300ms'");
    let since = Instant::now();
    let error = session.expect_error("CALL migrate.up()");
    assert!(since.elapsed() < Duration::from_secs(2), "{:?}", since.elapsed());
    assert_eq!(error.sqlstate, "57014");
    assert_eq!(error.message, "canceling statement due to statement timeout");
    wait_for_blocked_worker(&db);
    assert_eq!(session.query_text(NOTES), ["1|running|job 1"]);
    drop(blocker);
    db.wait_for(STATUS, &["1|applied"]);
    assert_eq!(session.query_text(INDEXES), ["i|t"]);
    db.wait_for(JOBS, &["done"]);
}

/// A caller whose connection is gone does not take the work with it.
#[test]
fn the_job_outlives_the_callers_client() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let blocker = block_index_builds(&db);
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX i");
    session.exec("SELECT * FROM migrate.apply()");
    drop(session);
    wait_for_blocked_worker(&db);
    drop(blocker);
    db.wait_for(STATUS, &["1|applied"]);
}

/// Cancelled while it waits for its turn, a queued job has done nothing and says so.
#[test]
fn pg_cancel_backend_on_a_worker_that_waits_for_the_commit() {
    let db = Db::fresh();
    let mut session: Session = db.session();
    tables(&mut session);
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX i");
    session.exec("BEGIN; SELECT * FROM migrate.apply()");
    let pid = wait_for_blocked_worker(&db);
    db.session().exec(&format!("SELECT pg_cancel_backend({pid})"));
    session.exec("COMMIT");
    // Only now is there a row in which the job's end can be written.
    db.wait_for(WORKERS, &["0"]);
    assert_eq!(session.query_text("SELECT status FROM migrate.jobs"), ["cancelled"]);
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

/// Cancelled before the server has started its worker, a job is cancelled as soon as that comes.
#[test]
fn pg_cancel_backend_on_a_caller_whose_worker_has_not_come_yet() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "INSERT INTO log VALUES ('one'); SELECT pg_sleep(60)", "SELECT 1");
    let mut caller = db.session();
    let pid = caller.pid();
    cluster.pause();
    let call = caller.start("CALL migrate.up()");
    wait_until("it waits for its worker", || session.query_text(JOBS) == ["queued"]);
    session.exec(&format!("SELECT pg_cancel_backend({pid})"));
    assert!(call.is_running_after(Duration::from_millis(100)));
    let since = Instant::now();
    cluster.resume();
    assert_eq!(call.error().1.sqlstate, "57014");
    assert!(since.elapsed() < Duration::from_secs(2), "{:?}", since.elapsed());
    assert_eq!(session.query_text(JOBS), ["cancelled"]);
    assert_eq!(session.one("SELECT count(*) FROM log"), "0");
}
