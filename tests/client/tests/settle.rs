//! A standalone statement whose worker was lost, and of which the catalog cannot tell whether it had finished: it
//! is not run again blindly; a person says what became of it.
//!
//! Not here: what the catalog can tell (crash.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{STATUS, wait_for_sleeping_worker};

/// A procedure that leaves a trace, commits, and sleeps; its worker is terminated in its sleep.
fn broken_off() -> (Db, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE log (word text);
         CREATE PROCEDURE work() LANGUAGE plpgsql AS $$
         BEGIN INSERT INTO log VALUES ('worked'); COMMIT; PERFORM pg_sleep(60); END $$",
    );
    let file = "-- +goose NO TRANSACTION\n-- +goose Up\nINSERT INTO log VALUES ('before');\nCALL work();\n\
                INSERT INTO log VALUES ('after');";
    session.query_with("SELECT * FROM migrate.load($1, '1_work.sql')", &[file]).expect("load");
    let call = db.session().start("CALL migrate.up()");
    let pid = wait_for_sleeping_worker(&db);
    session.exec(&format!("SELECT pg_terminate_backend({pid})"));
    assert_eq!(call.error().1.sqlstate, "57P01");
    session.exec("CREATE OR REPLACE PROCEDURE work() LANGUAGE sql AS $$ INSERT INTO log VALUES ('again') $$");
    (db, session)
}

fn log(session: &mut Session) -> Vec<String> {
    session.query_text("SELECT word FROM log ORDER BY ctid")
}

#[test]
fn it_is_not_run_again_blindly() {
    let (_db, mut session) = broken_off();
    for _ in 0..2 {
        let error = session.expect_error("CALL migrate.up()");
        assert_eq!(error.sqlstate, "55000");
        let message = "unit 2 of migration 1 \"work\" was interrupted, and may or may not have finished";
        assert_eq!(error.message, message);
        assert!(error.detail.starts_with("It is CALL on line 4, which runs on its own"), "{}", error.detail);
        assert!(error.hint.contains("migrate.settle(1, finished => true)"), "{}", error.hint);
    }
    assert_eq!(log(&mut session), ["before", "worked"]);
    assert_eq!(session.query_text(STATUS), ["1|failed"]);
}

#[test]
fn finished_it_goes_on_behind_it() {
    let (_db, mut session) = broken_off();
    assert_eq!(session.one("SELECT * FROM migrate.settle(1, finished => true)"), "1|2|3|finished");
    session.exec("CALL migrate.up()");
    assert_eq!(log(&mut session), ["before", "worked", "after"]);
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

#[test]
fn not_finished_it_is_run_again() {
    let (_db, mut session) = broken_off();
    assert_eq!(session.one("SELECT * FROM migrate.settle(1, finished => false)"), "1|2|3|to be run again");
    let error = session.expect_error("SELECT * FROM migrate.settle(1, finished => true)");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("55000", "migration 1 has no interrupted unit")
    );
    session.exec("CALL migrate.up()");
    assert_eq!(log(&mut session), ["before", "worked", "again", "after"]);
}
