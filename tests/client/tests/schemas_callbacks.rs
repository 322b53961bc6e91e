//! Callbacks in many schemas, and what scripts say there.

use migrate_client_tests::{Db, Session};

use crate::common::create;
use crate::schemas::{CONVERGENCE, tenants};

/// `schema|words`, in their order.
const LOG: &str = "SELECT place, string_agg(word, ' ' ORDER BY n) FROM log GROUP BY place ORDER BY place";

/// Two migrations, and callbacks that leave a trace of where they ran; each fails where `failing` has it.
fn prepared(db: &Db, schemas: u32) -> Session {
    let mut session = db.session();
    tenants(&mut session, schemas);
    session.exec(
        "CREATE TABLE log (n serial, place text, word text);
         CREATE TABLE failing (place text, word text);
         CREATE FUNCTION trace(word text) RETURNS void LANGUAGE plpgsql AS $$
         BEGIN
             IF EXISTS (SELECT FROM public.failing f WHERE f.word = trace.word AND f.place = current_schema()) THEN
                 RAISE EXCEPTION 'not %', word;
             END IF;
             INSERT INTO public.log (place, word) VALUES (current_schema(), trace.word);
         END $$",
    );
    create(&mut session, 1, "CREATE TABLE item (id int); SELECT trace('m1')", "DROP TABLE item");
    create(&mut session, 2, "VACUUM item; SELECT trace('m2')", "SELECT 1");
    for (event, word) in [("before_all", "before"), ("after_each", "each"), ("after_all", "after")] {
        session.exec(&format!("SELECT * FROM migrate.set_callback('{event}', $$SELECT trace('{word}')$$)"));
    }
    session
}

const ALL: &str = "before m1 each m2 each after";

/// Around the migrations of each schema, with that one first in the path; where nothing is pending none runs.
#[test]
fn around_the_migrations_of_each_schema() {
    let db = Db::fresh();
    let mut session = prepared(&db, 3);
    assert_eq!(
        session.one("CALL migrate.up(schemas => 'tenant%', dry_run => true)"),
        "6 migrations would be applied in 3 schemas: tenant_1 (1, 2), tenant_2 (1, 2), tenant_3 (1, 2)"
    );
    let told = session.one("CALL migrate.up(schemas => 'tenant%', canary => 'tenant_3')");
    assert!(told.starts_with("6 migrations applied in 3 schemas in "), "{told}");
    let all = ["tenant_1", "tenant_2", "tenant_3"].map(|schema| format!("{schema}|{ALL}"));
    assert_eq!(session.query_text(LOG), all);
    assert_eq!(session.query_text(CONVERGENCE), ["1|3|0|0|", "2|3|0|0|"]);
    assert_eq!(session.one("CALL migrate.up(schemas => 'tenant%')"), "nothing to apply in 3 schemas");
    // Nothing runs around what is taken back, and around one migration what does around many.
    session.exec("CALL migrate.down(schemas => ARRAY['tenant_2'])");
    session.exec("CALL migrate.up(schemas => 'tenant%')");
    assert_eq!(session.query_text(LOG)[1], format!("tenant_2|{ALL} before m2 each after"));
    assert_eq!(session.query_text(LOG)[0], all[0]);
}

/// What fails in a schema stops what comes behind it there, and is owed: the next call begins with it, in that schema alone.
#[test]
fn one_that_fails_in_a_schema() {
    for (word, convergence, log, then) in [
        ("before", "0|1|0", "", ALL),
        ("each", "0|1|0", "before m1", "before m1 before each m2 each after"),
        ("after", "0|1|0", "before m1 each m2 each", ALL),
    ] {
        let db = Db::fresh();
        let mut session = prepared(&db, 2);
        session.exec(&format!("INSERT INTO failing VALUES ('tenant_2', '{word}')"));
        let error = session.expect_error("CALL migrate.up(schemas => 'tenant%')");
        assert_eq!(error.message, "migrations failed in 1 of 2 schemas", "{error:?}");
        assert!(error.detail.contains(&format!("not {word}")), "{error:?}");
        let logged = |session: &mut Session| {
            session.one(
                "SELECT coalesce(string_agg(word, ' ' ORDER BY n), '') FROM log WHERE place = 'tenant_2'",
            )
        };
        assert_eq!(logged(&mut session), log, "{word}");
        let standing =
            "SELECT description FROM migrate.status(schemas => 'tenant_2') WHERE status = 'failed'";
        assert_eq!(session.query_text(standing).len(), 1, "{word}");
        let of_callbacks =
            "SELECT done, failed, missing FROM migrate.convergence WHERE version NOT IN (1, 2)";
        assert_eq!(session.query_text(of_callbacks), [convergence], "{word}");

        session.exec("DELETE FROM failing");
        session.exec("CALL migrate.up(schemas => 'tenant%')");
        assert_eq!(logged(&mut session), then, "{word}");
        assert_eq!(session.query_text(LOG)[0], format!("tenant_1|{ALL}"), "{word}");
        assert_eq!(session.query_text(standing), [""; 0], "{word}");
        assert_eq!(session.query_text(CONVERGENCE), ["1|2|0|0|", "2|2|0|0|"], "{word}");
        assert_eq!(
            session.one("CALL migrate.up(schemas => 'tenant%')"),
            "nothing to apply in 2 schemas",
            "{word}"
        );
    }
}

/// A schema in which nothing is pending but what a cancel has kept from it.
#[test]
fn one_that_was_not_reached() {
    let db = Db::fresh();
    let mut session = prepared(&db, 2);
    session.exec(
        "SELECT * FROM migrate.set_callback('after_all', $$SELECT pg_sleep(600) WHERE EXISTS (SELECT FROM public.failing); SELECT trace('after')$$);
         INSERT INTO failing VALUES ('', '')",
    );
    let mut caller = db.session();
    caller.exec("SET migrate.parallel_schemas = 1");
    let call = caller.start("CALL migrate.up(schemas => 'tenant%')");
    db.wait_for(
        "SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event = 'PgSleep' AND backend_type LIKE 'migrate_ext%'",
        &["1"],
    );
    call.cancel();
    let (_, error) = call.error();
    assert_eq!(error.sqlstate, "57014", "{error:?}");
    assert_eq!(session.query_text(LOG), ["tenant_1|before m1 each m2 each"]);
    session.exec("DELETE FROM failing");
    // A later one is owed by nobody.
    let told = session.one("CALL migrate.up(schemas => 'tenant%')");
    assert!(told.starts_with("2 migrations applied in 1 schema in "), "{told}");
    assert_eq!(session.query_text(LOG), [format!("tenant_1|{ALL}"), format!("tenant_2|{ALL}")]);
}

/// What scripts say in schemas is told to who waits, with the schema's name, and not without end.
#[test]
fn what_scripts_say() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 5);
    create(&mut session, 1, "DO $$ BEGIN RAISE NOTICE 'made'; RAISE WARNING 'not all'; END $$", "SELECT 1");
    session.notices();
    session.exec("CALL migrate.up(schemas => ARRAY['tenant_2', 'tenant_3'], canary => 'tenant_3')");
    let mut told: Vec<String> = session
        .notices()
        .into_iter()
        .map(|notice| format!("{} {}", notice.severity, notice.message))
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            "NOTICE schema \"tenant_2\": made",
            "NOTICE schema \"tenant_3\": made",
            "WARNING schema \"tenant_2\": not all",
            "WARNING schema \"tenant_3\": not all"
        ]
    );
    // Whoever waits for the job is told the same.
    session.exec("CALL migrate.wait(1)");
    assert_eq!(session.notices().len(), 4);

    create(
        &mut session,
        2,
        "DO $$ BEGIN FOR n IN 1..70 LOOP RAISE NOTICE '%', n; END LOOP; END $$",
        "SELECT 1",
    );
    session.exec("SET client_min_messages = notice");
    session.notices();
    session.exec("CALL migrate.up(schemas => 'tenant%')");
    let told: Vec<String> = session.notices().into_iter().map(|notice| notice.message).collect();
    assert_eq!(told.len(), 201, "{told:?}");
    assert_eq!(told[200], "... and more messages in schemas, which migrate.schema_journal has");
}
