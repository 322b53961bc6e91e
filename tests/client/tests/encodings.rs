//! Clients with another encoding than UTF8: psql on Windows, drivers, databases' defaults. What we say is sent whole.
//!
//! Not here: texts that no test has the server say (core/tests/ascii.rs); the encoding of the database (install.rs).

use migrate_client_tests::{Db, Session, SqlError};

use crate::common::{create, done, operate};

/// Encodings without blocks, and without an ellipsis.
const ENCODINGS: [&str; 4] = ["LATIN1", "LATIN9", "WIN1252", "EUC_JP"];

/// A client of this encoding in a database where there is something to tell of.
fn client(encoding: &str) -> (Db, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'x'), (2, 'y')");
    create(&mut session, 1, "CREATE TABLE u (n int)", "DROP TABLE u");
    create(&mut session, 2, "CREATE INDEX CONCURRENTLY u_n ON u (n)", "DROP INDEX u_n");
    session.exec("CALL migrate.up(); SET migrate.small_table = 0");
    done(&mut session, "safe_backfill('t', $$v = 'z'$$)");
    let failing =
        "SELECT 1; SELECT no_such_function('a text that is so long that it has to be cut in two somewhere')";
    create(&mut session, 3, failing, "SELECT 1");
    session.expect_error("CALL migrate.up()");
    // A message that migrate.work has to cut.
    create(&mut session, 4, "SELECT 1", "SELECT 1");
    session.exec("CREATE TABLE s (n int); SELECT migrate.fingerprint(store => true); ALTER TABLE s ALTER n TYPE bigint");
    session.exec(&format!("SET client_encoding = '{encoding}'"));
    (db, session)
}

#[test]
fn every_view_can_be_read() {
    for encoding in ENCODINGS {
        let (_db, mut session) = client(encoding);
        let views = session.query_text(
            "SELECT c.oid::regclass::text FROM pg_class c
             WHERE c.relnamespace = 'migrate'::regnamespace AND c.relkind IN ('v', 'r') ORDER BY 1",
        );
        assert!(views.len() > 40, "{views:?}");
        for view in views {
            let refused = session.try_query(&format!("SELECT * FROM {view}")).err();
            // It is read by who has said in a setting for whom.
            let refused = refused.filter(|_| !view.starts_with("migrate.tenant_"));
            assert!(refused.is_none(), "{encoding} {view}: {refused:?}");
        }
        let comments = "SELECT obj_description(oid, 'pg_proc') FROM pg_proc WHERE pronamespace = 'migrate'::regnamespace
                        UNION ALL SELECT description FROM pg_description d
                        WHERE d.objoid IN (SELECT oid FROM pg_class WHERE relnamespace = 'migrate'::regnamespace)";
        assert!(session.query_text(comments).len() > 200, "{encoding}");
    }
}

#[test]
fn bars_are_drawn_with_what_the_client_has() {
    let (_db, mut session) = client("LATIN1");
    let bars = "SELECT DISTINCT progress FROM migrate.backfill_status";
    assert_eq!(session.query_text(bars), ["######## 100 %"]);
    let work =
        "SELECT split_part(progress, E'\\n', 1) FROM migrate.work WHERE status = 'done' ORDER BY job LIMIT 1";
    assert_eq!(session.query_text(work), ["##########"]);
    session.exec("SET client_encoding = 'UTF8'");
    assert_eq!(session.query_text(bars), ["████████ 100 %"]);
    assert_eq!(session.query_text(work), ["██████████"]);
    assert_eq!(session.one("SELECT done, rest FROM migrate.bar_characters"), "█|░");
    session.exec("SET client_encoding = 'WIN1252'");
    assert_eq!(session.one("SELECT done, rest FROM migrate.bar_characters"), "#|.");
}

/// Calls whose rows have texts of ours.
const CALLS: [&str; 16] = [
    "SELECT * FROM migrate.help('index')",
    "SELECT * FROM migrate.help('safe_split_column')",
    "SELECT migrate.template('Add state to posts')",
    "SELECT * FROM migrate.status()",
    "SELECT * FROM migrate.verify()",
    "SELECT * FROM migrate.explain(3)",
    "SELECT * FROM migrate.lint('DROP INDEX u_n; ALTER TABLE t ALTER v TYPE varchar(3); TRUNCATE t CASCADE; INSERT INTO t VALUES (1)')",
    "SELECT * FROM migrate.lint(3)",
    "SELECT * FROM migrate.preflight()",
    "SELECT migrate.report(1)",
    "SELECT * FROM migrate.diff('1')",
    "SELECT * FROM migrate.safe_create_index('t', '{v}', dry_run => true)",
    "SELECT * FROM migrate.safe_rename_column('t', 'v', 'w', dry_run => true)",
    "SELECT * FROM migrate.safe_change_column_type('t', 'id', 'bigint', dry_run => true)",
    "SELECT * FROM migrate.safe_set_not_null('t', 'v', dry_run => true)",
    "SELECT * FROM migrate.applied_migrations()",
];

#[test]
fn calls_tell_what_they_tell_in_utf8() {
    let (_db, mut session) = client("LATIN1");
    for call in CALLS {
        session.exec("SET client_encoding = 'UTF8'");
        let in_utf8 = session.try_query(call);
        session.exec("SET client_encoding = 'LATIN1'");
        match (in_utf8, session.try_query(call)) {
            (Ok(rows), Ok(same)) => assert_eq!(rows.len(), same.len(), "{call}"),
            (utf8, other) => panic!("{call}: {utf8:?} {other:?}"),
        }
    }
}

/// Errors that have said more than ASCII.
const ERRORS: [&str; 5] = [
    "SELECT migrate.create('d', 'SELECT 1', version => 1)",
    "SELECT * FROM migrate.load('/srv/x.sql')",
    "SELECT migrate.report(1, job => 1)",
    "SELECT * FROM migrate.safe_backfill('t', 'v')",
    "SELECT * FROM migrate.safe_attach_partition('t', 'u', 'nonsense')",
];

#[test]
fn errors_are_what_they_are_in_utf8() {
    let told = |error: SqlError| (error.sqlstate, error.message, error.detail, error.hint);
    let (_db, mut session) = client("WIN1252");
    for call in ERRORS {
        let other = told(session.expect_error(call));
        session.exec("SET client_encoding = 'UTF8'");
        assert_eq!(told(session.expect_error(call)), other, "{call}");
        session.exec("SET client_encoding = 'WIN1252'");
        assert!(other.0 != "22P05" && format!("{other:?}").contains("..."), "{call}: {other:?}");
    }
}

#[test]
fn a_safe_operation_is_done() {
    for encoding in ENCODINGS {
        let (_db, mut session) = client(encoding);
        done(&mut session, "safe_rename_column('t', 'v', 'w')");
        assert!(operate(&mut session, "safe_rename_column('t', 'nope', 'x')").is_err());
        assert_eq!(session.query_text("SELECT state FROM migrate.changes"), ["ready"]);
    }
}
