//! What a backfill reports of itself: how far it is, what it has left behind for VACUUM; and that it waits for who cannot keep
//! up with the WAL that it makes.
//!
//! Not here: replicas and the archiver (backfill_limit.rs).

use std::process::Child;

use migrate_client_tests::{Cluster, Db, Session};

const FILL: &str = "SELECT migrate.safe_backfill('t', 'n = id', 'n IS NULL')";
const STATUS: &str = "SELECT status FROM migrate.backfill_details";
const HINT: &str = "SELECT vacuum_hint FROM migrate.backfill_details";

/// A table whose dead rows nobody removes but a test.
fn table(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int, n int) WITH (autovacuum_enabled = off);
         INSERT INTO t SELECT i FROM generate_series(1, 20000) i; SET migrate.small_table = 0",
    );
    session
}

#[test]
fn dead_rows_and_what_to_do() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec(FILL);
    db.wait_for(STATUS, &["done"]);
    // What is counted is told to the server a moment later.
    db.wait_for("SELECT dead_rows FROM migrate.backfill_details", &["20000"]);
    assert_eq!(session.one("SELECT pg_size_bytes(growth) > 500000 FROM migrate.backfill_details"), "t");
    db.wait_for(HINT, &["autovacuum is off: VACUUM t"]);
    // A snapshot from before keeps them.
    let mut old = db.session();
    old.exec("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT");
    let mut session = db.session();
    session.exec("UPDATE t SET n = NULL; SET migrate.small_table = 0; ALTER TABLE t SET (autovacuum_enabled = on, autovacuum_vacuum_threshold = 10000)");
    session.exec(FILL);
    db.wait_for(
        "SELECT status, dead_rows > 20000 FROM migrate.backfill_details WHERE backfill = 2",
        &["done|t"],
    );
    let held = format!(
        "SELECT vacuum_hint IN ('a vacuum is at work', 'dead rows stay until it ends: transaction of pid {} (migrate.transactions)')
         FROM migrate.backfill_details WHERE backfill = 2",
        old.pid()
    );
    db.wait_for(&held, &["t"]);
    old.exec("COMMIT");
    session.exec("VACUUM t");
    db.wait_for(
        "SELECT dead_rows, vacuum_hint IS NULL FROM migrate.backfill_details WHERE backfill = 2",
        &["0|t"],
    );
}

#[test]
fn how_far_it_is() {
    let db = Db::fresh();
    let mut session = table(&db);
    let mut holder = db.session();
    holder.exec("BEGIN; SELECT FROM t WHERE id = 15000 FOR UPDATE");
    session.exec(&format!("SET migrate.lock_window = 10; SET migrate.backfill_target = 1; {FILL}"));
    const WAITS: &str = "SELECT waiting_for FROM migrate.backfill_details";
    db.wait_for(WAITS, &["rows that other sessions have locked"]);
    const FAR: &str =
        "SELECT blocks_done BETWEEN 1 AND blocks_total - 1, rows BETWEEN 1 AND 14999, eta_seconds IS NULL AND rows_per_second = 0,
                              batches > 1 FROM migrate.backfill_details";
    // The batch is cut, and its first parts are free.
    db.wait_for(FAR, &["t|t|t|t"]);
    const PROGRESS: &str = "SELECT phase ~ '^waiting for', progress ~ ' [1-9][0-9] % 1/1', btrim(eta)
                            FROM migrate.progress";
    db.wait_for(PROGRESS, &["t|t|"]);
    holder.exec("COMMIT");
    const DONE: &str =
        "SELECT status, blocks_done = blocks_total, rows, eta_seconds IS NULL FROM migrate.backfill_details";
    db.wait_for(DONE, &["done|t|20000|t"]);
}

#[test]
fn it_waits_for_a_slot_that_keeps_too_much() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = table(&db);
    session.exec("SELECT pg_create_physical_replication_slot('stale', true)");
    session.exec("SELECT pg_logical_emit_message(false, '', repeat('x', 3000000))");
    session.exec(&format!("SET migrate.max_slot_retention = '2 MB'; {FILL}"));
    const WAITS: &str =
        "SELECT waiting_for ~ '^replication slot stale, which keeps [0-9]+ [kM]B of WAL and is not read$'
                         FROM migrate.backfill_details";
    db.wait_for(WAITS, &["t"]);
    assert_ne!(session.one("SELECT count(*) FROM t WHERE n IS NULL"), "0");
    session.exec("SELECT pg_drop_replication_slot('stale')");
    db.wait_for(STATUS, &["done"]);
}

/// A program that is ended with the test.
struct Reader(Child);

impl Reader {
    fn signal(&self, name: &str) {
        let status = std::process::Command::new("kill").args([name, &self.0.id().to_string()]).status();
        assert!(status.is_ok_and(|status| status.success()), "kill {name}");
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn it_waits_for_a_slot_that_is_about_to_lose_wal() {
    let cluster = Cluster::start(&[
        "max_slot_wal_keep_size=16MB",
        "max_wal_size=32MB",
        "min_wal_size=32MB",
        "wal_sender_timeout=0",
        "checkpoint_timeout=1h",
    ]);
    let db = Db::on(&cluster);
    let mut session = table(&db);
    session.exec("SELECT pg_create_physical_replication_slot('slow', true)");
    let folder = std::env::temp_dir().join(format!("receivewal-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let reader = cluster
        .command("pg_receivewal")
        .args(["--slot=slow", "--no-sync", "-D"])
        .arg(&folder)
        .spawn()
        .expect("pg_receivewal");
    let reader = Reader(reader);
    db.wait_for("SELECT active FROM pg_replication_slots", &["t"]);
    reader.signal("-STOP");
    // A checkpoint would take the files away; until then there are more than the slot may keep.
    for _ in 0..4 {
        session.exec("SELECT pg_logical_emit_message(false, '', 'x'); SELECT pg_switch_wal()");
    }
    db.wait_for("SELECT wal_status FROM pg_replication_slots", &["unreserved"]);
    session.exec(FILL);
    db.wait_for(
        "SELECT waiting_for FROM migrate.backfill_details",
        &["replication slot slow, which is about to lose WAL"],
    );
    reader.signal("-CONT");
    db.wait_for(STATUS, &["done"]);
    drop(reader);
    let _ = std::fs::remove_dir_all(&folder);
}
