//! What a user writes in an argument is one type, one expression, one list or one name, and nothing besides; and every
//! operation can be asked for as a migration.
//!
//! Not here: under what it means something (real_settings.rs).

use migrate_client_tests::{Db, Session};

use crate::common::operate;

/// A table with columns that nobody asks to be dropped.
fn table(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, a int, b int, n text);
         INSERT INTO t SELECT i, i, i, i::text FROM generate_series(1, 300) i",
    );
    session
}

const COLUMNS: &str = "SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute
                       WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped";

#[test]
fn an_argument_brings_nothing_else_with_it() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec("CREATE TABLE p (id int, k int) PARTITION BY LIST (k); CREATE TABLE p1 (id int, k int)");
    for (call, argument) in [
        ("safe_add_column('t', 'z', 'int, DROP COLUMN b'", "type"),
        ("safe_add_column('t', 'z', 'int; DROP TABLE t'", "type"),
        ("safe_add_column('t', 'z', 'int CHECK (z > 0) UNIQUE'", "type"),
        ("safe_add_column('t', 'z', 'int NOT NULL DEFAULT 0'", "type"),
        ("safe_add_column('t', 'z', 'int GENERATED ALWAYS AS IDENTITY'", "type"),
        ("safe_add_column('t', 'z', 'text COMPRESSION pglz'", "type"),
        ("safe_add_column('t', 'z', 'text COLLATE \"C\"'", "type"),
        ("safe_add_column('t', 'z', 'int', default_value => '5, DROP COLUMN b'", "default_value"),
        ("safe_add_column('t', 'z', 'int', default_value => '5 CHECK (z > 0)'", "default_value"),
        ("safe_add_column('t', 'z', 'int', default_value => '5 UNIQUE'", "default_value"),
        (
            "safe_add_column('t', 'z', 'int', generated => '1) STORED, DROP COLUMN b, ADD COLUMN q int GENERATED ALWAYS AS (2'",
            "generated",
        ),
        ("safe_add_constraint('t', 'c', 'a>0), DROP COLUMN b, ADD CHECK (a>-1'", "expression"),
        ("safe_add_constraint('t', 'c', 'a>0) NO INHERIT, ADD CHECK (a>-1'", "expression"),
        ("safe_add_constraint('t', 'c', 'a > 0, b > 0'", "expression"),
        ("safe_change_column_type('t', 'a', 'bigint, DROP COLUMN b'", "new_type"),
        ("safe_change_column_type('t', 'n', 'text USING upper(n)'", "new_type"),
        ("safe_change_column_type('t', 'n', 'varchar(10) USING (n), DROP COLUMN b'", "new_type"),
        (
            "safe_change_column_type('t', 'a', 'text', using_expression => 'a::text, DROP COLUMN b'",
            "using_expression",
        ),
        (
            "safe_change_column_type('t', 'a', 'text', reverse_expression => 'a::int, DROP COLUMN b'",
            "reverse_expression",
        ),
        ("safe_set_default('t', 'a', '5, DROP COLUMN b'", "default_value"),
        ("safe_create_index('t', ARRAY['a) WHERE (a>5']", "columns"),
        ("safe_create_index('t', ARRAY['a, b']", "columns"),
        ("safe_create_index('t', ARRAY['a'], include => ARRAY['b) TABLESPACE pg_default --']", "include"),
        ("safe_create_index('t', ARRAY['a'], predicate => 'a > 5; DROP TABLE t'", "predicate"),
        (
            "safe_create_index('t', ARRAY['a'], storage_parameters => 'fillfactor=50) WHERE (a>5'",
            "storage_parameters",
        ),
        ("safe_replace_index('t_a', ARRAY['a) INCLUDE (b']", "columns"),
        (
            "safe_split_column('t', 'n', ARRAY['x', 'y'], ARRAY['n', 'n'], 'x', ARRAY['text', 'text, DROP COLUMN b']",
            "new_types",
        ),
        ("safe_split_column('t', 'n', ARRAY['x', 'y'], ARRAY['n', 'n), (n'], 'x'", "expressions"),
        ("safe_merge_columns('t', ARRAY['a', 'n'], 'x', 'n', ARRAY['1', '2, 3']", "reverse_expressions"),
        ("safe_backfill('t', 'a = 1', 'a > 0; DROP TABLE t'", "condition"),
        ("safe_attach_partition('p', 'p1', 'FOR VALUES IN (1) PARTITION BY LIST (id)'", "bound"),
    ] {
        for end in [")", ", dry_run => true)"] {
            let refused = session.expect_error(&format!("SELECT migrate.{call}{end}"));
            assert_eq!(refused.sqlstate, "42601", "{call}: {}", refused.message);
            let named = format!("argument \"{argument}\" is not ");
            assert!(refused.message.starts_with(&named), "{call}: {}", refused.message);
        }
    }
    assert_eq!(session.one(COLUMNS), "id,a,b,n");
    assert_eq!(session.one("SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass"), "1");
}

#[test]
fn it_is_said_what_stands_where() {
    let db = Db::fresh();
    let mut session = table(&db);
    for (arguments, message, detail) in [
        (
            "'int, DROP COLUMN b'",
            "argument \"type\" is not one type name",
            "Behind \"int\" stands \", DROP COLUMN b\".",
        ),
        (
            "'numeric(10, 2) NOT NULL'",
            "argument \"type\" is not one type name",
            "Behind \"numeric(10, 2)\" stands \"NOT NULL\".",
        ),
        (
            "'int', '1 UNIQUE'",
            "argument \"default_value\" is not one expression",
            "Behind \"1\" stands \"UNIQUE\".",
        ),
        (
            "'int', ')'",
            "argument \"default_value\" is not one expression",
            "Of \")\" the server says: syntax error at or near \")\".",
        ),
    ] {
        let refused = session.expect_error(&format!("SELECT migrate.safe_add_column('t', 'z', {arguments})"));
        assert_eq!((refused.message.as_str(), refused.detail.as_str()), (message, detail));
    }
}

#[test]
fn what_is_one_is_taken() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec(r#"ALTER TABLE t ADD COLUMN "a) x" int, ADD COLUMN "c, d" int"#);
    for call in [
        "safe_add_column('t', 'z1', 'numeric(10, 2)[]')",
        "safe_add_column('t', 'z2', 'timestamp (3) with time zone')",
        "safe_add_column('t', 'z3', 'bool', default_value => '1 IN (1, 2)')",
        "safe_add_column('t', 'z4', 'text', default_value => '''a'' COLLATE \"C\"')",
        "safe_add_column('t', 'z5', 'text', collation => 'pg_catalog.\"C\"')",
        "safe_add_constraint('t', 'c', '(a, b) IS DISTINCT FROM (NULL, NULL) -- one of them')",
        "safe_create_index('t', ARRAY['a) x', 'c, d'], 'strange')",
        "safe_create_index('t', ARRAY['n COLLATE \"C\" text_pattern_ops DESC NULLS LAST', '(a + b)'], 'long')",
        "safe_change_column_type('t', 'n', 'varchar COLLATE \"C\"')",
    ] {
        operate(&mut session, call).unwrap_or_else(|error| panic!("{call}: {}", error.message));
    }
    assert_eq!(session.one("SELECT z3, z4 FROM t WHERE id = 1"), "t|a");
}

#[test]
fn a_comment_at_the_end_swallows_nothing() {
    let db = Db::fresh();
    let mut session = table(&db);
    for call in [
        "safe_add_column('t', 'five', 'int -- a number', '5 -- not four', not_null => true)",
        "safe_create_index('t', ARRAY['a -- the first'], 'part', predicate => 'a > 5 -- few', storage_parameters => 'fillfactor = 70 -- room')",
        "safe_add_constraint('t', 'positive', 'a > 0 -- always')",
        "safe_change_column_type('t', 'a', 'bigint -- more', using_expression => 'a * 2 -- twice', reverse_expression => 'a / 2')",
    ] {
        operate(&mut session, call).unwrap_or_else(|error| panic!("{call}: {}", error.message));
    }
    assert_eq!(session.one("SELECT five, a FROM t WHERE id = 7"), "5|14");
    assert_eq!(
        session
            .one("SELECT attnotnull FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'five'"),
        "t"
    );
    let index = session.one("SELECT pg_get_indexdef('part'::regclass)");
    assert!(index.ends_with("(a) WITH (fillfactor='70') WHERE (a > 5)"), "{index}");
}

#[test]
fn a_text_that_looks_like_ours_is_the_users() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec(r#"ALTER TABLE t ADD COLUMN "x{table}" int DEFAULT 1; SET migrate.small_table = 0"#);
    for call in [
        "safe_add_constraint('t', 'ck', 'n <> ''{table}''')",
        "safe_create_index('t', ARRAY['x{table}'])",
        "safe_change_column_type('t', 'x{table}', 'bigint')",
    ] {
        operate(&mut session, call).unwrap_or_else(|error| panic!("{call}: {}", error.message));
    }
    let again = operate(&mut session, "safe_add_constraint('t', 'ck', 'n <> ''{table}''')").expect("again");
    assert_eq!(again, ["already done", "already done"]);
}

#[test]
fn an_expression_may_name_the_table() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec("SET migrate.small_table = 0");
    operate(
        &mut session,
        "safe_change_column_type('t', 'a', 'bigint', using_expression => 't.a * 2', reverse_expression => 't.a / 2')",
    )
    .expect("a change of type");
    session.exec("INSERT INTO t (id, a) VALUES (1000, 50)");
    operate(&mut session, "complete('t', 'a')").expect("complete");
    assert_eq!(session.query_text("SELECT a FROM t WHERE id IN (7, 1000) ORDER BY id"), ["14", "100"]);
    operate(&mut session, "safe_split_column('t', 'n', ARRAY['x', 'y'], ARRAY['t.n', 'upper(t.n)'], 't.x')")
        .expect("a split");
    session.exec("INSERT INTO t (id, n) VALUES (1001, 'ab')");
    assert_eq!(session.one("SELECT x, y FROM t WHERE id = 1001"), "ab|AB");
}

#[test]
fn no_array_has_a_null_in_it() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec("CREATE TABLE u (id int PRIMARY KEY); CREATE INDEX t_a ON t (a)");
    for (call, argument) in [
        ("safe_create_index('t', ARRAY['a', NULL])", "columns"),
        ("safe_create_index('t', ARRAY['a'], include => ARRAY['b', NULL])", "include"),
        ("safe_replace_index('t_a', ARRAY[NULL, 'a'])", "columns"),
        ("safe_replace_index('t_a', ARRAY['a'], include => ARRAY[NULL])", "include"),
        ("safe_add_unique('t', ARRAY['a', NULL])", "columns"),
        ("safe_add_unique('t', ARRAY['a'], include => ARRAY[NULL])", "include"),
        ("safe_add_primary_key('u', ARRAY[NULL])", "columns"),
        ("safe_add_foreign_key('t', ARRAY[NULL], 'u')", "columns"),
        ("safe_add_foreign_key('t', ARRAY['a'], 'u', ARRAY[NULL])", "referenced_columns"),
        ("safe_split_column('t', 'n', ARRAY['x', NULL], ARRAY['n', 'n'], 'x')", "new_columns"),
        ("safe_split_column('t', 'n', ARRAY['x', 'y'], ARRAY['n', NULL], 'x')", "expressions"),
        (
            "safe_split_column('t', 'n', ARRAY['x', 'y'], ARRAY['n', 'n'], 'x', ARRAY[NULL, 'text'])",
            "new_types",
        ),
        ("safe_merge_columns('t', ARRAY['a', NULL], 'x', 'n', ARRAY['1', '2'])", "columns"),
        ("safe_merge_columns('t', ARRAY['a', 'n'], 'x', 'n', ARRAY['1', NULL])", "reverse_expressions"),
    ] {
        let refused =
            session.expect_error(&format!("SELECT migrate.{}", call.replace("[NULL]", "[NULL]::text[]")));
        let said = format!("{} {}", refused.sqlstate, refused.message);
        assert!(
            said.starts_with(&format!("22004 {argument} must not contain NULL (element ")),
            "{call}: {said}"
        );
    }
}

#[test]
fn a_new_name_is_a_name() {
    let db = Db::fresh();
    let mut session = table(&db);
    let long = "n".repeat(64);
    for (call, code) in [
        ("safe_add_column('t', 'other.z', 'int')", "42602"),
        ("safe_add_column('t', 'two words', 'int')", "42602"),
        ("safe_add_column('t', ' ', 'int')", "42602"),
        ("safe_add_column('t', '', 'int')", "22023"),
        ("safe_add_column('t', '\"\"', 'int')", "22023"),
        ("safe_rename_column('t', 'a', 't.aa')", "42602"),
        ("safe_rename_column('t', 'a', 'LONG')", "42622"),
        ("safe_add_column('t', 'LONG', 'int')", "42622"),
        ("safe_create_index('t', ARRAY['a'], 'LONG')", "42622"),
        ("safe_create_index('t', ARRAY['a'], 'public.i')", "42602"),
        ("safe_add_constraint('t', 'LONG', 'a > 0')", "42622"),
        ("safe_add_unique('t', ARRAY['a'], 'u\tu')", "42602"),
        ("safe_rename_table('t', 'public.tt')", "42602"),
        ("safe_split_column('t', 'n', ARRAY['x', 'y z'], ARRAY['n', 'n'], 'x')", "42602"),
        ("safe_merge_columns('t', ARRAY['a', 'n'], 'x.y', 'n', ARRAY['1', 'x'])", "42602"),
    ] {
        let call = call.replace("LONG", &long);
        for end in [")", ", dry_run => true)"] {
            let call = format!("SELECT migrate.{}{end}", call.strip_suffix(')').expect("a call"));
            let refused = session.expect_error(&call);
            assert_eq!(refused.sqlstate, code, "{call}: {}", refused.message);
        }
    }
    let refused = session.expect_error("SELECT migrate.safe_add_column('t', 'other.z', 'int')");
    assert_eq!(refused.hint, "Write the name in double quotes if it is to be that: \"other.z\".");
    for call in [
        r#"safe_add_column('t', '"other.z"', 'int')"#,
        r#"safe_add_column('t', '"say ""x"""', 'int')"#,
        r#"safe_add_column('t', 'CamelCase', 'int')"#,
        r#"safe_set_default('t', '"other.z"', '5')"#,
        r#"safe_set_default('t', 'other.z', '6')"#,
        r#"safe_rename_column('t', '"say ""x"""', '"say y"', strategy => 'instant')"#,
        r#"safe_add_unique('t', ARRAY['"other.z"', 'CamelCase'], '"a key"')"#,
    ] {
        operate(&mut session, call).unwrap_or_else(|error| panic!("{call}: {}", error.message));
    }
    assert_eq!(session.one(COLUMNS), "id,a,b,n,other.z,say y,CamelCase");
}

#[test]
fn a_number_out_of_range_is_refused_at_the_call() {
    let db = Db::fresh();
    let mut session = table(&db);
    for parallel in ["-3", "0", "65"] {
        for end in [")", ", dry_run => true)"] {
            let call = format!("SELECT migrate.safe_backfill('t', 'a = 1', parallel => {parallel}{end}");
            let refused = session.expect_error(&call);
            assert_eq!(refused.message, format!("argument \"parallel\" cannot be {parallel}"));
            assert_eq!(refused.sqlstate, "22023");
        }
    }
}

#[test]
fn every_operation_can_be_a_migration() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec(
        "CREATE TABLE r (id int PRIMARY KEY); INSERT INTO r SELECT generate_series(1, 300);
         CREATE TABLE p (id int, k int) PARTITION BY LIST (k); CREATE TABLE p1 (id int, k int);
         CREATE TABLE gone (id int); CREATE TABLE moved (id int); CREATE SCHEMA shop;
         CREATE TYPE mood AS ENUM ('sad', 'happy');
         ALTER TABLE t ADD CONSTRAINT late CHECK (b > 0) NOT VALID;
         ALTER TABLE t ADD COLUMN c int, ADD COLUMN d int NOT NULL DEFAULT 1, ADD COLUMN e text DEFAULT 'a b',
             ADD COLUMN g text DEFAULT 'g', ADD COLUMN h text DEFAULT 'h'",
    );
    for (number, call) in [
        "safe_add_column('t', '\"z.z\"', 'int -- five', '5 -- five', not_null => true, comment => 'it''s')",
        "safe_set_default('t', 'z.z', '6')",
        "safe_set_default('t', 'z.z', NULL)",
        "safe_set_not_null('t', 'a')",
        "safe_drop_not_null('t', 'a')",
        "safe_set_statistics_target('t', 'a', 50)",
        "safe_add_constraint('t', '\"a check\"', 'a > 0 -- positive')",
        "safe_validate_constraint('t', 'late')",
        "safe_drop_constraint('t', 'late')",
        "safe_create_index('t', ARRAY['a DESC', 'lower(n)'], 'i', predicate => 'a > 5', include => ARRAY['b'], storage_parameters => 'fillfactor = 70')",
        "safe_replace_index('i', ARRAY['a'], predicate => 'a > 6')",
        "safe_reindex('i')",
        "safe_drop_index('i')",
        "safe_add_unique('t', ARRAY['b', 'z.z'], initially_deferred => true)",
        "safe_add_foreign_key('t', ARRAY['b'], 'r', on_delete => 'set null', create_index => true)",
        "safe_add_primary_key('moved', ARRAY['id'])",
        "safe_backfill('t', 'c = a, d = 2', 'a > 0', on_error => 'skip', parallel => 2)",
        "safe_change_column_type('t', 'c', 'text', 'c::text', 'c::int')",
        "safe_split_column('t', 'e', ARRAY['e1', 'e2'], ARRAY['split_part(e, '' '', 1)', 'split_part(e, '' '', 2)'], 'concat(e1, '' '', e2)')",
        "complete('t', 'e1')",
        "safe_merge_columns('t', ARRAY['g', 'h'], 'gh', 'g || h', ARRAY['left(gh, 1)', 'right(gh, 1)'])",
        "abort('t', 'gh')",
        "safe_rename_column('t', 'd', '\"d d\"', compatibility_view => NULL)",
        "complete('t', 'd d')",
        "safe_attach_partition('p', 'p1', 'FOR VALUES IN (1)')",
        "safe_detach_partition('p', 'p1')",
        "safe_rename_table('r', '\"new r\"')",
        "safe_set_schema('moved', 'shop')",
        "safe_add_enum_value('mood', 'in between', before => 'happy')",
        "safe_drop_column('t', 'b')",
        "restore('t', 'b')",
        "safe_drop_table('gone')",
        "restore('gone')",
    ]
    .iter()
    .zip(1..)
    .map(|(call, number)| (number, *call))
    {
        let call = format!("{}, migration => 'm{number}')", call.strip_suffix(')').expect("a call"));
        operate(&mut session, &call).unwrap_or_else(|error| panic!("{call}: {} {}", error.message, error.detail));
    }
    let status = "SELECT description, status, up FROM migrate.status() JOIN migrate.migrations USING (version, description)
                  WHERE status <> 'applied'";
    assert_eq!(session.query_text(status), [""; 0]);
    assert_eq!(session.one("SELECT count(*) FROM migrate.status()"), "33");
}
