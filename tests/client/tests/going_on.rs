//! A run that goes on in another session is the same run: settings, role and search path are what the units that are done
//! have made of them.
//!
//! Not here: what is gone with the first session (going_on_without.rs); who may go on with what another began
//! (hostile_going_on.rs); what a script leaves for the next (traces.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{INDEXES, JOBS, STATUS, create, operator};

/// Two tables of one name, of which a script with a search path means one.
fn two_tables() -> (Db, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE SCHEMA app; CREATE TABLE app.items (id int, k int); INSERT INTO app.items VALUES (1, 1), (2, 1);
         CREATE TABLE public.items (id int, k int)",
    );
    (db, session)
}

/// Where things are: tables and indexes with their schemas, and rows of the two tables.
const WHERE: &str = "
    SELECT string_agg(n.nspname || '.' || c.relname, ' ' ORDER BY n.nspname || '.' || c.relname COLLATE \"C\")
           || ' ' || (SELECT count(*) FROM public.items)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('app', 'public') AND relkind IN ('r', 'i')";

#[test]
fn the_search_path_of_a_script_lasts_through_a_failure() {
    for (setting, again) in [
        ("SET search_path = app", "CALL migrate.up()"),
        ("SET search_path = app", "SELECT migrate.resume(1)"),
        ("SELECT set_config('search_path', 'app', false)", "CALL migrate.up()"),
        ("DO $$BEGIN PERFORM set_config('search_path', 'app', false); END$$", "CALL migrate.up()"),
        ("SAVEPOINT a; SET search_path = app; RELEASE a", "CALL migrate.up()"),
        (
            "SET search_path = app; SET LOCAL search_path = public; SET LOCAL search_path = app",
            "CALL migrate.up()",
        ),
    ] {
        let (db, mut session) = two_tables();
        let up = format!(
            "{setting}; CREATE TABLE orders (id int); CREATE UNIQUE INDEX CONCURRENTLY items_k ON items (k);
             CREATE TABLE invoices (id int); INSERT INTO items VALUES (99, 99)"
        );
        create(&mut session, 30, &up, "SELECT 1");
        assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "23505", "{setting}");
        session.exec("UPDATE app.items SET k = id");
        // Another session, which knows nothing of the first.
        let mut other = db.session();
        other.exec(again);
        db.wait_for(STATUS, &["30|applied"]);
        assert_eq!(
            session.one(WHERE),
            "app.invoices app.items app.items_k app.orders public.items 0",
            "{setting}, {again}"
        );
        assert_eq!(session.one("SELECT count(*) FROM app.items WHERE id = 99"), "1");
    }
}

#[test]
fn the_search_path_of_a_down_script_too() {
    let (_db, mut session) = two_tables();
    session.exec("DROP TABLE app.items; INSERT INTO public.items VALUES (1, 1)");
    create(
        &mut session,
        1,
        "SET search_path = app; CREATE TABLE items (id int, k int); CREATE INDEX CONCURRENTLY items_k ON items (k)",
        "SET search_path = app; DROP INDEX CONCURRENTLY items_k; DROP TABLE items",
    );
    session.exec("CALL migrate.up()");
    session.exec("CREATE VIEW app.v AS SELECT * FROM app.items");
    assert_eq!(session.expect_error("CALL migrate.down()").sqlstate, "2BP01");
    session.exec("DROP VIEW app.v");
    session.exec("CALL migrate.down()");
    assert_eq!(session.one(WHERE), "public.items 1");
    assert_eq!(session.query_text(STATUS), ["1|pending"]);
}

/// A derived one names things as its up script did, whose search path was the caller's.
#[test]
fn a_derived_down_runs_under_the_search_path_of_its_up() {
    for (path, script) in [
        ("SET search_path = app", ""),
        ("SELECT 1", "SET search_path = app; "),
        ("SELECT 1", "SELECT set_config('search_path', 'app', false); "),
    ] {
        for (index, (up, down)) in [
            ("CREATE INDEX", ["CALL migrate.up()", "CALL migrate.down()"]),
            ("CREATE INDEX CONCURRENTLY", ["CALL migrate.up()", "CALL migrate.down()"]),
            ("CREATE INDEX", ["SELECT migrate.apply()", "SELECT migrate.rollback()"]),
        ]
        .map(|(index, [up, down])| (index, (up, down)))
        {
            let (_db, mut session) = two_tables();
            session.exec(
                "CREATE TABLE orders (id int); CREATE INDEX orders_i ON orders (id); INSERT INTO items VALUES (1, 1)",
            );
            let before = session.one(WHERE);
            let text = format!("{script}CREATE TABLE orders (id int); {index} orders_i ON orders (id)");
            session.exec(path);
            session.query_with("SELECT migrate.create('m', $1, NULL, 1)", &[&text]).expect("create");
            session.exec(up);
            session.exec("RESET search_path");
            session.exec(down);
            assert_eq!(session.one(WHERE), before, "{path}, {text}, {up}, {down}");
            assert_eq!(session.query_text(STATUS), ["1|pending"]);
        }
    }
}

#[test]
fn the_role_of_a_script_lasts_through_a_failure() {
    let db = Db::fresh();
    let mut session = db.session();
    let owner = db.role("");
    session.exec(&format!(
        "CREATE TABLE gate AS SELECT 0 AS n; GRANT ALL ON SCHEMA public TO {owner};
                           GRANT SELECT ON gate TO {owner}"
    ));
    let up = format!(
        "BEGIN; SET ROLE {owner}; CREATE TABLE a (); COMMIT; BEGIN; SELECT 1 / n FROM gate; CREATE TABLE b (); COMMIT;
         BEGIN; CREATE TABLE c (); COMMIT"
    );
    create(&mut session, 1, &up, "SELECT 1");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "22012");
    session.exec("UPDATE gate SET n = 1");
    session.exec("CALL migrate.up()");
    let owners = "SELECT DISTINCT relowner::regrole FROM pg_class WHERE relname IN ('a', 'b', 'c')";
    assert_eq!(session.query_text(owners), [owner.as_str()]);
}

/// By whatever way a script changes its session, the one that goes on is what a plain session would be. (Where nobody has
/// set a limit on waiting for locks, a unit has that of `migrate.lock_wait`.)
#[test]
fn what_is_taken_over_is_what_a_session_would_have() {
    let db = Db::fresh();
    let mut session = db.session();
    let role = db.role("");
    session.exec(&format!(
        "CREATE TABLE gate (n int); INSERT INTO gate VALUES (0); CREATE TABLE seen (version int, state text);
         CREATE SCHEMA app; GRANT ALL ON SCHEMA app TO PUBLIC; GRANT ALL ON gate, seen TO PUBLIC;
         ALTER ROLE {role} SET work_mem = '7MB'"
    ));
    const STATE: &str = "concat_ws('|', current_setting('search_path'), current_setting('work_mem'),
        replace(current_setting('lock_timeout'), '30s', '0'), current_setting('statement_timeout'), current_setting('DateStyle'),
        current_setting('enable_seqscan'), current_setting('seq_page_cost'), current_setting('xmloption'),
        current_setting('app.tenant', true), session_user, current_user, current_setting('role'))";
    let scripts = [
        "SET search_path = app".to_string(),
        "SET LOCAL search_path = app".into(),
        "SET work_mem = '9MB'; SET LOCAL work_mem = '10MB'".into(),
        "SET LOCAL work_mem = '10MB'; SET work_mem = '9MB'".into(),
        "SELECT set_config('search_path', 'app', false), set_config('work_mem', '9MB', true)".into(),
        "SET enable_seqscan = off; SET LOCAL enable_seqscan = on; SET seq_page_cost = 1.5; SET LOCAL seq_page_cost = 2".into(),
        "SET xmloption = document; SET LOCAL xmloption = content; SET DateStyle = 'German'".into(),
        "DO $$BEGIN SET work_mem = '9MB'; SET LOCAL lock_timeout = '1s'; END$$".into(),
        "SAVEPOINT a; SET work_mem = '9MB'; ROLLBACK TO a; SET app.tenant = 'acme'".into(),
        "SAVEPOINT a; SET work_mem = '9MB'; RELEASE a; SET LOCAL app.tenant = 'acme'".into(),
        "SET work_mem = '8MB'; SAVEPOINT a; SET LOCAL work_mem = '9MB'; SAVEPOINT b; SET work_mem = '10MB'; RELEASE b".into(),
        "SET work_mem = '8MB'; SAVEPOINT a; SET work_mem = '9MB'; SAVEPOINT b; SET LOCAL work_mem = '10MB'".into(),
        "SAVEPOINT a; SAVEPOINT b; SET work_mem = '9MB'; SET LOCAL work_mem = '10MB'".into(),
        "SAVEPOINT a; SET LOCAL work_mem = '9MB'; SAVEPOINT b; SET work_mem = '10MB'; ROLLBACK TO a".into(),
        "SET work_mem = '9MB'; RESET work_mem; SET lock_timeout = '3s'; SET statement_timeout = '4s'".into(),
        "SET work_mem = '9MB'; SET search_path = app; RESET ALL".into(),
        "SET work_mem = '9MB'; COMMIT; BEGIN; SET work_mem = '10MB'; ROLLBACK; BEGIN; SELECT 1".into(),
        format!("SET ROLE {role}"),
        format!("SET LOCAL ROLE {role}"),
        format!("SET ROLE {role}; SAVEPOINT a; RESET ROLE; ROLLBACK TO a"),
        format!("SET ROLE {role}; RESET ROLE"),
        format!("SET SESSION AUTHORIZATION {role}"),
        format!("SET SESSION AUTHORIZATION {role}; RESET SESSION AUTHORIZATION"),
        format!("SET LOCAL SESSION AUTHORIZATION {role}; SET LOCAL work_mem = '9MB'"),
        format!("ALTER ROLE {role} SET work_mem = '11MB'"),
        "DISCARD PLANS; SET extra_float_digits = 0".into(),
    ];
    for (script, version) in scripts.iter().zip(1..) {
        let mut plain = db.session();
        for statement in format!("BEGIN; {script}; COMMIT").split_inclusive(';') {
            // A DO block is one statement.
            if !script.starts_with("DO") {
                plain.exec(statement);
            }
        }
        if script.starts_with("DO") {
            plain.exec("BEGIN");
            plain.exec(script);
            plain.exec("COMMIT");
        }
        let expected = plain.one(&format!("SELECT {STATE}"));
        let up = format!(
            "BEGIN; {script}; COMMIT; BEGIN; SELECT 1 / n FROM public.gate;
             INSERT INTO public.seen VALUES ({version}, {STATE}); COMMIT"
        );
        session.exec("UPDATE gate SET n = 0");
        create(&mut session, version, &up, "SELECT 1");
        let error = db.session().expect_error("CALL migrate.up()");
        assert_eq!(error.sqlstate, "22012", "{script}: {error:?}");
        session.exec("UPDATE gate SET n = 1");
        db.session().exec("CALL migrate.up()");
        let seen = session.query_text(&format!("SELECT state FROM seen WHERE version = {version}"));
        assert_eq!(
            seen,
            [expected],
            "{script}: {:?}",
            session.query_text("SELECT session FROM migrate.journal")
        );
    }
}

/// What the callers have set counts, too: the first for what is meant, the second for how it is done.
#[test]
fn the_caller_who_goes_on_brings_limits_and_no_meaning() {
    let (db, mut session) = two_tables();
    session
        .exec("UPDATE items SET k = id; CREATE TABLE gate AS SELECT 0 AS n; CREATE TABLE seen (what text)");
    let up = "BEGIN; CREATE TABLE orders (); RESET DateStyle; COMMIT; BEGIN; SELECT 1 / n FROM public.gate;
              INSERT INTO public.seen SELECT concat_ws('|', current_setting('search_path'), current_setting('app.tenant'),
                                                       current_setting('DateStyle'), current_setting('IntervalStyle'),
                                                       current_setting('work_mem'), current_setting('migrate.lock_wait'));
              COMMIT";
    create(&mut session, 1, up, "SELECT 1");
    session.exec(
        "SET search_path = app; SET app.tenant = 'acme'; SET DateStyle = 'German'; SET work_mem = '9MB'",
    );
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "22012");
    session.exec("UPDATE public.gate SET n = 1");
    let mut other = db.session();
    other.exec("SET IntervalStyle = 'iso_8601'; SET work_mem = '10MB'; SET migrate.lock_wait = '3s'");
    other.exec("CALL migrate.up()");
    assert_eq!(other.query_text("SELECT what FROM seen"), ["app|acme|ISO, MDY|postgres|10MB|3s"]);
}

#[test]
fn a_third_session_has_it_too() {
    let (db, mut session) = two_tables();
    session.exec("UPDATE app.items SET k = 0; CREATE TABLE app.gate AS SELECT 0 AS n");
    let up =
        "SET search_path = app; CREATE TABLE a (); CREATE UNIQUE INDEX CONCURRENTLY items_k ON items (k);
              SELECT 1 / n FROM gate; CREATE TABLE b ()";
    create(&mut session, 1, up, "SELECT 1");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "23505");
    session.exec("UPDATE app.items SET k = id");
    assert_eq!(db.session().expect_error("CALL migrate.up()").sqlstate, "22012");
    session.exec("UPDATE app.gate SET n = 1");
    db.session().exec("CALL migrate.up()");
    assert_eq!(session.one(WHERE), "app.a app.b app.gate app.items app.items_k public.items 0");
}

/// Somebody who could not have set it by himself does not get it from the run.
#[test]
fn what_the_session_user_may_not_have_is_refused() {
    let db = Db::fresh();
    let mut session = db.session();
    let mal = operator(&db, "LOGIN");
    let role = db.role("");
    session.exec(&format!(
        "CREATE TABLE gate AS SELECT 0 AS n; GRANT ALL ON gate TO PUBLIC; GRANT {role} TO {mal}"
    ));
    for (version, sets, what) in [
        (1, "SET session_replication_role = replica", "setting \"session_replication_role\""),
        (2, &format!("SET ROLE {role}") as &str, &format!("role \"{role}\"") as &str),
    ] {
        let up = format!("BEGIN; {sets}; COMMIT; BEGIN; SELECT 1 / n FROM gate; COMMIT");
        session.exec("UPDATE gate SET n = 0");
        let mut runner = if version == 1 { db.session() } else { db.session_as(&mal) };
        create(&mut runner, version, &up, "SELECT 1");
        assert_eq!(runner.expect_error("CALL migrate.up()").sqlstate, "22012");
        if version == 2 {
            session.exec(&format!("REVOKE {role} FROM {mal}"));
        } else {
            session.exec("SELECT migrate.approve(1)");
        }
        session.exec("UPDATE gate SET n = 1");
        // The runner of the first is a superuser, whom everybody trusts.
        let mut other = db.session_as(&mal);
        let error = other.expect_error("CALL migrate.up()");
        assert_eq!(error.sqlstate, "42501", "{error:?}");
        assert!(error.message.contains(what) && error.message.contains("set by unit 1"), "{error:?}");
        assert!(error.hint.contains(&format!("record_migration({version})")), "{error:?}");
        assert_eq!(
            session.one(&format!("SELECT status FROM migrate.status() WHERE version = {version}")),
            "failed"
        );
        session.exec(&format!("SELECT migrate.record_migration({version})"));
    }
}

/// With all scripts in one session, a job that goes on has what the scripts before have set.
#[test]
fn a_job_that_keeps_its_settings_goes_on_with_them() {
    let (db, mut session) = two_tables();
    session.exec("SET migrate.keep_session_settings = on");
    create(&mut session, 1, "SET search_path = app", "SELECT 1");
    create(
        &mut session,
        2,
        "CREATE UNIQUE INDEX CONCURRENTLY items_k ON items (k); CREATE TABLE a ()",
        "SELECT 1",
    );
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "23505");
    session.exec("UPDATE app.items SET k = id; SELECT migrate.resume(1)");
    db.wait_for(JOBS, &["failed", "done"]);
    assert_eq!(session.one(WHERE), "app.a app.items app.items_k public.items 0");
    assert!(session.query_text(INDEXES).is_empty());
}

#[test]
fn the_limits_of_a_script_are_settings_too() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE t (id int); INSERT INTO t VALUES (1), (1)");
    let up = "SET lock_timeout = '100ms'; CREATE TABLE a (); CREATE UNIQUE INDEX CONCURRENTLY i ON t (id)";
    create(&mut session, 1, up, "SELECT 1");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "23505");
    session.exec("TRUNCATE t");
    let mut holder = db.session();
    holder.exec("BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "55P03");
    holder.exec("ROLLBACK");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}
