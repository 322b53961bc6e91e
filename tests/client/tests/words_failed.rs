//! What is said when the rows do not fit, and of steps that fail: the key, the value, who is hurt, and what to do.

use migrate_client_tests::{Db, Session, SqlError};

use crate::common::{large, operate};

/// The error with which a call or its job fails.
fn failure(session: &mut Session, call: &str) -> SqlError {
    match operate(session, call) {
        Ok(statuses) => panic!("{call}: no error, but {statuses:?}"),
        Err(error) => error,
    }
}

const TABLE: &str = "CREATE TABLE t (id int PRIMARY KEY, slug text NOT NULL, n int);
                     INSERT INTO t SELECT g, 's' || g, g FROM generate_series(1, 300) g";

#[test]
fn a_type_that_a_row_does_not_fit() {
    let db = Db::fresh();
    let mut session = large(&db, TABLE);
    let error = failure(&mut session, "safe_change_column_type('t', 'slug', 'integer')");
    assert_eq!(error.sqlstate, "22P02");
    assert!(error.message.starts_with("safe_change_column_type on t failed in step 1 of "), "{error:?}");
    assert!(error.message.ends_with(": check that values fit type integer"), "{error:?}");
    assert_eq!(
        error.detail,
        "22P02: a value of column slug of t does not fit type integer: The row with (id) = (1), at ctid (0,1): \
         invalid input syntax for type integer: \"s1\".\nNothing was changed, and no write fails for it."
    );
    assert_eq!(
        error.hint,
        "Mend the row, or give a using_expression that knows a value for it. Then call it again."
    );
    // Nor does it.
    session.exec("INSERT INTO t VALUES (1000, 'my-first-post', 1); UPDATE t SET slug = 'other' WHERE id = 2");
}

/// The server does not say which row it is; on a small table, too, it is looked for.
#[test]
fn a_row_that_is_in_the_way_is_named() {
    let table = "CREATE TABLE t (id int PRIMARY KEY, slug text, n int, \"Odd one\" int);
                 INSERT INTO t SELECT g, CASE g WHEN 7 THEN 'no number' ELSE g::text END, CASE g WHEN 9 THEN NULL ELSE g END, g
                 FROM generate_series(1, 300) g";
    let not_valid = "UPDATE t SET \"Odd one\" = 0 WHERE id = 11;
                     ALTER TABLE t ADD CONSTRAINT later CHECK (\"Odd one\" > 0) NOT VALID";
    for (small, end) in [(1000, "The whole transaction is rolled back."), (0, "")] {
        let db = Db::fresh();
        let mut session = large(&db, &format!("{table}; {not_valid}; SET migrate.small_table = {small}"));
        let cases = [
            (
                "safe_change_column_type('t', 'slug', 'integer')",
                "22P02: invalid input syntax for type integer: \"no number\": The row with (id) = (7), at ctid (",
                "Mend the row, or give a using_expression that knows a value for it. Then call it again.",
            ),
            (
                "safe_set_not_null('t', 'n')",
                "23502: column \"n\" of relation \"t\" contains null values: The row with (id) = (9), at ctid (",
                "Give it a value, or delete the row.",
            ),
            (
                "safe_add_constraint('t', 'few', 'n <> 5')",
                "23514: check constraint \"few\" of relation \"t\" is violated by some row: The row with (id) = (5), at ctid (",
                "Mend the row, or delete it. Then call it again.",
            ),
            (
                "safe_validate_constraint('t', 'later')",
                "23514: check constraint \"later\" of relation \"t\" is violated by some row: The row with (id) = (11), at ctid (",
                "Mend the row, or delete it. Then call it again.",
            ),
        ];
        for (call, detail, hint) in cases {
            // The large road of a change of type looks first, and NOT NULL goes by a CHECK.
            if small == 0 && (call.contains("type") || call.contains("not_null")) {
                continue;
            }
            let error = failure(&mut session, call);
            assert!(error.detail.starts_with(detail), "{call}: {error:?}");
            assert!(error.hint.starts_with(hint), "{call}: {error:?}");
            if !call.contains("validate") {
                assert!(error.detail.ends_with(end), "{call}: {error:?}");
            }
            assert!(error.sqlstate == detail[..5], "{call}: {error:?}");
        }
        // Where the server says it, nothing is added.
        session.exec("INSERT INTO t SELECT id + 1000, slug, n, 1 FROM t WHERE id = 4");
        let error = failure(&mut session, "safe_add_unique('t', ARRAY['slug'])");
        assert!(
            error.detail.contains("Key (slug)=(4) is duplicated") && !error.detail.contains("The row"),
            "{error:?}"
        );
    }
}

/// Who asks is told at once what can be seen in a moment, and no job is begun for it.
#[test]
fn rows_that_can_be_read_in_a_moment_are_read_by_the_call() {
    let db = Db::fresh();
    let mut session = large(&db, TABLE);
    const JOBS: &str = "SELECT count(*) FROM migrate.jobs";
    let forth = session.expect_error("SELECT * FROM migrate.safe_change_column_type('t', 'slug', 'integer')");
    assert!(forth.detail.contains("The row with (id) = (1), at ctid (0,1)"), "{forth:?}");
    assert_eq!(
        (session.one(JOBS).as_str(), session.one("SELECT count(*) FROM migrate.change_records").as_str()),
        ("0", "0")
    );

    crate::common::done(&mut session, "safe_change_column_type('t', 'n', 'bigint')");
    crate::common::done(&mut session, "complete('t', 'n')");
    let before = session.one(JOBS);
    session.exec("INSERT INTO t (id, slug, n) VALUES (20002, 'x', 3000000000)");
    let id = session.one("SELECT id FROM migrate.changes");
    let back = session.expect_error(&format!("SELECT * FROM migrate.undo({id})"));
    assert!(
        back.detail.contains("(id) = (20002)") && back.detail.contains("Nothing was changed"),
        "{back:?}"
    );
    assert_eq!(session.one(JOBS), before);
    // What it has looked at is free again, and it goes on when the row is mended.
    assert_eq!(
        session
            .one("SELECT count(*) FROM pg_locks WHERE relation = 't'::regclass AND pid <> pg_backend_pid()"),
        "0"
    );
    session.exec("DELETE FROM t WHERE id = 20002");
    crate::common::done(&mut session, &format!("undo({id})"));
    assert_eq!(
        session.one(
            "SELECT atttypid::regtype FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'n'"
        ),
        "integer"
    );
}

#[test]
fn a_split_that_a_row_does_not_fit() {
    let db = Db::fresh();
    let mut session = large(&db, TABLE);
    let call =
        "safe_split_column('t', 'n', ARRAY['x', 'y'], ARRAY['n / (id - 7)', 'n'], 'y', ARRAY['int', 'int'])";
    let error = failure(&mut session, call);
    assert_eq!(
        (error.sqlstate.as_str(), error.detail.as_str()),
        (
            "22012",
            "22012: a row of t has no counterpart in x, y: The row with (id) = (7), at ctid (0,7): division by zero.\n\
             Nothing was changed, and no write fails for it."
        )
    );
    assert_eq!(error.hint, "Mend the row, or have the expression give NULL for it. Then call it again.");
    session.exec("INSERT INTO t VALUES (1000, 'a', 1); UPDATE t SET n = 5 WHERE id = 7");
}

/// A change that is under way is ended by abort, and hurts nobody until then.
#[test]
fn a_change_that_stops_in_the_middle() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        &format!(
            "{TABLE}; CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
             AS 'BEGIN IF NEW.id = 5 THEN RAISE ''not this one''; END IF; RETURN NEW; END';
             CREATE TRIGGER a_refuse BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION refuse()"
        ),
    );
    let error = failure(&mut session, "safe_change_column_type('t', 'n', 'bigint')");
    assert_eq!(error.sqlstate, "P0001");
    assert!(error.detail.contains("key {\"id\": 5}"), "{error:?}");
    assert!(
        error
            .detail
            .contains("No write fails for it: a value without a counterpart is NULL at the other end."),
        "{error:?}"
    );
    assert_eq!(
        error.hint,
        "Fix the row, and call it again; it goes on where it stopped. Or SELECT * FROM migrate.abort(1) gives the change up."
    );
    session.exec("INSERT INTO t VALUES (1000, 'a', 1); UPDATE t SET n = 2 WHERE id = 7");
    assert_eq!(session.one("SELECT state FROM migrate.changes"), "backfilling");
    operate(&mut session, "abort(1)").expect("abort");
    assert_eq!(session.one("SELECT count(*) FROM pg_trigger WHERE tgname LIKE '~%'"), "0");
}

#[test]
fn a_backfill_says_once_how_to_go_on() {
    let db = Db::fresh();
    let mut session = large(&db, TABLE);
    let error = failure(&mut session, "safe_backfill('t', 'n = 1 / (id - 5)')");
    assert_eq!(
        error.detail,
        "22012: division by zero: Row (0,5) of public.t, key {\"id\": 5}.\nBatches that are committed stay."
    );
    assert_eq!(error.hint, "Fix the row, or call it with on_error => 'skip'; it goes on where it stopped.");
}

/// No call has CASCADE, which the server's hint is about.
#[test]
fn what_depends_on_a_column_is_not_to_be_cascaded() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(&format!("{TABLE}; SELECT * FROM migrate.safe_add_column('t', 'extra', 'int');"));
    session.exec("CREATE VIEW v AS SELECT extra FROM t");
    let error = session.expect_error("SELECT * FROM migrate.undo(1)");
    assert_eq!(error.sqlstate, "2BP01");
    assert!(error.detail.contains("view v depends on column extra of table t"), "{error:?}");
    assert_eq!(error.hint, "Drop or change what depends on it, then call it again.");
    session.exec("DROP VIEW v; SELECT * FROM migrate.undo(1)");
    assert_eq!(session.one("SELECT migrate.column_exists('t', 'extra')"), "f");
    // A migration's own statement may have it.
    session.exec(
        "CREATE VIEW v AS SELECT n FROM t; SELECT migrate.create('Drop n', 'ALTER TABLE t DROP COLUMN n')",
    );
    let error = session.expect_error("SELECT * FROM migrate.apply()");
    assert!(error.hint.contains("CASCADE"), "{error:?}");
}
