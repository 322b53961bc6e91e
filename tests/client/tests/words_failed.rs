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
