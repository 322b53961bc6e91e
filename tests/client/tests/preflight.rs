//! `migrate.preflight`: what each check sees of a server, and that looking disturbs nobody.
//!
//! What a check comes to is decided in core (`core/src/preflight/`), and tested there.

use migrate_client_tests::{Db, Session};

use crate::common::{create, operator, tables, wait_for_sleeping_worker};

/// `verdict|detail` of one check for a script, on one line each.
fn look(session: &mut Session, check: &str, script: &str) -> Vec<String> {
    let sql = format!(
        "SELECT verdict, replace(detail, E'\\n', ' ') FROM migrate.preflight($look${script}$look$)
         WHERE \"check\" = '{check}'"
    );
    session.query_text(&sql)
}

/// The only row of a check.
fn one(session: &mut Session, check: &str, script: &str) -> String {
    let mut rows = look(session, check, script);
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

/// Waits until the transaction of a session is older than so many seconds.
fn age(db: &Db, pid: &str, seconds: &str) {
    let sql = format!(
        "SELECT clock_timestamp() - xact_start > '{seconds} s' FROM pg_stat_activity WHERE pid = {pid}"
    );
    db.wait_for(&sql, &["t"]);
}

#[test]
fn every_subject_has_a_row_and_a_missing_one_is_not_ok() {
    let db = Db::fresh();
    let mut session = db.session();
    let checks = "SELECT string_agg(DISTINCT \"check\", ', ' ORDER BY \"check\") FROM migrate.preflight()";
    assert_eq!(
        session.one(checks),
        "autovacuum, disk space, event triggers, invalid indexes, lock conflicts, logical replication, long transactions, \
         other migrators, prepared transactions, replicas and archive, server, timeouts, worker slots"
    );
    let error = session.expect_error("SELECT * FROM migrate.preflight(7)");
    assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("42704", "migration 7 is not registered"));
    let error = session.expect_error("SELECT * FROM migrate.preflight(NULL::text)");
    assert_eq!(error.sqlstate, "22004");
}

#[test]
fn pending_migrations_are_looked_at_by_default() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "ALTER TABLE t ADD x int", "SELECT 1");
    create(&mut session, 2, "ALTER TABLE log ADD x int", "SELECT 1");
    let told = |session: &mut Session, argument: &str| {
        session.one(&format!(
            "SELECT detail FROM migrate.preflight({argument}) WHERE \"check\" = 'lock conflicts'"
        ))
    };
    assert_eq!(told(&mut session, ""), "nobody is in the way on 2 tables");
    assert_eq!(told(&mut session, "2"), "nobody is in the way on log");
    session.exec("CALL migrate.up()");
    assert_eq!(told(&mut session, ""), "no table that is there is locked against readers or writers");
}

/// In another schema, with names that must be quoted, below a partitioned table, and with somebody who holds one of the
/// partitions.
#[test]
fn whoever_holds_a_table_is_named() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE SCHEMA \"My Shop\"; CREATE TABLE \"My Shop\".\"Or\"\"ders\" (id int, n int) PARTITION BY LIST (id);
         CREATE TABLE \"My Shop\".\"Part 1\" PARTITION OF \"My Shop\".\"Or\"\"ders\" FOR VALUES IN (1)",
    );
    let mut holder = db.session();
    let pid = holder.pid();
    holder.exec("BEGIN; INSERT INTO \"My Shop\".\"Part 1\" VALUES (1, 1)");
    age(&db, &pid, "1.1");
    session.exec("SET migrate.lock_wait = '1s'; SET lock_timeout = '1s'");
    let add = "ALTER TABLE \"My Shop\".\"Or\"\"ders\" ADD x int";
    // Whoever writes to a partition has looked at its parent.
    let told = look(&mut session, "lock conflicts", add).pop().expect("two rows");
    let expected = format!(
        "stop|ACCESS EXCLUSIVE on \"My Shop\".\"Part 1\" is wanted; pid {pid} (role postgres, \"client test\", idle in"
    );
    assert!(told.starts_with(&expected), "{told}");
    assert!(told.ends_with(") holds ROW EXCLUSIVE"), "{told}");
    // As the search path finds it.
    session.exec("SET search_path = \"My Shop\"");
    let told = look(&mut session, "lock conflicts", "ALTER TABLE \"Or\"\"ders\" ADD x int");
    let told = told.last().expect("two rows");
    assert!(told.starts_with("stop|ACCESS EXCLUSIVE on \"Part 1\" is wanted;"), "{told}");
    // Patience as it is by default.
    session.exec("RESET migrate.lock_wait");
    let told = look(&mut session, "lock conflicts", "ALTER TABLE \"Or\"\"ders\" ADD x int");
    assert!(told.iter().all(|row| row.starts_with("warn|")), "{told:?}");
    // Who only reads stops no index build, and nobody is held up by one who ended.
    holder.exec("ROLLBACK");
    assert_eq!(
        one(&mut session, "lock conflicts", "ALTER TABLE \"Or\"\"ders\" ADD x int"),
        "ok|nobody is in the way on 2 tables"
    );
}

#[test]
fn an_index_build_would_wait_for_old_transactions() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let build = "CREATE INDEX CONCURRENTLY i ON t (n)";
    assert_eq!(one(&mut session, "long transactions", build), "ok|none older than a second");
    // One that has the table, and one that has only a snapshot.
    let (mut writer, mut reader) = (db.session(), db.session());
    writer.exec("BEGIN; INSERT INTO t VALUES (1001, 1)");
    reader.exec("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
    let (writers, readers) = (writer.pid(), reader.pid());
    age(&db, &readers, "1.1");
    session.exec("SET migrate.lock_wait = '1s'");
    let told = look(&mut session, "long transactions", build);
    assert_eq!(told.len(), 2, "{told:?}");
    let expected = format!("stop|CREATE INDEX CONCURRENTLY on line 1 would wait for pid {writers} (");
    assert!(told[0].starts_with(&expected) && told[0].ends_with("), which has used t"), "{told:?}");
    let expected = format!("stop|CREATE INDEX CONCURRENTLY on line 1 would wait for pid {readers} (");
    assert!(told[1].starts_with(&expected) && told[1].ends_with(')'), "{told:?}");
    // Nothing else waits for them.
    let told = one(&mut session, "long transactions", "ALTER TABLE log ADD x int");
    assert_eq!(told, "ok|2 transactions older than a second; nothing here waits for them");
    writer.exec("ROLLBACK");
    reader.exec("ROLLBACK");
}

/// Somebody has locked all of a table: nobody waits for him by looking.
#[test]
fn looking_waits_for_nobody_and_locks_nothing() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let mut holder = db.session();
    holder.exec("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
    session.exec("SET lock_timeout = '100ms'; BEGIN");
    let script = "CREATE INDEX CONCURRENTLY i ON t (n); ALTER TABLE t ALTER n TYPE bigint; REINDEX TABLE t; VACUUM FULL t";
    let told = look(&mut session, "disk space", script);
    assert!(told[0].contains("pg_default: ") && told[0].contains(" needs "), "{told:?}");
    let locks = "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND relation = 't'::regclass";
    // regclass itself takes none.
    assert_eq!(session.one(locks), "0");
    assert_eq!(session.one("SELECT txid_current_if_assigned() IS NULL"), "t");
}

#[test]
fn another_migrator_at_work() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 1, "SELECT pg_sleep(60)", "SELECT 1");
    let call = db.session().start("CALL migrate.up()");
    let pid = wait_for_sleeping_worker(&db);
    let told = one(&mut session, "other migrators", "SELECT 1");
    let expected =
        format!("stop|a migration is running in this database; It is run by pid {pid}, role \"postgres\"");
    assert!(told.starts_with(&expected), "{told}");
    session.exec("SELECT migrate.cancel(1)");
    call.error();
    assert_eq!(one(&mut session, "other migrators", "SELECT 1"), "ok|none at work");
}

#[test]
fn only_who_may_know_sees_how_full_the_disks_are() {
    let db = Db::fresh();
    db.session().exec("CREATE TABLE t (n int); GRANT SELECT ON t TO PUBLIC");
    let role = operator(&db, "LOGIN");
    let mut session = db.session_as(&role);
    let script = "CREATE INDEX i ON t (n)";
    assert_eq!(
        one(&mut session, "disk space", script),
        "warn|cannot be seen by this role: it needs pg_monitor or pg_read_server_files"
    );
    assert_eq!(
        one(&mut session, "lock conflicts", script),
        "ok|not looked at: the tables are not this role's"
    );
    for group in ["pg_monitor", "pg_read_server_files"] {
        db.session().exec(&format!("GRANT {group} TO {role}"));
        let told = one(&mut session, "disk space", script);
        assert!(told.contains("pg_default: ") && told.contains(" free, needs "), "{group}: {told}");
        db.session().exec(&format!("REVOKE {group} FROM {role}"));
    }
}

#[test]
fn sizes_are_those_of_the_files() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE p (id int, filler text) PARTITION BY LIST (id);
         CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
         ALTER TABLE p ALTER filler SET STORAGE external;
         INSERT INTO p SELECT 1 + n % 2, repeat('x', 3000) FROM generate_series(1, 4000) n;
         CREATE INDEX ON p (id); CREATE UNIQUE INDEX \"One I\" ON p1 (id, filler) WHERE false; ANALYZE p",
    );
    // What both partitions have, long values and indexes with it.
    let expected = session.one(
        "SELECT sum(pg_relation_size(c.oid) + pg_relation_size(c.reltoastrelid) + pg_indexes_size(c.oid))
         FROM pg_class c WHERE c.relname IN ('p1', 'p2')",
    );
    let told = one(&mut session, "disk space", "ALTER TABLE p SET LOGGED");
    let expected = session.one(&format!("SELECT pg_size_pretty({expected}::bigint)"));
    assert!(
        told.contains(&format!("needs {expected} for p written anew (line 1)")),
        "{told}, not {expected}"
    );
    let told = one(&mut session, "disk space", "REINDEX INDEX \"One I\"");
    assert!(told.contains("needs 8 kB for \"One I\" once more"), "{told}");
}

#[test]
fn invalid_indexes_of_the_tables() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("INSERT INTO t VALUES (1000, 7)");
    session.expect_error("CREATE UNIQUE INDEX CONCURRENTLY \"Half I\" ON t (n)");
    let told = one(&mut session, "invalid indexes", "ALTER TABLE t ADD x int");
    assert_eq!(told, "warn|\"Half I\" of t; SELECT * FROM migrate.repair_indexes()");
    assert_eq!(one(&mut session, "invalid indexes", "ALTER TABLE log ADD x int"), "ok|none on the tables");
}

#[test]
fn a_prepared_transaction_in_the_way() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let gid = format!("preflight of {}", db.name());
    session.exec(&format!("BEGIN; INSERT INTO t VALUES (1001, 1); PREPARE TRANSACTION '{gid}'"));
    let told = one(&mut session, "prepared transactions", "ALTER TABLE t ADD x int");
    let expected = format!(
        "stop|ACCESS EXCLUSIVE on t is wanted; prepared transaction '{gid}' (role postgres) holds ROW EXCLUSIVE"
    );
    assert_eq!(told, expected);
    let told = one(&mut session, "prepared transactions", "CREATE INDEX CONCURRENTLY i ON t (n)");
    assert!(told.starts_with("stop|CREATE INDEX CONCURRENTLY on line 1 would wait for prepared"), "{told}");
    let told = one(&mut session, "prepared transactions", "ALTER TABLE log ADD x int");
    assert_eq!(told, "ok|1 in this database, none of them in the way");
    session.exec(&format!("ROLLBACK PREPARED '{gid}'"));
}

#[test]
fn event_triggers_that_may_refuse() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
         CREATE FUNCTION bare() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE   'no'; END $$;
         CREATE FUNCTION told() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE  NOTICE 'yes'; END $$;
         CREATE TABLE t (n int)",
    );
    let add = "ALTER TABLE t ADD x int";
    assert_eq!(one(&mut session, "event triggers", add), "ok|none fires");
    session.exec("CREATE EVENT TRIGGER \"Audit\" ON ddl_command_end EXECUTE FUNCTION told()");
    assert_eq!(one(&mut session, "event triggers", add), "ok|\"Audit\" will fire");
    session.exec(
        "CREATE EVENT TRIGGER guard ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION no()",
    );
    assert_eq!(
        one(&mut session, "event triggers", add),
        "warn|guard may refuse ALTER TABLE: its function public.no() raises an exception (ddl_command_start)"
    );
    assert_eq!(one(&mut session, "event triggers", "CREATE INDEX ON t (n)"), "ok|\"Audit\" will fire");
    session.exec("ALTER EVENT TRIGGER guard DISABLE");
    assert_eq!(one(&mut session, "event triggers", add), "ok|\"Audit\" will fire");
    session.exec("ALTER EVENT TRIGGER guard ENABLE REPLICA");
    assert_eq!(one(&mut session, "event triggers", add), "ok|\"Audit\" will fire");
    session.exec("DROP EVENT TRIGGER guard; CREATE EVENT TRIGGER guard ON sql_drop EXECUTE FUNCTION bare()");
    let told = one(&mut session, "event triggers", "DROP TABLE t");
    assert!(told.starts_with("warn|guard may refuse DROP TABLE"), "{told}");
    session.exec("DROP EVENT TRIGGER guard; DROP EVENT TRIGGER \"Audit\"");
}

#[test]
fn the_right_to_temporary_tables() {
    let db = Db::fresh();
    let name = db.name().to_string();
    let role = operator(&db, "LOGIN");
    let mut session = db.session_as(&role);
    let script = "SELECT 1;\nCREATE TEMP TABLE x (n int)";
    let allowed = "ok|CREATE TABLE on line 2 makes one; this role has the right TEMPORARY on the database";
    assert_eq!(one(&mut session, "temporary tables", script), allowed);
    assert!(look(&mut session, "temporary tables", "CREATE TABLE x (n int)").is_empty());
    db.session().exec(&format!("REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC"));
    let told = one(&mut session, "temporary tables", script);
    assert_eq!(
        told,
        "stop|CREATE TABLE on line 2 makes one; this role lacks the right TEMPORARY on the database"
    );
}

#[test]
fn limits_of_the_session_matter_where_the_caller_runs_it() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("SET statement_timeout = '30s'");
    let told = one(&mut session, "timeouts", "CREATE INDEX i ON t (n)");
    assert_eq!(
        told,
        "warn|statement_timeout is 30.0 s: migrate.apply() in this session would be cut off; \
         CALL migrate.up() has a job do it, which is not"
    );
    let told = one(&mut session, "timeouts", "CREATE INDEX CONCURRENTLY i ON t (n)");
    assert_eq!(told, "ok|none that would cut it off");
    let told =
        one(&mut session, "timeouts", "SET statement_timeout = '2s';\nCREATE INDEX CONCURRENTLY i ON t (n)");
    assert_eq!(
        told,
        "warn|line 1 sets statement_timeout to 2.0 s: CREATE INDEX CONCURRENTLY on line 2 would be cut off"
    );
}
