//! What a failure leaves, and how the next run goes on: nothing twice, nothing half, no invalid index.
//!
//! Not here: the words of the failure (places.rs), a worker that is killed (crash.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{INDEXES, JOURNAL, NOTES, STATUS, create, tables};

/// Fails in its second unit as long as column `n` of `t` holds a value twice.
fn half(session: &mut Session) {
    tables(session);
    session.exec("UPDATE t SET n = 1");
    let up = "INSERT INTO log VALUES ('first'); CREATE UNIQUE INDEX CONCURRENTLY u ON t (n);
              INSERT INTO log VALUES ('last')";
    create(session, 1, up, "DROP INDEX IF EXISTS u; DELETE FROM log");
}

#[test]
fn the_next_up_continues_at_the_failed_unit() {
    let db = Db::fresh();
    let mut session = db.session();
    half(&mut session);
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "23505");
    assert_eq!(session.query_text("SELECT word FROM log"), ["first"]);
    assert!(session.query_text(INDEXES).is_empty(), "no invalid index is left");
    assert_eq!(session.query_text(JOURNAL), ["1|transaction|done", "2|standalone|failed"]);
    assert!(session.query_text("SELECT * FROM migrate.schema_migrations").is_empty());

    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "23505", "the cause is still there");
    assert_eq!(session.query_text("SELECT word FROM log"), ["first"]);

    session.exec("UPDATE t SET n = id");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT word FROM log"), ["first", "last"]);
    assert_eq!(session.query_text(INDEXES), ["u|t"]);
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

#[test]
fn apply_continues_what_up_has_begun() {
    let db = Db::fresh();
    let mut session = db.session();
    half(&mut session);
    session.expect_error("CALL migrate.up()");
    session.exec("UPDATE t SET n = id");
    assert_eq!(session.one("SELECT status FROM migrate.apply()"), "queued");
    db.wait_for(STATUS, &["1|applied"]);
    assert_eq!(session.query_text("SELECT word FROM log"), ["first", "last"]);
}

#[test]
fn down_takes_back_what_is_committed() {
    let db = Db::fresh();
    let mut session = db.session();
    half(&mut session);
    session.expect_error("CALL migrate.up()");
    session.exec("CALL migrate.down()");
    assert_eq!(session.query_text(STATUS), ["1|pending"]);
    assert!(session.query_text("SELECT word FROM log").is_empty());
    // From the beginning now, not from the second unit.
    session.exec("UPDATE t SET n = id");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert_eq!(session.query_text("SELECT word FROM log"), ["first", "last"]);
}

/// Half up and then half down: only down can go on, since what is there is neither.
#[test]
fn a_half_rolled_back_migration_cannot_go_up() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("UPDATE t SET n = 1");
    let up = "INSERT INTO log VALUES ('up'); CREATE UNIQUE INDEX CONCURRENTLY u ON t (n)";
    let down = "BEGIN; DELETE FROM log; COMMIT; INSERT INTO nope VALUES (1)";
    create(&mut session, 1, up, down);
    session.expect_error("CALL migrate.up()");
    assert_eq!(session.expect_error("CALL migrate.down()").sqlstate, "42P01");
    session.exec("UPDATE t SET n = id");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("55000", "migration 1 \"m1\" is partly rolled back")
    );
    assert_eq!(error.hint, "CALL migrate.down() to finish the rollback first.");
    session.exec("CREATE TABLE nope (id int)");
    session.exec("CALL migrate.down()");
    assert_eq!(session.query_text("SELECT id FROM nope"), ["1"]);
    assert_eq!(session.query_text(STATUS), ["1|pending"]);
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT word FROM log"), ["up"]);
}

#[test]
fn a_committed_unit_must_not_change() {
    let db = Db::fresh();
    let mut session = db.session();
    half(&mut session);
    session.expect_error("CALL migrate.up()");
    let changed = "INSERT INTO log VALUES ('other'); CREATE UNIQUE INDEX CONCURRENTLY u ON t (n)";
    let load = format!("SELECT status FROM migrate.load('{}', '1_m1.sql')", changed.replace('\'', "''"));
    assert_eq!(session.one(&load), "replaced");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "55000");
    assert_eq!(error.message, "migration 1 \"m1\" is partly applied, and unit 1 is not what was committed");
    // What has not run yet may be mended.
    let mended = "INSERT INTO log VALUES ('first'); CREATE INDEX CONCURRENTLY u ON t (n)";
    let load = format!("SELECT status FROM migrate.load('{}', '1_m1.sql')", mended.replace('\'', "''"));
    session.exec(&load);
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT word FROM log"), ["first"]);
    assert_eq!(session.query_text(INDEXES), ["u|t"]);
}

/// IF NOT EXISTS would skip it: the server sees a name, not whether the index can be used.
#[test]
fn an_invalid_index_from_before_is_rebuilt() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("UPDATE t SET n = 1");
    session.expect_error("CREATE UNIQUE INDEX CONCURRENTLY i ON t (n)");
    assert_eq!(session.query_text(INDEXES), ["i|f"]);
    session.exec("UPDATE t SET n = id");
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (n)", "DROP INDEX i");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(INDEXES), ["i|t"]);
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

/// A valid one of the same name is what IF NOT EXISTS says it is.
#[test]
fn a_valid_index_from_before_is_left_alone() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE INDEX i ON t (n)");
    let oid = session.one("SELECT 'i'::regclass::oid");
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (n)", "DROP INDEX i");
    session.exec("CALL migrate.up()");
    assert_eq!(session.one("SELECT 'i'::regclass::oid"), oid);
    create(&mut session, 2, "CREATE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX i");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "42P07");
    assert_eq!(session.one("SELECT 'i'::regclass::oid"), oid, "a failure does not drop what it did not make");
    assert_eq!(session.query_text(INDEXES), ["i|t"]);
}

/// An index without a name in the script: what is left is told by what was not there before.
#[test]
fn a_nameless_index_leaves_nothing_invalid() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("UPDATE t SET n = 1; CREATE INDEX mine ON t (n)");
    create(&mut session, 1, "CREATE UNIQUE INDEX CONCURRENTLY ON t (n)", "SELECT 1");
    session.expect_error("CALL migrate.up()");
    assert_eq!(session.query_text(INDEXES), ["mine|t"]);
    session.exec("UPDATE t SET n = id");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(INDEXES), ["mine|t", "t_n_idx|t"]);
}

#[test]
fn a_deferred_constraint_fails_at_commit() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE p (id int PRIMARY KEY);
         CREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
    );
    create(&mut session, 1, "BEGIN; INSERT INTO c VALUES (1); COMMIT; CREATE TABLE x (id int)", "SELECT 1");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "23503");
    assert_eq!(error.message, "migration 1 \"m1\" failed at the commit of unit 1 of 2");
    assert!(error.detail.contains("Key (p)=(1) is not present in table \"p\""), "{}", error.detail);
    assert_eq!(session.query_text(JOURNAL), ["1|transaction|failed"]);
    assert_eq!(session.one("SELECT count(*) FROM c"), "0");
    session.exec("INSERT INTO p VALUES (1)");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert_eq!(session.one("SELECT count(*) FROM c"), "1");
}

/// The same at the commit of the last unit, which records the migration: no row of the history may stay.
#[test]
fn a_deferred_constraint_at_the_last_commit() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE p (id int PRIMARY KEY);
         CREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
    );
    create(&mut session, 1, "INSERT INTO c VALUES (1)", "SELECT 1");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("23503", "migration 1 \"m1\" failed at commit")
    );
    assert!(session.query_text("SELECT * FROM migrate.schema_migrations").is_empty());
    assert_eq!(session.query_text(JOURNAL), ["1|transaction|failed"]);
    let status = session.one("SELECT status FROM migrate.status()");
    assert_eq!(status, "failed");
}

#[test]
fn a_failure_in_the_callers_transaction_is_written_down() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "INSERT INTO log VALUES ('a');\nINSERT INTO later VALUES (1)", "SELECT 1");
    session.exec("BEGIN; INSERT INTO log VALUES ('caller')");
    let error = session.expect_error("SELECT * FROM migrate.apply()");
    assert_eq!(error.sqlstate, "42P01");
    assert_eq!(error.message, "migration 1 \"m1\" failed in statement 2, line 2, column 13");
    assert!(error.detail.ends_with("The whole transaction is rolled back."), "{}", error.detail);
    session.exec("ROLLBACK");
    assert_eq!(session.one("SELECT count(*) FROM log"), "0");
    db.wait_for(JOURNAL, &["1|transaction|failed"]);
    db.wait_for(NOTES, &["1|failed|unit 1, statement 2, line 2: 42P01 relation \"later\" does not exist"]);
    assert_eq!(session.one("SELECT job IS NULL, run_by FROM migrate.journal"), "t|postgres");
    session.exec("CREATE TABLE later (id int)");
    assert_eq!(session.one("SELECT status FROM migrate.apply()"), "applied");
    assert_eq!(session.query_text("SELECT word FROM log"), ["a"]);
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

/// A PL/pgSQL handler catches it; the caller's transaction lives on, and nothing of the migration is in it.
#[test]
fn a_failure_that_the_caller_catches() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "INSERT INTO log VALUES ('a'); SELECT 1 / 0", "SELECT 1");
    session.exec(
        "DO $$ BEGIN
            INSERT INTO log VALUES ('before');
            BEGIN PERFORM * FROM migrate.apply(); EXCEPTION WHEN division_by_zero THEN NULL; END;
            INSERT INTO log VALUES ('after');
         END $$",
    );
    assert_eq!(session.query_text("SELECT word FROM log"), ["before", "after"]);
    db.wait_for(STATUS, &["1|failed"]);
    assert!(session.query_text("SELECT * FROM migrate.schema_migrations").is_empty());
}

/// Of two, the first is taken back too, for it was the same transaction.
#[test]
fn in_the_callers_transaction_all_or_nothing() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 1, "CREATE TABLE one (id int)", "DROP TABLE one");
    create(&mut session, 2, "SELECT 1 / 0", "SELECT 1");
    assert_eq!(session.expect_error("SELECT * FROM migrate.apply()").sqlstate, "22012");
    assert_eq!(session.one("SELECT to_regclass('one') IS NULL"), "t");
    db.wait_for(STATUS, &["1|pending", "2|failed"]);
}
