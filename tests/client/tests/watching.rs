//! The views of what goes on: `migrate.active_queries`, `blocked_locks`, `invalid_indexes` while sessions are at work, and
//! what a role sees of other roles' sessions.
//!
//! Not here: table_sizes, index_usage and what is left over (regress/testing); jobs (progress.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{block_index_builds, tables};

/// Waits until a session waits for a lock.
fn wait_for_block(db: &Db, pid: &str) {
    db.wait_for(
        &format!(
            "SELECT wait_event_type FROM pg_stat_activity WHERE pid = {pid} AND wait_event_type = 'Lock'"
        ),
        &["Lock"],
    );
}

/// A session in a transaction that has changed the first row of `t`.
fn writer(db: &Db) -> Session {
    let mut session = db.session();
    session.exec("BEGIN; UPDATE t SET n = 0 WHERE id = 1");
    session
}

#[test]
fn active_queries_are_those_of_others_that_are_not_idle() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let _idle = db.session();
    let mut elsewhere = Session::open(db.server(), "postgres", "postgres");
    elsewhere.exec("BEGIN; SELECT 1");
    assert!(session.query_text("SELECT * FROM migrate.active_queries WHERE state <> 'active'").is_empty());
    let mut holder = writer(&db);
    let mut waiter = db.session();
    let (holder_pid, waiter_pid) = (holder.pid(), waiter.pid());
    waiter.exec("BEGIN");
    let lock = waiter.start("LOCK TABLE /* a comment that is\n   long */ t IN SHARE MODE");
    wait_for_block(&db, &waiter_pid);
    let seen = "SELECT pid, role, application, state, wait, blocked_by, query, duration >= '0'
                FROM migrate.active_queries ORDER BY pid = ";
    assert_eq!(
        session.query_text(&format!("{seen}{waiter_pid}")),
        [
            format!("{holder_pid}|postgres|client test|idle in transaction|||SELECT pg_backend_pid()|t"),
            format!(
                "{waiter_pid}|postgres|client test|active|relation lock|{{{holder_pid}}}|\
                 LOCK TABLE /* a comment that is long ...|t"
            ),
        ]
    );
    holder.exec("ROLLBACK");
    let (waiter, _) = lock.rows();
    drop((holder, waiter));
    db.wait_for("SELECT count(*) FROM migrate.active_queries WHERE state <> 'active'", &["0"]);
}

const BLOCKED: &str = "
    SELECT waiting_pid, waiting_role, lock_mode, locked, waited >= '0', blocking_pid, blocking_role,
           blocking_application, blocking_state, transaction_age >= '0', waiting_query, blocking_query
    FROM migrate.blocked_locks ORDER BY waiting_pid = ";

#[test]
fn blocked_locks_have_the_one_who_waits_and_the_one_who_holds() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let mut holder = writer(&db);
    let holder_pid = holder.pid();
    assert!(session.query_text("SELECT * FROM migrate.blocked_locks").is_empty());
    let mut alter = db.session();
    let alter_pid = alter.pid();
    let altering = alter.start("ALTER TABLE t\n ADD COLUMN x int");
    wait_for_block(&db, &alter_pid);
    let waits = format!(
        "{alter_pid}|postgres|ACCESS EXCLUSIVE|t|t|{holder_pid}|postgres|client test|idle in transaction|t|\
         ALTER TABLE t ADD COLUMN x int|SELECT pg_backend_pid()"
    );
    assert_eq!(session.query_text(&format!("{BLOCKED}{alter_pid}")), std::slice::from_ref(&waits));
    // Whoever comes later waits for the one in the queue, not for the one who holds the lock.
    let mut reader = db.session();
    let reader_pid = reader.pid();
    let reading = reader.start("SELECT count(*) FROM t");
    wait_for_block(&db, &reader_pid);
    assert_eq!(
        session.query_text(&format!("{BLOCKED}{reader_pid}")),
        [
            waits,
            format!(
                "{reader_pid}|postgres|ACCESS SHARE|t|t|{alter_pid}|postgres|client test|active|t|\
                 SELECT count(*) FROM t|ALTER TABLE t ADD COLUMN x int"
            ),
        ]
    );
    holder.exec("ROLLBACK");
    altering.rows();
    reading.rows();
}

#[test]
fn blocked_locks_know_rows_and_advisory_locks() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let mut holder = writer(&db);
    holder.exec("SELECT pg_advisory_xact_lock(7)");
    let mut second = db.session();
    let second_pid = second.pid();
    let updating = second.start("UPDATE t SET n = 1 WHERE id = 1");
    wait_for_block(&db, &second_pid);
    let mut third = db.session();
    let third_pid = third.pid();
    let locking = third.start("SELECT pg_advisory_lock(7)");
    wait_for_block(&db, &third_pid);
    let seen = "SELECT lock_mode, locked FROM migrate.blocked_locks ORDER BY locked";
    assert_eq!(session.query_text(seen), ["EXCLUSIVE|advisory lock", "SHARE|row of t"]);
    holder.exec("ROLLBACK");
    updating.rows();
    locking.rows();
}

#[test]
fn a_prepared_transaction_blocks_without_a_process() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let gid = db.name();
    session.exec(&format!("BEGIN; UPDATE t SET n = 0; PREPARE TRANSACTION '{gid}'"));
    let mut waiter = db.session();
    let pid = waiter.pid();
    waiter.exec("BEGIN");
    let waiting = waiter.start("LOCK TABLE t IN SHARE MODE");
    wait_for_block(&db, &pid);
    assert_eq!(
        session.query_text(&format!("{BLOCKED}0")),
        [format!(
            "{pid}|postgres|SHARE|t|t||postgres||prepared transaction|t|LOCK TABLE t IN SHARE MODE|\
             PREPARE TRANSACTION '{gid}'"
        )]
    );
    session.exec(&format!("ROLLBACK PREPARED '{gid}'"));
    waiting.rows();
}

const INVALID: &str = "SELECT schema, table_name, index_name, why, definition FROM migrate.invalid_indexes";

#[test]
fn an_index_that_is_being_built_is_told_from_one_that_was_left() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let role = db.role("LOGIN");
    session.exec(&format!(
        "GRANT USAGE ON SCHEMA migrate TO {role}; GRANT SELECT ON migrate.invalid_indexes TO {role}"
    ));
    let mut reader = db.session_as(&role);
    let mut blocker = block_index_builds(&db);
    let mut builder = db.session();
    let pid = builder.pid();
    let building = builder.start("CREATE INDEX CONCURRENTLY \"I\" ON t (n)");
    wait_for_block(&db, &pid);
    let row = |why: &str| format!("public|t|I|{why}|CREATE INDEX \"I\" ON public.t USING btree (n)");
    let phase = format!("being built by pid {pid}: waiting for writers before build");
    assert_eq!(session.query_text(INVALID), [row(&phase)]);
    // Who may not see the phase sees that it is no leftover.
    assert_eq!(reader.query_text(INVALID), [row(&format!("being built by pid {pid}"))]);
    assert_eq!(
        session.query_text("SELECT migrate.index_exists('\"I\"'), migrate.index_exists('\"I\"', false)"),
        ["f|t"]
    );
    building.cancel();
    building.error();
    let left = row("left over of a build that failed");
    assert_eq!(session.query_text(INVALID), std::slice::from_ref(&left));
    assert_eq!(reader.query_text(INVALID), [left]);
    blocker.exec("ROLLBACK");
    session.exec("REINDEX INDEX CONCURRENTLY \"I\"");
    assert!(session.query_text(INVALID).is_empty());
}

#[test]
fn a_reindex_that_is_broken_off_leaves_its_copy() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE INDEX i ON t (n)");
    let _blocker = block_index_builds(&db);
    let mut builder = db.session();
    let pid = builder.pid();
    let building = builder.start("REINDEX INDEX CONCURRENTLY i");
    wait_for_block(&db, &pid);
    let why = "SELECT index_name, why FROM migrate.invalid_indexes";
    let phase = format!("i_ccnew|being reindexed by pid {pid}: waiting for writers before build");
    assert_eq!(session.query_text(why), [phase]);
    building.cancel();
    building.error();
    assert_eq!(session.query_text(why), ["i_ccnew|left over of a REINDEX CONCURRENTLY"]);
}

/// SECURITY.md: what the server hides from a role, the views do not show it.
#[test]
fn other_roles_queries_are_for_members_of_pg_read_all_stats() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let role = db.role("LOGIN");
    session.exec(&format!(
        "GRANT USAGE ON SCHEMA migrate TO {role};
         GRANT SELECT ON migrate.active_queries, migrate.blocked_locks TO {role}"
    ));
    let mut reader = db.session_as(&role);
    let mut holder = writer(&db);
    let mut waiter = db.session();
    let pid = waiter.pid();
    waiter.exec("BEGIN");
    let waiting = waiter.start("LOCK TABLE t IN SHARE MODE");
    wait_for_block(&db, &pid);
    let queries = "SELECT query FROM migrate.active_queries ORDER BY query";
    let locks =
        "SELECT waiting_query, blocking_state, blocking_query, blocking_role FROM migrate.blocked_locks";
    assert!(reader.query_text(queries).is_empty());
    assert_eq!(reader.query_text(locks), ["<insufficient privilege>||<insufficient privilege>|postgres"]);
    session.exec(&format!("GRANT pg_read_all_stats TO {role}"));
    assert_eq!(
        reader.query_text(queries),
        ["BEGIN; UPDATE t SET n = 0 WHERE id = 1", "LOCK TABLE t IN SHARE MODE"]
    );
    assert_eq!(
        reader.query_text(locks),
        ["LOCK TABLE t IN SHARE MODE|idle in transaction|BEGIN; UPDATE t SET n = 0 WHERE id = 1|postgres"]
    );
    holder.exec("ROLLBACK");
    waiting.rows();
}

/// A check may take long: it can be cancelled, and says so.
#[test]
fn a_check_can_be_cancelled() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let mut checker = db.session();
    let pid = checker.pid();
    let checks =
        "SELECT * FROM migrate.verify_data_integrity('t', checks => '{\"slow\": \"pg_sleep(60) IS NULL\"}')";
    let checking = checker.start(checks);
    db.wait_for(&format!("SELECT wait_event FROM pg_stat_activity WHERE pid = {pid}"), &["PgSleep"]);
    checking.cancel();
    let (mut checker, error) = checking.error();
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("57014", "canceling statement due to user request")
    );
    checker.exec("INSERT INTO log VALUES ('not read-only')");
}
