//! `migrate.load_dir` on the folders of tools: what each would run runs, in its order, and has its effect.
//!
//! Not here: which files are found and how they are named (`core/src/file/folder/tests.rs`).

use migrate_client_tests::Db;

use crate::load_dir::{Folder, refused};

const TABLES: &str = "SELECT coalesce(string_agg(tablename, ' ' ORDER BY tablename), '') FROM pg_tables WHERE schemaname = 'public'";
const APPLIED: &str =
    "SELECT string_agg(description, ', ' ORDER BY applied_at) FROM migrate.schema_migrations";

/// Dotted versions run in their order, are typed as they are written, and stay in order when one comes between.
#[test]
fn dotted_versions() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("V1__a.sql", "CREATE TABLE a ();");
    folder.write("V1.2.10__c.sql", "CREATE TABLE c ();");
    folder.write("V1.2.9__b.sql", "CREATE TABLE b ();");
    folder.write("V2__d.sql", "CREATE TABLE d ();");
    let mut session = db.session();
    let status = "SELECT description, status, note FROM migrate.status()";
    session.exec(&folder.load());
    assert_eq!(
        session.query_text("SELECT version, description FROM migrate.status()"),
        ["1|a", "9000001002009000000|1.2.9 b", "9000001002010000000|1.2.10 c", "2|d"]
    );
    session.exec("CALL migrate.up(target => migrate.version('1.2.9'))");
    assert_eq!(session.one(TABLES), "a b");
    assert_eq!(session.one("SELECT migrate.current_version() = migrate.version('1.2.9')"), "t");
    session.exec("CALL migrate.up()");
    assert_eq!(session.one(APPLIED), "a, 1.2.9 b, 1.2.10 c, d");
    folder.write("V1.3__e.sql", "CREATE TABLE e ();");
    session.exec(&folder.load());
    assert_eq!(session.query_text(status)[3], "1.3 e|pending|older than the newest applied");
    session.exec("CALL migrate.up()");
    session.exec("CALL migrate.down()");
    assert_eq!(session.one(TABLES), "a b c e");
    session.exec("CALL migrate.down(target => migrate.version('1.2.10'))");
    assert_eq!(session.one(TABLES), "a b c");
    session.exec("CALL migrate.down(target => 0)");
    assert_eq!(session.one(TABLES), "");
    let error = session.expect_error("SELECT migrate.version('1.4')");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("42704", "no migration has version \"1.4\"")
    );
    assert_eq!(session.one("SELECT migrate.version('000002')"), "2");
}

/// A baseline lies at its place, not at its number.
#[test]
fn a_baseline_at_a_dotted_version() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    for name in ["V1__a.sql", "V1.2__b.sql", "V2__c.sql"] {
        folder.write(name, format!("CREATE TABLE {} ();", &name[name.len() - 5..name.len() - 4]));
    }
    let mut session = db.session();
    session.exec(&folder.load());
    session.exec("SELECT * FROM migrate.baseline(migrate.version('1.2'))");
    folder.write("V1.1__late.sql", "CREATE TABLE late ();");
    session.exec(&folder.load());
    assert_eq!(
        session.query_text("SELECT description, status, note FROM migrate.status()"),
        [
            "a|applied|below baseline 1.2",
            "1.1 late|applied|below baseline 1.2",
            "1.2 b|applied|baseline",
            "c|pending|down: derived"
        ]
    );
    session.exec("CALL migrate.up()");
    assert_eq!(session.one(TABLES), "c");
    let error = session.expect_error("CALL migrate.down(steps => 2)");
    assert!(error.message.contains("baseline"), "{error:?}");
    assert_eq!(session.one(TABLES), "c");
}

/// Version 0 is one like others.
#[test]
fn version_zero() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    let journal = r#"{"entries":[{"idx":0,"tag":"0000_a"},{"idx":1,"tag":"0001_b"}]}"#;
    folder.write("meta/_journal.json", journal);
    folder.write("0000_a.sql", "CREATE TABLE a ();--> statement-breakpoint\nCREATE TABLE a2 ();");
    folder.write("0001_b.sql", "CREATE TABLE b ();");
    folder.write("0002_not_in_it.sql", "CREATE TABLE c ();");
    let mut session = db.session();
    assert_eq!(
        session.query_text(&format!("SELECT file, status FROM migrate.load_dir('{}')", folder.path())),
        ["0000_a.sql|registered", "0001_b.sql|registered", "0002_not_in_it.sql|left out"]
    );
    session.exec("CALL migrate.up(steps => 1)");
    assert_eq!(session.one(TABLES), "a a2");
    session.exec("CALL migrate.up()");
    session.exec("CALL migrate.down(target => migrate.version('0'))");
    assert_eq!(session.one(TABLES), "a a2");
    session.exec("CALL migrate.down(target => 0)");
    assert_eq!(session.one(TABLES), "");
}

/// dbmate runs 10 before 2 and holds 001 and 1 apart. A dump keeps that.
#[test]
fn an_order_by_text() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    for name in ["001_a", "1_b", "10_c", "2_d"] {
        let table = &name[name.len() - 1..];
        let text =
            format!("-- migrate:up words\nCREATE TABLE {table} ();\n-- migrate:down\nDROP TABLE {table};\n");
        folder.write(&format!("{name}.sql"), text);
    }
    let mut session = db.session();
    session.exec(&folder.load());
    session.exec("CALL migrate.up()");
    assert_eq!(session.one(APPLIED), "001 a, c, b, d");
    session.exec("CALL migrate.down()");
    assert_eq!(session.one(TABLES), "a b c");
    assert_eq!(
        session.query_text("SELECT status FROM migrate.status()"),
        ["applied", "applied", "applied", "pending"]
    );
    // Loading it again changes nothing.
    assert!(session.query_text(&folder.load()).iter().all(|row| row.ends_with("unchanged")));
}

/// A section that dbmate sends whole is one transaction of the server's.
#[test]
fn what_is_sent_whole() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "SELECT * FROM migrate.load('-- migrate:up transaction:false\nCREATE TABLE a ();\nSELECT 1/0;\n-- migrate:down\n', '1_a.sql')",
    );
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "22012");
    assert_eq!(session.one(TABLES), "");
    // goose sends statement by statement.
    session.exec("SELECT * FROM migrate.load('-- +goose NO TRANSACTION\n-- +goose Up\nCREATE TABLE b ();\nSELECT 1/0;\n', '0_b.sql')");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "22012");
    assert_eq!(session.one(TABLES), "b");
}

/// diesel: a folder for each, and a metadata.toml that says nothing switches the transaction off.
#[test]
fn folders_of_diesel() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("2024-01-01-000000_a/up.sql", "CREATE TABLE a (i int);");
    folder.write("2024-01-01-000000_a/down.sql", "DROP TABLE a;");
    folder.write("2024-01-02-000000_b/up.sql", "CREATE INDEX CONCURRENTLY a_i ON a (i);");
    folder.write("2024-01-02-000000_b/down.sql", "DROP INDEX CONCURRENTLY a_i;");
    folder.write("2024-01-02-000000_b/metadata.toml", "");
    folder.write("00000000000000_diesel_initial_setup/up.sql", "-- This file was created by Diesel\n");
    let mut session = db.session();
    assert_eq!(session.query_text(&folder.load()).len(), 3);
    session.exec("CALL migrate.up()");
    assert_eq!(session.one("SELECT to_regclass('a_i') IS NOT NULL"), "t");
    assert_eq!(
        session.one("SELECT up_transaction FROM migrate.migrations WHERE version = 20240102000000"),
        "f"
    );
    session.exec("CALL migrate.down(target => 0)");
    assert_eq!(session.one(TABLES), "");
}

/// sqitch: the plan's order, psql's variables and files, and no transaction of its own.
#[test]
fn a_plan_of_sqitch() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    let by = "Jo <jo@example.com>";
    let plan = format!(
        "%syntax-version=1.0.0\n%project=p\n\nschema 2024-01-02T00:00:00Z {by} # s\nusers [schema] 2024-01-01T00:00:00Z {by} # u\n"
    );
    folder.write("sqitch.plan", plan);
    folder.write("deploy/schema.sql", "-- Deploy p:schema to pg\nBEGIN;\nCREATE SCHEMA :\"app\";\nCOMMIT;\n");
    folder.write("revert/schema.sql", "DROP SCHEMA :\"app\";");
    folder.write("deploy/users.sql", "\\ir ../parts/users.sql\nINSERT INTO app.users VALUES (:'app');\n");
    folder.write("revert/users.sql", "DROP TABLE app.users;");
    folder.write("verify/users.sql", "SELECT 1/0;");
    folder.write("parts/users.sql", "CREATE TABLE app.users (name text);");
    let mut session = db.session();
    let error = refused(&mut session, &folder);
    assert!(error.detail.contains("variable \":app\" on line 3 of the up script is not set"), "{error:?}");
    let load = format!(
        "SELECT file, description, status FROM migrate.load_dir('{}', variables => '{{\"app\": \"app\"}}')",
        folder.path()
    );
    assert_eq!(
        session.query_text(&load),
        [
            "deploy/schema.sql|schema|registered",
            "deploy/users.sql|users|registered",
            "parts/users.sql||left out",
            "verify/users.sql||left out"
        ]
    );
    session.exec("CALL migrate.up()");
    assert_eq!(session.one("SELECT name FROM app.users"), "app");
    session.exec("CALL migrate.down(target => migrate.version('schema'))");
    assert_eq!(session.one("SELECT to_regclass('app.users') IS NULL"), "t");
    session.exec("CALL migrate.down()");
    assert_eq!(session.one("SELECT to_regnamespace('app') IS NULL"), "t");
}

/// Placeholders are replaced where a value is given, and refused by name where none is.
#[test]
fn placeholders() {
    let db = Db::fresh();
    let mut session = db.session();
    let load = |values: &str| {
        format!("SELECT status FROM migrate.load('SELECT 1;\nCREATE TABLE ${{t}} ();', 'V1__x.sql'{values})")
    };
    let error = session.expect_error(&load(""));
    assert_eq!(error.message, "placeholder \"${t}\" on line 2 of the up script is not replaced");
    assert!(error.hint.contains("variables"), "{error:?}");
    let error = session.expect_error(&load(", variables => '{\"other\": 1}'"));
    assert_eq!(error.sqlstate, "0A000", "{error:?}");
    assert_eq!(session.expect_error(&load(", variables => '[1]'")).sqlstate, "22023");
    assert_eq!(session.one(&load(", variables => '{\"t\": \"given\"}'")), "registered");
    session.exec("CALL migrate.up()");
    assert_eq!(session.one(TABLES), "given");
    // Of a variable of psql's that has no value the server says only that it is no SQL.
    let error = session.expect_error("SELECT migrate.load('CREATE TABLE :schema.t ()', '2_x.sql')");
    assert!(error.hint.starts_with("A value for psql's :name is passed"), "{error:?}");
}

/// Nothing that lies outside of the folder is read, by whatever name.
#[test]
fn files_that_lead_out_of_the_folder() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    let mut session = db.session();
    for name in ["/etc/hostname", "../../etc/hostname", "part.sql"] {
        folder.write("1_x.sql", format!("SELECT 1;\n\\i {name}\n"));
        let error = refused(&mut session, &folder);
        assert_eq!(error.message, format!("file \"{name}\", which line 2 includes, is not in the folder"));
        assert_eq!(error.detail, "In file \"1_x.sql\".");
    }
    folder.write("1_x.sql", "SELECT 1;\n\\i 1_x.sql\n");
    assert!(refused(&mut session, &folder).message.ends_with("includes itself"));
    // Other commands of psql are refused, whatever stands before.
    folder.write("1_x.sql", "-- a; b\nSELECT 1;\n\\connect other\n");
    let error = refused(&mut session, &folder);
    assert_eq!(error.message, "psql meta-command \"\\connect\" on line 3 cannot run in the server");
}

/// A tool may be named; a name that nobody knows is told with those that are known.
#[test]
fn a_tool_that_is_named() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("V1__a.sql", "CREATE TABLE a ();");
    folder.write("U2__b.sql", "CREATE TABLE b ();");
    let mut session = db.session();
    assert!(refused(&mut session, &folder).message.contains("has no up script"));
    let load =
        |tool: &str| format!("SELECT file FROM migrate.load_dir('{}', tool => '{tool}')", folder.path());
    assert_eq!(session.query_text(&load("Refinery")), ["V1__a.sql", "U2__b.sql"]);
    let error = session.expect_error(&load("rails"));
    assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("22023", "tool \"rails\" is not known"));
    assert!(error.detail.contains("golang-migrate"), "{error:?}");
}
