//! A batch that lasts too long is broken off and done again in smaller ones; cancels still come through; and what is behind,
//! as a replica or the archiver, holds a backfill up.

use migrate_client_tests::{Cluster, Db, Session};

const FILL: &str = "SELECT migrate.safe_backfill('t', 'n = length(body)', 'n IS NULL')";
const WRONG: &str = "SELECT count(*) FROM t WHERE n IS DISTINCT FROM length(body)";
const STATUS: &str = "SELECT status FROM migrate.backfill_details";

/// A table of 2,000 rows with five in a block, of which those that fit `slow` take so many seconds each. The sequence
/// `longest` is the age in ms of the oldest transaction that has come to such a row; unlike a row it is not rolled back.
fn table(db: &Db, slow: &str, seconds: f32) -> Session {
    let mut session = db.session();
    session.exec(&format!(
        "CREATE TABLE t (id int PRIMARY KEY, body text, n int) WITH (fillfactor = 10);
         INSERT INTO t SELECT i, repeat('x', 120) FROM generate_series(1, 2000) i;
         CREATE SEQUENCE longest MINVALUE 0;
         CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             PERFORM setval('longest', greatest((SELECT last_value FROM longest),
                 (1000 * extract(epoch FROM clock_timestamp() - now()))::bigint));
             PERFORM pg_sleep({seconds});
             RETURN new;
         END $$;
         CREATE TRIGGER slow BEFORE UPDATE ON t FOR EACH ROW WHEN ({slow}) EXECUTE FUNCTION slow();
         SET migrate.small_table = 0"
    ));
    session
}

#[test]
fn a_batch_that_becomes_slow_is_broken_off() {
    let db = Db::fresh();
    // 20 blocks, which one batch has come to have by then, and which would take two seconds.
    let mut session = table(&db, "old.id BETWEEN 1001 AND 1100", 0.02);
    session.exec(FILL);
    db.wait_for(STATUS, &["done"]);
    assert_eq!(session.one(WRONG), "0");
    let longest: u32 = session.one("SELECT last_value FROM longest").parse().expect("a number");
    assert!((20..1000).contains(&longest), "{longest} ms");
    assert_eq!(session.one("SELECT sum(total_rows) FROM migrate.backfill_ranges"), "2000", "each row once");
}

#[test]
fn a_single_block_takes_as_long_as_it_does_and_can_be_cancelled() {
    let db = Db::fresh();
    let mut session = table(&db, "old.id = 1003", 300.0);
    session.exec(FILL);
    // Blocks before that row are committed, up to the one that cannot be cut.
    db.wait_for(
        "SELECT next_block = (t.ctid::text::point)[0] FROM migrate.backfill_ranges, t WHERE id = 1003",
        &["t"],
    );
    session.exec("SELECT migrate.cancel(1)");
    db.wait_for("SELECT status FROM migrate.jobs", &["cancelled"]);
    session.exec(&format!("DROP TRIGGER slow ON t; {FILL}"));
    db.wait_for(STATUS, &["done"]);
    assert_eq!(session.one(WRONG), "0");
}

#[test]
fn a_cancel_in_the_middle_of_a_batch_is_no_limit() {
    let db = Db::fresh();
    let mut session = table(&db, "old.id > 5", 300.0);
    session.exec("SET migrate.backfill_target = '60 s'");
    session.exec(FILL);
    db.wait_for(
        "SELECT wait_event FROM pg_stat_activity WHERE application_name = 'migrate_ext job 1'",
        &["PgSleep"],
    );
    session.exec("SELECT migrate.cancel(1)");
    db.wait_for("SELECT status, error->>'sqlstate' FROM migrate.jobs", &["cancelled|57014"]);
}

#[test]
fn a_cancel_whose_signal_was_lost_ends_it_all_the_same() {
    let db = Db::fresh();
    let mut session = table(&db, "false", 0.0);
    let mut holder = db.session();
    holder.exec("BEGIN; SELECT FROM t WHERE id = 1000 FOR UPDATE");
    session.exec(&format!("SET migrate.lock_window = 10; {FILL}"));
    db.wait_for(
        "SELECT waiting_for FROM migrate.backfill_details",
        &["rows that other sessions have locked"],
    );
    // What migrate.cancel writes beside its signal.
    session.exec("UPDATE migrate.jobs SET is_cancelled = true");
    db.wait_for("SELECT status FROM migrate.jobs", &["cancelled"]);
    holder.exec("ROLLBACK");
    session.exec(FILL);
    db.wait_for(STATUS, &["done"]);
    assert_eq!(session.one(WRONG), "0");
}

#[test]
fn it_waits_for_the_archiver() {
    let cluster = Cluster::start(&["archive_mode=on", "archive_command=false"]);
    let db = Db::on(&cluster);
    let mut session = table(&db, "false", 0.0);
    for _ in 0..3 {
        session.exec(
            "SELECT pg_logical_emit_message(false, '', 'something to archive'); SELECT pg_switch_wal()",
        );
    }
    session.exec(&format!("SET migrate.max_archive_backlog = 1; {FILL}"));
    db.wait_for(
        "SELECT waiting_for ~ '^the archiver, [0-9]+ WAL files behind$' FROM migrate.backfill_details",
        &["t"],
    );
    assert_ne!(session.one(WRONG), "0");
    session.exec("ALTER SYSTEM SET archive_command = 'true'");
    session.exec("SELECT pg_reload_conf()");
    db.wait_for(STATUS, &["done"]);
    assert_eq!(session.one(WRONG), "0");
}

#[test]
fn it_waits_for_a_replica() {
    let primary = Cluster::start(&[]);
    let db = Db::on(&primary);
    let mut session = table(&db, "false", 0.0);
    let standby = primary.standby();
    let mut there = Session::open(&standby, db.name(), standby.user());
    // The server measures a lag by what is written, and only behind something that was replayed.
    let lag = |is: &str| {
        format!(
            "SELECT coalesce(bool_or(replay_lag {is}), false)
             FROM pg_stat_replication, (SELECT pg_logical_emit_message(true, '', 'x')) written"
        )
    };
    db.wait_for(&lag("IS NOT NULL"), &["t"]);
    there.exec("SELECT pg_wal_replay_pause()");
    db.wait_for(&lag("> '200 ms'"), &["t"]);
    session.exec(&format!("SET migrate.max_replica_lag = '200 ms'; {FILL}"));
    db.wait_for(
        "SELECT waiting_for ~ '^replica .*, [0-9.]+ s behind$' FROM migrate.backfill_details",
        &["t"],
    );
    assert_ne!(session.one(WRONG), "0");
    there.exec("SELECT pg_wal_replay_resume()");
    db.wait_for(STATUS, &["done"]);
    assert_eq!(session.one(WRONG), "0");
}

#[test]
fn who_waits_for_a_batch_has_the_next_one_smaller() {
    let db = Db::fresh();
    let (mut session, mut holder) = (db.session(), db.session());
    // Two rows in a block; row 600 holds its batch up when all of that is changed.
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, n int, pad text); ALTER TABLE t ALTER COLUMN pad SET STORAGE PLAIN;
         INSERT INTO t SELECT i, NULL, repeat('x', 3000) FROM generate_series(1, 3000) i;
         CREATE TABLE log (batch bigint, id int);
         CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN
             INSERT INTO log VALUES (txid_current(), NEW.id);
             IF NEW.id = 600 THEN PERFORM pg_advisory_xact_lock_shared(1); END IF; RETURN NULL; END';
         CREATE TRIGGER note AFTER UPDATE ON t FOR EACH ROW WHEN (NEW.n IS DISTINCT FROM OLD.n) EXECUTE FUNCTION note();
         SET migrate.small_table = 0; SET migrate.backfill_target = '1min'; SET migrate.lock_window = '1min'",
    );
    holder.exec("SELECT pg_advisory_lock(1)");
    session.exec("SELECT migrate.safe_backfill('t', 'n = id', 'n IS NULL')");
    let waits = |event: &str| {
        let sql = format!(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = '{event}'"
        );
        db.wait_for(&sql, &["1"]);
    };
    waits("advisory");
    let waiter = db.session().start("UPDATE t SET pad = pad WHERE id = 600");
    waits("transactionid");
    holder.exec("SELECT pg_advisory_unlock(1)");
    waiter.rows();
    db.wait_for("SELECT status FROM migrate.backfill_details", &["done"]);
    // It would have been twice as large.
    let sizes = "SELECT bool_and(next <= rows) FROM (
                     SELECT batch, count(*) AS rows, lead(count(*)) OVER (ORDER BY batch) AS next FROM log GROUP BY batch) b
                 WHERE batch = (SELECT batch FROM log WHERE id = 600)";
    assert_eq!(session.one(sizes), "t");
}
