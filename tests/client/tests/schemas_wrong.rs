//! What is easily done wrong with many schemas: names that are none, a variable without a value, a rollback of what not all
//! have, and errors that must say where.

use migrate_client_tests::Db;

use crate::common::{JOBS, create};
use crate::schemas::{HISTORY, scripts, tenants};

/// A variable that has no value must not mean the database itself; nor is a NULL a name.
#[test]
fn a_variable_without_a_value() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 2);
    scripts(&mut session);
    session.exec("CREATE EXTENSION dblink");
    for (call, message) in [
        ("CALL migrate.up(schemas => NULL::text)", "schemas must not be null"),
        ("CALL migrate.up(schemas => current_setting('no.where', true))", "schemas must not be null"),
        ("CALL migrate.up(databases => NULL::text[])", "databases must not be null"),
        ("CALL migrate.up(servers => NULL::name)", "servers must not be null"),
        ("CALL migrate.down(schemas => NULL::text)", "schemas must not be null"),
        ("CALL migrate.down(servers => NULL::text)", "servers must not be null"),
        (
            "CALL migrate.run($$SELECT migrate.safe_set_not_null('item', 'n')$$, schemas => NULL::text)",
            "schemas must not be null",
        ),
        ("CALL migrate.up(schemas => ARRAY['tenant_1', NULL])", "schemas must not contain NULL (element 2)"),
        ("CALL migrate.up(databases => ARRAY[NULL, 'x'])", "databases must not contain NULL (element 1)"),
        (
            "SELECT * FROM migrate.status(schemas => ARRAY['tenant_1', NULL])",
            "schemas must not contain NULL (element 2)",
        ),
        (
            "SELECT * FROM migrate.schema_preflight(ARRAY[NULL]::text[])",
            "schemas must not contain NULL (element 1)",
        ),
        (
            "SELECT * FROM migrate.server_status(ARRAY[NULL]::text[])",
            "servers must not contain NULL (element 1)",
        ),
    ] {
        let error = session.expect_error(call);
        assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("22004", message), "{call}");
    }
    assert_eq!(session.query_text(JOBS), [""; 0]);
    // A literal is what stands where nothing is given.
    assert!(session.one("CALL migrate.up(schemas => NULL, steps => 1)").starts_with("1 migration applied"));
}

/// Quoted or not, $user is another schema in a search path; several names are no pattern.
#[test]
fn names_that_are_none() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 2);
    scripts(&mut session);
    session.exec("CREATE SCHEMA \"$user\"");
    let error = session.expect_error("CALL migrate.up(schemas => ARRAY['$user'])");
    assert_eq!(error.message, "migrations cannot be run in schema \"$user\"");
    assert_eq!(session.expect_error("CALL migrate.up(schemas => '$%')").sqlstate, "3F000");
    for pattern in ["tenant_1,tenant_2", "{tenant_1,tenant_2}", "{tenant_1}"] {
        let error = session.expect_error(&format!("CALL migrate.up(schemas => '{pattern}')"));
        assert_eq!(error.message, format!("no schema matches \"{pattern}\""));
        assert_eq!(error.hint, "Several names are an array: schemas => ARRAY['tenant_1', 'tenant_2'].");
    }
    let error = session.expect_error("CALL migrate.up(databases => 'a,b')");
    assert_eq!(error.hint, "Several names are an array: databases => ARRAY['database_1', 'database_2'].");
    assert!(session.expect_error("CALL migrate.up(schemas => 'tenant*')").hint.contains("% stands for any"));
    // Odd ones are names all the same.
    session.exec(r#"CREATE SCHEMA "Tenant, ""A"""; CREATE SCHEMA "te\nant""#);
    let odd = r#"CALL migrate.up(schemas => ARRAY['Tenant, "A"', 'te\nant'])"#;
    assert!(session.one(odd).starts_with("6 migrations applied in 2 schemas in "));
    let made = "SELECT relnamespace::regnamespace FROM pg_class WHERE relname = 'item' ORDER BY 1";
    assert_eq!(session.query_text(made), [r#""Tenant, ""A""""#, r#""te\nant""#]);
}

/// Some are further than others: what is to be taken back is taken back where it is, and nothing where it is not.
#[test]
fn a_rollback_of_what_not_all_have() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 4);
    scripts(&mut session);
    session.exec("CALL migrate.up(schemas => 'tenant%', target => 1)");
    session.exec("CALL migrate.up(schemas => ARRAY['tenant_2', 'tenant_3'], target => 3)");
    session.exec("CALL migrate.down(schemas => ARRAY['tenant_4'])");
    assert_eq!(
        session.one("CALL migrate.down(schemas => 'tenant%', only_version => 3, dry_run => true)"),
        "2 migrations would be rolled back in 2 schemas: tenant_2 (3), tenant_3 (3)"
    );
    let told = session.one("CALL migrate.down(schemas => 'tenant%', only_version => 3)");
    assert!(told.starts_with("2 migrations rolled back in 2 schemas in "), "{told}");
    let told = session.one("CALL migrate.down(schemas => 'tenant%', target => 2)");
    assert_eq!(told, "nothing to roll back in 2 schemas");
    session.exec("CALL migrate.up(schemas => ARRAY['tenant_3'])");
    let told = session.one("CALL migrate.down(schemas => 'tenant%', target => 1)");
    assert!(told.starts_with("3 migrations rolled back in 2 schemas in "), "{told}");
    assert_eq!(session.query_text(HISTORY), ["tenant_1|1", "tenant_2|1", "tenant_3|1"]);
    // What none has is a mistake.
    for call in ["only_version => 3", "target => 2", "only_version => 99"] {
        for dry_run in ["false", "true"] {
            let call = format!("CALL migrate.down(schemas => 'tenant%', {call}, dry_run => {dry_run})");
            let error = session.expect_error(&call);
            assert_eq!(error.sqlstate, "42704", "{call}: {error:?}");
            assert_eq!(error.detail, "In schema \"tenant_1\".", "{call}: {error:?}");
        }
    }
    // One that has what comes behind it, and not itself, is no such case.
    session.exec("CALL migrate.up(schemas => ARRAY['tenant_2'], only_version => 3)");
    let error = session.expect_error("CALL migrate.down(schemas => 'tenant%', target => 2)");
    assert_eq!(error.detail, "In schema \"tenant_2\".", "{error:?}");
}

/// What the server or we refuse of the first schema says which it is; what is wrong with the call itself does not.
#[test]
fn errors_say_where() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 2);
    session.exec("CREATE TABLE tenant_1.item (id int, n int)");
    create(&mut session, 1, "SELECT 1", "SELECT 1");
    create(&mut session, 2, "ALTER TABLE item ADD COLUMN n int", "SELECT 1");
    session.exec("SET migrate.lint_on_apply = 'error'");
    let run = |what: &str| format!("CALL migrate.run($$SELECT migrate.{what}$$, schemas => 'tenant%')");
    for (call, sqlstate) in [
        (run("safe_create_index('nowhere', '{n}')"), "42P01"),
        (run("safe_create_index('item', ARRAY[(SELECT c FROM nothing)])"), "42P01"),
        (run("safe_create_index('item', ARRAY[(1 / 0)::text])"), "22012"),
        (run("safe_set_not_null('item', 'nothing')"), "42703"),
        ("CALL migrate.up(schemas => 'tenant%')".into(), "55000"),
    ] {
        let error = session.expect_error(&call);
        assert_eq!(error.sqlstate, sqlstate, "{call}: {error:?}");
        assert!(error.detail.starts_with("In schema \"tenant_1\"."), "{call}: {error:?}");
    }
    for (call, sqlstate) in [
        (run("undo()"), "0A000"),
        (run("safe_set_not_null('item', 'n', dry_run => true)"), "42601"),
        ("CALL migrate.up(schemas => 'tenant%', steps => 0)".into(), "22023"),
        ("CALL migrate.up(schemas => 'tenant%', steps => 1, only_version => 1)".into(), "22023"),
    ] {
        let error = session.expect_error(&call);
        assert_eq!(error.sqlstate, sqlstate, "{call}: {error:?}");
        assert!(!error.detail.contains("tenant_1"), "{call}: {error:?}");
    }
    assert_eq!(session.query_text(JOBS), [""; 0]);
    // A job names each of its schemas once.
    session.exec("SET migrate.lint_on_apply = 'off'");
    let error = session.expect_error("CALL migrate.up(schemas => 'tenant%', max_failures => 2)");
    assert_eq!(error.detail.matches("\"tenant_1\"").count(), 1, "{error:?}");
    let note =
        "SELECT note LIKE '%Schema %' FROM migrate.status(schemas => 'tenant_1') WHERE status = 'failed'";
    assert_eq!(session.query_text(note), ["f"]);
}

/// A draft stops all of them, and is named; what a job is to apply to the database later stops none.
#[test]
fn what_stops_them_is_told() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 2);
    create(&mut session, 1, "CREATE TABLE item (id int)", "DROP TABLE item");
    session.exec("CALL migrate.up(not_before => now() + interval '1 day')");
    session.exec("SELECT migrate.create('Write me', version => 2)");
    create(&mut session, 3, "SELECT 3", "SELECT 3");
    const STOPPED: &str = "; stopped at draft 2 \"Write me\"";
    assert_eq!(
        session.one("CALL migrate.up(schemas => 'tenant%', dry_run => true)"),
        format!("2 migrations would be applied in 2 schemas: tenant_1 (1), tenant_2 (1){STOPPED}")
    );
    let told = session.one("CALL migrate.up(schemas => 'tenant%')");
    assert!(told.starts_with("2 migrations applied in 2 schemas in ") && told.ends_with(STOPPED), "{told}");
    assert_eq!(
        session.one("CALL migrate.up(schemas => 'tenant%')"),
        format!("nothing to apply in 2 schemas{STOPPED}")
    );
    assert_eq!(
        session.one("CALL migrate.up(schemas => 'tenant%', dry_run => true)"),
        format!("nothing would be applied in 2 schemas{STOPPED}")
    );
    let told = session.one("CALL migrate.up(schemas => 'tenant%', only_version => 3)");
    assert!(told.starts_with("2 migrations applied in 2 schemas in ") && !told.contains("stopped"), "{told}");
}

/// A table that a schema lacks is not the next schema's.
#[test]
fn what_a_schema_lacks_is_not_changed_elsewhere() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 2);
    session.exec(
        "CREATE TABLE public.item (id int, n int); INSERT INTO public.item VALUES (1, 1); CREATE TABLE public.known (id int);
         CREATE TABLE tenant_1.item (id int, n int)",
    );
    for (version, sql) in [
        (1, "ALTER TABLE item ADD COLUMN word text"),
        (2, "UPDATE item SET n = 2"),
        (3, "DELETE FROM item USING known WHERE known.id = item.id"),
        (4, "DROP TABLE IF EXISTS item"),
        (5, "CREATE INDEX CONCURRENTLY item_n ON item (n)"),
        (6, "COMMENT ON TABLE item IS 'it'"),
        (7, "TRUNCATE known, item"),
    ] {
        session.exec("SET migrate.lint_on_apply = 'off'");
        create(&mut session, version, sql, "SELECT 1");
        session.exec("SET migrate.lint_on_apply = 'error'; SET migrate.lint_disabled = 'ban-drop-table, deleting-all-rows'");
        let error = session.expect_error("CALL migrate.up(schemas => ARRAY['tenant_2'])");
        assert_eq!(error.sqlstate, "42P01", "{sql}: {error:?}");
        let lacked = if version == 7 { "known" } else { "item" };
        let message = format!("relation \"{lacked}\" does not exist in schema \"tenant_2\"");
        assert!(error.detail.contains(&message), "{sql}: {error:?}");
        assert!(
            error.detail.contains("The search path leads to the one in schema \"public\""),
            "{sql}: {error:?}"
        );
        session.exec(&format!("SELECT migrate.unregister({version})"));
    }
    let left = "SELECT string_agg(a.attname, ','), (SELECT sum(n) FROM public.item), obj_description('public.item'::regclass),
                       (SELECT count(*) FROM pg_index WHERE indrelid = 'public.item'::regclass)
                FROM pg_attribute a WHERE a.attrelid = 'public.item'::regclass AND a.attnum > 0";
    assert_eq!(session.query_text(left), ["id,n|1||0"]);
    // Otherwise it is told.
    session.exec("SET migrate.lint_on_apply = 'warn'");
    create(
        &mut session,
        10,
        "CREATE INDEX CONCURRENTLY ON item (n); COMMENT ON TABLE item IS 'changed'",
        "SELECT 1",
    );
    session.notices();
    session.exec("CALL migrate.up(schemas => ARRAY['tenant_2'])");
    let told: Vec<String> = session.notices().into_iter().map(|notice| notice.message).collect();
    let is_told = |line: &&String| line.contains("relation \"item\" does not exist in schema \"tenant_2\"");
    assert_eq!(told.iter().filter(is_told).count(), 2, "{told:?}");
    assert_eq!(session.query_text(left), ["id,n|1|changed|1"]);
    session.exec("SET migrate.lint_on_apply = 'off'");
    session.exec("CALL migrate.up(schemas => ARRAY['tenant_1'])");
    session.exec("SET migrate.lint_on_apply = 'warn'");
    session.notices();
    // What is there, what is made on the way, what is named or meant, and what is only read, is none of it.
    create(
        &mut session,
        11,
        "CREATE TABLE made (id int); ALTER TABLE made ADD COLUMN n int; CREATE TEMP TABLE t (id int); INSERT INTO t VALUES (1);
         INSERT INTO made SELECT id FROM known; INSERT INTO known VALUES (2); UPDATE public.item SET n = n + 1; CREATE TABLE known (id int);
         INSERT INTO known VALUES (1)",
        "SELECT 1",
    );
    create(&mut session, 12, "SET search_path = public; UPDATE item SET n = n + 1", "SELECT 1");
    let told = session.one("CALL migrate.up(schemas => 'tenant%')");
    assert!(told.starts_with("4 migrations applied in 2 schemas"), "{told}");
    let told: Vec<String> = session.notices().into_iter().map(|notice| notice.message).collect();
    assert!(!told.iter().any(|line| line.contains("does not exist in schema")), "{told:?}");
    assert_eq!(session.query_text(left), ["id,n|5|changed|1"]);
}
