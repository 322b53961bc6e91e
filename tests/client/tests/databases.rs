//! One set of scripts in many databases: `CALL migrate.up(databases => …)`.

use migrate_client_tests::{Cluster, Db, Session};

use crate::common::create;

/// A server with a database that asks, and others that were made from one which has the extension.
pub struct Fleet {
    /// The database that asks; it goes before its server.
    pub db: Db,
    /// Its server.
    pub cluster: Cluster,
}

impl Fleet {
    /// One with so many customers, `customer_1` and so on. Role `op` may in each what SECURITY.md grants an operator.
    pub fn of(customers: u32) -> Fleet {
        let cluster = Cluster::start(&["max_worker_processes=24"]);
        let db = Db::on(&cluster);
        let fleet = Fleet { db, cluster };
        fleet.db.session().exec("CREATE ROLE op LOGIN");
        fleet.make("plan");
        fleet.at("plan").exec("CREATE EXTENSION migrate_ext");
        let grants =
            "GRANT USAGE ON SCHEMA migrate TO op; GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO op;
                      GRANT CREATE ON SCHEMA public TO op";
        fleet.at("plan").exec(grants);
        fleet.db.session().exec(grants);
        for n in 1..=customers {
            fleet.make(&format!("customer_{n} TEMPLATE plan"));
        }
        fleet
    }

    /// Makes a database.
    pub fn make(&self, what: &str) {
        self.db.session().exec(&format!("CREATE DATABASE {what}"));
    }

    /// A session of the superuser in a database.
    pub fn at(&self, database: &str) -> Session {
        self.as_role(database, self.cluster.user())
    }

    /// The same of a role.
    pub fn as_role(&self, database: &str, role: &str) -> Session {
        Session::open(&self.cluster, database, role)
    }

    /// What a query gives in a database.
    pub fn one(&self, database: &str, sql: &str) -> String {
        self.at(database).one(sql)
    }

    /// The versions that are applied in a database.
    pub fn history(&self, database: &str) -> String {
        self.one(
            database,
            "SELECT coalesce(string_agg(version::text, ' ' ORDER BY version), '') FROM migrate.schema_migrations",
        )
    }
}

/// `version|done|failed|missing|first_failed|unknown`.
const CONVERGENCE: &str = "SELECT version, done, failed, missing, coalesce(first_failed, ''), unknown FROM migrate.database_convergence('customer\\_%')";

/// Three small migrations; the second is of two units, of which one builds an index CONCURRENTLY.
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

/// Two of ten fail on purpose: the others are done, and when the cause is mended, the same call goes on.
#[test]
fn ten_customers() {
    let fleet = Fleet::of(10);
    let mut session = fleet.db.session();
    scripts(&mut session);
    // Somebody's index has the name already; somebody's table is there already.
    fleet.at("customer_4").exec("CREATE TABLE item ()");
    fleet.at("customer_7").exec("CREATE TABLE item_n ()");
    session.exec("SET migrate.parallel_databases = 3");
    let error = session.expect_error(
        "CALL migrate.up(databases => 'customer\\_%', canary => 'customer_2', max_failures => 5)",
    );
    assert_eq!(error.message, "migrations failed in 2 of 10 databases");
    assert_eq!(error.sqlstate, "42P07");
    assert!(error.detail.contains("\"customer_4\": migration 1 \"m1\" failed"), "{error:?}");
    assert!(error.detail.contains("\"customer_7\": migration 2 \"m2\" failed in unit 2 of 2"), "{error:?}");
    assert!(error.detail.ends_with("It is done in 8."), "{error:?}");
    assert!(error.hint.contains("CALL migrate.up(databases => ...) goes on"), "{error:?}");
    assert_eq!(
        session.query_text(CONVERGENCE),
        ["1|9|1|0|customer_4|0", "2|8|1|1|customer_7|0", "3|8|0|2||0"]
    );
    // Each has what is its own; nothing is said of the database that asks.
    assert_eq!(fleet.history("customer_2"), "1 2 3");
    assert_eq!(fleet.one("customer_2", "SELECT count(*) FROM migrate.jobs WHERE status = 'done'"), "1");
    assert_eq!(session.one("SELECT count(*) FROM migrate.schema_migrations"), "0");
    assert_eq!(session.one("SELECT to_regclass('item') IS NULL"), "t");
    let status = "SELECT version, status FROM migrate.database_status('{customer_7}'::text[])";
    assert_eq!(session.query_text(status), ["1|applied", "2|failed", "3|pending"]);

    const WORK: &str = "SELECT status, coalesce(replace(next, E'\\n', ''), '-'), message LIKE 'over since:%' FROM migrate.work ORDER BY job";
    assert_eq!(session.query_text(WORK), ["failed|CALL migrate.up(databases => ...)|f"]);
    fleet.at("customer_4").exec("DROP TABLE item");
    fleet.at("customer_7").exec("DROP TABLE item_n");
    let told = session.one("CALL migrate.up(databases => 'customer\\_%')");
    assert_eq!(session.query_text(WORK), ["failed|-|t", "done|-|f"]);
    // Of the second migration of customer_7 one unit was done.
    assert!(told.starts_with("5 migrations applied in 2 databases in "), "{told}");
    assert_eq!(session.query_text(CONVERGENCE), ["1|10|0|0||0", "2|10|0|0||0", "3|10|0|0||0"]);
    assert_eq!(
        session.one("CALL migrate.up(databases => 'customer\\_%')"),
        "nothing to apply in 10 databases"
    );
    // A new one gets all that is missing, and no other is touched; the one that asks is one of them.
    fleet.make("customer_11 TEMPLATE plan");
    let own = fleet.db.name();
    let told =
        session.one(&format!("CALL migrate.up(databases => ARRAY['customer_1', 'customer_11', '{own}'])"));
    assert!(told.starts_with("6 migrations applied in 2 databases in "), "{told}");
    // Where a version is not applied, it is taken back already.
    session.exec("CALL migrate.down(databases => ARRAY['customer_3'], steps => 2)");
    let told = session.one("CALL migrate.down(databases => 'customer\\_%', target => 2)");
    assert!(told.starts_with("10 migrations rolled back in 10 databases in "), "{told}");
    assert_eq!(fleet.history("customer_3"), "1");
    session.exec("CALL migrate.up(databases => 'customer\\_%')");
    let told = session.one("CALL migrate.down(databases => ARRAY['customer_1', 'customer_2'], steps => 2)");
    assert!(told.starts_with("4 migrations rolled back in 2 databases in "), "{told}");
    assert_eq!(fleet.history("customer_2"), "1");
    let told =
        session.one("CALL migrate.up(databases => ARRAY['customer_1'], target => 2, preflight => true)");
    assert!(told.starts_with("1 migration applied in 1 database in "), "{told}");
    assert_eq!(fleet.history("customer_1"), "1 2");
}

/// Where the canary fails nothing else is begun, and after so many failures nothing more.
#[test]
fn the_canary_and_the_limit() {
    let fleet = Fleet::of(5);
    let mut session = fleet.db.session();
    scripts(&mut session);
    fleet.at("customer_3").exec("CREATE TABLE item ()");
    session.exec("SET migrate.parallel_databases = 1");
    let error = session.expect_error("CALL migrate.up(databases => 'customer%', canary => 'customer_3')");
    assert_eq!(error.message, "migrations failed in canary \"customer_3\"; nothing was begun in the other 4");
    assert_eq!(error.sqlstate, "42P07");
    assert_eq!(session.query_text(CONVERGENCE)[0], "1|0|1|4|customer_3|0");
    let error = session.expect_error("CALL migrate.up(databases => 'customer%')");
    assert!(error.detail.ends_with("It is done in 2; 2 were not begun, or broken off."), "{error:?}");
    assert_eq!(session.query_text(CONVERGENCE)[0], "1|2|1|2|customer_3|0");
}

/// Databases that cannot be asked are told, each with its SQLSTATE and what to do.
#[test]
fn who_cannot_be_asked() {
    let fleet = Fleet::of(4);
    let mut session = fleet.db.session();
    scripts(&mut session);
    fleet.make("customer_5");
    fleet.at("customer_2").exec("UPDATE pg_extension SET extversion = '0.2.0' WHERE extname = 'migrate_ext'");
    session.exec(
        "ALTER DATABASE customer_3 ALLOW_CONNECTIONS false;
         UPDATE pg_database SET datconnlimit = -2 WHERE datname = 'customer_4'",
    );
    let error = session.expect_error(
        "CALL migrate.up(databases => ARRAY['customer_1', 'customer_2', 'customer_3', 'customer_4', 'customer_5'], max_failures => 9)",
    );
    assert_eq!(error.message, "migrations failed in 4 of 5 databases");
    for told in [
        "\"customer_2\": extension migrate_ext is version 0.2.0 here, its library 0.3.0 (55000)",
        "Hint: Run ALTER EXTENSION migrate_ext UPDATE.",
        "\"customer_3\": database \"customer_3\" is not currently accepting connections (55000)",
        "\"customer_4\": cannot connect to invalid database \"customer_4\" (55000)",
        "\"customer_5\": extension \"migrate_ext\" does not exist (42704)",
        "Hint: Connect to that database and run CREATE EXTENSION migrate_ext.",
        "It is done in 1.",
    ] {
        assert!(error.detail.contains(told), "{told}: {}", error.detail);
    }
    assert_eq!(session.query_text(CONVERGENCE)[0], "1|1|0|0|customer_2|4");
    let status = "SELECT database_name, status, left(note, 30) FROM migrate.database_status('customer%') WHERE version IS NULL";
    assert_eq!(
        session.query_text(status),
        [
            "customer_2|unknown|extension migrate_ext is versi",
            "customer_3|unknown|database \"customer_3\" is not c",
            "customer_4|unknown|cannot connect to invalid data",
            "customer_5|unknown|extension \"migrate_ext\" does n",
        ]
    );
    // A look waits for nobody who waits for it.
    let own = fleet.db.name();
    session.exec("BEGIN; LOCK TABLE migrate.schema_migrations IN ACCESS EXCLUSIVE MODE");
    let look = format!("SELECT status, note FROM migrate.database_status('{own}')");
    assert_eq!(session.query_text(&look), ["unknown|canceling statement due to lock timeout (55P03)"]);
    session.exec("ROLLBACK");
    let told = session.one("CALL migrate.up(databases => 'customer%', dry_run => true)");
    assert!(
        told.starts_with(
            "nothing would be applied in 1 database; it would fail in 4 databases: customer_2 ("
        ),
        "{told}"
    );
    for (call, sqlstate, message) in [
        ("CALL migrate.up(databases => 'nobody%')", "3D000", "no database matches \"nobody%\""),
        ("CALL migrate.up(databases => ARRAY['nobody'])", "3D000", "migrations failed in 1 of 1 databases"),
        (
            "CALL migrate.up(databases => ARRAY['template1'])",
            "42809",
            "migrations failed in 1 of 1 databases",
        ),
        ("CALL migrate.up(databases => 'template%')", "3D000", "no database matches \"template%\""),
        ("CALL migrate.up(databases => '{}'::text[])", "22023", "\"databases\" names none"),
        (
            "CALL migrate.up(databases => 1)",
            "42804",
            "\"databases\" must be a pattern or an array of names, not of type integer",
        ),
        (
            "CALL migrate.up(databases => 'c%', schemas => 's%')",
            "22023",
            "schemas and databases must not be given together",
        ),
        (
            "CALL migrate.up(databases => 'c%', canary => 'x')",
            "22023",
            "canary \"x\" is not one of the databases",
        ),
        (
            "CALL migrate.up(databases => 'c%', max_failures => 0)",
            "22023",
            "max_failures must be at least 1, not 0",
        ),
        (
            "BEGIN; CALL migrate.up(databases => 'c%')",
            "25001",
            "migrations cannot be run in many databases inside a transaction block or function",
        ),
        ("SELECT * FROM migrate.database_status('nobody%')", "3D000", "no database matches \"nobody%\""),
        (
            "SELECT * FROM migrate.resume(1)",
            "0A000",
            "job 1 is at many databases, and is not resumed by its number",
        ),
    ] {
        let error = session.expect_error(call);
        assert_eq!((error.sqlstate.as_str(), error.message.as_str()), (sqlstate, message), "{call}");
        session.exec("ROLLBACK");
    }
}

/// Nobody's rights are lent: what the asker may do by hand in a database he may do there, and nothing else.
#[test]
fn the_askers_rights_count() {
    let fleet = Fleet::of(6);
    let mut session = fleet.db.session();
    session.exec("CREATE ROLE worker; GRANT worker TO op; CREATE ROLE owner NOLOGIN");
    let mut op = fleet.as_role(fleet.db.name(), "op");
    create(&mut op, 1, "CREATE TABLE who AS SELECT session_user AS s, current_user AS u", "DROP TABLE who");
    // He may not connect; he may connect, and use nothing; he may apply, and register nothing.
    session.exec("REVOKE CONNECT ON DATABASE customer_2 FROM PUBLIC");
    fleet.at("customer_3").exec("REVOKE USAGE ON SCHEMA migrate FROM op");
    fleet.at("customer_4").exec("REVOKE EXECUTE ON ALL ROUTINES IN SCHEMA migrate FROM op; GRANT EXECUTE ON PROCEDURE migrate.up TO op");
    fleet.at("customer_5").exec("REVOKE EXECUTE ON PROCEDURE migrate.up FROM op");
    fleet.at("customer_6").exec("REVOKE CREATE ON SCHEMA public FROM op");
    let error = op.expect_error("CALL migrate.up(databases => 'customer%', max_failures => 9)");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("42501", "migrations failed in 5 of 6 databases")
    );
    for told in [
        "\"customer_2\": permission denied for database \"customer_2\" (42501)\n  Role \"op\" does not have the CONNECT privilege.",
        "\"customer_3\": permission denied for schema migrate (42501)",
        "\"customer_4\": permission denied to register a migration (42501)",
        "\"customer_5\": permission denied for procedure up (42501)",
        "\"customer_6\": migration 1 \"m1\" failed",
        "42501: permission denied for schema public",
    ] {
        assert!(error.detail.contains(told), "{told}: {}", error.detail);
    }
    for database in ["customer_2", "customer_3", "customer_4", "customer_5"] {
        assert_eq!(fleet.one(database, "SELECT count(*) FROM migrate.migrations"), "0", "{database}");
        assert_eq!(fleet.one(database, "SELECT count(*) FROM migrate.jobs"), "0", "{database}");
    }
    assert_eq!(fleet.one("customer_1", "SELECT s || ' ' || u FROM who"), "op op");
    assert_eq!(fleet.one("customer_1", "SELECT registered_by FROM migrate.migrations"), "op");
    // What is there already needs no right to register.
    fleet.at("customer_4").exec("SELECT migrate.create('m1', 'CREATE TABLE who AS SELECT session_user AS s, current_user AS u', 'DROP TABLE who', 1); SELECT migrate.approve(1)");
    assert!(op.one("CALL migrate.up(databases => ARRAY['customer_4'])").starts_with("1 migration applied"));

    // Where a status is not his to read, it is not told.
    let status = "SELECT database_name, note FROM migrate.database_status('{customer_3,customer_4}'::text[])";
    assert_eq!(
        op.query_text(status),
        [
            "customer_3|permission denied for schema migrate (42501)",
            "customer_4|permission denied for function status (42501)"
        ]
    );

    // Nor is a definer's right lent to who calls his function.
    session.exec(
        "CREATE FUNCTION look() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS
         $$SELECT note FROM migrate.database_status('customer_3')$$",
    );
    let error = op.expect_error("SELECT look()");
    assert_eq!(error.message, "session user \"op\" may not take role \"postgres\" to run a migration");

    // His role goes along, and no script leads to more than it.
    for (version, script, message) in [
        (
            2,
            "RESET ROLE; SET SESSION AUTHORIZATION DEFAULT; CREATE ROLE more SUPERUSER",
            "must be superuser to create superusers",
        ),
        (3, "COPY who FROM PROGRAM 'id'", "external program"),
        (4, "SET ROLE postgres", "permission denied to set role \"postgres\""),
    ] {
        op.exec(&format!("SELECT migrate.create('more', $up${script}$up$, version => {version})"));
        let error = op.expect_error("CALL migrate.up(databases => ARRAY['customer_1'])");
        assert_eq!(error.sqlstate, "42501", "{error:?}");
        assert!(error.detail.contains(message) || fleet.cluster.version() >= 16, "{error:?}");
        op.exec(&format!("SELECT migrate.unregister({version})"));
        fleet.at("customer_1").exec(&format!("SELECT migrate.unregister({version})"));
    }
    assert_eq!(session.one("SELECT count(*) FROM pg_roles WHERE rolname = 'more'"), "0");

    // A role that he has set, and one that cannot log in.
    for database in ["customer_1", "plan", fleet.db.name()] {
        fleet.at(database).exec(
            "GRANT USAGE ON SCHEMA migrate TO worker; GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO worker;
             GRANT CREATE ON SCHEMA public TO worker",
        );
    }
    op.exec("SELECT migrate.create('as', 'CREATE TABLE whose AS SELECT session_user AS s, current_user AS u', version => 5); SET ROLE worker");
    assert!(op.one("CALL migrate.up(databases => ARRAY['customer_1'])").starts_with("1 migration applied"));
    assert_eq!(fleet.one("customer_1", "SELECT s || ' ' || u FROM whose"), "op worker");
    session.exec("SET SESSION AUTHORIZATION owner");
    let error = session.expect_error("CALL migrate.up(databases => ARRAY['customer_1'])");
    assert_eq!(error.sqlstate, "42501", "{error:?}");
}

/// Approvals are those of the database in which it runs; and nobody vouches there for what he could not apply here.
#[test]
fn approvals() {
    let fleet = Fleet::of(3);
    let mut session = fleet.db.session();
    create(&mut session, 1, "CREATE TABLE item ()", "DROP TABLE item");
    session.exec("ALTER DATABASE customer_2 SET migrate.require_approval = 'always'");
    let error = session.expect_error("CALL migrate.up(databases => 'customer%', max_failures => 5)");
    assert_eq!(error.message, "migrations failed in 1 of 3 databases");
    assert!(error.detail.contains("\"customer_2\": migration 1 \"m1\" needs approval"), "{error:?}");
    assert!(
        error.detail.contains("Hint: There: ") && error.detail.contains("migrate.approve(1)"),
        "{error:?}"
    );
    assert_eq!(fleet.one("customer_2", "SELECT to_regclass('item') IS NULL"), "t");
    fleet.at("customer_2").exec("SELECT migrate.approve(1)");
    assert!(
        session
            .one("CALL migrate.up(databases => 'customer%')")
            .starts_with("1 migration applied in 1 database")
    );

    // Somebody else's script: the superuser would run it with his rights, as registered by himself.
    let mut op = fleet.as_role(fleet.db.name(), "op");
    create(&mut op, 2, "CREATE ROLE more SUPERUSER", "DROP ROLE more");
    let error = session.expect_error("CALL migrate.up(databases => ARRAY['customer_1'])");
    assert_eq!(error.sqlstate, "42501");
    assert!(
        error.detail.contains("migration 2 \"m2\" needs approval to run as role \"postgres\""),
        "{error:?}"
    );
    assert!(error.detail.contains("Hint: In the database that asks: SELECT migrate.approve(2)"), "{error:?}");
    assert!(error.detail.contains("not approved in the database that asks"), "{error:?}");
    assert_eq!(fleet.one("customer_1", "SELECT count(*) FROM migrate.migrations WHERE version = 2"), "0");
    assert_eq!(session.one("SELECT count(*) FROM pg_roles WHERE rolname = 'more'"), "0");
    session.exec("SELECT migrate.approve(2)");
    assert!(
        session.one("CALL migrate.up(databases => ARRAY['customer_1'])").starts_with("1 migration applied")
    );
    // What is there by somebody else needs an approval there.
    let mut there = fleet.as_role("customer_3", "op");
    create(&mut there, 2, "CREATE ROLE more SUPERUSER", "DROP ROLE more");
    let error = session.expect_error("CALL migrate.up(databases => ARRAY['customer_3'])");
    assert!(error.detail.contains("\"customer_3\": migration 2 \"m2\" needs approval"), "{error:?}");
}

/// A text that is another one than the applied one is refused, and nothing is registered beside it.
#[test]
fn what_travels() {
    let fleet = Fleet::of(3);
    let mut session = fleet.db.session();
    let mut other = fleet.at("customer_2");
    create(&mut other, 3, "CREATE TABLE other ()", "DROP TABLE other");
    other.exec("CALL migrate.up()");
    scripts(&mut session);
    session.exec(
        "SELECT * FROM migrate.load('CREATE TABLE dotted ();', 'V1.2.10__dotted.sql');
         SELECT * FROM migrate.load('CREATE OR REPLACE VIEW items AS SELECT id FROM item;', 'R__items.sql');
         SELECT * FROM migrate.set_callback('after_all', 'CREATE TABLE IF NOT EXISTS called ()')",
    );
    let error = session.expect_error("CALL migrate.up(databases => 'customer%', max_failures => 2)");
    assert_eq!(error.message, "migrations failed in 1 of 3 databases");
    assert!(error.detail.contains("\"customer_2\": migration 3 \"m3\""), "{error:?}");
    assert_eq!(fleet.one("customer_2", "SELECT count(*) FROM migrate.migrations"), "1");
    let all = "SELECT string_agg(concat_ws('|', m.description, l.label, l.place::text, l.repeats, l.event, m.filename, m.checksum), E'\\n' ORDER BY m.version)
               FROM migrate.migrations m LEFT JOIN migrate.labels l USING (version)";
    assert_eq!(fleet.one("customer_1", all), session.one(all));
    assert_eq!(fleet.one("customer_1", "SELECT count(*) FROM migrate.done"), "5");
    assert_eq!(fleet.one("customer_1", "SELECT to_regclass('called') IS NOT NULL"), "t");

    // A database has a search path of its own, unless the session has set one; what else it has set goes along.
    fleet
        .at("customer_3")
        .exec("CREATE SCHEMA app; CREATE SCHEMA given; ALTER DATABASE customer_3 SET search_path = app");
    create(
        &mut session,
        7,
        "CREATE TABLE placed AS SELECT current_setting('app.tenant', true) AS tenant",
        "DROP TABLE placed",
    );
    session.exec("SET app.tenant = 'seven'");
    session.exec("CALL migrate.up(databases => ARRAY['customer_3'], only_version => 7)");
    assert_eq!(fleet.one("customer_3", "SELECT tenant FROM app.placed"), "seven");
    session.exec("CALL migrate.down(databases => ARRAY['customer_3'], only_version => 7); ");
    session.exec("SET search_path = given");
    session.exec("CALL migrate.up(databases => ARRAY['customer_3'], only_version => 7)");
    assert_eq!(fleet.one("customer_3", "SELECT tenant FROM given.placed"), "seven");

    // At a draft all of them stop, which is told.
    session.exec("SELECT migrate.create('Write me', version => 8)");
    session.exec("RESET search_path");
    const STOPPED: &str = "; stopped at draft 8 \"Write me\"";
    let said = session.one("CALL migrate.up(databases => ARRAY['customer_3'], dry_run => true)");
    assert!(said.starts_with("nothing would be applied in 1 database") && said.ends_with(STOPPED), "{said}");
    let said = session.one("CALL migrate.up(databases => ARRAY['customer_3'])");
    assert_eq!(said, format!("nothing to apply in 1 database{STOPPED}"));
}
