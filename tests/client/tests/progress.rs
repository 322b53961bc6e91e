//! What one sees of a job while it runs: `migrate.progress`, and the notices of CALL; and `migrate.prune` for what is
//! over.
//!
//! Not here: status() (regress/status_verify).

use migrate_client_tests::Db;

use crate::common::{JOBS, block_index_builds, create, operator, tables, wait_for_blocked_worker};

const PROGRESS: &str =
    "SELECT replace(what, E'\\n', ' '), status, replace(phase, E'\\n', ' ') FROM migrate.progress";

#[test]
fn an_index_build_and_whom_it_waits_for() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(
        &mut session,
        1,
        "INSERT INTO log VALUES ('one'); CREATE INDEX CONCURRENTLY i ON t (n)",
        "SELECT 1",
    );
    assert!(session.query_text("SELECT * FROM migrate.progress").is_empty());
    let mut blocker = block_index_builds(&db);
    let pid = blocker.pid();
    // One that is older than a moment, so that it is worth a word.
    db.wait_for(
        &format!("SELECT clock_timestamp() - xact_start > '1.1 s' FROM pg_stat_activity WHERE pid = {pid}"),
        &["t"],
    );
    let call = db.session().start("CALL migrate.up()");
    wait_for_blocked_worker(&db);
    let waiting = session.one(PROGRESS);
    let expected = format!("apply 1 m1|waiting|waiting for pid {pid} client test for ");
    assert!(waiting.starts_with(&expected), "{waiting}");
    assert!(session.one("SELECT progress FROM migrate.progress").ends_with(" % 2/2  "));
    let expected =
        format!("pid {pid} (role postgres, \"client test\", idle in transaction, transaction open for ");
    let waits_for = session.one("SELECT waits_for FROM migrate.journal WHERE status = 'started'");
    assert!(waits_for.starts_with(&expected), "{waits_for}");
    // The caller is told while it waits.
    db.wait_for("SELECT clock_timestamp() - created_at > '2.5 s' FROM migrate.jobs", &["t"]);
    drop(blocker);
    let (caller, _) = call.rows();
    let notices: Vec<String> = caller.notices().into_iter().map(|notice| notice.message).collect();
    let expected = format!("1 m1: unit 2 of 2 has to wait for pid {pid} (role postgres,");
    assert!(notices.iter().any(|notice| notice.starts_with(&expected)), "{notices:#?}");
    assert!(session.query_text("SELECT * FROM migrate.progress").is_empty());
}

#[test]
fn a_transaction_and_what_it_runs() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "SELECT pg_sleep(60) /* a\n   long */ FROM t LIMIT 1", "SELECT 1");
    let call = db.session().start("CALL migrate.up()");
    crate::common::wait_for_sleeping_worker(&db);
    let expected = "apply 1 m1|running|SELECT pg_sleep(60) /* a long */ FROM t LIMIT 1";
    assert_eq!(session.query_text(PROGRESS), [expected]);
    session.exec("SELECT migrate.cancel(1)");
    call.error();
}

/// The numbers of the server's own progress views, in words.
#[test]
fn a_vacuum_that_reads_a_table() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE big (id int, filler text) WITH (autovacuum_enabled = off);
         INSERT INTO big SELECT n, repeat('x', 1000) FROM generate_series(1, 20000) n; DELETE FROM big",
    );
    // So slow that it can be seen.
    create(
        &mut session,
        1,
        "SET vacuum_cost_delay = 100; SET vacuum_cost_limit = 200; VACUUM big; RESET ALL",
        "SELECT 1",
    );
    let call = db.session().start("CALL migrate.up()");
    db.wait_for(
        "SELECT phase, progress ~ '^[█░]{8} +[0-9]+ % ', rate ~ '/s$', eta ~ '^[0-9]' FROM migrate.progress
         WHERE btrim(rate) <> '' AND btrim(eta) <> ''",
        &["scanning heap|t|t|t"],
    );
    session.exec("SELECT migrate.cancel(1)");
    call.error();
}

#[test]
fn what_is_over_can_be_removed() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "SELECT 1", "SELECT 1");
    create(&mut session, 2, "INSERT INTO log VALUES ('x'); VACUUM t; SELECT 1 / 0", "SELECT 1");
    session.exec("CALL migrate.up(1)");
    session.expect_error("CALL migrate.up()");
    assert_eq!(
        session.query_text("SELECT * FROM migrate.prune()"),
        ["journal|0|4", "jobs|0|2", "backfills|0|0", "ddl_seen|0|0"]
    );
    let preview = "SELECT * FROM migrate.prune('0', dry_run => true)";
    // The run of 2 is open, so its rows stay whatever their age.
    assert_eq!(session.query_text(preview), ["journal|1|3", "jobs|2|0", "backfills|0|0", "ddl_seen|0|0"]);
    assert_eq!(
        session.query_text("SELECT * FROM migrate.prune('0')"),
        ["journal|1|3", "jobs|2|0", "backfills|0|0", "ddl_seen|0|0"]
    );
    assert_eq!(session.query_text("SELECT version, status FROM migrate.status()"), ["1|applied", "2|failed"]);
    session.exec("SELECT migrate.create('m3', 'SELECT 1', 'SELECT 1', 3)");
    let error = session.expect_error("CALL migrate.up()");
    assert!(error.message.contains("unit 3 of 3"), "{}", error.message);
    assert_eq!(session.query_text("SELECT word FROM log"), ["x"]);
    let error = session.expect_error("SELECT * FROM migrate.prune('-1 day')");
    assert_eq!(error.sqlstate, "22023");
    let role = operator(&db, "LOGIN");
    assert_eq!(
        db.session_as(&role).query_text("SELECT what FROM migrate.prune()"),
        ["journal", "jobs", "backfills", "ddl_seen"]
    );
    assert_eq!(session.query_text(JOBS), ["failed"]);
}
