//! Tables that Citus manages, and its worker nodes: refused, until each operation is known to be right there. With
//! stand-ins for its catalogs, which only a superuser can make.

mod backfills;
mod indexes;
mod known;
mod refused;
mod stand_ins;
mod taken;
mod values;

use std::fs;
use std::process::Command;

use migrate_client_tests::{Db, Session};

use self::stand_ins::CATALOGS;
use crate::common::{create, operate, operator};

fn cluster(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(&format!(
        "CREATE TABLE d (id int PRIMARY KEY, n int, v text); INSERT INTO d SELECT i, i, 'x y' FROM generate_series(1, 10) i;
         CREATE INDEX d_n ON d (n); CREATE TABLE ref (id int PRIMARY KEY); CREATE TABLE plain (id int PRIMARY KEY, ref_id int);
         CREATE TABLE p (id int, part int) PARTITION BY LIST (part); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
         CREATE TABLE p2 (id int, part int);
         {CATALOGS};
         INSERT INTO pg_catalog.pg_dist_partition VALUES ('d', 'h', 'id', 1, 's', false), ('ref', 'n', NULL, 2, 't', false),
             ('p', 'h', 'id', 1, 's', false)"
    ));
    session
}

const REFUSED: &[&str] = &[
    "safe_set_statistics_target('d', 'n', 500",
    "safe_drop_constraint('d', 'd_pkey'",
    "safe_add_primary_key('d', ARRAY['id']",
    "safe_attach_partition('p', 'p2', 'FOR VALUES IN (2)'",
    "safe_add_column('p', 'x', 'int'",
    "safe_add_column('p1', 'x', 'int'",
];

#[test]
fn what_is_not_known_to_be_right_is_refused_on_a_managed_table() {
    let db = Db::fresh();
    let mut session = cluster(&db);
    for small in ["DEFAULT", "0"] {
        session.exec(&format!("SET migrate.small_table = {small}"));
        for call in REFUSED {
            for dry in ["false", "true"] {
                let error = session.expect_error(&format!("SELECT * FROM migrate.{call}, dry_run => {dry})"));
                assert_eq!(error.sqlstate, "0A000", "{call}: {error:?}");
                assert!(error.message.ends_with("is managed by Citus"), "{call}: {error:?}");
            }
        }
    }
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "0", "nothing is queued");
    // Tables that have nothing to do with it are changed as ever.
    assert_eq!(operate(&mut session, "safe_add_column('plain', 'x', 'int')").expect("plain"), ["done"]);
}

#[test]
fn a_table_that_citus_takes_over_meanwhile_is_refused_when_its_turn_comes() {
    let db = Db::fresh();
    let mut session = cluster(&db);
    session.exec(
        "SET migrate.small_table = 0; INSERT INTO plain SELECT i, i FROM generate_series(1, 100) i; BEGIN",
    );
    assert_eq!(
        session.one("SELECT status, job FROM migrate.safe_backfill('plain', 'ref_id = 1')"),
        "queued|1"
    );
    session.exec(
        "INSERT INTO pg_catalog.pg_dist_partition VALUES ('plain', 'n', NULL, 0, 's', true);
         ALTER TABLE plain DROP CONSTRAINT plain_pkey; COMMIT",
    );
    let error = session.expect_error("CALL migrate.wait(1)");
    assert_eq!(error.sqlstate, "0A000", "{error:?}");
    assert_eq!(session.one("SELECT count(*) FROM plain WHERE ref_id = 1"), "1", "nothing is done");
}

#[test]
fn repairing_leaves_indexes_of_managed_tables_alone() {
    let db = Db::fresh();
    let mut session = cluster(&db);
    session.exec("CREATE TABLE own (n int); INSERT INTO own VALUES (1), (1); INSERT INTO d VALUES (11, 1)");
    for table in ["own", "d"] {
        let sql = format!("CREATE UNIQUE INDEX CONCURRENTLY {table}_u ON {table} (n)");
        assert_eq!(session.expect_error(&sql).sqlstate, "23505");
    }
    session.exec("DELETE FROM own");
    let rows = session
        .query_text("SELECT status, translate(detail, chr(10), ' ') FROM migrate.repair_indexes(dry_run => true) ORDER BY detail");
    // From PostgreSQL 18 on nothing is known of Citus, so its nodes are not asked.
    let left =
        if db.version() < 18 { "not all nodes of Citus say what they have" } else { "Citus manages table d" };
    assert_eq!(rows, [&*format!("left alone|{left}"), "planned|the table is small"]);
    session.exec("SELECT * FROM migrate.repair_indexes()");
    let valid = "SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indexrelid IN ('own_u'::regclass, 'd_u'::regclass) ORDER BY indexrelid::regclass::text";
    assert_eq!(session.query_text(valid), ["d_u|f", "own_u|t"]);
}

#[test]
fn a_worker_node_is_for_reading() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 1, "CREATE TABLE made ()", "DROP TABLE made");
    session.exec(
        "CREATE TABLE t (a int); SET allow_system_table_mods = on;
         CREATE TABLE pg_catalog.pg_dist_local_group (groupid int); RESET allow_system_table_mods;
         INSERT INTO pg_catalog.pg_dist_local_group VALUES (2)",
    );
    for call in [
        "SELECT migrate.create('x', 'SELECT 1')",
        "SELECT * FROM migrate.load('SELECT 1', '7_x.sql')",
        "SELECT * FROM migrate.apply()",
        "SELECT * FROM migrate.rollback()",
        "CALL migrate.up()",
        "CALL migrate.down()",
        "SELECT * FROM migrate.approve(1)",
        "SELECT * FROM migrate.record_migration(1)",
        "SELECT * FROM migrate.baseline(1)",
        "SELECT * FROM migrate.safe_add_column('t', 'x', 'int')",
        "SELECT * FROM migrate.safe_backfill('t', 'a = 1')",
        "SELECT * FROM migrate.repair_indexes()",
    ] {
        let error = session.expect_error(call);
        assert_eq!(error.sqlstate, "55000", "{call}: {error:?}");
        assert!(error.message.ends_with("on a worker node of Citus"), "{call}: {error:?}");
    }
    assert_eq!(session.query_text("SELECT version, status FROM migrate.status()"), ["1|pending"]);
    session.exec("UPDATE pg_catalog.pg_dist_local_group SET groupid = 0");
    session.exec("SELECT * FROM migrate.apply()");
}

#[test]
fn a_server_that_does_not_say_its_group_is_asked_for_its_role() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "SET allow_system_table_mods = on;
         CREATE FUNCTION pg_catalog.citus_is_coordinator() RETURNS bool LANGUAGE sql AS 'SELECT false';
         RESET allow_system_table_mods",
    );
    assert_eq!(session.expect_error("SELECT migrate.create('x', 'SELECT 1')").sqlstate, "55000");
    session.exec(
        "SET allow_system_table_mods = on;
         CREATE OR REPLACE FUNCTION pg_catalog.citus_is_coordinator() RETURNS bool LANGUAGE sql AS 'SELECT true';
         RESET allow_system_table_mods",
    );
    session.exec("SELECT migrate.create('x', 'SELECT 1')");
}

/// Nobody but a superuser can say that a table is managed, or hide that it is.
#[test]
fn nobody_can_fake_or_hide_it() {
    let db = Db::fresh();
    let role = operator(&db, "LOGIN");
    let mut owner = db.session_as(&role);
    owner.exec(
        "CREATE TABLE t (a int); CREATE TABLE pg_dist_partition (logicalrelid regclass);
         INSERT INTO pg_dist_partition VALUES ('t'); CREATE TEMPORARY TABLE pg_dist_local_group AS SELECT 2 AS groupid;
         CREATE FUNCTION citus_is_coordinator() RETURNS bool LANGUAGE sql AS 'SELECT false'",
    );
    assert_eq!(operate(&mut owner, "safe_add_column('t', 'x', 'int')").expect("not managed"), ["done"]);
    owner.exec("DELETE FROM pg_dist_partition");
    db.session().exec(&format!("{CATALOGS}; INSERT INTO pg_catalog.pg_dist_partition VALUES ('t')"));
    owner.exec("SET search_path = public, pg_catalog");
    let error = owner.expect_error("SELECT * FROM migrate.safe_add_column('t', 'y', 'int')");
    assert_eq!(error.sqlstate, "0A000", "{error:?}");
}

/// A backfill that changes nothing, although there are rows to be changed, is not done.
#[test]
fn a_backfill_that_reaches_no_row_fails() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int, n int); INSERT INTO t SELECT i FROM generate_series(1, 100) i;
         CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN IF OLD.id > 50 THEN RETURN NULL; END IF; RETURN NEW; END $$;
         CREATE TRIGGER keep BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION keep();
         SET migrate.small_table = 0",
    );
    let error =
        operate(&mut session, "safe_backfill('t', 'n = 1', 'n IS NULL')").expect_err("half of it is left");
    assert_eq!(error.sqlstate, "55000", "{error:?}");
    assert!(error.detail.starts_with("55000: the backfill did not reach "), "{error:?}");
    assert_eq!(session.one("SELECT status FROM migrate.backfills"), "failed");
    assert_eq!(session.one("SELECT count(*) FROM t WHERE n = 1"), "50");
    session.exec("DROP TRIGGER keep ON t");
    operate(&mut session, "safe_backfill('t', 'n = 1', 'n IS NULL')").expect("goes on");
    assert_eq!(session.one("SELECT count(*) FROM t WHERE n = 1"), "100");
    assert_eq!(session.one("SELECT status FROM migrate.backfills"), "done");
}

/// A change of which nothing was made has ended: there is nothing to be taken away.
#[test]
fn a_change_of_which_nothing_is_there_is_given_up() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, 1); SET migrate.small_table = 0;
         CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no functions here'; END $$;
         CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('CREATE FUNCTION') EXECUTE FUNCTION refuse()",
    );
    operate(&mut session, "safe_rename_column('t', 'a', 'b')").expect_err("no function can be made");
    session.exec("DROP EVENT TRIGGER refuse");
    assert_eq!(session.one("SELECT state FROM migrate.changes"), "aborted");
    operate(&mut session, "safe_rename_column('t', 'a', 'c')").expect("another change may begin");
}

/// Who publishes all tables of a coordinator publishes no rows of those that are distributed, and our history with them.
#[test]
fn a_publication_for_all_tables_is_warned_of() {
    const SAID: &str = "publication \"everything\" is for all tables of a coordinator of Citus";
    let db = Db::fresh();
    let mut session = db.session();
    let warnings = |session: &Session| {
        let notices = session.notices().into_iter().filter(|notice| notice.severity == "WARNING");
        notices.filter(|notice| notice.message == SAID).count()
    };
    let up = "CREATE PUBLICATION everything FOR ALL TABLES";
    create(&mut session, 1, up, "DROP PUBLICATION everything");
    session.exec("CALL migrate.up(); CALL migrate.down()");
    assert_eq!(warnings(&session), 0, "no table is distributed");
    session.exec("SELECT migrate.unregister(1)");

    let mut session = cluster(&db);
    create(&mut session, 1, up, "DROP PUBLICATION everything");
    assert_eq!(warnings(&session), 1);
    session.exec("CALL migrate.up()");
    assert_eq!(warnings(&session), 1);
    create(&mut session, 2, "CREATE TABLE more (id int)", "DROP TABLE more");
    create(&mut session, 3, "CREATE PUBLICATION few FOR TABLE more", "DROP PUBLICATION few");
    assert_eq!(warnings(&session), 0);
    session.exec("SELECT * FROM migrate.apply()");
    assert_eq!(warnings(&session), 1);
    session.exec("DROP PUBLICATION everything");
    create(&mut session, 4, "SELECT 4", "SELECT 4");
    session.exec("CALL migrate.up()");
    assert_eq!(warnings(&session), 0);
}

/// What Citus hides from `pg_settings` reaches the worker as what is shown does: a script has it as in psql.
#[test]
fn a_setting_that_is_hidden_reaches_the_worker() {
    const LIBRARY: &str = r#"
        #include "postgres.h"
        #include "fmgr.h"
        #include "utils/guc.h"
        PG_MODULE_MAGIC;
        static bool on;
        void _PG_init(void);
        void _PG_init(void) {
            DefineCustomBoolVariable("citus.enable_unsafe_triggers", "", NULL, &on, false, PGC_USERSET,
                                     GUC_NO_SHOW_ALL, NULL, NULL, NULL);
        }"#;
    let db = Db::fresh();
    let folder = std::env::temp_dir().join(format!("migrate_ext.hidden.{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let (source, library) = (folder.join("hidden.c"), folder.join("hidden.so"));
    fs::write(&source, LIBRARY).unwrap();
    let config = db.server().program("pg_config");
    let headers = Command::new(config).arg("--includedir-server").output().unwrap().stdout;
    let headers = String::from_utf8(headers).unwrap();
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-w", "-I", headers.trim(), "-o"])
        .args([&library, &source])
        .status()
        .unwrap();
    assert!(built.success());
    let mut session = db.session();
    session.exec(&format!("LOAD '{}'; SET citus.enable_unsafe_triggers = on", library.display()));
    assert_eq!(session.one("SELECT count(*) FROM pg_settings WHERE name LIKE 'citus.%'"), "0");
    session.exec("CREATE TABLE seen (setting text)");
    let script = "INSERT INTO seen SELECT current_setting('citus.enable_unsafe_triggers', true)";
    create(&mut session, 1, script, "SELECT 1");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT setting FROM seen"), ["on"]);
    fs::remove_dir_all(&folder).unwrap();
}
