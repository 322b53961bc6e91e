//! One set of scripts on many servers: `CALL migrate.up(servers => …)`, by dblink.

use migrate_client_tests::{Cluster, Db, Session};

use crate::common::create;

/// A database that asks, and servers with one database each, by names `eu_1` and so on.
struct Far {
    db: Db,
    there: Vec<Db>,
    servers: Vec<Cluster>,
    _own: Cluster,
}

/// Lets role `far` in with its password alone, and everybody else without.
fn ask_for_password(db: &Db) {
    let mut session = db.session();
    session.exec("CREATE ROLE far LOGIN PASSWORD 'secret'");
    let file = session.one("SHOW hba_file");
    session.exec(&format!(
        "COPY (VALUES ('local all far scram-sha-256'), ('local all all trust')) TO '{file}';
         SELECT pg_reload_conf()"
    ));
    session.exec(
        "GRANT USAGE ON SCHEMA migrate TO far; GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO far;
         GRANT CREATE ON SCHEMA public TO far",
    );
}

impl Far {
    fn with(count: usize) -> Far {
        let own = Cluster::start(&["max_worker_processes=16"]);
        let db = Db::on(&own);
        let mut session = db.session();
        session.exec("CREATE EXTENSION dblink; CREATE ROLE op LOGIN");
        let (mut servers, mut there) = (Vec::new(), Vec::new());
        for number in 1..=count {
            let server = Cluster::start(&[]);
            let other = Db::beside_on(&server);
            ask_for_password(&other);
            session.exec(&format!(
                "CREATE SERVER eu_{number} FOREIGN DATA WRAPPER dblink_fdw
                     OPTIONS (host '{}', port '{}', dbname '{}', connect_timeout '5');
                 CREATE USER MAPPING FOR PUBLIC SERVER eu_{number} OPTIONS (user 'far', password 'secret');
                 GRANT USAGE ON FOREIGN SERVER eu_{number} TO op",
                server.host(),
                server.port(),
                other.name(),
            ));
            there.push(other);
            servers.push(server);
        }
        session.exec(
            "GRANT USAGE ON SCHEMA migrate TO op; GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO op;
             GRANT SELECT ON migrate.servers TO op",
        );
        Far { db, there, servers, _own: own }
    }

    fn op(&self) -> Session {
        self.db.session_as("op")
    }

    /// Two migrations, of which the second waits in its middle for as long as table `pause` has a row there.
    fn pausing(&self, op: &mut Session) {
        for there in &self.there {
            there.session().exec(
                "CREATE TABLE pause (); INSERT INTO pause DEFAULT VALUES; GRANT SELECT ON pause TO far;
                 CREATE FUNCTION pause() RETURNS void LANGUAGE plpgsql AS $$
                 BEGIN
                     WHILE EXISTS (SELECT FROM public.pause) LOOP PERFORM pg_sleep(0.1); END LOOP;
                 END $$",
            );
        }
        create(op, 1, "CREATE TABLE item (id int)", "DROP TABLE item");
        create(op, 2, "VACUUM item; SELECT pause(); INSERT INTO item VALUES (2)", "SELECT 1");
    }

    fn history(&self, number: usize) -> String {
        let sql = "SELECT coalesce(string_agg(version::text, ' ' ORDER BY version), '') FROM migrate.schema_migrations";
        self.there[number - 1].session().one(sql)
    }
}

/// `version|done|failed|missing|first_failed|unknown`.
const CONVERGENCE: &str = "SELECT version, done, failed, missing, coalesce(first_failed, ''), unknown FROM migrate.server_convergence('eu%')";

/// Three small migrations; the second builds an index CONCURRENTLY.
fn scripts(session: &mut Session) {
    create(session, 1, "CREATE TABLE item (id int PRIMARY KEY, n int)", "DROP TABLE item");
    create(session, 2, "CREATE INDEX CONCURRENTLY item_n ON item (n)", "DROP INDEX item_n");
    create(session, 3, "INSERT INTO item VALUES (3)", "DELETE FROM item");
}

/// An ordinary role asks four servers, of which one fails on purpose; mended, the same call goes on.
#[test]
fn four_servers() {
    let far = Far::with(4);
    let mut op = far.op();
    scripts(&mut op);
    assert_eq!(
        op.query_text("SELECT server_name, usable, mapped FROM migrate.servers LIMIT 2"),
        ["eu_1|t|t", "eu_2|t|t"]
    );
    // A look leaves nothing there.
    assert_eq!(
        op.one("CALL migrate.up(servers => ARRAY['eu_1', 'eu_4'], target => 2, dry_run => true)"),
        "eu_1: 2 migrations would be applied: 1, 2\neu_4: 2 migrations would be applied: 1, 2"
    );
    assert_eq!(far.there[0].session().one("SELECT count(*) FROM migrate.migrations"), "0");
    far.there[2].session().exec("CREATE TABLE item ()");
    let error = op.expect_error("CALL migrate.up(servers => 'eu\\_%', canary => 'eu_2', max_failures => 3)");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("42P07", "migrations failed on 1 of 4 servers")
    );
    assert!(error.detail.contains("\"eu_3\": migration 1 \"m1\" failed"), "{error:?}");
    assert!(error.detail.ends_with("It is done on 3."), "{error:?}");
    assert_eq!(op.query_text(CONVERGENCE), ["1|3|1|0|eu_3|0", "2|3|0|1||0", "3|3|0|1||0"]);
    assert_eq!(far.history(1), "1 2 3");
    // What is there is the mapped role's.
    assert_eq!(
        far.there[0].session().one("SELECT relowner::regrole FROM pg_class WHERE relname = 'item'"),
        "far"
    );
    assert_eq!(op.one("SELECT count(*) FROM migrate.applied_migrations()"), "0");
    far.there[2].session().exec("DROP TABLE item");
    let told = op.one("CALL migrate.up(servers => 'eu\\_%')");
    assert!(told.starts_with("done on 4 servers in "), "{told}");
    assert!(
        told.contains("; eu_1: nothing to apply, eu_2: nothing to apply, eu_3: 3 migrations applied in "),
        "{told}"
    );
    assert_eq!(op.query_text(CONVERGENCE), ["1|4|0|0||0", "2|4|0|0||0", "3|4|0|0||0"]);
    let told = op.one("CALL migrate.down(servers => ARRAY['eu_4'], steps => 2)");
    assert!(told.contains("eu_4: 2 migrations rolled back"), "{told}");
    assert_eq!(far.history(4), "1");
    assert_eq!(
        op.one("CALL migrate.down(servers => 'eu%', steps => 1, dry_run => true)")
            .replace("eu_2: 1 migration would be rolled back: 3\n", ""),
        "eu_1: 1 migration would be rolled back: 3\neu_3: 1 migration would be rolled back: 3\neu_4: 1 migration would be rolled back: 1"
    );
    assert_eq!(far.history(1), "1 2 3");
    let status = "SELECT server_name, version, status FROM migrate.server_status('{eu_4}'::text[])";
    assert_eq!(op.query_text(status), ["eu_4|1|applied", "eu_4|2|pending", "eu_4|3|pending"]);
    let checks = "SELECT DISTINCT server_name FROM migrate.server_preflight('eu\\_%') WHERE \"check\" IS NOT NULL ORDER BY 1";
    assert_eq!(op.query_text(checks), ["eu_1", "eu_2", "eu_3", "eu_4"]);
    assert!(
        op.one("CALL migrate.up(servers => ARRAY['eu_4'], preflight => true)")
            .contains("eu_4: 2 migrations applied")
    );
    // No connection is left behind.
    far.there[0].wait_for(
        "SELECT count(*) FROM pg_stat_activity WHERE usename = 'far' AND backend_type = 'client backend'",
        &["0"],
    );
}

/// A server dies in the middle: what became of it is unknown, until it is asked again.
/// Four servers at once, of which one dies in the middle: the others come to their end, and the same call goes on with it.
#[test]
fn one_of_four_dies() {
    let far = Far::with(4);
    let mut op = far.op();
    far.pausing(&mut op);
    let mut caller = far.op();
    caller.exec("SET migrate.parallel_databases = 4");
    let call = caller.start("CALL migrate.up(servers => 'eu%', max_failures => 4)");
    for there in &far.there {
        there.wait_for("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'", &["1"]);
    }
    far.servers[2].kill();
    for there in [&far.there[0], &far.there[1], &far.there[3]] {
        there.session().exec("DELETE FROM pause");
    }
    let (_, error) = call.error();
    assert_eq!(error.message, "what became of the migrations is unknown on 1 of 4 servers", "{error:?}");
    assert!(error.detail.contains("\"eu_3\": ") && error.detail.contains("It is done on 3."), "{error:?}");
    assert_eq!(op.query_text(CONVERGENCE), ["1|3|0|0|eu_3|1", "2|3|0|0|eu_3|1"]);
    far.servers[2].recover();
    far.there[2].session().exec("DELETE FROM pause");
    assert!(op.one("CALL migrate.up(servers => 'eu%')").contains("eu_3: 1 migration applied"));
    for number in 1..=4 {
        assert_eq!(far.history(number), "1 2", "eu_{number}");
    }
    assert_eq!(op.query_text(CONVERGENCE), ["1|4|0|0||0", "2|4|0|0||0"]);
}

#[test]
fn a_server_dies_in_the_middle() {
    let far = Far::with(2);
    let mut op = far.op();
    far.pausing(&mut op);
    let call = far.op().start("CALL migrate.up(servers => 'eu%', max_failures => 5)");
    for there in &far.there {
        there.wait_for("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'", &["1"]);
    }
    far.servers[1].kill();
    far.there[0].session().exec("DELETE FROM pause");
    let (_, error) = call.error();
    assert_eq!(error.message, "what became of the migrations is unknown on 1 of 2 servers", "{error:?}");
    assert!(
        error.detail.contains("\"eu_2\": server closed the connection unexpectedly (08006)\n"),
        "{error:?}"
    );
    assert!(error.detail.contains("\"eu_2\": ") && error.detail.contains("It is done on 1."), "{error:?}");
    let mut session = far.db.session();
    assert_eq!(
        session.query_text("SELECT name, status FROM migrate.elsewhere_queue ORDER BY place"),
        ["eu_1|done", "eu_2|unknown"]
    );
    // It is neither said to be done nor to have failed while nobody knows.
    assert_eq!(op.query_text(CONVERGENCE), ["1|1|0|0|eu_2|1", "2|1|0|0|eu_2|1"]);
    let status = "SELECT status, note LIKE '%(08001)%' FROM migrate.server_status('eu_2')";
    assert_eq!(op.query_text(status), ["unknown|t"]);
    // Where it cannot even be asked, nothing was begun: that is a failure.
    let error = op.expect_error("CALL migrate.up(servers => 'eu%')");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("08001", "migrations failed on 1 of 2 servers")
    );

    far.servers[1].recover();
    assert_eq!(far.history(2), "1");
    // By then that server says that its job was lost.
    assert_eq!(op.query_text(CONVERGENCE), ["1|2|0|0||0", "2|1|1|0|eu_2|0"]);
    far.there[1].session().exec("DELETE FROM pause");
    assert!(op.one("CALL migrate.up(servers => 'eu%')").contains("eu_2: 1 migration applied"));
    assert_eq!(far.there[1].session().one("SELECT count(*) FROM item"), "1");

    // The connection alone is lost: the job goes on there, and the next call waits for it.
    for there in &far.there {
        there.session().exec("INSERT INTO pause DEFAULT VALUES");
    }
    create(&mut op, 3, "VACUUM item; SELECT pause(); INSERT INTO item VALUES (3)", "SELECT 1");
    let call = far.op().start("CALL migrate.up(servers => ARRAY['eu_1', 'eu_2'], canary => 'eu_1')");
    far.there[0].wait_for("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'", &["1"]);
    far.there[0].session().exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'far' AND backend_type = 'client backend'");
    let (_, error) = call.error();
    assert_eq!(
        error.message,
        "what became of the migrations is unknown on canary \"eu_1\"; nothing was begun on the other 1"
    );
    // A terminate of the session ends its job; a kill does not. Either way the same call asks.
    far.there[0].session().exec("DELETE FROM pause");
    let told = op.one("CALL migrate.up(servers => ARRAY['eu_1'], wait => true)");
    assert!(told.starts_with("done on 1 server in"), "{told}");
    assert_eq!(far.there[0].session().one("SELECT count(*) FROM item WHERE id = 3"), "1");

    // A cancel of the call ends what it has begun.
    far.there[0].session().exec("INSERT INTO pause DEFAULT VALUES");
    create(&mut op, 4, "VACUUM item; SELECT pause(); INSERT INTO item VALUES (4)", "SELECT 1");
    let call = far.op().start("CALL migrate.up(servers => ARRAY['eu_1'])");
    far.there[0].wait_for("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'", &["1"]);
    call.cancel();
    let (_, error) = call.error();
    assert_eq!(error.sqlstate, "57014", "{error:?}");
    far.there[0].wait_for("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' OR usename = 'far' AND backend_type = 'client backend'", &["0"]);
}

/// What is refused, and what is told of a server.
#[test]
fn who_cannot_be_asked() {
    let far = Far::with(3);
    let mut session = far.db.session();
    let mut op = far.op();
    scripts(&mut op);
    far.there[0].session().exec("DROP EXTENSION migrate_ext");
    far.there[1].session().exec("UPDATE pg_extension SET extversion = '0.2.0' WHERE extname = 'migrate_ext'");
    far.there[2].session().exec("REVOKE EXECUTE ON FUNCTION migrate.load_registry FROM far");
    // Not his to use; no mapping; and one that lets anybody in by its socket, which is not for him.
    session.exec(&format!(
        "CREATE SERVER eu_4 FOREIGN DATA WRAPPER dblink_fdw OPTIONS (dbname 'postgres');
         CREATE USER MAPPING FOR PUBLIC SERVER eu_4 OPTIONS (user 'far', password 'secret');
         CREATE SERVER eu_5 FOREIGN DATA WRAPPER dblink_fdw OPTIONS (dbname 'postgres');
         CREATE SERVER eu_6 FOREIGN DATA WRAPPER dblink_fdw OPTIONS (host '{}', port '{}', dbname '{}');
         CREATE USER MAPPING FOR PUBLIC SERVER eu_6 OPTIONS (user 'postgres', password 'secret');
         GRANT USAGE ON FOREIGN SERVER eu_5, eu_6 TO op",
        far.db.server().host(),
        far.db.server().port(),
        far.db.name(),
    ));
    let error = op.expect_error(
        "CALL migrate.up(servers => ARRAY['eu_1', 'eu_2', 'eu_3', 'eu_4', 'eu_5', 'eu_6'], max_failures => 9)",
    );
    assert_eq!(error.message, "migrations failed on 6 of 6 servers");
    for told in [
        "\"eu_1\": extension \"migrate_ext\" does not exist (42704)",
        "\"eu_2\": extension migrate_ext is version 0.2.0 here, its library 0.3.0 (55000)",
        "\"eu_3\": permission denied for function load_registry (42501)",
        "\"eu_4\": permission denied for foreign server eu_4 (42501)",
        "\"eu_5\": user mapping not found for ",
        "There is one more.",
    ] {
        assert!(error.detail.contains(told), "{told}: {}", error.detail);
    }
    assert_eq!(op.query_text(CONVERGENCE)[0], "1|0|0|1|eu_1|5");
    let told = op.one("CALL migrate.up(servers => ARRAY['eu_1', 'eu_3', 'eu_4'], dry_run => true)");
    assert_eq!(
        told.lines().collect::<Vec<&str>>(),
        [
            "eu_1: would fail: extension \"migrate_ext\" does not exist (42704)",
            "eu_3: would fail: permission denied for function load_registry (42501)",
            "eu_4: would fail: permission denied for foreign server eu_4 (42501)",
        ]
    );
    // What libpq says of a connection is told where a look meets it.
    session.exec(
        "CREATE SERVER eu_7 FOREIGN DATA WRAPPER dblink_fdw OPTIONS (host '/nowhere', dbname 'postgres');
         CREATE USER MAPPING FOR PUBLIC SERVER eu_7 OPTIONS (user 'far', password 'secret');
         GRANT USAGE ON FOREIGN SERVER eu_7 TO op",
    );
    let note = op.one("SELECT note FROM migrate.server_status('{eu_7}'::text[])");
    assert!(note.starts_with("could not establish connection (08001): "), "{note}");
    assert!(note.contains("\"/nowhere/.s.PGSQL.5432\" failed: No such file"), "{note}");
    let error = op.expect_error("CALL migrate.up(servers => ARRAY['eu_6'])");
    assert_eq!(error.sqlstate, "2F003", "{error:?}");
    assert!(error.detail.contains("\"eu_6\": password"), "{error:?}");
    for (call, sqlstate, message) in [
        ("CALL migrate.up(servers => 'us%')", "3D000", "no server matches \"us%\""),
        // dblink would take it for a connection string.
        (
            "CALL migrate.up(servers => ARRAY['dbname=postgres'])",
            "42704",
            "migrations failed on 1 of 1 servers",
        ),
        (
            "CALL migrate.up(servers => 'eu%', databases => 'c%')",
            "22023",
            "databases and servers must not be given together",
        ),
        (
            "BEGIN; CALL migrate.up(servers => 'eu%')",
            "25001",
            "migrations cannot be run on many servers inside a transaction block or function",
        ),
        (
            "SELECT migrate.load_registry('[{}]')",
            "22023",
            "the argument \"registry\" is not what another database sends",
        ),
        ("SELECT migrate.load_registry(NULL)", "22004", "registry must not be null"),
    ] {
        let error = op.expect_error(call);
        assert_eq!((error.sqlstate.as_str(), error.message.as_str()), (sqlstate, message), "{call}");
        op.exec("ROLLBACK");
    }
    session.exec("DROP EXTENSION dblink CASCADE");
    let error = op.expect_error("CALL migrate.up(servers => 'eu%')");
    assert_eq!(error.sqlstate, "0A000");
    assert!(error.hint.starts_with("CREATE EXTENSION dblink"), "{error:?}");
}

/// Of many servers some are always further than others: those that have not the version have nothing to take back.
#[test]
fn a_rollback_of_what_not_all_servers_have() {
    let far = Far::with(3);
    let mut op = far.op();
    scripts(&mut op);
    op.exec("CALL migrate.up(servers => 'eu%')");
    op.exec("CALL migrate.down(servers => ARRAY['eu_2'], steps => 2)");
    op.exec("CALL migrate.down(servers => ARRAY['eu_3'], only_version => 2)");
    assert_eq!([1, 2, 3].map(|number| far.history(number)), ["1 2 3", "1", "1 3"]);
    let told = op.one("CALL migrate.down(servers => 'eu%', only_version => 3, dry_run => true)");
    assert!(
        told.contains("eu_2: nothing to roll back, migration 3 is not applied")
            && told.contains("eu_1: 1 migration would be"),
        "{told}"
    );
    let told = op.one("CALL migrate.down(servers => ARRAY['eu_1', 'eu_2'], only_version => 3)");
    assert!(told.contains("eu_2: nothing to roll back, migration 3 is not applied"), "{told}");
    assert_eq!([1, 2, 3].map(|number| far.history(number)), ["1 2", "1", "1 3"]);
    // To go back to it: what is there comes before it. Where something behind it is applied, that is for people.
    let error = op.expect_error("CALL migrate.down(servers => 'eu%', target => 2, max_failures => 9)");
    assert!(error.detail.contains("\"eu_3\": migration 2 is not applied (42704)"), "{error:?}");
    assert!(!error.detail.contains("eu_2"), "{error:?}");
    let told = op.one("CALL migrate.down(servers => ARRAY['eu_1', 'eu_2'], target => 2, dry_run => true)");
    assert!(told.contains("eu_2: nothing to roll back, migration 2 is not applied"), "{told}");
    assert_eq!([1, 2, 3].map(|number| far.history(number)), ["1 2", "1", "1 3"]);
}
