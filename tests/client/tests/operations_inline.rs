//! Safe operations in scripts: their steps take the statement's place, a crash in them is gone on from, and what they did
//! is undone by the migration's rollback. And operations that are made migrations by their caller.
//!
//! Not here: what each operation does (operations*.rs).

use migrate_client_tests::{Cluster, Db, Session};

use crate::common::{INDEXES, STATUS, block_index_builds, create, operator, schema, wait_for_blocked_worker};

/// `operation|version|statement|status` of every operation.
const OPERATIONS: &str = "SELECT operation, version, statement, status FROM migrate.operations ORDER BY id";

fn table(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, n int, word text DEFAULT 'old');
         INSERT INTO t SELECT n, n FROM generate_series(1, 100) n;
         SET migrate.small_table = 0",
    );
    session
}

const UP: &str = "
    CREATE TABLE words (word text PRIMARY KEY);
    SELECT migrate.safe_create_index('t', ARRAY['word']);
    ALTER TABLE t ADD COLUMN seen int;
    SELECT * FROM migrate.safe_add_foreign_key('t', ARRAY['word'], 'words', create_index => true);
    SELECT (migrate.safe_set_default('t', 'word', $$'new'$$)).*;";

#[test]
fn a_scripts_operations_are_units_and_its_rollback_undoes_them() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec("UPDATE t SET word = NULL");
    let before = schema(&db);
    let down = "SELECT migrate.undo(); SELECT * FROM migrate.undo(); ALTER TABLE t DROP COLUMN seen;
                SELECT migrate.undo(); DROP TABLE words";
    create(&mut session, 1, UP, down);
    assert_eq!(
        session.one("SELECT status, split_part(detail, E'\\n', 1) FROM migrate.apply(dry_run => true)"),
        "planned|5 units, 3 of them standalone; as a job"
    );
    for _ in 0..2 {
        session.one("CALL migrate.up()");
        assert_eq!(session.query_text(STATUS), ["1|applied"]);
        assert_eq!(session.query_text(INDEXES), ["t_word_idx|t"]);
        let live = format!("{} OFFSET (SELECT count(*) - 3 FROM migrate.operations)", OPERATIONS);
        assert_eq!(
            session.query_text(&live),
            [
                "safe_create_index on t|1|2|done",
                "safe_add_foreign_key on t|1|4|done",
                "safe_set_default on t|1|5|done"
            ]
        );
        assert_eq!(
            session.one("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 't_word_fkey'"),
            "FOREIGN KEY (word) REFERENCES words(word)"
        );
        session.one("CALL migrate.down()");
        assert_eq!(schema(&db), before);
    }
    let states = "SELECT status, count(*) FROM migrate.operations GROUP BY 1";
    assert_eq!(session.query_text(states), ["undone|6"]);
}

/// Of what a rollback's own statements took back nothing is left to undo for the next one.
#[test]
fn a_rollback_by_its_own_statements_closes_the_operations() {
    let db = Db::fresh();
    let mut session = table(&db);
    create(&mut session, 1, "SELECT migrate.safe_create_index('t', ARRAY['n'])", "DROP INDEX t_n_idx");
    session.one("CALL migrate.up()");
    session.one("CALL migrate.down()");
    assert_eq!(session.query_text(OPERATIONS), ["safe_create_index on t|1|1|closed"]);
    assert_eq!(session.query_text(INDEXES), [""; 0]);
}

#[test]
fn a_failed_operation_is_told_with_its_place_and_gone_on_with() {
    let db = Db::fresh();
    let mut session = table(&db);
    let before = schema(&db);
    session.exec("UPDATE t SET n = 1 WHERE id = 2");
    let up = "ALTER TABLE t ADD COLUMN a int;\nSELECT migrate.safe_add_unique('t', ARRAY['n']);\nSELECT 1";
    create(&mut session, 1, up, "SELECT migrate.undo(); ALTER TABLE t DROP COLUMN a");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "23505");
    assert_eq!(error.message, "migration 1 \"m1\" failed in unit 2 of 3, statement 2, line 2, column 1");
    assert_eq!(
        error.detail,
        "23505: safe_add_unique on t failed in step 1 of 2: \
         create unique index t_n_key concurrently: \
         23505: could not create unique index \"t_n_key\": Key (n)=(1) is duplicated.\n\
         The invalid index \"t_n_key\" was removed.\nUnit 1 (statement 1) is committed."
    );
    assert_eq!(
        error.hint,
        "Fix the cause, then CALL migrate.up() to continue with unit 2, or CALL migrate.down() to undo what is committed."
    );
    assert_eq!(session.query_text(OPERATIONS), ["safe_add_unique on t|1|2|failed"]);
    session.exec("UPDATE t SET n = id");
    session.one("CALL migrate.up()");
    assert_eq!(session.query_text(OPERATIONS), ["safe_add_unique on t|1|2|done"]);
    session.one("CALL migrate.down()");
    assert_eq!(schema(&db), before);
}

/// Its table is not there: what a statement asks for cannot even be read.
#[test]
fn a_call_that_fails_by_itself() {
    let db = Db::fresh();
    let mut session = table(&db);
    create(&mut session, 1, "SELECT 1;\n  SELECT migrate.safe_drop_not_null('nowhere', 'n')", "SELECT 1");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "42P01");
    assert_eq!(error.message, "migration 1 \"m1\" failed in unit 2 of 2, statement 2, line 2, column 37");
    assert_eq!(
        error.detail,
        "42P01: relation \"nowhere\" does not exist.\nUnit 1 (statement 1) is committed."
    );
}

/// Killed while the second operation builds its index: the next run goes on there, and a rollback takes back all.
#[test]
fn a_crash_in_an_operation() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = table(&db);
    session.exec("CREATE TABLE u (n int)");
    let before = schema(&db);
    let up = "SELECT migrate.safe_set_not_null('u', 'n');
              SELECT migrate.safe_add_unique('t', ARRAY['n'])";
    create(&mut session, 1, up, "SELECT migrate.undo(); SELECT migrate.undo()");
    let blocker = block_index_builds(&db);
    let call = session.start("CALL migrate.up()");
    let pid = wait_for_blocked_worker(&db);
    cluster.kill_process(&pid);
    drop((blocker, call));
    cluster.recover();
    let mut session = db.session();
    assert_eq!(session.query_text(INDEXES), ["t_n_key|f"]);
    session.one("CALL migrate.up()");
    assert_eq!(
        session.query_text(OPERATIONS),
        ["safe_set_not_null on u|1|1|done", "safe_add_unique on t|1|2|done"]
    );
    assert_eq!(
        session.query_text("SELECT conname, convalidated FROM pg_constraint WHERE conname = 't_n_key'"),
        ["t_n_key|t"]
    );
    session.one("CALL migrate.down()");
    assert_eq!(schema(&db), before);
}

/// A rollback that was killed goes on with the same operation, and not with the one before it.
#[test]
fn a_crash_in_an_undo() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = table(&db);
    let before = schema(&db);
    let up = "SELECT migrate.safe_drop_not_null('t', 'n');
              SELECT migrate.safe_create_index('t', ARRAY['word']);
              SELECT migrate.safe_create_index('t', ARRAY['n'])";
    create(&mut session, 1, up, "SELECT migrate.undo(); SELECT migrate.undo(); SELECT migrate.undo()");
    session.one("CALL migrate.up()");
    let blocker = block_index_builds(&db);
    let call = session.start("CALL migrate.down()");
    let pid = wait_for_blocked_worker(&db);
    cluster.kill_process(&pid);
    drop((blocker, call));
    cluster.recover();
    let mut session = db.session();
    assert_eq!(
        session.query_text(
            "SELECT indexrelid::regclass FROM pg_index WHERE indexrelid::regclass::text = 't_word_idx'"
        ),
        ["t_word_idx"]
    );
    session.one("CALL migrate.down()");
    assert_eq!(schema(&db), before);
    assert_eq!(session.query_text(STATUS), ["1|pending"]);
}

/// What was not done is not undone: only the first operation had come to its end.
#[test]
fn a_rollback_from_the_middle() {
    let db = Db::fresh();
    let mut session = table(&db);
    let before = schema(&db);
    let up = "SELECT migrate.safe_create_index('t', ARRAY['word']); SELECT 1 / 0;
              SELECT migrate.safe_create_index('t', ARRAY['n'])";
    create(&mut session, 1, up, "SELECT migrate.undo(); SELECT migrate.undo()");
    session.expect_error("CALL migrate.up()");
    assert_eq!(session.query_text(INDEXES), ["t_word_idx|t"]);
    session.one("CALL migrate.down()");
    assert_eq!(schema(&db), before);
}

#[test]
fn operations_are_statements_of_their_own() {
    let db = Db::fresh();
    let mut session = table(&db);
    create(&mut session, 1, "DO $$BEGIN PERFORM migrate.safe_drop_index('i'); END$$", "SELECT 1");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "55000");
    assert!(error.hint.contains("A safe operation is called as a statement of its own"), "{error:?}");
    let error = session.expect_error("SELECT * FROM migrate.undo()");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("22004", "the operation to undo must be given")
    );
}

/// An operation of somebody's own, undone by its number; twice is once.
#[test]
fn an_operation_is_undone_by_its_number() {
    let db = Db::fresh();
    let mut session = table(&db);
    let before = schema(&db);
    session.exec("RESET migrate.small_table");
    session.one("SELECT status FROM migrate.safe_set_not_null('t', 'n')");
    let undo = "SELECT sql, status FROM migrate.undo((SELECT max(id) FROM migrate.operations))";
    let sql = "ALTER TABLE public.t ALTER COLUMN n DROP NOT NULL;";
    let preview =
        "SELECT status FROM migrate.undo((SELECT max(id) FROM migrate.operations), dry_run => true)";
    assert_eq!(session.query_text(preview), ["planned"]);
    assert_eq!(session.query_text(OPERATIONS), ["safe_set_not_null on t|||done"]);
    assert_eq!(session.steps(undo), [format!("{sql}|done")]);
    assert_eq!(schema(&db), before);
    assert_eq!(session.steps(undo), [format!("{sql}|already done")]);
    assert_eq!(session.query_text(OPERATIONS), ["safe_set_not_null on t|||undone"]);
    let error = session.expect_error("SELECT * FROM migrate.undo(4711)");
    assert_eq!(error.sqlstate, "42704");
}

/// Of a call that was rolled back nothing is noted.
#[test]
fn nothing_is_noted_of_a_call_that_is_rolled_back() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec("RESET migrate.small_table");
    session.exec("BEGIN");
    session.one("SELECT status FROM migrate.safe_set_not_null('t', 'n')");
    session.exec("ROLLBACK");
    assert_eq!(session.query_text(OPERATIONS), [""; 0]);
}

/// The default was written by somebody who found its function without the schema.
#[test]
fn an_undo_does_not_depend_on_the_search_path() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec(
        "CREATE SCHEMA other; CREATE FUNCTION other.word() RETURNS text LANGUAGE sql AS $$SELECT 'w'::text$$;
         SET search_path = other, public; ALTER TABLE t ALTER word SET DEFAULT word();
         RESET migrate.small_table",
    );
    let before = schema(&db);
    session.one("SELECT status FROM migrate.safe_set_default('t', 'word', $$'new'$$)");
    let mut elsewhere = db.session();
    let undo = "SELECT sql, status FROM migrate.undo((SELECT max(id) FROM migrate.operations))";
    assert_eq!(
        elsewhere.steps(undo),
        ["ALTER TABLE public.t ALTER COLUMN word SET DEFAULT other.word();|done"]
    );
    assert_eq!(schema(&db), before);
}

/// What takes an operation back may call its asker's functions: whoever has more rights does not run them unawares.
#[test]
fn an_undo_is_for_those_as_whom_the_asker_could_act() {
    let db = Db::fresh();
    let role = operator(&db, "LOGIN");
    let mut theirs = db.session_as(&role);
    theirs.exec("CREATE TABLE own (a int)");
    theirs.one("SELECT status FROM migrate.safe_set_default('own', 'a', '1')");
    let id = db.session().one("SELECT max(id) FROM migrate.operations");
    let error = db.session().expect_error(&format!("SELECT * FROM migrate.undo({id})"));
    assert_eq!(error.sqlstate, "42501");
    assert_eq!(error.message, "permission denied to undo safe_set_default on own");
    assert_eq!(theirs.one(&format!("SELECT status FROM migrate.undo({id})")), "done");
}

/// Called with a description it is a migration: in this history, and in that of another database that loads it.
#[test]
fn an_operation_as_a_migration() {
    let db = Db::fresh();
    let mut session = table(&db);
    let before = schema(&db);
    let call = "SELECT status, translate(detail, chr(10), ' ') FROM migrate.safe_create_index('t', ARRAY['n'], '\"Odd ''Name\"', predicate => 'n > 0',
                migration => 'Find by n')";
    let answer = session.one(call);
    assert!(answer.starts_with("queued|migration "), "{answer}");
    db.wait_for("SELECT count(*) FROM migrate.schema_migrations WHERE description = 'Find by n'", &["1"]);
    assert_eq!(
        session.query_text("SELECT operation, statement, status FROM migrate.operations"),
        ["safe_create_index on t|1|done"]
    );
    assert_eq!(session.query_text(call), ["already done|"]);
    session.exec("RESET migrate.small_table");
    let answer = session
        .one("SELECT status, translate(detail, chr(10), ' ') FROM migrate.safe_set_default('t', 'n', '7', migration => 'Seven')");
    assert!(answer.starts_with("done|migration "), "{answer}");
    assert_eq!(
        session.query_text("SELECT description, status FROM migrate.status()"),
        ["Find by n|applied", "Seven|applied"]
    );
    assert_eq!(session.query_text("SELECT * FROM migrate.verify() WHERE NOT ok"), [""; 0]);
    let after = schema(&db);

    let copy = Db::fresh();
    let mut other = table(&copy);
    for script in session.query_text("SELECT format('SELECT migrate.create(%L, %L, %L, %s)', description, up, down, version) FROM migrate.migrations ORDER BY 1") {
        other.exec(&script);
    }
    other.one("CALL migrate.up()");
    assert_eq!(schema(&copy), after);
    for (session, db) in [(&mut session, &db), (&mut other, &copy)] {
        session.one("CALL migrate.down(steps => 2)");
        assert_eq!(schema(db), before);
    }
}

/// A script of safe operations, and of statements whose reverse is known, needs no down script.
#[test]
fn a_rollback_without_a_down_script() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec("UPDATE t SET word = NULL");
    let before = schema(&db);
    session.query_with("SELECT migrate.create('m1', $1, version => 1)", &[UP]).expect("create");
    session.one("CALL migrate.up()");
    session.one("CALL migrate.down()");
    assert_eq!(schema(&db), before);
    assert_eq!(session.query_text(STATUS), ["1|pending"]);

    // From the middle: only what was done is taken back.
    session.exec("UPDATE t SET word = 'nowhere' WHERE id = 1");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "23503");
    session.one("CALL migrate.down()");
    assert_eq!(schema(&db), before);
}

#[test]
fn a_rollback_that_cannot_be_derived() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec("CREATE TYPE mood AS ENUM ('sad')");
    let up = "CREATE TABLE u (a int);\n  DELETE FROM t;";
    session.query_with("SELECT migrate.create('m1', $1, version => 1)", &[up]).expect("create");
    session.one("CALL migrate.up()");
    let error = session.expect_error("CALL migrate.down()");
    assert_eq!(error.sqlstate, "55000");
    assert_eq!(error.message, "migration 1 \"m1\" has no down script");
    assert!(error.detail.starts_with("Line 2, column 3, DELETE: "), "{error:?}");
    session.exec(
        "SELECT migrate.create('m2', 'SELECT migrate.safe_add_enum_value(''mood'', ''ok'')', version => 2)",
    );
    session.one("CALL migrate.up(target => 2)");
    let error = session.expect_error("CALL migrate.down()");
    assert_eq!(error.detail, "What safe_add_enum_value on mood did cannot be undone.");
}
