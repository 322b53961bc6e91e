//! What one script leaves in its session, the next does not find; unless `migrate.keep_session_settings` is on. The
//! caller's session keeps what is its own. And what the caller has set reaches a job.
//!
//! Not here: roles and settings that are no traces (identity.rs, scripts.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{JOBS, STATUS, create, tables};

/// A script that leaves one of everything.
const LEAVES: &str = "
    CREATE TEMP TABLE scratch (id int); CREATE TEMP VIEW scratch_view AS SELECT 1 AS one;
    CREATE TEMP SEQUENCE numbers; CREATE TYPE pg_temp.pair AS (a int, b int);
    CREATE FUNCTION pg_temp.help() RETURNS pg_temp.pair LANGUAGE sql AS 'SELECT 1, 2';
    PREPARE plan AS SELECT 1;
    SELECT nextval('counter'), pg_advisory_lock(-1), pg_advisory_lock(-1), pg_advisory_lock_shared(-7, 7);
    SET search_path = other";

/// A script that notes what it finds.
const NOTES: &str = "
    INSERT INTO public.found
    SELECT 'objects ' || count(*) FROM pg_class WHERE relname IN ('scratch', 'scratch_view', 'numbers', 'pair')
    UNION ALL SELECT 'functions ' || count(*) FROM pg_proc WHERE proname = 'help' AND pronamespace <> 'migrate'::regnamespace
    UNION ALL SELECT 'statements ' || count(*) FROM pg_prepared_statements WHERE name = 'plan'
    UNION ALL SELECT 'locks ' || count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid < 3
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    UNION ALL SELECT 'search_path ' || current_setting('search_path')";

const NOTHING: [&str; 5] =
    ["objects 0", "functions 0", "statements 0", "locks 0", "search_path \"$user\", public"];

fn with_scripts(leaves: &str, notes: &str) -> (Db, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE SCHEMA other; CREATE SEQUENCE counter; CREATE TABLE found (what text)");
    create(&mut session, 1, leaves, "SELECT 1");
    create(&mut session, 2, notes, "SELECT 1");
    (db, session)
}

fn found(session: &mut Session) -> Vec<String> {
    session.query_text("SELECT what FROM found ORDER BY ctid")
}

#[test]
fn a_script_finds_nothing_of_the_one_before() {
    let (_db, mut session) = with_scripts(LEAVES, NOTES);
    session.exec("CALL migrate.up()");
    assert_eq!(found(&mut session), NOTHING);
}

#[test]
fn unless_the_project_relies_on_it() {
    let (_db, mut session) = with_scripts(LEAVES, NOTES);
    session.exec("SET migrate.keep_session_settings = on");
    session.exec("CALL migrate.up()");
    assert_eq!(
        found(&mut session),
        ["objects 4", "functions 1", "statements 1", "locks 2", "search_path other"]
    );
}

/// The role is the caller's again in any case.
#[test]
fn a_role_is_not_kept() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE found (what text)");
    let role = db.role("");
    create(&mut session, 1, &format!("SET ROLE {role}"), "SELECT 1");
    create(&mut session, 2, "INSERT INTO found VALUES (current_user)", "SELECT 1");
    session.exec("SET migrate.keep_session_settings = on");
    session.exec("CALL migrate.up()");
    assert_eq!(found(&mut session), [db.server().user()]);
}

/// In the caller's transaction, what the caller has made stays; session locks, which can't be told apart, too.
#[test]
fn the_caller_keeps_its_own() {
    let leaves =
        LEAVES.replace(", pg_advisory_lock(-1), pg_advisory_lock(-1), pg_advisory_lock_shared(-7, 7)", "");
    let (_db, mut session) = with_scripts(&leaves, NOTES);
    session.exec("CREATE TEMP TABLE mine (id int); PREPARE my_plan AS SELECT 1");
    assert_eq!(
        session.query_text("SELECT status, detail FROM migrate.apply()"),
        ["applied|8 statements, in this transaction", "applied|1 statement, in this transaction"]
    );
    assert_eq!(found(&mut session), NOTHING);
    assert_eq!(session.query_text("SELECT name FROM pg_prepared_statements"), ["my_plan"]);
    assert_eq!(
        session.query_text("SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema()"),
        ["mine"]
    );
    assert_eq!(session.notices(), []);
}

#[test]
fn a_setting_without_a_definition_reaches_a_job() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(
        &mut session,
        1,
        "CREATE INDEX CONCURRENTLY i ON t (n); INSERT INTO log VALUES (current_setting('app.tenant'))",
        "SELECT 1",
    );
    session.exec("SET app.tenant = 'acme'");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT word FROM log"), ["acme"]);
    create(&mut session, 2, "VACUUM t; INSERT INTO log VALUES (current_setting('app.tenant'))", "SELECT 1");
    session.exec("BEGIN; SET LOCAL app.tenant = 'local'; SELECT migrate.apply(); COMMIT");
    db.wait_for(JOBS, &["done", "done"]);
    assert_eq!(session.query_text("SELECT word FROM log"), ["acme", "local"]);
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
}
