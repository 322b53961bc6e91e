//! What a failure says: migration, unit, statement, line and column in the file; the original SQLSTATE; what is
//! committed; how to go on. And that the journal keeps it.
//!
//! Not here: what a failure leaves behind and how the next run goes on (failures.rs).

use migrate_client_tests::{Db, Session, SqlError};

use crate::common::{NOTES, STATUS, create, file, load, tables};

/// The error of `CALL migrate.up()` with this script, in a file where line 1 of the script is line 9.
fn failure(session: &mut Session, up: &str) -> SqlError {
    load(session, &file(7, up, "SELECT 1;"));
    session.expect_error("CALL migrate.up()")
}

/// `sqlstate|statement|line|col|message` of the last failure.
const LAST: &str = "SELECT sqlstate, statement, line, col, message FROM migrate.journal
                    WHERE status = 'failed' ORDER BY id DESC LIMIT 1";

#[test]
fn every_part_of_the_message() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let up = "BEGIN;\n\nINSERT INTO log VALUES ('a');\n\n  CREATE UNIQUE INDEX CONCURRENTLY u\n    ON t ((1));\n\nCOMMIT;";
    let error = failure(&mut session, up);
    assert_eq!(
        error,
        SqlError {
            sqlstate: "23505".into(),
            message: "migration 7 \"m7\" failed in unit 2 of 2, statement 3, line 13, column 3".into(),
            detail: "23505: could not create unique index \"u\": Key ((1))=(1) is duplicated.\n\
                     Unit 1 (statement 2) is committed.\n\
                     The invalid index \"u\" was removed."
                .into(),
            hint: "Fix the cause, then CALL migrate.up() to continue with unit 2, or CALL migrate.down() to undo \
                   what is committed."
                .into(),
        }
    );
    assert_eq!(session.query_text(LAST), ["23505|3|13|3|could not create unique index \"u\""]);
    assert_eq!(
        session.one("SELECT detail FROM migrate.journal WHERE status = 'failed'"),
        "Key ((1))=(1) is duplicated."
    );
    assert_eq!(
        session.query_text(NOTES),
        [
            "7|failed|unit 2 of 2, statement 3, line 13: 23505 could not create unique index \"u\"\nKey ((1))=(1) is duplicated."
        ]
    );
    let kept = "SELECT status, error ->> 'sqlstate', error ->> 'message' FROM migrate.jobs";
    assert_eq!(session.query_text(kept), [format!("failed|23505|{}", error.message)]);
}

#[test]
fn a_position_inside_a_statement() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let error = failure(&mut session, "INSERT INTO log VALUES ('ä');\nSELECT id,\n       'ö', nope\nFROM t;");
    assert_eq!(error.sqlstate, "42703");
    // Characters count, not bytes.
    assert_eq!(error.message, "migration 7 \"m7\" failed in statement 2, line 11, column 13");
    assert_eq!(
        error.detail,
        "42703: column \"nope\" does not exist.\nNothing of this migration was changed."
    );
    assert_eq!(error.hint, "Fix the cause, then CALL migrate.up() to try again.");
    assert_eq!(session.query_text(LAST), ["42703|2|11|13|column \"nope\" does not exist"]);
    assert_eq!(session.one("SELECT count(*) FROM log"), "0");
}

#[test]
fn a_missing_table() {
    let db = Db::fresh();
    let mut session = db.session();
    let error = failure(&mut session, "CREATE TABLE x (id int);\n\nDELETE FROM nope;");
    assert_eq!(error.sqlstate, "42P01");
    assert_eq!(error.message, "migration 7 \"m7\" failed in statement 2, line 11, column 13");
}

#[test]
fn the_servers_own_hint_comes_first() {
    let db = Db::fresh();
    let mut session = db.session();
    let error = failure(&mut session, "SELECT lower(1);");
    assert_eq!(error.sqlstate, "42883");
    assert!(error.hint.starts_with("No function matches the given name"), "{}", error.hint);
    assert!(error.hint.ends_with("Fix the cause, then CALL migrate.up() to try again."), "{}", error.hint);
}

/// The error's own position is in another text: the place is the statement of the script.
#[test]
fn an_error_inside_a_function_that_the_script_calls() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec(
        "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN\n\n\n PERFORM nope FROM t; END $$",
    );
    let error = failure(&mut session, "INSERT INTO log VALUES ('a');\n  SELECT f();");
    assert_eq!(error.sqlstate, "42703");
    assert_eq!(error.message, "migration 7 \"m7\" failed in statement 2, line 10, column 3");
    assert_eq!(session.query_text(LAST), ["42703|2|10|3|column \"nope\" does not exist"]);
}

#[test]
fn an_exception_raised_in_a_do_block() {
    let db = Db::fresh();
    let mut session = db.session();
    let up = "SELECT 1;\nDO $$ BEGIN\n  RAISE EXCEPTION 'no: %', 42 USING DETAIL = 'The detail.', HINT = 'The hint.';\nEND $$;";
    let error = failure(&mut session, up);
    assert_eq!(error.sqlstate, "P0001");
    assert_eq!(error.message, "migration 7 \"m7\" failed in statement 2, line 10, column 1");
    assert_eq!(error.detail, "P0001: no: 42: The detail.\nNothing of this migration was changed.");
    assert!(error.hint.starts_with("The hint. Fix the cause"), "{}", error.hint);
}

#[test]
fn a_syntax_error_inside_a_function_body() {
    let db = Db::fresh();
    let mut session = db.session();
    let up = "SELECT 1;\nCREATE FUNCTION f() RETURNS int LANGUAGE sql\nAS $$\n  SELEKT 1\n$$;";
    let error = failure(&mut session, up);
    assert_eq!(error.sqlstate, "42601");
    assert_eq!(
        error.detail,
        "42601: syntax error at or near \"SELEKT\".\nNothing of this migration was changed."
    );
    // SQL functions are checked where they are written, so the server knows the place in the script.
    assert_eq!(error.message, "migration 7 \"m7\" failed in statement 2, line 12, column 3");
}

/// An SQLSTATE of the user's own cannot be raised again by its name: it stands in the detail and the journal.
#[test]
fn an_sqlstate_of_the_users_own() {
    let db = Db::fresh();
    let mut session = db.session();
    let up = "DO $$ BEGIN RAISE 'mine' USING ERRCODE = 'MG001'; END $$;";
    let error = failure(&mut session, up);
    assert_eq!(error.sqlstate, "P0001");
    assert!(error.detail.starts_with("MG001: mine."), "{}", error.detail);
    assert_eq!(session.query_text(LAST), ["MG001|1|9|1|mine"]);
    let error = session.expect_error("SELECT * FROM migrate.apply()");
    assert_eq!(error.sqlstate, "P0001");
    assert!(error.detail.starts_with("MG001: mine."), "{}", error.detail);
    db.wait_for("SELECT sqlstate FROM migrate.journal ORDER BY id", &["MG001", "MG001"]);
}

/// Notices that come before the error leave its position and code alone.
#[test]
fn notices_before_the_error_do_not_blur_it() {
    let db = Db::fresh();
    let mut session = db.session();
    let up = "DO $$ BEGIN RAISE NOTICE 'hello'; RAISE WARNING 'careful'; END $$;\nDROP TABLE IF EXISTS nope;\nSELECT 1\n  + nope;";
    let error = failure(&mut session, up);
    assert_eq!(error.sqlstate, "42703");
    assert_eq!(error.message, "migration 7 \"m7\" failed in statement 3, line 12, column 5");
}

#[test]
fn a_rollback_says_that_it_is_one() {
    let db = Db::fresh();
    let mut session = db.session();
    load(&mut session, &file(7, "SELECT 1;", "SELECT 1;\nDROP TABLE nope;"));
    session.exec("CALL migrate.up()");
    let error = session.expect_error("CALL migrate.down()");
    assert_eq!(error.sqlstate, "42P01");
    // The down section begins in line 15 of the file.
    assert_eq!(error.message, "rollback of migration 7 \"m7\" failed in statement 2, line 16, column 1");
    assert_eq!(error.hint, "Fix the cause, then CALL migrate.down() to try again.");
    let note = session.one("SELECT note FROM migrate.status()");
    assert!(note.starts_with("rollback: unit 1"), "{note}");
    assert_eq!(
        session.query_text("SELECT version FROM migrate.schema_migrations"),
        ["7"],
        "it is still applied"
    );
}

/// The first of three fails: the message names it, and those behind it have not begun.
#[test]
fn the_migration_that_failed_is_named() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 1, "CREATE TABLE one (id int)", "DROP TABLE one");
    create(&mut session, 2, "SELECT 1 / 0", "SELECT 1");
    create(&mut session, 3, "CREATE TABLE three (id int)", "DROP TABLE three");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "22012");
    assert!(error.message.starts_with("migration 2 \"m2\" failed in "), "{}", error.message);
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|failed", "3|pending"]);
    assert_eq!(session.one("SELECT to_regclass('one') IS NOT NULL, to_regclass('three') IS NOT NULL"), "t|f");
}
