//! Every way in which an application writes to a table while a column of it has two ends: COPY, ON CONFLICT by either name,
//! rows that move between partitions, replicated writes, triggers of its own, keys that are checked when the transaction ends.
//!
//! Not here: many of them at once, with kills (stress/fire.rs, `make stress`).

use migrate_client_tests::{Db, Session};

use crate::common::operate;

const RENAME: &str = "safe_rename_column('t', 'state', 'status')";
const WRONG: &str = "SELECT id, state, status FROM t WHERE state IS DISTINCT FROM status";

fn renamed(db: &Db, table: &str) -> Session {
    let mut session = db.session();
    session.exec(&format!("{table}; SET migrate.small_table = 0"));
    operate(&mut session, RENAME).unwrap_or_else(|error| panic!("{error:?}"));
    session
}

fn written(session: &mut Session, sql: &str, rows: &[&str]) {
    session.exec(sql);
    assert_eq!(session.query_text("SELECT * FROM (SELECT id, state FROM t ORDER BY id) t"), rows, "{sql}");
    assert_eq!(session.query_text(WRONG), [""; 0], "{sql}");
}

#[test]
fn copy() {
    let db = Db::fresh();
    let mut session = renamed(
        &db,
        "CREATE TABLE t (id int PRIMARY KEY, state text DEFAULT 'none'); INSERT INTO t VALUES (1, 'a')",
    );
    written(&mut session, "COPY t (id, state) FROM PROGRAM 'printf \"2\\tb\\n\"'", &["1|a", "2|b"]);
    written(&mut session, "COPY t (id, status) FROM PROGRAM 'printf \"3\\tc\\n\"'", &["1|a", "2|b", "3|c"]);
    written(&mut session, "COPY t (id) FROM PROGRAM 'echo 4'", &["1|a", "2|b", "3|c", "4|none"]);
}

#[test]
fn on_conflict_by_either_name() {
    let db = Db::fresh();
    let mut session =
        renamed(&db, "CREATE TABLE t (id int PRIMARY KEY, state text UNIQUE); INSERT INTO t VALUES (1, 'a')");
    let insert = |into: &str, on: &str, set: &str| {
        format!("INSERT INTO t (id, {into}) VALUES (2, 'a') ON CONFLICT ({on}) DO UPDATE SET {set}")
    };
    written(&mut session, &insert("state", "state", "status = 'b'"), &["1|b"]);
    session.exec("UPDATE t SET state = 'a'");
    written(&mut session, &insert("status", "status", "state = excluded.status || '!'"), &["1|a!"]);
    session.exec("UPDATE t SET state = 'a'");
    written(&mut session, &insert("status", "state", "status = excluded.state || '?'"), &["1|a?"]);
    session.exec("UPDATE t SET state = 'a'");
    written(&mut session, "INSERT INTO t (id, status) VALUES (2, 'a') ON CONFLICT DO NOTHING", &["1|a"]);
}

#[test]
fn a_key_that_is_checked_at_the_end() {
    let db = Db::fresh();
    let table =
        "CREATE TABLE t (id int PRIMARY KEY, state text, UNIQUE (state) DEFERRABLE INITIALLY DEFERRED);
                 INSERT INTO t VALUES (1, 'a'), (2, 'b')";
    let mut session = renamed(&db, table);
    // Within one statement, and in two.
    written(&mut session, "UPDATE t SET state = CASE id WHEN 1 THEN 'b' ELSE 'a' END", &["1|b", "2|a"]);
    let swap =
        "BEGIN; UPDATE t SET status = 'a' WHERE id = 1; UPDATE t SET status = 'b' WHERE id = 2; COMMIT";
    written(&mut session, swap, &["1|a", "2|b"]);
    assert_eq!(session.expect_error("INSERT INTO t (id, status) VALUES (3, 'a')").sqlstate, "23505");
    assert_eq!(
        session.one("SELECT count(*) FROM pg_indexes WHERE indexname LIKE '%_copy'"),
        "1",
        "for readers"
    );
}

#[test]
fn a_key_that_is_checked_at_the_end_keeps_its_type() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, n int, UNIQUE (n) DEFERRABLE INITIALLY DEFERRED);
         INSERT INTO t VALUES (1, 1), (2, 2); SET migrate.small_table = 0",
    );
    let error = session.expect_error("SELECT migrate.safe_change_column_type('t', 'n', 'bigint')");
    assert_eq!(error.sqlstate, "0A000");
    assert_eq!(error.detail, "These depend on it: constraint t_n_key, which is DEFERRABLE.");
    // In one statement it can be done.
    session.exec("SET migrate.small_table = 10");
    operate(&mut session, "safe_change_column_type('t', 'n', 'bigint')").expect("a small table");
}

#[test]
fn other_columns_are_none_of_its_business() {
    let db = Db::fresh();
    let mut session = renamed(
        &db,
        "CREATE TABLE t (id int PRIMARY KEY, state text, n int); INSERT INTO t VALUES (1, 'a', 1)",
    );
    // One that fires says so.
    let function = session.one("SELECT DISTINCT tgfoid::regprocedure FROM pg_trigger WHERE tgrelid = 't'::regclass AND tgname LIKE '~status_sync%'");
    session.exec(&format!(
        "CREATE OR REPLACE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''fired''; END'"
    ));
    session.exec("UPDATE t SET n = 2, state = state");
    for column in ["state", "status"] {
        assert_eq!(session.expect_error(&format!("UPDATE t SET {column} = 'b'")).message, "fired");
    }
}

#[test]
fn replicated_writes() {
    let db = Db::fresh();
    let mut session =
        renamed(&db, "CREATE TABLE t (id int PRIMARY KEY, state text); INSERT INTO t VALUES (1, 'a')");
    session.exec("SET session_replication_role = replica");
    written(&mut session, "INSERT INTO t VALUES (2, 'b')", &["1|a", "2|b"]);
    written(&mut session, "UPDATE t SET status = 'c' WHERE id = 1", &["1|c", "2|b"]);
}

#[test]
fn rows_that_move() {
    let db = Db::fresh();
    let mut session = renamed(
        &db,
        "CREATE TABLE t (id int, part int, state text, PRIMARY KEY (id, part)) PARTITION BY LIST (part);
         CREATE TABLE t0 PARTITION OF t FOR VALUES IN (0); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
         INSERT INTO t VALUES (1, 0, 'a'), (2, 1, 'b')",
    );
    written(&mut session, "UPDATE t SET part = 1 - part", &["1|a", "2|b"]);
    written(&mut session, "UPDATE t SET part = 1 - part, status = status || '!'", &["1|a!", "2|b!"]);
    written(&mut session, "UPDATE t SET part = 1 - part, state = state || '?'", &["1|a!?", "2|b!?"]);
    // A partition that comes meanwhile has the trigger, too.
    session.exec("CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2)");
    written(&mut session, "UPDATE t SET part = 2, status = 'c' WHERE id = 1", &["1|c", "2|b!?"]);
}

#[test]
fn triggers_of_its_own() {
    let db = Db::fresh();
    let mut session = renamed(
        &db,
        "CREATE TABLE t (id int PRIMARY KEY, state text, at timestamptz); INSERT INTO t VALUES (1, 'a');
         CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN NEW.state := trim(NEW.state); NEW.at := now(); RETURN NEW; END';
         CREATE TRIGGER trimmed BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
    );
    written(&mut session, "INSERT INTO t VALUES (2, ' b ')", &["1|a", "2|b"]);
    written(&mut session, "UPDATE t SET state = ' c ' WHERE id = 1", &["1|c", "2|b"]);
    // It knows the old name alone: what is written to the new one it does not see.
    written(&mut session, "UPDATE t SET status = ' d ' WHERE id = 1", &["1| d ", "2|b"]);
}

/// A table of which the backfill stops at its first row until that is let go; what is called has begun.
fn held(db: &Db, call: &str) -> (Session, Session) {
    let (mut session, mut holder) = (db.session(), db.session());
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, state text, n int, pad text);
         INSERT INTO t SELECT i, 'a' || i || ' b' || i, i, repeat('x', 200) FROM generate_series(1, 2000) i;
         CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NEW; END';
         CREATE TRIGGER held BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.id = 1) EXECUTE FUNCTION held();
         SET migrate.small_table = 0; SET migrate.backfill_target = 5; SET migrate.lock_wait = '1min'",
    );
    holder.exec("SELECT pg_advisory_lock(1)");
    session.exec(&format!("SELECT FROM migrate.{call}"));
    db.wait_for("SELECT state FROM migrate.changes", &["backfilling"]);
    db.wait_for("SELECT count(*) FROM migrate.backfill_ranges", &["1"]);
    (session, holder)
}

const DONE: &str = "SELECT c.state, j.status FROM migrate.changes c, migrate.jobs j";

#[test]
fn rows_that_move_while_they_are_filled() {
    for call in [RENAME, SPLIT] {
        let db = Db::fresh();
        let (mut session, mut holder) = held(&db, call);
        // Behind the last block that the backfill knows of, and neither end is written.
        session.exec("UPDATE t SET n = n + 1 WHERE id > 1");
        holder.exec("SELECT pg_advisory_unlock(1)");
        db.wait_for(DONE, &["ready|done"]);
        let wrong = if call == RENAME {
            WRONG
        } else {
            "SELECT id FROM t WHERE state IS DISTINCT FROM a || ' ' || b"
        };
        assert_eq!(session.query_text(wrong), [""; 0]);
    }
}

const SPLIT: &str = "safe_split_column('t', 'state', ARRAY['a', 'b'],
    ARRAY['split_part(state, '' '', 1)', 'split_part(state, '' '', 2)'], 'a || '' '' || b')";

#[test]
fn what_is_written_to_a_new_end_before_it_is_filled() {
    let db = Db::fresh();
    let (mut session, mut holder) = held(&db, SPLIT);
    // From the old end alone it would follow that the second word is the last name.
    session.exec("UPDATE t SET a = 'Anna Maria', b = 'Lee' WHERE id = 1000");
    holder.exec("SELECT pg_advisory_unlock(1)");
    db.wait_for(DONE, &["ready|done"]);
    assert_eq!(session.one("SELECT state, a, b FROM t WHERE id = 1000"), "Anna Maria Lee|Anna Maria|Lee");
}
