//! What a server runs out of, and what is taken away from under a job: disk, memory, locks, connections; the
//! extension, the database. Each ends in a clear state: the server lives, no lock stays, the next `up` goes on.
//!
//! Not here: no free background worker (jobs.rs); roles that go away (askers.rs); many migrations (scale.rs).

use migrate_client_tests::{Cluster, Db, Session, wait_until};

use crate::common::{
    INDEXES, NOTES, STATUS, WORKERS, block_index_builds, create, tables, wait_for_blocked_worker,
    wait_for_sleeping_worker,
};

/// No worker, no lock of ours, and the server was not restarted since `session` was opened.
fn assert_calm(db: &Db, session: &mut Session) {
    // The server tells of an error before it lets go of the transaction's locks, and the client hands that on: until the
    // session answers, there may be no room for another one.
    session.exec("SELECT 1");
    db.wait_for(WORKERS, &["0"]);
    let locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'
                 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    assert_eq!(session.one(locks), "0");
}

#[test]
fn the_extension_dropped_while_a_transaction_unit_runs() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "INSERT INTO log VALUES ('one'); LOCK TABLE t", "SELECT 1");
    let mut blocker = block_index_builds(&db);
    let call = db.session().start("CALL migrate.up()");
    wait_for_blocked_worker(&db);
    session.exec("DROP EXTENSION migrate_ext");
    blocker.exec("COMMIT");
    let (mut caller, error) = call.error();
    assert_eq!(error.sqlstate, "42P01", "{error:?}");
    assert_calm(&db, &mut session);
    assert_eq!(caller.one("SELECT count(*) FROM log"), "0", "what cannot be written down is not done");
    // It begins anew.
    session.exec("CREATE EXTENSION migrate_ext");
    create(&mut session, 1, "INSERT INTO log VALUES ('one')", "SELECT 1");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT word FROM log"), ["one"]);
}

#[test]
fn the_extension_dropped_while_an_index_is_built() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(
        &mut session,
        1,
        "CREATE INDEX CONCURRENTLY i ON t (n); INSERT INTO log VALUES ('two')",
        "DROP INDEX i",
    );
    let mut blocker = block_index_builds(&db);
    let call = db.session().start("CALL migrate.up()");
    wait_for_blocked_worker(&db);
    session.exec("DROP EXTENSION migrate_ext");
    blocker.exec("COMMIT");
    let (_, error) = call.error();
    assert_eq!(error.sqlstate, "42P01", "{error:?}");
    assert_calm(&db, &mut session);
    assert_eq!(session.query_text(INDEXES), ["i|t"], "the build came to its end");
    assert_eq!(session.one("SELECT count(*) FROM log"), "0", "and nothing behind it was run");
}

/// A database with migration 1 at work in it.
fn at_work(up: &str) -> (Db, migrate_client_tests::Pending) {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, up, "SELECT 1");
    let call = session.start("CALL migrate.up()");
    (db, call)
}

fn elsewhere(db: &Db) -> Session {
    Session::open(db.server(), "postgres", db.server().user())
}

#[test]
fn a_database_with_a_job_is_neither_dropped_nor_renamed() {
    let (db, call) = at_work("VACUUM log; SELECT pg_sleep(60)");
    wait_for_sleeping_worker(&db);
    let name = db.name();
    // Each tries for five seconds; both at a time.
    let refused = [format!("DROP DATABASE {name}"), format!("ALTER DATABASE {name} RENAME TO {name}_new")]
        .map(|sql| elsewhere(&db).start(&sql));
    for pending in refused {
        assert_eq!(pending.error().1.sqlstate, "55006");
    }
    assert_eq!(db.session().query_text(STATUS), ["1|running"]);
    call.cancel();
    assert_eq!(call.error().1.sqlstate, "57014");
}

#[test]
fn a_database_dropped_by_force_takes_the_job_with_it() {
    let (db, call) = at_work("VACUUM log; SELECT pg_sleep(60)");
    let pid = wait_for_sleeping_worker(&db);
    let mut other = elsewhere(&db);
    other.exec(&format!("DROP DATABASE {} WITH (FORCE)", db.name()));
    assert_eq!(other.one(&format!("SELECT count(*) FROM pg_stat_activity WHERE pid = {pid}")), "0");
    assert!(call.end().1.is_err());
    assert_eq!(
        other.one(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 3
                          AND database NOT IN (SELECT oid FROM pg_database)"
        ),
        "0"
    );
    // For the harness, which drops it again.
    other.exec(&format!("CREATE DATABASE {}", db.name()));
}

/// A queued job keeps the database from being renamed, as its worker is there already; a lost one goes on under the
/// new name.
#[test]
fn a_database_renamed_under_a_lost_job() {
    let (db, call) =
        at_work("INSERT INTO log VALUES ('one'); VACUUM log; SELECT pg_sleep(n) FROM t WHERE id = 60");
    let pid = wait_for_sleeping_worker(&db);
    elsewhere(&db).exec(&format!("SELECT pg_terminate_backend({pid})"));
    drop(call.error());
    db.session().exec("DELETE FROM t");
    let (old, new) = (db.name(), format!("{}_new", db.name()));
    let rename = |from: &str, to: &str| {
        let sql = format!("ALTER DATABASE {from} RENAME TO {to}");
        // A session that was closed a moment ago may still be there.
        wait_until("it is renamed", || elsewhere(&db).try_query(&sql).is_ok());
    };
    rename(old, &new);
    let mut session = Session::open(db.server(), &new, db.server().user());
    session.exec("SELECT * FROM migrate.resume(1)");
    assert_eq!(session.one("CALL migrate.wait(2)"), "job 2 is done");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert_eq!(session.query_text("SELECT word FROM log"), ["one"]);
    drop(session);
    rename(&new, old);
}

/// Files that cannot grow are what a full disk is to the server; the limit is lifted as room is made on a disk.
#[test]
fn a_full_disk() {
    const ROOM: &str = "20000000";
    // An index is sorted in memory: files of a sort fail in words of their own.
    let options = ["autovacuum=off", "maintenance_work_mem=256MB", "max_parallel_maintenance_workers=0"];
    let cluster = Cluster::start(&options);
    // To PostgreSQL 16 and later a file that may not grow is no full disk, but one of which a part is written is.
    let is_old = cluster.version() < 16;
    let full = |detail: &str| if is_old || detail.contains("wrote only") { "53100" } else { "XX000" };
    let db = Db::on(&cluster);
    let mut session = db.session();
    tables(&mut session);
    // As large in the index as in the table.
    session.exec("CREATE TABLE big (n int, word text); ALTER TABLE big ALTER word SET STORAGE EXTERNAL");
    let fill = "INSERT INTO big SELECT n, repeat('x', 900) FROM generate_series(1, 30000) n";
    create(&mut session, 1, &format!("INSERT INTO log VALUES ('one'); VACUUM log; {fill}"), "SELECT 1");
    create(
        &mut session,
        2,
        "CREATE INDEX CONCURRENTLY wide ON big (word, n); INSERT INTO log VALUES ('two')",
        "SELECT 1",
    );

    cluster.limit("fsize", ROOM);
    for _ in 0..2 {
        let error = db.session().expect_error("CALL migrate.up()");
        assert_eq!(error.sqlstate, full(&error.detail), "{error:?}");
        assert!(error.message.starts_with("migration 1 \"m1\" failed in unit 3 of 3"), "{}", error.message);
        assert!(error.detail.contains("could not extend file"), "{}", error.detail);
    }
    assert_calm(&db, &mut session);
    assert!(session.query_text(NOTES)[0].starts_with("1|failed|unit 3 of 3"));
    assert_eq!(session.query_text("SELECT word FROM log"), ["one"]);

    cluster.limit("fsize", "unlimited");
    db.session().exec("CALL migrate.up(1)");
    cluster.limit("fsize", ROOM);
    let error = db.session().expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, full(&error.detail), "{error:?}");
    assert!(error.message.starts_with("migration 2 \"m2\" failed in unit 1 of 2"), "{}", error.message);
    assert_calm(&db, &mut session);
    assert_eq!(session.query_text(INDEXES), [""; 0], "no invalid index is left");
    cluster.limit("fsize", "unlimited");
    db.session().exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
    assert_eq!(session.query_text("SELECT word FROM log"), ["one", "two"]);
    assert_eq!(session.one("SELECT count(*) FROM big"), "30000");
    assert_eq!(session.query_text(INDEXES), ["wide|t"]);
}

#[test]
fn out_of_memory_in_a_statement() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    tables(&mut session);
    let greedy = "SELECT length(repeat('x', 800000000))";
    create(&mut session, 1, &format!("INSERT INTO log VALUES ('one'); VACUUM log; {greedy}"), "SELECT 1");
    create(&mut session, 2, greedy, "SELECT 1");
    cluster.limit("as", "700000000");
    let error = db.session().expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "53200", "{error:?}");
    assert!(error.message.starts_with("migration 1 \"m1\" failed in unit 3 of 3"), "{}", error.message);
    assert_calm(&db, &mut session);
    cluster.limit("as", "unlimited");
    db.session().exec("CALL migrate.up(1)");
    assert_eq!(session.query_text("SELECT word FROM log"), ["one"]);
    // In the caller's transaction.
    cluster.limit("as", "700000000");
    let mut caller = db.session();
    assert_eq!(caller.expect_error("SELECT * FROM migrate.apply()").sqlstate, "53200");
    db.wait_for("SELECT status FROM migrate.status() WHERE version = 2", &["failed"]);
    assert_calm(&db, &mut caller);
}

/// The server keeps fewer locks than the script needs: those that a statement takes, and those that are taken before.
#[test]
fn more_locks_than_the_server_has_room_for() {
    let cluster = Cluster::start(&["max_locks_per_transaction=10", "max_connections=10"]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    let make = "DO $$ BEGIN FOR n IN 1..2500 LOOP EXECUTE format('CREATE TABLE x%s ()', n); END LOOP; END $$";
    create(&mut session, 1, make, "SELECT 1");
    for way in ["CALL migrate.up()", "SELECT * FROM migrate.apply()"] {
        let error = session.expect_error(way);
        assert_eq!(error.sqlstate, "53200", "{way}: {error:?}");
        assert!(
            error.hint.contains("max_locks_per_transaction")
                || error.detail.contains("max_locks_per_transaction"),
            "{way}: {error:?}"
        );
        assert_calm(&db, &mut session);
        assert_eq!(session.one("SELECT count(*) FROM pg_class WHERE relname LIKE 'x%'"), "0", "{way}");
    }
    for part in 0..10 {
        let (from, to) = (part * 250 + 1, part * 250 + 250);
        session.exec(&make.replace("1..2500", &format!("{from}..{to}")));
    }
    session.exec("SELECT * FROM migrate.record_migration(1)");
    let alter = |tables: u32| {
        (1..=tables).map(|n| format!("ALTER TABLE x{n} ADD COLUMN c int;\n")).collect::<String>()
    };
    create(&mut session, 2, &alter(2500), "SELECT 1");
    for way in ["CALL migrate.up()", "SELECT * FROM migrate.apply()"] {
        let error = session.expect_error(way);
        assert_eq!(error.sqlstate, "53200", "{way}: {error:?}");
        assert_calm(&db, &mut session);
    }
    let fewer = format!("-- Migration: 2\n{}", alter(50));
    session.query_with("SELECT * FROM migrate.load($1, '2_m2.sql')", &[&fewer]).expect("load");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
}

/// Nor has it room for a look at the job then, for as long as its worker keeps all that there is.
#[test]
fn no_room_for_a_look_at_the_job() {
    // So many locks that hardly any table can be locked without room in their table.
    let cluster = Cluster::start(&["max_locks_per_transaction=100", "max_connections=10"]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    let make = "DO $$ BEGIN FOR n IN 1..100000 LOOP
                    BEGIN EXECUTE format('CREATE TABLE x%s ()', n);
                    EXCEPTION WHEN out_of_memory THEN PERFORM pg_sleep(4); RAISE; END;
                END LOOP; END $$";
    create(&mut session, 1, make, "SELECT 1");
    // Later there is no room for what a new session looks up.
    let (mut caller, waiter) = (db.session(), db.session());
    // What a session has asked for once is in its memory.
    for session in [&mut session, &mut caller] {
        session.exec("SELECT string_agg(status, '') FROM migrate.jobs");
    }
    let call = caller.start("CALL migrate.up()");
    wait_until("the job runs", || {
        session.one("SELECT string_agg(status, '') FROM migrate.jobs") == "running"
    });
    let waiting = waiter.start("CALL migrate.wait(1)");
    for (_, error) in [call.error(), waiting.error()] {
        assert_eq!(error.sqlstate, "53200", "{error:?}");
        assert!(error.message.starts_with("migration 1 \"m1\" failed in statement 1"), "{error:?}");
    }
    assert_calm(&db, &mut session);
    assert_eq!(session.query_text("SELECT status FROM migrate.jobs"), ["failed"]);
}

/// Workers do not count as connections.
#[test]
fn no_connection_is_left() {
    let cluster = Cluster::start(&["max_connections=6", "superuser_reserved_connections=2"]);
    let db = Db::on(&cluster);
    let role = crate::common::operator(&db, "LOGIN");
    let mut session = db.session_as(&role);
    create(
        &mut session,
        1,
        "CREATE TABLE mine (id int); CREATE INDEX CONCURRENTLY i ON mine (id)",
        "SELECT 1",
    );
    let mut others = Vec::new();
    let error = loop {
        match Session::try_open(db.server(), db.name(), &role) {
            Ok(other) => others.push(other),
            Err(error) => break error,
        }
    };
    assert_eq!(error.sqlstate, "53300");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    create(&mut session, 2, "SELECT 1/0", "SELECT 1");
    assert_eq!(session.expect_error("SELECT * FROM migrate.apply()").sqlstate, "22012");
    wait_until("the failure is written down", || session.query_text(STATUS) == ["1|applied", "2|failed"]);
}

/// Nor where a role or a database has a limit of its own.
#[test]
fn no_connection_is_left_for_the_role_or_the_database() {
    let db = Db::fresh();
    let role = crate::common::operator(&db, "LOGIN CONNECTION LIMIT 1");
    db.session().exec(&format!("ALTER DATABASE {} CONNECTION LIMIT 1", db.name()));
    // The superuser's session, which has just been closed, may be there for a moment yet.
    let mut session = None;
    wait_until("a connection", || {
        session = Session::try_open(db.server(), db.name(), &role).ok();
        session.is_some()
    });
    let mut session = session.expect("a session");
    create(
        &mut session,
        1,
        "CREATE TABLE mine (id int); CREATE INDEX CONCURRENTLY i ON mine (id)",
        "SELECT 1",
    );
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

/// Thousands of units in one plan; broken off in the middle, the rest is done, and nothing twice.
#[test]
fn a_plan_of_thousands_of_units() {
    const UNITS: u32 = 4600;
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE log (n int); CREATE TABLE gate ()");
    let statement = |n: u32| match n {
        4000 => "LOCK TABLE gate;\n".to_string(),
        _ => format!("INSERT INTO log VALUES ({n});\n"),
    };
    let file: String = (1..=UNITS).map(statement).collect();
    let file = format!("-- +goose NO TRANSACTION\n-- +goose Up\n{file}");
    session.query_with("SELECT * FROM migrate.load($1, '1_many.sql')", &[&file]).expect("load");
    let mut blocker = db.session();
    blocker.exec("BEGIN; LOCK TABLE gate");
    let call = db.session().start("CALL migrate.up()");
    db.wait_for("SELECT count(*) FROM migrate.journal WHERE status = 'done'", &["3999"]);
    session.exec("SELECT pg_terminate_backend(pid) FROM migrate.live_jobs");
    assert_eq!(call.error().1.sqlstate, "57P01");
    assert_eq!(
        session.one("SELECT status, left(note, 21) FROM migrate.status()"),
        "failed|unit 3999 of 4600 don"
    );
    drop(blocker);
    session.exec("CALL migrate.up()");
    assert_eq!(session.one("SELECT count(*), count(DISTINCT n) FROM log"), "4599|4599");
    assert_eq!(session.one("SELECT count(*) FROM migrate.journal WHERE status = 'done'"), "4600");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}
