//! The states of an online change: each is told while it lasts, and from each the change can be given up until it is done.
//!
//! Not here: what each kind of change does (the other changes_*.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{WORKERS, create, operate, schema};

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
            let again = format!("SELECT status FROM migrate.abort('t', '{column}')");
            assert_eq!(session.one(&again), "already done", "{call}");
        }
    }
}

/// Changes of different columns at once, ended in another order than they began; an index has columns of two.
#[test]
fn several_on_one_table() {
    let db = Db::fresh();
    let mut session = table(&db);
    session
        .exec("ALTER TABLE t ADD COLUMN extra text DEFAULT 'e f'; CREATE UNIQUE INDEX t_both ON t (id, n)");
    const RENAME: &str = "safe_rename_column('t', 'n', 'number')";
    const SPLIT: &str = "safe_split_column('t', 'extra', ARRAY['one', 'two'],
        ARRAY['split_part(extra, '' '', 1)', 'split_part(extra, '' '', 2)'], 'one || '' '' || two')";
    let before = schema(&db);
    for call in [KINDS[0].1, RENAME, SPLIT] {
        run(&mut session, call, "ready");
    }
    const IN_STEP: &str = "
        SELECT count(*) FROM t WHERE (n, extra) IS DISTINCT FROM (number, one || ' ' || two) OR id <> (to_jsonb(t)->>'id_new_type')::int";
    session.exec(
        "INSERT INTO t (id, number, one, two) VALUES (1001, 1001, 'g', 'h'); UPDATE t SET n = -n, extra = 'i j' WHERE id = 5;
         UPDATE t SET id = id + 5000, number = number + 5000, two = 'k' WHERE id = 1001",
    );
    assert_eq!(session.one(IN_STEP), "0");
    for column in ["one", "id", "number"] {
        let error =
            session.expect_error(&format!("SELECT migrate.safe_rename_column('t', '{column}', 'other')"));
        assert_eq!(error.sqlstate, "55006", "{column}: {error:?}");
    }
    for column in ["extra", "id", "n"] {
        operate(&mut session, &format!("complete('t', '{column}')")).expect("complete");
    }
    assert_eq!(session.query_text("SELECT state FROM migrate.changes"), ["grace", "grace", "grace"]);
    session.exec("UPDATE t SET id = id + 1, number = number + 1, one = 'l' WHERE id = 6001");
    assert_eq!(
        session.query_text("SELECT id, number, one, two, pg_typeof(id) FROM t WHERE id > 6000"),
        ["6002|6002|l|k|bigint"]
    );
    assert_eq!(session.one("SELECT count(*) FROM pg_index WHERE NOT indisvalid"), "0");
    for column in ["id", "extra", "n"] {
        operate(&mut session, &format!("abort('t', '{column}')")).expect("abort");
    }
    assert_eq!(session.query_text("SELECT state FROM migrate.changes"), ["aborted", "aborted", "aborted"]);
    assert_eq!(schema(&db), before);
    assert_eq!(
        session.query_text("SELECT id, n, extra FROM t WHERE id IN (5, 6002) ORDER BY id"),
        ["5|-5|i j", "6002|6002|l k"]
    );
}

#[test]
fn the_way_back_ends_at_once_where_nothing_is_left() {
    let db = Db::fresh();
    let mut session = table(&db);
    run(&mut session, KINDS[1].1, "ready");
    run(&mut session, "complete('t', 'name')", "grace");
    // Of a rename only the mark is left.
    let end = |more: &str| {
        format!("SELECT status, what = 'drop trigger (mark of the change)' FROM migrate.complete(1{more})")
    };
    assert_eq!(session.one(&end(", true, dry_run => true")), "planned|t");
    assert_eq!(session.one(STATE), "grace");
    assert_eq!(session.one(&end(", true")), "done|t");
    assert_eq!(session.one(STATE), "done");
    let again = "SELECT status, translate(detail, chr(10), ' ') FROM migrate.complete(1, true)";
    assert_eq!(session.one(again), "already done|", "nothing is said to take it back");
    assert_eq!(session.query_text("SELECT next FROM migrate.changes"), [""]);
    assert_eq!(session.expect_error("SELECT migrate.undo(1)").sqlstate, "0A000");
    // After the grace period nobody needs to force it.
    session.exec("SET migrate.drop_grace = 0");
    run(&mut session, "safe_rename_column('t', 'title', 'name')", "ready");
    run(&mut session, "complete('t', 'title')", "grace");
    run(&mut session, "complete('t', 'title')", "done");
    // What was given up is so still.
    run(&mut session, "safe_rename_column('t', 'name', 'title')", "ready");
    run(&mut session, "abort('t', 'name')", "aborted");
    let again = "SELECT status, translate(detail, chr(10), ' ') LIKE 'change % is aborted' FROM migrate.abort((SELECT max(id) FROM migrate.changes))";
    assert_eq!(session.one(again), "already done|t");
}

#[test]
fn a_step_that_is_asked_for_twice_is_one() {
    let db = Db::fresh();
    let mut session = table(&db);
    run(&mut session, KINDS[0].1, "ready");
    let complete = "complete('t', 'id')";
    twice(&db, complete, "grace");
    twice(&db, "undo(1)", "ready");
    // From where it stands by then, it is another step.
    twice(&db, "complete(1, force => true)", "grace");
    run(&mut session, "complete(1, force => true)", "done");
}

#[test]
fn a_script_that_completes_what_is_complete_leaves_the_way_back() {
    let db = Db::fresh();
    let mut session = table(&db);
    run(&mut session, KINDS[1].1, "ready");
    run(&mut session, "complete('t', 'name')", "grace");
    create(&mut session, 1, "SELECT migrate.complete('t', 'name')", "SELECT migrate.undo()");
    session.exec("CALL migrate.up()");
    assert_eq!(session.one(STATE), "grace");
    run(&mut session, "undo((SELECT max(id) FROM migrate.changes))", "undone");
}

/// Calls it, and again while the first call's job waits for somebody.
fn twice(db: &Db, call: &str, state: &str) {
    let (mut holder, mut session) = (db.session(), db.session());
    holder.exec("BEGIN; SELECT FROM t LIMIT 1; LOCK TABLE child IN SHARE MODE");
    session.exec("SET migrate.small_table = 0");
    for _ in 0..2 {
        session.exec(&format!("SELECT FROM migrate.{call}"));
    }
    db.wait_for("SELECT count(*) FROM migrate.live_jobs WHERE alive", &["2"]);
    holder.exec("COMMIT");
    db.wait_for("SELECT count(*) FROM migrate.live_jobs WHERE alive", &["0"]);
    assert_eq!(session.one(STATE), state, "{call}");
}

/// A rename that is complete can be taken back for a while: so long its column gets no other type, and the hint says what
/// ends that.
#[test]
fn what_is_complete_is_in_the_way_until_it_is_ended() {
    for end in ["complete(ID, force => true)", "undo(ID)"] {
        let db = Db::fresh();
        let mut session = table(&db);
        run(&mut session, "safe_rename_column('t', 'name', 'title')", "ready");
        run(&mut session, "complete('t', 'name')", "grace");
        let id = session.one("SELECT max(id) FROM migrate.changes");
        let call = |column: &str| format!("safe_change_column_type('t', '{column}', 'varchar(200)')");
        let error = session.expect_error(&format!("SELECT * FROM migrate.{}", call("title")));
        assert_eq!(
            (error.sqlstate.as_str(), error.message.as_str()),
            ("55006", "table \"t\" is in the middle of another change: rename of t.name")
        );
        let end = end.replace("ID", &id);
        assert!(error.hint.contains(&format!("SELECT * FROM migrate.{end}")), "{}", error.hint);
        let state = if end.starts_with("undo") { "undone" } else { "done" };
        run(&mut session, &end, state);
        if state == "done" {
            run(&mut session, &call("title"), "ready");
        }
    }
}
