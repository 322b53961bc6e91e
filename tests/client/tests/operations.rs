//! The safe operations against tables that are small, large, partitioned, in use, half done: which road each takes,
//! that it can be called twice, and what it refuses.
//!
//! Not here: how long the application is held up (bench/).

use migrate_client_tests::{Db, Session};

use crate::common::{INDEXES, JOBS, block_index_builds, not_null, wait_for_blocked_worker};

/// A database with table `articles`, which counts as large in this session.
fn large() -> (Db, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE articles (id int PRIMARY KEY, title text, \"user\" text, \"Mixed Case\" int);
         INSERT INTO articles SELECT n, 'title ' || n, 'user', n FROM generate_series(1, 100) n;
         SET migrate.small_table = 0",
    );
    (db, session)
}

/// `sql|status` of the steps.
fn steps(session: &mut Session, call: &str) -> Vec<String> {
    session.steps(&format!("SELECT sql, status FROM migrate.{call}"))
}

/// The statuses of the steps alone.
fn statuses(session: &mut Session, call: &str) -> Vec<String> {
    session.query_text(&format!("SELECT status FROM migrate.{call}"))
}

/// Calls an operation that is queued, and waits until it is done.
fn run(db: &Db, session: &mut Session, call: &str) {
    let statuses = statuses(session, call);
    assert!(statuses.iter().any(|status| status == "queued"), "{statuses:?}");
    db.wait_for("SELECT count(*) FROM migrate.jobs WHERE status IN ('queued', 'running')", &["0"]);
    assert_eq!(db.session().one("SELECT status FROM migrate.jobs ORDER BY id DESC LIMIT 1"), "done");
}

#[test]
fn an_index_on_a_large_table() {
    let (db, mut session) = large();
    let call = "safe_create_index('articles', ARRAY['title', 'user'])";
    let preview = "safe_create_index('articles', ARRAY['title', 'user'], dry_run => true)";
    let sql =
        "CREATE INDEX CONCURRENTLY articles_title_user_idx ON public.articles USING btree (title, \"user\");";
    assert_eq!(steps(&mut session, preview), [format!("{sql}|planned")]);
    assert!(session.query_text(INDEXES).is_empty());
    run(&db, &mut session, call);
    assert_eq!(session.query_text(INDEXES), ["articles_title_user_idx|t"]);
    assert_eq!(steps(&mut session, call), [format!("{sql}|already done")]);
    assert_eq!(
        session.query_text("SELECT operation, version, kind, status, run_by, sql FROM migrate.journal"),
        [format!("safe_create_index on articles||standalone|done|{}|{sql}", db.server().user())]
    );
    let error = session.expect_error(
        "SELECT * FROM migrate.safe_create_index('articles', ARRAY['title'], 'articles_title_user_idx')",
    );
    assert_eq!(error.sqlstate, "42710");
    assert_eq!(error.detail, "Existing: USING btree (title, \"user\")\nAsked for: USING btree (title)");
}

/// What plain psql makes of a dry run's SQL is what the operation makes.
#[test]
fn every_part_of_an_index() {
    let (db, mut session) = large();
    let call = "safe_create_index('articles', ARRAY['lower(title) text_pattern_ops', '\"Mixed Case\" DESC', 'user'], '\"Odd Name\"',
        is_unique => true, include => ARRAY['id'], predicate => 'id > 0', nulls_not_distinct => true,
        storage_parameters => 'fillfactor = 70'";
    let script = session.one(&format!("SELECT sql FROM migrate.{call}, dry_run => true)"));
    run(&db, &mut session, &format!("{call})"));
    let definition = "SELECT pg_get_indexdef('\"Odd Name\"'::regclass)";
    let made = session.one(definition);
    assert!(made.contains("NULLS NOT DISTINCT WITH (fillfactor='70') WHERE (id > 0)"), "{made}");
    assert_eq!(statuses(&mut session, &format!("{call})")), ["already done"]);
    session.exec("DROP INDEX \"Odd Name\"");
    session.exec(&script);
    assert_eq!(session.one(definition), made);
}

#[test]
fn an_index_on_a_small_table_is_made_at_once() {
    let (_db, mut session) = large();
    session.exec("RESET migrate.small_table");
    let sql = "CREATE INDEX articles_title_idx ON public.articles USING btree (title);";
    assert_eq!(steps(&mut session, "safe_create_index('articles', ARRAY['title'])"), [format!("{sql}|done")]);
    assert_eq!(session.query_text(INDEXES), ["articles_title_idx|t"]);
    assert!(session.query_text(JOBS).is_empty());
    // With the caller's transaction.
    session.exec("BEGIN");
    assert_eq!(statuses(&mut session, "safe_create_index('articles', ARRAY['id'])"), ["done"]);
    session.exec("ROLLBACK");
    assert_eq!(session.query_text(INDEXES), ["articles_title_idx|t"]);
}

/// Broken off in its middle, it is called again: the invalid index goes, and a valid one comes.
#[test]
fn an_index_that_was_broken_off() {
    let (db, mut session) = large();
    session.exec("CREATE VIEW t AS SELECT * FROM articles");
    let blocker = {
        let mut blocker = db.session();
        blocker.exec("BEGIN; LOCK TABLE articles IN ROW EXCLUSIVE MODE");
        blocker
    };
    let call = "safe_create_index('articles', ARRAY['title'])";
    assert_eq!(statuses(&mut session, call), ["queued"]);
    let pid = wait_for_blocked_worker(&db);
    db.wait_for(INDEXES, &["articles_title_idx|f"]);
    session.exec(&format!("SELECT pg_terminate_backend({pid})"));
    db.wait_for("SELECT alive FROM migrate.live_jobs", &["f"]);
    drop(blocker);
    let again = session.query_text(&format!(
        "SELECT status, translate(detail, chr(10), ' ') LIKE 'an invalid one is dropped first%' FROM migrate.{call}"
    ));
    assert_eq!(again, ["queued|t"]);
    db.wait_for(JOBS, &["lost", "done"]);
    assert_eq!(session.query_text(INDEXES), ["articles_title_idx|t"]);
}

#[test]
fn an_index_of_a_partitioned_table() {
    let (db, mut session) = large();
    session.exec(
        "CREATE TABLE p (id int, k int) PARTITION BY RANGE (id);
         CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
         CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20) PARTITION BY RANGE (id);
         CREATE TABLE p21 PARTITION OF p2 DEFAULT; INSERT INTO p SELECT n, n FROM generate_series(0, 19) n",
    );
    let call = "safe_create_index('p', ARRAY['k'])";
    assert_eq!(
        steps(&mut session, "safe_create_index('p', ARRAY['k'], dry_run => true)"),
        [
            "CREATE INDEX p_k_idx ON ONLY public.p USING btree (k);|planned",
            "CREATE INDEX CONCURRENTLY p1_k_idx ON public.p1 USING btree (k);|planned",
            "ALTER INDEX public.p_k_idx ATTACH PARTITION public.p1_k_idx;|planned",
            "CREATE INDEX p2_k_idx ON ONLY public.p2 USING btree (k);|planned",
            "CREATE INDEX CONCURRENTLY p21_k_idx ON public.p21 USING btree (k);|planned",
            "ALTER INDEX public.p2_k_idx ATTACH PARTITION public.p21_k_idx;|planned",
            "ALTER INDEX public.p_k_idx ATTACH PARTITION public.p2_k_idx;|planned",
        ]
    );
    run(&db, &mut session, call);
    assert_eq!(session.query_text(INDEXES), ["p1_k_idx|t", "p21_k_idx|t", "p2_k_idx|t", "p_k_idx|t"]);
    assert_eq!(statuses(&mut session, call), ["already done"]);
    // A partition that came later has its index already.
    session.exec("CREATE TABLE p3 PARTITION OF p FOR VALUES FROM (20) TO (30)");
    assert_eq!(statuses(&mut session, call), ["already done"]);
    assert_eq!(steps(&mut session, "safe_drop_index('p_k_idx')"), ["DROP INDEX public.p_k_idx;|done"]);
    assert!(session.query_text(INDEXES).is_empty());
}

#[test]
fn dropping_an_index() {
    let (db, mut session) = large();
    session.exec("CREATE INDEX \"A b\" ON articles (title)");
    run(&db, &mut session, "safe_drop_index('\"A b\"')");
    assert!(session.query_text(INDEXES).is_empty());
    assert_eq!(statuses(&mut session, "safe_drop_index('\"A b\"')"), ["already done"]);
    let error = session.expect_error("SELECT * FROM migrate.safe_drop_index('articles_pkey')");
    assert_eq!(error.sqlstate, "2BP01");
    assert!(
        error
            .hint
            .starts_with("SELECT * FROM migrate.safe_drop_constraint('public.articles', 'articles_pkey')"),
        "{}",
        error.hint
    );
}

#[test]
fn not_null_on_a_large_table() {
    let (db, mut session) = large();
    let call = "safe_set_not_null('articles', 'user')";
    let sql = not_null(&db, "public.articles", "articles_user_not_null", "\"user\"");
    let planned: Vec<String> = sql.iter().map(|sql| format!("{sql}|planned")).collect();
    assert_eq!(steps(&mut session, "safe_set_not_null('articles', 'user', dry_run => true)"), planned);
    run(&db, &mut session, call);
    let state =
        "SELECT attnotnull, (SELECT count(*) FROM pg_constraint WHERE conrelid = attrelid AND contype = 'c')
                 FROM pg_attribute WHERE attrelid = 'articles'::regclass AND attname = 'user'";
    assert_eq!(session.one(state), "t|0");
    assert_eq!(statuses(&mut session, call), ["already done"]);
    // Each step that waits for the rows to be read commits what is before it.
    let units = if db.version() >= 18 { &["1", "2"][..] } else { &["1", "2", "3"] };
    assert_eq!(session.query_text("SELECT unit FROM migrate.journal ORDER BY id"), units);
}

/// A row is NULL: what is done stays, and the next call goes on from there.
#[test]
fn not_null_where_a_row_is_null() {
    let (db, mut session) = large();
    session.exec("UPDATE articles SET title = NULL WHERE id = 7");
    let call = "safe_set_not_null('articles', 'title')";
    let is_named = db.version() >= 18;
    let queued = if is_named { &["queued"; 2][..] } else { &["queued"; 4] };
    assert_eq!(statuses(&mut session, call), queued);
    db.wait_for(JOBS, &["failed"]);
    let told =
        session.one("SELECT error ->> 'sqlstate', error ->> 'message', error ->> 'detail' FROM migrate.jobs");
    let message = match is_named {
        true => "23502|safe_set_not_null on articles failed in step 2 of 2: validate constraint",
        false => "23514|safe_set_not_null on articles failed in step 2 of 4: validate constraint",
    };
    assert!(told.starts_with(message), "{told}");
    let left = "Constraint articles_title_not_null stays until this is done or undone, and refuses new rows that do not satisfy it.";
    assert!(told.ends_with(&format!("The step before it is committed.\n{left}")), "{told}");
    session.exec("UPDATE articles SET title = '' WHERE id = 7");
    // From 18 on one short unit is left, which needs no worker.
    let (status, jobs) = match is_named {
        true => ("done", &["failed"][..]),
        false => ("queued", &["failed", "done"][..]),
    };
    assert_eq!(statuses(&mut session, call)[..2], ["already done", status]);
    db.wait_for(JOBS, jobs);
    assert_eq!(statuses(&mut session, call), ["already done"]);
}

#[test]
fn not_null_by_a_constraint_that_proves_it() {
    let (_db, mut session) = large();
    session.exec("ALTER TABLE articles ADD CONSTRAINT has_title CHECK (title IS NOT NULL)");
    assert_eq!(
        steps(&mut session, "safe_set_not_null('articles', 'title')"),
        ["ALTER TABLE public.articles ALTER COLUMN title SET NOT NULL;|done"]
    );
}

#[test]
fn a_check_constraint() {
    let (db, mut session) = large();
    let call = "safe_add_constraint('articles', 'Short', 'length(title) < 100')";
    assert_eq!(
        steps(
            &mut session,
            "safe_add_constraint('articles', 'Short', 'length(title) < 100', dry_run => true)"
        ),
        [
            "ALTER TABLE public.articles ADD CONSTRAINT \"Short\" CHECK (length(title) < 100) NOT VALID;|planned",
            "ALTER TABLE public.articles VALIDATE CONSTRAINT \"Short\";|planned",
        ]
    );
    run(&db, &mut session, call);
    assert_eq!(statuses(&mut session, call), ["already done", "already done"]);
    let error =
        session.expect_error("SELECT * FROM migrate.safe_add_constraint('articles', 'Short', 'id > 0')");
    assert_eq!(error.sqlstate, "42710");
    // One that is there and not valid is validated; all of them, if none is named.
    session.exec(
        "ALTER TABLE articles ADD CONSTRAINT a CHECK (id > 0) NOT VALID, ADD CONSTRAINT b CHECK (id < 1000) NOT VALID",
    );
    let call = "safe_validate_constraint('articles')";
    run(&db, &mut session, call);
    assert_eq!(
        session.one("SELECT bool_and(convalidated) FROM pg_constraint WHERE conrelid = 'articles'::regclass"),
        "t"
    );
    assert!(statuses(&mut session, call).is_empty());
    assert_eq!(statuses(&mut session, "safe_validate_constraint('articles', 'a')"), ["already done"]);
    let error = session.expect_error("SELECT * FROM migrate.safe_validate_constraint('articles', 'z')");
    assert_eq!(error.sqlstate, "42704");
}

/// A mistake is told at once, also where the work is a job.
#[test]
fn a_misspelt_column() {
    let (db, mut session) = large();
    for call in [
        "safe_create_index('articles', ARRAY['titel'])",
        "safe_create_index('articles', ARRAY['id'], predicate => 'titel IS NULL', dry_run => true)",
        "safe_add_constraint('articles', 'c', 'length(titel) > 0')",
    ] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
        assert_eq!(error.sqlstate, "42703", "{call}");
        let named = error.message.starts_with("column \"titel\" of relation \"articles\" does not exist");
        assert!(named && error.hint == "Did you mean \"title\"?", "{call}: {error:?}");
    }
    assert!(session.query_text(JOBS).is_empty());
    // A role that may not make the copy finds out when it runs.
    let owner = crate::common::operator(&db, "LOGIN");
    session.exec(&format!(
        "REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC; ALTER TABLE articles OWNER TO {owner}",
        db.name()
    ));
    let mut session = db.session_as(&owner);
    assert_eq!(statuses(&mut session, "safe_create_index('articles', ARRAY['title'])"), ["done"]);
}

/// What an argument holds is an expression, and nothing else.
#[test]
fn an_argument_is_not_a_statement() {
    let (_db, mut session) = large();
    for call in [
        "safe_create_index('articles', ARRAY['id); DROP TABLE articles; --'])",
        "safe_create_index('articles', ARRAY['id'], predicate => 'true; DROP TABLE articles')",
        "safe_create_index('articles', ARRAY['id'], index_name => 'i ON articles (id); DROP TABLE articles; --')",
        "safe_add_constraint('articles', 'c', 'true); DROP TABLE articles; --')",
    ] {
        let result = session.try_query(&format!("SELECT * FROM migrate.{call}"));
        if let Err(error) = result {
            let is_of_name = call.contains("index_name");
            assert_eq!(error.sqlstate, if is_of_name { "42602" } else { "42601" }, "{call}: {error:?}");
        }
        assert_eq!(session.one("SELECT count(*) FROM articles"), "100", "{call}");
    }
}

#[test]
fn only_tables_of_ones_own() {
    let (db, mut session) = large();
    session.exec("CREATE VIEW v AS SELECT 1 AS a; CREATE TEMP TABLE temporary (a int); CREATE SEQUENCE s");
    for (table, what) in [
        ("v", "a view"),
        ("temporary", "a temporary table"),
        ("s", "a sequence"),
        ("pg_class", "a table of the server"),
        ("migrate.jobs", "a table of extension migrate_ext"),
    ] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.safe_set_not_null('{table}', 'a')"));
        assert_eq!(
            (error.sqlstate.as_str(), error.message.contains(what)),
            ("42809", true),
            "{table}: {}",
            error.message
        );
    }
    let owner = crate::common::operator(&db, "LOGIN");
    let other = crate::common::operator(&db, "LOGIN");
    session.exec(&format!("ALTER TABLE articles OWNER TO {owner}"));
    let mut session = db.session_as(&other);
    let error = session.expect_error("SELECT * FROM migrate.safe_set_not_null('articles', 'title')");
    assert_eq!(error.sqlstate, "42501");
    assert_eq!(error.message, "must be owner of table articles");
    let mut session = db.session_as(&owner);
    assert_eq!(statuses(&mut session, "safe_set_not_null('articles', 'title')"), ["done"]);
    session.exec("SET migrate.small_table = 0");
    run(&db, &mut session, "safe_create_index('articles', ARRAY['title'])");
    let error = session.expect_error("SELECT * FROM migrate.safe_set_not_null('articles', 'nope')");
    assert_eq!(error.sqlstate, "42703");
    assert_eq!(error.detail, "It has id, title, user, Mixed Case.");
    for call in [
        "safe_set_not_null(NULL, 'a')",
        "safe_set_not_null('articles', NULL)",
        "safe_create_index('articles', NULL)",
    ] {
        assert_eq!(
            session.expect_error(&format!("SELECT * FROM migrate.{call}")).sqlstate,
            "22004",
            "{call}"
        );
    }
    assert_eq!(
        session.expect_error("SELECT * FROM migrate.safe_create_index('articles', '{}')").sqlstate,
        "22023"
    );
}

/// A migrator is at work: an operation that runs at once is refused, one that is queued waits for its turn.
#[test]
fn one_at_a_time_with_migrations() {
    let (db, mut session) = large();
    session.exec("CREATE TABLE t (id int, n int)");
    crate::common::create(&mut session, 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "SELECT 1");
    let blocker = block_index_builds(&db);
    let call = db.session().start("CALL migrate.up()");
    wait_for_blocked_worker(&db);
    assert_eq!(statuses(&mut session, "safe_create_index('articles', ARRAY['title'])"), ["queued"]);
    session.exec("RESET migrate.small_table");
    assert_eq!(statuses(&mut session, "safe_set_not_null('articles', 'title')"), ["queued"]);
    drop(blocker);
    call.rows();
    db.wait_for(JOBS, &["done", "done", "done"]);
    assert_eq!(session.query_text(INDEXES), ["articles_title_idx|t", "i|t"]);
}
