//! `CALL migrate.redo()` as a job: both ways are done once, whatever breaks it off, and what it says of itself.
//!
//! Not here: which migrations it takes (the regress test only_redo).

use migrate_client_tests::{Db, Session};

use crate::common::{STATUS, WORKERS, create, wait_for_sleeping_worker};

/// What stands in the log, in its order.
const LOG: &str = "SELECT string_agg(word, ' ' ORDER BY n) FROM log";

/// Migrations that leave a trace of each time they ran, applied. Each has two units in either direction, and sleeps in the
/// second one for as long as `pause` says of it.
fn applied(db: &Db) -> Session {
    let mut session = db.session();
    session.exec("CREATE TABLE log (n serial, word text); CREATE TABLE pause (word text, seconds int)");
    for version in [1, 2] {
        let script = |way: &str| {
            format!(
                "INSERT INTO log (word) VALUES ('{way}{version}'); VACUUM pause;
                 SELECT pg_sleep(coalesce((SELECT max(seconds) FROM pause WHERE word = '{way}{version}'), 0))"
            )
        };
        create(&mut session, version, &script("up"), &script("down"));
    }
    session.exec("CALL migrate.up()");
    session
}

#[test]
fn down_and_up_again_is_one_job() {
    let db = Db::fresh();
    let mut session = applied(&db);
    let told = session.one("CALL migrate.redo()");
    assert!(told.starts_with("1 migration rolled back and applied again in"), "{told}");
    assert_eq!(session.one(LOG), "up1 up2 down2 up2");
    let told = session.one("CALL migrate.redo(steps => 2)");
    assert!(told.starts_with("2 migrations rolled back and applied again in"), "{told}");
    assert_eq!(session.one(LOG), "up1 up2 down2 up2 down2 down1 up1 up2");
    session.exec("CALL migrate.redo(only_version => 1)");
    assert_eq!(session.one(LOG), "up1 up2 down2 up2 down2 down1 up1 up2 down1 up1");
    let jobs = "SELECT direction, versions, what, status FROM migrate.jobs ORDER BY id OFFSET 1";
    assert_eq!(
        session.query_text(jobs),
        [
            "redo|{2,2}|redo 2 m2|done",
            "redo|{2,1,1,2}|redo 2 migrations, from 2 on|done",
            "redo|{1,1}|redo 1 m1|done"
        ]
    );
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
    assert_eq!(session.query_text("SELECT count(*) FROM migrate.left_to_do"), ["0"]);
}

/// On either way it tells where it is, and its worker is killed there: what goes on does each thing once.
#[test]
fn a_worker_that_is_lost_on_either_way() {
    for (word, note, after) in [
        // The last unit of the way down is not done.
        ("down2", ", rolling back", "up1 up2 down2 up2"),
        ("up2", "", "up1 up2 down2 up2"),
    ] {
        let db = Db::fresh();
        let mut session = applied(&db);
        session.exec(&format!("INSERT INTO pause VALUES ('{word}', 60)"));
        let call = db.session().start("CALL migrate.redo()");
        let pid = wait_for_sleeping_worker(&db);
        let standing = "SELECT status, note FROM migrate.status() WHERE version = 2";
        assert_eq!(session.query_text(standing), [format!("running|job 2{note}")]);
        assert_eq!(
            session.query_text("SELECT status, direction, version FROM migrate.job_facts"),
            ["running|redo|2"]
        );
        session.exec(&format!("SELECT pg_terminate_backend({pid})"));
        call.end().1.expect_err("its worker is gone");
        db.wait_for(WORKERS, &["0"]);
        session.exec("TRUNCATE pause");
        session.exec("SELECT * FROM migrate.resume(2)");
        session.exec("CALL migrate.wait()");
        assert_eq!(session.one(LOG), after, "{word}");
        assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
        assert_eq!(session.query_text("SELECT * FROM migrate.unfinished"), [""; 0]);
    }
}

/// What it has taken back and could not apply is pending, as if it had been rolled back: `up` goes on.
#[test]
fn what_fails_on_its_way_up_is_pending() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 1, "CREATE TABLE made (); SELECT * FROM gone", "DROP TABLE made");
    session.exec("CREATE TABLE gone ()");
    session.exec("CALL migrate.up()");
    session.exec("DROP TABLE gone");
    let error = session.expect_error("CALL migrate.redo()");
    assert_eq!(error.sqlstate, "42P01");
    assert_eq!(session.query_text(STATUS), ["1|failed"]);
    assert_eq!(session.one("SELECT to_regclass('made') IS NULL"), "t");
    session.exec("CREATE TABLE gone ()");
    let told = session.one("CALL migrate.up()");
    assert!(told.starts_with("1 migration applied"), "{told}");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}
