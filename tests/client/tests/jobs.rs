//! The two ways in: `migrate.apply()` in the caller's transaction or as a job behind it, `CALL migrate.up()` as
//! a job that is waited for; and the wrappings in which clients send either.
//!
//! Not here: a job that fails (failures.rs), is cancelled (cancel.rs) or killed (crash.rs).

use migrate_client_tests::{Cluster, Db, Session};

use crate::common::{INDEXES, JOBS, JOURNAL, STATUS, WORKERS, create, tables};

fn with_pending_index(db: &Db) -> Session {
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX i");
    session
}

fn assert_built(db: &Db) {
    db.wait_for(STATUS, &["1|applied"]);
    assert_eq!(db.session().query_text(INDEXES), ["i|t"]);
    db.wait_for(JOBS, &["done"]);
    db.wait_for(WORKERS, &["0"]);
}

#[test]
fn apply_runs_in_the_callers_transaction_where_it_can() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 1, "CREATE TABLE a (id int); CREATE TABLE b (id int)", "DROP TABLE a, b");
    create(&mut session, 2, "CREATE TABLE c (id int)", "DROP TABLE c");
    let tables = "SELECT relname FROM pg_class WHERE relname IN ('a', 'b', 'c') ORDER BY 1";

    session.exec("BEGIN");
    assert_eq!(session.query_text("SELECT version, status FROM migrate.apply()"), ["1|applied", "2|applied"]);
    assert_eq!(session.query_text(tables), ["a", "b", "c"]);
    session.exec("ROLLBACK");
    assert!(session.query_text(tables).is_empty());
    assert_eq!(session.query_text(STATUS), ["1|pending", "2|pending"]);
    assert!(session.query_text(JOURNAL).is_empty());

    session.exec("SELECT * FROM migrate.apply()");
    assert_eq!(db.session().query_text(tables), ["a", "b", "c"]);
    assert_eq!(session.query_text(JOBS), [""; 0]);
    assert_eq!(
        session.query_text("SELECT version, status FROM migrate.rollback(2)"),
        ["2|rolled back", "1|rolled back"]
    );
    assert!(db.session().query_text(tables).is_empty());
}

#[test]
fn apply_queues_a_job_that_starts_at_commit() {
    let db = Db::fresh();
    let mut session = with_pending_index(&db);
    session.exec("BEGIN");
    let row = session.one("SELECT version, status, detail, job FROM migrate.apply()");
    let id = session.one("SELECT id FROM migrate.jobs");
    assert_eq!(row, format!("1|queued|starts when this commits|{id}"));
    db.wait_for(WORKERS, &["1"]);
    let mut other = db.session();
    assert_eq!(other.query_text(STATUS), ["1|pending"], "nobody else sees what is not committed");
    assert!(other.query_text(INDEXES).is_empty());
    session.exec("COMMIT");
    assert_built(&db);
}

#[test]
fn after_a_rollback_nothing_happens() {
    let db = Db::fresh();
    let mut session = with_pending_index(&db);
    session.exec("BEGIN; SELECT * FROM migrate.apply()");
    db.wait_for(WORKERS, &["1"]);
    session.exec("ROLLBACK");
    db.wait_for(WORKERS, &["0"]);
    assert!(session.query_text(JOBS).is_empty());
    assert!(session.query_text(JOURNAL).is_empty());
    assert!(session.query_text(INDEXES).is_empty());
    assert_eq!(session.query_text(STATUS), ["1|pending"]);
    session.exec("SELECT * FROM migrate.apply()");
    assert_built(&db);
}

#[test]
fn a_lost_connection_is_a_rollback() {
    let db = Db::fresh();
    let mut session = with_pending_index(&db);
    session.exec("BEGIN; SELECT * FROM migrate.apply()");
    drop(session);
    db.wait_for(WORKERS, &["0"]);
    assert_eq!(db.session().query_text(STATUS), ["1|pending"]);
}

#[test]
fn a_savepoint_rolled_back_takes_the_job_with_it() {
    let db = Db::fresh();
    let mut session = with_pending_index(&db);
    session.exec("BEGIN; SAVEPOINT s; SELECT * FROM migrate.apply(); ROLLBACK TO s; COMMIT");
    db.wait_for(WORKERS, &["0"]);
    assert!(session.query_text(JOBS).is_empty());
    assert_eq!(session.query_text(STATUS), ["1|pending"]);
}

#[test]
fn an_editor_that_sets_a_timeout_first() {
    let db = Db::fresh();
    let mut session = with_pending_index(&db);
    session.exec("BEGIN; SET statement_timeout = '5s'; SELECT * FROM migrate.apply(); COMMIT");
    assert_built(&db);
}

#[test]
fn an_editor_that_sends_many_statements_at_once() {
    let db = Db::fresh();
    let mut session = with_pending_index(&db);
    let rows = session.query_text("SELECT 1; SELECT status FROM migrate.apply(); SELECT 2");
    assert_eq!(rows, ["1", "queued", "2"]);
    assert_built(&db);
}

#[test]
fn up_among_many_statements_is_queued() {
    let db = Db::fresh();
    let mut session = with_pending_index(&db);
    let rows = session.query_text("SET statement_timeout = '5s'; CALL migrate.up()");
    assert!(rows[0].starts_with("1 migration queued: job "), "{rows:?}");
    assert_built(&db);
}

#[test]
fn up_in_a_transaction_block_is_queued() {
    let db = Db::fresh();
    let mut session = with_pending_index(&db);
    session.exec("BEGIN");
    let summary = session.one("CALL migrate.up()");
    assert!(summary.starts_with("1 migration queued: job "), "{summary}");
    session.exec("COMMIT");
    assert_built(&db);
    // Without anything that needs a job it happens there and then.
    create(&mut session, 2, "CREATE TABLE two (id int)", "DROP TABLE two");
    session.exec("BEGIN");
    let summary = session.one("CALL migrate.up()");
    assert!(
        summary.starts_with("1 migration applied in ") && summary.ends_with("in this transaction"),
        "{summary}"
    );
    session.exec("ROLLBACK");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|pending"]);
}

#[test]
fn apply_in_a_do_block() {
    let db = Db::fresh();
    let mut session = with_pending_index(&db);
    session.exec("DO $$ BEGIN PERFORM * FROM migrate.apply(); END $$");
    assert_built(&db);
}

#[test]
fn apply_in_a_function() {
    let db = Db::fresh();
    let mut session = with_pending_index(&db);
    session.exec(
        "CREATE FUNCTION go() RETURNS text LANGUAGE plpgsql AS
         $$ BEGIN RETURN (SELECT status FROM migrate.apply()); END $$",
    );
    assert_eq!(session.one("SELECT go()"), "queued");
    assert_built(&db);
}

/// A function's CALL cannot commit, so it must not wait; a procedure's and a DO block's can.
#[test]
fn up_from_plpgsql() {
    let db = Db::fresh();
    let mut session = with_pending_index(&db);
    session.exec(
        "CREATE FUNCTION go() RETURNS text LANGUAGE plpgsql AS
         $$ DECLARE s text; BEGIN CALL migrate.up(summary => s); RETURN s; END $$",
    );
    let summary = session.one("SELECT go()");
    assert!(summary.starts_with("1 migration queued"), "{summary}");
    assert_built(&db);
    create(&mut session, 2, "CREATE INDEX CONCURRENTLY i2 ON t (n)", "DROP INDEX i2");
    session.exec(
        "DO $$ DECLARE s text; BEGIN CALL migrate.up(summary => s);
         ASSERT s LIKE '1 migration applied in %', s; END $$",
    );
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
    assert_eq!(session.query_text(INDEXES), ["i|t", "i2|t"]);
}

#[test]
fn apply_twice_in_a_transaction_is_one_job() {
    let db = Db::fresh();
    let mut session = with_pending_index(&db);
    session.exec("BEGIN");
    let first = session.one("SELECT detail, job FROM migrate.apply()");
    let second = session.one("SELECT detail, job FROM migrate.apply()");
    assert_eq!(first, second);
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "1");
    session.exec("COMMIT");
    assert_built(&db);
    assert_eq!(session.query_text(JOURNAL), ["1|standalone|done"]);
}

/// What the caller did before in the same transaction is there when the job runs.
#[test]
fn the_job_sees_what_the_caller_has_committed() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX i");
    session.exec("BEGIN");
    tables(&mut session);
    session.exec("SELECT * FROM migrate.apply()");
    session.exec("COMMIT");
    assert_built(&db);
}

#[test]
fn without_a_free_worker_it_says_so_and_does_nothing() {
    // The launcher of logical replication takes one.
    let cluster = Cluster::start(&["max_worker_processes=1"]);
    let db = Db::on(&cluster);
    let mut session = with_pending_index(&db);
    let assert_nothing = |session: &mut Session| {
        assert_eq!(
            session.one("SELECT count(*) FROM migrate.jobs WHERE status IN ('queued', 'running')"),
            "0"
        );
        assert!(session.query_text(JOURNAL).is_empty());
        assert!(session.query_text(INDEXES).is_empty());
        // A job that could not begin has failed; what was never queued is still pending.
        let status = session.one("SELECT status FROM migrate.status()");
        assert!(status == "pending" || status == "failed", "{status}");
        assert!(session.query_text("SELECT * FROM migrate.schema_migrations").is_empty());
    };
    for sql in ["SELECT * FROM migrate.apply()", "CALL migrate.up()"] {
        let error = session.expect_error(sql);
        assert_eq!(error.sqlstate, "53000", "{sql}");
        assert_eq!(error.message, "no background worker is free for the migration", "{sql}");
        assert!(error.hint.contains("max_worker_processes"), "{sql}: {}", error.hint);
        assert_nothing(&mut session);
    }
    // The lock is free again, and what needs no worker works; only a failure cannot be written down.
    session.exec("SELECT * FROM migrate.record_migration(1)");
    create(&mut session, 2, "CREATE TABLE two (id int)", "DROP TABLE two");
    assert_eq!(session.one("SELECT status FROM migrate.apply()"), "applied");
    create(&mut session, 3, "SELECT 1 / 0", "SELECT 1");
    session.notices();
    assert_eq!(session.expect_error("SELECT * FROM migrate.apply()").sqlstate, "22012");
    let warnings = session.notices();
    assert!(
        warnings.iter().any(|notice| notice.is_warning() && notice.message.contains("journal")),
        "{warnings:?}"
    );
}

/// DROP DATABASE waits until every process of the server has let go of its files, and that is the caller, too.
#[test]
fn the_caller_does_not_hold_up_what_its_worker_drops() {
    let db = Db::fresh();
    let mut session = db.session();
    let name = format!("{}_dropped", db.name());
    // So many that the caller has nothing to do between them.
    let units = "BEGIN; SELECT 1; COMMIT;".repeat(25);
    let up = format!("{units} CREATE DATABASE {name}; DROP DATABASE {name};");
    create(&mut session, 1, &up, "SELECT 1");
    session.start("CALL migrate.up()").rows();
    assert_eq!(db.session().query_text(STATUS), ["1|applied"]);
}

/// What a worker's transaction writes is counted as it ends, for autovacuum: however long its statements take.
#[test]
fn the_rows_of_a_long_transaction_are_counted() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE t (i int); CREATE TABLE u (i int)");
    // The server reports what it counts once a second.
    create(
        &mut session,
        1,
        "INSERT INTO t SELECT generate_series(1, 1000); SELECT pg_sleep(1.2); INSERT INTO u VALUES (1);
         SELECT pg_sleep(1.2); INSERT INTO t SELECT generate_series(1, 500)",
        "SELECT 1",
    );
    session.exec("CALL migrate.up()");
    let counted =
        "SELECT pg_stat_get_tuples_inserted('t'::regclass), pg_stat_get_tuples_inserted('u'::regclass)";
    db.wait_for(counted, &["1500|1"]);
}
