//! The examples of the comments run as they stand, and migrate.help() shows them.

use migrate_client_tests::{Db, Session};
use migrate_core::help::Call;

use super::generated::Catalog;

/// What the examples speak of.
const THERE: &str = "
    CREATE TABLE posts (id bigint PRIMARY KEY, slug text NOT NULL, title text, state text, views int);
    INSERT INTO posts SELECT n, 's' || n, 'a:b', 'new', 1 FROM generate_series(1, 20) n;
    ALTER TABLE posts ADD CONSTRAINT short CHECK (length(title) < 100);
    CREATE INDEX posts_slug ON posts (slug);
    CREATE TABLE notes (id bigint, post bigint);
    CREATE SCHEMA blog;
    CREATE TYPE mood AS ENUM ('glad');
    CREATE TABLE days (day int) PARTITION BY LIST (day);
    CREATE TABLE sunday PARTITION OF days FOR VALUES IN (0);
    CREATE TABLE monday (day int);";

/// A migration, a job that has run, and a change, for the examples that name one.
const MIGRATION: &str =
    "SELECT migrate.create('Add mood', 'ALTER TABLE posts ADD COLUMN mood text', version => 12)";

/// What must have been done before an example can mean something, and where an error is right, its SQLSTATE.
fn before(call: &Call) -> (&'static [&'static str], &'static str) {
    match call.name.as_str() {
        // The folder is the reader's.
        "load_dir" => (&[], "58030"),
        // No other tool has run here.
        "import_history" => (&[], "42P01"),
        // Servers are asked by dblink.
        "server_status" | "server_convergence" | "server_preflight" => (&[], "0A000"),
        // Nothing was broken off; the job has ended; it is no backfill.
        "settle" => (&[MIGRATION], "55000"),
        // No schema of that name is gone.
        "settle_schema" => (&[MIGRATION], "55000"),
        "resume" | "pause" | "throttle" | "window" => (&[MIGRATION, "CALL migrate.up()"], "55000"),
        "cancel" | "wait" | "report" => (&[MIGRATION, "CALL migrate.up()"], ""),
        "approve" | "explain" | "lint" | "test" | "preflight" | "baseline" | "is_applied" | "apply"
        | "version" | "squash" => (&[MIGRATION], ""),
        "drop_callback" => (&["SELECT * FROM migrate.set_callback('after_all', 'ANALYZE posts')"], ""),
        "record_migration" | "unregister" => (&[MIGRATION], ""),
        // What is registered is what was applied.
        "accept" => (&[MIGRATION, "CALL migrate.up()"], "55000"),
        "remove_migration" => (&["SELECT * FROM migrate.record_migration(12, 'Add mood')"], ""),
        "diff" => (&["SELECT migrate.fingerprint('public', store => true)"], ""),
        "unwatch_ddl" => (&["SELECT migrate.watch_ddl()"], ""),
        "complete" if call.arguments.starts_with("table_name text") => {
            (&["SELECT * FROM migrate.safe_drop_table('posts')"], "")
        }
        "restore" => (&["SELECT * FROM migrate.safe_drop_column('posts', 'state')"], ""),
        "undo" => (&["SELECT * FROM migrate.safe_add_column('posts', 'mood', 'text')"], ""),
        "abort" | "complete" => {
            (&["SELECT * FROM migrate.safe_rename_column('posts', 'state', 'status')"], "")
        }
        _ => (&[], ""),
    }
}

fn prepare(session: &mut Session, statements: &[&str]) {
    for statement in statements {
        session.exec(statement);
        // What was queued is waited for: the last job, if there is one.
        let job = session.one("SELECT COALESCE(max(id), 0) FROM migrate.jobs");
        if job != "0" {
            session.exec(&format!("CALL migrate.wait({job})"));
        }
    }
}

#[test]
fn every_example_of_a_comment_runs() {
    let catalog = Catalog::read(&mut Db::fresh().session());
    let calls = catalog.calls();
    let (mut faults, mut shared) = (Vec::new(), None);
    for call in &calls {
        let Some(example) = call.example() else {
            faults.push(format!("migrate.{} has no example in its comment", call.name));
            continue;
        };
        if !example.contains(&format!("migrate.{}(", call.name))
            && !example.contains(&format!("migrate.{} ", call.name))
        {
            faults.push(format!("the example of migrate.{} is one of something else: {example}", call.name));
            continue;
        }
        let (prepared, sqlstate) = before(call);
        // What leaves nothing behind is taken back; what speaks of a number begins anew.
        let db = if prepared.is_empty() && sqlstate.is_empty() { shared.take() } else { None };
        let db = db.unwrap_or_else(|| {
            let db = Db::fresh();
            db.session().exec(THERE);
            db
        });
        let mut session = db.session();
        prepare(&mut session, prepared);
        let wrapped = prepared.is_empty() && !example.starts_with("CALL");
        if wrapped {
            session.exec("BEGIN");
        }
        match session.try_query(example) {
            Ok(_) if sqlstate.is_empty() => {}
            Ok(rows) => faults.push(format!("{example}: no error {sqlstate}, but {rows:?}")),
            Err(error) if error.sqlstate == sqlstate => {}
            Err(error) => faults.push(format!("{example}: {error:?}")),
        }
        if wrapped {
            session.exec("ROLLBACK");
            shared = Some(db);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(calls.len() > 60, "{}", calls.len());
}

/// What psql prints for a word at 120 columns: a line for each row, none of them wider.
#[test]
fn help_fits_the_screen() {
    let db = Db::fresh();
    let mut session = db.session();
    let words = [
        "",
        "index",
        "where",
        "name",
        "unique",
        "rename",
        "drop",
        "backfill",
        "zero downtime",
        "zebra",
        "safe_create_index",
    ];
    for word in words {
        let sql = format!("SELECT call, what, example FROM migrate.help('{word}')");
        let rows: Vec<Vec<String>> = session
            .query_text(&sql)
            .iter()
            .map(|row| row.splitn(3, '|').map(str::to_string).collect())
            .collect();
        assert!(!rows.is_empty(), "{word}");
        let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
        assert!(width(0) + width(1) + width(2) + 8 <= 120, "{word}: {} {} {}", width(0), width(1), width(2));
        assert!(rows.iter().flatten().all(|cell| !cell.contains('\n')), "{word}");
        assert!(rows.iter().all(|row| !row[1].contains("...") && !row[1].is_empty()), "{word}: {rows:?}");
    }
    assert_eq!(
        session.query_text("SELECT * FROM migrate.help(NULL)"),
        session.query_text("SELECT * FROM migrate.help()")
    );
}

/// The words that people have tried lead to the calls that they wanted.
#[test]
fn words_lead_to_calls() {
    let db = Db::fresh();
    let mut session = db.session();
    for (word, call) in [
        ("index", "safe_create_index"),
        ("where", "safe_create_index"),
        ("where", "safe_backfill"),
        ("name", "safe_create_index"),
        ("unique", "safe_add_unique"),
        ("unique", "safe_create_index"),
        ("rename", "safe_rename_column"),
        ("dropping", "safe_drop_table"),
        ("backfill", "safe_backfill"),
        ("zero downtime", "safe_add_column"),
        ("zero-downtime", "safe_add_column"),
        ("fk", "safe_add_foreign_key"),
        ("not null", "safe_set_not_null"),
        ("lock", "blocked_locks"),
        ("lock", "lock_wait"),
        ("undo", "undo"),
        ("roll back", "rollback"),
        ("type", "safe_change_column_type"),
    ] {
        let found = session.query_text(&format!("SELECT call FROM migrate.help('{word}')"));
        assert!(found.iter().any(|found| found == call), "{word}: {found:?}");
    }
    assert_eq!(
        session.query_text("SELECT call FROM migrate.help('safe_add_unique') LIMIT 2"),
        ["safe_add_unique", "  table_name"]
    );
}

/// It reads nothing that is not everybody's, and minds no search path.
#[test]
fn help_is_the_same_for_anybody() {
    let db = Db::fresh();
    let mut session = db.session();
    let all = session.query_text("SELECT * FROM migrate.help()");
    let role = db.role("");
    session.exec(&format!(
        "GRANT USAGE ON SCHEMA migrate TO {role}; GRANT EXECUTE ON FUNCTION migrate.help TO {role};
         CREATE SCHEMA trap; CREATE FUNCTION trap.starts_with(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT 1 / 0 = 1';
         GRANT USAGE ON SCHEMA trap TO {role}; SET ROLE {role}; SET search_path = trap, pg_catalog"
    ));
    assert_eq!(session.query_text("SELECT * FROM migrate.help()"), all);
}
