//! What a user writes means what it meant where he wrote it, whoever goes on with it and under which settings; and what
//! is noted of a definition is read back as what it was.
//!
//! Not here: what an argument may be (real_arguments.rs), triggers of writers with other settings beyond what an
//! expression says (real_sync.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{create, operate};

const CONSTRAINTS: &str = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
                           WHERE conrelid = 't'::regclass AND contype = 'c' ORDER BY conname";

/// What a session of another habit has set.
const ABROAD: &str = "SET datestyle = 'SQL, DMY'; SET intervalstyle = 'sql_standard'; SET timezone = 'Asia/Tokyo';
                      SET bytea_output = 'escape'; SET extra_float_digits = -10; SET quote_all_identifiers = on";

#[test]
fn what_is_noted_is_read_back_as_it_was() {
    let db = Db::fresh();
    let mut here = db.session();
    here.exec(
        "CREATE TABLE t (id int PRIMARY KEY, a date DEFAULT '2024-02-01', i interval DEFAULT '1 mon -2 days +03:04',
                         x bytea DEFAULT '\\x00ff', f float8 DEFAULT 0.1234567890123456, z timestamptz DEFAULT '2024-02-03 04:05+00',
                         CONSTRAINT ck CHECK (a > '2024-02-03'), CONSTRAINT ci CHECK (i > '-1 mon +2 days'),
                         CONSTRAINT cz CHECK (z > '2024-01-02 00:00+00'));
         CREATE INDEX i1 ON t (id) WHERE a > '2024-04-05'; CREATE INDEX i2 ON t ((a - '2024-02-03'::date))",
    );
    let defaults = "SELECT a.attname, pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
                    JOIN pg_attribute a ON (attrelid, attnum) = (adrelid, adnum) WHERE adrelid = 't'::regclass ORDER BY 1";
    let indexes =
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 't'::regclass ORDER BY 1";
    let all =
        |session: &mut Session| [CONSTRAINTS, defaults, indexes].map(|sql| session.query_text(sql)).concat();
    let before = all(&mut here);
    let mut abroad = db.session();
    abroad.exec(ABROAD);
    let dropped = "
        SELECT migrate.safe_drop_constraint('t', 'ck'); SELECT migrate.safe_drop_constraint('t', 'ci');
        SELECT migrate.safe_drop_constraint('t', 'cz');
        SELECT migrate.safe_drop_index('i1'); SELECT migrate.safe_drop_index('i2');
        SELECT migrate.safe_set_default('t', 'a', NULL); SELECT migrate.safe_set_default('t', 'i', NULL);
        SELECT migrate.safe_set_default('t', 'x', NULL); SELECT migrate.safe_set_default('t', 'f', '1');
        SELECT migrate.safe_set_default('t', 'z', NULL);";
    let back = "SELECT migrate.undo();".repeat(10);
    create(&mut abroad, 1, dropped, &back);
    abroad.exec("CALL migrate.up()");
    assert_ne!(all(&mut here), before);
    here.exec("CALL migrate.down()");
    assert_eq!(all(&mut here), before);
    // And the other way round.
    here.exec("CALL migrate.up()");
    abroad.exec("CALL migrate.down()");
    assert_eq!(all(&mut here), before);
}

#[test]
fn a_hidden_column_has_its_checks_and_default_back_as_they_were() {
    let db = Db::fresh();
    let mut here = db.session();
    here.exec(
        "CREATE TABLE t (id int PRIMARY KEY, a date NOT NULL DEFAULT '2024-02-03', CONSTRAINT ck CHECK (a IS NOT NULL AND a > '2024-02-01'));
         CREATE INDEX i1 ON t (id) WHERE a > '2024-04-05'",
    );
    let before = here.query_text(CONSTRAINTS);
    let mut abroad = db.session();
    abroad.exec(ABROAD);
    operate(&mut abroad, "safe_drop_column('t', 'a')").expect("hidden");
    operate(&mut here, "restore('t', 'a')").expect("restored");
    assert_eq!(here.query_text(CONSTRAINTS), before);
    here.exec("INSERT INTO t (id) VALUES (1)");
    assert_eq!(here.one("SELECT a FROM t"), "2024-02-03");
}

/// Types and functions that are found by a search path alone.
const SHOP: &str = "
    CREATE SCHEMA shop;
    CREATE TYPE shop.mood AS ENUM ('sad', 'happy');
    CREATE DOMAIN shop.code AS text;
    CREATE TYPE shop.pair AS (a int, b text);
    CREATE FUNCTION shop.to_number(v text) RETURNS int LANGUAGE sql IMMUTABLE RETURN 1 + v::int;
    CREATE FUNCTION shop.to_words(v int) RETURNS text LANGUAGE sql IMMUTABLE RETURN (v - 1)::text;
    CREATE FUNCTION shop.make(v text) RETURNS shop.pair LANGUAGE sql IMMUTABLE RETURN ROW(1, v)::shop.pair;
    CREATE TABLE t (id int PRIMARY KEY, m text, c text, n text, p text);
    INSERT INTO t SELECT i, CASE i % 2 WHEN 0 THEN 'sad' ELSE 'happy' END, 'c' || i, i::text, 'p' || i FROM generate_series(1, 300) i";

const RETYPES: [&str; 4] = [
    "safe_change_column_type('t', 'm', 'mood')",
    "safe_change_column_type('t', 'c', 'code')",
    "safe_change_column_type('t', 'n', 'int', 'to_number(n)', 'to_words(n)')",
    "safe_change_column_type('t', 'p', 'pair', 'make(p)', '(p).b')",
];

const TYPES: &str = "SELECT string_agg(format_type(atttypid, NULL), ',' ORDER BY attname) FROM pg_attribute
                     WHERE attrelid = 't'::regclass AND attname IN ('m', 'c', 'n', 'p')";

#[test]
fn types_and_functions_are_found_by_the_callers_path() {
    for (small, migration) in [(1000, false), (0, false), (1000, true), (0, true)] {
        let db = Db::fresh();
        let mut session = db.session();
        session.exec(SHOP);
        session.exec(&format!("SET migrate.small_table = {small}; SET search_path = shop, public"));
        for call in RETYPES {
            session.exec(&format!("SELECT FROM migrate.{}, dry_run => true)", &call[..call.len() - 1]));
        }
        if migration {
            let up: String = RETYPES.map(|call| format!("SELECT migrate.{call};\n")).concat();
            create(&mut session, 1, &up, "SELECT 1");
            session.exec("CALL migrate.up()");
        } else {
            for call in RETYPES {
                let done = operate(&mut session, call);
                done.unwrap_or_else(|error| panic!("{call}: {} {}", error.message, error.detail));
            }
        }
        // Who goes on with it has another path.
        let mut other = db.session();
        other.exec(&format!("SET migrate.small_table = {small}"));
        if small == 0 {
            other.exec("INSERT INTO t VALUES (1000, 'sad', 'c', '7', 'q')");
            // No row is looked at for the domain: that is done at once.
            for column in ["m", "n", "p"] {
                let done = operate(&mut other, &format!("complete('t', '{column}')"));
                done.unwrap_or_else(|error| panic!("{column}: {} {}", error.message, error.detail));
            }
            assert_eq!(other.one("SELECT m, c, n, p FROM t WHERE id = 1000"), "sad|c|8|(1,q)");
        }
        assert_eq!(other.one(TYPES), "shop.code,shop.mood,integer,shop.pair");
        assert_eq!(other.one("SELECT m, c, n, p FROM t WHERE id = 4"), "sad|c4|5|(1,p4)");
        if small == 0 {
            for column in ["p", "n", "m"] {
                let back = format!(
                    "undo((SELECT max(id) FROM migrate.change_records WHERE '{column}' = ANY (old_columns)))"
                );
                let done = operate(&mut other, &back);
                done.unwrap_or_else(|error| panic!("{column}: {} {}", error.message, error.detail));
            }
        } else if migration {
            continue;
        } else {
            for number in (1..=4).rev() {
                let back = format!(
                    "undo((SELECT id FROM migrate.operations ORDER BY id LIMIT 1 OFFSET {number} - 1))"
                );
                let done = operate(&mut other, &back);
                done.unwrap_or_else(|error| panic!("{number}: {} {}", error.message, error.detail));
            }
        }
        let code = if small == 0 { "shop.code" } else { "text" };
        assert_eq!(other.one(TYPES), format!("{code},text,text,text"));
        assert_eq!(other.one("SELECT m, c, n, p FROM t WHERE id = 4"), "sad|c4|4|p4");
    }
}

#[test]
fn an_index_is_replaced_by_one_of_the_callers_path() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE SCHEMA shop; CREATE TABLE t (id int PRIMARY KEY, n int);
         CREATE FUNCTION shop.twice(v int) RETURNS int LANGUAGE sql IMMUTABLE RETURN v * 2;
         CREATE OPERATOR CLASS shop.backwards FOR TYPE int USING btree AS
             OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 btint4cmp(int, int);
         CREATE COLLATION shop.plain FROM \"C\";
         ALTER TABLE t ADD COLUMN w text;
         INSERT INTO t SELECT i, i, i::text FROM generate_series(1, 300) i; CREATE INDEX i ON t (n);
         SET search_path = shop, public",
    );
    for small in [1000, 0] {
        session.exec(&format!("SET migrate.small_table = {small}"));
        for columns in ["twice(n)", "n backwards", "w COLLATE plain"] {
            let call = format!("safe_replace_index('i', ARRAY['{columns}'], predicate => 'twice(id) > 3')");
            let done = operate(&mut session, &call);
            done.unwrap_or_else(|error| panic!("{call}: {} {}", error.message, error.detail));
            let index = "SELECT pg_get_indexdef('i'::regclass)";
            assert!(session.one(index).ends_with("WHERE (twice(id) > 3)"));
            let mut other = db.session();
            other.exec(&format!("SET migrate.small_table = {small}"));
            operate(&mut other, "undo((SELECT max(id) FROM migrate.operations))").expect("undo");
            assert_eq!(other.one(index), "CREATE INDEX i ON public.t USING btree (n)");
        }
    }
}

#[test]
fn a_path_with_user_is_what_it_was_to_who_asked() {
    let db = Db::fresh();
    let mut session = db.session();
    let writer = db.role("LOGIN");
    session.exec(&format!(
        "CREATE TABLE public.t (id int PRIMARY KEY, n text); INSERT INTO t SELECT i, i::text FROM generate_series(1, 300) i;
         CREATE FUNCTION public.norm(v text) RETURNS int LANGUAGE sql IMMUTABLE RETURN v::int;
         CREATE SCHEMA {writer} AUTHORIZATION {writer};
         GRANT ALL ON t TO {writer}; SET search_path = \"$user\", public; SET migrate.small_table = 0"
    ));
    let call = "safe_change_column_type('t', 'n', 'int', 'norm(n)', 'n::text')";
    operate(&mut session, call).expect("a change of type");
    let mut other = db.session_as(&writer);
    other.exec(&format!(
        "CREATE FUNCTION {writer}.norm(v text) RETURNS int LANGUAGE sql AS 'SELECT -1'; SET search_path = \"$user\", public;
         INSERT INTO public.t VALUES (1000, '7')"
    ));
    operate(&mut session, "complete('t', 'n')").expect("complete");
    assert_eq!(session.one("SELECT n FROM t WHERE id = 1000"), "7");
}

#[test]
fn what_writers_could_not_evaluate_is_refused_at_once() {
    let db = Db::fresh();
    let mut session = db.session();
    let (app, column) = (db.role("LOGIN"), db.role("LOGIN"));
    session.exec(&format!(
        "CREATE SCHEMA priv; CREATE TABLE t (id int PRIMARY KEY, name text, n text);
         INSERT INTO t SELECT i, 'a b', i::text FROM generate_series(1, 300) i;
         CREATE FUNCTION priv.first(v text) RETURNS text LANGUAGE sql IMMUTABLE RETURN split_part(v, ' ', 1);
         CREATE FUNCTION public.shut(v text) RETURNS int LANGUAGE sql IMMUTABLE RETURN v::int;
         REVOKE EXECUTE ON FUNCTION public.shut FROM PUBLIC;
         CREATE DOMAIN priv.code AS text;
         GRANT SELECT, INSERT, UPDATE ON t TO {app}; GRANT UPDATE (id) ON t TO {column}; SET migrate.small_table = 0"
    ));
    let split = "safe_split_column('t', 'name', ARRAY['a', 'b'], ARRAY['priv.first(name)', 'name'], 'b')";
    let back = "safe_split_column('t', 'name', ARRAY['a', 'b'], ARRAY['name', 'name'], 'priv.first(b)')";
    let shut = "safe_change_column_type('t', 'n', 'int', 'shut(n)', 'n::text')";
    let code = "safe_change_column_type('t', 'n', 'priv.code', 'n', 'n')";
    let merge = "safe_merge_columns('t', ARRAY['name', 'n'], 'x', 'priv.first(name) || n', ARRAY['x', 'x'])";
    for call in [split, back, merge, shut] {
        for end in [")", ", dry_run => true)"] {
            let call = format!("SELECT migrate.{}{end}", &call[..call.len() - 1]);
            let refused = session.expect_error(&call);
            assert_eq!(refused.sqlstate, "42501", "{call}: {}", refused.message);
            let what = if call.contains("shut") { "function public.shut(text)" } else { "schema priv" };
            assert!(refused.message.contains(what), "{call}: {}", refused.message);
            assert!(refused.hint.contains(&app) && refused.hint.starts_with("GRANT "), "{}", refused.hint);
        }
    }
    session.exec(&format!(
        "GRANT USAGE ON SCHEMA priv TO {app}, {column}; GRANT EXECUTE ON FUNCTION public.shut TO PUBLIC"
    ));
    operate(&mut session, shut).expect("granted");
    operate(&mut session, split).expect("granted");
    let mut writer = db.session_as(&app);
    writer.exec("INSERT INTO t (id, name, n) VALUES (1000, 'x y', '5')");
    assert_eq!(session.one("SELECT a, b FROM t WHERE id = 1000"), "x|x y");
    operate(&mut session, "abort('t', 'n')").expect("abort");
    operate(&mut session, code).expect("granted");
}

#[test]
fn values_are_converted_as_for_who_asked() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, at timestamp NOT NULL, d text, i text, note text);
         INSERT INTO t SELECT i, '2024-06-01 12:00', '03/04/2024', '-1 2:03:04', 'n' FROM generate_series(1, 300) i;
         SET timezone = 'Europe/Berlin'; SET datestyle = 'ISO, DMY'; SET intervalstyle = 'sql_standard'; SET migrate.small_table = 0",
    );
    operate(&mut session, "safe_change_column_type('t', 'at', 'timestamptz')").expect("at");
    operate(&mut session, "safe_change_column_type('t', 'd', 'date', reverse_expression => 'd::text')")
        .expect("d");
    operate(&mut session, "safe_change_column_type('t', 'i', 'interval', reverse_expression => 'i::text')")
        .expect("i");
    let mut other = db.session();
    other.exec(
        "SET timezone = 'America/New_York'; SET datestyle = 'ISO, MDY';
         UPDATE t SET note = 'x' WHERE id = 2;
         INSERT INTO t VALUES (1000, '2024-06-01 12:00', '03/04/2024', '-1 2:03:04', 'new')",
    );
    for column in ["at", "d", "i"] {
        operate(&mut other, &format!("complete('t', '{column}')")).expect("complete");
    }
    other.exec("SET timezone = 'UTC'; SET intervalstyle = 'postgres'");
    let values = "SELECT DISTINCT at, d, i FROM t";
    assert_eq!(other.query_text(values), ["2024-06-01 10:00:00+00|2024-04-03|-1 days -02:03:04"]);
    // What is written under the new types goes back as it would for who asked.
    other.exec("INSERT INTO t (id, at, d, i) VALUES (1001, '2024-06-01 10:00+00', '2024-04-03', '-1 days')");
    for column in ["i", "d", "at"] {
        let back = format!(
            "undo((SELECT max(id) FROM migrate.change_records WHERE '{column}' = ANY (old_columns)))"
        );
        operate(&mut other, &back).expect("undo");
    }
    assert_eq!(other.query_text("SELECT DISTINCT at FROM t"), ["2024-06-01 12:00:00"]);
    assert_eq!(other.one("SELECT d FROM t WHERE id = 1001"), "2024-04-03");
}

#[test]
fn what_takes_a_small_table_back_reads_the_expression_as_it_was_written() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE SCHEMA shop; CREATE FUNCTION shop.words(v timestamptz) RETURNS text LANGUAGE sql STABLE RETURN v::text;
         CREATE TABLE t (id int PRIMARY KEY, at text); INSERT INTO t VALUES (1, '2024-06-01 12:00:00+02');
         SET search_path = shop, public; SET timezone = 'Europe/Berlin'",
    );
    operate(
        &mut session,
        "safe_change_column_type('t', 'at', 'timestamptz', 'at::timestamptz', 'words(at)')",
    )
    .expect("a change of type");
    let mut other = db.session();
    other.exec("SET timezone = 'America/New_York'; SET datestyle = 'SQL, MDY'");
    operate(&mut other, "undo((SELECT max(id) FROM migrate.operations))").expect("undo");
    assert_eq!(other.one("SELECT at FROM t"), "2024-06-01 12:00:00+02");
}
