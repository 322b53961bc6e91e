//! A backfill that waits while a query of the user's says so.
//!
//! Not here: the other brakes (backfill_control.rs, backfill_limit.rs).

use migrate_client_tests::{Db, Session};

fn table(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int, n int); INSERT INTO t SELECT i FROM generate_series(1, 20000) i;
         CREATE TABLE busy AS SELECT true AS now; SET migrate.small_table = 0; SET migrate.backfill_target = 5",
    );
    session
}

#[test]
fn it_waits_while_a_query_says_so() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec("SELECT FROM migrate.safe_backfill('t', 'n = id', wait_while => 'SELECT now FROM busy')");
    db.wait_for("SELECT waiting_for FROM migrate.backfill_details", &["the query SELECT now FROM busy"]);
    assert_eq!(session.one("SELECT count(n) FROM t"), "0", "nor has the first batch begun");
    // Another one instead: it takes too long, and then none.
    session.exec("SELECT FROM migrate.throttle(1, wait_while => 'SELECT pg_sleep(60) IS NULL')");
    db.wait_for(
        "SELECT waiting_for LIKE '%which takes longer than 2 s' FROM migrate.backfill_details",
        &["t"],
    );
    session.exec("SELECT FROM migrate.throttle(1)");
    db.wait_for("SELECT status FROM migrate.backfill_details", &["done"]);
    assert_eq!(session.one("SELECT count(*) FROM t WHERE n IS DISTINCT FROM id"), "0");
}

#[test]
fn a_query_that_fails_or_writes_ends_it() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec(
        "CREATE FUNCTION writes() RETURNS bool LANGUAGE sql AS 'UPDATE busy SET now = true RETURNING now'",
    );
    for (query, sqlstate) in [("SELECT 1 / 0 = 1", "22012"), ("writes()", "25006")] {
        session.exec(&format!("SELECT FROM migrate.safe_backfill('t', 'n = id', wait_while => '{query}')"));
        db.wait_for("SELECT error->>'sqlstate' FROM migrate.jobs ORDER BY id DESC LIMIT 1", &[sqlstate]);
    }
    for (query, sqlstate) in
        [("SELECT true; DROP TABLE t", "42601"), ("", "22023"), ("DELETE FROM t", "42601")]
    {
        let call = format!("SELECT FROM migrate.safe_backfill('t', 'n = id', wait_while => '{query}')");
        assert_eq!(session.expect_error(&call).sqlstate, sqlstate, "{query}");
    }
    session.exec("SELECT FROM migrate.safe_backfill('t', 'n = id', wait_while => 'SELECT NULL::bool')");
    db.wait_for("SELECT DISTINCT status FROM migrate.backfill_details", &["done"]);
}
