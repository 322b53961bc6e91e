//! What must never happen, whoever tries and whenever: a script that runs unapproved, a unit that is recorded and
//! was not run, somebody else's index that is dropped, a history that is changed under a run.
//!
//! Not here: approvals step by step (the regress tests).

use migrate_client_tests::Db;

use crate::common::{
    INDEXES, JOURNAL, STATUS, block_index_builds, create, operator, tables, wait_for_blocked_worker,
};

/// A job keeps the plan of a text that has been replaced; what is approved is another text.
#[test]
fn an_approval_is_for_the_text_that_runs() {
    let db = Db::fresh();
    let author = operator(&db, "LOGIN");
    let mut session = db.session();
    let mut rex = db.session_as(&author);
    let evil = format!("ALTER ROLE {author} SUPERUSER; VACUUM");
    let load = |session: &mut migrate_client_tests::Session, text: &str| {
        session.query_with("SELECT * FROM migrate.load($1, '1_x.sql')", &[text]).expect("load");
    };
    load(&mut rex, &evil);
    rex.exec("SELECT * FROM migrate.apply()");
    rex.expect_error("CALL migrate.wait(1)");
    load(&mut rex, "SELECT 1; VACUUM");
    session.exec("SELECT * FROM migrate.approve(1)");
    session.exec("BEGIN");
    let error = session.expect_error("SELECT * FROM migrate.resume(1)");
    assert_eq!(error.sqlstate, "42501", "{error:?}");
    session.exec("ROLLBACK");
    // Nor may the text be put back between the question and the run.
    session.exec("BEGIN; SELECT * FROM migrate.apply()");
    load(&mut rex, &evil);
    session.exec("COMMIT");
    let job = session.one("SELECT max(id) FROM migrate.jobs");
    session.expect_error(&format!("CALL migrate.wait({job})"));
    assert_eq!(session.one(&format!("SELECT rolsuper FROM pg_roles WHERE rolname = '{author}'")), "f");
}

/// The statement's snapshot is older than what is pending when the function is called at last.
#[test]
fn what_cannot_run_here_is_not_recorded_here() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let mut holder = db.session();
    holder.exec("SELECT pg_advisory_lock(1)");
    let mut caller = db.session();
    let pid = caller.pid();
    caller.exec("SET client_min_messages = warning");
    let apply = caller
        .start("SELECT x.version, x.status FROM (SELECT pg_advisory_lock(1)) s, LATERAL migrate.apply() x");
    db.wait_for(&format!("SELECT count(*) FROM pg_locks WHERE pid = {pid} AND NOT granted"), &["1"]);
    create(
        &mut session,
        1,
        "CREATE UNIQUE INDEX CONCURRENTLY i ON t (n); INSERT INTO t VALUES (1000, 1000)",
        "SELECT 1",
    );
    drop(holder);
    // Whether it sees the migration is its snapshot's matter; it must not pretend.
    apply.rows();
    db.wait_for("SELECT count(*) FROM migrate.live_jobs", &["0"]);
    let done = session.query_text(JOURNAL);
    if done.is_empty() {
        assert_eq!(session.query_text(STATUS), ["1|pending"]);
        assert!(session.query_text(INDEXES).is_empty());
    } else {
        assert_eq!(done, ["1|standalone|done", "2|transaction|done"]);
        assert_eq!(session.query_text(INDEXES), ["i|t"]);
    }
}

/// An index that another session builds is invalid until it is done; that is no leftover.
#[test]
fn somebody_elses_index_is_left_alone() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (n)", "SELECT 1");
    let blocker = block_index_builds(&db);
    let build = db.session().start("CREATE INDEX CONCURRENTLY i ON t (n)");
    db.wait_for(
        "SELECT count(*) FROM pg_stat_progress_create_index WHERE relid = 't'::regclass AND index_relid <> 0",
        &["1"],
    );
    let oid = session.one("SELECT 'i'::regclass::oid");
    let error = session.expect_error("CALL migrate.up()");
    assert!(
        error.detail.contains("index \"i\" is being built by another session")
            || error.message.contains("being built"),
        "{error:?}"
    );
    assert_eq!(error.sqlstate, "55006");
    drop(blocker);
    build.rows();
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(INDEXES), ["i|t"]);
    assert_eq!(session.one("SELECT 'i'::regclass::oid"), oid, "the same index");
}

#[test]
fn the_history_is_not_changed_under_a_run() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "SELECT 1; CREATE INDEX CONCURRENTLY i ON t (n)", "SELECT 1");
    let blocker = block_index_builds(&db);
    let call = db.session().start("CALL migrate.up()");
    wait_for_blocked_worker(&db);
    for sql in ["record_migration(1)", "remove_migration(1)", "baseline(1)", "settle(1, true)"] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{sql}"));
        assert_eq!(error.sqlstate, "55P03", "{sql}: {error:?}");
    }
    drop(blocker);
    call.rows();
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

/// A superuser's own settings do not keep it from running migrations as a lesser role.
#[test]
fn settings_of_a_superuser_are_taken_over_before_the_role() {
    let db = Db::fresh();
    let role = operator(&db, "");
    let mut session = db.session();
    create(
        &mut session,
        1,
        "CREATE TABLE made AS SELECT current_setting('log_min_duration_statement') AS s; VACUUM made",
        "SELECT 1",
    );
    session.exec(&format!("SET log_min_duration_statement = 12345; SET ROLE {role}"));
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT s FROM made"), ["12345ms"]);
}

/// A job that waits does the work that it was asked for; another text is another job.
#[test]
fn a_new_text_is_a_new_job() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "SELECT 1");
    let blocker = block_index_builds(&db);
    session.exec("SELECT * FROM migrate.apply()");
    wait_for_blocked_worker(&db);
    let load = |session: &mut migrate_client_tests::Session, text: &str| {
        session.query_with("SELECT * FROM migrate.load($1, '2_x.sql')", &[text]).expect("load");
    };
    load(&mut session, "INSERT INTO log VALUES ('old'); VACUUM log");
    assert_eq!(session.one("SELECT job FROM migrate.apply() WHERE version = 2"), "2");
    load(&mut session, "INSERT INTO log VALUES ('new'); VACUUM log");
    assert_eq!(session.one("SELECT job FROM migrate.apply() WHERE version = 2"), "3");
    drop(blocker);
    session.exec("CALL migrate.wait(3)");
    assert_eq!(session.query_text("SELECT word FROM log"), ["new"]);
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
}
