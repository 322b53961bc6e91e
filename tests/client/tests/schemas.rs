//! One set of scripts in many schemas: `CALL migrate.up(schemas => …)`.

use migrate_client_tests::{Cluster, Db, Session};

use crate::common::{create, operator};

/// `schema|versions` of what is applied in schemas.
pub const HISTORY: &str = "
    SELECT schema_name, string_agg(version::text, ' ' ORDER BY version) FROM migrate.schema_history
    GROUP BY schema_name ORDER BY schema_name";

/// `version|done|failed|missing|first_failed`.
pub const CONVERGENCE: &str =
    "SELECT version, done, failed, missing, coalesce(first_failed, '') FROM migrate.convergence";

/// Makes so many schemas.
pub fn tenants(session: &mut Session, count: u32) {
    session.exec(&format!(
        "DO $$ BEGIN FOR n IN 1..{count} LOOP EXECUTE format('CREATE SCHEMA tenant_%s', n); END LOOP; END $$"
    ));
}

/// Three small migrations without a word of a schema; the second is of two units, of which one builds an index CONCURRENTLY.
pub fn scripts(session: &mut Session) {
    create(session, 1, "CREATE TABLE item (id int PRIMARY KEY, n int)", "DROP TABLE item");
    create(
        session,
        2,
        "ALTER TABLE item ADD COLUMN word text; CREATE INDEX CONCURRENTLY item_n ON item (n);",
        "DROP INDEX item_n; ALTER TABLE item DROP COLUMN word",
    );
    create(session, 3, "INSERT INTO item VALUES (3)", "DELETE FROM item");
}

/// Two of two hundred fail on purpose: the others are done, and when the cause is mended, the same call goes on.
#[test]
fn two_hundred_tenants() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 200);
    scripts(&mut session);
    // Somebody's index has the name already; somebody's table is there already.
    session.exec(
        "CREATE TABLE tenant_17.item_n (); CREATE TABLE tenant_170.item ();
         SET migrate.parallel_schemas = 3",
    );
    let error = session
        .expect_error("CALL migrate.up(schemas => 'tenant\\_%', canary => 'tenant_2', max_failures => 5)");
    assert_eq!(error.message, "migrations failed in 2 of 200 schemas");
    assert_eq!(error.sqlstate, "42P07");
    assert!(
        error.detail.contains("Schema \"tenant_17\": migration 2 \"m2\" failed in unit 2 of 2"),
        "{error:?}"
    );
    assert!(error.detail.ends_with("It is done in 198."), "{error:?}");
    assert_eq!(
        session.query_text(CONVERGENCE),
        ["1|199|1|0|tenant_170", "2|198|1|1|tenant_17", "3|198|0|2|"]
    );
    // Nothing is said of the database itself.
    assert_eq!(session.one("SELECT count(*) FROM migrate.schema_migrations"), "0");
    assert_eq!(session.one("SELECT count(*) FROM migrate.journal"), "0");
    assert_eq!(
        session.one(
            "SELECT count(*) FROM pg_class WHERE relname = 'item' AND relnamespace = 'public'::regnamespace"
        ),
        "0"
    );
    let status = "SELECT version, status FROM migrate.status(schemas => '{tenant_17,tenant_2}'::text[]) WHERE schema_name = ";
    assert_eq!(session.query_text(&format!("{status} 'tenant_17'")), ["1|applied", "2|failed", "3|pending"]);
    assert_eq!(session.query_text(&format!("{status} 'tenant_2'")), ["1|applied", "2|applied", "3|applied"]);

    session.exec("DROP TABLE tenant_17.item_n, tenant_170.item");
    let told = session.one("CALL migrate.up(schemas => 'tenant\\_%')");
    // Of the second migration of tenant_17 one unit was done.
    assert!(told.starts_with("5 migrations applied in 2 schemas in "), "{told}");
    assert_eq!(session.query_text(CONVERGENCE), ["1|200|0|0|", "2|200|0|0|", "3|200|0|0|"]);
    assert_eq!(
        session.one("SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE relname = 'item_n' AND indisvalid"),
        "200"
    );
    assert_eq!(session.one("CALL migrate.up(schemas => 'tenant\\_%')"), "nothing to apply in 200 schemas");

    // A new one gets all that is missing, and no other is touched.
    session.exec("CREATE SCHEMA tenant_new");
    assert!(
        session
            .one("CALL migrate.up(schemas => 'tenant%')")
            .starts_with("3 migrations applied in 1 schema in ")
    );

    let told = session.one("CALL migrate.down(schemas => ARRAY['tenant_1', 'tenant_2'], steps => 2)");
    assert!(told.starts_with("4 migrations rolled back in 2 schemas in "), "{told}");
    assert_eq!(session.query_text(CONVERGENCE), ["1|201|0|0|", "2|199|0|2|", "3|199|0|2|"]);
}

/// Where the canary fails nothing else is begun, and after so many failures nothing more.
#[test]
fn the_canary_and_the_limit() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 9);
    scripts(&mut session);
    session.exec("CREATE TABLE tenant_5.item (); SET migrate.parallel_schemas = 1");
    let error = session.expect_error("CALL migrate.up(schemas => 'tenant%', canary => 'tenant_5')");
    assert_eq!(error.message, "migrations failed in canary \"tenant_5\"; nothing was begun in the other 8");
    assert_eq!(error.sqlstate, "42P07");
    assert_eq!(session.query_text(HISTORY), [""; 0]);
    assert_eq!(session.query_text(CONVERGENCE)[0], "1|0|1|8|tenant_5");

    let error = session.expect_error("CALL migrate.up(schemas => 'tenant%', max_failures => 1)");
    assert_eq!(error.message, "migrations failed in 1 of 9 schemas");
    assert!(error.detail.contains("It is done in 4; 4 were not begun, or broken off."), "{error:?}");
    assert_eq!(session.query_text(HISTORY).len(), 4);
    session.exec("DROP TABLE tenant_5.item");
    assert!(
        session
            .one("CALL migrate.up(schemas => 'tenant%', canary => 'tenant_5')")
            .starts_with("15 migrations applied in 5 schemas")
    );
}

/// What is refused is refused before anything is begun.
#[test]
fn refused() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 3);
    scripts(&mut session);
    for (call, sqlstate, message) in [
        ("CALL migrate.up(schemas => 'nobody%')", "3F000", "no schema matches \"nobody%\""),
        (
            "CALL migrate.up(schemas => ARRAY['tenant_1', 'tenant_9'])",
            "3F000",
            "schema \"tenant_9\" does not exist",
        ),
        (
            "CALL migrate.up(schemas => ARRAY['pg_catalog'])",
            "42501",
            "migrations cannot be run in schema \"pg_catalog\"",
        ),
        (
            "CALL migrate.up(schemas => 1)",
            "42804",
            "\"schemas\" must be a pattern or an array of names, not of type integer",
        ),
        (
            "CALL migrate.up(canary => 'tenant_1')",
            "22023",
            "\"canary\" cannot be given without \"schemas\", \"databases\" or \"servers\"",
        ),
        (
            "CALL migrate.up(schemas => 'tenant%', canary => 'other')",
            "22023",
            "canary \"other\" is not one of the schemas",
        ),
        (
            "BEGIN; CALL migrate.up(schemas => 'tenant%')",
            "25001",
            "migrations cannot be run in many schemas inside a transaction block or function",
        ),
    ] {
        let error = session.expect_error(call);
        assert_eq!((error.sqlstate.as_str(), error.message.as_str()), (sqlstate, message), "{call}");
        session.exec("ROLLBACK");
    }
    assert_eq!(
        session.one("CALL migrate.up(schemas => 'tenant%', dry_run => true)"),
        "9 migrations would be applied in 3 schemas: tenant_1 (1, 2, 3), tenant_2 (1, 2, 3), tenant_3 (1, 2, 3)"
    );
    assert_eq!(session.one("SELECT count(*) FROM migrate.schemas"), "0");
    // An array of the server's own names, and a version in quotes, which is none of a schema.
    assert!(
        session
            .one("CALL migrate.up(schemas => '{tenant_1,tenant_2,tenant_3}'::name[])")
            .starts_with("9 migrations")
    );
    assert!(session.one("CALL migrate.up('1')").starts_with("1 migration applied"));

    // What has run in schemas alone is applied: another text of it is another migration.
    let error = session.expect_error(
        "SELECT * FROM migrate.load(E'-- Migration: 3\\n-- Description: m3\\n-- Date: 20231031\\n\\n-- ====\\n-- UP MIGRATION\\n-- ====\\n\\nSELECT 3;\\n\\n-- ====\\n-- DOWN MIGRATION (ROLLBACK)\\n-- ====\\n\\nSELECT 3;\\n')",
    );
    assert_eq!(error.message, "migration 3 \"m3\" is applied in schema \"tenant_1\" with another text");
    let error = session.expect_error("SELECT * FROM migrate.unregister(3)");
    assert_eq!(error.message, "migration 3 \"m3\" is applied in schema \"tenant_1\"");
}

/// Who asks needs the right in each schema: otherwise names would be found in those behind it.
#[test]
fn a_right_that_is_lacking() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 3);
    scripts(&mut session);
    let role = operator(&db, "LOGIN");
    session.exec(&format!(
        "GRANT ALL ON SCHEMA tenant_1, tenant_2 TO {role}; GRANT USAGE ON SCHEMA tenant_3 TO {role};
         SELECT migrate.approve(version) FROM migrate.migrations"
    ));
    let mut operator = db.session_as(&role);
    let error = operator.expect_error("CALL migrate.up(schemas => 'tenant%')");
    assert_eq!(error.sqlstate, "42501");
    assert_eq!(error.message, format!("role \"{role}\" needs USAGE and CREATE on schema \"tenant_3\""));
    assert_eq!(session.query_text(HISTORY), [""; 0]);
    assert!(
        operator.one("CALL migrate.up(schemas => ARRAY['tenant_1', 'tenant_2'])").starts_with("6 migrations")
    );
    // Nothing is lent: what they made is theirs.
    let owners = "SELECT DISTINCT relowner::regrole FROM pg_class WHERE relname = 'item'";
    assert_eq!(session.query_text(owners), [role]);
}

/// A worker that is killed, whether it leads or follows, leaves each schema at a committed unit; nobody else migrates while one
/// that followed is still at work.
#[test]
fn a_kill_of_each_worker() {
    const AT_WORK: &str = "SELECT count(*) FROM pg_stat_activity
                           WHERE datname = current_database() AND backend_type = 'migrate_ext job'";
    // Its workers need slots, which others may have on a shared server.
    let cluster = Cluster::start(&[]);
    for victim in ["migrate_ext job %", "migrate_ext schemas of job %"] {
        let db = Db::on(&cluster);
        let mut session = db.session();
        tenants(&mut session, 12);
        session.exec(
            "CREATE TABLE pause (); INSERT INTO pause DEFAULT VALUES;
             CREATE FUNCTION pause() RETURNS void LANGUAGE plpgsql AS $$
             BEGIN
                 WHILE EXISTS (SELECT FROM public.pause) LOOP PERFORM pg_sleep(0.1); END LOOP;
             END $$",
        );
        // An index that is built CONCURRENTLY would wait for those who pause.
        create(&mut session, 1, "CREATE TABLE item (id int)", "DROP TABLE item");
        create(&mut session, 3, "INSERT INTO item VALUES (3)", "DELETE FROM item");
        create(&mut session, 4, "VACUUM item; SELECT pause(); INSERT INTO item VALUES (4)", "SELECT 1");
        let mut caller = db.session();
        caller.exec("SET migrate.parallel_schemas = 3");
        let call = caller.start("CALL migrate.up(schemas => 'tenant%')");
        db.wait_for(&format!("{AT_WORK} AND wait_event = 'PgSleep'"), &["3"]);
        session.exec(&format!(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
             WHERE datname = current_database() AND application_name LIKE '{victim}' LIMIT 1"
        ));
        if victim == "migrate_ext job %" {
            let (_, ended) = call.end();
            assert_eq!(ended.expect_err("its worker was killed").sqlstate, "57P01");
            for call in ["CALL migrate.up(schemas => 'tenant_1')", "CALL migrate.up()"] {
                let error = session.expect_error(call);
                assert_eq!(error.message, "another migration is running in this database");
                assert!(error.detail.contains("migrate_ext schemas of job 1"), "{error:?}");
            }
            session.exec("DELETE FROM pause");
            // They end what they are at, and begin nothing else.
            db.wait_for(AT_WORK, &["0"]);
            assert_eq!(session.one("SELECT done FROM migrate.convergence WHERE version = 4"), "2");
        } else {
            session.exec("DELETE FROM pause");
            let (_, ended) = call.end();
            // Who leads takes over what it was at.
            let told = ended.expect("the others go on");
            assert!(told[0].starts_with("36 migrations applied in 12 schemas"), "{told:?}");
        }
        session.exec("CALL migrate.up(schemas => 'tenant%')");
        // Each insert was committed with its row of the history, once.
        let items = "SELECT string_agg(format('SELECT id FROM %s.item', schema_name), ' UNION ALL ') FROM migrate.living_schemas";
        let items = session.one(items);
        assert_eq!(
            session.query_text(&format!("SELECT id, count(*) FROM ({items}) i GROUP BY id ORDER BY id")),
            ["3|12", "4|12"],
            "{victim}"
        );
    }
}

/// A down script that is derived gives each schema back what was there in it.
#[test]
fn a_derived_down_script() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 2);
    session
        .exec("CREATE TABLE tenant_1.item (id int DEFAULT 1); CREATE TABLE tenant_2.item (id int DEFAULT 2)");
    session.exec("SELECT migrate.create('other default', up => 'ALTER TABLE item ALTER id SET DEFAULT 7', version => 1)");
    session.exec("CALL migrate.up(schemas => 'tenant%')");
    let defaults = "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid::regclass::text LIKE 'tenant%' ORDER BY adrelid";
    assert_eq!(session.query_text(defaults), ["7", "7"]);
    let told = session.one("CALL migrate.down(schemas => 'tenant%')");
    assert!(told.starts_with("2 migrations rolled back in 2 schemas"), "{told}");
    assert_eq!(session.query_text(defaults), ["1", "2"]);
}

/// A cancel of the call ends all its workers.
#[test]
fn a_cancel() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    tenants(&mut session, 6);
    create(&mut session, 1, "CREATE TABLE item (id int); SELECT pg_sleep(600)", "DROP TABLE item");
    let mut caller = db.session();
    caller.exec("SET migrate.parallel_schemas = 3");
    let call = caller.start("CALL migrate.up(schemas => 'tenant%')");
    db.wait_for(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'",
        &["3"],
    );
    call.cancel();
    let (_, error) = call.error();
    assert_eq!(error.sqlstate, "57014", "{error:?}");
    db.wait_for(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type LIKE 'migrate_ext%'",
        &["0"],
    );
    assert_eq!(session.query_text(HISTORY), [""; 0]);
}

/// A safe operation of a script finds the table of the schema, and is taken back there.
#[test]
fn safe_operations_and_repeatable_migrations() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 3);
    session.exec("CREATE TABLE public.item (id int)");
    create(
        &mut session,
        1,
        "CREATE TABLE item (id int, n int); INSERT INTO item SELECT n, n FROM generate_series(1, 10) n",
        "DROP TABLE item",
    );
    create(
        &mut session,
        2,
        "SELECT * FROM migrate.safe_create_index('item', '{n}', index_name => 'item_n');
         SELECT * FROM migrate.safe_add_column('item', 'word', 'text')",
        "SELECT migrate.undo(); SELECT migrate.undo()",
    );
    session.exec("SELECT * FROM migrate.create('view', up => 'CREATE OR REPLACE VIEW v AS SELECT id FROM item', repeatable => true)");
    assert!(
        session.one("CALL migrate.up(schemas => 'tenant%')").starts_with("9 migrations applied in 3 schemas")
    );
    let made = "SELECT relnamespace::regnamespace::text FROM pg_class WHERE relname = 'item_n' ORDER BY 1";
    assert_eq!(session.query_text(made), ["tenant_1", "tenant_2", "tenant_3"]);
    // Each is taken back where it was done.
    let only = "CALL migrate.down(schemas => ARRAY['tenant_2'])";
    assert!(session.one(only).starts_with("1 migration rolled back in 1 schema"));
    assert_eq!(session.query_text(made), ["tenant_1", "tenant_3"]);
    assert!(
        session.one("CALL migrate.up(schemas => 'tenant%')").starts_with("1 migration applied in 1 schema")
    );
    assert_eq!(session.query_text(made).len(), 3);

    // Another text of what repeats runs again in each.
    session.exec(
        "SELECT * FROM migrate.create('view', up => 'CREATE OR REPLACE VIEW v AS SELECT id, n FROM item', repeatable => true)",
    );
    let view = "SELECT done, missing FROM migrate.convergence WHERE description LIKE '%view'";
    assert_eq!(session.query_text(view), ["0|3"]);
    assert!(
        session.one("CALL migrate.up(schemas => 'tenant%')").starts_with("3 migrations applied in 3 schemas")
    );
    assert_eq!(session.query_text(view), ["3|0"]);
}
