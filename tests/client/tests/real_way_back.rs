//! Types that are taken back on tables as they are: after a change in place, by a change of its own where the rows must be
//! looked at, and not at all where the old type cannot hold a value as it is.
//!
//! Not here: changes that have two ends from the beginning (changes_type.rs), other ends (real_ends.rs).

use migrate_client_tests::Db;

use crate::common::{OURS, WORKERS, create, done, operate, schema};

const STATE: &str = "SELECT state FROM migrate.changes ORDER BY id DESC LIMIT 1";

/// What a change of type did in place, on tables that are large or have grown since.
#[test]
fn a_type_that_was_changed_in_place_is_taken_back() {
    for (before, after, fits, too_much, small) in [
        ("varchar(5)", "text", "'abcde'", "'abcdefgh'", 0),
        ("numeric(6,2)", "numeric(10,2)", "1234.56", "1234567.89", 0),
        ("varchar(50)", "varchar(200)", "'fits'", "repeat('x', 60)", 0),
        ("int", "bigint", "5", "5000000000", 100_000),
        ("int", "numeric", "5", "1.5", 100_000),
        ("date", "timestamp", "'2024-01-02'", "'2024-01-02 13:45'", 100_000),
        ("numeric(6,2)", "numeric(8,4)", "1.25", "1.2345", 100_000),
    ] {
        let what = format!("{before} → {after}");
        let db = Db::fresh();
        let mut session = db.session();
        session.exec(&format!(
            "CREATE TABLE t (id int PRIMARY KEY, c {before} NOT NULL DEFAULT {fits}, note text);
             INSERT INTO t (id) SELECT generate_series(1, 300); CREATE INDEX t_c ON t (c); SET migrate.small_table = {small}"
        ));
        let wanted = schema(&db);
        let type_of = "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'c'";
        let old = session.one(type_of);
        done(&mut session, &format!("safe_change_column_type('t', 'c', '{after}')"));
        assert_ne!(session.one(type_of), old, "{what}");
        session.exec(&format!("SET migrate.small_table = 0; UPDATE t SET c = {too_much} WHERE id = 7"));
        let undo = "undo((SELECT min(id) FROM migrate.operations))";
        let changed = schema(&db);
        let error = operate(&mut session, undo).expect_err(&what);
        assert_eq!(error.sqlstate.get(..2), Some("22"), "{what}: {error:?}");
        assert!(error.detail.contains("ctid"), "{what}: {error:?}");
        // It is as changed as before, and nobody's write fails.
        assert_eq!(schema(&db), changed, "{what}");
        session
            .exec(&format!("INSERT INTO t (id, c) VALUES (1000, {too_much}); DELETE FROM t WHERE id = 1000"));
        session.exec(&format!("UPDATE t SET c = {fits} WHERE id = 7"));
        done(&mut session, undo);
        assert_eq!(session.one(type_of), old, "{what}");
        assert_eq!(
            session.one("SELECT status FROM migrate.operations ORDER BY id LIMIT 1"),
            "undone",
            "{what}"
        );
        assert_eq!(
            session.query_text("SELECT state FROM migrate.changes WHERE state NOT IN ('done', 'aborted')"),
            [""; 0],
            "{what}"
        );
        assert_eq!(session.query_text(OURS), [""; 0], "{what}");
        assert_eq!(session.one("SELECT count(*), count(c) FROM t"), "300|300", "{what}");
        let left = schema(&db);
        let sorted = |text: &str| {
            let mut lines: Vec<String> =
                text.lines().map(|line| line.trim_end_matches(',').to_string()).collect();
            lines.sort();
            lines
        };
        assert_eq!(sorted(&left), sorted(&wanted), "{what}");
        let again = format!("SELECT DISTINCT status FROM migrate.{undo}");
        assert_eq!(session.one(&again), "already done", "{what}");
    }
}

#[test]
fn a_rollback_takes_back_what_was_done_in_place() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, v varchar(5)); INSERT INTO t SELECT i, i FROM generate_series(1, 300) i;
         SET migrate.small_table = 0",
    );
    create(
        &mut session,
        1,
        "SELECT migrate.safe_change_column_type('t', 'v', 'text');",
        "SELECT migrate.undo();",
    );
    session.exec("CALL migrate.up()");
    session.exec("UPDATE t SET v = 'abcdefgh' WHERE id = 3");
    let error = session.expect_error("CALL migrate.down()");
    assert!(error.detail.contains("(id) = (3)"), "{error:?}");
    session.exec("INSERT INTO t VALUES (1000, 'longer than five'); DELETE FROM t WHERE id IN (3, 1000)");
    session.exec("CALL migrate.down()");
    assert_eq!(session.one("SELECT pg_typeof(v), count(*) FROM t GROUP BY 1"), "character varying|299");
    assert_eq!(session.expect_error("INSERT INTO t VALUES (1000, 'longer')").sqlstate, "22001");
    assert_eq!(session.query_text(OURS), [""; 0]);
    assert_eq!(session.query_text("SELECT status FROM migrate.status()"), ["pending"]);
    // And up again.
    session.exec("CALL migrate.up()");
    assert_eq!(session.one("SELECT pg_typeof(v) FROM t LIMIT 1"), "text");
}

#[test]
fn a_way_back_of_its_own_survives_a_kill() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, v varchar(5)); INSERT INTO t SELECT i, i FROM generate_series(1, 300) i;
         CREATE FUNCTION public.held() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NEW; END';
         SET migrate.small_table = 0",
    );
    done(&mut session, "safe_change_column_type('t', 'v', 'text')");
    session.exec(
        "CREATE TRIGGER held BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.id = 200) EXECUTE FUNCTION held()",
    );
    for _ in 0..2 {
        let mut holder = db.session();
        holder.exec("SELECT pg_advisory_lock(1)");
        session.exec("SELECT migrate.undo(1)");
        let held = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'migrate_ext job' AND datname = current_database()
                    AND wait_event = 'advisory'";
        db.wait_for(&format!("SELECT count(*) FROM ({held}) h"), &["1"]);
        assert_eq!(session.one(STATE), "backfilling", "the change is there to be seen");
        session.exec(&format!("SELECT pg_terminate_backend(pid) FROM ({held}) h"));
        db.wait_for(WORKERS, &["0"]);
    }
    done(&mut session, "undo(1)");
    session.exec("DROP TRIGGER held ON t; DROP FUNCTION held()");
    assert_eq!(session.one("SELECT pg_typeof(v), count(*) FROM t GROUP BY 1"), "character varying|300");
    assert_eq!(session.query_text("SELECT state FROM migrate.changes"), ["done"]);
    assert_eq!(session.query_text(OURS), [""; 0]);
}

#[test]
fn a_value_that_the_old_type_would_round_stops_the_way_back() {
    for (before, after, fits, rounded) in [
        ("int", "numeric", "5", "1.5"),
        ("date", "timestamp", "'2024-01-02'", "'2024-01-02 13:45'"),
        ("int", "double precision", "5", "2.25"),
        ("numeric(6,2)", "numeric", "1.25", "1.255"),
    ] {
        let what = format!("{before} → {after}");
        let db = Db::fresh();
        let mut session = db.session();
        session.exec(&format!(
            "CREATE TABLE t (id int PRIMARY KEY, c {before} NOT NULL DEFAULT {fits});
             INSERT INTO t SELECT generate_series(1, 300); SET migrate.small_table = 0"
        ));
        // Where the server needs no look at the rows there is no change: that is another test.
        done(&mut session, &format!("safe_change_column_type('t', 'c', '{after}')"));
        if session.query_text("SELECT state FROM migrate.changes").is_empty() {
            continue;
        }
        done(&mut session, "complete('t', 'c')");
        session.exec(&format!("UPDATE t SET c = {rounded} WHERE id = 7"));
        for end in ["undo(1)", "abort(1)"] {
            let error = operate(&mut session, end).expect_err(&what);
            assert_eq!(error.sqlstate.get(..2), Some("22"), "{what}: {error:?}");
            assert_eq!(session.one(&format!("SELECT c = {rounded} FROM t WHERE id = 7")), "t", "{what}");
        }
        session.exec(&format!("UPDATE t SET c = {fits} WHERE id = 7"));
        done(&mut session, "abort(1)");
        assert_eq!(session.one(&format!("SELECT count(*) FROM t WHERE c <> {fits}")), "0", "{what}");
    }
}
