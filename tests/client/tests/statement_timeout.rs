//! A script's own `statement_timeout` ends its statements, in a job and in the caller's transaction. That of the caller or the
//! role goes on ending the waiting only (cancel.rs).

use std::time::{Duration, Instant};

use migrate_client_tests::{Db, Session};

use crate::common::{INDEXES, JOBS, STATUS, create, tables};

/// The server's words, told with the place.
fn assert_timed_out(session: &mut Session, sql: &str) {
    let since = Instant::now();
    let error = session.expect_error(sql);
    assert!(since.elapsed() < Duration::from_secs(10), "{sql}: {:?}", since.elapsed());
    assert_eq!(error.sqlstate, "57014", "{sql}: {error:?}");
    let detail = "57014: canceling statement due to statement timeout.";
    assert!(error.detail.starts_with(detail), "{sql}: {error:?}");
}

#[test]
fn it_ends_a_statement_of_the_script() {
    for (sets, sleeps) in [
        ("SET statement_timeout = '200ms'", "SELECT pg_sleep(30)"),
        ("SET LOCAL statement_timeout = '200ms'", "SELECT pg_sleep(30)"),
        ("SELECT set_config('statement_timeout', '200ms', false)", "SELECT pg_sleep(30)"),
        ("SELECT set_config('statement_timeout', '200', true)", "DO $$BEGIN PERFORM pg_sleep(30); END$$"),
        ("SET statement_timeout = '200ms'", "DO $$BEGIN PERFORM pg_sleep(30); COMMIT; END$$"),
    ] {
        let db = Db::fresh();
        let mut session = db.session();
        tables(&mut session);
        create(&mut session, 1, &format!("{sets}; INSERT INTO log VALUES ('one'); {sleeps}"), "SELECT 1");
        assert_timed_out(&mut session, "CALL migrate.up()");
        if !sleeps.contains("COMMIT") {
            assert_timed_out(&mut session, "SELECT migrate.apply()");
            assert_eq!(session.one("SELECT count(*) FROM log"), "0");
        }
        assert_eq!(session.query_text(STATUS), ["1|failed"], "{sets}");
        // The session is as it was.
        assert_eq!(session.one("SHOW statement_timeout"), "0");
        session.exec("SELECT pg_sleep(0.3)");
    }
}

/// It is each statement that is limited, not their sum; nor what comes between them.
#[test]
fn each_statement_has_the_whole_time() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let up = "SET statement_timeout = '2s'; SELECT pg_sleep(1.2); SELECT pg_sleep(1.2); INSERT INTO log VALUES ('one')";
    create(&mut session, 1, up, "SELECT 1");
    session.exec("CALL migrate.up()");
    create(&mut session, 2, &format!("{up}; RESET statement_timeout; SELECT pg_sleep(2.2)"), "SELECT 1");
    session.exec("SELECT migrate.apply()");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
}

#[test]
fn it_ends_an_index_build_whose_leftover_is_removed() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let up = "SET statement_timeout = '300ms'; CREATE INDEX CONCURRENTLY i ON t (n)";
    create(&mut session, 1, up, "SELECT 1");
    // It waits for this one, which has written to another table: the index is there, and not valid.
    let mut old = db.session();
    old.exec("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM log");
    assert_timed_out(&mut session, "CALL migrate.up()");
    old.exec("COMMIT");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(INDEXES), ["i|t"]);
    assert_eq!(session.query_text(JOBS), ["cancelled", "done"]);
}

/// Whatever the caller, the role or the database has set ends nothing in a job.
#[test]
fn that_of_a_role_or_a_caller_does_not() {
    let db = Db::fresh();
    let mut session = db.session();
    let role = crate::common::operator(&db, "LOGIN");
    session.exec(&format!("ALTER ROLE {role} SET statement_timeout = '300ms'"));
    let mut session = db.session_as(&role);
    let up = "BEGIN; RESET statement_timeout; COMMIT; SELECT pg_sleep(1)";
    create(&mut session, 1, up, "SELECT 1");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "57014");
    db.wait_for(STATUS, &["1|applied"]);
    session.exec("SET statement_timeout = 0");
    create(&mut session, 2, "SELECT pg_sleep(1); SAVEPOINT a", "SELECT 1");
    session.exec("SET statement_timeout = '10s'");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
}

/// The caller's limit on the statement that applies is the server's, and counts from its beginning.
#[test]
fn in_the_callers_transaction_both_count() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 1, "SET statement_timeout = 0; SELECT pg_sleep(30)", "SELECT 1");
    session.exec("SET statement_timeout = '300ms'");
    let error = session.expect_error("SELECT migrate.apply()");
    assert_eq!(error.sqlstate, "57014", "{error:?}");
    session.exec("SET statement_timeout = '60s'; SELECT migrate.record_migration(1)");
    create(&mut session, 2, "SET statement_timeout = '200ms'; SELECT pg_sleep(30)", "SELECT 1");
    assert_timed_out(&mut session, "SELECT migrate.apply()");
}

/// A script's own `lock_timeout` bounds the waiting for table locks that are taken ahead, too.
#[test]
fn its_lock_timeout_bounds_the_taking_of_table_locks() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let mut holder = db.session();
    holder.exec("BEGIN; LOCK TABLE t IN ACCESS SHARE MODE");
    create(&mut session, 1, "SET lock_timeout = '300ms'; ALTER TABLE t ADD COLUMN x int", "SELECT 1");
    for way in ["CALL migrate.up()", "SELECT migrate.apply()"] {
        let since = Instant::now();
        let error = session.expect_error(way);
        assert_eq!(error.sqlstate, "55P03", "{error:?}");
        assert!(since.elapsed() < Duration::from_secs(5), "{way}: {:?}", since.elapsed());
        assert!(error.detail.contains("within 300 ms"), "{error:?}");
    }
    // That of the caller does not: migrate.lock_wait is for this.
    session.exec("SELECT migrate.record_migration(1)");
    create(&mut session, 2, "ALTER TABLE t ADD COLUMN x int", "SELECT 1");
    session.exec("SET lock_timeout = '100ms'");
    let call = session.start("CALL migrate.up()");
    assert!(call.is_running_after(Duration::from_secs(1)));
    holder.exec("COMMIT");
    call.rows();
}
