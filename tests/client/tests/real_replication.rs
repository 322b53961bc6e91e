//! Tables that are published, written to by a subscription, or a part of an extension: what an operation would make of
//! that is refused, or said.

use migrate_client_tests::{Cluster, Db, Session};

use crate::common::{create, operate};

fn session(db: &Db, sql: &str) -> Session {
    let mut session = db.session();
    session.exec("SET migrate.small_table = 0");
    session.exec(sql);
    session
}

fn details(session: &mut Session, call: &str) -> String {
    session
        .query_text(&format!("SELECT translate(detail, chr(10), ' ') FROM migrate.{call} ORDER BY step"))
        .join("\n")
}

#[test]
fn the_identity_of_a_published_table_goes_only_where_that_is_acknowledged() {
    let db = Db::fresh();
    let mut session = session(
        &db,
        "CREATE TABLE ri (k int NOT NULL, v int); CREATE UNIQUE INDEX ri_k ON ri (k);
         ALTER TABLE ri REPLICA IDENTITY USING INDEX ri_k; INSERT INTO ri VALUES (1, 1);
         CREATE TABLE rp (id int PRIMARY KEY, v int); INSERT INTO rp VALUES (1, 1);
         CREATE TABLE parts (id int PRIMARY KEY, v int) PARTITION BY RANGE (id);
         CREATE TABLE parts1 PARTITION OF parts FOR VALUES FROM (0) TO (10); INSERT INTO parts VALUES (1, 1);
         CREATE TABLE un (id int, v int, CONSTRAINT un_key UNIQUE (id)); ALTER TABLE un ALTER id SET NOT NULL;
         ALTER TABLE un REPLICA IDENTITY USING INDEX un_key;
         CREATE PUBLICATION p FOR TABLE ri, rp, parts, un",
    );
    for (call, name) in [
        ("safe_drop_index('ri_k'", "ri_k"),
        ("safe_drop_constraint('rp', 'rp_pkey'", "rp_pkey"),
        ("safe_drop_constraint('parts', 'parts_pkey'", "parts_pkey"),
        ("safe_drop_constraint('un', 'un_key'", "un_key"),
    ] {
        for end in [")", ", dry_run => true)"] {
            let error = session.expect_error(&format!("SELECT * FROM migrate.{call}{end}"));
            assert_eq!(error.sqlstate, "55000", "{call}: {error:?}");
            assert!(error.message.contains(name) && error.detail.ends_with(": p."), "{error:?}");
            assert!(error.hint.contains("acknowledge => true"), "{error:?}");
        }
    }
    session.exec("UPDATE ri SET v = 2; UPDATE rp SET v = 2; UPDATE parts SET v = 2; UPDATE un SET v = 2");
    operate(&mut session, "safe_drop_index('ri_k', acknowledge => true)").unwrap();
    operate(&mut session, "safe_drop_constraint('rp', 'rp_pkey', acknowledge => true)").unwrap();
    assert_eq!(session.expect_error("UPDATE ri SET v = 3").sqlstate, "55000");
    // What publishes inserts alone, or other tables, asks for nothing.
    session.exec(
        "CREATE TABLE ins (k int NOT NULL); CREATE UNIQUE INDEX ins_k ON ins (k); ALTER TABLE ins REPLICA IDENTITY USING INDEX ins_k;
         CREATE PUBLICATION i FOR TABLE ins WITH (publish = 'insert, truncate');
         CREATE TABLE alone (k int NOT NULL); CREATE UNIQUE INDEX alone_k ON alone (k);
         ALTER TABLE alone REPLICA IDENTITY USING INDEX alone_k",
    );
    operate(&mut session, "safe_drop_index('ins_k')").unwrap();
    operate(&mut session, "safe_drop_index('alone_k')").unwrap();
}

#[test]
fn all_tables_and_those_of_a_schema_are_published_as_well() {
    let db = Db::fresh();
    let mut session = session(
        &db,
        "CREATE SCHEMA sent; CREATE TABLE sent.t (id int PRIMARY KEY, v int); CREATE PUBLICATION s FOR TABLES IN SCHEMA sent;
         CREATE TABLE t (id int PRIMARY KEY, v int)",
    );
    assert_eq!(
        session.expect_error("SELECT migrate.safe_drop_constraint('sent.t', 't_pkey')").sqlstate,
        "55000"
    );
    session.exec("CREATE PUBLICATION everything FOR ALL TABLES");
    let error = session.expect_error("SELECT migrate.safe_drop_constraint('t', 't_pkey')");
    assert!(error.detail.ends_with(": everything."), "{error:?}");
}

#[test]
fn a_second_column_of_a_published_table_is_said() {
    let db = Db::fresh();
    let mut session = session(
        &db,
        "CREATE TABLE lr (id int PRIMARY KEY, v varchar(10), n int, e text); INSERT INTO lr SELECT g, g, g, g FROM generate_series(1, 300) g;
         CREATE PUBLICATION pub FOR TABLE lr",
    );
    for call in [
        "safe_rename_column('lr', 'v', 'w', dry_run => true)",
        "safe_rename_column('lr', 'v', 'w', strategy => 'instant', dry_run => true)",
        "safe_change_column_type('lr', 'n', 'bigint', dry_run => true)",
        "safe_split_column('lr', 'e', ARRAY['a', 'b'], ARRAY['e', 'e'], 'a', dry_run => true)",
        "safe_add_column('lr', 'x', 'int', dry_run => true)",
    ] {
        let said = details(&mut session, call);
        assert!(said.contains("publication pub") && said.contains("subscriber"), "{call}: {said}");
    }
    // A list of columns has what it names, and no more.
    session.exec("ALTER PUBLICATION pub SET TABLE lr (id, n)");
    let said = details(&mut session, "safe_add_column('lr', 'x', 'int', dry_run => true)");
    assert!(!said.contains("publication"), "{said}");
}

/// A column in a publication's list of columns binds as one in its WHERE does: it is taken out and put back.
#[test]
fn a_column_list_is_carried_over() {
    let db = Db::fresh();
    let mut session = session(
        &db,
        "CREATE TABLE pf (id int PRIMARY KEY, v varchar(10), n int); INSERT INTO pf SELECT g, g, g FROM generate_series(1, 300) g;
         CREATE PUBLICATION p2 FOR TABLE pf (id, v, n); CREATE PUBLICATION p3 FOR TABLE pf (id, n) WHERE (n > 3) WITH (publish = 'insert')",
    );
    let lists = "SELECT pubname, attnames::text, rowfilter FROM pg_publication_tables ORDER BY 1";
    let before = session.query_text(lists);
    operate(&mut session, "safe_change_column_type('pf', 'v', 'text')").unwrap();
    assert_eq!(
        session.one(
            "SELECT atttypid::regtype FROM pg_attribute WHERE attrelid = 'pf'::regclass AND attname = 'v'"
        ),
        "text"
    );
    assert_eq!(session.query_text(lists), before);
    operate(&mut session, "safe_change_column_type('pf', 'n', 'bigint')").unwrap();
    operate(&mut session, "complete('pf', 'n')").unwrap();
    let sorted = "SELECT pubname, (SELECT string_agg(x, ',' ORDER BY x) FROM unnest(attnames) x), rowfilter FROM pg_publication_tables ORDER BY 1";
    assert_eq!(session.query_text(sorted), ["p2|id,n,v|", "p3|id,n|(n > 3)"]);
}

#[test]
fn what_a_subscription_writes_to_is_said() {
    let cluster = Cluster::start(&["wal_level=logical"]);
    let db = Db::on(&cluster);
    let mut session = session(
        &db,
        "CREATE TABLE sub (id int PRIMARY KEY, v text, g text); INSERT INTO sub VALUES (1, 'x', 'y')",
    );
    session.exec("CREATE SUBSCRIPTION feed CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false)");
    // As a refresh would enter it.
    session.exec("SET allow_system_table_mods = on; INSERT INTO pg_subscription_rel SELECT s.oid, 'sub'::regclass, 'r', NULL FROM pg_subscription s");
    let said = details(&mut session, "safe_drop_column('sub', 'g', dry_run => true)");
    assert!(said.contains("subscription feed"), "{said}");
    operate(&mut session, "safe_rename_column('sub', 'v', 'w')").unwrap();
    let said = details(&mut session, "complete('sub', 'w', dry_run => true)");
    assert!(said.contains("subscription feed"), "{said}");
    session.exec("ALTER SUBSCRIPTION feed SET (slot_name = NONE); DROP SUBSCRIPTION feed");
}

/// A database that subscribes to table `sub`, as a refresh would enter it.
fn subscriber(cluster: &Cluster) -> (Db, Session) {
    let db = Db::on(cluster);
    let mut session =
        session(&db, "CREATE TABLE sub (id int PRIMARY KEY, v text); CREATE TABLE own (id int)");
    session.exec("CREATE SUBSCRIPTION feed CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false)");
    session.exec("SET allow_system_table_mods = on; INSERT INTO pg_subscription_rel SELECT s.oid, 'sub'::regclass, 'r', NULL FROM pg_subscription s");
    (db, session)
}

#[test]
fn what_would_stop_a_subscription_is_refused_unless_that_is_said() {
    let cluster = Cluster::start(&["wal_level=logical"]);
    let (_db, mut session) = subscriber(&cluster);
    create(&mut session, 1, "ALTER TABLE own ADD x int; ALTER TABLE sub ADD y int", "SELECT 1");
    create(&mut session, 2, "ALTER TABLE sub DROP COLUMN v", "SELECT 1");

    let look = "SELECT verdict, detail FROM migrate.preflight() WHERE \"check\" = 'logical replication'";
    let said = session.query_text(look);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with("stop|line 1: Subscription feed writes to ")
            && said[0].contains("Change the publisher first"),
        "{said:?}"
    );
    let reason = session.one("SELECT translate(reason, chr(10), ' ') FROM migrate.explain(2)");
    assert!(reason.contains("Subscription feed writes to"), "{reason}");

    for call in ["CALL migrate.up()", "SELECT * FROM migrate.apply()"] {
        let error = session.expect_error(call);
        assert_eq!(
            (error.sqlstate.as_str(), error.message.as_str()),
            ("55000", "migration 2 \"m2\" would stop a subscription of this database"),
            "{call}"
        );
        assert!(
            error.detail.contains("Subscription feed") && error.hint.contains("Change the publisher first"),
            "{error:?}"
        );
        assert_eq!(session.one("SELECT count(*) FROM migrate.schema_migrations"), "0", "{call}");
    }
    // What a subscription does not stop at is applied.
    session.exec("CALL migrate.up(only_version => 1)");
    session.exec("BEGIN; SET LOCAL migrate.lint_disabled = 'subscriber-table-change'; SELECT * FROM migrate.apply(); ROLLBACK");
    // Said where it belongs, with the reason.
    session.exec("SELECT migrate.unregister(2)");
    create(
        &mut session,
        3,
        "-- migrate:ignore subscriber-table-change the publisher has dropped it\nALTER TABLE sub DROP COLUMN v",
        "SELECT 1",
    );
    session.exec("CALL migrate.up()");
    assert_eq!(session.one("SELECT count(*) FROM migrate.schema_migrations"), "2");
    session.exec("ALTER SUBSCRIPTION feed SET (slot_name = NONE); DROP SUBSCRIPTION feed");
}

/// A table may have been taken into a subscription since a job was asked for.
#[test]
fn a_job_looks_again_whether_a_subscription_would_stop() {
    let cluster = Cluster::start(&["wal_level=logical"]);
    let (_db, mut session) = subscriber(&cluster);
    create(
        &mut session,
        1,
        "ALTER TABLE own DROP COLUMN id; CREATE INDEX CONCURRENTLY sub_v ON sub (v)",
        "SELECT 1",
    );
    session.exec("BEGIN; SELECT * FROM migrate.apply()");
    session.exec("INSERT INTO pg_subscription_rel SELECT s.oid, 'own'::regclass, 'r', NULL FROM pg_subscription s; COMMIT");
    let error = session.expect_error("CALL migrate.wait(1)");
    assert_eq!(error.message, "migration 1 \"m1\" would stop a subscription of this database");
    assert_eq!(session.one("SELECT count(*) FROM migrate.schema_migrations"), "0");
    session.exec("ALTER SUBSCRIPTION feed SET (slot_name = NONE); DROP SUBSCRIPTION feed");
}

#[test]
fn what_is_published_says_which_side_comes_first() {
    let cluster = Cluster::start(&["wal_level=logical"]);
    let db = Db::on(&cluster);
    let mut session =
        session(&db, "CREATE TABLE pub (id int PRIMARY KEY, v text); CREATE TABLE own (id int)");
    let look = |session: &mut Session, script: &str| {
        session.query_text(&format!(
            "SELECT verdict, detail FROM migrate.preflight('{script}') WHERE \"check\" = 'logical replication'"
        ))
    };
    let script = "ALTER TABLE pub ADD COLUMN x int";
    assert_eq!(look(&mut session, script), ["ok|nothing is published here, and there is no subscription"]);
    session.exec("CREATE PUBLICATION shop FOR TABLE pub");
    assert_eq!(
        look(&mut session, "ALTER TABLE own ADD x int"),
        ["ok|no subscriber stops at what it changes"]
    );
    let said = look(&mut session, script);
    assert!(
        said.len() == 1 && said[0].starts_with("warn|line 1: ") && said[0].contains("add it there first"),
        "{said:?}"
    );
    let reason =
        session.one(&format!("SELECT translate(reason, chr(10), ' ') FROM migrate.explain('{script}')"));
    assert!(reason.contains("add it there first"), "{reason}");
}

#[test]
fn a_table_of_an_extension_stays_with_it() {
    let db = Db::fresh();
    let mut session = session(
        &db,
        "CREATE TABLE member (id int PRIMARY KEY, name text); CREATE EXTENSION pg_trgm; ALTER EXTENSION pg_trgm ADD TABLE member",
    );
    let error = session.expect_error("SELECT * FROM migrate.safe_drop_table('member')");
    assert_eq!(error.sqlstate, "2BP01");
    assert!(error.message.contains("pg_trgm") && error.hint.contains("pg_trgm"), "{error:?}");
    for call in [
        "safe_rename_column('member', 'name', 'title', dry_run => true)",
        "safe_rename_table('member', 'members', dry_run => true)",
        "safe_add_column('member', 'x', 'int', dry_run => true)",
        "safe_set_schema('member', 'public', dry_run => true)",
        "safe_drop_column('member', 'name', dry_run => true)",
        "safe_create_index('member', ARRAY['name'], dry_run => true)",
    ] {
        let said = details(&mut session, call);
        let is_done = call.starts_with("safe_set_schema");
        assert!(is_done || said.contains("extension pg_trgm"), "{call}: {said}");
    }
    let error = session.expect_error("SELECT * FROM migrate.safe_add_column('migrate.jobs', 'x', 'int')");
    assert_eq!(error.message, "\"migrate.jobs\" is a table of extension migrate_ext");
    session.exec("ALTER EXTENSION pg_trgm DROP TABLE member");
}
