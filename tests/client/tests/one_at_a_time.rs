//! One migrator at a time in a database: who comes second is told by whom and since when, and the lock is held
//! as long as the work lasts, whatever a script does with advisory locks.
//!
//! Not here: the lock's behaviour step by step (the isolation tests).

use migrate_client_tests::{Db, Session, SqlError};

use crate::common::{INDEXES, JOBS, STATUS, block_index_builds, create, tables, wait_for_blocked_worker};

/// Holders of the migrator's lock in this database.
const HOLDERS: &str = "
    SELECT pid FROM pg_locks JOIN pg_database d ON d.oid = database
    WHERE datname = current_database() AND locktype = 'advisory' AND granted
      AND (classid::bigint, objid::bigint, objsubid) = (1835624306, 1635018017, 3)";

fn assert_busy(error: &SqlError, pid: &str) {
    assert_eq!(error.sqlstate, "55P03");
    assert_eq!(error.message, "another migration is running in this database");
    assert!(
        error.detail.starts_with(&format!("It is run by pid {pid}, role \"postgres\"")),
        "{}",
        error.detail
    );
    assert!(error.detail.contains(", since 20"), "{}", error.detail);
    assert!(error.hint.starts_with("Wait for it to end"), "{}", error.hint);
}

/// A job that waits in its last unit, CREATE INDEX CONCURRENTLY, behind `before`; its worker, and the session it
/// waits for.
fn at_work(db: &Db, before: &str) -> (migrate_client_tests::Pending, String, Session) {
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, &format!("{before}; CREATE INDEX CONCURRENTLY i ON t (n)"), "DROP INDEX i");
    let blocker = block_index_builds(db);
    let call = session.start("CALL migrate.up()");
    let pid = wait_for_blocked_worker(db);
    (call, pid, blocker)
}

#[test]
fn the_second_up_is_told_who_is_first() {
    let db = Db::fresh();
    let (call, pid, blocker) = at_work(&db, "SELECT 1");
    let mut second = db.session();
    assert_eq!(second.query_text(HOLDERS), [pid.as_str()]);
    let error = second.expect_error("CALL migrate.up()");
    assert_busy(&error, &pid);
    assert!(error.detail.contains("\"migrate_ext job 1\""), "{}", error.detail);
    assert_eq!(second.query_text(STATUS), ["1|running"]);
    drop(blocker);
    call.rows();
    assert_eq!(second.one("CALL migrate.up()"), "nothing to apply");
    assert!(second.query_text(HOLDERS).is_empty());
    assert_eq!(second.query_text(JOBS), ["done"], "the refused call left no job");
}

/// A queued job waits for its turn; what the first has done by then it does not do again.
#[test]
fn a_queued_job_waits_for_its_turn() {
    let db = Db::fresh();
    let (call, _, blocker) = at_work(&db, "INSERT INTO log VALUES ('once')");
    let mut second = db.session();
    assert_eq!(second.one("SELECT status FROM migrate.apply()"), "queued");
    create(
        &mut second,
        2,
        "INSERT INTO log VALUES ('two'); CREATE INDEX CONCURRENTLY i2 ON t (n)",
        "SELECT 1",
    );
    assert_eq!(second.query_text("SELECT version, status FROM migrate.apply()"), ["1|queued", "2|queued"]);
    drop(blocker);
    call.rows();
    db.wait_for(JOBS, &["done", "done", "done"]);
    assert_eq!(second.query_text("SELECT word FROM log"), ["once", "two"]);
    assert_eq!(second.query_text(INDEXES), ["i|t", "i2|t"]);
    assert_eq!(second.query_text(STATUS), ["1|applied", "2|applied"]);
}

#[test]
fn an_open_transaction_that_has_applied_holds_the_lock() {
    let db = Db::fresh();
    for end in ["COMMIT", "ROLLBACK"] {
        let mut first = db.session();
        if end == "COMMIT" {
            create(&mut first, 1, "CREATE TABLE one (id int)", "DROP TABLE one");
        } else {
            create(&mut first, 2, "CREATE TABLE two (id int)", "DROP TABLE two");
        }
        first.exec("BEGIN; SELECT * FROM migrate.apply()");
        let pid = first.pid();
        let mut second = db.session();
        assert_busy(&second.expect_error("CALL migrate.up()"), &pid);
        first.exec(end);
        assert!(second.query_text(HOLDERS).is_empty(), "{end}");
        let summary = second.one("CALL migrate.up()");
        assert_eq!(summary == "nothing to apply", end == "COMMIT", "{summary}");
    }
}

/// A prepared transaction holds the lock, and no process does. A job asked for in one starts when it is committed.
#[test]
fn a_prepared_transaction() {
    let db = Db::fresh();
    let mut first = db.session();
    tables(&mut first);
    create(&mut first, 1, "CREATE TABLE one (id int)", "DROP TABLE one");
    first.exec(&format!("BEGIN; SELECT * FROM migrate.apply(); PREPARE TRANSACTION '{}'", db.name()));
    let mut second = db.session();
    let error = second.expect_error("CALL migrate.up()");
    first.exec(&format!("COMMIT PREPARED '{}'", db.name()));
    create(&mut first, 2, "CREATE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX i");
    first.exec(&format!("BEGIN; SELECT * FROM migrate.apply(); PREPARE TRANSACTION '{}'", db.name()));
    assert_eq!(second.query_text(STATUS), ["1|applied", "2|pending"]);
    first.exec(&format!("COMMIT PREPARED '{}'", db.name()));
    db.wait_for(STATUS, &["1|applied", "2|applied"]);
    assert_eq!(second.query_text(INDEXES), ["i|t"]);
    assert_eq!(error.sqlstate, "55P03", "{error:?}");
    assert_eq!(error.message, "another migration is running in this database");
    let holder = format!("It is in prepared transaction \"{}\", role \"postgres\", since ", db.name());
    assert!(error.detail.starts_with(&holder), "{}", error.detail);
}

#[test]
fn a_failure_lets_go_of_the_lock() {
    let db = Db::fresh();
    let mut first = db.session();
    create(&mut first, 1, "SELECT 1 / 0", "SELECT 1");
    for sql in ["CALL migrate.up()", "SELECT * FROM migrate.apply()"] {
        assert_eq!(first.expect_error(sql).sqlstate, "22012");
        // The server tells of an error before it lets go of the transaction's locks: when it answers again, it has.
        first.exec("SELECT 1");
        assert!(db.session().query_text(HOLDERS).is_empty(), "{sql}");
        assert_eq!(db.session().expect_error(sql).sqlstate, "22012");
    }
}

/// Whoever sees that a job has ended can begin the next at once.
#[test]
fn the_lock_is_let_go_before_the_end_is_seen() {
    let db = Db::fresh();
    let (call, _, blocker) = at_work(&db, "SELECT 1");
    let mut keeper = db.session();
    keeper.exec("BEGIN; SELECT FROM migrate.jobs FOR UPDATE");
    drop(blocker);
    db.wait_for(&format!("SELECT count(*) FROM ({HOLDERS}) h"), &["0"]);
    assert_eq!(db.session().query_text("SELECT status FROM migrate.jobs"), ["running"]);
    keeper.exec("COMMIT");
    call.rows();
    assert_eq!(keeper.query_text("SELECT status FROM migrate.jobs"), ["done"]);
}

#[test]
fn databases_do_not_wait_for_each_other() {
    let (one, other) = (Db::fresh(), Db::fresh());
    let (call, _, blocker) = at_work(&one, "SELECT 1");
    let mut session = other.session();
    create(&mut session, 1, "CREATE TABLE one (id int)", "DROP TABLE one");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    drop(blocker);
    call.rows();
}

fn assert_held_after(before: &str) {
    let db = Db::fresh();
    let (call, pid, blocker) = at_work(&db, before);
    let mut second = db.session();
    assert_eq!(second.query_text(HOLDERS), [pid.as_str()], "after {before}");
    assert_eq!(second.expect_error("CALL migrate.up()").sqlstate, "55P03");
    drop(blocker);
    call.rows();
    assert_eq!(second.query_text(STATUS), ["1|applied"]);
    assert!(second.query_text(HOLDERS).is_empty());
}

#[test]
fn a_script_that_uses_advisory_locks() {
    assert_held_after(
        "SELECT pg_advisory_lock(1), pg_advisory_lock(2, 3), pg_advisory_xact_lock(4); SELECT pg_advisory_unlock(1)",
    );
}

#[test]
fn a_script_that_unlocks_all_advisory_locks() {
    assert_held_after("SELECT pg_advisory_unlock_all()");
}

#[test]
fn a_script_that_discards_all() {
    assert_held_after("INSERT INTO log VALUES ('a'); DISCARD ALL");
}

/// The numbers of the lock are no secret; its last part is out of reach.
#[test]
fn nobody_can_take_the_lock_by_its_numbers() {
    let db = Db::fresh();
    let (class, object) = ("x'6d696772'::int", "x'61746521'::int");
    let mut thief = db.session();
    thief.exec(&format!(
        "SELECT pg_advisory_lock({class}, {object}), pg_advisory_lock({class}::bigint << 32 | {object})"
    ));
    let mut session = db.session();
    create(&mut session, 1, "CREATE TABLE one (id int)", "DROP TABLE one");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}
