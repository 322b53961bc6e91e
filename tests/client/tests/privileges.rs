//! Who may do what: PUBLIC nothing, an operator what the functions do and no more; and our own SQL cannot be made
//! to call somebody else's functions.
//!
//! Not here: as whom a script runs (identity.rs); files of the server (load_dir.rs).

use migrate_client_tests::Db;

use crate::common::{STATUS, create, operator};

#[test]
fn a_plain_role_can_do_nothing() {
    let db = Db::fresh();
    let role = db.role("LOGIN");
    let mut session = db.session_as(&role);
    let calls = [
        "SELECT * FROM migrate.status()",
        "SELECT * FROM migrate.apply()",
        "SELECT migrate.create('x', 'SELECT 1')",
        "CALL migrate.up()",
        "CALL migrate.down()",
        "SELECT * FROM migrate.migrations",
        "SELECT * FROM migrate.journal",
        "SELECT * FROM migrate.live_jobs",
        "SELECT migrate.table_exists('pg_class')",
        "SELECT * FROM migrate.verify_data_integrity('pg_class', 1)",
        "SELECT * FROM migrate.active_queries",
        "SELECT * FROM migrate.blocked_locks",
        "SELECT * FROM migrate.invalid_indexes",
        "SELECT * FROM migrate.table_sizes",
        "SELECT * FROM migrate.index_usage",
    ];
    for call in calls {
        assert_eq!(session.expect_error(call).sqlstate, "42501", "{call}");
    }
    // The schema is not the only door.
    db.session().exec(&format!("GRANT USAGE ON SCHEMA migrate TO {role}"));
    for call in calls {
        let error = session.expect_error(call);
        assert_eq!(error.sqlstate, "42501", "{call}");
        assert!(!error.message.contains("schema"), "{call}: {}", error.message);
    }
}

#[test]
fn nothing_is_granted_to_public() {
    let db = Db::fresh();
    let mut session = db.session();
    let granted = "
        SELECT 'schema', nspname::text FROM pg_namespace, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) a
        WHERE nspname = 'migrate' AND a.grantee = 0
        UNION ALL
        SELECT 'function', p.oid::regprocedure::text FROM pg_proc p,
              aclexplode(coalesce(proacl, acldefault('f', proowner))) a
        WHERE pronamespace = 'migrate'::regnamespace AND a.grantee = 0
        UNION ALL
        SELECT 'relation', c.oid::regclass::text
        FROM pg_class c,
              aclexplode(coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\", relowner))) a
        WHERE relnamespace = 'migrate'::regnamespace AND a.grantee = 0";
    assert_eq!(session.query_text(granted), [""; 0]);
    let there = "SELECT (SELECT count(*) > 10 FROM pg_proc WHERE pronamespace = 'migrate'::regnamespace),
                        (SELECT count(*) >= 4 FROM pg_class
                         WHERE relnamespace = 'migrate'::regnamespace AND relkind = 'r')";
    assert_eq!(session.one(there), "t|t", "there is something to look at");
    // Outside of the schema the extension has nothing that could be called.
    let elsewhere = "SELECT p.oid::regprocedure FROM pg_depend d
                     JOIN pg_proc p ON p.oid = d.objid AND d.classid = 'pg_proc'::regclass
                     JOIN pg_extension e ON e.oid = d.refobjid AND d.deptype = 'e'
                     WHERE extname = 'migrate_ext' AND pronamespace <> 'migrate'::regnamespace";
    assert_eq!(session.query_text(elsewhere), [""; 0]);
}

/// The right to call a function is not a right on the tables behind it.
#[test]
fn an_operator_cannot_write_the_tables() {
    let db = Db::fresh();
    let role = operator(&db, "LOGIN");
    let mut session = db.session_as(&role);
    create(&mut session, 1, "CREATE TABLE a (id int)", "DROP TABLE a");
    session.exec("CALL migrate.up()");
    for table in ["migrations", "schema_migrations", "jobs", "journal"] {
        for sql in ["DELETE FROM", "TRUNCATE", "SELECT * FROM", "ALTER TABLE"] {
            let sql =
                format!("{sql} migrate.{table}{}", if sql == "ALTER TABLE" { " ADD x int" } else { "" });
            assert_eq!(session.expect_error(&sql).sqlstate, "42501", "{sql}");
        }
    }
    let error = session.expect_error("UPDATE migrate.schema_migrations SET applied_by = 'somebody'");
    assert_eq!(error.sqlstate, "42501");
    assert_eq!(session.expect_error("SELECT nextval('migrate.jobs_id_seq')").sqlstate, "42501");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

/// Functions and operators of the same names, found first by the caller's search_path: if any of our statements
/// called one, it would do so with the rights of the extension's owner.
#[test]
fn a_hostile_search_path_is_of_no_use() {
    let db = Db::fresh();
    let role = operator(&db, "LOGIN");
    let mut session = db.session_as(&role);
    session.exec(
        "SET search_path = pg_catalog;
         CREATE TABLE public.s (id int PRIMARY KEY);
         CREATE FUNCTION public.trap() RETURNS void LANGUAGE plpgsql AS
         $$ BEGIN RAISE 'trapped as %', current_user; END $$",
    );
    let functions = [
        ("max", "bigint", "bigint"),
        ("count", "bigint", "bigint"),
        ("now", "", "timestamptz"),
        ("clock_timestamp", "", "timestamptz"),
        ("to_char", "timestamptz, text", "text"),
        ("date_trunc", "text, timestamptz", "timestamptz"),
        ("current_setting", "text", "text"),
        ("set_config", "text, text, boolean", "text"),
        ("to_regclass", "text", "regclass"),
        ("format", "text, text", "text"),
        ("format", "text, text, text", "text"),
        ("unnest", "bigint[]", "bigint"),
        ("pg_backend_pid", "", "int"),
        ("pg_stat_get_activity", "int", "record"),
    ];
    for (name, arguments, result) in functions {
        let body = "BEGIN PERFORM public.trap(); RETURN NULL; END";
        session.exec(&format!(
            "CREATE FUNCTION public.{name}({arguments}) RETURNS {result} LANGUAGE plpgsql AS $$ {body} $$"
        ));
    }
    for (kind, names) in [
        ("bigint", "=,<>,<=,>,<"),
        ("text", "=,<>,||"),
        ("name", "=,<>"),
        ("\"char\"", "="),
        ("int", "=,<>,>"),
        ("oid", "=,<>"),
        ("timestamptz", "=,>,<"),
    ] {
        let function = format!("public.trap_{}", kind.replace('"', ""));
        session.exec(&format!(
            "CREATE FUNCTION {function}({kind}, {kind}) RETURNS boolean LANGUAGE plpgsql AS
             $$ BEGIN PERFORM public.trap(); RETURN true; END $$"
        ));
        for name in names.split(',') {
            session.exec(&format!(
                "CREATE OPERATOR public.{name} (LEFTARG = {kind}, RIGHTARG = {kind}, FUNCTION = {function})"
            ));
        }
    }
    session.exec(
        "CREATE TEMP TABLE pg_class (oid oid); CREATE TEMP TABLE jobs (id int);
         CREATE TEMP TABLE pg_settings (name text)",
    );
    session.exec("SET search_path = public, pg_temp, pg_catalog");
    assert!(
        session.expect_error("SELECT 1::bigint = 1::bigint").message.starts_with("trapped as"),
        "the traps are set"
    );

    create(
        &mut session,
        1,
        "CREATE TABLE public.a (id int); CREATE INDEX CONCURRENTLY i ON public.a (id)",
        "DROP TABLE public.a",
    );
    create(&mut session, 2, "CREATE TABLE public.b (id int)", "DROP TABLE public.b");
    for sql in [
        "SELECT * FROM migrate.status()",
        "SELECT * FROM migrate.verify()",
        "SELECT * FROM migrate.apply(dry_run => true)",
        "CALL migrate.up(1)",
        "SELECT * FROM migrate.apply()",
        "SELECT * FROM migrate.applied_migrations()",
        "SELECT migrate.current_version(), migrate.is_applied(1), migrate.template('x')",
        "SELECT * FROM migrate.rollback()",
        "CALL migrate.down()",
        "SELECT * FROM migrate.baseline(2)",
        "SELECT * FROM migrate.remove_migration(2)",
        "SELECT * FROM migrate.record_migration(2)",
        "SELECT * FROM migrate.load('SELECT 1', '3_x.sql')",
        "SELECT migrate.table_exists('public.s'), migrate.column_exists('public.s', 'id'),
                migrate.index_exists('public.s_pkey'), migrate.constraint_exists('public.s', 's_pkey', true)",
        "SELECT * FROM migrate.verify_data_integrity('public.s', 0, '[\"id IS NOT NULL\"]')",
    ] {
        if let Err(error) = session.try_query(sql) {
            panic!("{sql}: {error:#?}");
        }
    }
    create(&mut session, 4, "SELECT * FROM public.nope", "SELECT 1");
    assert_eq!(session.expect_error("CALL migrate.up(4)").sqlstate, "42P01");
    assert_eq!(session.expect_error("SELECT * FROM migrate.apply(4)").sqlstate, "42P01");
    db.wait_for("SELECT sqlstate FROM migrate.journal WHERE version = 4", &["42P01", "42P01"]);
}
