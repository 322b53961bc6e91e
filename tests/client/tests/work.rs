//! `migrate.work`: what is queued, at work and over; `migrate.status` as a view; and that people's views have columns that
//! every client can read.
//!
//! Not here: how long what is at work will take still (work_eta.rs), and who is told (tell.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{JOBS, block_index_builds, create, tables, wait_for_blocked_worker};

/// On one line, as nobody looks at it.
const WORK: &str =
    "SELECT job, replace(what, E'\\n', ' ') AS what, status, next, replace(message, E'\\n', ' ') AS message
                    FROM migrate.work";

fn work(session: &mut Session) -> Vec<String> {
    session.query_text(WORK)
}

/// What SECURITY.md grants a reader.
fn reader(db: &Db) -> Session {
    let role = db.role("LOGIN");
    db.session().exec(&format!(
        "GRANT USAGE ON SCHEMA migrate TO {role}; GRANT EXECUTE ON FUNCTION migrate.status() TO {role};
         GRANT SELECT ON migrate.work, migrate.progress, migrate.status, migrate.backfill_status TO {role}"
    ));
    db.session_as(&role)
}

#[test]
fn an_index_build_that_waits_and_is_done() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let mut look = reader(&db);
    let mut blocker = block_index_builds(&db);
    let pid = blocker.pid();
    session.exec("SET migrate.small_table = 0; SELECT migrate.safe_create_index('t', ARRAY['n'])");
    wait_for_blocked_worker(&db);
    let told = work(&mut look);
    let begins = "1|create index t_n_idx|waiting|migrate.cancel(1)|";
    assert!(told.len() == 1 && told[0].starts_with(begins), "{told:?}");
    let message = format!("waiting for pid {pid} client test");
    assert!(told[0].contains(&message), "{told:?}");
    // Who may see since when it is at it is told.
    assert!(work(&mut session)[0].contains(&format!("{message} for ")), "{:?}", work(&mut session));
    assert_eq!(session.one("SELECT progress, btrim(eta) FROM migrate.work"), "░░░░░░░░░░\n0 %    1/1|");
    drop(blocker);
    db.wait_for("SELECT status, next IS NULL, message ~ '^at ' FROM migrate.work", &["done|t|t"]);
    assert_eq!(look.one("SELECT progress FROM migrate.work"), "██████████\n100 %  1/1");
    session.exec("SET migrate.work_shown = 0");
    assert_eq!(work(&mut session), [""; 0]);
}

#[test]
fn a_table_that_somebody_holds() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "ALTER TABLE t ADD COLUMN x int; VACUUM t", "SELECT 1");
    let mut holder = db.session();
    let pid = holder.pid();
    holder.exec("BEGIN; SELECT FROM t LIMIT 1");
    let holds =
        format!("SELECT clock_timestamp() - xact_start > '1.1 s' FROM pg_stat_activity WHERE pid = {pid}");
    db.wait_for(&holds, &["t"]);
    let call = session.start("CALL migrate.up()");
    let told = "SELECT regexp_replace(replace(message, E'\\n', ' '), '[0-9]+ s$', 'N s') FROM migrate.work";
    let expected = format!("waiting for ACCESS EXCLUSIVE on t, held by pid {pid} client test for N s");
    db.wait_for(told, &[&expected]);
    let phase =
        "SELECT regexp_replace(replace(phase, E'\\n', ' '), '[0-9]+ s$', 'N s') FROM migrate.progress";
    db.wait_for(phase, &[&expected]);
    // Outside of the table's queue, so nobody waits behind it.
    let waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 't'::regclass";
    assert_eq!(holder.one(waiting), "0");
    let mut look = reader(&db);
    let told = work(&mut look).concat();
    assert!(told.contains("waiting for ACCESS EXCLUSIVE on t, held by pid"), "{told}");
    // It was told to whoever called, too.
    db.wait_for("SELECT clock_timestamp() - started_at > '0.5 s' FROM migrate.jobs", &["t"]);
    holder.exec("ROLLBACK");
    let (caller, _) = call.rows();
    let notices: Vec<String> = caller.notices().into_iter().map(|notice| notice.message).collect();
    let expected = format!(" for pid {pid} (client test), out of the lock queue)");
    assert!(notices.iter().any(|notice| notice.contains(&expected)), "{notices:#?}");
    let shown = "SELECT count(*) FROM pg_locks
                 WHERE objsubid = 5 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    assert_eq!(db.session().one(shown), "0");
}

#[test]
fn what_failed_stays_until_it_is_mended() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("UPDATE t SET n = 1; SET migrate.small_table = 0");
    let call = "SELECT migrate.safe_create_index('t', ARRAY['n'], is_unique => true)";
    session.exec(call);
    let failed = "1|create unique index t_n_idx|failed|migrate.resume(1)|could not create unique index \"t_n_idx\": Key (n)=(1) is duplicated. (23505)";
    db.wait_for(WORK, &[failed]);
    // Values of rows are for those who may read the journal.
    let without = "1|create unique index t_n_idx|failed|migrate.resume(1)|could not create unique index \"t_n_idx\" (23505)";
    assert_eq!(work(&mut reader(&db)), [without]);
    const STANDING: &str = "SELECT version IS NULL, description, status FROM migrate.status";
    assert_eq!(session.query_text(STANDING), ["t|create unique index t_n_idx|failed"]);
    session.exec("UPDATE t SET n = id");
    session.exec(call);
    db.wait_for("SELECT status, next IS NULL FROM migrate.work", &["done|t", "failed|t"]);
    assert_eq!(session.query_text(STANDING), [""; 0]);
    // Nor does a migration stay that went in later.
    create(&mut session, 7, "SELECT 1 / n FROM empty; VACUUM t", "SELECT 1");
    session.expect_error("CALL migrate.up()");
    let told = work(&mut session);
    assert!(told[0].starts_with("3|apply 7 m7|failed|CALL migrate.up()|"), "{told:?}");
    session.exec("CREATE TABLE empty (n int); CALL migrate.up()");
    db.wait_for("SELECT status, next IS NULL FROM migrate.work WHERE job > 2", &["done|t", "failed|t"]);
}

#[test]
fn why_a_job_is_queued() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int, n int); INSERT INTO t SELECT i FROM generate_series(1, 20000) i;
         SET migrate.small_table = 0; SET migrate.backfill_target = 1;
         SELECT migrate.safe_backfill('t', 'n = id', 'n IS NULL', wait_while => 'SELECT true');",
    );
    db.wait_for("SELECT status FROM migrate.work", &["waiting"]);
    session.exec("SELECT migrate.pause(1)");
    db.wait_for("SELECT status, next, btrim(eta) FROM migrate.work", &["paused|migrate.resume(1)|"]);
    session.exec("SELECT migrate.safe_create_index('t', ARRAY['id'])");
    db.wait_for(
        "SELECT job, status, replace(message, E'\\n', ' ') FROM migrate.work",
        &["2|queued|behind job 1 (paused)", "1|paused|paused"],
    );
    session.exec("SELECT migrate.cancel(2)");
    session.exec("SELECT migrate.cancel(1)");
    db.wait_for(
        "SELECT job, status, next FROM migrate.work",
        &["2|cancelled|migrate.resume(2)", "1|cancelled|migrate.resume(1)"],
    );
}

/// The record of years makes nobody wait for the few rows that are shown.
#[test]
fn a_hundred_thousand_jobs_that_have_ended() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "VACUUM t", "SELECT 1");
    session.exec("CALL migrate.up()");
    for age in ["'1 hour'", "'1 month'"] {
        session.exec(&format!(
            "INSERT INTO migrate.jobs (direction, versions, plan, operation, what, status, asked_by, run_as, settings,
                                       created_at, started_at, finished_at)
             SELECT direction, versions, '[]', 'op ' || i, 'op ' || i, 'failed', asked_by, run_as, settings,
                    created_at, started_at, finished_at - {age}::interval
             FROM migrate.jobs, generate_series(1, 50000) i WHERE jobs.id = 1"
        ));
    }
    session.exec("ANALYZE migrate.jobs");
    assert_eq!(session.one("SELECT count(*) FROM migrate.work"), "100");
    session.exec("SET migrate.work_shown = '10min'");
    assert_eq!(session.one("SELECT count(*) FROM migrate.work"), "1");
    session.exec("RESET migrate.work_shown");
    let plan = session.query_text("EXPLAIN (ANALYZE, TIMING off) SELECT * FROM migrate.work");
    let seq = plan.iter().find(|line| line.contains("Seq Scan on jobs") && line.contains("rows=100001"));
    assert_eq!(seq, None, "{plan:#?}");
    let time = plan.iter().find_map(|line| line.strip_prefix("Execution Time: ")).expect("a time");
    let ms: f64 = time.trim_end_matches(" ms").parse().expect("a number");
    // Far from what it takes if the server compiles the query first.
    assert!(ms < 2000.0, "{ms} ms: {plan:#?}");
}

/// A widely used JavaScript client cannot read intervals, oids and the like.
#[test]
fn every_client_can_read_what_people_are_shown() {
    const READABLE: &str =
        "'text', 'boolean', 'integer', 'bigint', 'smallint', 'numeric', 'double precision', 'jsonb',
                            'timestamp with time zone', 'text[]', 'integer[]', 'bigint[]'";
    let db = Db::fresh();
    let mut session = db.session();
    let columns = session.query_text(&format!(
        "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
         WHERE c.relnamespace = 'migrate'::regnamespace AND (c.relkind = 'v' OR c.relname = 'backfill_skipped')
           -- What tables of ours are joined by is for nobody else.
           AND c.relname NOT IN ('home', 'change_tables', 'living_schemas')
           AND format_type(a.atttypid, a.atttypmod) NOT IN ({READABLE})"
    ));
    assert_eq!(columns, [""; 0]);
    let results = session.query_text(&format!(
        "SELECT p.proname, coalesce(n.name, 'result'), format_type(t.type, NULL)
         FROM pg_proc p
         LEFT JOIN LATERAL unnest(p.proallargtypes, p.proargmodes, p.proargnames) n (type, mode, name) ON p.proallargtypes IS NOT NULL
         CROSS JOIN LATERAL (SELECT coalesce(n.type, p.prorettype) AS type) t
         WHERE p.pronamespace = 'migrate'::regnamespace AND coalesce(n.mode, 't') IN ('o', 't', 'b')
           -- By which queries of ours sort versions.
           AND p.proname <> 'place'
           AND format_type(t.type, NULL) NOT IN ({READABLE}, 'void', 'trigger', 'event_trigger')"
    ));
    assert_eq!(results, [""; 0]);
}

/// Whoever looks at tables and indexes means those of the application.
#[test]
fn our_own_tables_are_nobodys_concern() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE INDEX i ON t (n)");
    assert_eq!(session.one("SELECT count(*) FROM migrate.table_sizes WHERE schema = 'migrate'"), "0");
    assert_eq!(session.query_text("SELECT DISTINCT schema FROM migrate.index_usage"), ["public"]);
    assert_eq!(session.query_text(JOBS), [""; 0]);
}
