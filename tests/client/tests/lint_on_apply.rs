//! `migrate.lint_on_apply`: what becomes of the linter's findings where migrations are registered and applied.
//!
//! What rules find is tested elsewhere (lint_rules); here one of them stands for all: a plain CREATE INDEX is an error on a
//! large table, and on one that is not there; a warning on one of some rows; of a new table nothing.

use std::fs;
use std::path::Path;

use migrate_client_tests::{Db, Session};

use crate::common::{JOBS, STATUS, block_index_builds, create, file, tables, wait_for_blocked_worker};

const RULE: &str = "require-concurrent-index-creation";

/// A database in which nothing else is found.
fn fresh() -> (Db, Session) {
    let db = Db::fresh();
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../core/src/lint/rules");
    let names = fs::read_dir(rules).expect("rules").map(|rule| rule.expect("a rule").path());
    let ids = names.map(|rule| rule.file_stem().expect("a name").to_string_lossy().replace('_', "-"));
    let others: Vec<_> = ids.filter(|id| id != RULE).collect();
    db.session().exec(&format!(
        "ALTER DATABASE {} SET migrate.lint_disabled = '{}'",
        db.name(),
        others.join(",")
    ));
    let mut session = db.session();
    tables(&mut session);
    large(&mut session, "t", true);
    (db, session)
}

/// Has the planner say that a table is large, or is not.
fn large(session: &mut Session, table: &str, is_large: bool) {
    let rows = if is_large { "5e6" } else { "100" };
    session.exec(&format!(
        "ALTER TABLE {table} SET (autovacuum_enabled = off);
         UPDATE pg_class SET reltuples = {rows}, relpages = 1 WHERE oid = '{table}'::regclass"
    ));
    session.exec(&format!("SET migrate.small_table = {}", if is_large { 0 } else { 10_000 }));
}

fn notices(session: &Session) -> Vec<String> {
    session.notices().into_iter().map(|notice| notice.message).collect()
}

fn load(session: &mut Session, content: &str) -> String {
    session.one(&format!("SELECT detail FROM migrate.load($file${content}$file$)"))
}

const INDEX: &str = "CREATE INDEX i ON t (n);";

#[test]
fn load_says_how_many_findings_there_are_and_status_says_it_again() {
    let (_db, mut session) = fresh();
    let detail = load(&mut session, &file(1, INDEX, "DROP INDEX i;"));
    assert_eq!(detail, "up: 1 statement; down: 1 statement; lint: 1 error");
    let notes = "SELECT status, note FROM migrate.status()";
    assert_eq!(session.one(notes), "pending|1 error: migrate.lint(1)");
    // It is not judged anew there.
    large(&mut session, "t", false);
    assert_eq!(session.one(notes), "pending|1 error: migrate.lint(1)");
    // Another text, of which there is nothing to be said.
    let detail = load(&mut session, &file(1, "CREATE TABLE u (n int);", "DROP TABLE u;"));
    assert_eq!(detail, "up: 1 statement; down: 1 statement");
    assert_eq!(session.one(notes), "pending|");
    assert_eq!(session.query_text("SELECT * FROM migrate.lint_findings"), [""; 0]);
}

#[test]
fn create_tells_it_as_a_notice() {
    let (_db, mut session) = fresh();
    create(&mut session, 1, INDEX, "SELECT 1");
    assert_eq!(notices(&session), ["1 m1: lint: 1 error"]);
    create(&mut session, 2, "SELECT 1", "SELECT 1");
    assert_eq!(notices(&session), [""; 0]);
}

#[test]
fn what_a_pending_migration_makes_is_new() {
    let (_db, mut session) = fresh();
    create(&mut session, 1, "CREATE TABLE made (n int)", "DROP TABLE made");
    let detail = load(&mut session, &file(2, "CREATE INDEX ON made (n);", "SELECT 1;"));
    assert_eq!(detail, "up: 1 statement; down: 1 statement");
    let detail = load(&mut session, &file(3, "CREATE INDEX ON elsewhere (n);", "SELECT 1;"));
    assert_eq!(detail, "up: 1 statement; down: 1 statement; lint: 1 error");
    session.exec("SET migrate.lint_on_apply = error");
    session.notices();
    session.exec("CALL migrate.up(target => 2)");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied", "3|pending"]);
    // When it is there by itself, it is a table like others.
    session.exec("INSERT INTO made SELECT generate_series(1, 100)");
    large(&mut session, "made", true);
    let detail = load(&mut session, &file(4, "CREATE INDEX made_again ON made (n);", "SELECT 1;"));
    assert_eq!(detail, "up: 1 statement; down: 1 statement; lint: 1 error");
}

#[test]
fn a_warning_is_told_and_stops_nothing() {
    let (_db, mut session) = fresh();
    create(&mut session, 1, INDEX, "DROP INDEX i");
    session.notices();
    session.exec("CALL migrate.up()");
    let told = notices(&session);
    assert!(
        told[0].starts_with("1 m1: line 1, column 1: error: CREATE INDEX holds SHARE on t ("),
        "{told:?}"
    );
    assert!(told[0].ends_with(&format!("({RULE})")), "{told:?}");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    session.exec("CALL migrate.down()");
    session.notices();
    session.exec("SELECT * FROM migrate.apply()");
    assert_eq!(notices(&session).len(), 1);
    session.exec("CALL migrate.down()");
    session.exec("SET migrate.lint_on_apply = off");
    session.notices();
    session.exec("SELECT * FROM migrate.apply()");
    assert_eq!(notices(&session), [""; 0]);
}

#[test]
fn an_error_refuses_before_anything_runs() {
    let (db, mut session) = fresh();
    create(&mut session, 1, "INSERT INTO log VALUES ('one')", "DELETE FROM log");
    create(&mut session, 2, INDEX, "DROP INDEX i");
    session.exec("SET migrate.lint_on_apply = error");
    for call in ["SELECT * FROM migrate.apply()", "CALL migrate.up()", "CALL migrate.up(wait => true)"] {
        let error = session.expect_error(call);
        assert_eq!(error.sqlstate, "55000", "{call}");
        assert_eq!(error.message, "the linter has found 1 error in migration 2 \"m2\"", "{call}");
        assert!(error.detail.starts_with("line 1, column 1: error: CREATE INDEX holds"), "{}", error.detail);
        assert!(error.hint.contains("-- migrate:ignore") && error.hint.contains("migrate.lint_on_apply"));
    }
    assert_eq!(session.query_text(STATUS), ["1|pending", "2|pending"]);
    assert!(session.query_text("SELECT * FROM log").is_empty());
    assert!(session.query_text(JOBS).is_empty());
    // Up to it all is well; nor is it found where the author has said that he knows.
    session.exec("CALL migrate.up(target => 1)");
    let ignored = format!("-- migrate:ignore {RULE} at night\nCREATE INDEX i ON t (n);");
    session.exec(&format!("SELECT migrate.load($f${}$f$)", file(2, &ignored, "DROP INDEX i;")));
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
    // The way back is never refused.
    session.exec("CALL migrate.down(2)");
    assert_eq!(db.session().query_text(STATUS), ["1|pending", "2|pending"]);
}

/// The table has grown since the job was asked for, or shrunk since the migration was loaded.
#[test]
fn it_is_judged_by_what_is_there_when_it_runs() {
    let (_db, mut session) = fresh();
    create(&mut session, 1, INDEX, "DROP INDEX i");
    large(&mut session, "t", false);
    for sql in ["SET migrate.lint_on_apply = error", "CALL migrate.up()", "CALL migrate.down()"] {
        session.exec(sql);
    }
    create(&mut session, 2, "VACUUM t; CREATE INDEX j ON t (n)", "DROP INDEX j");
    // A job whose worker begins when this commits, and finds a large table by then.
    session.exec("SET migrate.small_table = 0; BEGIN; SELECT * FROM migrate.apply()");
    session.exec("UPDATE pg_class SET reltuples = 5e6 WHERE oid = 't'::regclass; COMMIT");
    let error = session.expect_error("CALL migrate.wait(3)");
    assert!(error.message.starts_with("the linter has found 1 error in migration "), "{error:?}");
    assert_eq!(session.query_text(STATUS), ["1|failed", "2|pending"]);
}

#[test]
fn what_has_begun_is_not_left_half_done() {
    let (db, mut session) = fresh();
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY i ON t (n); CREATE INDEX j ON t (n)", "SELECT 1");
    let blocker = block_index_builds(&db);
    let call = db.session().start("CALL migrate.up()");
    wait_for_blocked_worker(&db);
    session.exec("SELECT migrate.cancel(1)");
    drop(blocker);
    call.error();
    session.exec("SET migrate.lint_on_apply = error");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

#[test]
fn a_dry_run_shows_them() {
    let (_db, mut session) = fresh();
    create(&mut session, 1, INDEX, "DROP INDEX i");
    let detail = session.one("SELECT detail FROM migrate.apply(dry_run => true)");
    // Lines are broken.
    let told = detail.split_whitespace().collect::<Vec<_>>().join(" ");
    let expected = "1 statement; lint: 1 error line 1, column 1: error: CREATE INDEX holds SHARE on t (";
    assert!(told.starts_with(expected), "{detail}");
    session.exec("SET migrate.lint_on_apply = off");
    let detail = session.one("SELECT detail FROM migrate.apply(dry_run => true)");
    assert!(detail.starts_with("1 statement\n") && !detail.contains("lint"), "{detail}");
}

#[test]
fn a_rule_that_is_none_is_refused() {
    let db = Db::fresh();
    let mut session = db.session();
    // The library is there.
    session.exec("SELECT migrate.current_version()");
    let error =
        session.expect_error("SET migrate.lint_disabled = 'unused-ignore, require-concurent-index-creation'");
    assert_eq!(error.sqlstate, "22023");
    assert_eq!(error.detail, "\"require-concurent-index-creation\" is no rule of the linter.");
    assert_eq!(error.hint, format!("Perhaps {RULE} was meant; docs/rules has a list of them."));
    assert_eq!(session.one("SHOW migrate.lint_disabled"), "");
    session.exec(&format!("SET migrate.lint_disabled = ' {RULE} ,unused-ignore'"));
    // Set before the library was there.
    session.exec(&format!("ALTER DATABASE {} SET migrate.lint_disabled = '{RULE}'", db.name()));
    assert_eq!(db.session().one("SHOW migrate.lint_disabled"), RULE);
    let mut early = db.session();
    early.exec("SELECT migrate.current_version()");
    assert_eq!(early.one("SELECT count(*) FROM migrate.lint('CREATE INDEX i ON elsewhere (n)') WHERE rule = 'require-concurrent-index-creation'"), "0");
    let error = session.expect_error("SET migrate.lint_on_apply = loud");
    assert_eq!(error.hint, "Available values: off, warn, error.");
}

/// A script that cannot be looked at as it should is told of, and applied all the same.
#[test]
fn the_role_that_loads_may_not_look_at_the_table() {
    let (db, mut session) = fresh();
    session.exec("REVOKE ALL ON t FROM PUBLIC");
    let role = crate::common::operator(&db, "LOGIN");
    let mut other = db.session_as(&role);
    let detail = load(&mut other, &file(1, "ALTER TABLE t ALTER n TYPE text USING n::text;", "SELECT 1;"));
    assert!(detail.starts_with("up: 1 statement; down: 1 statement"), "{detail}");
    assert!(!detail.contains("could not be looked at"), "{detail}");
}

/// What the linter says of each migration: version and rule.
fn of_all(session: &mut Session) -> Vec<String> {
    session.query_text("SELECT version || ' ' || rule FROM migrate.lint_all()")
}

#[test]
fn all_pending_migrations_are_looked_at_one_after_the_other() {
    let (_db, mut session) = fresh();
    create(&mut session, 1, "CREATE TABLE made (n int); CREATE SCHEMA s", "SELECT 1");
    create(&mut session, 2, "CREATE INDEX ON made (n); ALTER TABLE made RENAME TO renamed", "SELECT 1");
    create(&mut session, 3, "CREATE INDEX ON renamed (n)", "SELECT 1");
    create(&mut session, 4, "CREATE INDEX ON made (n)", "SELECT 1");
    create(
        &mut session,
        5,
        "DROP TABLE renamed; CREATE INDEX ON renamed (n); CREATE INDEX ON t (n)",
        "SELECT 1",
    );
    // Of the old name, and of what is gone, nothing is known.
    assert_eq!(of_all(&mut session), [format!("4 {RULE}"), format!("5 {RULE}"), format!("5 {RULE}")]);
    let of_one = |session: &mut Session, version: i64| {
        session.query_text(&format!("SELECT rule FROM migrate.lint({version})"))
    };
    for (version, found) in [(1, 0), (2, 0), (3, 0), (4, 1), (5, 2)] {
        assert_eq!(of_one(&mut session, version), vec![RULE; found], "{version}");
    }
    // What was made by one that has run is a table like others.
    session.exec("SET migrate.lint_on_apply = off; CALL migrate.up(target => 1)");
    session.exec("INSERT INTO made SELECT generate_series(1, 100)");
    large(&mut session, "made", true);
    assert_eq!(of_all(&mut session)[0], format!("2 {RULE}"));
    assert_eq!(of_one(&mut session, 2), [RULE]);
}

#[test]
fn a_column_that_a_pending_migration_adds_is_new() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    large(&mut session, "t", true);
    let alarms = "SELECT version || ' ' || rule FROM migrate.lint_all() WHERE rule = 'ban-drop-column'";
    create(&mut session, 1, "ALTER TABLE t ADD COLUMN fresh int", "SELECT 1");
    create(&mut session, 2, "ALTER TABLE t DROP COLUMN fresh", "SELECT 1");
    create(&mut session, 3, "ALTER TABLE t DROP COLUMN n", "SELECT 1");
    assert_eq!(session.query_text(alarms), ["3 ban-drop-column"]);
    let one = "SELECT count(*) FROM migrate.lint(2) WHERE rule = 'ban-drop-column'";
    assert_eq!(session.one(one), "0");
}

/// A script of data has as many findings as rows: they are counted, and the first of each rule are kept.
#[test]
fn of_many_findings_the_first_are_kept() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE t (n int, s text)");
    let rows: String = (1..=500).map(|n| format!("INSERT INTO t VALUES ({n}, 'row');\n")).collect();
    let long = format!("INSERT INTO t VALUES (0, '{}');\n", "long ".repeat(3_000));
    session.exec(&format!("SELECT migrate.create('data', version => 1, up => $up${long}{rows}$up$, down => 'DELETE FROM t; DELETE FROM t')"));
    let kept = "SELECT f ->> 'rule', count(*), count(f ->> 'fix') FROM migrate.lint_findings, jsonb_array_elements(up) f GROUP BY 1 ORDER BY 1";
    assert_eq!(session.query_text(kept), ["insert-without-column-list|100|99"]);
    let found = "SELECT count(*) FROM migrate.lint(1) WHERE rule = 'insert-without-column-list'";
    assert_eq!(session.one(found), "501");
    // Of more than a thousand in a row the first are looked at, unless a comment may be about one of the others.
    let many = "INSERT INTO t VALUES (1, 'row');\n".repeat(1_200);
    let of = |session: &mut Session, script: &str| {
        session.one(&format!(
            "SELECT count(*) FROM migrate.lint($s${script}$s$) WHERE rule = 'insert-without-column-list'"
        ))
    };
    assert_eq!(of(&mut session, &many), "1000");
    assert_eq!(of(&mut session, &format!("{many}SELECT 1;\n{many}")), "2000");
    let ignored =
        format!("{many}INSERT INTO t VALUES (2, 'row'); -- migrate:ignore insert-without-column-list");
    assert_eq!(of(&mut session, &ignored), "1200");
}
