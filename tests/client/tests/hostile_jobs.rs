//! Jobs in the hands of others: resuming, cancelling, plans and settings of somebody else; and what views and errors
//! show to whom.
//!
//! Not here: whose code runs as whom (hostile.rs).

use migrate_client_tests::Db;

use crate::common::{
    JOBS, STATUS, block_index_builds, create, operator, tables, wait_for_blocked_worker,
    wait_for_sleeping_worker,
};

/// What SECURITY.md grants a reader.
fn reader(db: &Db) -> String {
    let role = db.role("LOGIN");
    db.session().exec(&format!(
        "GRANT USAGE ON SCHEMA migrate TO {role};
         GRANT EXECUTE ON FUNCTION migrate.status(), migrate.verify, migrate.current_version,
             migrate.applied_migrations, migrate.is_applied TO {role};
         GRANT EXECUTE ON PROCEDURE migrate.wait TO {role};
         GRANT SELECT ON migrate.schema_migrations, migrate.journal, migrate.unfinished, migrate.live_jobs,
             migrate.progress, migrate.work, migrate.status TO {role}"
    ));
    role
}

/// A script that one session reads as one harmless string and another as three statements: approved as the first, it
/// must not be run as cut by the second.
#[test]
fn a_resumed_job_is_read_anew() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    let mut attacker = db.session_as(&rex);
    attacker.exec("SET standard_conforming_strings = off; SET escape_string_warning = off");
    let two_faced =
        format!("SELECT 'a\\', $x$'; ALTER ROLE {rex} SUPERUSER; SELECT 'b\\', $x$ --'\n; VACUUM");
    create(&mut attacker, 1, &two_faced, "SELECT 1");
    attacker.exec("SELECT * FROM migrate.apply()");
    db.wait_for(JOBS, &["failed"]);
    let mut session = db.session();
    assert_eq!(session.one("SELECT sqlstate, statement FROM migrate.journal"), "42501|2", "it is two-faced");
    session.exec("SELECT * FROM migrate.approve(1)");
    session.exec("SELECT * FROM migrate.resume(1)");
    db.wait_for(JOBS, &["failed", "done"]);
    assert_eq!(session.one(&format!("SELECT rolsuper FROM pg_roles WHERE rolname = '{rex}'")), "f");
}

/// Whoever resumes a job runs it as himself, and only what he may run.
#[test]
fn a_resumed_job_is_the_callers() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    let mut session = db.session();
    create(&mut session, 1, &format!("SELECT 1 / 0; ALTER ROLE {rex} SUPERUSER; VACUUM"), "SELECT 1");
    session.exec("SELECT * FROM migrate.apply()");
    db.wait_for(JOBS, &["failed"]);
    session.exec("CREATE FUNCTION fail() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    let mut attacker = db.session_as(&rex);
    attacker.exec("SELECT * FROM migrate.resume(1)");
    db.wait_for(JOBS, &["failed", "failed"]);
    assert_eq!(session.one("SELECT asked_by, run_as FROM migrate.jobs WHERE id = 2"), format!("{rex}|{rex}"));
    assert_eq!(session.one(&format!("SELECT rolsuper FROM pg_roles WHERE rolname = '{rex}'")), "f");
}

/// A job that runs is stopped by those only who may act as who asked for it.
#[test]
fn somebody_elses_job_is_not_cancelled() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    let mut session = db.session();
    create(&mut session, 1, "SELECT pg_sleep(60); VACUUM", "SELECT 1");
    session.exec("SELECT * FROM migrate.apply()");
    wait_for_sleeping_worker(&db);
    let mut attacker = db.session_as(&rex);
    let error = attacker.expect_error("SELECT * FROM migrate.cancel(1)");
    assert_eq!(error.sqlstate, "42501", "{error:?}");
    assert_eq!(
        error.detail,
        format!("It was requested by \"postgres\"; role \"{rex}\" may not act as that role.")
    );
    assert_eq!(attacker.expect_error("SELECT * FROM migrate.resume(1)").sqlstate, "55000");
    for sql in ["INSERT INTO migrate.jobs DEFAULT VALUES", "UPDATE migrate.jobs SET asked_by = 'postgres'"] {
        assert_eq!(attacker.expect_error(sql).sqlstate, "42501", "{sql}");
    }
    assert_eq!(session.query_text(JOBS), ["running"]);
    session.exec("SELECT * FROM migrate.cancel(1)");
    db.wait_for(JOBS, &["cancelled"]);
}

/// What a worker may is asked when it runs, not when it was queued.
#[test]
fn a_right_that_is_taken_away_is_gone_in_the_queue() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let owners = operator(&db, "NOLOGIN");
    let rex = db.role(&format!("LOGIN IN ROLE {owners}"));
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "SELECT 1");
    let blocker = block_index_builds(&db);
    session.exec("SELECT * FROM migrate.apply()");
    wait_for_blocked_worker(&db);
    create(&mut session, 2, "CREATE TABLE public.made (); VACUUM public.made", "SELECT 1");
    let mut attacker = db.session_as(&rex);
    attacker.exec(&format!("SET ROLE {owners}; SELECT * FROM migrate.apply()"));
    session.exec(&format!("REVOKE {owners} FROM {rex}"));
    drop(blocker);
    db.wait_for(JOBS, &["done", "failed"]);
    assert_eq!(session.one("SELECT error ->> 'sqlstate' FROM migrate.jobs WHERE id = 2"), "42501");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|failed"]);
    assert_eq!(session.one("SELECT to_regclass('public.made') IS NULL"), "t");
}

/// The rule that decides whose scripts run is not to be had by naming it before it is there.
#[test]
fn the_rule_of_approvals_is_not_set_from_below() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    let ida = operator(&db, "LOGIN");
    create(&mut db.session_as(&rex), 1, "CREATE TABLE taken ()", "SELECT 1");
    // A setting that the library has not claimed yet is anybody's to set.
    let mut session = db.session_as(&ida);
    session.exec("SET migrate.require_approval = never");
    assert_eq!(session.expect_error("SELECT * FROM migrate.apply()").sqlstate, "42501");
    assert_eq!(session.one("SHOW migrate.require_approval"), "foreign");
    for sql in [
        format!("ALTER ROLE {ida} SET migrate.require_approval = never"),
        "SET migrate.require_approval = never".into(),
        "SET LOCAL migrate.require_approval = never".into(),
        "SELECT set_config('migrate.require_approval', 'never', true)".into(),
    ] {
        assert_eq!(session.expect_error(&sql).sqlstate, "42501", "{sql}");
    }
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "42501");
    assert_eq!(db.session().query_text(STATUS), ["1|pending"]);
}

/// What only a superuser may set was set by one; a session that was his and is another's does not pass it on.
#[test]
fn settings_of_a_superuser_do_not_come_along() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    let mut session = db.session();
    session.exec(&format!("SET session_replication_role = replica; SET SESSION AUTHORIZATION {rex}"));
    create(&mut session, 1, "CREATE TABLE made (); VACUUM made", "SELECT 1");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "42501", "{error:?}");
    assert!(error.message.starts_with("could not take over the settings"), "{error:?}");
    assert_eq!(session.one("SELECT to_regclass('made') IS NULL"), "t");
}

/// Libraries that a session names are not loaded into a worker.
#[test]
fn a_worker_loads_no_library_of_the_callers() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    let mut session = db.session_as(&rex);
    session.exec("SET local_preload_libraries = 'nowhere'; SET dynamic_shared_memory.x = '\"; DROP TABLE t'");
    create(
        &mut session,
        1,
        "CREATE TABLE made AS SELECT current_setting('dynamic_shared_memory.x') AS x; VACUUM made",
        "SELECT 1",
    );
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT x FROM made"), ["\"; DROP TABLE t"]);
}

/// A reader, who may not see what other sessions run, sees that a job is alive; and nothing of what they run.
#[test]
fn a_reader_sees_jobs_and_no_queries() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let rita = reader(&db);
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "SELECT 1");
    let mut blocker = block_index_builds(&db);
    blocker.exec("SELECT 'hunter2'");
    db.wait_for(
        "SELECT count(*) FROM migrate.transactions
         WHERE database = current_database() AND began < clock_timestamp() - interval '1.1 s'",
        &["1"],
    );
    session.exec("SELECT * FROM migrate.apply()");
    // Before it runs it may wait for the transaction that asked.
    db.wait_for("SELECT status FROM migrate.jobs", &["running"]);
    wait_for_blocked_worker(&db);
    let mut look = db.session_as(&rita);
    assert_eq!(look.query_text("SELECT id, status, alive FROM migrate.live_jobs"), ["1|running|t"]);
    assert_eq!(look.query_text(STATUS), ["1|running"]);
    for view in ["progress", "work"] {
        let told = look.one(&format!("SELECT to_jsonb(v) FROM migrate.{view} v"));
        assert!(told.contains("apply 1 m1") && told.contains("waiting for pid"), "{told}");
        assert!(!told.contains("insufficient privilege"), "{told}");
    }
    for view in ["progress", "work", "status", "journal", "live_jobs", "unfinished"] {
        let rows = look.query_text(&format!("SELECT to_jsonb(v) FROM migrate.{view} v")).concat();
        assert!(!rows.contains("hunter2"), "{view} shows what another session has run: {rows}");
    }
    assert_eq!(look.expect_error("SELECT * FROM migrate.transactions").sqlstate, "42501");
    // Who may see it is told elsewhere.
    let told = db.session().query_text("SELECT description FROM migrate.transactions").concat();
    assert!(told.contains("hunter2"), "{told}");
    drop(blocker);
    db.wait_for(JOBS, &["done"]);
}

/// Nor does the error that names who was in the way quote what the applier may not see.
#[test]
fn an_error_quotes_no_query_that_the_applier_may_not_see() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    let watcher = operator(&db, "LOGIN IN ROLE pg_read_all_stats");
    let mut holder = db.session();
    for (role, sees) in [(&rex, false), (&watcher, true)] {
        let mut session = db.session_as(role);
        session.exec("DROP TABLE IF EXISTS mine; CREATE TABLE mine (id int); SET migrate.lock_wait = 0");
        create(&mut session, if sees { 2 } else { 1 }, "ALTER TABLE mine ADD x int", "SELECT 1");
        holder.exec("BEGIN; SELECT 'hunter2' FROM mine");
        let target = if sees { "2" } else { "1" };
        for way in ["SELECT * FROM migrate.apply", "CALL migrate.up"] {
            let error = session.expect_error(&format!("{way}({target})"));
            assert_eq!(error.sqlstate, "55P03", "{error:?}");
            assert!(error.detail.contains("role postgres, "), "{error:?}");
            assert_eq!(error.detail.contains("hunter2"), sees, "{way}: {error:?}");
        }
        holder.exec("ROLLBACK");
        session.exec(&format!("SELECT * FROM migrate.record_migration({target}); DROP TABLE mine"));
    }
}

/// An author who is about to replace a script, and takes his time, does not hold up the application behind the locks of
/// whoever applies it.
#[test]
fn an_author_does_not_hold_up_the_application() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "ALTER TABLE t ADD x int", "SELECT 1");
    create(&mut session, 2, "ALTER TABLE t ADD y int", "SELECT 1");
    let rex = operator(&db, "LOGIN");
    let mut author = db.session_as(&rex);
    author.exec("BEGIN");
    author.query_with("SELECT * FROM migrate.load($1, '1_m1.sql')", &["SELECT 1"]).expect("load");
    for way in ["SELECT * FROM migrate.apply()", "CALL migrate.up()"] {
        let mut application = db.session();
        application.exec("SET lock_timeout = '5s'");
        let mut applier = db.session();
        applier.exec("SET migrate.lock_wait = '1s'");
        let apply = applier.start(way);
        while apply.is_running_after(std::time::Duration::from_millis(20)) {
            application.exec("SELECT count(*) FROM t");
        }
        assert_eq!(
            session.one("SELECT count(*) FROM migrate.schema_migrations"),
            "0",
            "{way}: not as it was read"
        );
    }
    author.exec("ROLLBACK");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
}
