//! The histories of many schemas that are changed by hand: tenants of another tool are taken over.

use migrate_client_tests::Db;

use crate::common::create;
use crate::schemas::tenants;

/// `schema_name: version` of all that is applied.
const APPLIED: &str = "
    SELECT schema_name || ': ' || string_agg(version::text, ' ' ORDER BY version) FROM migrate.schema_history
    GROUP BY schema_name ORDER BY 1";

const CONVERGENCE: &str = "SELECT version, done, failed, missing FROM migrate.convergence";

/// Tenants that have had migration 10 and 20 from somebody else, and one that is new.
#[test]
fn tenants_of_another_tool_are_taken_over() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 3);
    session.exec(
        "CREATE TABLE tenant_1.item (id int, n int); CREATE TABLE tenant_2.item (id int, n int); CREATE SCHEMA new_one",
    );
    create(&mut session, 10, "CREATE TABLE item (id int)", "DROP TABLE item");
    create(&mut session, 20, "ALTER TABLE item ADD COLUMN n int", "ALTER TABLE item DROP COLUMN n");
    create(&mut session, 30, "ALTER TABLE item ADD COLUMN word text", "ALTER TABLE item DROP COLUMN word");
    assert_eq!(
        session.query_text("SELECT * FROM migrate.baseline(20, schemas => ARRAY['tenant_1', 'tenant_2'])"),
        ["10|m10|recorded in 2 schemas", "20|m20|recorded in 2 schemas"]
    );
    assert_eq!(session.query_text(APPLIED), ["tenant_1: 10 20", "tenant_2: 10 20"]);
    assert_eq!(
        session.one("SELECT migrate.current_version() IS NULL"),
        "t",
        "nothing of it is the database's"
    );
    let told = session.one("CALL migrate.up(schemas => ARRAY['tenant_1', 'tenant_2', 'new_one'])");
    assert!(told.starts_with("5 migrations applied in 3 schemas"), "{told}");
    assert_eq!(session.query_text(CONVERGENCE), ["10|3|0|0", "20|3|0|0", "30|3|0|0"]);
    // What lies below is not taken back, nor is it run if it comes later.
    let error = session.expect_error("CALL migrate.down(schemas => ARRAY['tenant_1'], steps => 2)");
    assert_eq!(error.sqlstate, "55000", "{error:?}");
    let told = session.one(
        "SELECT status || ': ' || detail FROM migrate.load('CREATE TABLE late (id int)', '15_late.up.sql', 'DROP TABLE late')",
    );
    assert!(told.starts_with("registered: "), "{told}");
    assert!(told.ends_with("; recorded in 2 schemas, below a baseline there"), "{told}");
    let told = session.one("CALL migrate.up(schemas => ARRAY['tenant_1', 'tenant_2', 'new_one'])");
    assert!(told.starts_with("1 migration applied in 1 schema"), "{told}");
    assert_eq!(session.query_text(CONVERGENCE), ["10|3|0|0", "15|3|0|0", "20|3|0|0", "30|3|0|0"]);
    assert_eq!(
        session.query_text(
            "SELECT DISTINCT how FROM migrate.schema_origins WHERE version < 20 AND tenant <> (
                 SELECT id FROM migrate.schemas WHERE schema_name = 'new_one')"
        ),
        ["baseline"]
    );
}

/// In all of them or in none, and the other way back.
#[test]
fn in_all_of_them_or_in_none() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 3);
    create(&mut session, 10, "CREATE TABLE item (id int)", "DROP TABLE item");
    assert_eq!(
        session.query_text("SELECT * FROM migrate.record_migration(10, schemas => ARRAY['tenant_3'])"),
        ["10|m10|recorded in 1 schema"]
    );
    let error = session.expect_error("SELECT * FROM migrate.record_migration(10, schemas => 'tenant\\_%')");
    assert_eq!(error.sqlstate, "42710", "{error:?}");
    assert_eq!(error.message, "migration 10 is already recorded as applied");
    assert!(error.detail.contains("In schema \"tenant_3\"."), "{error:?}");
    assert_eq!(session.query_text(APPLIED), ["tenant_3: 10"]);
    assert_eq!(
        session.one("SELECT status FROM migrate.record_migration(11, 'by hand', schemas => 'tenant\\_%')"),
        "recorded in 3 schemas"
    );
    let journal = "SELECT DISTINCT version, kind, status FROM migrate.schema_journal ORDER BY 1";
    let noted = session.query_text(journal);
    assert_eq!(noted.len(), 2, "{noted:?}");
    let error = session.expect_error("SELECT * FROM migrate.remove_migration(10, schemas => 'tenant\\_%')");
    assert_eq!(error.sqlstate, "42704", "{error:?}");
    assert!(error.detail.contains("In schema \"tenant_1\"."), "{error:?}");
    assert_eq!(
        session.query_text("SELECT * FROM migrate.remove_migration(11, schemas => 'tenant\\_%')"),
        ["11|by hand|removed in 3 schemas"]
    );
    assert_eq!(session.query_text(APPLIED), ["tenant_3: 10"]);
    session.exec("SELECT * FROM migrate.baseline(12, schemas => 'tenant\\_%')");
    let error = session.expect_error("SELECT * FROM migrate.remove_migration(10, schemas => 'tenant\\_%')");
    assert!(
        error.hint.starts_with("SELECT * FROM migrate.remove_migration(12, schemas => ...) removes"),
        "{error:?}"
    );
}

/// A schema does not stand any more where somebody has done by hand what failed there.
#[test]
fn what_was_done_by_hand_has_not_failed() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 2);
    session.exec("CREATE TABLE tenant_2.item (id int)");
    create(&mut session, 1, "CREATE TABLE item (id int)", "DROP TABLE item");
    create(&mut session, 2, "ALTER TABLE item ADD COLUMN n int", "SELECT 1");
    session.expect_error("CALL migrate.up(schemas => 'tenant%')");
    assert_eq!(session.query_text(CONVERGENCE), ["1|1|1|0", "2|1|0|1"]);
    session.exec("SELECT * FROM migrate.record_migration(1, schemas => ARRAY['tenant_2'])");
    assert_eq!(session.query_text(CONVERGENCE), ["1|2|0|0", "2|1|0|1"]);
    session.exec("CALL migrate.up(schemas => 'tenant%')");
    assert_eq!(session.query_text(CONVERGENCE), ["1|2|0|0", "2|2|0|0"]);
}

#[test]
fn whose_schemas_they_are_not_is_refused() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 2);
    let role = format!("hand_{}", db.name());
    session.exec(&format!(
        "CREATE ROLE {role} LOGIN; GRANT USAGE ON SCHEMA migrate, tenant_2 TO {role}; GRANT ALL ON SCHEMA tenant_1 TO {role};
         GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO {role}"
    ));
    let mut other = db.session_as(&role);
    for call in [
        "record_migration(1, schemas => 'tenant%')",
        "baseline(1, schemas => 'tenant%')",
        "remove_migration(1, schemas => 'tenant%')",
    ] {
        let error = other.expect_error(&format!("SELECT * FROM migrate.{call}"));
        assert_eq!(error.sqlstate, "42501", "{call}: {error:?}");
    }
    assert_eq!(session.query_text(APPLIED), [""; 0]);
    for (given, sqlstate) in [
        ("NULL::text", "22004"),
        ("'nobody%'", "3F000"),
        ("ARRAY['tenant_9']", "3F000"),
        ("ARRAY['public', 'migrate']", "42501"),
        ("7", "42804"),
    ] {
        for call in ["record_migration(1", "baseline(1", "remove_migration(1"] {
            let error = session.expect_error(&format!("SELECT * FROM migrate.{call}, schemas => {given})"));
            assert_eq!(error.sqlstate, sqlstate, "{call}, {given}: {error:?}");
        }
    }
    assert_eq!(session.one("SELECT count(*) FROM migrate.schemas"), "0", "nobody was given a number");
    // Without them it is the database's, as ever.
    assert_eq!(session.one("SELECT status FROM migrate.record_migration(1, schemas => NULL)"), "recorded");
    session.exec(&format!("DROP OWNED BY {role}"));
    drop(other);
    session.exec(&format!("DROP ROLE {role}"));
}

/// Each tenant has a history of Flyway's of its own.
#[test]
fn histories_of_another_tool_are_imported() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 3);
    for (schema, versions) in [("tenant_1", "1, 2"), ("tenant_2", "1"), ("tenant_3", "1, 2")] {
        session.exec(&format!(
            "CREATE TABLE {schema}.flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50),
                 description varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum int,
                 installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(),
                 execution_time int NOT NULL, success boolean NOT NULL);
             INSERT INTO {schema}.flyway_schema_history
             SELECT v, v::text, 'step ' || v, 'SQL', 'V' || v || '__step.sql', NULL, 'flyway', now(), 5, true
             FROM unnest(ARRAY[{versions}]) v; CREATE TABLE {schema}.item (id int)"
        ));
    }
    create(&mut session, 1, "CREATE TABLE item (id int)", "DROP TABLE item");
    create(&mut session, 2, "CREATE TABLE other (id int)", "DROP TABLE other");
    create(&mut session, 3, "CREATE TABLE third (id int)", "DROP TABLE third");
    let planned = session.query_text("SELECT status, count(*) FROM migrate.import_history(schemas => 'tenant%', dry_run => true) GROUP BY 1 ORDER BY 1");
    assert_eq!(planned, ["planned|5", "read|3"]);
    assert_eq!(session.one("SELECT count(*) FROM migrate.schemas"), "0");
    let told = session.query_text("SELECT name, status FROM migrate.import_history(schemas => 'tenant%')");
    assert_eq!(told[0], "tenant_1.flyway_schema_history|read", "{told:?}");
    assert_eq!(told.iter().filter(|row| row.ends_with("|recorded")).count(), 5, "{told:?}");
    assert_eq!(session.query_text(APPLIED), ["tenant_1: 1 2", "tenant_2: 1", "tenant_3: 1 2"]);
    assert_eq!(session.one("SELECT migrate.current_version() IS NULL"), "t");
    let again = "SELECT DISTINCT status FROM migrate.import_history(schemas => 'tenant%') ORDER BY 1";
    assert_eq!(session.query_text(again), ["read", "unchanged"]);
    session.exec("CALL migrate.up(schemas => 'tenant%')");
    assert_eq!(session.query_text(CONVERGENCE), ["1|3|0|0", "2|3|0|0", "3|3|0|0"]);
    // In all of them or in none.
    session.exec("CREATE SCHEMA tenant_4; DELETE FROM migrate.schema_applied WHERE version = 2");
    let error = session.expect_error("SELECT * FROM migrate.import_history(schemas => 'tenant%')");
    assert!(error.detail.contains("In schema \"tenant_4\"."), "{error:?}");
    assert_eq!(session.one("SELECT count(*) FROM migrate.schema_applied WHERE version = 2"), "0");
    let error = session
        .expect_error("SELECT * FROM migrate.import_history(schema => 'tenant_1', schemas => 'tenant%')");
    assert_eq!(error.sqlstate, "22023", "{error:?}");
}
