//! The role that asked for a job is dropped, renamed, or loses its rights while the job is queued, running or lost.
//! The job ends in a clear state, and whoever may goes on with it.
//!
//! Not here: what a role may do in the first place (identity.rs, privileges.rs).

use migrate_client_tests::{Db, Pending, Session};

use crate::common::{
    INDEXES, JOBS, NOTES, STATUS, WORKERS, create, operator, tables, wait_for_blocked_worker,
    wait_for_sleeping_worker,
};

const UP: &str = "INSERT INTO log VALUES ('one'); VACUUM; SELECT pg_sleep(seconds) FROM pause;
                  INSERT INTO log VALUES ('two')";

/// A role that has registered migration 1, and a session of it.
fn asker(db: &Db, seconds: u32) -> (String, Session) {
    let mut session = db.session();
    tables(&mut session);
    let role = operator(db, "LOGIN");
    session.exec(&format!(
        "CREATE TABLE pause AS SELECT {seconds} AS seconds; GRANT ALL ON log, pause, t TO {role}"
    ));
    let mut asker = db.session_as(&role);
    create(&mut asker, 1, UP, "SELECT 1");
    (role, asker)
}

/// Drops the role, with what it has been granted here. The harness drops it again.
fn drop_role(db: &Db, role: &str) {
    db.session().exec(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

fn make_role_again(db: &Db, role: &str) {
    db.session().exec(&format!("CREATE ROLE {role}"));
}

/// A superuser goes on with a job of a role that is no more: a script of nobody has to be approved first.
fn superuser_goes_on(db: &Db, job: u32) {
    let mut session = db.session();
    session.exec("UPDATE pause SET seconds = 0");
    let error = session.expect_error(&format!("SELECT * FROM migrate.resume({job})"));
    assert_eq!(error.sqlstate, "42501", "{error:?}");
    assert!(error.hint.contains("migrate.approve"), "{error:?}");
    session.exec("SELECT * FROM migrate.approve(1)");
    session.exec(&format!("SELECT * FROM migrate.resume({job})"));
    let new = session.one("SELECT max(id) FROM migrate.jobs");
    assert_eq!(session.one(&format!("CALL migrate.wait({new})")), format!("job {new} is done"));
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert_eq!(session.query_text("SELECT word FROM log ORDER BY ctid"), ["one", "two"]);
    db.wait_for(WORKERS, &["0"]);
}

/// What a role that is no more has done in part is nobody's to go on with: it could not act as anybody. It is taken back by
/// hand, and begun anew.
fn superuser_begins_anew(db: &Db, role: &str) {
    let mut session = db.session();
    session.exec("UPDATE pause SET seconds = 0; SELECT * FROM migrate.approve(1)");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "42501", "{error:?}");
    assert!(error.message.contains(role) && error.hint.contains("migrate.remove_migration(1)"), "{error:?}");
    assert_eq!(session.query_text("SELECT word FROM log"), ["one"]);
    session.exec("TRUNCATE log; SELECT migrate.record_migration(1); SELECT migrate.remove_migration(1)");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert_eq!(session.query_text("SELECT word FROM log ORDER BY ctid"), ["one", "two"]);
    db.wait_for(WORKERS, &["0"]);
}

#[test]
fn dropped_while_the_job_is_queued() {
    let db = Db::fresh();
    let (role, mut session) = asker(&db, 0);
    session.exec("BEGIN; SELECT * FROM migrate.apply()");
    wait_for_blocked_worker(&db);
    drop_role(&db, &role);
    session.exec("COMMIT");
    db.wait_for(WORKERS, &["0"]);
    assert_eq!(db.session().query_text(JOBS), ["failed"]);
    let note = db.session().one(NOTES);
    assert!(note.starts_with("1|failed|job 1: "), "{note}");
    assert_eq!(db.session().one("SELECT count(*) FROM log"), "0");
    superuser_goes_on(&db, 1);
    make_role_again(&db, &role);
}

fn at_work(db: &Db) -> (String, Pending, String) {
    let (role, session) = asker(db, 60);
    let call = session.start("CALL migrate.up()");
    let pid = wait_for_sleeping_worker(db);
    (role, call, pid)
}

/// What it began as that role is not finished as nobody.
#[test]
fn dropped_while_the_job_runs() {
    let db = Db::fresh();
    let (role, session) = asker(&db, 0);
    // Stopped between its units: at the row that says that the second one begins.
    let mut blocker = db.session();
    blocker.exec("BEGIN; LOCK TABLE migrate.journal IN EXCLUSIVE MODE");
    let call = session.start("CALL migrate.up()");
    wait_for_blocked_worker(&db);
    drop_role(&db, &role);
    blocker.exec("COMMIT");
    assert!(call.end().1.is_err());
    db.wait_for(WORKERS, &["0"]);
    assert_eq!(db.session().query_text(STATUS), ["1|failed"]);
    assert_eq!(db.session().one("SELECT status IN ('failed', 'lost') FROM migrate.jobs"), "t");
    superuser_begins_anew(&db, &role);
    make_role_again(&db, &role);
}

#[test]
fn dropped_after_the_job_was_lost() {
    let db = Db::fresh();
    let (role, call, pid) = at_work(&db);
    db.session().exec(&format!("SELECT pg_terminate_backend({pid})"));
    drop(call.error());
    drop_role(&db, &role);
    assert_eq!(db.session().query_text(STATUS), ["1|failed"]);
    superuser_begins_anew(&db, &role);
    make_role_again(&db, &role);
}

/// Another role that may run the script goes on with it, as itself.
#[test]
fn another_role_resumes_a_lost_job() {
    let db = Db::fresh();
    let (role, call, pid) = at_work(&db);
    db.session().exec(&format!("SELECT pg_terminate_backend({pid})"));
    drop(call.error());
    let other = operator(&db, "LOGIN");
    db.session().exec(&format!(
        "GRANT {other} TO {role}; GRANT ALL ON log, pause, t TO {other}; UPDATE pause SET seconds = 0"
    ));
    let mut session = db.session_as(&other);
    session.exec("SELECT * FROM migrate.resume(1)");
    assert_eq!(session.one("CALL migrate.wait(2)"), "job 2 is done");
    assert_eq!(db.session().one("SELECT applied_by FROM migrate.schema_migrations"), other);
    assert_eq!(session.query_text("SELECT word FROM log ORDER BY ctid"), ["one", "two"]);
}

/// Who registered a script is kept by name: under its new one, the role has to say once that it may run.
#[test]
fn renamed_while_the_job_is_queued() {
    let db = Db::fresh();
    let (role, mut session) = asker(&db, 0);
    session.exec("BEGIN; SELECT * FROM migrate.apply()");
    wait_for_blocked_worker(&db);
    db.session().exec(&format!("ALTER ROLE {role} RENAME TO {role}_new"));
    session.exec("COMMIT");
    db.wait_for(WORKERS, &["0"]);
    let told = (db.session().query_text(JOBS), session.one(NOTES));
    session.exec("SELECT * FROM migrate.approve(1)");
    session.exec("CALL migrate.up()");
    let after = (session.query_text(STATUS), session.query_text("SELECT word FROM log ORDER BY ctid"));
    db.session().exec(&format!("ALTER ROLE {role}_new RENAME TO {role}"));
    assert_eq!(told.0, ["failed"]);
    assert!(told.1.starts_with("1|failed|job 1: migration 1 \"m1\" needs approval"), "{}", told.1);
    assert_eq!(after, (vec!["1|applied".to_string()], vec!["one".to_string(), "two".to_string()]));
}

/// The role that it had taken is renamed: there is none of that name any more to run as.
#[test]
fn the_role_it_runs_as_renamed_while_the_job_is_queued() {
    let db = Db::fresh();
    let (role, mut session) = asker(&db, 0);
    let group = db.role("");
    db.session().exec(&format!("GRANT {group} TO {role}; GRANT ALL ON log, pause, t TO {group}"));
    db.session().exec(&format!(
        "GRANT USAGE ON SCHEMA migrate TO {group}; GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO {group}"
    ));
    session.exec(&format!("SET ROLE {group}"));
    session.exec("BEGIN; SELECT * FROM migrate.apply()");
    wait_for_blocked_worker(&db);
    db.session().exec(&format!("ALTER ROLE {group} RENAME TO {group}_new"));
    session.exec("COMMIT");
    db.wait_for(WORKERS, &["0"]);
    assert_eq!(db.session().query_text(JOBS), ["failed"]);
    assert!(db.session().one(NOTES).starts_with("1|failed|job 1: "));
    assert_eq!(session.one("SELECT count(*) FROM log"), "0");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert_eq!(db.session().one("SELECT run_as FROM migrate.jobs WHERE id = 2"), format!("{group}_new"));
    db.session().exec(&format!("ALTER ROLE {group}_new RENAME TO {group}"));
}

/// A worker cannot connect as a role that cannot log in: its job is refused, and somebody else's is not.
#[test]
fn without_login() {
    let db = Db::fresh();
    let (role, mut session) = asker(&db, 0);
    db.session().exec(&format!("ALTER ROLE {role} NOLOGIN"));
    for way in ["CALL migrate.up()", "SELECT * FROM migrate.apply()"] {
        assert_eq!(session.expect_error(way).sqlstate, "42501", "{way}");
    }
    assert_eq!(db.session().query_text(JOBS), [""; 0]);
    db.session().exec(&format!("ALTER ROLE {role} LOGIN"));
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

/// A right taken away while the job is queued is one that its statements do not have.
#[test]
fn without_the_right_to_write_a_table() {
    let db = Db::fresh();
    let (role, mut session) = asker(&db, 0);
    session.exec("BEGIN; SELECT * FROM migrate.apply()");
    wait_for_blocked_worker(&db);
    db.session().exec(&format!("REVOKE ALL ON log FROM {role}"));
    session.exec("COMMIT");
    db.wait_for(JOBS, &["failed"]);
    db.wait_for(WORKERS, &["0"]);
    let note = session.one(NOTES);
    assert!(note.starts_with("1|failed|unit 1 of 3, statement 1, line 1: 42501 permission denied"), "{note}");
    db.session().exec(&format!("GRANT ALL ON log TO {role}"));
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT word FROM log ORDER BY ctid"), ["one", "two"]);
    assert_eq!(session.query_text(INDEXES), [""; 0]);
}

/// The right to connect, taken away under a role that is connected: its worker cannot come, and it is told.
#[test]
fn without_the_right_to_connect() {
    let db = Db::fresh();
    let (role, mut session) = asker(&db, 0);
    db.session().exec(&format!("REVOKE CONNECT ON DATABASE {} FROM PUBLIC", db.name()));
    for _ in 0..2 {
        let error = session.expect_error("CALL migrate.up()");
        assert_eq!(error.sqlstate, "57P01", "{error:?}");
    }
    db.wait_for(WORKERS, &["0"]);
    assert_eq!(db.session().query_text(JOBS), ["lost", "lost"]);
    assert_eq!(db.session().query_text(STATUS), ["1|failed"]);
    db.session().exec(&format!("GRANT CONNECT ON DATABASE {} TO {role}", db.name()));
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}
