//! `migrate.reverse`: the derived script leaves the database as it was, schema and rows, by pg_dump; and what cannot
//! be reversed is refused with the reason.
//!
//! Not here: safe operations that undo themselves.

use migrate_client_tests::{Db, Session};

use crate::common::create;

/// What is there before each script.
const BEFORE: &str = r#"
    CREATE SCHEMA shop;
    CREATE SCHEMA archive;
    CREATE SCHEMA "Odd Schema";
    CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, note text);
    INSERT INTO t SELECT n, n, 'note ' || n FROM generate_series(1, 5) n;
    CREATE TABLE shop.orders (id int PRIMARY KEY, state text, CONSTRAINT known CHECK (state <> ''));
    INSERT INTO shop.orders VALUES (1, 'new');
    CREATE TABLE "Odd Schema"."T ""x""" (id int PRIMARY KEY, "Col" int, "select" int);
    CREATE TABLE events (id int, at date) PARTITION BY RANGE (at);
    CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
    CREATE TABLE loose (id int, at date);
    CREATE TABLE child (id int NOT NULL, n int NOT NULL, note text);
    CREATE INDEX t_n ON t (n);
    CREATE SEQUENCE numbers;
    CREATE VIEW small AS SELECT id FROM t WHERE n < 3;
    CREATE TYPE mood AS ENUM ('good', 'bad');
    CREATE TYPE pair AS (a int, b int);
    CREATE DOMAIN positive AS int CONSTRAINT above CHECK (VALUE > 0);
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE FUNCTION shop.twice(n int) RETURNS int LANGUAGE sql AS 'SELECT n * 2';
    CREATE TRIGGER touched BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();
    CREATE POLICY everybody ON t USING (true);
    CREATE RULE quiet AS ON DELETE TO loose DO INSTEAD NOTHING"#;

fn dump(db: &Db) -> String {
    let output = db.server().run("pg_dump", &["-d", db.name(), "--exclude-schema=migrate"]);
    assert!(output.status.success(), "{output:?}");
    // Newer versions say a random word in the first and last line.
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().filter(|line| !line.contains("restrict ")).map(|line| format!("{line}\n")).collect()
}

fn reverse(session: &mut Session, up: &str) -> String {
    session.one(&format!("SELECT migrate.reverse($up${up}$up$)"))
}

/// Runs each script and what is derived from it, and compares.
fn round_trips(scripts: &[&str]) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(BEFORE);
    let before = dump(&db);
    for (up, version) in scripts.iter().zip(1..) {
        let down = reverse(&mut session, up);
        create(&mut session, version, up, &down);
        session.exec("CALL migrate.up()");
        session.try_query("CALL migrate.down()").unwrap_or_else(|error| panic!("{up}\n{down}\n{error:#?}"));
        let after = dump(&db);
        assert!(before == after, "{up}\n{down}\n{}", difference(&before, &after));
        // It must not be found pending by the next.
        session.exec(&format!("DELETE FROM migrate.migrations WHERE version = {version}"));
    }
}

fn difference(before: &str, after: &str) -> String {
    let missing = before.lines().filter(|line| !after.contains(line)).map(|line| format!("- {line}\n"));
    let more = after.lines().filter(|line| !before.contains(line)).map(|line| format!("+ {line}\n"));
    missing.chain(more).collect()
}

#[test]
fn what_is_made_is_dropped() {
    round_trips(&[
        "CREATE TABLE a (id serial PRIMARY KEY, t_id int REFERENCES t)",
        "CREATE UNLOGGED TABLE shop.\"A b\" (LIKE t INCLUDING ALL)",
        "CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
        "CREATE TABLE copied AS SELECT * FROM t; SELECT * INTO again FROM t",
        "CREATE INDEX t_note ON t (lower(note)); CREATE UNIQUE INDEX o ON shop.orders (state) WHERE id > 0",
        "CREATE INDEX CONCURRENTLY t_note ON t (note)",
        "BEGIN; ALTER TABLE t ADD a int; CREATE INDEX CONCURRENTLY ta ON t (a); COMMIT;",
        "CREATE INDEX by_col ON \"Odd Schema\".\"T \"\"x\"\"\" (\"Col\")",
        "CREATE VIEW shop.few AS SELECT * FROM t; CREATE MATERIALIZED VIEW kept AS SELECT * FROM shop.few;
         REFRESH MATERIALIZED VIEW kept",
        "CREATE SEQUENCE shop.s; CREATE SEQUENCE t_id_seq OWNED BY t.id",
        "CREATE SCHEMA extra; CREATE TABLE extra.t (id int); CREATE VIEW extra.v AS TABLE extra.t",
        "CREATE TYPE size AS ENUM ('s', 'm'); CREATE TYPE point3 AS (x int, y int, z int);
         CREATE TYPE span AS RANGE (subtype = float8); CREATE DOMAIN \"Short\" AS varchar(10)",
        "CREATE STATISTICS together ON id, n FROM t; CREATE COLLATION c (locale = 'C')",
        "CREATE TRIGGER \"Second\" AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION touch();
         CREATE POLICY mine ON shop.orders USING (true); CREATE RULE r AS ON INSERT TO loose DO INSTEAD NOTHING",
        "CREATE EXTENSION pg_trgm; CREATE INDEX trigrams ON t USING gin (note gin_trgm_ops)",
        "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;
         CREATE USER MAPPING FOR PUBLIC SERVER s; CREATE FOREIGN TABLE f (id int) SERVER s",
        "CREATE PUBLICATION p FOR TABLE t; CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple)",
        "CREATE CAST (mood AS int) WITH INOUT; CREATE TEMP TABLE x (id int); INSERT INTO x VALUES (1)",
    ]);
}

#[test]
fn routines_are_dropped_by_their_signature() {
    round_trips(&[
        "CREATE FUNCTION touch(int, b text[] DEFAULT '{}', VARIADIC c \"char\"[] DEFAULT '{}') RETURNS int
         LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION f(a varchar(3), INOUT b timestamptz, OUT c numeric(3, 1)) LANGUAGE sql AS 'SELECT b, 1.0';
         CREATE FUNCTION f(a shop.orders, b t.note%TYPE) RETURNS TABLE (x int) LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION shop.\"F\"(double precision, \"Odd Schema\".\"T \"\"x\"\"\"[][]) RETURNS SETOF mood
         LANGUAGE sql AS 'SELECT NULL::mood'",
        "CREATE PROCEDURE p(a int, INOUT b bit(3)) LANGUAGE sql AS 'SELECT b';
         CREATE PROCEDURE p(a int) LANGUAGE sql AS 'SELECT 1';
         CREATE PROCEDURE p(OUT a int, IN b text) LANGUAGE sql AS 'SELECT 1'",
        "CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int, initcond = '0'); CREATE AGGREGATE rows(*) (sfunc = int8inc, stype = int8, initcond = '0')",
        "CREATE AGGREGATE every_row(*) (sfunc = int8inc, stype = int8, initcond = '0'); ALTER AGGREGATE every_row(*) RENAME TO all_rows",
        "ALTER FUNCTION shop.twice(int) RENAME TO \"Twice\"; ALTER FUNCTION shop.\"Twice\" SET SCHEMA archive;
         ALTER ROUTINE archive.\"Twice\"(int) RENAME TO three",
        "CREATE FUNCTION g(x int) RETURNS int LANGUAGE sql AS 'SELECT x';
         COMMENT ON FUNCTION g(int) IS 'g'; REVOKE ALL ON FUNCTION g(int) FROM PUBLIC; ALTER FUNCTION g(int) OWNER TO CURRENT_USER",
    ]);
}

#[test]
fn tables_are_altered_back() {
    round_trips(&[
        "ALTER TABLE t ADD COLUMN a int DEFAULT 7 NOT NULL, ADD \"B\" int UNIQUE REFERENCES t CHECK (\"B\" > 0)",
        "ALTER TABLE t ADD a int, ADD CONSTRAINT a_positive CHECK (a > 0), ADD CONSTRAINT once UNIQUE (a, n)",
        "ALTER TABLE t ADD CONSTRAINT n_positive CHECK (n > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT n_positive",
        "ALTER TABLE ONLY shop.orders ADD CONSTRAINT of_t FOREIGN KEY (id) REFERENCES t NOT VALID",
        "ALTER TABLE t ADD CONSTRAINT apart EXCLUDE (n WITH =)",
        "ALTER TABLE t ALTER note SET NOT NULL, ALTER n DROP NOT NULL",
        "ALTER TABLE t ALTER n ADD GENERATED BY DEFAULT AS IDENTITY",
        "ALTER TABLE t DISABLE TRIGGER touched, ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
         ALTER TABLE loose DISABLE RULE quiet",
        "ALTER TABLE events ATTACH PARTITION loose FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
        "ALTER TABLE child INHERIT t",
        "ALTER TYPE pair ADD ATTRIBUTE \"C\" text; ALTER TYPE pair RENAME ATTRIBUTE a TO \"A\"",
        "ALTER DOMAIN positive ADD CONSTRAINT below CHECK (VALUE < 100) NOT VALID",
        "ALTER DOMAIN positive VALIDATE CONSTRAINT above; ALTER DOMAIN positive SET NOT NULL;
         ALTER DOMAIN positive RENAME CONSTRAINT above TO \"Above\"",
        "CREATE UNIQUE INDEX CONCURRENTLY t_note ON t (note);
         ALTER TABLE t ADD CONSTRAINT one_note UNIQUE USING INDEX t_note",
    ]);
}

#[test]
fn names_are_given_back() {
    round_trips(&[
        "ALTER TABLE t RENAME TO \"T2\"; ALTER TABLE \"T2\" RENAME note TO \"Note\";
         ALTER TABLE \"T2\" RENAME CONSTRAINT t_pkey TO k; ALTER INDEX t_n RENAME TO by_n",
        "ALTER TABLE \"Odd Schema\".\"T \"\"x\"\"\" RENAME \"Col\" TO col;
         ALTER TABLE \"Odd Schema\".\"T \"\"x\"\"\" RENAME TO t; ALTER SCHEMA \"Odd Schema\" RENAME TO odd",
        "ALTER VIEW small RENAME TO tiny; ALTER VIEW tiny RENAME COLUMN id TO number; ALTER SEQUENCE numbers RENAME TO digits",
        "ALTER TRIGGER touched ON t RENAME TO hit; ALTER POLICY everybody ON t RENAME TO \"All\";
         ALTER RULE quiet ON loose RENAME TO silent",
        "ALTER TYPE mood RENAME TO feeling; ALTER TYPE feeling RENAME VALUE 'good' TO 'it''s \\ fine';
         ALTER DOMAIN positive RENAME TO p",
        "ALTER TABLE shop.orders SET SCHEMA archive; ALTER TABLE archive.orders RENAME TO old_orders;
         ALTER TYPE public.mood SET SCHEMA shop; ALTER SEQUENCE public.numbers SET SCHEMA archive",
    ]);
}

#[test]
fn what_is_done_to_what_the_script_made_goes_with_it() {
    round_trips(&[
        "CREATE TABLE a (id int, n int); INSERT INTO a VALUES (1, 2); CREATE INDEX ON a (n); COMMENT ON TABLE a IS 'a';
         COMMENT ON COLUMN a.n IS 'n'; GRANT SELECT ON a TO PUBLIC; ALTER TABLE a OWNER TO CURRENT_USER, ADD PRIMARY KEY (id),
         ALTER n SET DEFAULT 3, ALTER n TYPE bigint, SET (fillfactor = 50); UPDATE a SET n = 3; DELETE FROM a;
         TRUNCATE a; ALTER TABLE a ADD CHECK (n > 0); CREATE VIEW v AS TABLE a; COMMENT ON VIEW v IS 'v'",
        "ALTER TABLE t ADD first text, ADD rest text; UPDATE t SET first = note, rest = ''; CREATE INDEX ON t (first);
         ALTER TABLE t ALTER first SET NOT NULL; COMMENT ON COLUMN t.first IS 'f'",
        "ALTER TABLE t ADD parent int; ALTER TABLE t ADD FOREIGN KEY (parent) REFERENCES t; ALTER TABLE t ADD UNIQUE (parent, n)",
        // Each of two refers to the other.
        "CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
         ALTER TABLE a ADD CONSTRAINT ab FOREIGN KEY (b) REFERENCES b",
        // As pg_dump writes it.
        "CREATE TABLE public.a (id int NOT NULL); CREATE SEQUENCE public.a_id_seq;
         ALTER SEQUENCE public.a_id_seq OWNED BY public.a.id;
         ALTER TABLE ONLY public.a ALTER COLUMN id SET DEFAULT nextval('public.a_id_seq');
         ALTER TABLE ONLY public.a ADD CONSTRAINT a_pkey PRIMARY KEY (id)",
        "CREATE SEQUENCE s; CREATE TABLE a (id int DEFAULT nextval('s')); ALTER SEQUENCE s OWNED BY a.id",
        "CREATE TABLE a (id int); ALTER TABLE a RENAME TO b; INSERT INTO b VALUES (1); ALTER TABLE b RENAME id TO n;
         ALTER TABLE b ADD c int; UPDATE b SET c = 1; ALTER TABLE b RENAME c TO d; COMMENT ON COLUMN b.d IS 'd'",
        "CREATE TYPE size AS ENUM ('s'); ALTER TYPE size ADD VALUE 'm'; COMMENT ON TYPE size IS 'size'",
        "CREATE INDEX ev ON ONLY events (id); CREATE INDEX ev_1 ON events_1 (id); ALTER INDEX ev ATTACH PARTITION ev_1",
        "SELECT set_config('search_path', 'shop', false); CREATE TABLE u (id int); INSERT INTO u VALUES (1)",
    ]);
}

#[test]
fn blocks_and_settings_are_kept() {
    round_trips(&[
        "SET search_path = shop; CREATE TABLE orders2 (id int); RESET search_path; CREATE TABLE orders2 (id int);
         SET search_path TO archive, public; ALTER TABLE t ADD c int; CREATE INDEX CONCURRENTLY i ON t (c);",
        "BEGIN; SET LOCAL search_path = shop; CREATE TABLE a (id int); COMMIT; CREATE TABLE a (id int);
         BEGIN; CREATE TABLE b (id int); COMMIT AND CHAIN; CREATE TABLE c (id int); COMMIT; NOTIFY done, 'x' -- again",
        "BEGIN; DELETE FROM t; DROP TABLE loose; CREATE TABLE a (id int); ROLLBACK; CREATE TABLE a (id text)",
        "BEGIN; SAVEPOINT s; CREATE TABLE a (id int); RELEASE s; COMMIT; ANALYZE t; LOCK TABLE t; SET CONSTRAINTS ALL IMMEDIATE",
        "SET standard_conforming_strings = off; CREATE TABLE a (b text DEFAULT 'it\\'s; DROP'); CREATE TABLE c (id int)",
        "-- only a comment",
    ]);
    let db = Db::fresh();
    let mut session = db.session();
    let up = "SET search_path = shop;\nBEGIN;\nCREATE TABLE a\n  (id int);\nCREATE INDEX ON a (id);\nCOMMIT;\n\
              CREATE INDEX CONCURRENTLY i ON b (c);\nNOTIFY pgrst, 'reload schema'";
    let down = "SET search_path = shop;\n\n-- takes back line 7: CREATE INDEX CONCURRENTLY i ON b (c)\n\
                DROP INDEX CONCURRENTLY i;\n\nBEGIN;\n\n-- takes back line 3: CREATE TABLE a (id int)\n\
                DROP TABLE a;\n\nCOMMIT;\n\n-- again line 8: NOTIFY pgrst, 'reload schema'\n\
                NOTIFY pgrst, 'reload schema';";
    assert_eq!(reverse(&mut session, up), down);
}

#[test]
fn what_is_not_in_the_script_is_not_guessed() {
    let db = Db::fresh();
    let mut session = db.session();
    // Until PostgreSQL 15 such a name cannot even be looked up.
    let no_operator = match db.version() {
        ..16 => "The schema that it was in is not in the script: write schema.name.",
        _ => "\"===\"(integer, ) is not there now, so what it is cannot be looked up.",
    };
    let cases = [
        ("DROP TABLE t", "t is not there now, so what it is cannot be looked up."),
        ("ALTER TABLE t DROP COLUMN n", "n of t is not there now, so what it is cannot be looked up."),
        ("ALTER TABLE t ALTER n SET DEFAULT 1", "n of t is not there now"),
        ("ALTER TABLE t ALTER n TYPE bigint", "n of t is not there now"),
        ("ALTER INDEX p ATTACH PARTITION c", "PostgreSQL has no statement that detaches an index."),
        ("INSERT INTO t SELECT 1", "The rows that it adds cannot be told from others."),
        (
            "CREATE TABLE a (id int); WITH gone AS (DELETE FROM t RETURNING id) INSERT INTO a SELECT id FROM gone",
            "The rows that it adds cannot be told from others.",
        ),
        ("DO $$ BEGIN PERFORM f(); END $$", "What the code that it runs does is not known."),
        ("SELECT f()", "What the functions that it calls do is not known."),
        (
            "SELECT migrate.safe_drop_not_null('t', 'n', dry_run => random() > 1)",
            "Whether it is a dry run is not known.",
        ),
        (
            "SELECT migrate.safe_drop_not_null('t', 'n'), f()",
            "What the functions that it calls do is not known.",
        ),
        ("BEGIN; SAVEPOINT s; ROLLBACK TO s; COMMIT", "What is left of the statements behind a savepoint"),
        ("CREATE SCHEMA s CREATE TABLE a (id int)", "It makes more than the schema"),
        ("CREATE EXTENSION a CASCADE", "With CASCADE it may have made other extensions"),
        ("ALTER OPERATOR === (int, NONE) SET SCHEMA shop", no_operator),
        (
            "ALTER SYSTEM SET work_mem = 1",
            "There is no statement of which it is known that it takes this back.",
        ),
    ];
    for (up, why) in cases {
        let error = session.expect_error(&format!("SELECT migrate.reverse($up${up}$up$)"));
        assert!(error.detail.starts_with(why), "{up}: {error:#?}");
        assert_eq!(error.sqlstate, "0A000", "{up}");
        assert_eq!(
            error.hint,
            "Write the down script by hand; migrate.reverse(sql, partial => true) gives the rest of it.",
            "{up}"
        );
    }
}

#[test]
fn the_error_names_each_place() {
    let db = Db::fresh();
    let mut session = db.session();
    let up = "ALTER TABLE t ADD a int;\n  DROP VIEW v;\nCREATE TABLE b (id int);\nDO '';\nDELETE FROM t";
    let error = session.expect_error(&format!("SELECT migrate.reverse($${up}$$)"));
    assert_eq!(error.message, "DROP VIEW on line 2, column 3 cannot be reversed");
    assert!(error.detail.starts_with("Line 2, column 3, DROP VIEW: v is not there now"), "{error:#?}");
    assert!(error.detail.contains("\nLine 4, column 1, DO: "), "{error:#?}");
    assert!(
        error
            .detail
            .ends_with("\nLine 5, column 1, DELETE: t is not there now, so what it is cannot be looked up.")
    );
    let error = session.expect_error("SELECT migrate.reverse('CREATE TABL a')");
    assert_eq!(error.sqlstate, "42601");
    assert_eq!(session.expect_error("SELECT migrate.reverse(NULL)").sqlstate, "22004");
}

#[test]
fn safe_operations_are_undone() {
    round_trips(&[
        "SELECT migrate.safe_create_index('t', ARRAY['note']); ALTER TABLE t ADD a int;
         SELECT * FROM migrate.safe_set_not_null('t', 'note'); SELECT migrate.safe_create_index('t', ARRAY['a'])",
        "SET migrate.small_table = 0; CREATE TABLE a (id int PRIMARY KEY); ALTER TABLE t ADD a_id int;
         SELECT * FROM migrate.safe_add_foreign_key('t', ARRAY['a_id'], 'a', create_index => true)",
    ]);
}

/// Each in turn undoes the latest, so the order is right by itself.
#[test]
fn calls_of_safe_operations_are_recognised() {
    let db = Db::fresh();
    let mut session = db.session();
    let calls = [
        "SELECT migrate.safe_drop_not_null('t', 'n')",
        "SELECT * FROM migrate.safe_create_index('t', ARRAY['n'], unique_index => true)",
        "SELECT step, status FROM migrate.safe_set_default(table_name => 't', column_name => 'n', value => '-1') AS s",
        "SELECT (migrate.safe_add_constraint('t', 'c', 'CHECK (n > 0)', dry_run => false)).*",
    ];
    for call in calls {
        let down = reverse(&mut session, &format!("ALTER TABLE t ADD a int;{call}"));
        assert!(down.contains("\nSELECT migrate.undo();\n\n-- takes back line 1"), "{down}");
    }
    let dry = "SELECT * FROM migrate.safe_drop_not_null('t', 'n', dry_run => true)";
    assert_eq!(reverse(&mut session, dry), "-- nothing to take back");
}
