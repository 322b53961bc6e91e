//! Looks: what an operation asks before it does anything. They wait for nobody longer than `migrate.lock_wait`,
//! take no text of a user's for our own, and say of no large table that it is small.
//!
//! Not here: as whom they run (hostile_looks.rs), and how they are planned (looks_planned.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{operate, operator};

fn tables(session: &mut Session) {
    session.exec(
        "CREATE TABLE r (id int PRIMARY KEY);
         CREATE TABLE t (id int PRIMARY KEY, a int, b int NOT NULL, v text, CONSTRAINT ck CHECK (a > 0),
                         CONSTRAINT nv CHECK (b > 0));
         INSERT INTO t SELECT i, i, i, 'x y' FROM generate_series(1, 20) i;
         CREATE INDEX t_a ON t (a);
         CREATE TABLE p (id int, part int) PARTITION BY LIST (part);
         CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
         CREATE TABLE p2 (id int, part int)",
    );
}

/// Every operation as a dry run.
const DRY_RUNS: &[&str] = &[
    "repair_indexes(table_name => 't'",
    "safe_reindex('t_a'",
    "safe_reindex('t'",
    "safe_drop_index('t_a'",
    "safe_replace_index('t_a', ARRAY['b']",
    "safe_create_index('t', ARRAY['b']",
    "safe_create_index('p', ARRAY['id']",
    "safe_create_index('t', ARRAY['a'], 't_a'",
    "safe_add_column('t', 'x', 'int'",
    "safe_add_column('t', 'x', 'int', 'random()::int', true",
    "safe_add_column('t', 'x', 'bigserial'",
    "safe_set_not_null('t', 'a'",
    "safe_drop_not_null('t', 'b'",
    "safe_set_default('t', 'b', '7'",
    "safe_set_statistics_target('t', 'b', 500",
    "safe_add_constraint('t', 'c2', 'b > 0'",
    "safe_add_constraint('t', 'ck', 'a > 0'",
    "safe_validate_constraint('t', 'nv'",
    "safe_drop_constraint('t', 'ck'",
    "safe_add_unique('t', ARRAY['a']",
    "safe_add_primary_key('p1', ARRAY['id']",
    "safe_add_foreign_key('t', ARRAY['a'], 'r'",
    "safe_rename_column('t', 'b', 'b2', strategy => 'instant'",
    "safe_rename_column('t', 'b', 'b2'",
    "safe_change_column_type('t', 'a', 'bigint'",
    "safe_change_column_type('t', 'v', 'varchar(100)'",
    "safe_split_column('t', 'v', ARRAY['v1', 'v2'], ARRAY['split_part(v, '' '', 1)', 'split_part(v, '' '', 2)'], 'v1 || '' '' || v2'",
    "safe_merge_columns('t', ARRAY['a', 'b'], 'ab', 'a + b', ARRAY['ab', 'ab']",
    "safe_rename_table('t', 't2'",
    "safe_set_schema('t', 'other'",
    "safe_drop_column('t', 'v'",
    "safe_drop_table('t'",
    "safe_detach_partition('p', 'p1'",
    "safe_backfill('t', 'v = lower(v)'",
];

#[test]
fn a_dry_run_waits_for_nobody() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE SCHEMA other");
    let mut holder = db.session();
    const LOCK: &str = "BEGIN; LOCK TABLE t, r, p, p1, p2 IN ACCESS EXCLUSIVE MODE";
    holder.exec(LOCK);
    session.exec("SET migrate.lock_wait = '10min'; SET statement_timeout = '30s'");
    for small in ["DEFAULT", "0"] {
        session.exec(&format!("SET migrate.small_table = {small}"));
        for call in DRY_RUNS {
            let call = format!("SELECT * FROM migrate.{call}, dry_run => true)");
            let rows = session.try_query(&call);
            assert!(
                rows.as_ref().is_ok_and(|rows| !rows.is_empty() || call.contains("repair")),
                "{call}: {rows:?}"
            );
            // And says the same as when nobody is there.
            holder.exec("ROLLBACK");
            assert_eq!(session.try_query(&call), rows, "{call}");
            holder.exec(LOCK);
        }
    }
    holder.exec("ROLLBACK");
}

/// What is written without a lock reads as what the server writes.
#[test]
fn definitions_read_the_same_whoever_has_locked_the_table() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE COLLATION own FROM \"C\"; CREATE SCHEMA far; CREATE COLLATION far.own FROM \"C\";
         CREATE FUNCTION far.f(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1';
         CREATE TABLE d (gone int, id int, \"Old Name\" text DEFAULT 'a' || 'b', v varchar(9), a int[], n name, arr text COLLATE \"C\",
                         c char(3), j jsonb, r int4range, day date DEFAULT CURRENT_DATE);
         ALTER TABLE d DROP COLUMN gone;
         ALTER TABLE d ADD CHECK (id > 0 AND (id < 10 OR far.f(id) = 3)) NO INHERIT,
             ADD CHECK (CASE WHEN id > 1 THEN v IS NOT NULL ELSE true END),
             ADD CONSTRAINT late CHECK (d.id <> 5) NOT VALID, ADD UNIQUE (id) INCLUDE (v), ADD CHECK (d IS NOT NULL)",
    );
    let indexes = [
        "(id)",
        "(id DESC)",
        "(id DESC NULLS LAST, v NULLS FIRST)",
        "(\"Old Name\" text_pattern_ops)",
        "(v varchar_pattern_ops, c)",
        "(\"Old Name\" COLLATE own)",
        "(\"Old Name\" COLLATE far.own DESC)",
        "(arr)",
        "(arr COLLATE \"C\")",
        "(arr COLLATE \"POSIX\")",
        "(n)",
        "(a)",
        "USING gin (a)",
        "USING gin (j jsonb_path_ops)",
        "USING gist (r)",
        "USING hash (id)",
        "USING brin (id) WITH (pages_per_range = 16)",
        "(lower(v))",
        "((id + 1))",
        "((id + 1) DESC) WHERE id > 3 AND v IS NOT NULL",
        "(far.f(id), v)",
        "((v || 'x'))",
        "((id::text))",
        "(id) INCLUDE (v, c) WITH (fillfactor = 70)",
        "((id > 3))",
        "((v IS NULL))",
        "(lower(v), (id + 1))",
        "(coalesce(id, 1))",
        "((\"Old Name\" || 'x') COLLATE own)",
        "(EXTRACT(day FROM day))",
        "(CAST(id AS bigint))",
        "USING gist (r range_ops)",
    ];
    for index in indexes {
        session.exec(&format!("CREATE INDEX ON d {index}"));
    }
    session.exec("CREATE UNIQUE INDEX ON d (id, v) NULLS NOT DISTINCT; SET migrate.lock_wait = '100ms'");
    let mut holder = db.session();
    let mut waited = 0;
    for path in ["public", "public, far", "''"] {
        for column in ["id", "\"Old Name\""] {
            session.exec(&format!("SET search_path = {path}"));
            let column = column.trim_matches('"');
            let call = format!(
                "SELECT * FROM migrate.safe_rename_column('public.d', '{column}', 'other', acknowledge => true, dry_run => true)"
            );
            let free = session.query_text(&call);
            holder.exec("BEGIN; LOCK TABLE d IN ACCESS EXCLUSIVE MODE");
            match session.try_query(&call) {
                Ok(locked) => assert_eq!(locked, free, "{path} {column}"),
                Err(error) => {
                    assert_eq!(error.sqlstate, "55P03", "{error:?}");
                    waited += 1;
                }
            }
            holder.exec("ROLLBACK");
        }
    }
    assert!(waited > 0, "some of these need the server");
    // Without those, nothing does.
    session.exec(
        "SET search_path = public; DO $$ DECLARE i regclass; BEGIN
             FOR i IN SELECT indexrelid FROM pg_index WHERE indrelid = 'd'::regclass AND indexprs IS NOT NULL
                 AND (array_length(array_positions(indkey::int2[], 0::int2), 1) > 1 OR indexprs::text ~ '^[(][{](COALESCE|RELABELTYPE|COLLATE)'
                      OR pg_get_indexdef(indexrelid) ~ 'COLLATE own')
             LOOP EXECUTE 'DROP INDEX ' || i; END LOOP; END $$",
    );
    for path in ["public", "public, far", "''"] {
        session.exec(&format!("SET search_path = {path}"));
        for column in ["v", "Old Name", "arr"] {
            let call = format!(
                "SELECT * FROM migrate.safe_rename_column('public.d', '{column}', 'other', acknowledge => true, dry_run => true)"
            );
            let free = session.query_text(&call);
            holder.exec("BEGIN; LOCK TABLE d IN ACCESS EXCLUSIVE MODE");
            assert_eq!(session.query_text(&call), free, "{path} {column}");
            holder.exec("ROLLBACK");
        }
    }
}

/// Those that must read rows wait for who has locked them, but no longer than they are told.
#[test]
fn a_look_at_rows_gives_up_and_says_who_was_in_the_way() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let mut holder = db.session();
    holder.exec("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
    let pid = holder.pid();
    session.exec("SET migrate.lock_wait = '200ms'; SET statement_timeout = '30s'");
    for call in [
        "safe_backfill('t', 'v = lower(v)', 'v IS NULL', dry_run => true",
        "safe_backfill('t', 'v = lower(v)', 'v IS NULL'",
        "safe_add_column('t', 'x', 'int', not_null => true, dry_run => true",
    ] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{call})"));
        assert_eq!(error.sqlstate, "55P03", "{call}: {error:?}");
        assert_eq!(error.message, "could not read the definition of table \"t\" within 200 ms", "{call}");
        assert!(error.detail.contains(&format!("pid {pid} ")), "{call}: {error:?}");
        assert!(error.hint.contains(&format!("pg_terminate_backend({pid})")), "{call}: {error:?}");
    }
    let error = session.expect_error("SELECT * FROM migrate.verify_data_integrity('t', 1)");
    assert_eq!(error.sqlstate, "55P03", "{error:?}");
    // A shorter limit of the session's own counts.
    session.exec("SET migrate.lock_wait = '10min'; SET lock_timeout = '100ms'");
    let error = session.expect_error("SELECT * FROM migrate.safe_backfill('t', 'v = lower(v)', 'v IS NULL')");
    assert_eq!(error.sqlstate, "55P03", "{error:?}");
    holder.exec("ROLLBACK");
}

#[test]
fn a_users_text_is_never_taken_for_ours() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE tt (a text, \"x{table}\" int, \"{table}\" text);
         CREATE TEMPORARY TABLE migrate_definition (other int);
         CREATE SCHEMA \"{table}\"; CREATE TABLE \"{table}\".\"{table}\" (\"{table}\" int)",
    );
    for call in [
        "safe_add_constraint('tt', 'ck', 'a <> ''{table}''')",
        "safe_create_index('tt', ARRAY['x{table}'], 'tt_x')",
        "safe_set_default('tt', 'a', '''{table}''')",
        "safe_create_index('tt', ARRAY['a'], 'tt_p', predicate => 'a <> ''{table}''')",
        "safe_add_constraint('\"{table}\".\"{table}\"', 'ck', '\"{table}\" > 0')",
        "safe_add_column('\"{table}\".\"{table}\"', 'migrate_definition', 'text', '''{table}''')",
    ] {
        assert_eq!(
            operate(&mut session, call).unwrap_or_else(|error| panic!("{call}: {error:?}")),
            ["done"],
            "{call}"
        );
        assert_eq!(
            operate(&mut session, call).unwrap_or_else(|error| panic!("{call}: {error:?}")),
            ["already done"],
            "{call}"
        );
    }
    operate(&mut session, "safe_change_column_type('tt', 'x{table}', 'bigint')").expect("another type");
    operate(&mut session, "safe_rename_column('tt', '{table}', 'y{table}', strategy => 'instant')")
        .expect("a name");
    operate(&mut session, "safe_rename_column('tt', 'x{table}', 'z{table}')").expect("two names");
    assert_eq!(session.one("SELECT count(*) FROM pg_temp.migrate_definition"), "0");
}

/// A transaction that was looked in can still be prepared: a temporary table would keep it from that.
#[test]
fn a_look_leaves_the_transaction_as_it_was() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec(
        "BEGIN; SELECT * FROM migrate.safe_add_constraint('t', 'c2', 'b > 0', dry_run => true);
         PREPARE TRANSACTION 'looked'",
    );
    session.exec("ROLLBACK PREPARED 'looked'");
    assert_eq!(session.one("SELECT count(*) FROM pg_namespace WHERE nspname LIKE '~migrate%'"), "0");
}

/// An owner without the right to temporary tables can still be told of his mistakes.
#[test]
fn no_right_to_temporary_tables_is_needed() {
    let db = Db::fresh();
    let owner = operator(&db, "LOGIN");
    db.session().exec(&format!(
        "REVOKE ALL ON DATABASE {0} FROM PUBLIC; GRANT CONNECT ON DATABASE {0} TO {owner}",
        db.name()
    ));
    let mut session = db.session_as(&owner);
    tables(&mut session);
    let error = session.expect_error("SELECT * FROM migrate.safe_add_constraint('t', 'c2', 'nothing > 0')");
    assert_eq!(error.sqlstate, "42703", "{error:?}");
    let error = db.session().expect_error("SELECT * FROM migrate.safe_create_index('t', ARRAY['nothing'])");
    assert_eq!(error.sqlstate, "42703", "{error:?}");
    assert_eq!(operate(&mut session, "safe_add_column('t', 'x', 'serial')").expect("a column"), ["done"]);
}

/// What the owner cannot see is not taken for wrong, nor for the same.
#[test]
fn what_the_owner_may_not_use_is_found_out_by_the_statement() {
    let db = Db::fresh();
    let owner = operator(&db, "LOGIN");
    let mut session = db.session();
    db.session_as(&owner).exec("CREATE TABLE t (a int, b int DEFAULT 1)");
    session.exec(
        "CREATE SCHEMA priv; CREATE FUNCTION priv.positive(int) RETURNS bool IMMUTABLE LANGUAGE sql AS 'SELECT $1 > 0';
         SET search_path = public, priv",
    );
    let call = "safe_add_constraint('t', 'ck', 'positive(a)')";
    assert_eq!(operate(&mut session, call).expect("the caller may"), ["done"]);
    let error = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
    assert_eq!(error.sqlstate, "42501", "neither the same nor another: {error:?}");
    assert!(error.message.starts_with(&format!("role \"{owner}\", the owner of table \"t\"")), "{error:?}");
    session.exec("CREATE FUNCTION priv.one() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    for _ in 0..2 {
        assert_eq!(
            operate(&mut session, "safe_set_default('t', 'b', 'one()')").expect("a default"),
            ["done"]
        );
    }
    // What nobody can see is still wrong.
    session.exec("SET search_path = public");
    let error = session.expect_error("SELECT * FROM migrate.safe_add_constraint('t', 'c2', 'nowhere(a)')");
    assert_eq!(error.sqlstate, "42883", "{error:?}");
}

#[test]
fn a_table_may_have_types_that_its_owner_may_not_use() {
    let db = Db::fresh();
    let owner = operator(&db, "LOGIN");
    let member = operator(&db, "LOGIN");
    let mut session = db.session();
    session.exec(&format!(
        "CREATE SCHEMA priv; CREATE TYPE priv.mood AS ENUM ('sad', 'ok'); CREATE TYPE other AS ENUM ('a');
         REVOKE USAGE ON TYPE other FROM PUBLIC;
         CREATE TABLE t (a int, m priv.mood, o other); ALTER TABLE t OWNER TO {owner}; GRANT {owner} TO {member}"
    ));
    for (number, role) in [None, Some(&member), Some(&owner)].into_iter().enumerate() {
        let mut session = role.map_or_else(|| db.session(), |role| db.session_as(role));
        let column = format!("safe_add_column('t', 'c{number}', 'int', '3')");
        let check = format!("safe_add_constraint('t', 'ck{number}', 'a > 0')");
        for (call, index) in [(column, ""), (check, ""), ("safe_create_index('t', '{m,a}'".into(), ", 'i")] {
            let call = if index.is_empty() { call } else { format!("{call}{index}{number}')") };
            for said in ["done", "already done"] {
                assert_eq!(
                    operate(&mut session, &call).expect("no use of the types"),
                    [said],
                    "{role:?}: {call}"
                );
            }
        }
    }
}

fn is_small(session: &mut Session) -> bool {
    session
        .one("SELECT sql FROM migrate.safe_create_index('s', ARRAY['id'], dry_run => true)")
        .starts_with("CREATE INDEX \"")
        || !session
            .one("SELECT sql FROM migrate.safe_create_index('s', ARRAY['id'], dry_run => true)")
            .contains("CONCURRENTLY")
}

/// What our own queries set for themselves is not taken for what the session has set.
#[test]
fn a_job_has_the_sessions_settings() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("SET enable_seqscan = off; SET migrate.small_table = 0");
    operate(&mut session, "safe_set_not_null('t', 'a')").expect("a job");
    let settings = "SELECT key, value FROM migrate.jobs, jsonb_each_text(settings::jsonb) ORDER BY 1";
    assert_eq!(
        session.query_text(settings),
        ["enable_seqscan|off", "migrate.small_table|0", "search_path|\"$user\", public"]
    );
}

#[test]
fn a_large_table_is_never_said_to_be_small() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE s (id int, v text) WITH (autovacuum_enabled = off)");
    assert!(is_small(&mut session), "an empty table");
    session.exec("INSERT INTO s SELECT i, 'x' FROM generate_series(1, 1000) i");
    assert!(is_small(&mut session), "never analyzed, few rows");
    session.exec("INSERT INTO s SELECT i, 'x' FROM generate_series(1, 14000) i");
    assert!(!is_small(&mut session), "never analyzed, many rows");
    session.exec("TRUNCATE s; INSERT INTO s SELECT i, 'x' FROM generate_series(1, 10) i; ANALYZE s");
    assert!(is_small(&mut session), "analyzed");
    session.exec("INSERT INTO s SELECT i, 'x' FROM generate_series(1, 30000) i");
    assert!(!is_small(&mut session), "grown since it was analyzed");
    session.exec("ANALYZE s");
    assert!(!is_small(&mut session), "many rows, analyzed");
    session.exec("TRUNCATE s; ALTER TABLE s ADD CHECK (length(v) < 1000); INSERT INTO s SELECT i, repeat('y', 900) FROM generate_series(1, 3000) i; ANALYZE s");
    assert!(is_small(&mut session), "wide rows that were counted");
    // All that may be NULL is: 30,000 rows in less than 200 blocks.
    session.exec(
        "DROP TABLE s; CREATE TABLE s (id int, c1 bigint, c2 bigint, c3 bigint, c4 bigint, c5 bigint, c6 bigint)
             WITH (autovacuum_enabled = off);
         INSERT INTO s (id) SELECT i FROM generate_series(1, 30000) i",
    );
    assert!(!is_small(&mut session), "narrow rows of a wide table");
    let mut holder = db.session();
    holder.exec("BEGIN; LOCK TABLE s IN ACCESS EXCLUSIVE MODE");
    assert!(!is_small(&mut session), "the same, where it cannot be counted");
    holder.exec("ROLLBACK; ANALYZE s; BEGIN; LOCK TABLE s IN ACCESS EXCLUSIVE MODE");
    assert!(!is_small(&mut session), "and when it was analyzed");
    holder.exec("ROLLBACK");
    session.exec("SET migrate.small_table = 0");
    session.exec("DELETE FROM s; ANALYZE s");
    assert!(!is_small(&mut session), "0: only what has never had a row");
    session.exec("TRUNCATE s");
    assert!(is_small(&mut session), "nothing in it");
}
