//! A backfill beside an application that writes: no row is left out, and nobody is held up for long.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use migrate_client_tests::{Db, Session};

const WRONG: &str = "SELECT count(*) FROM t WHERE n IS DISTINCT FROM length(body)";
const WAITING: &str = "SELECT waiting_for FROM migrate.backfill_details";
const LOCKED: &str = "rows that other sessions have locked";

fn table(db: &Db, rows: u32) -> Session {
    let mut session = db.session();
    session.exec(&format!(
        "CREATE TABLE t (id int PRIMARY KEY, body text, n int, note text);
         INSERT INTO t SELECT i, repeat('x', i % 100) FROM generate_series(1, {rows}) i;
         SET migrate.small_table = 0; SET migrate.backfill_target = 5; SET migrate.lock_window = 10"
    ));
    session
}

fn ends_well(db: &Db) {
    db.wait_for("SELECT status FROM migrate.backfill_details", &["done"]);
    assert_eq!(db.session().one(WRONG), "0");
}

#[test]
fn rows_that_move_behind_its_back_are_found() {
    // Where the condition tells what is to be done, and where only the values do.
    for condition in ["'n IS NULL'", "NULL", "'id > 0'"] {
        let db = Db::fresh();
        let mut session = table(&db, 5_000);
        let mut holder = db.session();
        holder.exec("BEGIN; SELECT FROM t WHERE id = 2500 FOR UPDATE");
        session.exec(&format!("SELECT migrate.safe_backfill('t', 'n = length(body)', {condition})"));
        db.wait_for(WAITING, &[LOCKED]);
        // To blocks that were not there when it began; and, after a vacuum, to blocks where it has been.
        session.exec("UPDATE t SET note = 'moved' WHERE id BETWEEN 3000 AND 4000");
        session.exec("DELETE FROM t WHERE id < 500");
        session.exec("VACUUM t");
        session.exec("UPDATE t SET note = 'moved' WHERE id > 4500");
        holder.exec("ROLLBACK");
        ends_well(&db);
        assert_eq!(session.one("SELECT pass FROM migrate.backfill_details"), "1", "{condition}");
    }
}

#[test]
fn writers_at_work_all_the_time() {
    let db = Db::fresh();
    let mut session = table(&db, 20_000);
    session.exec("ALTER TABLE t ALTER COLUMN n SET DEFAULT 0");
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        for seed in 0..3 {
            let (db, stop) = (&db, &stop);
            scope.spawn(move || {
                let mut session = db.session();
                session.exec(&format!("SELECT setseed(0.{seed})"));
                while !stop.load(Ordering::Relaxed) {
                    session.exec(
                        "UPDATE t SET note = 'x' || id WHERE id = ANY (ARRAY(SELECT (random() * 20000)::int FROM generate_series(1, 5)));
                         BEGIN; UPDATE t SET note = 'y' WHERE id = (random() * 20000)::int;
                         INSERT INTO t SELECT max(id) + 1, '' FROM t ON CONFLICT DO NOTHING;
                         COMMIT;
                         DELETE FROM t WHERE id = (random() * 20000)::int",
                    );
                }
            });
        }
        session.exec("SELECT migrate.safe_backfill('t', 'n = length(body)', 'n IS NULL')");
        let ended = "SELECT status FROM migrate.jobs";
        let met = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| db.wait_for(ended, &["done"])));
        stop.store(true, Ordering::Relaxed);
        assert!(met.is_ok(), "{:?}", session.query_text("SELECT * FROM migrate.backfill_details"));
    });
    ends_well(&db);
}

#[test]
fn in_a_deadlock_it_gives_way() {
    let db = Db::fresh();
    let mut session = table(&db, 1_000);
    let mut application = db.session();
    application.exec("BEGIN; UPDATE t SET note = 'x' WHERE id = 500");
    session.exec("SELECT migrate.safe_backfill('t', 'n = length(body)', 'n IS NULL')");
    db.wait_for(WAITING, &[LOCKED]);
    application.exec("UPDATE t SET note = 'x' WHERE id = 1; COMMIT");
    ends_well(&db);
}

#[test]
fn a_row_that_stays_locked_ends_it_and_it_can_go_on() {
    let db = Db::fresh();
    let mut session = table(&db, 1_000);
    session.exec("SET migrate.lock_wait = 20");
    let mut application = db.session();
    application.exec("BEGIN; UPDATE t SET note = 'x' WHERE id = 500");
    const FILL: &str = "SELECT migrate.safe_backfill('t', 'n = length(body)', 'n IS NULL')";
    session.exec(FILL);
    db.wait_for("SELECT status, error->>'sqlstate' FROM migrate.jobs", &["failed|55P03"]);
    application.exec("COMMIT");
    session.exec(FILL);
    ends_well(&db);
}

#[test]
fn a_row_that_is_done_meanwhile_keeps_what_the_application_wrote() {
    let db = Db::fresh();
    let mut session = table(&db, 1_000);
    let mut application = db.session();
    application.exec("BEGIN; UPDATE t SET n = -1 WHERE id = 500");
    session.exec("SELECT migrate.safe_backfill('t', 'n = length(body)', 'n IS NULL')");
    db.wait_for(WAITING, &[LOCKED]);
    application.exec("COMMIT");
    db.wait_for("SELECT status FROM migrate.backfill_details", &["done"]);
    assert_eq!(session.one("SELECT count(*) FROM t WHERE n IS DISTINCT FROM length(body)"), "1");
    assert_eq!(session.one("SELECT n FROM t WHERE id = 500"), "-1");
}
