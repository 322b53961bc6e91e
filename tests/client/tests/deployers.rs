//! Several deployers at once: one applies, and the others are told so.

use migrate_client_tests::Db;

use crate::common::{JOBS, STATUS, block_index_builds, create, operator, tables, wait_for_blocked_worker};

#[test]
fn three_at_once() {
    let db = Db::fresh();
    let role = operator(&db, "LOGIN");
    let mut session = db.session();
    tables(&mut session);
    session.exec(&format!("ALTER TABLE t OWNER TO {role}"));
    let mut first = db.session_as(&role);
    create(&mut first, 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX CONCURRENTLY i");
    let blocker = block_index_builds(&db);
    let first = first.start("CALL migrate.up(wait => true)");
    wait_for_blocked_worker(&db);
    let others: Vec<_> =
        (0..2).map(|_| db.session_as(&role).start("CALL migrate.up(wait => true)")).collect();
    db.wait_for(JOBS, &["running", "queued", "queued"]);
    drop(blocker);
    let said = first.rows().1;
    assert!(said[0].starts_with("1 migration applied in "), "{said:?}");
    let meanwhile = format!("nothing to apply: 1 migration was applied meanwhile by job 1 (role {role})");
    for other in others {
        assert_eq!(other.rows().1, [meanwhile.as_str()]);
    }
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert_eq!(session.one("SELECT count(*) FROM migrate.journal WHERE status = 'done'"), "1");
    db.wait_for(JOBS, &["done", "done", "done"]);
}

/// Who does not want to wait is told how to.
#[test]
fn without_waiting() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX CONCURRENTLY i");
    let blocker = block_index_builds(&db);
    let first = session.start("CALL migrate.up()");
    wait_for_blocked_worker(&db);
    let mut second = db.session();
    let error = second.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "55P03");
    assert_eq!(
        error.hint,
        "Wait for it to end: CALL migrate.wait(1), or CALL migrate.up(wait => true) to be next."
    );
    drop(blocker);
    assert_eq!(second.one("CALL migrate.wait(1)"), "job 1 is done");
    first.rows();
    // One that is in a transaction has no job.
    create(&mut second, 2, "CREATE TABLE two ()", "DROP TABLE two");
    second.exec("BEGIN; SELECT migrate.apply()");
    let error = db.session().expect_error("CALL migrate.up()");
    assert_eq!(error.hint, "Wait for it to end: CALL migrate.up(wait => true) waits until it is its turn.");
    second.exec("COMMIT");
}
