//! A job that runs keeps the text that it began with, whatever is loaded meanwhile; and what somebody's open
//! transaction has to say is heard before anything runs, not at the end.
//!
//! Not here: a script that is replaced while it is applied in a transaction (isolation: load_vs_apply).

use migrate_client_tests::{Db, Session, SqlError};

use crate::common::{
    INDEXES, JOBS, STATUS, block_index_builds, create, tables, wait_for_blocked_worker,
    wait_for_sleeping_worker,
};

/// Loads another up script for migration `version` of [`create`].
fn load(session: &mut Session, version: u32, up: &str) -> Result<Vec<String>, SqlError> {
    session.try_query(&format!(
        "SELECT status FROM migrate.load($up${up}$up$, '{version}_m{version}.sql', 'SELECT 1')"
    ))
}

const BUILD: &str = "CREATE INDEX CONCURRENTLY i ON t (n)";

#[test]
fn another_text_is_refused_while_a_job_runs_it() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, BUILD, "SELECT 1");
    create(&mut session, 2, "INSERT INTO log VALUES ('two')", "SELECT 1");
    let blocker = block_index_builds(&db);
    let call = session.start("CALL migrate.up()");
    wait_for_blocked_worker(&db);
    let mut author = db.session();
    // The one that runs, and one that is still to come.
    for version in [1, 2] {
        let error = load(&mut author, version, "SELECT 'another'").expect_err("it is being run");
        assert_eq!(error.sqlstate, "55006");
        assert_eq!(
            error.message,
            format!("migration {version} \"m{version}\" is being run and cannot be changed now")
        );
        assert_eq!(error.detail, "Job 1 runs it, with the text that it began with.");
        assert!(error.hint.starts_with("Wait until it has ended"), "{}", error.hint);
    }
    // The same text, in a transaction that stays open to the end: nothing waits for it.
    author.exec("BEGIN");
    assert_eq!(load(&mut author, 1, BUILD).expect("the same text"), ["unchanged"]);
    drop(blocker);
    let (mut session, rows) = call.rows();
    assert!(rows[0].starts_with("2 migrations applied"), "{rows:?}");
    author.exec("COMMIT");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
    assert_eq!(session.query_text(INDEXES), ["i|t"]);
    assert_eq!(session.query_text("SELECT version, ok FROM migrate.verify()"), ["1|t", "2|t"]);
    // And behind it nothing is left of that.
    create(&mut session, 3, "SELECT 1", "SELECT 1");
    assert_eq!(load(&mut session, 3, "SELECT 2").expect("nobody runs it"), ["replaced"]);
}

/// With the settings of the session kept from script to script, and where a script lets go of all its locks.
#[test]
fn a_text_is_held_as_long_as_it_runs_and_no_longer() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "VACUUM t; SELECT pg_advisory_unlock_all(); VACUUM t", "SELECT 1");
    create(&mut session, 2, "VACUUM t; SELECT pg_sleep(60)", "SELECT 1");
    session.exec("SET migrate.keep_session_settings = on");
    let texts = "SELECT objid FROM pg_locks JOIN pg_database d ON d.oid = database
                 WHERE datname = current_database() AND locktype = 'advisory' AND objsubid = 4";
    let call = session.start("CALL migrate.up()");
    wait_for_sleeping_worker(&db);
    let mut other = db.session();
    assert_eq!(other.query_text(texts), ["2"], "that of the first is let go");
    load(&mut other, 2, "SELECT 2").expect_err("it is being run");
    assert_eq!(other.one("SELECT count(*) FROM migrate.jobs j, migrate.cancel(j.id)"), "1");
    let (mut session, error) = call.error();
    assert_eq!(error.sqlstate, "57014");
    db.wait_for(texts, &[]);
    assert_eq!(load(&mut session, 2, "VACUUM t; SELECT 2").expect("nobody runs it"), ["replaced"]);
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
}

/// Nothing of it has run when it is told, so nothing is lost: neither by whoever replaces the text and commits, nor by
/// whoever does so and rolls back, nor by whoever leaves his transaction open.
#[test]
fn an_open_transaction_that_replaces_it_is_waited_for_before_anything_runs() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let up = "INSERT INTO log VALUES ('ran'); VACUUM t; INSERT INTO log VALUES ('to its end')";
    create(&mut session, 1, up, "SELECT 1");
    for end in ["ROLLBACK", "COMMIT"] {
        let mut author = db.session();
        author.exec("BEGIN");
        let other = format!("{up}; VACUUM t");
        assert_eq!(load(&mut author, 1, &other).expect("pending"), ["replaced"]);
        // As long as it is open.
        session.exec("SET migrate.lock_wait = '100ms'");
        let error = session.expect_error("CALL migrate.up()");
        assert_eq!(error.sqlstate, "55P03");
        assert_eq!(error.message, "migration 1 \"m1\" is being replaced by an open transaction");
        assert!(session.query_text("SELECT word FROM log").is_empty(), "nothing ran");
        session.exec("RESET migrate.lock_wait");
        let call = session.start("CALL migrate.up()");
        wait_for_blocked_worker(&db);
        author.exec(end);
        let (again, result) = call.end();
        session = again;
        if end == "ROLLBACK" {
            result.expect("it is what it was");
            assert_eq!(session.query_text("SELECT word FROM log"), ["ran", "to its end"]);
            session.exec("TRUNCATE log; SELECT * FROM migrate.rollback()");
        } else {
            let error = result.expect_err("it is another text");
            assert_eq!(error.message, "migration 1 \"m1\" was changed before it could run");
            assert!(session.query_text("SELECT word FROM log").is_empty(), "nothing ran");
        }
    }
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT word FROM log"), ["ran", "to its end"]);
}

/// A job that nobody has begun has no text yet that it would keep.
#[test]
fn a_queued_job_keeps_nothing() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, BUILD, "SELECT 1");
    let blocker = block_index_builds(&db);
    session.exec("SELECT * FROM migrate.apply()");
    wait_for_blocked_worker(&db);
    create(&mut session, 2, "VACUUM t; INSERT INTO log VALUES ('first')", "SELECT 1");
    session.exec("SELECT * FROM migrate.apply()");
    assert_eq!(
        load(&mut session, 2, "INSERT INTO log VALUES ('second')").expect("it is queued"),
        ["replaced"]
    );
    drop(blocker);
    db.wait_for(JOBS, &["done", "failed"]);
    assert_eq!(
        session.one("SELECT error ->> 'message' FROM migrate.jobs WHERE id = 2"),
        "migration 2 \"m2\" was changed before it could run"
    );
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT word FROM log"), ["second"]);
}

/// Who waited for his turn, and found it done, did not do it.
#[test]
fn what_another_job_has_done_is_not_claimed() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, BUILD, "DROP INDEX CONCURRENTLY i; VACUUM t");
    let blocker = block_index_builds(&db);
    let first = session.start("CALL migrate.up()");
    wait_for_blocked_worker(&db);
    let second = db.session().start("CALL migrate.up(wait => true)");
    db.wait_for(JOBS, &["running", "queued"]);
    let mut session = db.session();
    create(&mut session, 2, "VACUUM t; INSERT INTO log VALUES ('two')", "DELETE FROM log; VACUUM t");
    let third = session.start("CALL migrate.up(wait => true)");
    db.wait_for(JOBS, &["running", "queued", "queued"]);
    drop(blocker);
    assert!(first.rows().1[0].starts_with("1 migration applied in "));
    assert_eq!(
        second.rows().1,
        ["nothing to apply: 1 migration was applied meanwhile by job 1 (role postgres)"]
    );
    let (session, partly) = third.rows();
    assert!(partly[0].starts_with("1 migration applied in "), "{partly:?}");
    assert!(
        partly[0].ends_with("; 1 migration was applied meanwhile by job 1 (role postgres)"),
        "{partly:?}"
    );

    // The way down; and by somebody in a transaction of his own.
    let blocker = block_index_builds(&db);
    let first = session.start("CALL migrate.down(2)");
    wait_for_blocked_worker(&db);
    // By now one is left to be taken back.
    let second = db.session().start("CALL migrate.down(2, wait => true)");
    db.wait_for("SELECT count(*) FROM migrate.jobs WHERE status = 'queued'", &["1"]);
    drop(blocker);
    assert!(first.rows().1[0].starts_with("2 migrations rolled back in "));
    assert_eq!(
        second.rows().1,
        ["nothing to roll back: 1 migration was rolled back meanwhile by job 4 (role postgres)"]
    );
    let mut session = db.session();
    session.exec("DELETE FROM migrate.migrations");
    create(&mut session, 3, "INSERT INTO log VALUES ('three')", "SELECT 1");
    session.exec("BEGIN; SELECT * FROM migrate.apply()");
    let call = db.session().start("CALL migrate.up(wait => true)");
    db.wait_for("SELECT count(*) FROM migrate.jobs WHERE status = 'queued'", &["1"]);
    session.exec("COMMIT");
    assert_eq!(call.rows().1, ["nothing to apply: 1 migration was applied meanwhile by role postgres"]);
}
