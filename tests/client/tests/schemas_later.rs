//! `CALL migrate.up(schemas => …)` with a time: not before one, and not from another on.

use std::time::Duration;

use migrate_client_tests::{Cluster, Db, Session};

use crate::common::{JOBS, WORKERS, create};
use crate::schemas::{CONVERGENCE, HISTORY, scripts, tenants};

/// A job whose time has not come is begun then, in what the schemas are by then.
#[test]
fn not_before() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 4);
    scripts(&mut session);
    let said = session.one(
        "CALL migrate.up(schemas => 'tenant%', canary => 'tenant_4', not_before => now() + interval '1 day')",
    );
    assert!(said.starts_with("4 schemas queued: job 1 starts not before 20"), "{said}");
    assert!(said.ends_with("; see migrate.work"), "{said}");
    db.wait_for(
        "SELECT application_name FROM pg_stat_activity
         WHERE backend_type = 'migrate_ext job' AND datname = current_database()",
        &["migrate_ext, until a job is due"],
    );
    assert_eq!(session.query_text("SELECT what, status FROM migrate.work"), ["apply in 4 schemas|queued"]);
    assert_eq!(session.query_text(HISTORY), [""; 0]);
    // It holds nobody up.
    let said = session.one("CALL migrate.up(schemas => ARRAY['tenant_3'])");
    assert!(said.starts_with("3 migrations applied in 1 schema in "), "{said}");
    session.exec(
        "DROP SCHEMA tenant_1; ALTER SCHEMA tenant_2 RENAME TO tenant_9; SELECT FROM migrate.window(1)",
    );
    db.wait_for("SELECT count(*) FROM migrate.live_jobs", &["0"]);
    assert_eq!(session.query_text("SELECT status, error FROM migrate.jobs ORDER BY id"), ["done|", "done|"]);
    assert_eq!(session.query_text(HISTORY), ["tenant_3|1 2 3", "tenant_4|1 2 3", "tenant_9|1 2 3"]);
    db.wait_for(WORKERS, &["0"]);

    let error =
        session.expect_error("CALL migrate.up(schemas => 'tenant%', stop_at => now() - interval '1 s')");
    assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("22023", "stop_at is in the past"));
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "2");
}

/// Scripts that wait in their middle while table `pause` has a row, in a cluster whose slots are theirs.
fn pausing(db: &Db, schemas: u32) -> Session {
    let mut session = db.session();
    tenants(&mut session, schemas);
    session.exec(
        "CREATE TABLE pause (place text); INSERT INTO pause SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tenant%';
         CREATE FUNCTION pause() RETURNS void LANGUAGE plpgsql AS $$
         BEGIN
             WHILE EXISTS (SELECT FROM public.pause p WHERE p.place = current_schema()) LOOP PERFORM pg_sleep(0.05); END LOOP;
         END $$",
    );
    create(
        &mut session,
        1,
        "CREATE TABLE item (id int); VACUUM item; SELECT pause(); VACUUM item",
        "DROP TABLE item",
    );
    create(&mut session, 2, "INSERT INTO item VALUES (2)", "DELETE FROM item");
    session
}

/// `schema|unit|status` of the units of migration 1.
const UNITS: &str = "
    SELECT s.schema_name, string_agg(j.unit || ' ' || j.status, ', ' ORDER BY j.id)
    FROM migrate.schema_journal j JOIN migrate.living_schemas s ON s.id = j.tenant
    WHERE j.version = 1 GROUP BY 1 ORDER BY 1";

const SLEEPERS: &str = "SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event = 'PgSleep' AND backend_type = 'migrate_ext job'";

/// Whoever is at work when the time is over ends his unit, and begins neither another nor another schema. The job goes on
/// when somebody says so, behind what is done.
#[test]
fn stop_at_ends_all_workers_between_units() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = pausing(&db, 4);
    let mut caller = db.session();
    caller.exec("SET migrate.parallel_schemas = 2");
    let call = caller.start("CALL migrate.up(schemas => 'tenant%')");
    db.wait_for(SLEEPERS, &["2"]);
    session.exec("SELECT FROM migrate.window((SELECT max(id) FROM migrate.jobs), stop_at => clock_timestamp() + interval '50 ms')");
    db.wait_for("SELECT count(*) FROM migrate.live_jobs WHERE stop_at <= clock_timestamp()", &["1"]);
    // Who leads ends his unit first, and waits for the other, who is at his still.
    session.exec(
        "DELETE FROM pause USING migrate.schema_queue q, migrate.jobs j
         WHERE j.id = q.job AND q.pid = j.pid AND q.schema_name = pause.place",
    );
    let back = "SELECT count(*) FROM migrate.schema_queue WHERE status = 'running'";
    db.wait_for(back, &["1"]);
    assert!(call.is_running_after(Duration::from_millis(200)));
    assert_eq!(session.one(back), "1");
    session.exec("DELETE FROM pause");
    let (_, said) = call.rows();
    assert!(
        said[0].starts_with(
            "nothing to apply in 4 schemas; job 1 is outside its window until migrate.resume(1)"
        ),
        "{said:?}"
    );
    db.wait_for(WORKERS, &["0"]);
    assert_eq!(session.query_text(JOBS), ["queued"]);
    let last = format!("SELECT * FROM ({UNITS}) u (name, units) WHERE units LIKE '%3 done'");
    assert_eq!(session.query_text(&last).len(), 2, "{:?}", session.query_text(UNITS));
    assert_eq!(session.query_text(CONVERGENCE), ["1|0|0|4|", "2|0|0|4|"]);
    // Nobody's failure.
    assert_eq!(session.one("SELECT count(*) FROM migrate.schema_failures"), "0");
    assert_eq!(
        session.query_text("SELECT status, count(*) FROM migrate.schema_queue WHERE job = 1 GROUP BY 1"),
        ["waiting|4"]
    );
    session.exec("SELECT FROM migrate.resume(1)");
    db.wait_for(JOBS, &["done"]);
    assert_eq!(session.query_text(CONVERGENCE), ["1|4|0|0|", "2|4|0|0|"]);
    let items = "SELECT (SELECT count(*) FROM tenant_1.item) + (SELECT count(*) FROM tenant_2.item)
                      + (SELECT count(*) FROM tenant_3.item) + (SELECT count(*) FROM tenant_4.item)";
    assert_eq!(session.one(items), "4");
    db.wait_for(WORKERS, &["0"]);
}

/// Who calls again goes on at once, in place of the job that waits for somebody to resume it.
#[test]
fn the_same_call_goes_on_in_its_place() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = pausing(&db, 3);
    let call = "CALL migrate.up(schemas => 'tenant%', canary => 'tenant_2', stop_at => clock_timestamp() + interval '500 ms')";
    let waits = db.session().start(call);
    db.wait_for("SELECT count(*) FROM migrate.live_jobs WHERE stop_at <= clock_timestamp()", &["1"]);
    db.wait_for(SLEEPERS, &["1"]);
    session.exec("DELETE FROM pause");
    let (_, said) = waits.rows();
    assert!(
        said[0].starts_with("nothing to apply in 3 schemas; job 1 is outside its window until"),
        "{said:?}"
    );
    // Another request is another job.
    let said = session.one("CALL migrate.up(schemas => ARRAY['tenant_1'], target => 1)");
    assert!(said.starts_with("1 migration applied in 1 schema"), "{said}");
    assert_eq!(session.query_text(JOBS), ["queued", "done"]);
    session.notices();
    let said = session.one("CALL migrate.up(schemas => 'tenant%')");
    assert!(said.starts_with("5 migrations applied in 3 schemas"), "{said}");
    assert_eq!(session.query_text(JOBS), ["cancelled", "done", "done"]);
    let told: Vec<String> = session.notices().into_iter().map(|notice| notice.message).collect();
    assert_eq!(told, ["job 1 has stopped behind its window: this call goes on in its place"]);
    db.wait_for(WORKERS, &["0"]);
}

/// The canary has gone alone once: when the job goes on the others do not wait for a second one.
#[test]
fn a_canary_is_one_once() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = pausing(&db, 3);
    session.exec("DELETE FROM pause; CREATE TABLE tenant_1.item ()");
    create(&mut session, 3, "SELECT pause()", "SELECT 1");
    let mut caller = db.session();
    caller.exec("SET migrate.parallel_schemas = 1");
    session.exec("CALL migrate.up(schemas => ARRAY['tenant_3'], target => 2)");
    session.exec("INSERT INTO pause VALUES ('tenant_3')");
    let call = caller.start("CALL migrate.up(schemas => 'tenant%', canary => 'tenant_3', max_failures => 3)");
    db.wait_for(SLEEPERS, &["1"]);
    session.exec("SELECT FROM migrate.window(2, stop_at => clock_timestamp() + interval '50 ms')");
    db.wait_for("SELECT count(*) FROM migrate.live_jobs WHERE stop_at <= clock_timestamp()", &["1"]);
    session.exec("DELETE FROM pause");
    let (_, said) = call.rows();
    assert!(said[0].starts_with("1 migration applied in 1 schema in"), "{said:?}");
    session.exec("SELECT FROM migrate.resume(2)");
    db.wait_for(JOBS, &["done", "failed"]);
    // tenant_1 fails as one of all.
    let message = session.one("SELECT error ->> 'message' FROM migrate.jobs WHERE id = 2");
    assert_eq!(message, "migrations failed in 1 of 3 schemas");
    assert_eq!(session.query_text(HISTORY), ["tenant_2|1 2 3", "tenant_3|1 2 3"]);
}

/// What has failed before the time was over is told, and counts when the job goes on.
#[test]
fn a_failure_before_the_end_of_the_window() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = pausing(&db, 3);
    session.exec("CREATE TABLE tenant_1.item ()");
    let mut caller = db.session();
    caller.exec("SET migrate.parallel_schemas = 1");
    let call = caller.start("CALL migrate.up(schemas => 'tenant%', max_failures => 2)");
    db.wait_for(SLEEPERS, &["1"]);
    session.exec("SELECT FROM migrate.window(1, stop_at => clock_timestamp() + interval '50 ms')");
    db.wait_for("SELECT count(*) FROM migrate.live_jobs WHERE stop_at <= clock_timestamp()", &["1"]);
    session.exec("DELETE FROM pause");
    let (_, said) = call.rows();
    assert!(
        said[0].starts_with(
            "nothing to apply in 3 schemas; failed in 1 schema: see migrate.convergence; job 1 is outside its window until"
        ),
        "{said:?}"
    );
    session.exec("SELECT FROM migrate.resume(1)");
    db.wait_for(JOBS, &["failed"]);
    let message = session.one("SELECT error ->> 'message' FROM migrate.jobs");
    assert_eq!(message, "migrations failed in 1 of 3 schemas");
    assert_eq!(session.query_text(CONVERGENCE), ["1|2|1|0|tenant_1", "2|2|0|1|"]);
}
