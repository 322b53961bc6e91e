//! `migrate.backfill_reuse`: a backfill after which the table is hardly larger.
//!
//! Not here: what a backfill reports (backfill_report.rs), whom else it waits for (behind.rs, backfill_wait_while.rs).

use migrate_client_tests::{Db, Session};

use crate::common::WORKERS;

const ROWS: u32 = 40_000;

fn filled(db: &Db) -> Session {
    let mut session = db.session();
    session.exec("SET migrate.small_table = 0; SET client_min_messages = warning");
    session.exec(&format!(
        "CREATE TABLE big WITH (autovacuum_enabled = off) AS
         SELECT n AS id, repeat('x', 150) AS body, 0 AS score FROM generate_series(1, {ROWS}) n"
    ));
    session.exec("ALTER TABLE big ADD PRIMARY KEY (id)");
    session
}

const FILL: &str = "SELECT * FROM migrate.safe_backfill('big', 'score = 1', 'score = 0')";

fn blocks(session: &mut Session) -> f64 {
    session.one("SELECT pg_relation_size('big') / 8192").parse().expect("a number")
}

fn job(session: &mut Session) -> String {
    session.one("SELECT max(id) FROM migrate.jobs")
}

#[test]
fn the_table_grows_by_little() {
    for (reuse, parallel, least, most) in [("off", 1, 1.9, 2.2), ("on", 1, 1.0, 1.3), ("on", 2, 1.0, 1.3)] {
        let db = Db::fresh();
        let mut session = filled(&db);
        session.exec(&format!("SET migrate.backfill_reuse = {reuse}"));
        let before = blocks(&mut session);
        session.exec(&format!(
            "SELECT * FROM migrate.safe_backfill('big', 'score = 1', 'score = 0', parallel => {parallel})"
        ));
        let id = job(&mut session);
        session.exec(&format!("CALL migrate.wait({id})"));
        assert_eq!(session.one("SELECT count(*) FROM big WHERE score = 1"), ROWS.to_string());
        let grown = blocks(&mut session) / before;
        assert!((least..=most).contains(&grown), "reuse {reuse}, {parallel} workers: {grown}");
        let told = "SELECT bytes_after > bytes_before FROM migrate.backfills";
        assert_eq!(session.one(told), "t");
    }
}

/// Old rows go when nobody can see them any more: it waits for that, says so, and can be cancelled and resumed.
#[test]
fn who_still_sees_the_old_rows_is_waited_for() {
    let db = Db::fresh();
    let mut session = filled(&db);
    session.exec("SET migrate.backfill_reuse = on");
    let mut reader = db.session();
    reader.exec("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM big LIMIT 1");
    session.exec(FILL);
    let id = job(&mut session);
    let waits = "SELECT waiting_for FROM migrate.backfills";
    db.wait_for(waits, &["transactions that may still see the old rows (migrate.backfill_reuse)"]);
    let done: u32 = session.one("SELECT count(*) FROM big WHERE score = 1").parse().expect("a number");
    assert!((1..ROWS / 4).contains(&done), "{done}");
    session.exec(&format!("SELECT migrate.cancel({id})"));
    let ended = format!("SELECT status FROM migrate.jobs WHERE id = {id}");
    db.wait_for(&ended, &["cancelled"]);
    db.wait_for(WORKERS, &["0"]);
    reader.exec("COMMIT");
    session.exec(FILL);
    let id = job(&mut session);
    session.exec(&format!("CALL migrate.wait({id})"));
    assert_eq!(session.one("SELECT count(*) FROM big WHERE score = 1"), ROWS.to_string());
}
