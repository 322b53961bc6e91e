//! `safe_add_column`: which road it takes, what is there afterwards, what a second call says, what is refused.

use migrate_client_tests::{Db, Session};

use crate::common::not_null;

const ADD: &str = "SELECT sql, status FROM migrate.safe_add_column";

/// A table `t` of a thousand rows, large for this session.
fn table(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, body text); INSERT INTO t SELECT i, 'x' FROM generate_series(1, 1000) i;
         SET migrate.small_table = 0",
    );
    session
}

fn all_done(db: &Db) {
    db.wait_for("SELECT status, error->>'detail' FROM migrate.jobs GROUP BY 1, 2", &["done|"]);
}

/// The columns of a table but the first two.
fn columns(session: &mut Session, table: &str) -> Vec<String> {
    session.query_text(&format!(
        "SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
         FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
         WHERE a.attrelid = '{table}'::regclass AND a.attnum > 2 AND NOT a.attisdropped ORDER BY a.attnum"
    ))
}

#[test]
fn what_writes_no_row_is_one_statement() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN plain AS text");
    let file = session.one("SELECT pg_relation_filenode('t')");
    for (arguments, column) in [
        ("'a', 'int'", "a|integer|f|"),
        ("'\"B c\"', 'numeric(10,2)', '1.5', true", "B c|numeric(10,2)|t|1.5"),
        ("'since', 'timestamptz', 'now()', not_null => true", "since|timestamp with time zone|t|now()"),
        ("'tags', 'text[]', '''{}''', true", "tags|text[]|t|'{}'::text[]"),
        ("'mood', 'mood', '''ok'''", "mood|mood|f|'ok'::mood"),
        ("'name', 'varchar(20)', collation => '\"C\"'", "name|character varying(20)|f|"),
        ("'plain', 'plain', '''x'''", "plain|plain|f|'x'::text"),
    ] {
        let call = format!("SELECT status FROM migrate.safe_add_column('t', {arguments})");
        assert_eq!([session.one(&call), session.one(&call)], ["done", "already done"], "{arguments}");
        assert_eq!(columns(&mut session, "t").pop().expect("a column"), column.to_string());
    }
    assert_eq!(session.one("SELECT pg_relation_filenode('t')"), file);
    assert_eq!(
        session.one("SELECT count(*) FROM t WHERE \"B c\" = 1.5 AND mood = 'ok' AND name IS NULL"),
        "1000"
    );
}

#[test]
fn a_volatile_default_on_a_large_table() {
    let db = Db::fresh();
    let mut session = table(&db);
    let file = session.one("SELECT pg_relation_filenode('t')");
    let call =
        format!("{ADD}('t', 'token', 'uuid', 'gen_random_uuid()', not_null => true, comment => 'it''s one')");
    let mut sql = vec![
        "ALTER TABLE public.t ADD COLUMN token uuid, ALTER COLUMN token SET DEFAULT gen_random_uuid();"
            .to_string(),
        "UPDATE public.t SET token = DEFAULT WHERE token IS NULL;".into(),
    ];
    sql.extend(not_null(&db, "public.t", "t_token_not_null", "token"));
    sql.push("COMMENT ON COLUMN public.t.token IS 'it''s one';".into());
    let queued: Vec<_> = sql.iter().map(|sql| format!("{sql}|queued")).collect();
    assert_eq!(session.steps(&call), queued);
    all_done(&db);
    assert_eq!(columns(&mut session, "t"), ["token|uuid|t|gen_random_uuid()"]);
    assert_eq!(
        session.one("SELECT count(DISTINCT token), col_description('t'::regclass, 3) FROM t"),
        "1000|it's one"
    );
    assert_eq!(session.one("SELECT pg_relation_filenode('t')"), file);
    let others = "SELECT count(*) FROM pg_constraint WHERE conrelid = 't'::regclass AND contype <> 'n'";
    assert_eq!(session.one(others), "1");
    let again = session.steps(&call);
    assert!(again.len() >= 3 && again.iter().all(|row| row.ends_with("|already done")), "{again:?}");
}

#[test]
fn a_null_that_is_set_afterwards_stays() {
    let db = Db::fresh();
    let mut session = table(&db);
    let call =
        "SELECT DISTINCT status FROM migrate.safe_add_column('t', 'token', 'uuid', 'gen_random_uuid()')";
    assert_eq!(session.query_text(call), ["queued"]);
    all_done(&db);
    assert_eq!(session.one("SELECT count(DISTINCT token) FROM t"), "1000");
    session.exec("UPDATE t SET token = NULL WHERE id = 1");
    assert_eq!(session.query_text(call), ["already done"]);
    // One that was added to a small table is done, too.
    session.exec("SET migrate.small_table = 1000");
    let small = "SELECT status FROM migrate.safe_add_column('t', 'other', 'uuid', 'gen_random_uuid()')";
    assert_eq!(session.query_text(small), ["done"]);
    session.exec("UPDATE t SET other = NULL WHERE id = 1; SET migrate.small_table = 0");
    assert_eq!(session.query_text(&small.replace("SELECT", "SELECT DISTINCT")), ["already done"]);
}

#[test]
fn serial_on_a_large_table() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec("ALTER TABLE t RENAME TO \"T\"");
    let call = "SELECT DISTINCT status FROM migrate.safe_add_column('\"T\"', 'No', 'bigserial')";
    assert_eq!(session.query_text(call), ["queued"]);
    all_done(&db);
    assert_eq!(session.query_text(call), ["already done"]);
    session.exec("INSERT INTO \"T\" VALUES (0)");
    assert_eq!(session.one("SELECT count(DISTINCT \"No\"), max(\"No\") FROM \"T\""), "1001|1001");
    assert_eq!(session.one("SELECT pg_get_serial_sequence('\"T\"', 'No')"), "public.\"T_No_seq\"");
    assert_eq!(columns(&mut session, "\"T\"")[0], "No|bigint|t|nextval('\"T_No_seq\"'::regclass)");
}

#[test]
fn a_small_table_takes_anything_at_once() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec("SET migrate.small_table = 1000; CREATE DOMAIN positive AS int CHECK (value > 0)");
    for arguments in [
        "'a', 'uuid', 'gen_random_uuid()', true",
        "'b', 'int', generated => 'id * 2'",
        "'c', 'bigint', identity => 'always'",
        "'d', 'serial'",
        "'e', 'positive', '1', true",
    ] {
        let call = format!("SELECT status FROM migrate.safe_add_column('t', {arguments})");
        assert_eq!([session.one(&call), session.one(&call)], ["done", "already done"], "{arguments}");
    }
    assert_eq!(
        session.one("SELECT count(*) FROM t WHERE a IS NOT NULL AND b = id * 2 AND c > 0 AND d > 0"),
        "1000"
    );
}

#[test]
fn what_a_large_table_cannot_have_and_what_does_not_fit() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec(
        "CREATE DOMAIN positive AS int CHECK (value > 0); ALTER TABLE t ADD COLUMN there int DEFAULT 1;
         CREATE VIEW v AS SELECT 1 AS one",
    );
    let large = "0A000 cannot add column \"c\" to large table \"t\" without rewriting it";
    for (arguments, error) in [
        (
            "'t', 'c', 'int', not_null => true",
            "23502 column \"c\" cannot be NOT NULL without a default: table \"t\" has rows",
        ),
        ("'t', 'c', 'int', generated => 'id * 2'", large),
        ("'t', 'c', 'int', identity => 'by default'", large),
        ("'t', 'c', 'positive', 'floor(random() + 1)::int'", large),
        ("'t', 'there', 'bigint'", "42710 column \"there\" exists with another definition"),
        ("'t', 'there', 'int', '2'", "42710 column \"there\" exists with another definition"),
        ("'t', 'c', 'nothing'", "42704 type \"nothing\" does not exist"),
        ("'t', 'c', 'int', '''x'''", "22P02 invalid input syntax for type integer: \"x\""),
        ("'t', 'c', 'int; DROP TABLE t'", "42601 argument \"type\" is not one type name"),
        ("'t', 'c', ''", "22023 argument \"type\" must not be empty"),
        ("'t', NULL, 'int'", "22004 column_name must not be null"),
        ("'t', 'c', 'int', identity => 'sometimes'", "22023 argument \"identity\" cannot be \"sometimes\""),
        ("'v', 'c', 'int'", "42809 \"v\" is a view"),
    ] {
        let refused = session.expect_error(&format!("{ADD}({arguments})"));
        assert_eq!(format!("{} {}", refused.sqlstate, refused.message), error, "{arguments}");
    }
    let other = session.expect_error(&format!("{ADD}('t', 'there', 'int', '2')"));
    assert_eq!(other.detail, "Existing: integer DEFAULT 1\nAsked for: integer DEFAULT 2");
    assert_eq!(session.steps(&format!("{ADD}('t', 'there', 'int4', '( 1 )')")).len(), 1);
}

#[test]
fn not_null_that_is_asked_for_later() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec(&format!("{ADD}('t', 'a', 'int', '1')"));
    session.exec(&format!("{ADD}('t', 'a', 'int', '1', not_null => true)"));
    all_done(&db);
    assert_eq!(columns(&mut session, "t"), ["a|integer|t|1"]);
}

#[test]
fn an_empty_table_can_have_it_without_a_default() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec("DELETE FROM t");
    let call = "SELECT status FROM migrate.safe_add_column('t', 'a', 'int', not_null => true)";
    assert_eq!([session.one(call), session.one(call)], ["done", "already done"]);
}

#[test]
fn partitions_and_children() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec(
        "CREATE SCHEMA s; CREATE TABLE s.p (id int, x int) PARTITION BY RANGE (id);
         CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES FROM (0) TO (10);
         CREATE TABLE s.p2 PARTITION OF s.p DEFAULT PARTITION BY LIST (id);
         CREATE TABLE s.p21 PARTITION OF s.p2 DEFAULT;
         INSERT INTO s.p SELECT generate_series(1, 100);
         CREATE TABLE child (more int) INHERITS (t); INSERT INTO child VALUES (-1)",
    );
    for table in ["s.p", "t"] {
        session.exec(&format!("{ADD}('{table}', 'token', 'uuid', 'gen_random_uuid()', true)"));
        all_done(&db);
        assert_eq!(session.one(&format!("SELECT count(*) - count(DISTINCT token) FROM {table}")), "0");
    }
    for table in ["s.p", "s.p21", "t"] {
        assert_eq!(
            columns(&mut session, table).pop().expect("a column"),
            "token|uuid|t|gen_random_uuid()",
            "{table}"
        );
    }
}

#[test]
fn a_dry_run_touches_nothing_and_runs_in_psql() {
    let db = Db::fresh();
    let mut session = table(&db);
    let call = format!("{ADD}('t', 'No', 'serial', dry_run => true)");
    let script: Vec<String> =
        session.steps(&call).iter().map(|row| row.trim_end_matches("|planned").to_string()).collect();
    assert!(columns(&mut session, "t").is_empty());
    for statement in &script {
        session.exec(statement);
    }
    assert_eq!(columns(&mut session, "t"), ["No|integer|t|nextval('\"t_No_seq\"'::regclass)"]);
    let again = session.query_text(&format!("SELECT DISTINCT status FROM ({ADD}('t', 'No', 'serial')) x"));
    assert_eq!(again, ["already done"]);
}

#[test]
fn it_goes_on_where_it_was_broken_off() {
    let db = Db::fresh();
    let mut session = table(&db);
    let call = format!("{ADD}('t', 'token', 'uuid', 'gen_random_uuid()')");
    session.exec(
        "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''stop''; END';
                   CREATE TRIGGER stop BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION stop()",
    );
    session.exec(&call);
    db.wait_for("SELECT status FROM migrate.jobs", &["failed"]);
    assert_eq!(session.one("SELECT count(token) FROM t"), "0");
    session.exec("DROP TRIGGER stop ON t; INSERT INTO t VALUES (0)");
    assert_eq!(session.query_text(&format!("SELECT status FROM ({call}) x")), ["already done", "queued"]);
    db.wait_for("SELECT status FROM migrate.jobs ORDER BY id", &["failed", "done"]);
    assert_eq!(session.one("SELECT count(DISTINCT token) FROM t"), "1001");
}

#[test]
fn in_a_script_and_back() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec(
        "SELECT migrate.create('Add a token', version => 1, up =>
             $$SELECT migrate.safe_add_column('t', 'token', 'uuid', 'gen_random_uuid()', not_null => true);
               SELECT migrate.safe_backfill('t', 'body = upper(body)', 'body <> upper(body)');$$,
             down => 'ALTER TABLE t DROP COLUMN token')",
    );
    session.exec("CALL migrate.up()");
    assert_eq!(columns(&mut session, "t"), ["token|uuid|t|gen_random_uuid()"]);
    assert_eq!(session.one("SELECT count(DISTINCT token), min(body) FROM t"), "1000|X");
    assert_eq!(
        session.query_text("SELECT table_name, operation, status FROM migrate.backfills ORDER BY id"),
        ["t|safe_add_column on t|done", "t|safe_backfill on t|done"]
    );
    session.exec("CALL migrate.down()");
    assert!(columns(&mut session, "t").is_empty());
    // The same registered by the call itself, whose way back is derived.
    session.exec("SELECT migrate.safe_add_column('t', 'n', 'int', '1', migration => 'Add n')");
    assert_eq!(columns(&mut session, "t"), ["n|integer|f|1"]);
    session.exec("CALL migrate.down()");
    assert!(columns(&mut session, "t").is_empty());
}
