//! A safe operation in many schemas: `CALL migrate.run(…, schemas => …)`.

use migrate_client_tests::{Cluster, Db, Session};

use crate::common::{JOBS, create, done, operator};
use crate::schemas::tenants;

/// A table with rows in each of so many schemas, and one of the same name behind them.
fn filled(session: &mut Session, count: u32) {
    tenants(session, count);
    session.exec(&format!(
        "CREATE TABLE public.item (id int, n int);
         DO $$ BEGIN FOR n IN 1..{count} LOOP
             EXECUTE format('CREATE TABLE tenant_%s.item (id int PRIMARY KEY, n int)', n);
             EXECUTE format('INSERT INTO tenant_%s.item SELECT i, i FROM generate_series(1, 100) i', n);
         END LOOP; END $$;
         SET migrate.small_table = 0"
    ));
}

/// `schema` of every valid index `item_n`.
const MADE: &str = "
    SELECT c.relnamespace::regnamespace FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
    WHERE c.relname = 'item_n' AND i.indisvalid ORDER BY 1";

const INDEX: &str = "$$SELECT * FROM migrate.safe_create_index('item', '{n}', index_name => 'item_n')$$";

/// Its steps run in each, as a job that says what it does; where it is done already nothing is.
#[test]
fn in_each_schema() {
    let db = Db::fresh();
    let mut session = db.session();
    filled(&mut session, 4);
    session.exec("CREATE INDEX item_n ON tenant_2.item (n)");
    let told = session.one(&format!("CALL migrate.run({INDEX}, schemas => 'tenant%', canary => 'tenant_3')"));
    assert!(told.starts_with("job 1 (create index item_n in 4 schemas) done in "), "{told}");
    assert!(told.ends_with("; already done in 1"), "{told}");
    assert_eq!(session.query_text(MADE), ["tenant_1", "tenant_2", "tenant_3", "tenant_4"]);
    assert_eq!(
        session.query_text("SELECT schema_name, status FROM migrate.schema_queue ORDER BY place"),
        ["tenant_3|done", "tenant_1|done", "tenant_2|done", "tenant_4|done"]
    );
    // Nothing of it is a migration.
    assert_eq!(session.one("SELECT count(*) FROM migrate.migrations"), "0");
    assert_eq!(session.one("SELECT count(*) FROM migrate.schema_history"), "0");

    let told = session.one(
        "CALL migrate.run($$SELECT migrate.safe_add_column('item', 'word', 'text', 'md5(random()::text)', not_null => true)$$,
                          schemas => '{tenant_1,tenant_4}'::text[])",
    );
    assert!(told.contains("in 2 schemas) done in "), "{told}");
    let columns =
        "SELECT attrelid::regclass, attnotnull FROM pg_attribute WHERE attname = 'word' ORDER BY 1::text";
    assert_eq!(session.query_text(columns), ["tenant_1.item|t", "tenant_4.item|t"]);
    assert_eq!(session.one("SELECT count(DISTINCT word) FROM tenant_4.item"), "100");
}

/// A schema in which it fails stands there, and the others go on; the same call does what is left.
#[test]
fn where_it_fails_the_same_call_goes_on() {
    let db = Db::fresh();
    let mut session = db.session();
    filled(&mut session, 5);
    session.exec("CREATE TABLE tenant_2.item_n (); SET migrate.parallel_schemas = 2");
    let call = format!("CALL migrate.run({INDEX}, schemas => 'tenant%', max_failures => 2)");
    let error = session.expect_error(&call);
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("42P07", "migrations failed in 1 of 5 schemas")
    );
    assert!(error.detail.starts_with("Schema \"tenant_2\": "), "{error:?}");
    assert!(error.detail.ends_with("It is done in 4."), "{error:?}");
    assert_eq!(error.hint, "Mend the cause, then the same CALL goes on; see migrate.schema_queue.");
    assert_eq!(session.query_text(MADE), ["tenant_1", "tenant_3", "tenant_4", "tenant_5"]);
    // It is told of that schema.
    let standing = "SELECT status, note LIKE '% in schema \"tenant\\_2\": %' FROM migrate.status()";
    assert_eq!(session.query_text(standing), ["failed|t"]);

    session.exec("DROP TABLE tenant_2.item_n");
    let told = session.one(&call);
    assert!(told.ends_with("; already done in 4"), "{told}");
    assert_eq!(session.query_text(MADE).len(), 5);
    assert_eq!(session.query_text(standing), [""; 0]);
    // Where it was done already nothing is noted again.
    let operations = "SELECT status, count(*) FROM migrate.operations GROUP BY 1";
    assert_eq!(session.query_text(operations), ["done|5"]);
}

/// Where the canary fails nothing is begun elsewhere; what can be refused is, before there is a job.
#[test]
fn refused() {
    let db = Db::fresh();
    let mut session = db.session();
    filled(&mut session, 3);
    create(&mut session, 1, "SELECT 1", "SELECT 1");
    session.exec("INSERT INTO tenant_3.item VALUES (0, NULL)");
    let not_null = "$$SELECT migrate.safe_set_not_null('item', 'n')$$";
    let error = session
        .expect_error(&format!("CALL migrate.run({not_null}, schemas => 'tenant%', canary => 'tenant_3')"));
    assert_eq!(error.message, "migrations failed in canary \"tenant_3\"; nothing was begun in the other 2");
    // Of 18 it is no CHECK that proves it.
    assert_eq!(error.sqlstate, if db.version() < 18 { "23514" } else { "23502" });
    assert_eq!(session.query_text(JOBS), ["failed"]);
    for (call, sqlstate, said) in [
        ("$$SELECT migrate.safe_set_not_null('nowhere', 'n')$$, schemas => 'tenant%'", "42P01", ""),
        (
            "$$SELECT migrate.safe_set_not_null('item', 'nothing')$$, schemas => 'tenant%'",
            "42703",
            "In schema \"tenant_1\".",
        ),
        ("$$SELECT migrate.undo()$$, schemas => 'tenant%'", "0A000", ""),
        (
            "$$SELECT migrate.safe_set_not_null('item', 'n', dry_run => true)$$, schemas => 'tenant%'",
            "42601",
            "It asks for nothing: dry_run is for the call by itself.",
        ),
        (
            "$$SELECT migrate.safe_set_not_null('item', 'n', migration => 'x')$$, schemas => 'tenant%'",
            "55000",
            "",
        ),
        ("$$SELECT migrate.safe_set_not_null('item', 'n'); SELECT 1$$, schemas => 'tenant%'", "42601", ""),
        ("$$SELECT 1$$, schemas => 'tenant%'", "42601", ""),
        ("$$SELECT migrate.safe_set_not_null('item', 'n')$$, schemas => 'nobody%'", "3F000", ""),
        (
            "$$SELECT migrate.safe_set_not_null('item', 'n')$$, schemas => 'tenant%', max_failures => 0",
            "22023",
            "",
        ),
        ("$$SELECT migrate.safe_set_not_null('item', 'n')$$, canary => 'tenant_1'", "22023", ""),
    ] {
        let error = session.expect_error(&format!("CALL migrate.run({call})"));
        assert_eq!(error.sqlstate, sqlstate, "{call}: {error:?}");
        assert!(error.detail.contains(said), "{call}: {error:?}");
    }
    session.exec("BEGIN");
    let error = session.expect_error(&format!("CALL migrate.run({not_null}, schemas => 'tenant%')"));
    assert_eq!(error.sqlstate, "25001");
    session.exec("ROLLBACK");
    assert_eq!(session.query_text(JOBS), ["failed"]);
    // Where a migration stands in a schema, an operation does not change.
    assert_eq!(session.one("SELECT count(*) FROM migrate.schema_failures"), "0");
    assert_eq!(session.one("SELECT count(*) FROM migrate.migrations"), "1");
}

/// A kill of its workers leaves each schema at a committed unit; the same call goes on with the backfill that was broken off.
#[test]
fn a_kill() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    filled(&mut session, 3);
    session.exec(
        "CREATE TABLE log (place text, id int);
         CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN INSERT INTO public.log VALUES (tg_table_schema, new.id); RETURN new; END';
         CREATE TRIGGER note BEFORE UPDATE ON tenant_2.item FOR EACH ROW EXECUTE FUNCTION note();
         SET migrate.lock_window = 10",
    );
    let mut holder = db.session();
    // Of many blocks the last one is held up.
    holder.exec("INSERT INTO tenant_2.item SELECT i, i FROM generate_series(101, 20000) i");
    holder.exec("BEGIN; SELECT FROM tenant_2.item WHERE id = 20000 FOR UPDATE");
    let call = "CALL migrate.run($$SELECT migrate.safe_backfill('item', 'n = -n', condition => 'n > 0')$$, schemas => 'tenant%')";
    let mut caller = db.session();
    caller
        .exec("SET migrate.small_table = 0; SET migrate.lock_window = 10; SET migrate.parallel_schemas = 2");
    let waits = caller.start(call);
    db.wait_for(
        "SELECT waiting_for FROM migrate.backfills WHERE waiting_for IS NOT NULL",
        &["rows that other sessions have locked"],
    );
    session.exec(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
         WHERE datname = current_database() AND backend_type = 'migrate_ext job'",
    );
    let (_, ended) = waits.end();
    ended.expect_err("its workers were killed");
    holder.exec("ROLLBACK");
    assert_eq!(session.one("SELECT count(*) BETWEEN 100 AND 19999 FROM log"), "t");
    let told = session.one(call);
    assert!(told.contains("in 3 schemas) done in "), "{told}");
    let left = "SELECT (SELECT count(*) FROM tenant_1.item WHERE n > 0) + (SELECT count(*) FROM tenant_2.item WHERE n > 0)
                     + (SELECT count(*) FROM tenant_3.item WHERE n > 0)";
    assert_eq!(session.one(left), "0");
    assert_eq!(session.query_text("SELECT count(DISTINCT id), count(*) FROM log"), ["20000|20000"]);
    // It has gone on with what was begun.
    let begun = "SELECT table_oid::regclass, status FROM migrate.backfills ORDER BY id";
    let mut begun = session.query_text(begun);
    begun.sort();
    assert_eq!(begun, ["tenant_1.item|done", "tenant_2.item|done", "tenant_3.item|done"]);
}

/// A table that a schema lacks and the next one of the search path has is another one: it is told, or refused, as for a statement.
#[test]
fn a_table_that_the_schema_lacks_is_not_that_of_another() {
    let db = Db::fresh();
    let mut session = db.session();
    tenants(&mut session, 2);
    session.exec(
        "CREATE TABLE public.item (id int, n int); CREATE TABLE tenant_2.item (id int, n int);
         INSERT INTO public.item VALUES (1, 1); SET migrate.lint_on_apply = 'error'",
    );
    let add = |column: &str| format!("$$SELECT migrate.safe_add_column('item', '{column}', 'int')$$");
    let all = "schemas => 'tenant%', max_failures => 9";
    let error = session.expect_error(&format!("CALL migrate.run({}, {all})", add("a")));
    assert_eq!(error.sqlstate, "42P01", "{error:?}");
    assert!(error.detail.contains("relation \"item\" does not exist in schema \"tenant_1\""), "{error:?}");
    let columns = "SELECT attrelid::regclass, attname FROM pg_attribute
                   WHERE attrelid IN ('public.item'::regclass, 'tenant_2.item'::regclass) AND attnum > 2 ORDER BY 1, 2";
    session.exec("SET search_path = ''");
    assert_eq!(session.query_text(columns), ["tenant_2.item|a"]);
    session.exec("RESET search_path");
    // Told, also of what has no unit but a backfill, and in a script.
    session.exec("SET migrate.lint_on_apply = 'warn'; SET migrate.small_table = 0");
    let told = |session: &mut Session, call: &str| {
        session.notices();
        session.exec(call);
        let lacks = "relation \"item\" does not exist in schema \"tenant_1\"";
        session.notices().iter().filter(|notice| notice.message.contains(lacks)).count()
    };
    assert_eq!(told(&mut session, &format!("CALL migrate.run({}, {all})", add("b"))), 1);
    let fill = "$$SELECT migrate.safe_backfill('item', 'n = 2', 'n = 1')$$";
    assert_eq!(told(&mut session, &format!("CALL migrate.run({fill}, {all})")), 1);
    create(
        &mut session,
        1,
        "SELECT migrate.safe_add_column('item', 'c', 'int'); SELECT migrate.safe_set_default('item', 'n', '7')",
        "SELECT 1",
    );
    assert_eq!(told(&mut session, "CALL migrate.up(schemas => 'tenant%')"), 2);
    // What is said to be another one is meant.
    let meant = "$$SELECT migrate.safe_add_column('public.item', 'd', 'int')$$";
    assert_eq!(told(&mut session, &format!("CALL migrate.run({meant}, schemas => ARRAY['tenant_1'])")), 0);
    let own = "$$SELECT migrate.safe_add_column('item', 'e', 'int')$$";
    assert_eq!(told(&mut session, &format!("CALL migrate.run({own}, schemas => ARRAY['tenant_2'])")), 0);
}

/// A change is named by its table and column, of which each schema has one of its own: also of what is hidden, which is in no search path.
#[test]
fn a_change_ends_in_each_schema() {
    let db = Db::fresh();
    let mut session = db.session();
    filled(&mut session, 3);
    session.exec("SET migrate.drop_grace = 0");
    let run = |call: &str| {
        format!("CALL migrate.run($$SELECT migrate.{call}$$, schemas => 'tenant%', max_failures => 9)")
    };
    let columns = "SELECT attrelid::regclass || ': ' || string_agg(attname, ' ' ORDER BY attname)
                   FROM pg_attribute WHERE attrelid::regclass::text LIKE '%item' AND attname IN ('n', 'm')
                   GROUP BY attrelid ORDER BY 1";
    session.exec(&run("safe_rename_column('item', 'n', 'm')"));
    // That of another schema is not meant.
    done(&mut session, "safe_rename_column('public.item', 'n', 'm')");
    let told = session.one(&run("complete('item', 'n', force => true)"));
    assert!(told.contains("in 3 schemas) done in "), "{told}");
    assert_eq!(
        session.query_text(columns),
        ["item: m n", "tenant_1.item: m", "tenant_2.item: m", "tenant_3.item: m"]
    );
    let states = "SELECT table_schema, state FROM migrate.changes ORDER BY 1, id";
    let ended = session.query_text(states);
    assert_eq!(ended.iter().filter(|state| state.starts_with("tenant")).count(), 3, "{ended:?}");
    // Where there is none, it is not that of another.
    session.exec("CREATE SCHEMA tenant_4");
    let error = session.expect_error(
        "CALL migrate.run($$SELECT migrate.complete('item', 'n', force => true)$$, schemas => ARRAY['tenant_4'])",
    );
    assert_eq!(error.sqlstate, "42P01", "{error:?}");
    session.exec("DROP SCHEMA tenant_4");
    assert_eq!(session.query_text(columns)[0], "item: m n");
    done(&mut session, "abort('public.item', 'n')");
    // A table that is hidden has its name no more.
    session.exec(
        "CREATE TABLE public.gone (id int); CREATE TABLE tenant_1.gone (id int); CREATE TABLE tenant_2.gone (id int);
         CREATE TABLE tenant_3.gone (id int)",
    );
    session.exec(&run("safe_drop_table('gone')"));
    done(&mut session, "safe_drop_table('public.gone')");
    let at = |call: &str, names: &str| {
        format!("CALL migrate.run($$SELECT migrate.{call}$$, schemas => '{{{names}}}'::text[])")
    };
    session.exec(&at("restore('gone'::text)", "tenant_2"));
    let there = "SELECT relnamespace::regnamespace FROM pg_class WHERE relname = 'gone' ORDER BY 1::text";
    assert_eq!(session.query_text(there), ["tenant_2"], "not that which was hidden last");
    session.exec(&at("complete('gone'::text, force => true)", "tenant_1,tenant_3"));
    let left =
        "SELECT table_schema FROM migrate.changes WHERE kind = 'drop_table' AND state = 'grace' ORDER BY 1";
    assert_eq!(session.query_text(left), ["public"]);
    let error = session.expect_error(&run("complete(1)"));
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("0A000", "the end of a change by its number cannot be had with \"schemas\"")
    );
}

/// What is due in each of them is completed, and what is due elsewhere is not; where nothing is, nothing is done.
#[test]
fn what_is_due_is_completed_in_each_schema() {
    let db = Db::fresh();
    let mut session = db.session();
    filled(&mut session, 4);
    session.exec(
        "SET migrate.drop_grace = 0; CREATE TABLE tenant_1.gone (id int); CREATE TABLE tenant_2.gone (id int);
         ALTER TABLE tenant_4.item ADD COLUMN n2 int",
    );
    for call in ["safe_drop_column('tenant_1.item', 'n')", "safe_drop_column('tenant_2.item', 'n')"] {
        done(&mut session, call);
    }
    for call in ["safe_drop_table('tenant_1.gone')", "safe_drop_table('tenant_2.gone')"] {
        done(&mut session, call);
    }
    done(&mut session, "safe_drop_column('public.item', 'n')");
    session.exec("SET migrate.drop_grace = '1 day'");
    done(&mut session, "safe_drop_column('tenant_4.item', 'n2')");
    // By its number its schema is known, whatever its name; and somebody was faster in the other one.
    session.exec("ALTER SCHEMA tenant_2 RENAME TO tenant_5");
    let hidden = session.one(
        "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = 'tenant_5.item'::regclass AND attnum = 2 AND NOT attisdropped",
    );
    session.exec(&format!("ALTER TABLE tenant_5.item DROP COLUMN {hidden} CASCADE"));
    let states = "SELECT kind, table_schema, state FROM migrate.changes ORDER BY id";
    let run =
        "CALL migrate.run('SELECT * FROM migrate.complete_due()', schemas => 'tenant%', max_failures => 9)";
    let told = session.one(run);
    assert_eq!(
        session.query_text(states),
        [
            "drop_column|tenant_1|done",
            "drop_column|tenant_5|done",
            "drop_table|tenant_1|done",
            "drop_table|tenant_2|done",
            "drop_column|public|grace",
            "drop_column|tenant_4|grace",
        ]
    );
    assert!(told.contains(" (complete what is due in 4 schemas) done in "), "{told}");
    assert!(told.ends_with("; already done in 2"), "{told}");
    assert!(session.one(run).ends_with("; already done in 4"));
    let error = session.expect_error(
        "CALL migrate.run('SELECT * FROM migrate.complete_due(dry_run => true)', schemas => ARRAY['tenant_1'])",
    );
    assert_eq!(error.sqlstate, "42601", "{error:?}");
    assert!(error.detail.contains("It asks for nothing: dry_run is for the call by itself."), "{error:?}");
}

/// Who may not complete a change is told so in its schema, before anything begins if that is the first.
#[test]
fn what_is_due_of_somebody_else_is_not_completed() {
    let db = Db::fresh();
    let role = operator(&db, "LOGIN");
    let mut session = db.session();
    filled(&mut session, 2);
    session.exec("SET migrate.drop_grace = 0");
    done(&mut session, "safe_drop_column('tenant_2.item', 'n')");
    for schema in ["tenant_1", "tenant_2"] {
        session.exec(&format!("GRANT USAGE, CREATE ON SCHEMA {schema} TO {role}"));
    }
    session.exec(&format!("GRANT EXECUTE ON FUNCTION migrate.complete_due TO {role}"));
    let mut other = db.session_as(&role);
    for schemas in ["ARRAY['tenant_2']", "ARRAY['tenant_1', 'tenant_2']"] {
        let error = other.expect_error(&format!(
            "CALL migrate.run('SELECT migrate.complete_due()', schemas => {schemas})"
        ));
        assert_eq!(error.sqlstate, "42501", "{schemas}: {error:?}");
    }
    assert_eq!(session.one("SELECT state FROM migrate.changes"), "grace");
}

/// Each schema has a number of its own, so what is to be done instead is said before anything begins.
#[test]
fn an_undo_is_refused_before_anything_begins() {
    let db = Db::fresh();
    let mut session = db.session();
    filled(&mut session, 2);
    session.exec(
        "CALL migrate.run($$SELECT migrate.safe_add_column('item', 'a', 'int')$$, schemas => 'tenant%')",
    );
    let jobs = session.one("SELECT count(*) FROM migrate.jobs");
    for call in ["undo(1)", "undo()"] {
        let error =
            session.expect_error(&format!("CALL migrate.run('SELECT migrate.{call}', schemas => 'tenant%')"));
        assert_eq!(
            (error.sqlstate.as_str(), error.message.as_str()),
            ("0A000", "undo cannot be had with \"schemas\"")
        );
        for words in ["what does the reverse in each of them", "SELECT * FROM migrate.undo(7)"] {
            assert!(error.hint.contains(words), "{error:?}");
        }
    }
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), jobs);
}
