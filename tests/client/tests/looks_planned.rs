//! Looks cost the same whatever the session has set for its own queries.

use migrate_client_tests::Db;

/// Whatever a session has set for its own queries, ours are planned as they were meant to be.
#[test]
fn own_queries_do_not_follow_a_sessions_planner_settings() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, a int, b int NOT NULL);
         INSERT INTO t SELECT i, i, i FROM generate_series(1, 20) i",
    );
    let parallel = if db.version() < 16 { "force_parallel_mode" } else { "debug_parallel_query" };
    let switches = ["enable_", "_collapse_limit", parallel];
    session.exec(&format!(
        "LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on;
         SET auto_explain.log_settings = on; SET auto_explain.log_level = 'notice';
         SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_indexscan = off; SET enable_nestloop = off;
         SET jit_above_cost = 0; SET from_collapse_limit = 1; SET join_collapse_limit = 1; SET {parallel} = on",
    ));
    session.notices();
    session.exec(
        "SELECT * FROM migrate.safe_set_not_null('t', 'a');
         SELECT migrate.table_exists('t');
         SELECT * FROM migrate.safe_create_index('t', ARRAY['b'])",
    );
    let plans: Vec<String> = session.notices().into_iter().map(|notice| notice.message).collect();
    let own: Vec<&String> =
        plans.iter().filter(|plan| plan.contains("pg_catalog") || plan.contains("pg_class")).collect();
    assert!(own.len() > 10, "own queries are seen: {plans:#?}");
    let follows = |plan: &&&String| {
        let mut settings = plan.split("Settings:").nth(1).unwrap_or_default().to_string();
        // A lookup by index leaves these three out, one of which no session here has set so.
        let by_index = ["enable_hashjoin = 'off'", "enable_mergejoin = 'off'", "enable_seqscan = 'off'"];
        if by_index.iter().all(|switch| settings.contains(switch)) {
            by_index.iter().for_each(|switch| settings = settings.replace(switch, ""));
        }
        plan.contains("JIT:") || switches.iter().any(|switch| settings.contains(switch))
    };
    // The statement that calls us is the session's own.
    let calls = ["Query Text: SELECT * FROM migrate.", "Query Text: SELECT migrate."];
    let is_own = |plan: &&&String| !calls.iter().any(|call| plan.contains(call));
    let faults: Vec<_> = own.iter().filter(is_own).filter(follows).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    assert_eq!(session.one("SHOW enable_seqscan"), "off");
    assert_eq!(session.one("SHOW jit"), "on");
    // A user's expression is planned as his session has it.
    session.exec("SELECT * FROM migrate.verify_data_integrity('t', checks => '[\"a > 0\"]'::jsonb)");
    let counts: Vec<String> = session.notices().into_iter().map(|notice| notice.message).collect();
    assert!(
        counts.iter().any(|plan| plan.contains("a > 0") && plan.contains("enable_seqscan")),
        "{counts:#?}"
    );
}

/// What is noted for the way back of a few tables costs the same however many others there are.
#[test]
fn a_way_back_is_noted_at_the_cost_of_what_it_is_about() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id serial PRIMARY KEY, a int GENERATED ALWAYS AS IDENTITY, b text);
         COMMENT ON COLUMN t.b IS 'b'; CREATE VIEW v AS SELECT id, b FROM t",
    );
    const SCRIPT: &str = "DROP VIEW v; ALTER TABLE t DROP COLUMN b CASCADE; DROP TABLE t CASCADE";
    // The most pages that one of its looks read, and all that they write.
    let looked = || -> (u64, String) {
        let mut session = db.session();
        let reverse = format!("SELECT migrate.reverse('{SCRIPT}')");
        // The second time nothing is read for the session itself.
        session.exec(&reverse);
        session.exec(
            "LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on;
             SET auto_explain.log_analyze = on; SET auto_explain.log_buffers = on; SET auto_explain.log_level = 'notice'",
        );
        session.notices();
        let script = session.one(&reverse);
        let hits = |plan: &str| -> u64 {
            let first = plan.split("Buffers: shared hit=").nth(1).unwrap_or_default();
            first.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or_default()
        };
        let own: Vec<String> = session.notices().into_iter().map(|notice| notice.message).collect();
        let own: Vec<&String> =
            own.iter().filter(|plan| !plan.contains("Query Text: SELECT migrate.")).collect();
        assert!(own.iter().any(|plan| plan.contains("How a relation is made again")), "{own:#?}");
        (own.iter().map(|plan| hits(plan)).max().unwrap_or_default(), script)
    };
    let (few, script) = looked();
    session.exec(
        "SET client_min_messages = warning;
         DO $$BEGIN FOR i IN 1..1500 LOOP
             EXECUTE format('CREATE TABLE other_%1$s (id serial PRIMARY KEY, b text); COMMENT ON TABLE other_%1$s IS ''other''', i);
         END LOOP; END$$",
    );
    for catalog in ["class", "attribute", "constraint", "depend", "description", "sequence"] {
        session.exec(&format!("VACUUM ANALYZE pg_{catalog}"));
    }
    let (many, same) = looked();
    assert_eq!(same, script);
    assert!(few > 0 && many < 2 * few + 100, "{few} pages, and {many} beside 1,500 other tables");
}
