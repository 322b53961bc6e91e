//! Table locks without a queue: what a migration waits for, what the application notices of it, and what is said
//! when it gives up.
//!
//! Not here: how long the application is held up under load (bench/30_lock_queue.sh), and the lock of one
//! migrator at a time (one_at_a_time.rs).

use std::time::{Duration, Instant};

use migrate_client_tests::{Cluster, Db, Session};

use crate::common::{NOTES, STATUS, create, operator};

/// A database with tables `a` and `b`.
fn with_tables() -> (Db, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY)");
    (db, session)
}

/// A transaction that reads a table, and goes on until the session ends it or goes.
fn reader(db: &Db, table: &str) -> Session {
    let mut session = db.session();
    session.exec(&format!("BEGIN; SELECT count(*) FROM {table}"));
    session
}

/// Waits until the worker waits for somebody's transaction rather than in a table's queue.
fn wait_until_outside(db: &Db) {
    let sql = "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
               WHERE a.datname = current_database() AND a.backend_type = 'migrate_ext job'
                 AND l.locktype = 'virtualxid' AND NOT l.granted";
    db.wait_for(sql, &["1"]);
}

/// `mode|granted` of the worker's locks on a table.
fn worker_locks(session: &mut Session, table: &str) -> Vec<String> {
    session.query_text(&format!(
        "SELECT l.mode, l.granted FROM pg_locks l JOIN pg_stat_activity a USING (pid)
         WHERE a.backend_type = 'migrate_ext job' AND l.relation = '{table}'::regclass"
    ))
}

#[test]
fn an_old_reader_is_waited_for_outside_of_the_queue() {
    let (db, mut session) = with_tables();
    create(&mut session, 1, "ALTER TABLE a ADD COLUMN x int", "ALTER TABLE a DROP COLUMN x");
    let old = reader(&db, "a");
    let call = db.session().start("CALL migrate.up()");
    wait_until_outside(&db);
    // Whoever comes now is not held up: the migration holds nothing on the table, and does not queue for it.
    assert!(worker_locks(&mut session, "a").is_empty());
    let start = Instant::now();
    session.exec("SET lock_timeout = '2s'; INSERT INTO a VALUES (1); SELECT * FROM a");
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    drop(old);
    call.rows();
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    let waited = session.one("SELECT waited_ms > 0 AND waited_ms <= execution_time_ms FROM migrate.journal");
    assert_eq!(waited, "t");
}

#[test]
fn who_was_in_the_way_is_named_and_nothing_is_done() {
    let (db, mut session) = with_tables();
    create(&mut session, 1, "ALTER TABLE b ADD COLUMN x int;\nALTER TABLE a ADD COLUMN x int", "SELECT 1");
    let mut old = reader(&db, "a");
    let pid = old.pid();
    session.exec("SET migrate.lock_wait = '300ms'");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "55P03");
    assert!(
        error.message.starts_with("migration 1 \"m1\" failed in statement 1, line 1"),
        "{}",
        error.message
    );
    assert!(error.detail.contains("could not lock table \"a\" within 300 ms"), "{}", error.detail);
    assert!(
        error.detail.contains(&format!("Held by pid {pid} (role postgres, \"client test\"")),
        "{}",
        error.detail
    );
    assert!(error.detail.contains("idle in transaction"), "{}", error.detail);
    assert!(error.detail.contains("last query \"SELECT pg_backend_pid()\""), "{}", error.detail);
    assert!(error.detail.contains("Nothing of this migration was changed."), "{}", error.detail);
    assert!(error.hint.contains(&format!("pg_terminate_backend({pid})")), "{}", error.hint);
    let columns = "SELECT count(*) FROM pg_attribute WHERE attname = 'x' AND attrelid IN ('a'::regclass, 'b'::regclass)";
    assert_eq!(session.one(columns), "0");
    assert!(session.one(NOTES).starts_with("1|failed|unit 1, statement 1, line 1: 55P03"));
    // The same in the caller's transaction.
    let error = session.expect_error("SELECT * FROM migrate.apply()");
    assert_eq!(error.sqlstate, "55P03");
    drop(old);
    assert_eq!(session.query_text("SELECT version, status FROM migrate.apply()"), ["1|applied"]);
}

#[test]
fn a_prepared_transaction_in_the_way_is_named() {
    let (db, mut session) = with_tables();
    create(&mut session, 1, "ALTER TABLE a ADD COLUMN x int", "SELECT 1");
    let gid = db.name();
    session.exec(&format!(
        "BEGIN; SELECT count(*) FROM a; INSERT INTO b VALUES (1); PREPARE TRANSACTION '{gid}'"
    ));
    session.exec("SET migrate.lock_wait = '300ms'");
    let error = session.expect_error("CALL migrate.up()");
    session.exec(&format!("ROLLBACK PREPARED '{gid}'"));
    assert_eq!(error.sqlstate, "55P03");
    let held = format!("Held by prepared transaction '{gid}' (role postgres)");
    assert!(error.detail.contains(&held), "{}", error.detail);
    session.exec("CALL migrate.up()");
}

#[test]
fn all_tables_of_a_unit_or_none() {
    let (db, mut session) = with_tables();
    create(&mut session, 1, "ALTER TABLE a ADD COLUMN x int; ALTER TABLE b ADD COLUMN x int", "SELECT 1");
    let old = reader(&db, "b");
    let call = db.session().start("CALL migrate.up()");
    wait_until_outside(&db);
    assert!(
        worker_locks(&mut session, "a").is_empty(),
        "the first table is let go while the second is not to be had"
    );
    drop(old);
    call.rows();
}

/// The first migration's lock is not held while the second waits for its own.
#[test]
fn all_tables_of_what_runs_in_one_transaction_or_none() {
    let (db, mut session) = with_tables();
    create(&mut session, 1, "ALTER TABLE a ADD COLUMN x int", "SELECT 1");
    create(&mut session, 2, "ALTER TABLE b ADD COLUMN x int", "SELECT 1");
    let old = reader(&db, "b");
    let mut caller = db.session();
    let pid = caller.pid();
    let apply = caller.start("SELECT version, status FROM migrate.apply()");
    db.wait_for(
        &format!(
            "SELECT count(*) FROM pg_locks WHERE pid = {pid} AND locktype = 'virtualxid' AND NOT granted"
        ),
        &["1"],
    );
    session.exec("SET lock_timeout = '2s'; SELECT * FROM a");
    drop(old);
    assert_eq!(apply.rows().1, ["1|applied", "2|applied"]);
}

/// Nor is a lock from before a SET, whose names could not be looked up sooner: the unit lets go and begins anew.
#[test]
fn a_unit_that_cannot_go_on_lets_go() {
    let (db, mut session) = with_tables();
    let up = "INSERT INTO a VALUES (1); ALTER TABLE a ADD COLUMN x int; SET search_path = public; ALTER TABLE b ADD COLUMN x int";
    create(&mut session, 1, up, "SELECT 1");
    let old = reader(&db, "b");
    let call = db.session().start("CALL migrate.up()");
    wait_until_outside(&db);
    let start = Instant::now();
    session.exec("SET lock_timeout = '2s'; SELECT * FROM a");
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    drop(old);
    call.rows();
    assert_eq!(session.query_text("SELECT id FROM a"), ["1"], "once, however often the unit began");
}

/// What a role, database or server limits for people's statements is no limit for a job.
#[test]
fn a_lock_timeout_of_the_role_does_not_end_a_job() {
    let (db, mut session) = with_tables();
    let role = operator(&db, "LOGIN");
    session.exec(&format!("ALTER ROLE {role} SET lock_timeout = '50ms'; ALTER TABLE a OWNER TO {role}"));
    let mut caller = db.session_as(&role);
    create(&mut caller, 1, "CREATE INDEX CONCURRENTLY i ON a (id)", "SELECT 1");
    let mut writer = db.session();
    writer.exec("BEGIN; INSERT INTO a VALUES (1)");
    caller.exec("BEGIN; SELECT * FROM migrate.apply(); SELECT pg_sleep(0.2); COMMIT");
    crate::common::wait_for_blocked_worker(&db);
    // Longer than the limit, which is what this is about.
    session.exec("SELECT pg_sleep(0.2)");
    drop(writer);
    assert_eq!(session.one("CALL migrate.wait(1)"), "job 1 is done");
}

#[test]
fn partitions_and_the_other_end_of_foreign_keys_are_known() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE p (id int) PARTITION BY RANGE (id);
         CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
         CREATE TABLE rest PARTITION OF p DEFAULT;
         CREATE TABLE target (id int PRIMARY KEY);
         CREATE TABLE source (id int REFERENCES target)",
    );
    session.exec("SET migrate.lock_wait = '200ms'");
    let cases = [
        (1, "ALTER TABLE p ADD COLUMN x int", "p1"),
        (2, "DROP TABLE source", "target"),
        (3, "ALTER TABLE p1 ADD FOREIGN KEY (id) REFERENCES target", "target"),
        (4, "CREATE TABLE other (id int REFERENCES target)", "target"),
        (5, "CREATE INDEX ON p (id)", "p1"),
        (6, "DROP INDEX target_pkey CASCADE", "target"),
        (
            7,
            "CREATE TRIGGER z BEFORE UPDATE ON target FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            "target",
        ),
        (8, "TRUNCATE p", "p1"),
        (9, "ALTER TABLE target RENAME TO renamed", "target"),
        (10, "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20)", "p"),
        (11, "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20)", "rest"),
        (12, "DROP TABLE p1", "p"),
        (13, "ALTER TABLE source DROP CONSTRAINT source_id_fkey", "target"),
        (14, "ALTER TABLE source DROP COLUMN id", "target"),
    ];
    for (version, up, table) in cases {
        create(&mut session, version, up, "SELECT 1");
        // A writer, since some of these locks let readers through.
        let mut old = db.session();
        old.exec(&format!("BEGIN; LOCK TABLE {table} IN ROW EXCLUSIVE MODE"));
        let error = session.expect_error(&format!("SELECT * FROM migrate.apply({version})"));
        assert!(
            error.detail.contains(&format!("could not lock table \"{table}\"")),
            "{up}: {}",
            error.detail
        );
        session.exec(&format!("DELETE FROM migrate.migrations WHERE version = {version}"));
    }
}

/// A lock is a power: whoever may not change a table gets none on it.
#[test]
fn a_role_that_may_not_change_the_table_locks_nothing() {
    let (db, mut session) = with_tables();
    let role = operator(&db, "LOGIN");
    let mut caller = db.session_as(&role);
    create(&mut caller, 1, "ALTER TABLE a ADD COLUMN x int", "SELECT 1");
    let _old = reader(&db, "a");
    let start = Instant::now();
    let error = caller.expect_error("SELECT * FROM migrate.apply()");
    assert_eq!(error.sqlstate, "42501", "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(5), "it did not wait for the reader");
    session.exec("SELECT * FROM a");
}

#[test]
fn names_are_looked_up_where_the_script_looks() {
    let (db, mut session) = with_tables();
    session.exec("CREATE SCHEMA other; CREATE TABLE other.a (id int)");
    create(&mut session, 1, "SET search_path = other; ALTER TABLE a ADD COLUMN x int", "SELECT 1");
    // Not the table of that name that the caller sees.
    let _public = reader(&db, "public.a");
    session.exec("SET migrate.lock_wait = '300ms'");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);

    create(&mut session, 2, "SET search_path = other; ALTER TABLE a ADD COLUMN y int", "SELECT 1");
    let _other = reader(&db, "other.a");
    let error = session.expect_error("CALL migrate.up()");
    assert!(error.detail.contains("could not lock table \"a\" within"), "{}", error.detail);
}

/// An autovacuum does not have to be waited for; here a table that it is busy with for longer than we wait.
#[test]
fn an_autovacuum_gives_way() {
    let cluster = Cluster::start(&["autovacuum_naptime=1"]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    session.exec(
        "CREATE TABLE big (id int, filler text) WITH (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0,
             autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1);
         INSERT INTO big SELECT n, repeat('x', 500) FROM generate_series(1, 50000) n;
         DELETE FROM big WHERE id % 2 = 0",
    );
    create(&mut session, 1, "ALTER TABLE big ADD COLUMN x int", "SELECT 1");
    db.wait_for(
        "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
         WHERE a.backend_type = 'autovacuum worker' AND l.relation = 'big'::regclass AND l.granted",
        &["1"],
    );
    session.exec("SET migrate.lock_wait = '10s'");
    session.exec("CALL migrate.up()");
    let waited: i64 = session.one("SELECT waited_ms FROM migrate.journal").parse().expect("a number");
    assert!(waited < 5_000, "waited {waited} ms");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

/// However long it may stand in the queue: behind somebody who has lasted longer than the first moment it does not.
#[test]
fn a_transaction_that_lasts_is_waited_for_outside() {
    let (db, mut session) = with_tables();
    create(&mut session, 1, "ALTER TABLE a ADD COLUMN x int; VACUUM b", "SELECT 1");
    let mut holder = db.session();
    holder.exec("BEGIN; SELECT FROM a LIMIT 1");
    let pid = holder.pid();
    db.wait_for(
        &format!("SELECT clock_timestamp() - xact_start > '50ms' FROM pg_stat_activity WHERE pid = {pid}"),
        &["t"],
    );
    session.exec("SET migrate.lock_window = '60s'; SET migrate.lock_wait = '60s'");
    let call = session.start("CALL migrate.up()");
    wait_until_outside(&db);
    db.session().exec("SET lock_timeout = '2s'; INSERT INTO a VALUES (1)");
    holder.exec("COMMIT");
    assert!(call.rows().1[0].starts_with("1 migration applied"));
}

/// A vacuum against wraparound does not give way, so it is waited for outside of the queue.
#[test]
fn a_vacuum_against_wraparound_is_waited_for() {
    let cluster = Cluster::start(&["autovacuum_naptime=1", "autovacuum_freeze_max_age=100000"]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    // Switched off for all but that, which a plain vacuum of the new rows would keep from the table for minutes.
    session.exec(
        "CREATE TABLE big (id int, filler text) WITH (autovacuum_enabled = off, autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1);
         INSERT INTO big SELECT n, repeat('x', 500) FROM generate_series(1, 50000) n;
         CREATE TABLE xids (id int) WITH (autovacuum_enabled = off)",
    );
    create(&mut session, 1, "ALTER TABLE big ADD COLUMN x int", "SELECT 1");
    // Each subtransaction takes a number; in a few transactions, so that the oldest of them moves on.
    for _ in 0..3 {
        session.exec(
            "DO $$ BEGIN FOR i IN 1..40000 LOOP
                 BEGIN INSERT INTO xids VALUES (i); EXCEPTION WHEN division_by_zero THEN NULL; END;
             END LOOP; END $$",
        );
    }
    db.wait_for(
        "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
         WHERE a.query LIKE '%big (to prevent wraparound)' AND l.relation = 'big'::regclass AND l.granted",
        &["1"],
    );
    // Whoever took it for one that gives way would stand in the queue for long.
    session.exec("SET migrate.lock_window = '60s'; SET migrate.lock_wait = '60s'");
    let call = session.start("CALL migrate.up()");
    wait_until_outside(&db);
    let mut session = db.session();
    assert!(worker_locks(&mut session, "big").is_empty());
    session.exec("SET lock_timeout = '2s'; INSERT INTO big VALUES (1)");
    session.exec("SELECT migrate.cancel(1)");
    assert_eq!(call.error().1.sqlstate, "57014");
    assert_eq!(session.query_text(STATUS), ["1|failed"]);
}

#[test]
fn who_holds_one_table_and_wants_the_other_goes_first() {
    let (db, mut session) = with_tables();
    session.exec("SET migrate.lock_window = '100ms'; SET migrate.lock_wait = '20s'");
    // On a busy machine a migration may have both tables while the writer sleeps: then the next one is to meet it.
    for version in 1..=20 {
        let script =
            format!("ALTER TABLE a ADD COLUMN x{version} int;\nALTER TABLE b ADD COLUMN x{version} int");
        create(&mut session, version, &script, "SELECT 1");
        // Young transactions, one after the other, so that the migration stands in the queue behind them. One of them sees
        // that it has the first table by then, and wants that.
        let writer = db.session().start(&format!(
            "DO $$
             DECLARE
                 wants boolean := false;
             BEGIN
                 WHILE NOT wants AND NOT EXISTS (SELECT FROM migrate.schema_migrations WHERE version = {version}) LOOP
                     LOCK TABLE b IN ROW EXCLUSIVE MODE;
                     WHILE NOT wants AND clock_timestamp() < transaction_timestamp() + '10ms' LOOP
                         wants := EXISTS (SELECT FROM pg_locks WHERE relation = 'a'::regclass AND granted
                                                                 AND mode = 'AccessExclusiveLock');
                     END LOOP;
                     IF wants THEN
                         INSERT INTO a VALUES (1);
                     END IF;
                     COMMIT;
                 END LOOP;
             END$$"
        ));
        assert_eq!(
            session.query_text("SELECT version, status FROM migrate.apply()"),
            [format!("{version}|applied")]
        );
        writer.rows();
        if session.one("SELECT count(*) FROM a") == "1" {
            return;
        }
    }
    panic!("no writer has met a migration that had one of the tables");
}
