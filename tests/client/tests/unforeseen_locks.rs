//! Locks that neither the script nor the catalog tells of: those that a function takes, and those on tables that are
//! not the role's own. Nobody waits behind them for longer than was said.
//!
//! Not here: locks that are known before the statement runs (locks.rs).

use std::time::{Duration, Instant};

use migrate_client_tests::{Db, Session};

use crate::common::{STATUS, create, operator, tables};

/// A function that changes table `t`, called by a migration; and a transaction that reads `t`.
fn with_function(up: &str) -> (Db, Session, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec(
        "CREATE FUNCTION change() RETURNS void LANGUAGE plpgsql AS $$
         BEGIN ALTER TABLE t ADD COLUMN x int; END $$",
    );
    create(&mut session, 1, up, "SELECT 1");
    let mut reader = db.session();
    reader.exec("BEGIN; SELECT count(*) FROM t");
    (db, session, reader)
}

#[test]
fn a_function_waits_for_lock_wait_at_most() {
    let (_db, mut session, reader) = with_function("INSERT INTO log VALUES ('one'); SELECT change()");
    session.exec("SET migrate.lock_wait = '300ms'");
    for call in ["CALL migrate.up()", "SELECT * FROM migrate.apply()"] {
        let error = session.expect_error(call);
        assert_eq!(error.sqlstate, "55P03");
        assert!(error.message.contains("statement 2, line 1"), "{}", error.message);
        assert!(error.hint.contains("for migrate.lock_wait at most"), "{}", error.hint);
        assert_eq!(session.query_text("SELECT * FROM log"), [""; 0]);
    }
    drop(reader);
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

/// A limit that the script sets is the script's.
#[test]
fn a_lock_timeout_of_the_script_counts() {
    let (_db, mut session, _reader) = with_function("SET LOCAL lock_timeout = '50ms'; SELECT change()");
    let start = Instant::now();
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "55P03");
    assert!(!error.hint.contains("migrate.lock_wait"), "{}", error.hint);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

/// The other end of a foreign key is not the role's own, so it is not locked beforehand. The unit stands in its
/// queue for a moment at a time, and begins anew.
#[test]
fn a_table_of_somebody_else_is_not_queued_for_long() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let role = operator(&db, "LOGIN");
    session.exec(&format!(
        "CREATE TABLE mine (id int); ALTER TABLE mine OWNER TO {role}; GRANT REFERENCES ON t TO {role};
         GRANT INSERT ON log TO {role}"
    ));
    let mut own = db.session_as(&role);
    create(
        &mut own,
        1,
        "INSERT INTO log VALUES ('once'); ALTER TABLE mine ADD FOREIGN KEY (id) REFERENCES t",
        "SELECT 1",
    );
    let mut writer = db.session();
    writer.exec("BEGIN; INSERT INTO t VALUES (1000, 1)");
    let call = own.start("CALL migrate.up()");
    let waits = "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND relation = 't'::regclass";
    db.wait_for(waits, &["t"]);
    // Whoever writes now waits for the window at most, although the first writer is still there.
    session.exec("SET lock_timeout = '5s'");
    session.exec("INSERT INTO t VALUES (1001, 1)");
    db.wait_for(waits, &["t"]);
    writer.exec("COMMIT");
    call.rows();
    assert_eq!(session.query_text("SELECT word FROM log"), ["once"]);
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

/// A statement that runs on its own takes its locks itself.
#[test]
fn a_vacuum_full_waits_outside_of_the_queue() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "VACUUM FULL t", "SELECT 1");
    let before = session.one("SELECT pg_relation_filenode('t')");
    let mut reader = db.session();
    reader.exec("BEGIN; SELECT count(*) FROM t");
    let call = db.session().start("CALL migrate.up()");
    db.wait_for(
        "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
         WHERE a.backend_type = 'migrate_ext job' AND a.datname = current_database()
           AND l.locktype = 'virtualxid' AND NOT l.granted",
        &["1"],
    );
    session.exec("SET lock_timeout = '5s'");
    session.exec("INSERT INTO t VALUES (1001, 1)");
    reader.exec("COMMIT");
    call.rows();
    assert_ne!(session.one("SELECT pg_relation_filenode('t')"), before);
    create(&mut session, 2, "VACUUM FULL t", "SELECT 1");
    reader.exec("BEGIN; SELECT count(*) FROM t");
    session.exec("SET migrate.lock_wait = '300ms'");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "55P03");
    assert!(error.detail.contains("could not lock table \"t\""), "{}", error.detail);
}

/// A lock that a function has not had and got over says nothing of an error behind it, where there are no other nodes.
#[test]
fn an_error_behind_a_lock_that_was_given_up_keeps_its_code() {
    let db = Db::fresh();
    let mut session = db.session();
    let up = "DO $$ BEGIN
                  BEGIN RAISE EXCEPTION 'busy' USING ERRCODE = '55P03'; EXCEPTION WHEN lock_not_available THEN NULL; END;
                  RAISE EXCEPTION 'broken' USING ERRCODE = 'XX000';
              END $$";
    create(&mut session, 1, up, "SELECT 1");
    for call in ["CALL migrate.up()", "SELECT * FROM migrate.apply()"] {
        assert_eq!(session.expect_error(call).sqlstate, "XX000", "{call}");
    }
}
