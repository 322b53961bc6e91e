//! What a derived down script names without a schema is what the up script left, or nothing is taken back: whatever has
//! come to bear the same name since is somebody else's.

use migrate_client_tests::{Db, Session};

fn load(session: &mut Session, version: i64, up: &str) {
    session.exec(&format!("SELECT migrate.load($up${up}$up$, '{version}_x.sql')"));
}

/// What is left of the scripts on the users.
const LEFT: &str =
    "SELECT (SELECT count(*) FROM pg_attribute WHERE attrelid = 'public.users'::regclass AND attname = 'x')
    + (SELECT count(*) FROM pg_index WHERE indrelid = 'public.users'::regclass)";

fn refused(session: &mut Session, command: &str, before: &str, now: &str) {
    let error = session.expect_error(command);
    assert_eq!(error.sqlstate, "55000", "{error:?}");
    assert!(error.message.ends_with(&format!("is found in schema \"{now}\" now")), "{error:?}");
    assert!(error.detail.contains(before), "{error:?}");
}

/// A column, an index and a column of a table that the script renames, each of a table in the second schema of the path,
/// and then there is one of that name in the first.
#[test]
fn a_table_that_comes_first_by_now() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE SCHEMA app; SET search_path = app, public; CREATE TABLE public.users (id int)");
    let scripts = [
        ("ALTER TABLE users ADD COLUMN x int", "users", "CREATE TABLE app.users (x int)"),
        ("CREATE INDEX users_id ON users (id)", "users_id", "CREATE TABLE app.users_id ()"),
        (
            "ALTER TABLE users ADD COLUMN x int; ALTER TABLE users RENAME TO people",
            "people",
            "CREATE TABLE app.people (x int)",
        ),
        (
            "SET search_path = pg_temp, app, public; ALTER TABLE users ADD COLUMN x int",
            "users",
            "CREATE TABLE app.users (x int)",
        ),
    ];
    for ((up, name, other), version) in scripts.into_iter().zip(1..) {
        load(&mut session, version, up);
        session.exec("CALL migrate.up()");
        session.exec(other);
        refused(&mut session, "CALL migrate.down()", "in schema \"public\"", "app");
        refused(&mut session, "SELECT migrate.rollback()", "in schema \"public\"", "app");
        session.exec(&format!("ALTER TABLE app.{name} RENAME TO other"));
        session.exec("CALL migrate.down()");
        session.exec("DROP TABLE app.other");
        assert_eq!(session.one(LEFT), "0", "{up}");
        session.exec("DELETE FROM migrate.migrations");
    }
}

/// A name that was gone at the end of the up script, and is there again in front.
#[test]
fn a_name_that_was_gone() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE SCHEMA app; SET search_path = app, public; CREATE TABLE public.users (id int)");
    load(&mut session, 1, "ALTER TABLE users ADD COLUMN x int; ALTER TABLE users RENAME TO people");
    session.exec("CALL migrate.up()");
    session.exec("CREATE TABLE app.users (x int)");
    refused(&mut session, "CALL migrate.down()", "nowhere", "app");
    session.exec("DROP TABLE app.users");
    session.exec("CALL migrate.down()");
    assert_eq!(session.one(LEFT), "0");
}

/// The path that RESET sets, and `"$user"`, mean other schemas to who rolls back.
#[test]
fn the_path_of_another_role() {
    let db = Db::fresh();
    let ann = db.role("LOGIN SUPERUSER");
    let mut session = db.session();
    session.exec(&format!("CREATE SCHEMA {ann} AUTHORIZATION {ann}; CREATE SCHEMA app"));
    for (up, version) in [
        "SET search_path = app; CREATE TABLE a (); RESET search_path; CREATE TABLE items (id int)",
        "SET search_path = app; CREATE TABLE a (); RESET ALL; CREATE TABLE items (id int)",
        "SET search_path = \"$user\", public; CREATE TABLE items (id int)",
    ]
    .into_iter()
    .zip(1..)
    {
        let mut theirs = db.session_as(&ann);
        load(&mut theirs, version, up);
        theirs.exec("CALL migrate.up()");
        session.exec("CREATE TABLE public.items (kept int)");
        refused(&mut session, "CALL migrate.down()", &format!("in schema \"{ann}\""), "public");
        theirs.exec("CALL migrate.down()");
        assert_eq!(session.one(&format!("SELECT to_regclass('{ann}.items') IS NULL")), "t", "{up}");
        session.exec("DROP TABLE public.items");
        session.exec("DELETE FROM migrate.migrations");
    }
}

/// Routines and collations of the first schema that are gone by now, with others of the same names in the second.
#[test]
fn routines_in_another_schema() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE SCHEMA app; SET search_path = app, public; CREATE DOMAIN public.amount AS int;
         CREATE FUNCTION public.\"f(.\"(amount) RETURNS int LANGUAGE sql AS 'SELECT 1';
         CREATE PROCEDURE public.p() LANGUAGE sql AS 'SELECT 1';
         CREATE COLLATION public.c FROM \"C\"",
    );
    for (up, gone, version) in [
        (
            "CREATE FUNCTION \"f(.\"(a amount) RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "FUNCTION app.\"f(.\"(amount)",
            1,
        ),
        ("CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'", "PROCEDURE app.p()", 2),
        ("CREATE COLLATION c FROM \"C\"", "COLLATION app.c", 3),
    ] {
        load(&mut session, version, up);
        session.exec("CALL migrate.up()");
        session.exec("CALL migrate.down()");
        session.exec("CALL migrate.up()");
        session.exec(&format!("DROP {gone}"));
        let error = session.expect_error("CALL migrate.down()");
        assert!(error.detail.contains("does not exist"), "{error:?}");
        session.exec(&format!("SELECT migrate.remove_migration({version})"));
        session.exec(&format!("DELETE FROM migrate.migrations WHERE version = {version}"));
    }
    assert_eq!(
        session.one(
            "SELECT count(*) FROM (SELECT FROM pg_proc WHERE pronamespace = 'public'::regnamespace
             UNION ALL SELECT FROM pg_collation WHERE collnamespace = 'public'::regnamespace) o"
        ),
        "3"
    );
}
