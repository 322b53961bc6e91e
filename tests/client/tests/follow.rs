//! Jobs that go on by themselves: waiting for one, cancelling one, having one go on; and waiting for one's turn.
//!
//! Not here: Ctrl-C on a waiting CALL (cancel.rs), and what a killed worker leaves (crash.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{
    INDEXES, JOBS, NOTES, STATUS, block_index_builds, create, operator, tables, wait_for_blocked_worker,
};

/// Job 1, which has done its first unit and waits in its second for the transaction that is returned.
fn at_work() -> (Db, Session, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(
        &mut session,
        1,
        "INSERT INTO log VALUES ('once'); CREATE INDEX CONCURRENTLY i ON t (n)",
        "DROP INDEX i",
    );
    let blocker = block_index_builds(&db);
    assert_eq!(session.query_text("SELECT version, status FROM migrate.apply()"), ["1|queued"]);
    wait_for_blocked_worker(&db);
    (db, session, blocker)
}

#[test]
fn waiting_ends_with_the_job_or_with_the_time() {
    let (db, mut session, blocker) = at_work();
    let still = session.one("CALL migrate.wait(1, '100 ms')");
    assert!(still.starts_with("job 1 is still running after 1"), "{still}");
    let waiting = db.session().start("CALL migrate.wait(1)");
    drop(blocker);
    assert_eq!(waiting.rows().1, ["job 1 is done"]);
    assert_eq!(session.one("CALL migrate.wait(1)"), "job 1 is done");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

#[test]
fn waiting_for_a_job_that_fails_raises_its_error() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 1, "SELECT 1; VACUUM; SELECT 1/0", "SELECT 1");
    session.exec("SELECT * FROM migrate.apply()");
    let error = session.expect_error("CALL migrate.wait(1)");
    assert_eq!(
        (error.sqlstate.as_str(), error.detail.contains("division by zero")),
        ("22012", true),
        "{error:?}"
    );
    assert!(
        error.message.starts_with("migration 1 \"m1\" failed in unit 3 of 3, statement 3"),
        "{}",
        error.message
    );
}

#[test]
fn where_one_cannot_wait_one_is_told() {
    let db = Db::fresh();
    let mut session = db.session();
    let error = session.expect_error("CALL migrate.wait(7)");
    assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("42704", "job 7 does not exist"));
    session.exec("BEGIN");
    let error = session.expect_error("CALL migrate.wait(7)");
    assert_eq!(error.sqlstate, "25001");
    session.exec("ROLLBACK");
    assert_eq!(session.expect_error("CALL migrate.wait(NULL)").sqlstate, "55000");
}

#[test]
fn a_cancelled_job_can_be_resumed() {
    let (db, mut session, blocker) = at_work();
    let answer = session.one("SELECT * FROM migrate.cancel(1)");
    assert_eq!(answer, "1|running|its worker was asked to stop");
    let error = session.expect_error("CALL migrate.wait(1)");
    assert_eq!(error.sqlstate, "57014");
    assert!(error.message.contains("was cancelled in unit 2 of 2"), "{}", error.message);
    assert_eq!(session.query_text(JOBS), ["cancelled"]);
    let note = session.one(NOTES);
    assert!(note.starts_with("1|failed|unit 2 of 2") && note.ends_with("cancelled"), "{note}");
    assert_eq!(session.one("SELECT status, detail FROM migrate.cancel(1)"), "cancelled|it has ended already");

    drop(blocker);
    let queued = session.query_text("SELECT version, status, detail, job FROM migrate.resume(1)");
    assert_eq!(queued, ["1|queued|starts when this commits|2"]);
    assert_eq!(session.one("CALL migrate.wait(2)"), "job 2 is done");
    assert_eq!(session.query_text(INDEXES), ["i|t"]);
    assert_eq!(session.query_text("SELECT word FROM log"), ["once"]);
    let error = session.expect_error("SELECT * FROM migrate.resume(2)");
    assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("55000", "job 2 is done"));
    drop(db);
}

#[test]
fn a_job_that_has_not_begun_is_taken_back() {
    let (db, mut session, blocker) = at_work();
    // Waits for its turn behind job 1.
    let mut other = db.session();
    create(&mut other, 2, "INSERT INTO log VALUES ('two'); VACUUM log", "SELECT 1");
    other.exec("SELECT * FROM migrate.apply(2)");
    assert_eq!(other.one("SELECT * FROM migrate.cancel(2)"), "2|queued|it was taken back before it began");
    let error = other.expect_error("CALL migrate.wait(2)");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("57014", "job 2 was cancelled before it began")
    );
    drop(blocker);
    session.exec("CALL migrate.wait(1)");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|pending"]);
    assert_eq!(session.query_text("SELECT word FROM log"), ["once"]);
}

#[test]
fn only_who_may_act_as_the_asker_may_cancel() {
    let (db, _session, blocker) = at_work();
    let mut stranger = db.session_as(&operator(&db, "LOGIN"));
    let error = stranger.expect_error("SELECT * FROM migrate.cancel(1)");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("42501", "permission denied to cancel job 1")
    );
    assert!(error.detail.contains("\"postgres\""), "{}", error.detail);
    // To look on is no power.
    assert!(stranger.one("CALL migrate.wait(1, '10 ms')").starts_with("job 1 is still running"));
    drop(blocker);
}

#[test]
fn up_waits_for_its_turn_where_asked_to() {
    let (db, mut session, blocker) = at_work();
    create(&mut session, 2, "INSERT INTO log VALUES ('two')", "SELECT 1");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "55P03");
    let patient = db.session().start("CALL migrate.up(wait => true)");
    db.wait_for(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 3 AND NOT granted
                 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        &["1"],
    );
    drop(blocker);
    patient.rows();
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
    assert_eq!(session.query_text("SELECT word FROM log"), ["once", "two"], "each once");
}

/// A script that waits is the same for small tables, where nothing is left to wait for, and for large ones.
#[test]
fn what_needed_no_job_is_not_waited_for() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE t (id int)");
    assert_eq!(session.expect_error("CALL migrate.wait()").sqlstate, "55000");
    for _ in 0..2 {
        session.exec("SELECT FROM migrate.safe_add_column('t', 'c', 'int')");
        let said = session.one("CALL migrate.wait()");
        assert_eq!(said, "nothing to wait for: what this session asked for last is done");
    }
    // What is a job is waited for, whatever came before and comes behind it.
    session.exec("SET migrate.small_table = 0; SELECT FROM migrate.safe_create_index('t', '{id}')");
    session.exec("CALL migrate.wait()");
    assert_eq!(session.one("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_id_idx'::regclass"), "t");
}
