//! As whom a migration runs: as the caller, never as more, in a worker as in the caller's own transaction; and
//! under the caller's settings.
//!
//! Not here: who may call what (privileges.rs); `applied_by` (guide.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{STATUS, create, operator, tables};

/// A table into which a script writes who it is.
fn who(db: &Db) {
    db.session().exec(
        "CREATE TABLE who (n serial, me text); GRANT ALL ON who TO PUBLIC; GRANT ALL ON who_n_seq TO PUBLIC",
    );
}

const SAY: &str = "INSERT INTO who (me)
    SELECT current_user || ' ' || session_user || ' ' || current_setting('is_superuser')";

fn said(db: &Db) -> Vec<String> {
    db.session().query_text("SELECT me FROM who ORDER BY n")
}

/// Both ways in.
const WAYS: [&str; 2] = ["CALL migrate.up()", "SELECT * FROM migrate.apply()"];

#[test]
fn an_ordinary_role_creates_and_applies() {
    let db = Db::fresh();
    who(&db);
    let role = operator(&db, "LOGIN");
    let mut session = db.session_as(&role);
    create(
        &mut session,
        1,
        &format!("CREATE TABLE mine (id int); CREATE INDEX CONCURRENTLY i ON mine (id); {SAY}"),
        "DROP TABLE mine",
    );
    session.exec("CALL migrate.up()");
    assert_eq!(said(&db), [format!("{role} {role} off")]);
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert_eq!(db.session().one("SELECT tableowner FROM pg_tables WHERE tablename = 'mine'"), role);
    assert_eq!(db.session().one("SELECT registered_by FROM migrate.migrations"), role);
    assert_eq!(db.session().one("SELECT asked_by, run_as FROM migrate.jobs"), format!("{role}|{role}"));
    session.exec("CALL migrate.down()");
    assert_eq!(session.query_text(STATUS), ["1|pending"]);
}

#[test]
fn a_role_without_rights_on_a_table_has_none_in_a_job() {
    let db = Db::fresh();
    tables(&mut db.session());
    let role = operator(&db, "LOGIN");
    let mut session = db.session_as(&role);
    create(&mut session, 1, "ALTER TABLE t ADD COLUMN x int", "SELECT 1");
    for way in WAYS {
        let error = session.expect_error(way);
        assert_eq!(error.sqlstate, "42501", "{way}");
        assert!(error.detail.contains("must be owner of table t"), "{way}: {}", error.detail);
    }
}

/// The role that SET ROLE took is the one the job runs as; what it can go back to is the session user.
#[test]
fn the_role_of_the_session_is_taken_over() {
    let db = Db::fresh();
    who(&db);
    let group = operator(&db, "NOLOGIN");
    let person = db.role(&format!("LOGIN IN ROLE {group}"));
    let mut session = db.session_as(&person);
    session.exec(&format!("SET ROLE {group}"));
    let up = format!(
        "{SAY}; CREATE TABLE ours (id int); CREATE INDEX CONCURRENTLY i ON ours (id); RESET ROLE; {SAY};
         RESET SESSION AUTHORIZATION; {SAY}; SET SESSION AUTHORIZATION DEFAULT; {SAY}; SET ROLE {group}; {SAY}"
    );
    create(&mut session, 1, &up, "SELECT 1");
    create(&mut session, 2, SAY, "SELECT 1");
    session.exec("CALL migrate.up()");
    let (as_group, as_person) = (format!("{group} {person} off"), format!("{person} {person} off"));
    assert_eq!(
        said(&db),
        [&as_group, &as_person, &as_person, &as_person, &as_group, &as_group].map(String::as_str),
        "the next migration starts as the first did"
    );
    assert_eq!(db.session().one("SELECT tableowner FROM pg_tables WHERE tablename = 'ours'"), group);
    assert_eq!(session.one("SELECT current_user"), group);
}

#[test]
fn a_script_cannot_become_more_than_its_caller() {
    let db = Db::fresh();
    who(&db);
    let role = operator(&db, "LOGIN");
    let group = operator(&db, "NOLOGIN");
    let person = db.role(&format!("LOGIN IN ROLE {group}"));
    let mut plain = db.session_as(&role);
    let mut member = db.session_as(&person);
    member.exec(&format!("SET ROLE {group}"));
    let back = ["", "RESET ROLE;", "SET ROLE NONE;", "SET SESSION AUTHORIZATION DEFAULT;", "RESET ALL;"];
    let grabs = [
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION postgres",
        "CREATE ROLE client_bad SUPERUSER",
        "ALTER SYSTEM SET work_mem = '5MB'",
        "COPY who TO PROGRAM 'true'",
        "UPDATE migrate.migrations SET up = 'SELECT 1'",
        "SELECT pg_read_file('/etc/passwd')",
    ];
    let mut version = 0;
    for session in [&mut plain, &mut member] {
        for (n, grab) in grabs.iter().enumerate() {
            version += 1;
            let up = format!("{} {grab}", back[n % back.len()]);
            create(session, version, &up, "SELECT 1");
            for way in WAYS {
                if way.starts_with("SELECT") && grab.starts_with("ALTER SYSTEM") {
                    continue; // a job, of which the caller does not see the end
                }
                let error = session.expect_error(way);
                assert_eq!(error.sqlstate, "42501", "{way}: {up}: {error:?}");
            }
            session.exec(&format!("SELECT * FROM migrate.record_migration({version})"));
        }
    }
    assert_eq!(db.session().one("SELECT count(*) FROM pg_roles WHERE rolname = 'client_bad'"), "0");
}

/// A superuser who became somebody else for the session: the worker never was a superuser.
#[test]
fn session_authorization_is_the_identity() {
    let db = Db::fresh();
    who(&db);
    let role = operator(&db, "LOGIN");
    let mut session = db.session();
    session.exec(&format!("SET SESSION AUTHORIZATION {role}"));
    create(&mut session, 1, &format!("{SAY}; RESET SESSION AUTHORIZATION; RESET ROLE; {SAY}"), "SELECT 1");
    session.exec("CALL migrate.up()");
    assert_eq!(said(&db), [format!("{role} {role} off"), format!("{role} {role} off")]);
}

#[test]
fn a_role_that_cannot_log_in_gets_no_worker() {
    let db = Db::fresh();
    let role = operator(&db, "NOLOGIN");
    let mut session = db.session();
    session.exec(&format!("SET SESSION AUTHORIZATION {role}"));
    create(&mut session, 1, "CREATE TABLE a (id int)", "DROP TABLE a");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "42501");
    assert_eq!(
        error.message,
        format!("role \"{role}\" is not permitted to log in, so no worker can run a migration as it")
    );
    assert!(error.hint.contains("SET ROLE"), "{}", error.hint);
    session.exec("RESET SESSION AUTHORIZATION");
    assert_eq!(session.query_text("SELECT status FROM migrate.jobs"), [""; 0]);
}

/// A job would have to take a role that its session user may not take.
#[test]
fn a_security_definer_function_cannot_queue_a_job() {
    let db = Db::fresh();
    tables(&mut db.session());
    let role = db.role("LOGIN");
    db.session().exec(
        "CREATE FUNCTION go() RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS
         $$ BEGIN RETURN (SELECT status FROM migrate.apply()); END $$",
    );
    create(&mut db.session(), 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "SELECT 1");
    let error = db.session_as(&role).expect_error("SELECT go()");
    assert_eq!(error.sqlstate, "42501");
    assert_eq!(
        error.message,
        format!("session user \"{role}\" may not take role \"postgres\" to run a migration")
    );
    assert!(error.hint.contains("SECURITY DEFINER"), "{}", error.hint);
    assert!(db.session().query_text("SELECT * FROM migrate.jobs").is_empty());
    // Its owner may call it himself.
    assert_eq!(db.session().one("SELECT go()"), "queued");
    db.wait_for(STATUS, &["1|applied"]);
}

/// Such a function lets somebody apply what its owner stands for. The script cannot become who calls it, so nobody has to
/// answer for that.
#[test]
fn a_security_definer_function_applies_what_its_owner_may() {
    let db = Db::fresh();
    let owner = operator(&db, "NOLOGIN");
    let olga = db.role(&format!("LOGIN IN ROLE {owner}"));
    let [author, clerk] = [operator(&db, "LOGIN"), db.role("LOGIN")];
    let mut admin = db.session();
    admin.exec(&format!(
        "SET ROLE {owner};
         CREATE FUNCTION deploy() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER SET search_path = public
         AS 'SELECT status FROM migrate.apply()';
         CREATE FUNCTION back() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER SET search_path = public
         AS 'SELECT status FROM migrate.rollback()'"
    ));
    let mut session = db.session_as(&olga);
    session.exec(&format!("SET ROLE {owner}"));
    create(&mut session, 1, "CREATE TABLE a ()", "DROP TABLE a");
    let mut clerk = db.session_as(&clerk);
    assert_eq!(clerk.query_text("SELECT deploy()"), ["applied"]);
    assert_eq!(session.one("SELECT tableowner FROM pg_tables WHERE tablename = 'a'"), owner);
    assert_eq!(clerk.query_text("SELECT back()"), ["rolled back"]);

    // What others register is still asked for, and is what the owner answers for.
    create(&mut db.session_as(&author), 2, "CREATE TABLE b ()", "DROP TABLE b");
    let error = clerk.expect_error("SELECT deploy()");
    assert_eq!(error.sqlstate, "42501", "{error:?}");
    assert!(error.message.ends_with(&format!("needs approval to run as role \"{owner}\"")), "{error:?}");
    session.exec("SELECT migrate.approve(2)");
    assert_eq!(clerk.query_text("SELECT deploy()"), ["applied", "applied"]);
    for (script, version) in ["RESET ROLE", "RESET SESSION AUTHORIZATION"].iter().zip(3..) {
        create(&mut session, version, script, "SELECT 1");
        let error = clerk.expect_error("SELECT deploy()");
        assert!(error.detail.contains("within security-definer function"), "{error:?}");
        // The server tells of an error before it lets go of the transaction's locks; what it answers next it says after that.
        assert_eq!(clerk.one("SELECT 1"), "1");
        session.exec(&format!("SELECT migrate.record_migration({version})"));
    }
}

#[test]
fn not_within_a_security_restricted_operation() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 1, "CREATE TABLE a (id int)", "DROP TABLE a");
    let error = session.expect_error("CREATE MATERIALIZED VIEW m AS SELECT version FROM migrate.apply()");
    assert_eq!(error.sqlstate, "42501");
    assert_eq!(error.message, "cannot run migrations within a security-restricted operation");
    assert_eq!(session.query_text(STATUS), ["1|pending"]);
}

const SETTINGS: &str = "INSERT INTO who (me) SELECT string_agg(current_setting(s), ' ' ORDER BY n)
    FROM unnest('{search_path,TimeZone,DateStyle,IntervalStyle,work_mem,standard_conforming_strings,check_function_bodies}'::text[])
         WITH ORDINALITY u(s, n)";

fn set(session: &mut Session) -> &'static str {
    session.exec(
        "CREATE SCHEMA IF NOT EXISTS \"my Schema\";
         SET search_path = \"my Schema\", public; SET TimeZone = 'Asia/Kolkata'; SET DateStyle = 'German, DMY';
         SET IntervalStyle = 'iso_8601'; SET work_mem = '12MB'; SET check_function_bodies = off",
    );
    "\"my Schema\", public Asia/Kolkata German, DMY iso_8601 12MB on off"
}

#[test]
fn the_callers_settings_hold_in_a_job() {
    let db = Db::fresh();
    who(&db);
    let mut session = db.session();
    let expected = set(&mut session);
    create(
        &mut session,
        1,
        &format!("{SETTINGS}; CREATE TABLE here (at timestamptz DEFAULT '1.2.2024 00:00')"),
        "SELECT 1",
    );
    session.exec("CALL migrate.up()");
    create(&mut session, 2, &format!("{SETTINGS}; CREATE INDEX CONCURRENTLY ON here (at)"), "SELECT 1");
    session.exec("SELECT * FROM migrate.apply()");
    db.wait_for(STATUS, &["1|applied", "2|applied"]);
    assert_eq!(said(&db), [expected, expected]);
    assert_eq!(session.one("SELECT to_regclass('\"my Schema\".here') IS NOT NULL"), "t");
    let default = db.session().one(
        "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; INSERT INTO \"my Schema\".here DEFAULT VALUES;
         SELECT at FROM \"my Schema\".here",
    );
    assert_eq!(default, "2024-01-31 18:30:00+00", "the day first, and in the caller's time zone");
}

/// SET LOCAL in the caller's transaction counts, too: it is what holds when the job is asked for.
#[test]
fn a_setting_of_the_callers_transaction_holds() {
    let db = Db::fresh();
    who(&db);
    let mut session = db.session();
    create(
        &mut session,
        1,
        "INSERT INTO public.who (me) VALUES (current_setting('search_path')); SAVEPOINT s",
        "SELECT 1",
    );
    session.exec("BEGIN; SET LOCAL search_path = pg_temp, public; SELECT * FROM migrate.apply(); COMMIT");
    db.wait_for(STATUS, &["1|applied"]);
    assert_eq!(said(&db), ["pg_temp, public"]);
}

/// What the role has set for its sessions counts in the worker as in any session of it, but nobody waits for a
/// statement there.
#[test]
fn the_roles_statement_timeout_does_not_end_a_job() {
    let db = Db::fresh();
    who(&db);
    let role = operator(&db, "LOGIN");
    db.session().exec(&format!(
        "ALTER ROLE {role} SET statement_timeout = '200ms'; ALTER ROLE {role} SET work_mem = '13MB'"
    ));
    let mut session = db.session_as(&role);
    create(
        &mut session,
        1,
        "SELECT pg_sleep(0.6); INSERT INTO who (me) VALUES (current_setting('work_mem')); SAVEPOINT s",
        "SELECT 1",
    );
    assert_eq!(session.one("SELECT status FROM migrate.apply()"), "queued");
    db.wait_for("SELECT status FROM migrate.jobs", &["done"]);
    assert_eq!(said(&db), ["13MB"]);
    create(&mut session, 2, "SELECT pg_sleep(0.6)", "SELECT 1");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "57014");
    db.wait_for(STATUS, &["1|applied", "2|applied"]);
}

/// In the caller's transaction a script may become somebody else for its own time.
#[test]
fn the_caller_is_the_caller_after_apply() {
    let db = Db::fresh();
    who(&db);
    let role = operator(&db, "LOGIN");
    let mut session = db.session();
    create(&mut session, 1, &format!("SET SESSION AUTHORIZATION {role}; {SAY}"), "SELECT 1");
    create(&mut session, 2, &format!("SET ROLE {role}; {SAY}"), "SELECT 1");
    create(&mut session, 3, SAY, "SELECT 1");
    session.exec("SELECT * FROM migrate.apply()");
    assert_eq!(
        said(&db),
        [format!("{role} {role} off"), format!("{role} postgres off"), "postgres postgres on".into()]
    );
    assert_eq!(session.one("SELECT current_user, session_user"), "postgres|postgres");
}
