//! `migrate.explain`: what it must not do, and what it says.

use migrate_client_tests::{Db, Session};

/// Tables, with one of 20,000 rows.
fn tables(session: &mut Session) {
    session.exec(
        "CREATE TABLE users (id serial PRIMARY KEY, name text);
         CREATE TABLE articles (id serial PRIMARY KEY, n int, user_id int REFERENCES users);
         INSERT INTO articles (n) SELECT i FROM generate_series(1, 20000) i;
         ANALYZE articles",
    );
}

fn explain(session: &mut Session, columns: &str, script: &str) -> Vec<String> {
    let quoted = script.replace('\'', "''");
    // Cells are broken into lines; what is asked for here is what stands in them.
    let text = |name: &str| format!("replace(e.{name}, E'\\n', ' ') AS {name}");
    let texts: Vec<_> = ["lock", "scan", "size", "estimate", "blocked_by", "reason"].map(text).into();
    session.query_text(&format!(
        "SELECT {columns} FROM (
             SELECT split_part(e.statement, ':', 1)::int AS statement, e.unit, e.rewrite, e.runs, e.seen, {}
             FROM migrate.explain('{quoted}') e) e",
        texts.join(", ")
    ))
}

/// All of the catalog that a statement could leave something in.
const CATALOG: &str = "
SELECT md5(string_agg(x, ',' ORDER BY x)) FROM (
    SELECT c.oid || c.relname || c.relfilenode || c.relowner || coalesce(c.relacl::text, '') FROM pg_class c
    UNION ALL SELECT a.attrelid || a.attname || a.attnum || a.atttypid || a.attnotnull FROM pg_attribute a
    UNION ALL SELECT n.nspname || coalesce(n.nspacl::text, '') FROM pg_namespace n
    UNION ALL SELECT k.conname || k.conrelid FROM pg_constraint k
    UNION ALL SELECT t.typname || t.typnamespace FROM pg_type t
    UNION ALL SELECT p.proname || p.pronamespace FROM pg_proc p
    UNION ALL SELECT g.tgname || g.tgrelid FROM pg_trigger g
    UNION ALL SELECT d.classid || '.' || d.objid || '.' || d.refobjid FROM pg_depend d) s (x)";

#[test]
fn nothing_is_left() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let before = session.one(CATALOG);
    let script = "
        CREATE TABLE new (id serial PRIMARY KEY, a int REFERENCES articles);
        CREATE TYPE mood AS ENUM ('a'); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
        ALTER TABLE articles ALTER n TYPE bigint, ADD COLUMN s serial; DROP TABLE users CASCADE;
        CREATE SCHEMA fresh; CREATE TABLE fresh.t (id int); SET search_path = fresh; CREATE TABLE u (id int)";
    let files = "SELECT count(*) FROM pg_ls_dir('base/' || (SELECT oid FROM pg_database WHERE datname = current_database())) f WHERE f ~ '^[0-9]+$'";
    session.exec("CHECKPOINT");
    let files_before = session.one(files);
    let rows = explain(&mut session, "coalesce(reason, '')", script);
    assert!(rows.iter().all(String::is_empty), "{rows:?}");
    assert_eq!(session.one(CATALOG), before);
    assert_eq!(session.one("SELECT current_setting('search_path')"), "\"$user\", public");
    session.exec("CHECKPOINT");
    assert_eq!(session.one(files), files_before);
    assert_eq!(session.one("SELECT last_value || ' ' || is_called FROM users_id_seq"), "1 false");
}

#[test]
fn no_original_is_locked_but_for_reading() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("BEGIN");
    explain(
        &mut session,
        "1",
        "ALTER TABLE articles ALTER n TYPE bigint; DROP TABLE users CASCADE; TRUNCATE articles; REINDEX TABLE articles;
         UPDATE articles SET n = 1; ALTER SEQUENCE users_id_seq RESTART",
    );
    let pid = session.pid();
    let strong = "SELECT l.relation::regclass || ' ' || l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
                  WHERE l.pid = $PID AND c.relnamespace = 'public'::regnamespace AND l.mode <> 'AccessShareLock'";
    let strong = db.session().query_text(&strong.replace("$PID", &pid));
    assert!(strong.is_empty(), "{strong:?}");
    session.exec("COMMIT");
}

#[test]
fn whoever_has_locked_a_table_is_not_waited_for() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let mut holder = db.session();
    holder.exec("SET application_name = 'nightly'");
    holder.exec("BEGIN; LOCK TABLE articles");
    session.exec("SET statement_timeout = '20s'");
    let rows = explain(
        &mut session,
        "seen, replace(reason, E'\\n', ' '), replace(lock, E'\\n', ' '), blocked_by LIKE '%nightly%'",
        "ALTER TABLE articles ADD COLUMN c int; ALTER TABLE users ADD COLUMN c int",
    );
    assert_eq!(
        rows,
        [
            "f|another session has locked articles|ACCESS EXCLUSIVE on articles|t",
            "t||ACCESS EXCLUSIVE on users|",
        ]
    );
    holder.exec("ROLLBACK; BEGIN; SELECT FROM articles LIMIT 1");
    let rows =
        explain(&mut session, "seen, blocked_by LIKE '%nightly%'", "ALTER TABLE articles ADD COLUMN c int");
    assert_eq!(rows, ["t|t"]);
    // A reader is in nobody's way who takes a weaker lock.
    let rows = explain(&mut session, "blocked_by IS NULL", "CREATE INDEX ON articles (n)");
    assert_eq!(rows, ["t"]);
}

#[test]
fn what_would_reach_outside_is_only_read() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec(
        "CREATE TYPE mood AS ENUM ('a');
         CREATE SEQUENCE calls;
         CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT nextval(''calls'')::int';
         CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT f()';
         CREATE FUNCTION told() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM f(); END';
         CREATE EVENT TRIGGER told ON ddl_command_start EXECUTE FUNCTION told()",
    );
    session.exec("SELECT setval('calls', 1, false)");
    let script = "DO 'BEGIN PERFORM f(); END'; CALL p(); SELECT f(); INSERT INTO users (id) VALUES (f());
                  UPDATE users SET id = f(); ALTER TYPE mood ADD VALUE 'b'; CREATE TABLE t AS SELECT f();
                  ALTER TABLE users ADD COLUMN c int DEFAULT f(); COPY users FROM '/etc/passwd';
                  REFRESH MATERIALIZED VIEW nope; VACUUM users; CREATE DATABASE d; CREATE ROLE r; DROP FUNCTION f();
                  ALTER TABLE nothing ADD COLUMN x int";
    let rows = explain(&mut session, "statement || ' ' || seen || ' ' || (reason IS NOT NULL)", script);
    let seen: Vec<&String> = rows.iter().filter(|row| row.contains("true")).collect();
    assert_eq!(rows.len(), 15, "{rows:?}");
    for row in &rows {
        let may_be_seen = row.starts_with("7 ") || row.starts_with("8 ");
        assert_eq!(row.contains(" true "), may_be_seen, "{seen:?}");
    }
    assert_eq!(session.one("SELECT is_called FROM calls"), "f");
}

#[test]
fn a_table_of_somebody_else_is_not_tried() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let role = db.role("LOGIN");
    session.exec(&format!(
        "GRANT USAGE ON SCHEMA migrate TO {role};
         GRANT EXECUTE ON FUNCTION migrate.explain(text) TO {role}; GRANT CREATE ON SCHEMA public TO {role};
         GRANT REFERENCES ON users TO {role}"
    ));
    let mut plain = Session::open(db.server(), db.name(), &role);
    let rows =
        explain(&mut plain, "seen || ' ' || coalesce(reason, '')", "ALTER TABLE users ADD COLUMN c int");
    assert_eq!(rows, ["false must be owner of users"]);
    plain.exec("CREATE TABLE own (id int REFERENCES users)");
    let rows =
        explain(&mut plain, "seen || ' ' || coalesce(replace(lock, E'\\n', ' '), '')", "DROP TABLE own");
    assert_eq!(rows, ["true ACCESS EXCLUSIVE on users, own"]);
}

#[test]
fn an_owners_code_has_no_more_rights_than_he() {
    let db = Db::fresh();
    let mut session = db.session();
    let role = db.role("NOLOGIN");
    session.exec(&format!(
        "GRANT CREATE ON SCHEMA public TO {role};
         CREATE TABLE seen (who text, whose text); GRANT INSERT ON seen TO PUBLIC;
         SET ROLE {role};
         CREATE FUNCTION evil(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS
             'BEGIN RAISE EXCEPTION ''evil as %'', current_user; END';
         CREATE FUNCTION fine(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
         CREATE TABLE bait (a int, CONSTRAINT c CHECK (a > fine(1)));
         CREATE INDEX bait_i ON bait ((a + fine(2)));
         CREATE OR REPLACE FUNCTION fine(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS
             'BEGIN RETURN public.evil($1); END';
         RESET ROLE"
    ));
    // Names that are wider than the cell are broken anywhere.
    let rows =
        explain(&mut session, "translate(reason, E' \\n', '')", "ALTER TABLE bait ALTER a TYPE bigint");
    assert!(rows[0].ends_with(&format!("evilas{role}")), "{rows:?}");
}

#[test]
fn a_type_change_is_told_with_size_and_time() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let columns = "statement, unit, replace(lock, E'\\n', ' '), rewrite, scan, replace(size, E'\\n', ' '),
                   replace(estimate, E'\\n', ' '), runs, blocked_by, seen, reason";
    let row = explain(&mut session, columns, "ALTER TABLE articles ALTER n TYPE bigint");
    let [row] = row.as_slice() else { panic!("{row:?}") };
    assert!(row.starts_with("1|1|ACCESS EXCLUSIVE on articles|t|articles|20 thousand rows, "), "{row}");
    assert!(row.contains(" kB|about ") && row.ends_with(" ms by default|caller||t|"), "{row}");
    session.exec(
        "INSERT INTO migrate.rates (work, bytes, ms) VALUES ('rewrite', pg_relation_size('articles'), 4000)",
    );
    let row = explain(&mut session, "estimate", "ALTER TABLE articles ALTER n TYPE bigint");
    assert_eq!(row, ["about 4.0 s"]);
}

#[test]
fn statements_see_what_those_before_them_did() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let script = "
        ALTER TABLE articles RENAME TO posts;
        ALTER TABLE articles ADD COLUMN gone int;
        ALTER TABLE posts RENAME n TO m;
        CREATE TABLE \"New One\" (id int PRIMARY KEY, post int REFERENCES posts);
        CREATE INDEX ON \"New One\" (post);
        CREATE TYPE mood AS ENUM ('a');
        ALTER TABLE posts ADD COLUMN mood mood DEFAULT 'a';
        ALTER TYPE mood ADD VALUE 'b';
        DROP TABLE \"New One\";
        ALTER TABLE public.posts RENAME TO articles;
        ALTER TABLE articles DROP COLUMN m, DROP COLUMN mood;
        DROP TYPE mood;
        WITH articles AS (SELECT 1 AS x) SELECT x FROM articles";
    let rows = explain(&mut session, "statement, seen, translate(coalesce(reason, ''), E' \\n', '')", script);
    assert_eq!(
        rows,
        [
            "1|t|",
            "2|f|itfails:relation\"public.articles\"doesnotexist",
            "3|t|",
            "4|t|",
            "5|t|",
            "6|t|",
            "7|t|",
            "8|t|",
            "9|t|",
            "10|t|",
            "11|t|",
            "12|t|",
            "13|f|aWITHhasthenameofrelation\"articles\"",
        ]
    );
}

#[test]
fn a_safe_operation_is_told_as_its_steps() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("SET migrate.small_table = 0");
    let rows = explain(
        &mut session,
        "statement, unit, replace(lock, E'\\n', ' '), rewrite, scan, runs, seen",
        "ALTER TABLE users ADD COLUMN c int; SELECT migrate.safe_create_index('articles', ARRAY['n']);
         ALTER TABLE users ADD COLUMN d int",
    );
    assert_eq!(
        rows,
        [
            "1|1|ACCESS EXCLUSIVE on users|f||job|t",
            "2|2|SHARE UPDATE EXCLUSIVE on articles|f|articles|alone|t",
            "3|3|ACCESS EXCLUSIVE on users|f||job|t",
        ]
    );
    assert_eq!(session.one("SELECT count(*) FROM pg_indexes WHERE tablename = 'articles'"), "1");
    assert_eq!(session.one("SELECT count(*) FROM migrate.operations"), "0");
}

#[test]
fn a_dry_run_tells_what_works_on_whole_tables() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    crate::common::create(
        &mut session,
        1,
        "ALTER TABLE users ADD COLUMN c int;\nALTER TABLE articles ALTER n TYPE bigint",
        "SELECT 1",
    );
    session.exec("SET migrate.lint_on_apply = off");
    let detail = session.one("SELECT detail FROM migrate.apply(dry_run => true)");
    // Lines are broken.
    let told = detail.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.starts_with(
            "2 statements statement 2, line 2: ACCESS EXCLUSIVE on articles, writes it anew, about "
        ),
        "{detail}"
    );
    assert!(told.ends_with(": ALTER TABLE articles ALTER n TYPE bigint"), "{detail}");
    assert!(!detail.contains("ADD COLUMN"), "{detail}");
}

#[test]
fn what_a_long_statement_took_is_kept() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE large (id int, n int); INSERT INTO large SELECT i, i FROM generate_series(1, 600000) i",
    );
    session.exec("VACUUM ANALYZE large");
    crate::common::create(
        &mut session,
        1,
        "ALTER TABLE large ALTER n TYPE bigint; CREATE INDEX ON large (n, id)",
        "SELECT 1",
    );
    session.exec("CALL migrate.up()");
    let kept = session.query_text("SELECT work, bytes > 1000000, ms >= 100 FROM migrate.rates ORDER BY id");
    assert_eq!(kept, ["rewrite|t|t", "index|t|t"]);
    let estimates = explain(&mut session, "estimate", "ALTER TABLE large ALTER n TYPE numeric");
    assert!(!estimates[0].contains("default"), "{estimates:?}");
}

#[test]
fn a_read_only_transaction_is_told_so() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("BEGIN READ ONLY");
    let rows = explain(&mut session, "seen, lock, reason IS NOT NULL", "DROP TABLE articles");
    assert_eq!(rows, ["f|ACCESS EXCLUSIVE on articles|t"]);
}

#[test]
fn a_script_that_is_not_approved_is_only_read() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE TABLE seen (who text); GRANT INSERT ON seen TO PUBLIC");
    let role = crate::common::operator(&db, "LOGIN");
    let mut author = Session::open(db.server(), db.name(), &role);
    author.exec(
        "CREATE FUNCTION evil(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS
             'BEGIN RAISE EXCEPTION ''evil as %'', current_user; END'",
    );
    crate::common::create(&mut author, 7, "ALTER TABLE users ADD CHECK (id > public.evil(1))", "SELECT 1");
    let rows = session.query_text("SELECT seen, translate(reason, chr(10), ' ') FROM migrate.explain(7)");
    assert_eq!(rows, ["f|it is not approved"]);
    let detail = session.one("SELECT detail FROM migrate.apply(dry_run => true)");
    assert!(!detail.contains("evil"), "{detail}");
    session.exec("SELECT migrate.approve(7)");
    let rows = session.query_text("SELECT seen, replace(reason, E'\\n', ' ') FROM migrate.explain(7)");
    assert!(rows[0].starts_with("f|it fails: evil as "), "{rows:?}");
}

#[test]
fn arguments_that_call_functions_are_not_evaluated() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE SEQUENCE calls");
    let script = "SELECT migrate.safe_add_column('users', 'c' || nextval('calls'), 'int')";
    let rows = explain(&mut session, "seen, reason LIKE '%arguments call functions%'", script);
    assert_eq!(rows, ["f|t"]);
    assert_eq!(session.one("SELECT is_called FROM calls"), "f");
}

#[test]
fn an_answer_fits_a_screen() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let mut holder = db.session();
    holder.exec("BEGIN; LOCK TABLE users IN SHARE MODE");
    let script =
        "ALTER TABLE articles ALTER COLUMN n TYPE bigint, ADD COLUMN subtitle text NOT NULL DEFAULT 'none';
                  CREATE INDEX CONCURRENTLY articles_user_id_n_idx ON articles (user_id, n);
                  DO $$ BEGIN PERFORM 1; END $$;
                  ALTER TABLE articles ADD FOREIGN KEY (user_id) REFERENCES users (id);
                  UPDATE users SET name = 'x'; DROP TABLE users CASCADE";
    // As psql has it: a line for each line of the highest cell, a blank on both sides, a line between two.
    let widths = format!(
        "SELECT sum(w.width + 2) + count(*) - 1 FROM (
             SELECT c.key, greatest(length(c.key), max(l.length)) AS width
             FROM migrate.explain($script${script}$script$) e, jsonb_each_text(to_jsonb(e)) c,
                  LATERAL (SELECT length(line) AS length FROM regexp_split_to_table(
                               CASE c.value WHEN 'true' THEN 't' WHEN 'false' THEN 'f' ELSE c.value END, E'\\n') line) l
             GROUP BY c.key) w"
    );
    let width: i32 = session.one(&widths).parse().expect("a number");
    assert!((60..=120).contains(&width), "{width}");
    // Nothing is left out for that.
    let rows = explain(&mut session, "blocked_by", script);
    assert!(rows[5].contains("pid "), "{rows:?}");
    let first = format!(
        "SELECT replace(statement, E'\\n', ' ') FROM migrate.explain($script${script}$script$) LIMIT 1"
    );
    assert!(
        session.one(&first).starts_with("1: ALTER TABLE articles ALTER COLUMN n TYPE bigint, "),
        "{}",
        session.one(&first)
    );
}

#[test]
fn the_size_is_that_of_what_the_statement_is_about() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("INSERT INTO users (name) SELECT 'x' FROM generate_series(1, 10); ANALYZE users");
    // Each locks the large table, too.
    for statement in [
        "DROP TABLE users CASCADE",
        "ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE",
        "CREATE TABLE fresh (article int REFERENCES articles)",
        "ALTER TABLE users ADD FOREIGN KEY (id) REFERENCES articles NOT VALID",
    ] {
        let rows = explain(&mut session, "coalesce(size, '')", statement);
        assert!(!rows[0].contains("thousand"), "{statement}: {rows:?}");
    }
    // What is read counts, whatever else is named.
    let rows = explain(&mut session, "size", "ALTER TABLE articles ADD FOREIGN KEY (n) REFERENCES users");
    assert!(rows[0].starts_with("20 thousand rows, "), "{rows:?}");
    let rows = explain(&mut session, "size", "DROP TABLE articles");
    assert!(rows[0].starts_with("20 thousand rows, "), "{rows:?}");
}

#[test]
fn tables_of_two_owners_are_not_said_to_fail() {
    let db = Db::fresh();
    let mut session = db.session();
    let (one, two) = (db.role("LOGIN"), db.role("LOGIN"));
    session.exec(&format!(
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a int); CREATE TABLE c (id int);
         ALTER TABLE a OWNER TO {one}; ALTER TABLE b OWNER TO {two}"
    ));
    let rows = explain(
        &mut session,
        "statement, seen, translate(coalesce(reason, ''), E' \\n', '')",
        "ALTER TABLE a ADD COLUMN x int; ALTER TABLE b ADD COLUMN x int; ALTER TABLE c ADD COLUMN x int;
         ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a; ALTER TABLE a INHERIT b; DROP TABLE b, a",
    );
    let mut owners = [one, two];
    let reason = |owners: &[String]| format!("itstablesbelongtomorethanonerole:{}", owners.join(","));
    let inherit = reason(&owners);
    owners.reverse();
    let drop = reason(&owners);
    let seen = |number: i32| format!("{number}|t|");
    assert_eq!(rows, [seen(1), seen(2), seen(3), seen(4), format!("5|f|{inherit}"), format!("6|f|{drop}")],);
}
