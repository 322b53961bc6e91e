//! Through a real pgbouncer in transaction mode, where a session of the server belongs to nobody: migrations run,
//! nothing is left behind in it, and a client that goes takes no work with it.
//!
//! Scripts are registered directly: a driver's named statements are no matter of the extension's.

use std::process::{Child, Command, Stdio};

use migrate_client_tests::{Db, Pending, Pgbouncer, Session};

use crate::common::{
    INDEXES, JOBS, JOURNAL, NOTES, STATUS, WORKERS, block_index_builds, create, operator, tables,
    wait_for_blocked_worker,
};

/// Advisory locks of any kind in this database.
const ADVISORY_LOCKS: &str = "
    SELECT pid, objid FROM pg_locks
    WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

/// One connection to the server, which all clients share.
fn shared() -> (Db, Pgbouncer) {
    let db = Db::fresh();
    tables(&mut db.session());
    let pooler = Pgbouncer::start(&db, 1, &[]);
    assert_eq!(pooler.session().pid(), pooler.session().pid(), "two clients, one session of the server");
    (db, pooler)
}

/// A pooler of several connections, a migration whose last unit waits for the transaction that is returned.
fn with_slow_migration() -> (Db, Pgbouncer, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(
        &mut session,
        1,
        "INSERT INTO log VALUES ('once'); CREATE INDEX CONCURRENTLY i ON t (n)",
        "DROP INDEX i",
    );
    let blocker = block_index_builds(&db);
    let pooler = Pgbouncer::start(&db, 4, &[]);
    (db, pooler, blocker)
}

/// A pooled `up` of that, its worker's process id last.
fn at_work() -> (Db, Pgbouncer, Pending, Session, String) {
    let (db, pooler, blocker) = with_slow_migration();
    let call = pooler.session().start("CALL migrate.up()");
    let pid = wait_for_blocked_worker(&db);
    (db, pooler, call, blocker, pid)
}

/// The same from psql.
fn psql_at_work() -> (Db, Pgbouncer, Child, Session) {
    let (db, pooler, blocker) = with_slow_migration();
    let mut client = pooler.server().command("psql");
    client.args(["-X", "-d", db.name(), "-c", "CALL migrate.up()"]).stderr(Stdio::piped());
    let client = client.spawn().expect("psql");
    wait_for_blocked_worker(&db);
    (db, pooler, client, blocker)
}

#[test]
fn up_leaves_nothing_behind_in_the_pool() {
    let (db, pooler) = shared();
    let mut direct = db.session();
    let mut first = pooler.session();
    for (version, way) in [(1, "first"), (2, "another"), (3, "direct"), (4, "first")] {
        let up = format!(
            "CREATE TABLE t{version} (id int); CREATE INDEX CONCURRENTLY i{version} ON t (n);
             INSERT INTO log VALUES ('{version}')"
        );
        create(&mut direct, version, &up, "SELECT 1");
        let mut another = pooler.session();
        let caller = match way {
            "first" => &mut first,
            "another" => &mut another,
            _ => &mut direct,
        };
        let summary = caller.one("CALL migrate.up()");
        assert!(summary.starts_with("1 migration applied in "), "{way}: {summary}");
        assert_eq!(db.session().query_text(ADVISORY_LOCKS), [""; 0], "{way}");
    }
    assert_eq!(direct.query_text(STATUS), ["1|applied", "2|applied", "3|applied", "4|applied"]);
    assert_eq!(direct.query_text(INDEXES), ["i1|t", "i2|t", "i3|t", "i4|t"]);
    assert_eq!(direct.query_text("SELECT word FROM log"), ["1", "2", "3", "4"]);
    assert_eq!(direct.query_text(JOBS), ["done"; 4]);
}

#[test]
fn apply_in_a_pooled_transaction() {
    let (db, pooler) = shared();
    let mut direct = db.session();
    let (mut first, mut second) = (pooler.session(), pooler.session());
    create(&mut direct, 1, "INSERT INTO log VALUES ('one')", "SELECT 1");
    first.exec("BEGIN");
    assert_eq!(first.query_text("SELECT version, status FROM migrate.apply()"), ["1|applied"]);
    first.exec("COMMIT");
    assert_eq!(db.session().query_text(ADVISORY_LOCKS), [""; 0]);
    create(&mut direct, 2, "CREATE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX i");
    second.exec("BEGIN");
    assert_eq!(second.query_text("SELECT version, status FROM migrate.apply()"), ["2|queued"]);
    second.exec("COMMIT");
    db.wait_for(STATUS, &["1|applied", "2|applied"]);
    db.wait_for(WORKERS, &["0"]);
    assert_eq!(direct.query_text(ADVISORY_LOCKS), [""; 0]);
    assert_eq!(direct.query_text(INDEXES), ["i|t"]);
}

/// pgbouncer closes the connection to the server, and that is a rollback.
#[test]
fn a_client_that_goes_within_its_transaction_has_done_nothing() {
    let (db, pooler) = shared();
    let mut direct = db.session();
    create(&mut direct, 1, "INSERT INTO log VALUES ('one')", "SELECT 1");
    create(&mut direct, 2, "CREATE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX i");
    let mut queues = pooler.session();
    queues.exec("BEGIN; SELECT * FROM migrate.apply()");
    drop(queues);
    db.wait_for(WORKERS, &["0"]);
    let mut applies = pooler.session();
    applies.exec("BEGIN; SELECT * FROM migrate.apply(1)");
    drop(applies);
    db.wait_for(ADVISORY_LOCKS, &[]);
    assert_eq!(direct.query_text(STATUS), ["1|pending", "2|pending"]);
    assert_eq!(direct.query_text(JOBS), [""; 0]);
    pooler.session().exec("CALL migrate.up()");
    assert_eq!(direct.query_text(STATUS), ["1|applied", "2|applied"]);
}

#[test]
fn a_client_that_goes_while_it_waits_takes_no_work_with_it() {
    let (db, pooler, mut client, blocker) = psql_at_work();
    client.kill().expect("kill");
    client.wait().expect("psql");

    let mut later = pooler.session();
    assert_eq!(later.query_text(NOTES), ["1|running|job 1"]);
    create(&mut db.session(), 2, "INSERT INTO log VALUES ('two')", "SELECT 1");
    assert_eq!(later.expect_error("CALL migrate.up()").sqlstate, "55P03");
    drop(blocker);
    assert_eq!(later.one("CALL migrate.wait(1)"), "job 1 is done");
    assert_eq!(later.query_text(STATUS), ["1|applied", "2|pending"]);
    later.exec("CALL migrate.up()");
    assert_eq!(later.query_text(STATUS), ["1|applied", "2|applied"]);
    assert_eq!(later.query_text("SELECT word FROM log"), ["once", "two"]);
    assert_eq!(later.query_text(INDEXES), ["i|t"]);
    db.wait_for(ADVISORY_LOCKS, &[]);
}

#[test]
fn the_second_client_is_told_who_is_first() {
    let (_db, pooler, call, blocker, pid) = at_work();
    let error = pooler.session().expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "55P03");
    assert_eq!(error.message, "another migration is running in this database");
    let who = format!("It is run by pid {pid}, role \"postgres\", \"migrate_ext job 1\", since 20");
    assert!(error.detail.starts_with(&who), "{}", error.detail);
    drop(blocker);
    call.rows();
    assert_eq!(pooler.session().one("CALL migrate.up()"), "nothing to apply");
}

#[test]
fn the_second_client_waits_where_asked_to() {
    let (db, pooler, call, blocker, _) = at_work();
    create(&mut db.session(), 2, "INSERT INTO log VALUES ('two')", "SELECT 1");
    let patient = pooler.session().start("CALL migrate.up(wait => true)");
    db.wait_for(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 3 AND NOT granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        &["1"],
    );
    drop(blocker);
    call.rows();
    patient.rows();
    assert_eq!(db.session().query_text(STATUS), ["1|applied", "2|applied"]);
    assert_eq!(db.session().query_text("SELECT word FROM log"), ["once", "two"], "each once");
    assert_eq!(db.session().query_text(ADVISORY_LOCKS), [""; 0]);
}

/// pgbouncer hands a cancel on to whichever session of the server works for the client. With psql: pgbouncer 1.18 dies
/// of a client that asks for a cancel and does not wait for the answer, as this library's does.
#[test]
fn ctrl_c_reaches_the_job() {
    let (db, pooler, client, blocker) = psql_at_work();
    let pid = client.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().expect("kill").success());
    let output = client.wait_with_output().expect("psql");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("was cancelled in unit 2 of 2"), "{errors}");
    assert_eq!(db.session().query_text(JOBS), ["cancelled"]);
    drop(blocker);
    pooler.session().exec("CALL migrate.up()");
    assert_eq!(db.session().query_text(INDEXES), ["i|t"]);
    assert_eq!(db.session().query_text("SELECT word FROM log"), ["once"]);
}

/// What a script sets ends with it, also where the session goes on to somebody else.
#[test]
fn a_script_leaves_no_setting_in_the_pool() {
    let (db, pooler) = shared();
    let mut direct = db.session();
    let role = db.role("");
    let up = format!(
        "SET search_path = pg_catalog; SET statement_timeout = '1min'; SET work_mem = '5MB';
         SET TimeZone = 'Asia/Kolkata'; INSERT INTO public.log VALUES (current_setting('work_mem')); SET ROLE {role}"
    );
    create(&mut direct, 1, &up, "SELECT 1");
    create(&mut direct, 2, &up, "SELECT 1");
    let state = "SELECT current_user, current_setting('search_path'), current_setting('statement_timeout'),
                        current_setting('work_mem'), current_setting('TimeZone')";
    let before = direct.one(state);
    let mut first = pooler.session();
    first.exec("SELECT * FROM migrate.apply(1)");
    first.exec("CALL migrate.up()");
    assert_eq!(direct.query_text("SELECT word FROM log"), ["5MB", "5MB"]);
    assert_eq!(pooler.session().one(state), before);
}

/// What another client has set in the session of the server counts as one's own would; the job outlives the
/// limits among it, and comes to its end.
#[test]
fn limits_that_another_client_left_do_not_end_a_job() {
    let (db, pooler) = shared();
    let mut direct = db.session();
    let up = "SELECT pg_sleep(2); INSERT INTO log SELECT current_setting('work_mem')";
    create(&mut direct, 1, up, "SELECT 1");
    pooler.session().exec(
        "SET statement_timeout = '1s'; SET lock_timeout = '50ms'; SET work_mem = '5MB';
         SET idle_in_transaction_session_timeout = '50ms'",
    );
    let mut victim = pooler.session();
    let error = victim.expect_error("CALL migrate.up()");
    assert_eq!(error.message, "canceling statement due to statement timeout");
    assert_eq!(error.detail, "Only the waiting ended; job 1 continues.");
    db.wait_for(JOBS, &["done"]);
    assert_eq!(direct.query_text(STATUS), ["1|applied"]);
    assert_eq!(direct.query_text("SELECT word FROM log"), ["5MB"]);
}

#[test]
fn a_session_that_another_client_left_read_only_is_refused() {
    let (db, pooler) = shared();
    create(&mut db.session(), 1, "INSERT INTO log VALUES ('one')", "SELECT 1");
    pooler.session().exec("SET default_transaction_read_only = on");
    let error = pooler.session().expect_error("CALL migrate.up()");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("25006", "cannot run migrations in a read-only transaction")
    );
    let mut mended = pooler.session();
    mended.exec("RESET default_transaction_read_only");
    mended.exec("CALL migrate.up()");
    assert_eq!(db.session().query_text(STATUS), ["1|applied"]);
}

/// As it would in a session of one's own; a superuser's session is pooled apart from it.
#[test]
fn each_role_has_its_own_sessions() {
    let db = Db::fresh();
    tables(&mut db.session());
    let role = operator(&db, "LOGIN");
    let pooler = Pgbouncer::start(&db, 1, &[&role]);
    let mut superuser = pooler.session();
    superuser.exec("SET search_path = pg_catalog");
    let up = "CREATE TABLE mine (id int); CREATE INDEX CONCURRENTLY i ON mine (id)";
    let mut ordinary = pooler.session_as(&role);
    create(&mut db.session_as(&role), 1, up, "DROP TABLE mine");
    ordinary.exec("CALL migrate.up()");
    let owner = db.session().one("SELECT schemaname, tableowner FROM pg_tables WHERE tablename = 'mine'");
    assert_eq!(owner, format!("public|{role}"));
    assert_eq!(db.session().one("SELECT asked_by, run_as FROM migrate.jobs"), format!("{role}|{role}"));
}

#[test]
fn another_client_goes_on_after_a_failure() {
    let (db, pooler) = shared();
    let mut direct = db.session();
    direct.exec("CREATE TABLE fault (n int); INSERT INTO fault VALUES (0)");
    create(
        &mut direct,
        1,
        "INSERT INTO log VALUES ('one'); CREATE INDEX CONCURRENTLY i ON t (n); SELECT 1 / n FROM fault",
        "DROP INDEX i",
    );
    assert_eq!(pooler.session().expect_error("CALL migrate.up()").sqlstate, "22012");
    assert_eq!(direct.query_text(ADVISORY_LOCKS), [""; 0]);
    direct.exec("UPDATE fault SET n = 1");
    pooler.session().exec("CALL migrate.up()");
    assert_eq!(direct.query_text("SELECT word FROM log"), ["one"]);
    assert_eq!(
        direct.query_text(JOURNAL),
        ["1|transaction|done", "2|standalone|done", "3|transaction|failed", "3|transaction|done"]
    );
}
