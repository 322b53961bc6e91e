//! What stands in the way of an operation, and is found before it begins: guards of the database's owner, domains,
//! keys that cannot be, triggers, schemas.

use migrate_client_tests::{Db, Session};

use crate::common::operate;

fn large(db: &Db, sql: &str) -> Session {
    let mut session = db.session();
    session.exec("SET migrate.small_table = 0");
    session.exec(sql);
    session
}

const TABLE: &str = "CREATE TABLE t (id int PRIMARY KEY, n int, v text);
     INSERT INTO t SELECT g, g, g FROM generate_series(1, 300) g;";

/// The server manual's own example of an event trigger, and its like for new tables: neither is about our looks.
#[test]
fn guards_of_event_triggers_stop_no_look() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        &format!(
            "{TABLE}
             CREATE FUNCTION no_rewrite() RETURNS event_trigger LANGUAGE plpgsql AS
                 $$BEGIN RAISE 'rewriting % is not allowed', pg_event_trigger_table_rewrite_oid()::regclass; END$$;
             CREATE FUNCTION no_table() RETURNS event_trigger LANGUAGE plpgsql AS
                 $$BEGIN RAISE 'tag % is not allowed', tg_tag; END$$;
             CREATE FUNCTION only_ours() RETURNS event_trigger LANGUAGE plpgsql AS
                 $$BEGIN PERFORM FROM pg_event_trigger_ddl_commands() WHERE schema_name <> 'public';
                     IF FOUND THEN RAISE 'only schema public'; END IF; END$$;
             CREATE EVENT TRIGGER rewrites ON table_rewrite EXECUTE FUNCTION no_rewrite();
             CREATE EVENT TRIGGER always ON table_rewrite EXECUTE FUNCTION no_rewrite();
             ALTER EVENT TRIGGER always ENABLE ALWAYS;
             CREATE EVENT TRIGGER tables ON ddl_command_start WHEN TAG IN ('CREATE TABLE', 'CREATE SCHEMA') EXECUTE FUNCTION no_table();
             CREATE EVENT TRIGGER schemas ON ddl_command_end WHEN TAG IN ('ALTER TABLE', 'CREATE INDEX', 'CREATE TABLE') EXECUTE FUNCTION only_ours()"
        ),
    );
    for call in [
        "safe_add_column('t', 'u', 'uuid', 'gen_random_uuid()')",
        "safe_add_column('t', 'w', 'int', '7')",
        "safe_set_default('t', 'n', '7')",
        "safe_create_index('t', ARRAY['lower(v)'])",
        "safe_add_constraint('t', 'ck', 'n > 0')",
        "safe_rename_column('t', 'v', 'w2')",
        "safe_change_column_type('t', 'n', 'bigint')",
        "complete('t', 'n')",
        "safe_replace_index('t_lower_idx', ARRAY['upper(v)'])",
    ] {
        if !call.starts_with("complete") {
            let look = call.strip_suffix(')').unwrap();
            session.exec(&format!("SELECT * FROM migrate.{look}, dry_run => true)"));
        }
        if call.starts_with("safe_replace_index") {
            continue;
        }
        operate(&mut session, call).unwrap_or_else(|error| panic!("{call}: {error:?}"));
    }
    // The guard goes on guarding what is there to be guarded.
    assert!(session.expect_error("ALTER TABLE t ALTER id TYPE numeric").message.starts_with("rewriting"));
    session.exec("DROP EVENT TRIGGER rewrites; DROP EVENT TRIGGER always; DROP EVENT TRIGGER tables; DROP EVENT TRIGGER schemas");
}

/// An audit of DDL that outlives a rollback notes what was done, and no looks.
#[test]
fn an_audit_of_ddl_notes_no_look() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        &format!(
            "{TABLE} CREATE SEQUENCE noted;
             CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS
                 $$BEGIN PERFORM nextval('public.noted') FROM pg_event_trigger_ddl_commands(); END$$;
             CREATE FUNCTION note_drop() RETURNS event_trigger LANGUAGE plpgsql AS
                 $$BEGIN PERFORM nextval('public.noted') FROM pg_event_trigger_dropped_objects(); END$$;
             CREATE EVENT TRIGGER audit ON ddl_command_end EXECUTE FUNCTION note();
             CREATE EVENT TRIGGER audit_drop ON sql_drop EXECUTE FUNCTION note_drop()"
        ),
    );
    for call in [
        "safe_rename_column('t', 'v', 'w', dry_run => true)",
        "safe_change_column_type('t', 'n', 'bigint', dry_run => true)",
        "safe_add_column('t', 'u', 'uuid', 'gen_random_uuid()', dry_run => true)",
        "safe_create_index('t', ARRAY['lower(v)'], dry_run => true)",
    ] {
        session.exec(&format!("SELECT * FROM migrate.{call}"));
    }
    assert_eq!(session.one("SELECT is_called FROM noted"), "f");
    operate(&mut session, "safe_add_column('t', 'x', 'int', '7')").unwrap();
    assert_eq!(session.one("SELECT last_value FROM noted"), "1");
    session.exec("DROP EVENT TRIGGER audit; DROP EVENT TRIGGER audit_drop");
}

#[test]
fn no_right_to_temporary_tables_is_needed() {
    let db = Db::fresh();
    let role = crate::common::operator(&db, "LOGIN");
    db.session().exec(&format!("REVOKE TEMP ON DATABASE {} FROM PUBLIC", db.name()));
    let mut session = db.session_as(&role);
    session.exec("SET migrate.small_table = 0");
    session.exec(TABLE);
    session.exec("CREATE INDEX t_n ON t (n)");
    for call in [
        "safe_add_column('t', 'u', 'uuid', 'gen_random_uuid()')",
        "safe_rename_column('t', 'v', 'w')",
        "safe_change_column_type('t', 'n', 'bigint')",
        "safe_replace_index('t_n', ARRAY['n DESC'])",
        "safe_set_default('t', 'id', '7')",
    ] {
        let call = call.strip_suffix(')').unwrap();
        session.exec(&format!("SELECT * FROM migrate.{call}, dry_run => true)"));
    }
}

/// A column of a domain with a CHECK would be written into every row: refused as `safe_add_column` refuses it.
#[test]
fn a_domain_with_a_check_rewrites_no_large_table() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        "CREATE DOMAIN email AS text CHECK (VALUE ~ '@'); CREATE DOMAIN given AS text NOT NULL; CREATE DOMAIN plain AS text;
         CREATE TABLE h (id int PRIMARY KEY, w email, t text, g given, p plain);
         INSERT INTO h SELECT n, 'a@b', 't', 'g', 'p' FROM generate_series(1, 300) n;
         CREATE TABLE small (id int PRIMARY KEY, w email, g given); INSERT INTO small VALUES (1, 'a@b', 'g')",
    );
    let file = session.one("SELECT pg_relation_filenode('h')");
    for (call, asked) in [
        ("safe_rename_column('h', 'w', 'ww')", "cannot rename column \"w\" of large table \"h\""),
        (
            "safe_split_column('h', 't', ARRAY['t1','t2'], ARRAY['t','t'], 't1', new_types => ARRAY['email','text'])",
            "cannot split column \"t\" of large table \"h\"",
        ),
        (
            "safe_merge_columns('h', ARRAY['t','p'], 'm', 't || p', ARRAY['m','m'], new_type => 'email')",
            "cannot merge column \"t\", \"p\" of large table \"h\"",
        ),
        (
            "safe_change_column_type('h', 't', 'email')",
            "cannot change the type of column \"t\" of large table \"h\"",
        ),
        ("safe_add_column('h', 'x', 'email')", "cannot add column \"x\" to large table \"h\""),
    ] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
        assert_eq!(error.sqlstate, "0A000", "{call}: {error:?}");
        assert_eq!(error.message, format!("{asked} without rewriting it"));
    }
    // A domain that refuses NULL has no second column, for a while without values, at all.
    assert_eq!(session.expect_error("SELECT migrate.safe_rename_column('h', 'g', 'gg')").sqlstate, "42P16");
    assert_eq!(session.one("SELECT count(*) FROM migrate.changes"), "0");
    operate(&mut session, "safe_rename_column('h', 'p', 'pp')").unwrap();
    assert_eq!(session.one("SELECT pg_relation_filenode('h')"), file);
    session.exec("RESET migrate.small_table");
    // Few rows are written anew; but none of them can be without a value.
    assert_eq!(
        session.expect_error("SELECT migrate.safe_rename_column('small', 'g', 'gg')").sqlstate,
        "42P16"
    );
    assert_eq!(session.one("SELECT count(*) FROM migrate.changes WHERE table_name = 'small'"), "0");
    operate(&mut session, "safe_rename_column('small', 'w', 'ww')").unwrap();
    assert_eq!(session.one("SELECT ww FROM small"), "a@b");
}

/// What the server would refuse in a job is refused at the call.
#[test]
fn what_cannot_work_is_refused_at_the_call() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        &format!(
            "{TABLE}
             CREATE TABLE r (id int PRIMARY KEY, other int, late int UNIQUE DEFERRABLE, part int);
             CREATE UNIQUE INDEX ON r (part) WHERE part > 0;
             CREATE TABLE k (id int, a text, b json, c point, d int);
             INSERT INTO k SELECT n, n, '1', '(1,1)', n FROM generate_series(1, 300) n;
             CREATE TABLE p (id int, v int) PARTITION BY RANGE (id);
             CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100); INSERT INTO p SELECT n, n FROM generate_series(0, 99) n;
             CREATE TABLE loose (id int, v int); INSERT INTO loose SELECT n, n FROM generate_series(100, 199) n;
             CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$;
             CREATE TRIGGER seen AFTER INSERT ON loose REFERENCING NEW TABLE AS rows FOR EACH ROW EXECUTE FUNCTION nothing()"
        ),
    );
    for (call, sqlstate) in [
        ("safe_add_foreign_key('k', ARRAY['a'], 'r')", "42804"),
        ("safe_add_foreign_key('k', ARRAY['b'], 'r')", "42804"),
        ("safe_add_foreign_key('k', ARRAY['d'], 'r', ARRAY['other'])", "42830"),
        ("safe_add_foreign_key('k', ARRAY['d'], 'r', ARRAY['late'])", "55000"),
        ("safe_add_foreign_key('k', ARRAY['d'], 'r', ARRAY['part'])", "42830"),
        ("safe_add_foreign_key('k', ARRAY['d', 'id'], 'r')", "22023"),
        ("safe_add_foreign_key('k', ARRAY['d'], 'k', ARRAY['id'])", "42830"),
        ("safe_add_unique('k', ARRAY['b'])", "42704"),
        ("safe_add_unique('k', ARRAY['c'])", "42704"),
        ("safe_add_primary_key('k', ARRAY['b'])", "42704"),
        ("safe_add_unique('p', ARRAY['v'])", "0A000"),
        ("safe_create_index('p', ARRAY['v'], is_unique => true)", "0A000"),
        ("safe_attach_partition('p', 'loose', 'FOR VALUES FROM (100) TO (200)')", "55000"),
        ("safe_set_schema('t', 'pg_catalog')", "42939"),
        ("safe_set_schema('t', 'information_schema')", "42939"),
        ("safe_set_schema('t', 'migrate')", "42939"),
        ("safe_backfill('p', 'id = 0', 'id = 1')", "42P16"),
    ] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
        assert_eq!(error.sqlstate, sqlstate, "{call}: {error:?}");
    }
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "0");
    assert_eq!(session.one("SELECT count(*) FROM pg_constraint WHERE conrelid = 'loose'::regclass"), "0");
    // Types that can be compared, though they differ, and an index that is no constraint's.
    session.exec("CREATE UNIQUE INDEX ON r (other); ALTER TABLE r ADD UNIQUE (id, other)");
    session.exec(
        "INSERT INTO r SELECT n, n, n, n FROM generate_series(1, 300) n; ALTER TABLE k ALTER d TYPE bigint",
    );
    operate(&mut session, "safe_add_foreign_key('k', ARRAY['d'], 'r', ARRAY['other'])").unwrap();
    operate(&mut session, "safe_add_foreign_key('k', ARRAY['d', 'id'], 'r', ARRAY['other', 'id'])").unwrap();
    assert_eq!(
        session.one("SELECT count(*) FROM pg_constraint WHERE conrelid = 'k'::regclass AND convalidated"),
        "2"
    );
}

/// PostgreSQL 15 sets some of the columns alone.
#[test]
fn on_delete_of_some_columns() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        "CREATE TABLE r (a int, b int, PRIMARY KEY (a, b)); INSERT INTO r SELECT n, n FROM generate_series(1, 300) n;
         CREATE TABLE k (n int, \"M\" int); INSERT INTO k SELECT a, b FROM r",
    );
    let call = "safe_add_foreign_key('k', ARRAY['n', 'M'], 'r', on_delete => 'set null (\"M\")')";
    operate(&mut session, call).unwrap();
    let definition =
        "SELECT pg_get_constraintdef(oid), convalidated FROM pg_constraint WHERE conrelid = 'k'::regclass";
    assert_eq!(
        session.one(definition),
        "FOREIGN KEY (n, \"M\") REFERENCES r(a, b) ON DELETE SET NULL (\"M\")|t"
    );
    assert!(operate(&mut session, call).unwrap().iter().all(|status| status == "already done"));
    session.exec("DELETE FROM r WHERE a = 7");
    assert_eq!(session.one("SELECT n, \"M\" IS NULL FROM k WHERE n = 7"), "7|t");
    let error = session.expect_error("SELECT migrate.safe_add_foreign_key('k', ARRAY['n', 'M'], 'r', constraint_name => 'x', on_delete => 'SET NULL (z)')");
    assert_eq!(error.sqlstate, "42P16");
}

/// The hint names an argument only where the operation has it.
#[test]
fn skipping_is_offered_where_it_can_be_had() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        "CREATE TABLE s (id int PRIMARY KEY, v text); INSERT INTO s SELECT n, 'no number' FROM generate_series(1, 300) n",
    );
    session.exec(
        "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'not this row'; END$$;
                  CREATE TRIGGER zz BEFORE UPDATE ON s FOR EACH ROW EXECUTE FUNCTION no()",
    );
    let _ = operate(&mut session, "safe_add_column('s', 'u', 'uuid', 'gen_random_uuid()')");
    let _ = operate(&mut session, "safe_backfill('s', 'v = upper(v)', on_error => 'stop')");
    let hints = "SELECT error->>'hint' FROM migrate.jobs ORDER BY id";
    let hints = session.query_text(hints);
    assert_eq!(hints.len(), 2, "{hints:?}");
    assert!(!hints[0].contains("on_error") && hints[1].contains("on_error => 'skip'"), "{hints:?}");
}

/// It is said before it is dropped.
#[test]
fn an_exclusion_constraint_says_when_it_comes_back() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        "CREATE TABLE x (r int4range, EXCLUDE USING gist (r WITH &&)); INSERT INTO x VALUES ('[1,2)')",
    );
    let detail =
        session.one("SELECT translate(detail, chr(10), ' ') FROM migrate.safe_drop_constraint('x', 'x_r_excl', dry_run => true)");
    assert!(detail.contains("only while the table is small"), "{detail}");
}

/// A trigger that the server would not make again is named while nothing is done yet.
#[test]
fn a_trigger_that_cannot_be_made_again_is_named() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        &format!(
            "{TABLE} CREATE FUNCTION same() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
             CREATE TRIGGER \"Odd one\" BEFORE UPDATE OF n ON t FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION same();
             ALTER TABLE t ADD g int GENERATED ALWAYS AS (id + 1) STORED"
        ),
    );
    for small in ["0", "1000"] {
        session.exec(&format!("SET migrate.small_table = {small}"));
        let error = session.expect_error("SELECT * FROM migrate.safe_change_column_type('t', 'n', 'bigint')");
        assert_eq!(error.sqlstate, "0A000", "{error:?}");
        assert!(error.detail.contains("trigger \"Odd one\""), "{error:?}");
    }
    session.exec("ALTER TABLE t DROP g");
    operate(&mut session, "safe_change_column_type('t', 'n', 'bigint')").unwrap();
}

/// Another grantor's privileges are the owner's to revoke on a new column, and that is said.
#[test]
fn privileges_of_another_grantor_are_told() {
    let db = Db::fresh();
    let (one, other) = (db.role(""), db.role(""));
    let mut session = large(&db, TABLE);
    session.exec(&format!(
        "GRANT SELECT (v) ON t TO {one} WITH GRANT OPTION; SET ROLE {one}; GRANT SELECT (v) ON t TO {other}; RESET ROLE"
    ));
    let details = session
        .query_text("SELECT translate(detail, chr(10), ' ') FROM migrate.safe_rename_column('t', 'v', 'w', dry_run => true)")
        .join("\n");
    assert!(details.contains(&format!("what {one} granted")), "{details}");
    operate(&mut session, "safe_rename_column('t', 'v', 'w')").unwrap();
    assert_eq!(session.one(&format!("SELECT has_column_privilege('{other}', 't', 'w', 'SELECT')")), "t");
    operate(&mut session, "abort('t', 'w')").unwrap();
    let acl = "SELECT attacl::text FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'v'";
    assert!(session.one(acl).contains(&format!("{other}=r/{one}")));
}

/// A rollback of the completion needs both names once more: where the table has become large it is refused before the
/// name goes back, and the way back by one name is told.
#[test]
fn both_names_again_rewrite_no_table_that_has_grown() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE DOMAIN email AS text CHECK (VALUE ~ '@'); CREATE TABLE g (id int PRIMARY KEY, w email);
         INSERT INTO g VALUES (1, 'a@b')",
    );
    operate(&mut session, "safe_rename_column('g', 'w', 'ww')").unwrap();
    operate(&mut session, "complete('g', 'ww')").unwrap();
    session.exec("INSERT INTO g SELECT n, 'a@b' FROM generate_series(2, 300) n; SET migrate.small_table = 0");
    // The column has its old name again, and no copy beside it: for that the server would write the table anew.
    const FILE: &str = "SELECT pg_relation_filenode('g')";
    let before = session.one(FILE);
    operate(&mut session, "undo(2)").unwrap();
    assert_eq!(session.one(FILE), before);
    assert_eq!(session.one("SELECT state FROM migrate.changes"), "undone");
    assert_eq!(session.one("SELECT count(w) FROM g"), "300");
}
