//! The way back: tables written so that the tools see as applied what is applied here.

use migrate_client_tests::Db;

use super::{GOOSE, ORDERS, USERS, load, told};

#[test]
fn what_is_exported_is_what_the_tool_sees_as_applied() {
    for (tool, files) in [
        ("dbmate", ["1_users.sql", "2_orders.sql"]),
        ("golang-migrate", ["1_users.up.sql", "2_orders.up.sql"]),
        ("goose", ["1_users.sql", "2_orders.sql"]),
        ("flyway", ["V1__users.sql", "V2__orders.sql"]),
        ("sqlx", ["1_users.sql", "2_orders.sql"]),
        ("refinery", ["V1__users.sql", "V2__orders.sql"]),
        ("diesel", ["1_users.sql", "2_orders.sql"]),
        ("node-pg-migrate", ["1_users.sql", "2_orders.sql"]),
        ("knex", ["1_users.sql", "2_orders.sql"]),
        ("sequelize", ["1_users.sql", "2_orders.sql"]),
        ("kysely", ["1_users.sql", "2_orders.sql"]),
        ("postgrator", ["1_users.sql", "2_orders.sql"]),
        ("db-migrate", ["20240101000001_users.sql", "20240101000002_orders.sql"]),
        ("sql-migrate", ["1_users.sql", "2_orders.sql"]),
        ("supabase", ["1_users.sql", "2_orders.sql"]),
        ("prisma", ["1_users.sql", "2_orders.sql"]),
        ("ecto", ["1_users.sql", "2_orders.sql"]),
        ("rails", ["1_users.sql", "2_orders.sql"]),
        ("laravel", ["1_users.sql", "2_orders.sql"]),
        ("ley", ["1_users.sql", "2_orders.sql"]),
        ("tern", ["1_users.sql", "2_orders.sql"]),
        ("guide", ["1_users.sql", "2_orders.sql"]),
    ] {
        let db = Db::fresh();
        let mut session = db.session();
        load(&mut session, files[0], USERS);
        load(&mut session, files[1], "CREATE TABLE orders (id int PRIMARY KEY);\n");
        session.exec("CALL migrate.up()");
        if tool == "rails" {
            session.exec("CREATE TABLE ar_internal_metadata (key varchar, value varchar)");
        }
        let planned = format!(
            "SELECT count(*), bool_and(sql IS NOT NULL) FROM migrate.export_history('{tool}', dry_run => true)"
        );
        let planned = session.one(&planned);
        assert!(planned.ends_with("|t"), "{tool}: {planned}");
        let export = format!("SELECT status FROM migrate.export_history('{tool}') WHERE version IS NOT NULL");
        let added = session.query_text(&export);
        assert!(added.iter().all(|status| status == "added") && !added.is_empty(), "{tool}: {added:?}");
        let seen = told(&mut session, &format!("import_history('{tool}', dry_run => true)"));
        assert_eq!(seen.len(), 2, "{tool}: {seen:?}");
        for row in &seen {
            assert!(row.contains("|unchanged|") && !row.ends_with("differs"), "{tool}: {seen:?}");
        }
        let again = session.query_text(&export);
        assert!(again.iter().all(|status| status == "unchanged"), "{tool}: {again:?}");
    }
}

#[test]
fn an_export_adds_to_what_the_tool_has_and_says_what_it_cannot() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(GOOSE);
    load(&mut session, "1_users.sql", USERS);
    load(&mut session, "2_orders.sql", ORDERS);
    session.exec("SELECT * FROM migrate.import_history()");
    session.exec("CALL migrate.up()");
    assert_eq!(
        session.query_text("SELECT version, status FROM migrate.export_history('goose')"),
        ["1|unchanged", "2|added"]
    );
    assert_eq!(
        session.query_text("SELECT version_id, is_applied FROM goose_db_version ORDER BY id"),
        ["0|t", "1|t", "2|t", "2|f", "2|t"]
    );
    let error = session.expect_error("SELECT * FROM migrate.export_history('alembic')");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("0A000", "history of alembic cannot be written from here")
    );
    session.exec("SELECT migrate.record_migration(9, 'by hand')");
    assert_eq!(
        session.query_text("SELECT version, status, detail FROM migrate.export_history('flyway', dry_run => true) WHERE version = '9'"),
        ["9|left out|the name of its file is not known"]
    );
}
