//! How far a job is, and how long it will take still: of late and of the whole job; and that nothing jumps while one looks.

use std::time::{Duration, Instant};

use migrate_client_tests::{Db, Session};

/// A backfill of as many rows, whose rows nobody else touches.
fn backfill(db: &Db, rows: u32, throttle: &str) -> Session {
    let mut session = db.session();
    session.exec(&format!(
        "CREATE TABLE t (id int, n int) WITH (autovacuum_enabled = off);
         INSERT INTO t SELECT i FROM generate_series(1, {rows}) i; ANALYZE t;
         SET migrate.small_table = 0; SET migrate.backfill_target = 10;
         SELECT migrate.safe_backfill('t', 'n = id', 'n IS NULL', wait_while => 'SELECT true')"
    ));
    db.wait_for("SELECT status FROM migrate.backfill_details", &["running"]);
    session.exec(throttle);
    session
}

/// Seconds left as the view has it; and as it would be at so many rows per second.
fn eta(session: &mut Session, rate: f64) -> Option<(f64, f64)> {
    let sql = "SELECT f.eta_seconds, (SELECT count(*) FROM t WHERE n IS NULL) FROM migrate.job_facts f
               WHERE f.eta_seconds IS NOT NULL";
    let row = session.query_text(sql).pop()?;
    let (eta, left) = row.split_once('|').expect("two columns");
    Some((eta.parse().expect("seconds"), left.parse::<f64>().expect("rows") / rate))
}

/// Waits until the view is right within a quarter; how long that took.
fn right_after(session: &mut Session, rate: f64) -> Duration {
    let start = Instant::now();
    let mut last = None;
    while start.elapsed() < Duration::from_secs(20) {
        last = eta(session, rate);
        if last.is_some_and(|(told, truth)| (told - truth).abs() <= truth * 0.25) {
            return start.elapsed();
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("the time that is left was never right: {last:?}");
}

/// Throttled, and throttled again by ten times as much: within seconds it is right again. Paused, nobody knows.
#[test]
fn it_follows_the_throttle() {
    let db = Db::fresh();
    let mut session = backfill(&db, 100_000, "SELECT migrate.throttle(1, max_rows_per_second => 4000)");
    right_after(&mut session, 4000.0);
    session.exec("SELECT migrate.throttle(1, max_rows_per_second => 400)");
    let took = right_after(&mut session, 400.0);
    assert!(took < Duration::from_secs(5), "{took:?}");
    session.exec("SELECT migrate.pause(1)");
    db.wait_for("SELECT status, btrim(eta), eta_seconds IS NULL FROM migrate.work w JOIN migrate.job_facts f USING (job, status)", &["paused||t"]);
    session.exec("SELECT migrate.resume(1)");
    right_after(&mut session, 400.0);
    session.exec("SELECT migrate.throttle(1, max_rows_per_second => 400, wait_while => 'SELECT true')");
    db.wait_for("SELECT status, btrim(eta) FROM migrate.work", &["waiting|"]);
    session.exec("SELECT migrate.cancel(1)");
    db.wait_for("SELECT status FROM migrate.jobs", &["cancelled"]);
}

/// Under \watch: the same widths, a bar that never goes back, and no 100 % before the end.
#[test]
fn nothing_jumps() {
    const SHARE: &str = "SELECT share FROM migrate.job_facts WHERE status IN ('running', 'waiting')";
    const WIDTHS: [&str; 2] = [
        "SELECT length(progress), length(rate), length(eta), length(elapsed) FROM migrate.progress",
        "SELECT length(split_part(progress, E'\\n', 1)), length(split_part(progress, E'\\n', 2)), length(took), length(eta)
         FROM migrate.work",
    ];
    let db = Db::fresh();
    let mut session = backfill(&db, 100_000, "SELECT migrate.throttle(1, max_rows_per_second => 20000)");
    let (mut last, mut widths, mut looks) = (0.0, [None, None], 0);
    while session.one("SELECT status FROM migrate.jobs") != "done" {
        let Some(row) = session.query_text(SHARE).pop() else { continue };
        let share: f64 = row.parse().expect("a share");
        assert!(share >= last && share < 1.0, "{last} {row}");
        (last, looks) = (share, looks + 1);
        for (look, seen) in WIDTHS.iter().zip(&mut widths) {
            let Some(row) = session.query_text(look).pop() else { continue };
            assert_eq!(*seen.get_or_insert_with(|| row.clone()), row);
        }
    }
    assert!(looks > 3, "{looks}");
    assert_eq!(session.one("SELECT progress FROM migrate.work"), "██████████\n100 %  1/1");
}

/// The bar is that of the whole job, whose steps do not weigh the same.
#[test]
fn the_whole_job_counts() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int, n int) WITH (autovacuum_enabled = off);
         INSERT INTO t SELECT i FROM generate_series(1, 20000) i;
         SET migrate.small_table = 0; SET migrate.backfill_target = 1;
         SELECT migrate.create('both', $$SELECT * FROM migrate.safe_backfill('t', 'n = id', 'n IS NULL', wait_while => 'SELECT true');
                                         CREATE INDEX CONCURRENTLY i ON t (n)$$, 'SELECT 1', 5);
         SELECT migrate.apply()",
    );
    db.wait_for("SELECT status FROM migrate.work", &["waiting"]);
    assert_eq!(session.one("SELECT step, steps FROM migrate.job_facts"), "1|2");
    assert_eq!(session.one("SELECT replace(what, E'\\n', ' ') FROM migrate.work"), "apply 5 both");
    session.exec("SELECT migrate.throttle(1)");
    db.wait_for("SELECT status, split_part(progress, E'\\n', 2) FROM migrate.work", &["done|100 %  2/2"]);
}
