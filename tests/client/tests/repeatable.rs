//! Repeatable migrations in folders, as jobs that break off, and in the history of Flyway.
//!
//! Not here: what is pending when, and what a rollback does (the regress test).

use migrate_client_tests::Db;

use crate::load_dir::Folder;

const STANDING: &str = "SELECT description, status FROM migrate.status()";

#[test]
fn a_folder_of_flyway() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("V1__ran.sql", "CREATE TABLE ran (n int);");
    folder.write("R__b_view.sql", "CREATE OR REPLACE VIEW b_view AS SELECT * FROM a_view;");
    folder.write("views/R__A_view.sql", "CREATE OR REPLACE VIEW a_view AS SELECT 1 AS a;");
    let mut session = db.session();
    session.exec(&folder.load());
    session.exec("CALL migrate.up()");
    // As Flyway orders them: by name, capitals first.
    let order = "SELECT string_agg(description, ' ' ORDER BY applied_at) FROM migrate.schema_migrations";
    assert_eq!(session.one(order), "ran R__A_view R__b_view");
    folder.write("R__b_view.sql", "CREATE OR REPLACE VIEW b_view AS SELECT a, 2 AS b FROM a_view;");
    folder.write("V2__late.sql", "CREATE TABLE late ();");
    session.exec(&folder.load());
    assert_eq!(
        session.query_text(STANDING),
        ["ran|applied", "late|pending", "R__A_view|applied", "R__b_view|pending"]
    );
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("TABLE b_view"), ["1|2"]);
    assert_eq!(session.one(order), "ran R__A_view late R__b_view");
    session.exec(&folder.load());
    assert_eq!(session.one("CALL migrate.up()"), "nothing to apply");
    // Two files of one name are one migration, and nobody says which.
    folder.write("views/R__b view.sql", "SELECT 1;");
    let error = session.expect_error(&folder.load());
    assert!(error.detail.contains("R__b view.sql"), "{error:?}");
}

/// A run that was broken off goes on with its text, and begins anew with another one.
#[test]
fn a_run_of_several_units_that_breaks_off() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE ran (n int)");
    let load = |n: u32| {
        format!(
            "SELECT * FROM migrate.load('INSERT INTO ran VALUES ({n}); VACUUM ran; INSERT INTO late VALUES ({n})', 'R__x.sql')"
        )
    };
    session.exec(&load(1));
    session.expect_error("CALL migrate.up()");
    session.exec(&load(2));
    session.expect_error("CALL migrate.up()");
    assert_eq!(session.query_text("TABLE ran"), ["1", "2"]);
    assert_eq!(session.query_text(STANDING), ["R__x|failed"]);
    // It is no step that could be taken back.
    assert_eq!(session.one("CALL migrate.down()"), "nothing to roll back");
    session.exec("CREATE TABLE late (n int)");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("TABLE ran"), ["1", "2"]);
    assert_eq!(session.query_text("TABLE late"), ["2"]);
    // The next text is a run from its beginning, and the journal has all of them.
    session.exec(&load(3));
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("TABLE ran"), ["1", "2", "3"]);
    assert_eq!(session.query_text(STANDING), ["R__x|applied"]);
    let ends = "SELECT count(*) FROM migrate.journal WHERE status = 'done' AND unit = units";
    assert_eq!(session.one(ends), "2");
}

/// While a job runs it, its text stays: the history of its last run does not mean that it is done.
#[test]
fn a_text_that_runs_again_is_not_replaced() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE ran (n int)");
    session.exec("SELECT * FROM migrate.load('INSERT INTO ran VALUES (1)', 'R__x.sql')");
    session.exec("CALL migrate.up()");
    session.exec("SELECT * FROM migrate.load('INSERT INTO ran VALUES (2)', 'R__x.sql')");
    let mut blocker = db.session();
    blocker.exec("BEGIN; LOCK TABLE ran");
    let call = db.session().start("CALL migrate.up()");
    db.wait_for("SELECT count(*) FROM migrate.status() WHERE status = 'running'", &["1"]);
    let error = session.expect_error("SELECT * FROM migrate.load('INSERT INTO ran VALUES (3)', 'R__x.sql')");
    assert_eq!(error.sqlstate, "55006");
    blocker.exec("ROLLBACK");
    call.rows();
    assert_eq!(session.query_text("TABLE ran"), ["1", "2"]);
}

const V1: &str = "CREATE TABLE users (id int PRIMARY KEY);";
const FIRST: &str = "CREATE OR REPLACE VIEW all_users AS SELECT 1 AS a;";
const SECOND: &str = "CREATE OR REPLACE VIEW all_users AS SELECT 2 AS a;";

/// By its own reckoning Flyway has run the first text, later the second: what ran last counts on both sides.
#[test]
fn the_history_of_flyway() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE flyway_schema_history (installed_rank int NOT NULL PRIMARY KEY, version varchar(50),
            description varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum int,
            installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(), execution_time int NOT NULL, success boolean NOT NULL);
         INSERT INTO flyway_schema_history VALUES
            (1, '1', 'users', 'SQL', 'V1__users.sql', -2134990597, 'ann', '2024-07-01 10:00', 12, true),
            (2, NULL, 'all users', 'SQL', 'R__all_users.sql', -293879344, 'ann', '2024-07-01 10:00', 12, true)",
    );
    session.exec(V1);
    let load = |text: &str| format!("SELECT * FROM migrate.load('{text}', 'R__all_users.sql')");
    session.exec(&format!("SELECT * FROM migrate.load('{V1}', 'V1__users.sql')"));
    session.exec(&load(SECOND));
    let import =
        "SELECT version, status, checksum, detail FROM migrate.import_history() WHERE version IS NOT NULL";
    assert_eq!(
        session.query_text(import),
        [
            "1|recorded|same|",
            "R__all_users|not applied|differs|repeatable, to be run again; the loaded file is not what flyway applied"
        ]
    );
    assert_eq!(session.query_text(STANDING), ["users|applied", "R__all_users|pending"]);
    session.exec(&load(FIRST));
    assert_eq!(session.query_text(import)[1], "R__all_users|recorded|same|");
    assert_eq!(session.query_text(STANDING), ["users|applied", "R__all_users|applied"]);
    // Flyway runs the second text.
    session.exec(&load(SECOND));
    assert_eq!(session.query_text(STANDING)[1], "R__all_users|pending");
    session.exec(
        "INSERT INTO flyway_schema_history VALUES
            (3, NULL, 'all users', 'SQL', 'R__all_users.sql', -543958195, 'bob', '2024-07-02 10:00', 12, true)",
    );
    assert_eq!(session.query_text(import)[1], "R__all_users|recorded|same|");
    assert_eq!(session.query_text(import)[1], "R__all_users|unchanged|same|");
    let last =
        "SELECT applied_by FROM migrate.schema_migrations WHERE version = migrate.version('R__all_users')";
    assert_eq!(session.one(last), "bob");
    assert_eq!(session.one("CALL migrate.up()"), "nothing to apply");
    // It runs here, and Flyway sees that: each run is a row of its own.
    session.exec(&load(FIRST));
    let export = "SELECT version, status, detail FROM migrate.export_history('flyway')";
    assert_eq!(
        session.query_text(export)[1],
        "R__all_users|left out|its text has changed since it ran: run it first"
    );
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(export)[1], "R__all_users|added|");
    assert_eq!(session.query_text(export)[1], "R__all_users|unchanged|");
    let rows = "SELECT version, description, script, checksum FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1";
    assert_eq!(session.query_text(rows), ["|all users|R__all_users.sql|-293879344"]);
    let others =
        "SELECT version, status, detail FROM migrate.export_history('goose') WHERE status = 'left out'";
    assert_eq!(
        session.query_text(others),
        ["R__all_users|left out|a repeatable migration, which has no version"]
    );
}
