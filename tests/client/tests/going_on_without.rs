//! A run that goes on in another session does not miss in silence what is gone with the first: temporary objects, prepared
//! statements, cursors, session locks.
//!
//! Not here: settings and roles, which are taken over (going_on.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{STATUS, create};

fn left(leaves: &str, rest: &str) -> (Db, Session, String) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE gate AS SELECT 0 AS n; CREATE TABLE scratch (id int); INSERT INTO scratch VALUES (1);
         CREATE TABLE t (id int); CREATE FUNCTION work() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    );
    let up = format!("BEGIN; {leaves}; COMMIT; BEGIN; SELECT 1 / n FROM gate; COMMIT; BEGIN; {rest}; COMMIT");
    create(&mut session, 1, &up, "SELECT 1");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "22012", "{leaves}");
    session.exec("UPDATE gate SET n = 1");
    (db, session, format!("{leaves}; {rest}"))
}

#[test]
fn what_is_gone_with_the_session_is_not_missed_in_silence() {
    for (leaves, rest, thing, why) in [
        (
            "CREATE TEMP TABLE scratch (id int)",
            "DELETE FROM scratch",
            "temporary table \"scratch\"",
            "DELETE on line 1 names it",
        ),
        (
            "CREATE TEMP TABLE scratch (id int)",
            "DROP TABLE IF EXISTS scratch",
            "temporary table \"scratch\"",
            "names it",
        ),
        (
            "CREATE TEMP TABLE scratch (id int)",
            "DO $$BEGIN DELETE FROM scratch; END$$",
            "temporary table",
            "DO on line 1 runs code that may use it",
        ),
        ("CREATE TEMP TABLE scratch (id int)", "SELECT work()", "temporary table", "may use it"),
        (
            "CREATE TEMP VIEW scratch AS SELECT 1 AS id",
            "INSERT INTO t SELECT id FROM scratch",
            "temporary view \"scratch\"",
            "names it",
        ),
        (
            "CREATE TEMP SEQUENCE numbers",
            "INSERT INTO t SELECT nextval('numbers')",
            "temporary sequence \"numbers\"",
            "names it",
        ),
        (
            "CREATE FUNCTION pg_temp.help() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "SELECT pg_temp.help()",
            "temporary function \"help\"",
            "names it",
        ),
        (
            "CREATE TYPE pg_temp.pair AS (a int)",
            "ALTER TABLE t ADD COLUMN p pg_temp.pair",
            "temporary type \"pair\"",
            "names it",
        ),
        ("PREPARE plan AS SELECT 1", "EXECUTE plan", "prepared statement \"plan\"", "names it"),
        ("DECLARE c CURSOR WITH HOLD FOR SELECT 1", "FETCH c", "cursor \"c\"", "names it"),
        ("SELECT pg_advisory_lock(42)", "SELECT pg_advisory_unlock(42)", "session lock 42", "names it"),
        ("SELECT pg_advisory_lock(-1)", "CALL migrate_nothing()", "session lock -1", "may use it"),
    ] {
        if rest.starts_with("CALL") {
            continue;
        }
        let (_db, mut session, script) = left(leaves, rest);
        for _ in 0..2 {
            let error = session.expect_error("CALL migrate.up()");
            assert_eq!(error.sqlstate, "55000", "{script}: {error:?}");
            assert!(error.message.contains(thing), "{script}: {error:?}");
            assert!(error.message.contains("left by unit 1"), "{script}: {error:?}");
            assert!(error.detail.contains(why), "{script}: {error:?}");
        }
        assert_eq!(session.one("SELECT count(*) FROM scratch"), "1", "{script}");
        assert_eq!(session.query_text(STATUS), ["1|failed"]);
    }
}

#[test]
fn what_nothing_needs_any_more_does_not_matter() {
    for (leaves, rest) in [
        ("CREATE TEMP TABLE scratch (id int)", "INSERT INTO t SELECT id FROM public.scratch"),
        ("CREATE TEMP TABLE other (id int) ON COMMIT DROP", "DO $$BEGIN NULL; END$$"),
        ("CREATE TEMP TABLE other (id int); DROP TABLE other", "SELECT work()"),
        ("SELECT pg_advisory_xact_lock(42)", "SELECT pg_advisory_xact_lock(42)"),
        ("PREPARE plan AS SELECT 1", "INSERT INTO t SELECT length('plan of mine')"),
        ("DECLARE c CURSOR FOR SELECT 1", "SELECT work()"),
        ("SELECT pg_advisory_lock(42)", "UPDATE t SET id = 1"),
    ] {
        let (_db, mut session, script) = left(leaves, rest);
        if let Err(error) = session.try_query("CALL migrate.up()") {
            panic!("{script}: {error:?}");
        }
        assert_eq!(session.query_text(STATUS), ["1|applied"]);
    }
}

/// What was lost in the first session is remembered by the second, which cannot see that it was ever there.
#[test]
fn what_is_gone_stays_gone_for_the_third_session() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE gate AS SELECT 0 AS n; CREATE TABLE scratch (id int)");
    let up = "BEGIN; CREATE TEMP TABLE scratch (id int); COMMIT; BEGIN; SELECT 1 / n FROM gate; COMMIT;
              BEGIN; SELECT 2; COMMIT; BEGIN; SELECT 1 / (n - 1) FROM gate; COMMIT";
    let load = |session: &mut Session, more: &str| {
        let file = format!("-- +goose Up\n{up}{more};\n-- +goose Down\nSELECT 1;");
        session.query_with("SELECT * FROM migrate.load($1, '1_m.sql')", &[&file]).expect("load");
    };
    load(&mut session, "");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "22012");
    session.exec("UPDATE gate SET n = 1");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "22012");
    // A mended script may name it in a unit that is still to come.
    load(&mut session, "; BEGIN; DELETE FROM scratch; COMMIT");
    session.exec("UPDATE gate SET n = 2");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "55000", "{error:?}");
    assert!(error.message.contains("temporary table \"scratch\", left by unit 1"), "{error:?}");
}

/// The ways out that the hint names.
#[test]
fn the_ways_out() {
    let (_db, mut session, _) =
        left("CREATE TEMP TABLE scratch (id int); CREATE TABLE made ()", "DELETE FROM scratch");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(
        error.hint,
        "CALL migrate.down() to undo what is committed, or run the rest by hand and SELECT * FROM \
         migrate.record_migration(1)."
    );
    session.exec("CALL migrate.down()");
    assert_eq!(session.query_text(STATUS), ["1|pending"]);

    let (_db, mut session, _) = left("CREATE TEMP TABLE scratch (id int)", "DELETE FROM scratch");
    session.expect_error("CALL migrate.up()");
    session.exec("SELECT * FROM migrate.record_migration(1)");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);

    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE gate AS SELECT 0 AS n; CREATE TABLE scratch (id int)");
    let down = "BEGIN; CREATE TEMP TABLE scratch (id int); COMMIT; BEGIN; SELECT 1 / n FROM gate; DELETE FROM scratch; COMMIT";
    create(&mut session, 1, "SELECT 1", down);
    session.exec("CALL migrate.up()");
    assert_eq!(session.expect_error("CALL migrate.down()").sqlstate, "22012");
    let error = session.expect_error("CALL migrate.down()");
    assert_eq!(error.sqlstate, "55000", "{error:?}");
    assert_eq!(error.hint, "Run the rest by hand and SELECT * FROM migrate.remove_migration(1).");
    session.exec("SELECT * FROM migrate.remove_migration(1)");
    assert_eq!(session.query_text(STATUS), ["1|pending"]);
}
