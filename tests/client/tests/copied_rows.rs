//! Rows that stand in a script behind `COPY … FROM stdin`: the server's own COPY reads them, with its rights and errors.
//!
//! Not here: where rows begin and end in a text (`core/src/lex/copied.rs`).

use migrate_client_tests::{Db, Session};

const VALUES: &str = "SELECT coalesce(string_agg(t::text, ' ' ORDER BY t::text), '') FROM t";

/// Registers a script with all that a psql variable would hold.
fn load(session: &mut Session, script: &str, file: &str) {
    session.query_with("SELECT FROM migrate.load($1, $2)", &[script, file]).expect("it is registered");
}

fn up(db: &Db, script: &str) -> Session {
    let mut session = db.session();
    load(&mut session, script, "1_rows.sql");
    session.exec("CALL migrate.up()");
    session
}

/// A dump with data is a first migration: all that pg_dump writes is there again, and a dump of it is the same.
#[test]
fn a_dump_with_data() {
    let db = Db::fresh();
    let source = db.beside("");
    source.session().exec(
        "CREATE TABLE \"Odd; name\" (id serial PRIMARY KEY, \"a b\" text, j jsonb, b bytea, d date[], g int GENERATED ALWAYS AS (1 + 1) STORED);
         INSERT INTO \"Odd; name\" (\"a b\", j, b, d) VALUES (E'tab\\t new\\nline \\\\ back', '{\"a\": \"it''s\"}', '\\xdeadbeef', '{2024-01-01}'),
             ('-- migrate:down', NULL, NULL, NULL), ('\\.', '\"$$\"', '', '{}'), ('é; \"', NULL, '\\x00', NULL), ('', NULL, NULL, NULL);
         CREATE TABLE empty (i int);
         CREATE TABLE child (id int REFERENCES \"Odd; name\", n numeric);
         INSERT INTO child SELECT 1 + i % 5, i FROM generate_series(1, 1000) i;",
    );
    let dump = |db: &Db| {
        let output = db.server().run("pg_dump", &["--no-owner", "--schema=public", db.name()]);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let lines = |text: &str| {
        let is_said =
            |line: &&str| !line.starts_with("--") && !line.contains("SCHEMA") && !line.contains("restrict ");
        text.lines().filter(is_said).map(str::to_string).collect::<Vec<_>>()
    };
    let text = dump(&source);
    assert!(text.contains("FROM stdin;"), "{text}");
    // As in an empty database, to which pg_dump restores the schema public itself.
    let first = text.replace("CREATE SCHEMA public;", "");
    let mut session = up(&db, &first);
    assert_eq!(session.one("SELECT status FROM migrate.status()"), "applied");
    assert_eq!(lines(&dump(&db)), lines(&text));
    assert_eq!(session.query_text("SELECT count(*) FROM child JOIN \"Odd; name\" USING (id)"), ["1000"]);
}

/// In each way in which a script is run: by a worker, in the caller's transaction, statement by statement.
#[test]
fn in_every_kind_of_unit() {
    let script = "CREATE TABLE t (a int, b text);\nCOPY t (a, b) FROM stdin;\n1\tone\n2\t\\N\n\\.\n\nINSERT INTO t VALUES (3);\n";
    for (call, head) in [
        ("CALL migrate.up()", ""),
        ("BEGIN; CALL migrate.up(); COMMIT", ""),
        ("CALL migrate.up()", "-- migrate:up transaction:false\n"),
        ("CALL migrate.up()", "BEGIN;\n"),
    ] {
        let db = Db::fresh();
        let mut session = db.session();
        let tail = if head == "BEGIN;\n" { "COMMIT;" } else { "" };
        load(&mut session, &format!("{head}{script}{tail}"), "1_rows.sql");
        session.exec(call);
        assert_eq!(session.one(VALUES), "(1,one) (2,) (3,)", "{call} {head}");
        // The session has its client as before.
        assert_eq!(session.one("SELECT 'é'"), "é");
    }
}

/// Forms of the server's COPY, ends of lines, and no rows.
#[test]
fn forms_of_rows() {
    let db = Db::fresh();
    let session = &mut up(
        &db,
        "CREATE TABLE t (a int, b text, c int GENERATED ALWAYS AS (a * 2) STORED);
COPY t (a, b) FROM stdin WITH (FORMAT csv, HEADER);
a,b
1,\"x
y, \\i no.sql\"
\\.
copy t (b, a) from STDIN (delimiter '|'); -- a comment
it's; $$ /*|2
\\.
COPY t (a, b) FROM stdin WHERE a > 3;\r
3\tleft out\r
4\tkept\r
\\.\r
COPY t (a, b) FROM stdin;
\\.
",
    );
    assert_eq!(session.one(VALUES), "(1,\"x\ny, \\\\i no.sql\",2) (2,\"it's; $$ /*\",4) (4,kept,8)");
}

/// Text is text: the encoding in which a file was sent, or which it names, is no matter.
#[test]
fn encodings() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE t (a text)");
    load(&mut session, "SET client_encoding = 'LATIN1';\nCOPY t FROM stdin;\né\n\\.\n", "1_a.sql");
    load(&mut session, "COPY t FROM stdin WITH (ENCODING 'LATIN1');\nü\n\\.\n", "2_b.sql");
    load(&mut session, "COPY t FROM stdin WITH (ENCODING 'LATIN1');\n中\n\\.\n", "3_c.sql");
    session.exec("SET client_encoding = 'LATIN1'");
    session.exec("CALL migrate.up(steps => 2)");
    session.exec("RESET client_encoding");
    assert_eq!(session.one(VALUES), "(é) (ü)");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "22P05");
}

/// What is wrong with a row is said with its number; nothing stays, and everything can go on.
#[test]
fn a_bad_row() {
    for (head, call) in
        [("", "CALL migrate.up()"), ("", "BEGIN; CALL migrate.up()"), ("BEGIN;\n", "CALL migrate.up()")]
    {
        let db = Db::fresh();
        let mut session = db.session();
        session.exec("CREATE TABLE t (a int CHECK (a < 10), b text)");
        let tail = if head.is_empty() { "" } else { "COMMIT;" };
        for (rows, sqlstate, said) in [
            ("1\tone\nx\ttwo", "22P02", "COPY t, line 2, column a: \"x\""),
            ("1\tone\n12\ttwo", "23514", "Failing row contains (12, two)."),
            ("1", "22P04", "COPY t, line 1: \"1\""),
            ("1\tone\textra", "22P04", "COPY t, line 1: \"1\tone\textra\""),
        ] {
            load(&mut session, &format!("{head}COPY t FROM stdin;\n{rows}\n\\.\n{tail}"), "1_rows.sql");
            let error = session.expect_error(call);
            assert_eq!(error.sqlstate, sqlstate, "{error:?}");
            assert!(error.detail.contains(said), "{error:?}");
            session.exec("ROLLBACK");
            assert_eq!(session.one(VALUES), "");
        }
        load(&mut session, "COPY t FROM stdin;\n1\tone\n\\.\n", "1_rows.sql");
        session.exec("CALL migrate.up()");
        assert_eq!(session.one(VALUES), "(1,one)");
    }
}

/// Rights are those of whoever runs it, as with COPY itself.
#[test]
fn rights() {
    let db = Db::fresh();
    let role = db.role("LOGIN");
    let mut owner = db.session();
    owner.exec(&format!(
        "CREATE TABLE t (a int); CREATE TABLE secured (a int); ALTER TABLE secured ENABLE ROW LEVEL SECURITY;
         GRANT INSERT ON secured TO {role}; CREATE TABLE columns (a int, b int); GRANT INSERT (a) ON columns TO {role};
         GRANT USAGE ON SCHEMA migrate TO {role}; GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO {role}"
    ));
    let mut session = db.session_as(&role);
    for (copy, sqlstate) in [
        ("COPY t FROM stdin;\n1\n", "42501"),
        ("COPY secured FROM stdin;\n1\n", "0A000"),
        ("COPY columns (b) FROM stdin;\n1\n", "42501"),
        ("COPY pg_class FROM stdin;\n1\n", "42501"),
    ] {
        load(&mut session, &format!("{copy}\\.\n"), "1_rows.sql");
        let error = session.expect_error("CALL migrate.up()");
        assert_eq!(error.sqlstate, sqlstate, "{copy}: {error:?}");
    }
    load(&mut session, "COPY columns (a) FROM stdin;\n1\n\\.\n", "1_rows.sql");
    session.exec("CALL migrate.up()");
    assert_eq!(owner.one("SELECT a FROM columns"), "1");
    load(&mut session, "SET TRANSACTION READ ONLY;\nCOPY columns (a) FROM stdin;\n1\n\\.\n", "2_rows.sql");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "25006");
}

/// Triggers see each row; what one of them raises is its own.
#[test]
fn triggers() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (a int);
         CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             IF NEW.a = 2 THEN RAISE EXCEPTION 'no two' USING ERRCODE = 'XY123'; END IF;
             NEW.a := NEW.a * 10; RETURN NEW; END $$;
         CREATE TRIGGER look BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION look()",
    );
    load(&mut session, "COPY t FROM stdin;\n1\n2\n\\.\n", "1_rows.sql");
    let error = session.expect_error("CALL migrate.up()");
    assert!(error.detail.contains("COPY t, line 2"), "{error:?}");
    assert_eq!(session.one("SELECT sqlstate FROM migrate.journal ORDER BY id DESC LIMIT 1"), "XY123");
    load(&mut session, "COPY t FROM stdin;\n1\n3\n\\.\n", "1_rows.sql");
    session.exec("CALL migrate.up()");
    assert_eq!(session.one(VALUES), "(10) (30)");
}

/// Rows without an end, or without rows, are told from those that have one.
#[test]
fn what_is_refused() {
    let db = Db::fresh();
    let mut session = db.session();
    for (script, message) in [
        ("COPY t FROM stdin;\n1\ta\n", "COPY data on line 2 cannot be read"),
        ("COPY t FROM stdin;", "COPY from or to the client on line 1, column 1 is not supported"),
        ("SELECT 1;\nCOPY t TO stdout;", "COPY from or to the client on line 2, column 1 is not supported"),
    ] {
        let script = script.replace('\'', "''");
        let error = session.expect_error(&format!("SELECT * FROM migrate.load('{script}', '1_x.sql')"));
        assert_eq!(error.message, message);
        assert!(error.hint.contains("\\."), "{error:?}");
    }
    // An error behind rows stands where it stands.
    let error = session.expect_error(
        "SELECT * FROM migrate.load(E'COPY t FROM stdin;\\nééé\\n\\\\.\\nSELECT 1; SELEKT 2;', '1_x.sql')",
    );
    assert_eq!(error.message, "syntax error at or near \"SELEKT\" in the up script, line 4, column 11");
}
