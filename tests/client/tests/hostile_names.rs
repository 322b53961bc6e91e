//! Names that are meant to break out of our SQL, and objects that are meant to be taken for ours: quotes and whole
//! statements in names, types and tables that a search path finds before the server's.
//!
//! Not here: functions and operators in a hostile schema (privileges.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{INDEXES, STATUS, block_index_builds, operator, tables, wait_for_blocked_worker};

/// Names that would do harm if one of our statements did not quote them, each no longer than a name can be.
const NAMES: [&str; 6] = [
    "a\"b",
    "x'; DROP TABLE canary; --",
    "x\"; DROP TABLE canary; --",
    "$$; DROP TABLE canary; $$ %s %n %I \\",
    "Größe 🦀 \u{202e}elbat",
    "sixty_three_characters_and_not_one_more_than_that_is_what_it_has",
];

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn register(session: &mut Session, version: usize, description: &str, up: &str) {
    let sql = format!("SELECT migrate.create($1, $2, 'SELECT 1', {version})");
    session.query_with(&sql, &[description, up]).expect("create");
}

/// Tables, indexes, partitions, temporary objects, prepared statements and descriptions, in both ways in.
#[test]
fn names_are_names() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE canary (id int); SET client_min_messages = warning");
    for (n, name) in NAMES.iter().enumerate() {
        let name = &name.chars().take(60).collect::<String>();
        let (schema, table, description) = (quoted(name), quoted(name), name);
        register(
            &mut session,
            10 * n + 1,
            description,
            &format!(
                "CREATE SCHEMA {schema}; CREATE TABLE {schema}.{table} (id int PRIMARY KEY);
                 CREATE TEMP TABLE {table} (id int); CREATE TYPE pg_temp.\"t\" AS ENUM ('a');
                 CREATE FUNCTION pg_temp.{table}() RETURNS int LANGUAGE sql AS 'SELECT 1';
                 PREPARE {table} AS SELECT 1"
            ),
        );
        session.exec("SELECT * FROM migrate.apply()");
        register(
            &mut session,
            10 * n + 2,
            description,
            &format!(
                "CREATE TABLE {schema}.parent (id int) PARTITION BY RANGE (id);
                 CREATE TABLE {schema}.\"p {0}\" PARTITION OF {schema}.parent FOR VALUES FROM (1) TO (2);
                 ALTER TABLE {schema}.parent DETACH PARTITION {schema}.\"p {0}\" CONCURRENTLY;
                 CREATE INDEX CONCURRENTLY \"i {0}\" ON {schema}.{table} (id);
                 REINDEX TABLE CONCURRENTLY {schema}.{table};
                 ALTER TABLE {schema}.{table} ADD x int;
                 DROP INDEX CONCURRENTLY {schema}.\"i {0}\"; CREATE TEMP TABLE {table} (id int)",
                name.chars().take(50).collect::<String>().replace('"', "\"\"")
            ),
        );
        if let Err(error) = session.try_query("CALL migrate.up()") {
            panic!("{name}: {error:#?}");
        }
        assert_eq!(session.one("SELECT to_regclass('canary') IS NOT NULL"), "t", "{name}");
    }
    assert_eq!(
        session.one("SELECT count(*) FROM migrate.status() WHERE status = 'applied'"),
        (2 * NAMES.len()).to_string()
    );
    assert_eq!(session.one("SELECT count(*) FROM pg_prepared_statements"), "0");
}

/// A cancelled build's leftover is dropped by its name, in the schema where it is.
#[test]
fn an_invalid_index_is_dropped_by_its_name() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE TABLE canary (id int); CREATE INDEX x ON canary (id)");
    let name = NAMES[2];
    session.exec("INSERT INTO t VALUES (1000, 1)");
    register(
        &mut session,
        1,
        "unique",
        &format!("CREATE UNIQUE INDEX CONCURRENTLY {} ON t (n)", quoted(name)),
    );
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "23505", "{error:?}");
    assert!(error.detail.contains(&format!("The invalid index \"{name}\" was removed.")), "{error:?}");
    assert_eq!(session.query_text(INDEXES), ["x|t"]);
    assert_eq!(session.one("SELECT to_regclass('canary') IS NOT NULL"), "t");
}

/// Roles and databases with such names: the worker is the role, and errors and rights go by it.
#[test]
fn roles_are_names() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE canary (id int); CREATE TABLE who (me text); GRANT ALL ON who TO PUBLIC");
    // Roles are the cluster's: a part that no other test has.
    let unique = db.name();
    let (person, group) = (format!("{unique} p'\"; DROP TABLE canary; --"), format!("{unique} \"none\" g"));
    session.exec(&format!(
        "CREATE ROLE {g}; CREATE ROLE {p} LOGIN IN ROLE {g};
         GRANT USAGE ON SCHEMA migrate TO {g}; GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO {g};
         GRANT CREATE ON SCHEMA public TO {g}",
        g = quoted(&group),
        p = quoted(&person)
    ));
    let mut member = db.session_as(&person);
    member.exec(&format!("SET ROLE {}", quoted(&group)));
    let say = "INSERT INTO who SELECT current_user || '/' || session_user";
    register(&mut member, 1, "here", say);
    member.exec("SELECT * FROM migrate.apply()");
    register(&mut member, 2, "job", &format!("{say}; SAVEPOINT s"));
    member.exec("CALL migrate.up()");
    let expected = format!("{group}/{person}");
    assert_eq!(session.query_text("SELECT me FROM who"), [expected.as_str(), &expected]);
    register(&mut member, 3, "foreign", "SELECT 1");
    let error = session.expect_error("SELECT * FROM migrate.apply()");
    assert!(error.detail.contains(&format!("role \"{group}\"")), "{error:?}");
    assert_eq!(session.one("SELECT to_regclass('canary') IS NOT NULL"), "t");
    session.exec(&format!("DROP OWNED BY {0}, {1}; DROP ROLE {0}, {1}", quoted(&person), quoted(&group)));
}

/// Types of the server's names, found first: a cast of ours to one of them would call its owner's function.
#[test]
fn types_that_stand_first_are_of_no_use() {
    let db = Db::fresh();
    let role = operator(&db, "LOGIN");
    let mut session = db.session_as(&role);
    session.exec(
        "CREATE TABLE public.noted (what pg_catalog.text);
         CREATE FUNCTION public.trap(what pg_catalog.text) RETURNS boolean LANGUAGE plpgsql AS
         $$ BEGIN INSERT INTO public.noted VALUES (what OPERATOR(pg_catalog.||) ' as ' OPERATOR(pg_catalog.||) current_user);
                  RETURN true; END $$",
    );
    for name in ["text", "oid", "name", "regclass", "regtype", "timestamptz", "jsonb", "bool", "int8", "int4"]
    {
        session
            .exec(&format!("CREATE DOMAIN public.{name} AS pg_catalog.{name} CHECK (public.trap('{name}'))"));
    }
    session.exec(
        "SET client_min_messages = warning; SET search_path = public, pg_temp, pg_catalog;
         CREATE TEMP TABLE jobs (id pg_catalog.int4); CREATE TEMP TABLE journal (id pg_catalog.int4);
         CREATE TEMP TABLE migrations (version pg_catalog.int8); CREATE TEMP TABLE pg_locks (pid pg_catalog.int4);
         CREATE TEMP TABLE pg_index (oid pg_catalog.oid); CREATE TEMP VIEW pg_roles AS SELECT 1 AS oid",
    );
    session.exec("SELECT 'x'::text; SELECT '{a}'::text[]");
    assert_eq!(session.one("SELECT pg_catalog.count(*) FROM public.noted"), "2", "the traps are set");
    session.exec("DELETE FROM public.noted");
    register(
        &mut session,
        1,
        "job",
        "CREATE TABLE public.a (id pg_catalog.int4); CREATE INDEX CONCURRENTLY i ON public.a (id);
         ALTER TABLE public.a ADD x pg_catalog.int4; DROP INDEX CONCURRENTLY public.i",
    );
    register(&mut session, 2, "here", "CREATE TABLE public.b (id pg_catalog.int4); DROP TABLE public.b");
    for sql in [
        "SELECT * FROM migrate.apply(1, dry_run => true)",
        "CALL migrate.up(1)",
        "SELECT * FROM migrate.apply()",
        "SELECT * FROM migrate.status()",
        "SELECT * FROM migrate.verify()",
        "SELECT * FROM migrate.prune('0')",
        "SELECT * FROM migrate.rollback()",
        "CALL migrate.down()",
    ] {
        if let Err(error) = session.try_query(sql) {
            panic!("{sql}: {error:#?}");
        }
        assert_eq!(session.query_text("SELECT what FROM public.noted"), [""; 0], "{sql}");
    }
}

/// The worker that waits behind the caller's search path asks the same questions as one that does not.
#[test]
fn a_worker_with_a_hostile_search_path_waits_and_ends() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec(
        "CREATE SCHEMA evil;
         CREATE FUNCTION evil.no(oid, oid) RETURNS boolean LANGUAGE sql AS 'SELECT false';
         CREATE OPERATOR evil.= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = evil.no);
         CREATE TABLE evil.pg_class (oid oid); CREATE TABLE evil.pg_index (oid oid); CREATE TABLE evil.jobs (id int)",
    );
    register(&mut session, 1, "index", "CREATE INDEX CONCURRENTLY i ON public.t (n)");
    let blocker = block_index_builds(&db);
    session
        .exec("SET search_path = evil, public, pg_catalog; SELECT * FROM migrate.apply(); RESET search_path");
    wait_for_blocked_worker(&db);
    session.exec("SELECT * FROM migrate.cancel(1)");
    db.wait_for(STATUS, &["1|failed"]);
    drop(blocker);
    session.exec("SET search_path = evil, public, pg_catalog");
    session.exec("CALL migrate.up()");
    session.exec("RESET search_path");
    assert_eq!(session.query_text(INDEXES), ["i|t"]);
}
