//! Many databases, and who is killed or cancelled in the middle of `CALL migrate.up(databases => …)`.

use migrate_client_tests::Session;

use crate::common::create;
use crate::databases::{Fleet, scripts};

/// Where `customer_n` pauses in the middle of a migration.
const PAUSED: &str =
    "SELECT count(*) FROM pg_stat_activity WHERE datname LIKE 'customer%' AND wait_event = 'PgSleep'";

/// Migrations of which the second pauses while a file is there.
fn pausing(fleet: &Fleet, session: &mut Session, customers: u32) {
    for n in 1..=customers {
        fleet.at(&format!("customer_{n}")).exec(
            "CREATE TABLE pause (); INSERT INTO pause DEFAULT VALUES;
             CREATE FUNCTION pause() RETURNS void LANGUAGE plpgsql AS $$
             BEGIN
                 WHILE EXISTS (SELECT FROM public.pause) LOOP PERFORM pg_sleep(0.1); END LOOP;
             END $$",
        );
    }
    create(session, 1, "CREATE TABLE item (id int)", "DROP TABLE item");
    create(session, 2, "INSERT INTO item VALUES (2)", "DELETE FROM item");
    create(session, 3, "VACUUM item; SELECT pause(); INSERT INTO item VALUES (3)", "SELECT 1");
}

fn go_on(fleet: &Fleet, customers: u32) {
    for n in 1..=customers {
        fleet.at(&format!("customer_{n}")).exec("DELETE FROM pause");
    }
}

/// Whoever is killed, and however: each database stands at a committed unit, and the same call goes on.
#[test]
fn a_kill_in_the_middle() {
    const CALL: &str = "CALL migrate.up(databases => 'customer%')";
    const INSERTED: &str = "SELECT string_agg(id::text, ' ' ORDER BY id) FROM item";
    let fleet = Fleet::of(5);
    let mut session = fleet.db.session();
    pausing(&fleet, &mut session, 5);
    for victim in ["migrate_ext job", "migrate_ext database", "migrate_ext job of a customer"] {
        let call = fleet.db.session().start(CALL);
        fleet.db.wait_for(PAUSED, &["2"]);
        let own = if victim == "migrate_ext job" { "=" } else { "<>" };
        let kind = victim.trim_end_matches(" of a customer");
        let pid = fleet.db.session().one(&format!(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = '{kind}' AND datname {own} current_database() LIMIT 1"
        ));
        fleet.cluster.kill_process(&pid);
        assert!(call.end().1.is_err(), "{victim}");
        fleet.db.wait_until_up();
        let history = fleet.history("customer_1");
        assert!(history == "1 2", "{victim}: {history}");
    }
    go_on(&fleet, 5);
    let told = fleet.db.session().one(CALL);
    assert!(told.starts_with("11 migrations applied in 5 databases"), "{told}");
    for n in 1..=5 {
        assert_eq!(fleet.one(&format!("customer_{n}"), INSERTED), "2 3", "customer_{n}");
    }
}

/// Who leads is ended in good order: what was begun in a database goes on by itself, and another call may wait for it.
#[test]
fn the_leader_is_terminated() {
    let fleet = Fleet::of(3);
    let mut session = fleet.db.session();
    pausing(&fleet, &mut session, 3);
    let call = fleet.db.session().start("CALL migrate.up(databases => 'customer%')");
    fleet.db.wait_for(PAUSED, &["2"]);
    let error = session.expect_error("CALL migrate.up(databases => ARRAY['customer_3'])");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("55P03", "another call is at work on other databases of this one")
    );
    session.exec(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
         WHERE datname = current_database() AND backend_type = 'migrate_ext job'",
    );
    assert_eq!(call.end().1.expect_err("its worker was killed").sqlstate, "57P01");
    let error = session.expect_error("CALL migrate.up(databases => ARRAY['customer_1'])");
    assert_eq!(error.sqlstate, "55P03", "{error:?}");
    assert!(
        error.detail.contains("\"customer_1\": another migration is running in this database"),
        "{error:?}"
    );
    let call = fleet.db.session().start("CALL migrate.up(databases => 'customer%', wait => true)");
    go_on(&fleet, 3);
    let (_, told) = call.rows();
    assert!(told[0].starts_with("3 migrations applied in 1 database in"), "{told:?}");
    for n in 1..=3 {
        assert_eq!(fleet.history(&format!("customer_{n}")), "1 2 3");
    }
}

/// A cancel of the call ends all that it has begun.
#[test]
fn a_cancel() {
    let fleet = Fleet::of(3);
    let mut session = fleet.db.session();
    pausing(&fleet, &mut session, 3);
    let call = fleet.db.session().start("CALL migrate.up(databases => 'customer%')");
    fleet.db.wait_for(PAUSED, &["2"]);
    call.cancel();
    let (_, error) = call.error();
    assert_eq!(error.sqlstate, "57014", "{error:?}");
    fleet.db.wait_for("SELECT count(*) FROM pg_stat_activity WHERE backend_type LIKE 'migrate_ext%'", &["0"]);
    assert_eq!(
        session.one("SELECT string_agg(status, ' ' ORDER BY place) FROM migrate.elsewhere_queue"),
        "waiting waiting waiting"
    );
    assert_eq!(fleet.history("customer_1"), "1 2");
    go_on(&fleet, 3);
    assert!(
        session
            .one("CALL migrate.up(databases => 'customer%')")
            .starts_with("5 migrations applied in 3 databases")
    );
}

/// Where the server has few slots for workers, fewer databases are at work at once.
#[test]
fn few_slots() {
    let fleet = Fleet::of(4);
    let mut session = fleet.db.session();
    scripts(&mut session);
    fleet.cluster.configure(&["fsync=off", "max_worker_processes=5"]);
    let mut session = fleet.db.session();
    session.exec("SET migrate.parallel_databases = 4");
    let told = session.one("CALL migrate.up(databases => 'customer%')");
    assert!(told.starts_with("12 migrations applied in 4 databases"), "{told}");
}
