//! The states of an online change: each is told while it lasts, and from each the change can be given up until it is done.
//!
//! Not here: what each kind of change does (the other changes_*.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{WORKERS, operate, schema};

const STATE: &str = "SELECT state FROM migrate.changes ORDER BY id DESC LIMIT 1";

/// A table whose backfill stops at a row for as long as somebody has the advisory lock 1.
fn table(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, name text NOT NULL DEFAULT 'a b' CHECK (name <> 'x'), n int UNIQUE);
         INSERT INTO t SELECT i, 'first' || i || ' last' || i, i FROM generate_series(1, 300) i;
         CREATE TABLE child (t_id int REFERENCES t); INSERT INTO child SELECT id FROM t;
         CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NEW; END';
         CREATE TRIGGER held BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.id = 200) EXECUTE FUNCTION held();
         SET migrate.small_table = 0; SET migrate.backfill_target = 5",
    );
    session
}

fn run(session: &mut Session, call: &str, state: &str) {
    operate(session, call).unwrap_or_else(|error| panic!("{call}: {error:?}"));
    assert_eq!(session.one(STATE), state, "{call}");
}

const KINDS: [(&str, &str); 3] = [
    ("id", "safe_change_column_type('t', 'id', 'bigint')"),
    ("name", "safe_rename_column('t', 'name', 'title')"),
    (
        "name",
        "safe_split_column('t', 'name', ARRAY['a', 'b'], ARRAY['split_part(name, '' '', 1)', 'split_part(name, '' '', 2)'],
                           'a || '' '' || b')",
    ),
];

/// Cancels what runs, if something does, and gives the change up.
fn give_up(db: &Db, session: &mut Session, column: &str) {
    session.exec("SELECT migrate.cancel(id) FROM migrate.live_jobs WHERE alive");
    db.wait_for(WORKERS, &["0"]);
    run(session, &format!("abort('t', '{column}')"), "aborted");
}

#[test]
fn each_is_told_and_can_be_given_up() {
    let db = Db::fresh();
    let mut session = table(&db);
    let before = schema(&db);
    for (column, call) in KINDS {
        for (hold, state) in [
            ("SELECT pg_advisory_lock(1)", "backfilling"),
            // An index is built, or the whole table is looked at.
            ("BEGIN; LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE", "verifying"),
        ] {
            if column == "name" && state == "verifying" {
                // Nothing of it can be held up there.
                continue;
            }
            let mut blocker = db.session();
            // What begins the change needs the table for a moment.
            if state == "verifying" {
                let mut first = db.session();
                first.exec("SELECT pg_advisory_lock(1)");
                session.exec(&format!("SELECT migrate.{call}"));
                db.wait_for(STATE, &["backfilling"]);
                blocker.exec(hold);
                drop(first);
            } else {
                blocker.exec(hold);
                session.exec(&format!("SELECT migrate.{call}"));
            }
            db.wait_for(STATE, &[state]);
            let error = session.expect_error(&format!("SELECT migrate.complete('t', '{column}')"));
            assert_eq!(error.sqlstate, "55000");
            assert!(error.message.ends_with("is not ready"), "{error:?}");
            session.exec("SELECT migrate.cancel(id) FROM migrate.live_jobs WHERE alive");
            db.wait_for(WORKERS, &["0"]);
            drop(blocker);
            give_up(&db, &mut session, column);
            assert_eq!(schema(&db), before, "{call}, {state}");
        }
        run(&mut session, call, "ready");
        give_up(&db, &mut session, column);
        assert_eq!(schema(&db), before, "{call}, ready");
    }
}

#[test]
fn a_completion_that_waits_is_contracting() {
    let db = Db::fresh();
    let mut session = table(&db);
    let before = schema(&db);
    const TO_BIGINT: &str = KINDS[0].1;
    run(&mut session, TO_BIGINT, "ready");
    let mut reader = db.session();
    for _ in 0..2 {
        reader.exec("BEGIN; SELECT count(*) FROM t");
        session.exec("SELECT migrate.complete('t', 'id')");
        db.wait_for(STATE, &["contracting"]);
        session.exec("SELECT migrate.cancel(id) FROM migrate.live_jobs WHERE alive");
        db.wait_for(WORKERS, &["0"]);
        reader.exec("ROLLBACK");
        assert_eq!(session.one(STATE), "contracting");
        // Both ends still work.
        session.exec("INSERT INTO t (id, name) VALUES ((SELECT max(id) + 1 FROM t), 'while it waits')");
        assert_eq!(session.one("SELECT count(*) FROM t WHERE id <> id_new_type"), "0");
    }
    give_up(&db, &mut session, "id");
    assert_eq!(schema(&db), before);
    // And it can be gone on with instead.
    run(&mut session, TO_BIGINT, "ready");
    reader.exec("BEGIN; SELECT count(*) FROM t");
    session.exec("SELECT migrate.complete('t', 'id')");
    db.wait_for(STATE, &["contracting"]);
    session.exec("SELECT migrate.cancel(id) FROM migrate.live_jobs WHERE alive");
    db.wait_for(WORKERS, &["0"]);
    reader.exec("ROLLBACK");
    run(&mut session, "complete('t', 'id')", "grace");
}

#[test]
fn given_up_when_it_was_complete() {
    for small_table in ["0", "100000"] {
        let db = Db::fresh();
        let mut session = table(&db);
        session.exec(&format!("SET migrate.small_table = {small_table}"));
        let before = schema(&db);
        for (column, call) in KINDS {
            // On a small table it is one statement, and no change.
            if column == "id" && small_table != "0" {
                continue;
            }
            run(&mut session, call, "ready");
            run(&mut session, &format!("complete('t', '{column}')"), "grace");
            let set = match call {
                _ if column == "id" => "name = 'written since'",
                _ if call.contains("split") => "a = 'written', b = 'since'",
                _ => "title = 'written since'",
            };
            session.exec(&format!("UPDATE t SET {set} WHERE id = 7"));
            run(&mut session, &format!("abort('t', '{column}')"), "aborted");
            assert_eq!(schema(&db), before, "{call}");
            assert_eq!(session.one("SELECT name FROM t WHERE id = 7"), "written since", "{call}");
            let again = format!("SELECT migrate.abort('t', '{column}')");
            assert_eq!(session.query_text(&again), [""; 0], "{call}");
        }
    }
}
