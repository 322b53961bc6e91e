//! Callbacks of jobs that fail or break off, and those of a folder.
//!
//! Not here: what runs when, and whose (the regress test).

use migrate_client_tests::{Db, Session};

use crate::common::{JOBS, STATUS, WORKERS, create, wait_for_sleeping_worker};
use crate::load_dir::Folder;

/// What stands in the log, in its order.
const LOG: &str = "SELECT coalesce(string_agg(word, ' ' ORDER BY n), '') FROM log";

/// Two pending migrations of two units each, and callbacks that leave a trace; each sleeps or fails as `pause` says of it.
fn pending(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(
        "CREATE TABLE log (n serial, word text);
         CREATE TABLE pause (word text, seconds int);
         CREATE FUNCTION trace(word text) RETURNS void LANGUAGE plpgsql AS $$
         BEGIN
             PERFORM pg_sleep(seconds) FROM pause p WHERE p.word = trace.word;
             IF EXISTS (SELECT FROM pause p WHERE p.word = trace.word) THEN
                 RAISE EXCEPTION 'not %', word;
             END IF;
             INSERT INTO log (word) VALUES (trace.word);
         END $$",
    );
    for version in [1, 2] {
        create(&mut session, version, &format!("VACUUM pause; SELECT trace('m{version}')"), "SELECT 1");
    }
    for (event, word) in [("before_all", "before"), ("after_each", "each"), ("after_all", "after")] {
        session.exec(&format!("SELECT * FROM migrate.set_callback('{event}', $$SELECT trace('{word}')$$)"));
    }
    session
}

#[test]
fn around_the_migrations_of_a_job() {
    let db = Db::fresh();
    let mut session = pending(&db);
    let told = session.one("CALL migrate.up()");
    assert!(told.starts_with("2 migrations applied in"), "{told}");
    assert_eq!(session.one(LOG), "before m1 each m2 each after");
    assert_eq!(
        session.query_text("SELECT what, status FROM migrate.jobs"),
        ["apply 2 migrations, from 1 on|done"]
    );
    assert_eq!(session.one("CALL migrate.up()"), "nothing to apply");
    session.exec("CALL migrate.redo()");
    assert_eq!(session.one(LOG), "before m1 each m2 each after before m2 each after");
    assert_eq!(session.query_text("SELECT * FROM migrate.left_to_do"), [""; 0]);
}

/// What fails stops what comes behind it, and is owed: the next run begins with it.
#[test]
fn one_that_fails() {
    for (word, standing, log, then) in [
        ("before", ["1|pending", "2|pending"], "", "before m1 each m2 each after"),
        ("each", ["1|applied", "2|pending"], "before m1", "before m1 before each m2 each after"),
        ("after", ["1|applied", "2|applied"], "before m1 each m2 each", "before m1 each m2 each after"),
    ] {
        let db = Db::fresh();
        let mut session = pending(&db);
        session.exec(&format!("INSERT INTO pause VALUES ('{word}', 0)"));
        let error = session.expect_error("CALL migrate.up()");
        assert_eq!(error.sqlstate, "P0001", "{error:?}");
        assert_eq!(session.one(LOG), log);
        let migrations = format!("{STATUS} WHERE version < 100");
        assert_eq!(session.query_text(&migrations), standing);
        // Where it failed is told as of a migration.
        assert_eq!(session.query_text("SELECT status FROM migrate.status() WHERE version > 100"), ["failed"]);
        session.exec("TRUNCATE pause");
        session.exec("CALL migrate.up()");
        assert_eq!(session.one(LOG), then);
        assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
        assert_eq!(session.one("CALL migrate.up()"), "nothing to apply");
    }
}

/// A worker that is killed between a migration and what is to run behind it.
#[test]
fn a_worker_that_is_lost_in_between() {
    for again in ["CALL migrate.up()", "SELECT * FROM migrate.resume(1); CALL migrate.wait()"] {
        let db = Db::fresh();
        let mut session = pending(&db);
        session.exec("INSERT INTO pause VALUES ('each', 60)");
        let call = db.session().start("CALL migrate.up()");
        let pid = wait_for_sleeping_worker(&db);
        assert_eq!(session.query_text(&format!("{STATUS} WHERE version < 100")), ["1|applied", "2|queued"]);
        session.exec(&format!("SELECT pg_terminate_backend({pid})"));
        call.end().1.expect_err("its worker is gone");
        db.wait_for(WORKERS, &["0"]);
        session.exec("TRUNCATE pause");
        for statement in again.split("; ") {
            session.exec(statement);
        }
        // A call of its own is a run of its own, with what comes before all; the other goes on with the job.
        let log = if again.starts_with("CALL") {
            "before m1 before each m2 each after"
        } else {
            "before m1 each m2 each after"
        };
        assert_eq!(session.one(LOG), log, "{again}");
        assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
        assert_eq!(session.query_text(JOBS).last().map(String::as_str), Some("done"));
    }
}

#[test]
fn those_of_a_flyway_folder() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("V1__ran.sql", "CREATE TABLE ran (word text);");
    folder.write("afterMigrate__grants.sql", "INSERT INTO ran VALUES ('after');");
    folder.write("beforeEachMigrate.sql", "SELECT 1/0;");
    let mut session = db.session();
    assert_eq!(
        session.query_text(&folder.load().replace("version, description", "description")),
        [
            "V1__ran.sql|ran|registered",
            "afterMigrate__grants.sql|after_all|registered",
            "beforeEachMigrate.sql||left out"
        ]
    );
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("TABLE ran"), ["after"]);
    folder.write("afterMigrate.sql", "SELECT 1;");
    let error = session.expect_error(&folder.load());
    assert!(error.detail.contains("afterMigrate"), "{error:?}");
}
