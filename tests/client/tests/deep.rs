//! Statements that are long or deep, and errors that pass through many frames of Rust: on a server whose environment asks
//! Rust for backtraces, where each level of a guarded walk would add one.

use std::time::{Duration, Instant};

use migrate_client_tests::{Cluster, Db, Session, SqlError};

/// Chains that the server's parser takes with the default `max_stack_depth`, as SQL expressions that write them.
const CHAINS: &[(&str, &str)] = &[
    ("operators", "'SELECT 1' || repeat('+1', 3000)"),
    ("concatenation", "'SELECT ''a''' || repeat(' || ''a''', 3000)"),
    ("unions", "'SELECT 1' || repeat(' UNION ALL SELECT 1', 6000)"),
    ("casts", "'SELECT 1' || repeat('::int', 6000)"),
    ("negations", "'SELECT ' || repeat('NOT ', 3000) || 'true'"),
    (
        "joins",
        "'SELECT 1 FROM a0' || (SELECT string_agg(' JOIN a' || g || ' USING (x)', '') FROM generate_series(1, 2000) g)",
    ),
    ("subqueries", "repeat('SELECT (', 500) || '1' || repeat(')', 500)"),
    ("subqueries in FROM", "repeat('SELECT * FROM (', 500) || 'SELECT 1' || repeat(') a', 500)"),
    ("signs", "'SELECT ' || repeat('- ', 3000) || 'x'"),
    ("calls", "'SELECT ' || repeat('abs(', 1500) || '1' || repeat(')', 1500)"),
    ("indirections", "'SELECT a' || repeat('[1]', 5000) || ' FROM t'"),
    ("alternatives", "'SELECT 1 WHERE 1 = 1' || repeat(' OR NOT 1 = 1 AND 1 = 1', 5000)"),
    ("cases", "repeat('SELECT CASE WHEN true THEN (', 300) || '1' || repeat(') END', 300)"),
    ("very many operators", "'SELECT 1' || repeat('+1', 300000)"),
];

/// Neither in what a client sees nor in what is kept.
#[track_caller]
fn without_backtrace(what: &str, text: &str) {
    for trace in ["backtrace", "std::panicking", "pgrx_pg_sys", "core::ops::function", "\n   0: "] {
        assert!(!text.contains(trace), "{trace:?} in {what}: {text}");
    }
}

#[track_caller]
fn error(session: &mut Session, sql: &str) -> SqlError {
    let error = session.expect_error(sql);
    for text in [&error.message, &error.detail, &error.hint] {
        without_backtrace(sql, text);
    }
    error
}

/// A server that was started with RUST_BACKTRACE, and a database on it.
fn with_backtraces(value: &str) -> (Cluster, Db) {
    let cluster = Cluster::start_within(&[("RUST_BACKTRACE", value)], &[]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    // The environment is as it was for what the server starts, once the library is there.
    session.exec(
        "SELECT migrate.current_version();
         CREATE TEMP TABLE environment (line text);
         COPY environment FROM PROGRAM 'env | grep BACKTRACE'",
    );
    assert_eq!(session.query_text("TABLE environment"), [format!("RUST_BACKTRACE={value}")]);
    (cluster, db)
}

#[test]
fn whatever_the_servers_parser_takes_is_read() {
    let (_cluster, db) = with_backtraces("1");
    let mut session = db.session();
    session.exec("CREATE TABLE t (x int)");
    for (at, (name, chain)) in CHAINS.iter().enumerate() {
        let begun = Instant::now();
        let version = at + 1;
        for before in ["", "INSERT INTO q ", "CREATE VIEW v AS ", "CREATE TABLE q AS "] {
            let load = format!("SELECT count(*) FROM migrate.load('{before}' || {chain}, '{version}_x.sql')");
            assert_eq!(session.one(&load), "1", "{name}");
        }
        let reverse = format!("SELECT migrate.reverse('CREATE TABLE q AS ' || {chain}) ~ 'DROP TABLE q;$'");
        assert_eq!(session.one(&reverse), "t", "{name}");
        assert!(begun.elapsed() < Duration::from_secs(20), "{name}: {:?}", begun.elapsed());
    }
    let all = CHAINS.len().to_string();
    assert_eq!(session.one("SELECT count(*) FROM migrate.status() WHERE status = 'pending'"), all);
    // What a user writes as an expression.
    session.exec("SELECT * FROM migrate.safe_backfill('t', 'x = 1' || repeat('+1', 3000))");
    session.exec("SELECT * FROM migrate.safe_set_default('t', 'x', '1' || repeat('+1', 3000))");
    // A setting's argument is looked at, too.
    let cast =
        "SELECT migrate.reverse('SELECT set_config(''a.b'', ''c'', true' || repeat('::bool', 100000) || ')')";
    session.exec(cast);
}

#[test]
fn deep_statements_go_the_whole_way() {
    let (_cluster, db) = with_backtraces("1");
    let mut session = db.session();
    let chains = [
        "'SELECT 1' || repeat('+1', 3000) || ' AS x'",
        "'SELECT 1' || repeat('::int', 6000) || ' AS x'",
        "'SELECT ' || repeat('NOT ', 3000) || 'true AS x'",
        "'SELECT ''a''' || repeat(' || ''a''', 3000) || ' AS x'",
        "'SELECT 1 AS x' || repeat(' UNION ALL SELECT 1', 1000)",
        "'SELECT x FROM (' || repeat('SELECT (', 500) || '1' || repeat(')', 500) || ') s(x)'",
    ];
    for (at, chain) in chains.iter().enumerate() {
        let version = at + 1;
        session.exec(&format!(
            "SELECT * FROM migrate.load('CREATE TABLE q{version} AS ' || {chain}, '{version}_x.sql')"
        ));
    }
    session.exec("SELECT * FROM migrate.apply(3)");
    session.exec("CALL migrate.up()");
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(session.one(tables), "6");
    session.exec("SELECT * FROM migrate.rollback(2)");
    session.exec("CALL migrate.down(target => 0)");
    assert_eq!(session.one(tables), "0");
}

#[test]
fn what_the_server_refuses_it_refuses_at_once() {
    let (cluster, db) = with_backtraces("full");
    let mut session = db.session();
    session.exec("SELECT * FROM migrate.load('SELECT 1' || repeat('+1', 100000), '1_x.sql')");
    let begun = Instant::now();
    for call in ["SELECT * FROM migrate.apply()", "CALL migrate.up()"] {
        let error = error(&mut session, call);
        assert_eq!(error.sqlstate, "54001", "{error:?}");
        assert!(error.detail.starts_with("54001: stack depth limit exceeded."), "{error:?}");
    }
    // Its own grammar has a limit, too.
    let nested = "SELECT * FROM migrate.load('SELECT ' || repeat('(', 20000), '2_x.sql')";
    assert_eq!(error(&mut session, nested).sqlstate, "42601");
    session.exec("SET max_stack_depth = '100kB'");
    session.exec("SELECT * FROM migrate.load('SELECT 1' || repeat('+1', 3000), '1_x.sql')");
    assert_eq!(error(&mut session, "SELECT * FROM migrate.apply()").sqlstate, "54001");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    without_backtrace("jobs", &session.query_text("SELECT error FROM migrate.jobs").join("\n"));
    without_backtrace("the log", &cluster.log());
}

#[test]
fn comments_cost_no_more_than_they_are_long() {
    let db = Db::fresh();
    let mut session = db.session();
    let comments = [
        "repeat('/*', 40000) || repeat('*/', 40000)",
        "repeat('/* ', 40000) || repeat('*/ ', 40000)",
        "repeat(E'-- a\\n', 200000)",
        "repeat(E'-- down\\n-- x;\\n\\n', 60000)",
        "repeat('/* */', 200000)",
        "repeat(E'-- standard_conforming_strings\\n', 30000)",
        "repeat(E'/* downward */ ', 70000)",
    ];
    for (at, comment) in comments.iter().enumerate() {
        for text in [format!("'SELECT 1; ' || {comment}"), format!("{comment} || ' SELECT 1'")] {
            let begun = Instant::now();
            let load = format!("SELECT detail FROM migrate.load({text}, '{}_x.sql')", at + 1);
            let detail = session.one(&load);
            assert!(detail.starts_with("up: 1 statement"), "{text}: {detail}");
            let took = begun.elapsed();
            assert!(took < Duration::from_secs(4), "{text}: {took:?}");
        }
    }
    let begun = Instant::now();
    session.exec("CALL migrate.up()");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn backtraces_stand_nowhere() {
    for value in ["1", "full"] {
        let (cluster, db) = with_backtraces(value);
        let mut session = db.session();
        // What the server says of a user's text, and what it says of a script, in a function and in a job.
        error(&mut session, "SELECT * FROM migrate.load('SELEKT 1', '1_x.sql')");
        error(&mut session, "SELECT migrate.reverse('SELEKT 1')");
        error(&mut session, "SELECT * FROM migrate.safe_backfill('pg_class', 'nope = 1')");
        session.exec("SELECT * FROM migrate.load('SELECT 1/0', '1_x.sql')");
        error(&mut session, "SELECT * FROM migrate.apply()");
        error(&mut session, "CALL migrate.up()");
        session.exec("SELECT * FROM migrate.load('VACUUM nowhere', '1_x.sql')");
        error(&mut session, "CALL migrate.up()");
        session.exec(
            "SELECT * FROM migrate.load('DO $$ BEGIN RAISE ''no'' USING DETAIL = ''why''; END $$', '1_x.sql')",
        );
        let raised = error(&mut session, "SELECT * FROM migrate.apply()");
        assert!(raised.detail.contains("why"), "{raised:?}");
        // An error within our own bookkeeping.
        session.exec("ALTER TABLE migrate.jobs ADD CONSTRAINT never CHECK (false) NOT VALID");
        let own = error(&mut session, "CALL migrate.up()");
        assert!(own.message.contains("\"never\""), "{own:?}");
        assert!(own.detail.starts_with("Failing row contains"), "{own:?}");
        session.exec("ALTER TABLE migrate.jobs DROP CONSTRAINT never");
        session.exec("SELECT * FROM migrate.load('SELECT 1', '1_x.sql')");
        session.exec("ALTER TABLE migrate.schema_migrations ADD CONSTRAINT never CHECK (false) NOT VALID");
        error(&mut session, "SELECT * FROM migrate.apply()");
        error(&mut session, "CALL migrate.up()");
        session.exec("ALTER TABLE migrate.schema_migrations DROP CONSTRAINT never");
        for table in ["jobs", "journal"] {
            let rows = session.query_text(&format!("SELECT r::text FROM migrate.{table} r"));
            assert!(!rows.is_empty(), "{table}");
            without_backtrace(table, &rows.join("\n"));
        }
        without_backtrace("the log", &cluster.log());
    }
}
