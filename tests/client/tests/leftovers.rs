//! Standalone statements that are broken off half-way and leave something that is neither before nor after: the
//! next run sees it in the catalog, clears it away or completes it.
//!
//! Not here: CREATE INDEX CONCURRENTLY and DROP INDEX CONCURRENTLY (crash.rs, failures.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{
    JOBS, STATUS, block_index_builds, create, tables, wait_for_blocked_worker, wait_for_sleeping_worker,
};

/// Invalid indexes, those of TOAST tables included.
const INVALID: &str = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";

#[test]
fn an_invalid_copy_of_a_reindex_is_dropped() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("ALTER TABLE t ADD COLUMN doc text");
    create(&mut session, 1, "REINDEX TABLE CONCURRENTLY t", "SELECT 1");
    let blocker = block_index_builds(&db);
    let call = db.session().start("CALL migrate.up()");
    let pid = wait_for_blocked_worker(&db);
    assert_ne!(session.one(INVALID), "0");
    session.exec(&format!("SELECT pg_terminate_backend({pid})"));
    assert_eq!(call.error().1.sqlstate, "57P01");
    drop(blocker);
    session.exec("CALL migrate.up()");
    assert_eq!(session.one(INVALID), "0");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

#[test]
fn an_invalid_copy_of_a_cancelled_reindex_is_dropped_when_it_ends() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "REINDEX INDEX CONCURRENTLY t_pkey", "SELECT 1");
    let blocker = block_index_builds(&db);
    let call = db.session().start("CALL migrate.up()");
    let pid = wait_for_blocked_worker(&db);
    session.exec(&format!("SELECT pg_cancel_backend({pid})"));
    drop(blocker);
    let (_, error) = call.error();
    assert_eq!(error.sqlstate, "57014");
    assert_eq!(session.one(INVALID), "0");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(JOBS), ["cancelled", "done"]);
}

#[test]
fn a_partition_that_is_half_detached_is_detached() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE SCHEMA \"Past\"; CREATE TABLE p (id int) PARTITION BY RANGE (id);
         CREATE TABLE \"Past\".\"P1\" PARTITION OF p FOR VALUES FROM (0) TO (10); INSERT INTO p VALUES (1)",
    );
    create(&mut session, 1, "ALTER TABLE p DETACH PARTITION \"Past\".\"P1\" CONCURRENTLY", "SELECT 1");
    let mut blocker = db.session();
    blocker.exec("BEGIN; SELECT FROM p");
    let call = db.session().start("CALL migrate.up()");
    let pid = wait_for_blocked_worker(&db);
    db.wait_for("SELECT inhdetachpending FROM pg_inherits", &["t"]);
    session.exec(&format!("SELECT pg_cancel_backend({pid})"));
    let (_, error) = call.error();
    assert_eq!(error.sqlstate, "57014");
    let told = "The partition \"P1\" is half detached; the next run completes that.";
    assert!(error.detail.contains(told), "{}", error.detail);
    drop(blocker);
    session.exec("CALL migrate.up()");
    assert_eq!(session.one("SELECT count(*) FROM pg_inherits"), "0");
    assert_eq!(session.one("SELECT count(*) FROM \"Past\".\"P1\""), "1");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

/// The database was made, and the worker died before it could say so.
#[test]
fn a_database_that_is_there_is_not_made_again() {
    let db = Db::fresh();
    let mut session = db.session();
    let (template, made) = (format!("{}_template", db.name()), format!("{}_made", db.name()));
    session.exec(&format!("CREATE DATABASE {template}"));
    create(
        &mut session,
        1,
        &format!("CREATE DATABASE {made} TEMPLATE {template}; CREATE TABLE log ()"),
        &format!("DROP DATABASE {made}; DROP TABLE log"),
    );
    broken_off_at_the_end(&db, &template, "CALL migrate.up()");
    assert_eq!(session.one(&format!("SELECT count(*) FROM pg_database WHERE datname = '{made}'")), "1");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);

    broken_off_at_the_end(&db, &made, "CALL migrate.down()");
    assert_eq!(session.one(&format!("SELECT count(*) FROM pg_database WHERE datname = '{made}'")), "0");
    session.exec("CALL migrate.down()");
    assert_eq!(session.query_text(STATUS), ["1|pending"]);
    session.exec(&format!("DROP DATABASE {template}"));
}

/// Lets a statement that needs `busy` without connections come to its end, and the worker not write so.
fn broken_off_at_the_end(db: &Db, busy: &str, call: &str) {
    let connected = Session::open(db.server(), busy, db.server().user());
    let call = db.session().start(call);
    // The server waits for a moment while somebody is connected.
    db.wait_for("SELECT count(*) FROM migrate.journal WHERE status = 'started'", &["1"]);
    let mut blocker = db.session();
    blocker.exec("BEGIN; LOCK TABLE migrate.journal IN EXCLUSIVE MODE");
    drop(connected);
    let pid = wait_for_blocked_worker(db);
    db.session().exec(&format!("SELECT pg_terminate_backend({pid})"));
    assert_eq!(call.error().1.sqlstate, "57P01");
}

/// Of a procedure that commits nobody can tell.
#[test]
fn a_do_block_that_was_broken_off_needs_a_person() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE log (word text)");
    let block = "DO $$ BEGIN INSERT INTO log VALUES ('worked'); COMMIT; PERFORM pg_sleep(60); END $$";
    create(&mut session, 1, block, "SELECT 1");
    let call = db.session().start("CALL migrate.up()");
    let pid = wait_for_sleeping_worker(&db);
    session.exec(&format!("SELECT pg_terminate_backend({pid})"));
    call.error();
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "55000");
    assert!(error.hint.contains("migrate.settle"), "{}", error.hint);
    assert_eq!(session.one("SELECT count(*) FROM log"), "1");
}
