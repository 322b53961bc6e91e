//! `CALL migrate.up(preflight => true)`: it waits until it is safe, says for what, and can be stopped.

use migrate_client_tests::{Db, Session};

use crate::common::{JOBS, STATUS, create, tables};

const WAITING: &str = "SELECT job IS NULL, status, replace(phase, E'\\n', ' ') FROM migrate.progress";
const UP: &str = "CALL migrate.up(preflight => true)";

/// A pending migration that wants all of `t`, and a session that has used it for longer than anybody waits.
fn blocked(db: &Db) -> (Session, String) {
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "ALTER TABLE t ADD x int", "ALTER TABLE t DROP x");
    let mut holder = db.session();
    let pid = holder.pid();
    holder.exec("BEGIN; INSERT INTO t VALUES (1001, 1)");
    let sql =
        format!("SELECT clock_timestamp() - xact_start > '1.1 s' FROM pg_stat_activity WHERE pid = {pid}");
    db.wait_for(&sql, &["t"]);
    (holder, pid)
}

/// A session that finds whoever is older than a second in its way.
fn impatient(db: &Db) -> Session {
    let mut session = db.session();
    session.exec("SET migrate.lock_wait = '1s'");
    session
}

fn notices(session: &Session) -> Vec<String> {
    session.notices().into_iter().map(|notice| notice.message).collect()
}

#[test]
fn it_waits_until_nobody_is_in_the_way() {
    let db = Db::fresh();
    let (mut holder, pid) = blocked(&db);
    let mut caller = impatient(&db);
    let own = caller.pid();
    let call = caller.start(UP);
    db.wait_for("SELECT count(*) FROM migrate.progress", &["1"]);
    let mut session = db.session();
    let told = session.one(WAITING);
    let expected = format!(
        "t|waiting|until it is safe: lock conflicts: ACCESS EXCLUSIVE on t is wanted; pid {pid} (role postgres,"
    );
    assert!(told.starts_with(&expected), "{told}");
    // It has no job, no snapshot, and no lock that anybody could wait for.
    assert!(session.query_text(JOBS).is_empty());
    let holds = format!(
        "SELECT backend_xmin IS NULL, (SELECT count(*) FROM pg_locks WHERE pid = {own} AND locktype = 'relation')
         FROM pg_stat_activity WHERE pid = {own}"
    );
    db.wait_for(&holds, &["t|0"]);
    holder.exec("ROLLBACK");
    let (caller, summary) = call.rows();
    assert!(summary[0].starts_with("1 migration applied in "), "{summary:?}");
    let notices = notices(&caller);
    let expected =
        format!("waiting until it is safe: lock conflicts: ACCESS EXCLUSIVE on t is wanted; pid {pid} (");
    // Told once, although it has looked more often.
    assert_eq!(notices.iter().filter(|notice| notice.starts_with(&expected)).count(), 1, "{notices:?}");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert!(session.query_text(WAITING).is_empty());
}

#[test]
fn it_gives_up_after_a_while_and_nothing_has_run() {
    let db = Db::fresh();
    let (_holder, pid) = blocked(&db);
    let mut caller = impatient(&db);
    caller.exec("SET migrate.preflight_wait = '1500ms'");
    let error = caller.expect_error(UP);
    assert_eq!(error.sqlstate, "55000");
    assert!(
        error.message.starts_with("it is not safe to run the migration now, after "),
        "{}",
        error.message
    );
    let detail = format!("lock conflicts: ACCESS EXCLUSIVE on t is wanted; pid {pid} (");
    assert!(error.detail.starts_with(&detail), "{}", error.detail);
    assert!(error.hint.starts_with("Nothing has run."), "{}", error.hint);
    caller.exec("SET migrate.preflight_wait = 0");
    let error = caller.expect_error(UP);
    assert_eq!(error.message, "it is not safe to run the migration now");
    assert_eq!(caller.query_text(STATUS), ["1|pending"]);
    assert!(caller.query_text(JOBS).is_empty());
    // Without it, the same is up to migrate.lock_wait.
    assert_eq!(caller.expect_error("CALL migrate.up()").sqlstate, "55P03");
}

#[test]
fn it_can_be_cancelled() {
    let db = Db::fresh();
    let (_holder, _) = blocked(&db);
    let call = impatient(&db).start(UP);
    db.wait_for("SELECT count(*) FROM migrate.progress", &["1"]);
    call.cancel();
    let (mut caller, error) = call.error();
    assert_eq!(error.sqlstate, "57014");
    assert!(caller.query_text(WAITING).is_empty());
    assert!(caller.query_text(JOBS).is_empty());
    assert_eq!(caller.query_text(STATUS), ["1|pending"]);
}

#[test]
fn in_a_transaction_block_it_looks_once() {
    let db = Db::fresh();
    let (mut holder, _) = blocked(&db);
    let mut caller = impatient(&db);
    caller.exec("BEGIN");
    assert_eq!(caller.expect_error(UP).sqlstate, "55000");
    caller.exec("ROLLBACK");
    holder.exec("ROLLBACK");
    caller.exec("BEGIN");
    let summary = caller.one(UP);
    assert!(summary.ends_with(", in this transaction"), "{summary}");
    caller.exec("COMMIT");
    assert_eq!(caller.query_text(STATUS), ["1|applied"]);
}

#[test]
fn what_does_not_pass_is_refused_at_once() {
    let db = Db::fresh();
    let role = crate::common::operator(&db, "LOGIN");
    db.session().exec(&format!("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC", db.name()));
    let mut caller = db.session_as(&role);
    create(&mut caller, 1, "CREATE TEMP TABLE x (n int)", "SELECT 1");
    let error = caller.expect_error(UP);
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("55000", "it is not safe to run the migration now")
    );
    assert!(
        error.detail.starts_with("temporary tables: CREATE TABLE on line 1 makes one"),
        "{}",
        error.detail
    );
}

/// A dry run tells what would be done, and waits for nothing.
#[test]
fn a_dry_run_and_an_empty_one_wait_for_nothing() {
    let db = Db::fresh();
    let (_holder, _) = blocked(&db);
    let mut caller = impatient(&db);
    let summary = caller.one("CALL migrate.up(preflight => true, dry_run => true)");
    assert!(summary.starts_with("1 migration would be applied"), "{summary}");
    let error = caller.expect_error("CALL migrate.up(preflight => NULL)");
    assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("22004", "preflight must not be null"));
    caller.exec("SELECT migrate.record_migration(1)");
    assert_eq!(caller.one(UP), "nothing to apply");
}
