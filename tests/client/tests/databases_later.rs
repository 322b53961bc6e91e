//! `CALL migrate.up(databases => …)` with a time: not before one, and none begun from another on.

use crate::common::create;
use crate::databases::{Fleet, scripts};

const JOBS: &str = "SELECT status, error FROM migrate.jobs ORDER BY id";

/// A job whose time has not come is begun then, with what is registered by then; it holds nobody up.
#[test]
fn not_before() {
    let fleet = Fleet::of(2);
    let mut session = fleet.db.session();
    scripts(&mut session);
    let said = session.one(
        "CALL migrate.up(databases => 'customer%', canary => 'customer_2', not_before => now() + interval '1 day')",
    );
    assert!(said.starts_with("2 databases queued: job 1 starts not before 20"), "{said}");
    assert!(said.ends_with("; see migrate.work"), "{said}");
    assert_eq!(session.query_text("SELECT what, status FROM migrate.work"), ["apply in 2 databases|queued"]);
    assert_eq!(fleet.history("customer_1"), "");
    let said = session.one("CALL migrate.up(databases => ARRAY['customer_1'])");
    assert!(said.starts_with("3 migrations applied in 1 database in "), "{said}");
    create(&mut session, 4, "SELECT 4", "SELECT 4");
    session.exec("SELECT FROM migrate.window(1)");
    fleet.db.wait_for("SELECT count(*) FROM migrate.live_jobs", &["0"]);
    assert_eq!(session.query_text(JOBS), ["done|", "done|"]);
    assert_eq!(
        (fleet.history("customer_1"), fleet.history("customer_2")),
        ("1 2 3 4".into(), "1 2 3 4".into())
    );
    let error =
        session.expect_error("CALL migrate.up(databases => 'customer%', stop_at => now() - interval '1 s')");
    assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("22023", "stop_at is in the past"));
    // Taken back before it has begun.
    session.exec("CALL migrate.down(databases => 'customer%')");
    session.exec("CALL migrate.up(databases => 'customer%', not_before => 'tomorrow')");
    session.exec("SELECT FROM migrate.cancel((SELECT max(id) FROM migrate.jobs))");
    assert_eq!(session.one("SELECT status FROM migrate.jobs ORDER BY id DESC LIMIT 1"), "cancelled");
}

/// When its time is over, what is begun comes to its end, and nothing else is begun; it goes on when somebody says so, or
/// who asks for the same takes its place. The canary has gone once.
#[test]
fn stop_at() {
    let fleet = Fleet::of(3);
    let mut session = fleet.db.session();
    for n in 1..=3 {
        fleet.at(&format!("customer_{n}")).exec("CREATE TABLE pause (); INSERT INTO pause DEFAULT VALUES");
    }
    create(
        &mut session,
        1,
        "CREATE TABLE item (id int);
         DO $$ BEGIN WHILE EXISTS (SELECT FROM public.pause) LOOP PERFORM pg_sleep(0.05); COMMIT; END LOOP; END $$",
        "DROP TABLE item",
    );
    let paused = "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_stat_activity WHERE datname LIKE 'customer%' AND wait_event = 'PgSleep'";
    let go_on = |n: u32| fleet.at(&format!("customer_{n}")).exec("DELETE FROM pause");
    const CALL: &str = "CALL migrate.up(databases => 'customer%', canary => 'customer_2', stop_at => now() + interval '1 day')";
    let call = fleet.db.session().start(CALL);
    fleet.db.wait_for(paused, &["customer_2"]);
    session.exec("SELECT FROM migrate.window(1, stop_at => clock_timestamp() + interval '100 ms')");
    // It has looked at its time since then, as it does each second, and lets go of nothing.
    fleet.db.wait_for("SELECT stop_at < clock_timestamp() - interval '1.2 s' FROM migrate.jobs", &["t"]);
    assert_eq!(fleet.history("customer_2"), "");
    go_on(2);
    let (_, told) = call.rows();
    assert!(told[0].starts_with("1 migration applied in 1 database in "), "{told:?}");
    assert!(told[0].ends_with("; job 1 is outside its window until migrate.resume(1)"), "{told:?}");
    let queue = "SELECT name, status FROM migrate.elsewhere_queue ORDER BY place";
    assert_eq!(session.query_text(queue), ["customer_2|done", "customer_1|waiting", "customer_3|waiting"]);
    assert_eq!(session.query_text(JOBS), ["queued|"]);

    // It goes on behind its canary, with two at once.
    session.exec("SELECT FROM migrate.resume(1)");
    fleet.db.wait_for(paused, &["customer_1 customer_3"]);
    session.exec("SELECT FROM migrate.window(1, stop_at => clock_timestamp() + interval '100 ms')");
    go_on(1);
    go_on(3);
    fleet.db.wait_for(JOBS, &["done|"]);

    // Who asks for the same goes on in its place.
    session.exec("CALL migrate.down(databases => 'customer%')");
    fleet.at("customer_2").exec("INSERT INTO pause DEFAULT VALUES");
    let call = fleet.db.session().start(CALL);
    fleet.db.wait_for(paused, &["customer_2"]);
    session.exec("SELECT FROM migrate.window(3, stop_at => clock_timestamp() + interval '100 ms')");
    fleet.db.wait_for("SELECT stop_at < clock_timestamp() FROM migrate.jobs WHERE id = 3", &["t"]);
    go_on(2);
    let (_, told) = call.rows();
    assert!(told[0].contains("job 3 is outside its window"), "{told:?}");
    session.notices();
    let told = session.one("CALL migrate.up(databases => 'customer%')");
    assert!(told.starts_with("2 migrations applied in 2 databases in "), "{told}");
    assert_eq!(
        session.notices().last().map(|notice| notice.message.clone()),
        Some("job 3 has stopped behind its window: this call goes on in its place".into())
    );
    assert_eq!(session.one("SELECT status FROM migrate.jobs WHERE id = 3"), "cancelled");
}
