//! Deferred triggers and checks: while they are to come the server refuses most statements that change the table (55006).
//! So an operation that writes all rows of a small table and goes on with it gives the rows a transaction of their own.
//!
//! Not here: the rule of the linter (lint/pending-trigger-events.sql); which tables it is about (facts/table/tests.rs).

use migrate_client_tests::{Db, Session};

use crate::common::done;

/// A small table with an index on `v`, and a function that notes what a trigger of it has seen.
fn table(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, v text, n int);
         CREATE INDEX ON t (v);
         INSERT INTO t VALUES (1, 'x y', 1), (2, 'z z', 2);
         CREATE TABLE seen (txid bigint);
         CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
             $$BEGIN INSERT INTO seen VALUES (txid_current()); RETURN NULL; END$$",
    );
    session
}

const DEFERRED: &str = "CREATE CONSTRAINT TRIGGER c AFTER UPDATE ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f()";

/// The operations that write all rows of a table, and change it before or behind that.
const OPERATIONS: [&str; 4] = [
    "safe_rename_column('t', 'v', 'w')",
    "safe_split_column('t', 'v', '{a,b}', ARRAY[$$split_part(v, ' ', 1)$$, $$split_part(v, ' ', 2)$$], $$a || ' ' || b$$)",
    "safe_backfill('t', $$v = v || '!'$$)",
    "safe_change_column_type('t', 'n', 'bigint')",
];

#[test]
fn a_deferred_trigger_sees_the_rows_at_its_commit() {
    for operation in OPERATIONS {
        let db = Db::fresh();
        let mut session = table(&db);
        session.exec(DEFERRED);
        done(&mut session, operation);
        // That of the rows that were there, or none where the table was written anew.
        let fired = session.one("SELECT count(*) FROM seen");
        assert_eq!(fired, if operation.contains("bigint") { "0" } else { "2" }, "{operation}");
    }
}

/// It was set so by the caller, for his transaction.
#[test]
fn a_trigger_that_the_session_has_deferred() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec(&DEFERRED.replace("INITIALLY DEFERRED", "INITIALLY IMMEDIATE"));
    session.exec("BEGIN; SET CONSTRAINTS ALL DEFERRED");
    let rows = session.query_text("SELECT status FROM migrate.safe_rename_column('t', 'v', 'w')");
    assert!(rows.iter().all(|status| status != "done"), "{rows:?}");
    session.exec("COMMIT");
    session.exec("CALL migrate.wait()");
    assert_eq!(session.query_text("SELECT state FROM migrate.changes"), ["ready"]);
    assert_eq!(session.one("SELECT count(*) FROM t WHERE v IS DISTINCT FROM w"), "0");
    assert_eq!(
        session.one("SELECT count(*) FROM pg_indexes WHERE tablename = 't' AND indexdef LIKE '%(w)'"),
        "1"
    );
}

/// Others stay in the caller's transaction: what the UPDATE leaves is seen at once, or nothing is left.
#[test]
fn who_is_not_concerned_is_done_at_once() {
    let not_concerned = [
        "CREATE TRIGGER c AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE CONSTRAINT TRIGGER c AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE CONSTRAINT TRIGGER c AFTER UPDATE OF n ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE TABLE u (id int PRIMARY KEY); INSERT INTO u VALUES (1), (2);
         ALTER TABLE t ADD FOREIGN KEY (n) REFERENCES u DEFERRABLE INITIALLY DEFERRED",
        "ALTER TABLE t ADD UNIQUE (n) DEFERRABLE INITIALLY DEFERRED",
        "ALTER TABLE t ADD UNIQUE (v);
         CREATE TABLE u (v text REFERENCES t (v) DEFERRABLE INITIALLY DEFERRED); INSERT INTO u VALUES ('x y')",
        "ALTER TABLE t ADD UNIQUE (v) DEFERRABLE INITIALLY DEFERRED",
    ];
    for made in not_concerned {
        let db = Db::fresh();
        let mut session = table(&db);
        session.exec(made);
        let rows = session.query_text("SELECT status FROM migrate.safe_rename_column('t', 'v', 'w')");
        assert!(rows.iter().all(|status| status == "done"), "{made}: {rows:?}");
    }
}
