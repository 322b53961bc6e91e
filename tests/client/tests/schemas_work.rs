//! How far many schemas are, as `migrate.work`, `migrate.convergence` and `migrate.changes` show it.

use migrate_client_tests::Db;

use crate::common::create;
use crate::schemas::tenants;

/// Each schema counts as much as another.
#[test]
fn how_far_a_job_is() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 4);
    session.exec(
        "CREATE TABLE pause (); INSERT INTO pause DEFAULT VALUES;
         CREATE FUNCTION pause() RETURNS void LANGUAGE plpgsql AS $$
         BEGIN
             WHILE current_schema() = 'tenant_3' AND EXISTS (SELECT FROM public.pause) LOOP PERFORM pg_sleep(0.05); END LOOP;
         END $$",
    );
    create(&mut session, 1, "CREATE TABLE item (id int); VACUUM item; SELECT pause()", "SELECT 1");
    let mut caller = db.session();
    caller.exec("SET migrate.parallel_schemas = 1");
    let call = caller.start("CALL migrate.up(schemas => 'tenant%')");
    let at_three = "SELECT string_agg(status, ' ' ORDER BY place) FROM migrate.schema_queue";
    db.wait_for(at_three, &["done done running waiting"]);
    let progress = "SELECT status, regexp_replace(progress, '[[:space:]]+', ' ', 'g') FROM migrate.work";
    assert_eq!(session.query_text(progress), ["running|█████░░░░░ 50 % 3/4"]);
    assert_eq!(session.one("SELECT eta_seconds BETWEEN 0 AND 60 FROM migrate.job_facts"), "t");
    session.exec("DELETE FROM pause");
    call.rows();
}

/// What has failed is over when no schema stands there any more, and not before; until then the call is told that goes on.
#[test]
fn a_failure_is_told_until_it_is_mended() {
    const WORK: &str = "SELECT status, coalesce(replace(next, E'\\n', ''), '-'), message LIKE 'over since:%' FROM migrate.work ORDER BY job";
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 3);
    create(&mut session, 1, "CREATE TABLE item (id int)", "DROP TABLE item");
    session.exec("CREATE TABLE tenant_1.item (id int); CREATE TABLE tenant_2.item (id int)");
    session.expect_error("CALL migrate.up(schemas => 'tenant%', max_failures => 3)");
    assert_eq!(session.query_text(WORK), ["failed|CALL migrate.up(schemas => ...)|f"]);
    let first = "SELECT first_failed, first_error FROM migrate.convergence";
    assert_eq!(session.query_text(first), ["tenant_1|42P07: relation \"item\" already exists"]);
    // One of them alone.
    session.exec("DROP TABLE tenant_1.item");
    session.exec("CALL migrate.up(schemas => ARRAY['tenant_1'])");
    assert_eq!(session.query_text(WORK), ["failed|CALL migrate.up(schemas => ...)|f", "done|-|f"]);
    session.exec("DROP TABLE tenant_2.item");
    session.exec("CALL migrate.up(schemas => 'tenant%')");
    assert_eq!(session.query_text(WORK), ["failed|-|t", "done|-|f", "done|-|f"]);

    // A safe operation in each of them.
    session.exec("CREATE TABLE tenant_2.item_id (); DELETE FROM migrate.jobs");
    let call = "CALL migrate.run($$SELECT migrate.safe_create_index('item', '{id}', index_name => 'item_id')$$, schemas => 'tenant%')";
    session.expect_error(call);
    assert_eq!(session.query_text(WORK), ["failed|CALL migrate.run(...)as before|f"]);
    session.exec("CALL migrate.up(schemas => 'tenant%')");
    assert_eq!(session.query_text(WORK), ["failed|CALL migrate.run(...)as before|f"]);
    session.exec("DROP TABLE tenant_2.item_id");
    session.exec(call);
    assert_eq!(session.query_text(WORK), ["failed|-|t", "done|-|f"]);
}

/// Of changes in many schemas each says in which it is, also when that has another name by now.
#[test]
fn changes_say_their_schema() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 2);
    session
        .exec("CREATE TABLE tenant_1.item (id int, old int); CREATE TABLE tenant_2.item (id int, old int)");
    session.exec(
        "CALL migrate.run($$SELECT migrate.safe_rename_column('item', 'old', 'new')$$, schemas => 'tenant%')",
    );
    session.exec("ALTER SCHEMA tenant_2 RENAME TO customer");
    let changes = "SELECT table_schema, table_name, state FROM migrate.changes ORDER BY 1";
    assert_eq!(session.query_text(changes), ["customer|item|ready", "tenant_1|item|ready"]);
    session.exec(
        "SELECT FROM migrate.complete((SELECT id FROM migrate.changes WHERE table_schema = 'customer'))",
    );
    session.exec("CALL migrate.wait()");
    assert_eq!(session.query_text(changes), ["customer|item|grace", "tenant_1|item|ready"]);
}

/// Each worker takes one schema at a time, whatever the server knows of the queue: of a new job it thinks that it has no rows,
/// when those of another one were counted.
#[test]
fn a_queue_that_was_analyzed() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 30);
    create(&mut session, 1, "CREATE TABLE item (id int)", "DROP TABLE item");
    for call in ["up", "down", "up"] {
        let told = session.one(&format!("CALL migrate.{call}(schemas => 'tenant%')"));
        assert!(told.starts_with("30 migrations "), "{told}");
        session.exec("ANALYZE migrate.schema_queue");
    }
    let stands = "SELECT status, count(*) FROM migrate.schema_queue GROUP BY 1";
    assert_eq!(session.query_text(stands), ["done|30"]);
}

/// While it waits for its turn, a schema may be renamed or dropped: the others are not held up by that.
#[test]
fn renamed_or_dropped_before_its_turn() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 5);
    session.exec("CREATE TABLE pause (); INSERT INTO pause DEFAULT VALUES");
    create(
        &mut session,
        1,
        "CREATE TABLE item (id int);
         DO $$ BEGIN WHILE EXISTS (SELECT FROM public.pause) LOOP PERFORM pg_sleep(0.05); END LOOP; END $$",
        "DROP TABLE item",
    );
    let mut caller = db.session();
    caller.exec("SET migrate.parallel_schemas = 1");
    let call = caller.start("CALL migrate.up(schemas => 'tenant%', canary => 'tenant_2')");
    db.wait_for("SELECT status FROM migrate.schema_queue WHERE place = 1", &["running"]);
    session.exec(
        "DROP SCHEMA tenant_1; ALTER SCHEMA tenant_3 RENAME TO customer; DROP SCHEMA tenant_5; CREATE SCHEMA tenant_5;
         DELETE FROM pause",
    );
    let (_, told) = call.rows();
    assert!(told[0].starts_with("3 migrations applied in 3 schemas in "), "{told:?}");
    let queue = "SELECT schema_name, status FROM migrate.schema_queue ORDER BY place";
    assert_eq!(session.query_text(queue), ["tenant_2|done", "customer|done", "tenant_4|done"]);
    // What was made anew is another one, for the next call.
    assert_eq!(session.query_text("SELECT status FROM migrate.status(schemas => 'tenant_5')"), ["pending"]);
}
