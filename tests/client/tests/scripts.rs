//! What a script may do: its own transactions, settings and locks, statements that run alone, and what it must
//! not leave behind in the caller's session or in the next migration.
//!
//! Not here: how a script is cut into units (core's own tests) and parsed (the regress tests).

use migrate_client_tests::{Db, Session};

use crate::common::{INDEXES, JOBS, JOURNAL, STATUS, create, tables};

const LOG: &str = "SELECT word FROM log";

/// A database in which `up` was applied by CALL, and a session in it.
fn applied(up: &str) -> (Session, Db) {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, up, "SELECT 1");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    (session, db)
}

#[test]
fn a_block_that_rolls_itself_back() {
    let (mut session, _db) = applied("BEGIN; INSERT INTO log VALUES ('no'); ROLLBACK;");
    assert!(session.query_text(LOG).is_empty());
    assert_eq!(session.query_text(JOURNAL), ["1|transaction|done"]);
}

#[test]
fn a_block_that_rolls_itself_back_between_others() {
    let (mut session, _db) = applied(
        "INSERT INTO log VALUES ('a'); BEGIN; INSERT INTO log VALUES ('no'); ROLLBACK; INSERT INTO log VALUES ('b')",
    );
    assert_eq!(session.query_text(LOG), ["a", "b"]);
}

#[test]
fn a_savepoint_goes_through_a_job() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let up = "INSERT INTO log VALUES ('a'); SAVEPOINT s; INSERT INTO log VALUES ('no'); ROLLBACK TO s;
              INSERT INTO log VALUES ('b'); RELEASE s";
    create(&mut session, 1, up, "SELECT 1");
    assert_eq!(session.one("SELECT status FROM migrate.apply()"), "queued");
    db.wait_for(STATUS, &["1|applied"]);
    assert_eq!(session.query_text(LOG), ["a", "b"]);
    assert_eq!(session.query_text(JOURNAL), ["1|transaction|done"]);
}

/// What lives as long as a transaction lives through all statements of a unit, in both ways in.
#[test]
fn locks_settings_and_temporary_tables_last_for_the_unit() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let up = "LOCK TABLE t IN EXCLUSIVE MODE;
              SET LOCAL work_mem = '77MB';
              SET LOCAL search_path = pg_catalog, public;
              CREATE TEMP TABLE scratch ON COMMIT DROP AS SELECT 'row ' || n AS word FROM generate_series(1, 2) n;
              INSERT INTO log SELECT word FROM scratch;
              INSERT INTO log SELECT current_setting('work_mem') || ' ' || current_setting('search_path');
              INSERT INTO log SELECT mode FROM pg_locks WHERE relation = 't'::regclass AND pid = pg_backend_pid();
              SET CONSTRAINTS ALL DEFERRED;
              DECLARE c CURSOR FOR SELECT 1; FETCH c; CLOSE c;
              DISCARD TEMP";
    let expected = ["row 1", "row 2", "77MB pg_catalog, public", "ExclusiveLock"];
    create(&mut session, 1, up, "SELECT 1");
    assert_eq!(session.one("SELECT status FROM migrate.apply()"), "applied");
    assert_eq!(session.query_text(LOG), expected);
    session.exec("TRUNCATE log");
    create(&mut session, 2, up, "SELECT 1");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(LOG), expected);
}

#[test]
fn commit_and_chain_keeps_the_transaction_mode() {
    let word = "INSERT INTO log VALUES (current_setting('transaction_isolation'))";
    let (mut session, _db) = applied(&format!(
        "BEGIN ISOLATION LEVEL SERIALIZABLE; {word}; COMMIT AND CHAIN; {word};
         ROLLBACK AND CHAIN; {word}; COMMIT; {word}"
    ));
    assert_eq!(session.query_text(LOG), ["serializable", "serializable", "read committed"]);
    let units = "SELECT unit, units, status FROM migrate.journal ORDER BY id";
    assert_eq!(session.query_text(units), ["1|4|done", "2|4|done", "3|4|done", "4|4|done"]);
}

#[test]
fn a_new_enum_value_can_be_used_at_once() {
    let (mut session, _db) = applied(
        "CREATE TYPE mood AS ENUM ('ok'); ALTER TYPE mood ADD VALUE 'great';
         CREATE TABLE moods (m mood DEFAULT 'great'); INSERT INTO moods VALUES ('great')",
    );
    assert_eq!(session.query_text("SELECT m FROM moods"), ["great"]);
}

#[test]
fn statements_that_run_alone() {
    let (mut session, _db) = applied(
        "CREATE TABLE parts (id int) PARTITION BY LIST (id);
         CREATE TABLE part PARTITION OF parts FOR VALUES IN (1);
         VACUUM (ANALYZE) t;
         CREATE INDEX CONCURRENTLY i ON t (n);
         REINDEX INDEX CONCURRENTLY i;
         REINDEX (CONCURRENTLY) TABLE t;
         CREATE INDEX CONCURRENTLY gone ON t (n);
         DROP INDEX CONCURRENTLY gone;
         ALTER TABLE parts DETACH PARTITION part CONCURRENTLY;
         CLUSTER;
         INSERT INTO log VALUES ('end')",
    );
    assert_eq!(session.query_text(INDEXES), ["i|t"]);
    assert_eq!(session.one("SELECT relispartition FROM pg_class WHERE relname = 'part'"), "f");
    assert_eq!(
        session.one(
            "SELECT last_vacuum IS NOT NULL FROM pg_stat_get_last_vacuum_time('t'::regclass) v(last_vacuum)"
        ),
        "t"
    );
    assert_eq!(session.query_text(LOG), ["end"]);
    let kinds = "SELECT kind, count(*) FROM migrate.journal WHERE status = 'done' GROUP BY 1 ORDER BY 1";
    assert_eq!(session.query_text(kinds), ["standalone|8", "transaction|2"]);
}

/// Each kind of statement goes through the portal: rewritten ones, those that return rows, those of many parts.
#[test]
fn statements_of_every_kind() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session
        .exec("CREATE TABLE base (id int); CREATE VIEW v AS SELECT * FROM base; CREATE TABLE copy (id int)");
    let up = "CREATE RULE r AS ON INSERT TO v DO INSTEAD
              (INSERT INTO base VALUES (NEW.id); INSERT INTO copy VALUES (NEW.id));
              INSERT INTO v VALUES (1) ;
              DROP RULE r ON v;
              CREATE SCHEMA s CREATE TABLE st (id int) CREATE INDEX ON st (id);
              DROP SCHEMA s CASCADE;
              PREPARE p(text) AS INSERT INTO log VALUES ($1) RETURNING word; EXECUTE p('prepared'); DEALLOCATE p;
              EXPLAIN (ANALYZE, COSTS off) INSERT INTO log VALUES ('explained');
              WITH moved AS (DELETE FROM base RETURNING id) INSERT INTO log SELECT 'moved ' || id FROM moved;
              NOTIFY something, 'x';
              CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES ('f;'); RETURN 1; END; $$;
              SELECT f(), f();
              DO $$ BEGIN INSERT INTO log VALUES ('do'); EXCEPTION WHEN others THEN NULL; END $$;
              DROP FUNCTION f;
              SELECT set_config('my.own', 'value', true);
              SELECT count(*) FROM generate_series(1, 100000);
              ;;";
    let expected = ["prepared", "explained", "moved 1", "f;", "f;", "do"];
    create(&mut session, 1, up, "SELECT 1");
    session.exec("LISTEN something");
    assert_eq!(session.one("SELECT status FROM migrate.apply()"), "applied");
    assert_eq!(session.query_text(LOG), expected);
    session.exec("TRUNCATE log");
    create(&mut session, 2, up, "SELECT 1");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(LOG), expected);
    assert_eq!(session.query_text("SELECT id FROM copy"), ["1", "1"]);
}

#[test]
fn a_script_of_comments_only_is_applied() {
    let (mut session, _db) = applied("-- nothing to do\n/* at all */");
    assert_eq!(session.query_text(JOURNAL), ["1|transaction|done"]);
}

/// A script that names a mode for its transaction in which nothing can be written is still recorded.
#[test]
fn a_read_only_block_is_recorded() {
    let (mut session, _db) =
        applied("BEGIN READ ONLY; SELECT count(*) FROM t; COMMIT; INSERT INTO log VALUES ('a')");
    assert_eq!(session.query_text(LOG), ["a"]);
}

/// What the script leaves to its session does not keep the engine from writing down what became of it.
#[test]
fn a_script_that_makes_its_session_read_only() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let up = "SET default_transaction_read_only = on; COMMIT; INSERT INTO log VALUES ('no')";
    create(&mut session, 1, up, "SELECT 1");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "25006", "{error:?}");
    assert!(error.message.starts_with("migration 1 \"m1\" failed in unit 2 of 2, statement 3"), "{error:?}");
    assert_eq!(session.query_text(JOURNAL), ["1|transaction|done", "2|transaction|failed"]);
    assert_eq!(session.query_text(JOBS), ["failed"]);
}

/// A migration that applies migrations would meet itself again.
#[test]
fn a_script_that_applies_migrations_is_refused() {
    let db = Db::fresh();
    for script in ["SELECT * FROM migrate.apply()", "CALL migrate.up()", "SELECT * FROM migrate.rollback()"] {
        let mut session = db.session();
        create(&mut session, 1, "CREATE TABLE IF NOT EXISTS one (id int)", "DROP TABLE one");
        session.exec("CALL migrate.up(1)");
        create(&mut session, 2, script, "SELECT 1");
        for way in ["SELECT * FROM migrate.apply()", "CALL migrate.up()"] {
            let error = session.expect_error(way);
            assert_eq!(error.sqlstate, "55000", "{script} by {way}: {:.200}", error.detail);
            assert!(
                error.message.starts_with("migration 2 \"m2\" failed in statement 1"),
                "{}",
                error.message
            );
        }
        assert_eq!(session.query_text("SELECT version FROM migrate.schema_migrations"), ["1"], "{script}");
        session.exec(
            "DELETE FROM migrate.migrations;
         DELETE FROM migrate.schema_migrations; DELETE FROM migrate.journal",
        );
    }
}

#[test]
fn settings_do_not_leak_into_the_next_migration() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let group = db.role("NOLOGIN");
    session.exec(&format!("CREATE SCHEMA s; GRANT {group} TO CURRENT_USER"));
    let look = "INSERT INTO public.log
                SELECT current_setting('search_path') || ', ' || current_setting('work_mem') || ', ' || current_user";
    create(
        &mut session,
        1,
        &format!(
            "SET search_path = s; SET work_mem = '99MB'; SET ROLE {group}; RESET ROLE; SET ROLE {group}"
        ),
        "SELECT 1",
    );
    create(&mut session, 2, look, "SELECT 1");
    session.exec("SET search_path = public, s; SET work_mem = '11MB'");
    let expected = "public, s, 11MB, postgres";

    // By a job ...
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT word FROM public.log"), [expected]);
    // ... and in the caller's transaction, whose session is the caller's afterwards, too.
    session.exec(
        "TRUNCATE log; SELECT * FROM migrate.remove_migration(1); SELECT * FROM migrate.remove_migration(2)",
    );
    assert_eq!(session.query_text("SELECT status FROM migrate.apply()"), ["applied", "applied"]);
    assert_eq!(session.query_text("SELECT word FROM public.log"), [expected]);
    let now =
        "SELECT concat_ws(', ', current_setting('search_path'), current_setting('work_mem'), current_user)";
    assert_eq!(session.one(now), expected);
}

/// Within one migration a SET lasts from unit to unit, as it would in psql.
#[test]
fn settings_last_through_the_units_of_a_migration() {
    let (mut session, _db) = applied(
        "CREATE SCHEMA s; CREATE TABLE s.inner_t (id int); SET search_path = s;
         CREATE INDEX CONCURRENTLY i ON inner_t (id);
         INSERT INTO public.log SELECT current_setting('search_path')",
    );
    assert_eq!(session.query_text(LOG), ["s"]);
    assert_eq!(session.one("SELECT 's.i'::regclass"), "s.i");
}

/// What pg_dump writes for psql alone, so that a dump runs no other meta-command, is nothing to the server.
#[test]
fn a_dump_of_a_schema_is_a_migration_as_it_is() {
    let db = Db::fresh();
    db.session().exec(
        "CREATE TABLE kept (id int PRIMARY KEY, note text DEFAULT E'a\\n\\\\restrict b');
         CREATE FUNCTION said() RETURNS text LANGUAGE sql AS $$SELECT '
\\restrict abc
\\connect nowhere'$$",
    );
    let output = db
        .server()
        .run("pg_dump", &["-d", db.name(), "--schema-only", "--no-comments", "--schema", "public"]);
    let dump = String::from_utf8(output.stdout).unwrap().replace("CREATE SCHEMA public;", "");
    // Minor versions before August 2025 write none.
    let key = dump.lines().find_map(|line| line.strip_prefix("\\restrict ")).unwrap_or("k3Y").to_string();
    let dump = match dump.contains(&format!("\n\\unrestrict {key}")) {
        true => dump,
        false => format!("\\restrict {key}\n{dump}\n\\unrestrict {key}\n"),
    };
    let other = db.beside("");
    let mut session = other.session();
    session.exec("CREATE EXTENSION migrate_ext");
    session.query_with("SELECT * FROM migrate.load($1, '1_baseline.sql')", &[&dump]).expect("load");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert_eq!(session.one("SELECT said()"), "\n\\restrict abc\n\\connect nowhere");
    session.exec("INSERT INTO kept VALUES (1)");
    // Another meta-command is refused as before, with its own line.
    let script = format!("\\restrict {key}\nSELECT 1;\n\\connect elsewhere\n\\unrestrict {key}\n");
    let refused =
        session.query_with("SELECT * FROM migrate.load($1, '2_other.sql')", &[&script]).unwrap_err();
    assert_eq!(refused.message, "psql meta-command \"\\connect\" on line 3 cannot run in the server");
    for script in ["SELECT 1 \\restrict a", "SELECT 1;\n\\restrict 'a b'", "SELECT 1;\n\\restrict"] {
        let refused =
            session.query_with("SELECT * FROM migrate.load($1, '2_other.sql')", &[script]).unwrap_err();
        assert!(refused.message.starts_with("psql meta-command \"\\restrict\""), "{script}: {refused:?}");
    }
}
