//! An attacker who may register and apply, against somebody with more rights: whose code runs as whom.
//!
//! Not here: names and search paths (hostile_names.rs), jobs, views and settings (hostile_jobs.rs); what a script by
//! itself may become (identity.rs).

use migrate_client_tests::{Db, Session, wait_until};

use crate::common::{STATUS, create, operator};

/// Whether the attacker has become a superuser, which must never be.
fn has_won(db: &Db, role: &str) -> bool {
    db.session().one(&format!("SELECT rolsuper FROM pg_roles WHERE rolname = '{role}'")) == "t"
}

fn let_jobs_end(db: &Db) {
    db.wait_for("SELECT count(*) FROM migrate.live_jobs", &["0"]);
}

/// A table of the attacker's, into which a superuser writes in good faith. Its trigger is a function of the attacker's
/// that runs with the attacker's own rights, which is safe: unless its calls to us count as the superuser's.
fn bait(attacker: &mut Session, body: &str) {
    attacker.exec(&format!(
        "CREATE TABLE bait (id int);
         CREATE TABLE noted (what text);
         CREATE FUNCTION spring() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
         $trap$ BEGIN
             BEGIN {body}
             EXCEPTION WHEN OTHERS THEN INSERT INTO noted VALUES (sqlstate || ' ' || sqlerrm); END;
             RETURN NEW;
         END $trap$;
         CREATE TRIGGER spring BEFORE INSERT ON bait FOR EACH ROW EXECUTE FUNCTION spring()"
    ));
}

/// What is registered in a SECURITY DEFINER function is its owner's, whoever called it.
#[test]
fn a_definer_cannot_register_in_the_name_of_a_session() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    let grab = format!("RESET ROLE; ALTER ROLE {rex} SUPERUSER; VACUUM");
    bait(
        &mut db.session_as(&rex),
        &format!(
            "PERFORM migrate.load('{grab}', '1_x.sql');
             INSERT INTO noted SELECT status FROM migrate.apply();"
        ),
    );
    db.session().exec("INSERT INTO bait VALUES (1)");
    let_jobs_end(&db);
    assert!(!has_won(&db, &rex), "the worker of the superuser's session ran the attacker's script");
    assert_eq!(db.session().one("SELECT count(*) FROM noted WHERE what LIKE '42501 %'"), "1");
}

/// Nor is an approval that is given in one.
#[test]
fn a_definer_cannot_approve_in_the_name_of_a_session() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    let mut attacker = db.session_as(&rex);
    create(&mut attacker, 1, &format!("RESET ROLE; ALTER ROLE {rex} SUPERUSER; VACUUM"), "SELECT 1");
    bait(&mut attacker, "PERFORM migrate.approve(1); INSERT INTO noted SELECT status FROM migrate.apply();");
    let mut session = db.session();
    session.exec("INSERT INTO bait VALUES (1)");
    let_jobs_end(&db);
    assert!(!has_won(&db, &rex), "the worker of the superuser's session ran the attacker's script");
    session.exec(&format!("SET ROLE {rex}"));
    assert_eq!(session.expect_error("SELECT * FROM migrate.apply()").sqlstate, "42501");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "42501");
    assert!(!has_won(&db, &rex), "the attacker's approval let the superuser run the script");
}

/// A job would connect as the session user, of whom a definer has nothing, and everything in it could RESET ROLE.
#[test]
fn a_definer_cannot_queue_a_job_for_the_session() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    bait(&mut db.session_as(&rex), "INSERT INTO noted SELECT status FROM migrate.apply();");
    let mut session = db.session();
    create(&mut session, 1, "RESET ROLE; CREATE TABLE made (); VACUUM made", "SELECT 1");
    session.exec("INSERT INTO bait VALUES (1)");
    let_jobs_end(&db);
    assert_eq!(session.query_text("SELECT count(*) FROM migrate.jobs"), ["0"], "a job of the superuser's");
    assert!(session.one("SELECT what FROM noted").starts_with("42501 session user"), "and it is told why");
    assert_eq!(session.one("SELECT to_regclass('made') IS NULL"), "t");
}

/// An index expression is evaluated by whoever maintains the table, autovacuum too, as the table's owner: what it
/// registers there must not count as registered by that session.
#[test]
fn maintenance_registers_nothing() {
    let db = Db::fresh();
    let owners = operator(&db, "NOLOGIN");
    let rex = db.role(&format!("LOGIN IN ROLE {owners}"));
    let olga = db.role(&format!("LOGIN IN ROLE {owners}"));
    let mut attacker = db.session_as(&rex);
    attacker.exec(
        "CREATE TABLE bait (id int); INSERT INTO bait VALUES (1);
         CREATE FUNCTION spring(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
         CREATE INDEX spring ON bait (spring(id))",
    );
    for (n, call) in [
        "PERFORM migrate.create('x', 'RESET ROLE; CREATE TABLE taken ()', version => 1);",
        "PERFORM migrate.load('RESET ROLE; CREATE TABLE taken ()', '1_x.sql');",
        "PERFORM migrate.approve(2);",
        "PERFORM migrate.record_migration(3);",
        "PERFORM migrate.baseline(3);",
        "PERFORM migrate.prune('0');",
    ]
    .iter()
    .enumerate()
    {
        attacker.exec(&format!(
            "CREATE OR REPLACE FUNCTION spring(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS
             $$ BEGIN {call} RETURN {n}; END $$"
        ));
        create_once(&mut attacker);
        let error = db.session().expect_error("ANALYZE bait");
        assert_eq!(error.sqlstate, "42501", "{call} {error:?}");
        assert!(error.message.ends_with("within a security-restricted operation"), "{call} {error:?}");
    }
    assert_eq!(db.session().query_text(STATUS), ["2|pending"]);
    let mut session = db.session_as(&olga);
    session.exec(&format!("SET ROLE {owners}"));
    assert_eq!(session.expect_error("SELECT * FROM migrate.apply()").sqlstate, "42501", "not approved");
}

fn create_once(attacker: &mut Session) {
    if attacker.query_text(STATUS).is_empty() {
        create(attacker, 2, "SELECT 1", "SELECT 1");
    }
}

/// An author can replace a script between the reading and the approval, and between that and the run.
#[test]
fn what_was_read_is_what_is_approved() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    let mut attacker = db.session_as(&rex);
    let load = |attacker: &mut Session, text: &str| {
        attacker.query_with("SELECT * FROM migrate.load($1, '1_x.sql')", &[text]).expect("load");
    };
    let evil = format!("ALTER ROLE {rex} SUPERUSER");
    load(&mut attacker, "CREATE TABLE harmless ()");
    let mut session = db.session();
    let read = session.one("SELECT checksum FROM migrate.migrations WHERE version = 1");
    load(&mut attacker, &evil);
    let error = session.expect_error(&format!("SELECT * FROM migrate.approve(1, '{read}')"));
    assert_eq!(error.sqlstate, "55000", "{error:?}");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "42501", "nothing was approved");
    load(&mut attacker, "CREATE TABLE harmless ()");
    session.exec(&format!("SELECT * FROM migrate.approve(1, '{read}')"));
    load(&mut attacker, &evil);
    for way in ["SELECT * FROM migrate.apply()", "CALL migrate.up()"] {
        assert_eq!(session.expect_error(way).sqlstate, "42501", "{way}: another text than was approved");
    }
    assert!(!has_won(&db, &rex));
}

/// A superuser who becomes somebody else for a session can be undone in it: RESET SESSION AUTHORIZATION.
#[test]
fn who_logged_in_counts_in_the_callers_transaction() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    let grab = format!("RESET SESSION AUTHORIZATION; ALTER ROLE {rex} SUPERUSER");
    create(&mut db.session_as(&rex), 1, &grab, "SELECT 1");
    let mut session = db.session();
    session.exec(&format!("SET SESSION AUTHORIZATION {rex}"));
    let error = session.expect_error("SELECT * FROM migrate.apply()");
    assert!(!has_won(&db, &rex), "the script became who had logged in");
    assert_eq!(error.sqlstate, "42501", "{error:?}");
    assert!(error.message.ends_with("needs approval to run as role \"postgres\""), "{error:?}");
    // A worker never was more.
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "42501");
    assert!(!has_won(&db, &rex), "the script became who had logged in");
}

/// Makes a function of the attacker's that notes as whom it runs and tries to become more, volatile and immutable.
fn spy(attacker: &mut Session, role: &str) {
    attacker.exec(&format!(
        "CREATE TABLE noted (what text, me text, session text);
         GRANT ALL ON noted TO PUBLIC;
         CREATE FUNCTION spy(what text) RETURNS boolean LANGUAGE plpgsql AS
         $$ DECLARE grab text; BEGIN
             INSERT INTO public.noted VALUES (what, current_user, session_user);
             FOREACH grab IN ARRAY '{{SET ROLE postgres,RESET ROLE,SET SESSION AUTHORIZATION postgres,
                     RESET SESSION AUTHORIZATION,SET LOCAL ROLE postgres}}'::text[] LOOP
                 BEGIN
                     EXECUTE grab; INSERT INTO public.noted VALUES (grab, current_user, session_user);
                     ALTER ROLE {role} SUPERUSER;
                 EXCEPTION WHEN OTHERS THEN NULL; END;
             END LOOP;
             BEGIN PERFORM set_config('role', 'postgres', false); ALTER ROLE {role} SUPERUSER;
             EXCEPTION WHEN OTHERS THEN NULL; END;
             BEGIN GRANT postgres TO {role}; EXCEPTION WHEN OTHERS THEN NULL; END;
             RETURN true;
         END $$;
         CREATE FUNCTION spy_on(what text, value int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS
         $$ BEGIN PERFORM public.spy(what); RETURN value; END $$;
         CREATE FUNCTION spy_on_row() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN PERFORM public.spy(tg_name); RETURN NEW; END $$;"
    ));
}

/// Everything on a table that calls its owner's functions, while somebody else's migration works on it.
#[test]
fn what_hangs_on_a_table_has_the_rights_of_whoever_asked() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    let ida = operator(&db, "LOGIN");
    let mut attacker = db.session_as(&rex);
    spy(&mut attacker, &rex);
    attacker.exec(
        "CREATE DOMAIN picky AS int CHECK (public.spy('domain'));
         CREATE TABLE bait (
             id int, d picky, def boolean DEFAULT public.spy('default'),
             gen int GENERATED ALWAYS AS (public.spy_on('generated column', id)) STORED,
             CHECK (public.spy('check')));
         CREATE TABLE elsewhere (id int);
         CREATE INDEX spying ON bait (public.spy_on('index expression', id));
         CREATE INDEX part ON bait (id) WHERE public.spy_on('index predicate', id) = id;
         CREATE TRIGGER before_row BEFORE INSERT OR UPDATE ON bait FOR EACH ROW EXECUTE FUNCTION spy_on_row();
         CREATE TRIGGER after_statement AFTER INSERT ON bait EXECUTE FUNCTION spy_on_row();
         CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON bait DEFERRABLE INITIALLY DEFERRED
             FOR EACH ROW EXECUTE FUNCTION spy_on_row();
         CREATE RULE also AS ON INSERT TO bait DO ALSO INSERT INTO elsewhere SELECT 1 WHERE public.spy('rule');
         ALTER TABLE bait ENABLE ROW LEVEL SECURITY;
         CREATE POLICY looking ON bait USING (public.spy('policy')) WITH CHECK (public.spy('policy'));
         CREATE TYPE odd AS (id int);
         CREATE FUNCTION odd_to_int(odd) RETURNS int LANGUAGE plpgsql AS
         $$ BEGIN PERFORM public.spy('cast'); RETURN 1; END $$;
         CREATE CAST (odd AS int) WITH FUNCTION odd_to_int(odd) AS IMPLICIT;
         CREATE VIEW seen AS SELECT public.spy('view') AS saw;
         GRANT ALL ON bait, elsewhere, seen TO PUBLIC; TRUNCATE noted",
    );
    let touch = "INSERT INTO bait (id, d) VALUES (1, 1), (2, 2); UPDATE bait SET d = 3; SELECT * FROM seen;
                 SELECT abs(ROW(1)::odd::int); INSERT INTO bait (id, d) VALUES (ROW(1)::odd, 1)";
    let mut session = db.session_as(&ida);
    create(&mut session, 1, touch, "SELECT 1");
    create(&mut session, 2, &format!("{touch}; SAVEPOINT a_job"), "SELECT 1");
    for way in ["SELECT * FROM migrate.apply(1)", "CALL migrate.up()"] {
        session.exec(way);
        let mut look = db.session();
        let kinds = look.one(
            "SELECT string_agg(DISTINCT what, ', ' ORDER BY what) FROM noted
                              WHERE what !~ 'ROLE|AUTHORIZATION'",
        );
        assert_eq!(
            kinds,
            "after_statement, at_commit, before_row, cast, check, default, domain, generated column, \
             index expression, index predicate, policy, rule, view",
            "{way}: all of them were called"
        );
        let others =
            format!("SELECT DISTINCT what, me, session FROM noted WHERE me <> '{ida}' OR session <> '{ida}'");
        assert_eq!(look.query_text(&others), [""; 0], "{way}: called with the rights of somebody else");
        assert!(!has_won(&db, &rex), "{way}");
        look.exec("TRUNCATE noted");
    }
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
}

/// What the server evaluates for maintenance has the rights of the table's owner, in a job of a superuser's as in psql.
#[test]
fn maintenance_in_a_superusers_job_is_the_owners() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    let mut attacker = db.session_as(&rex);
    spy(&mut attacker, &rex);
    attacker.exec(
        "CREATE TABLE bait (id int); INSERT INTO bait VALUES (1);
         CREATE INDEX spying ON bait (public.spy_on('index expression', id));
         CREATE MATERIALIZED VIEW shown AS SELECT public.spy('materialized view') AS saw; TRUNCATE noted",
    );
    let mut session = db.session();
    create(
        &mut session,
        1,
        "ANALYZE bait; REINDEX TABLE bait; CREATE INDEX CONCURRENTLY ON bait (public.spy_on('concurrently', id));
         VACUUM ANALYZE bait; REINDEX TABLE CONCURRENTLY bait; REFRESH MATERIALIZED VIEW shown; VACUUM FULL bait",
        "SELECT 1",
    );
    session.exec("CALL migrate.up()");
    assert_eq!(
        session.query_text("SELECT DISTINCT what, me FROM noted ORDER BY 1"),
        ["concurrently", "index expression", "materialized view"].map(|what| format!("{what}|{rex}"))
    );
    assert!(!has_won(&db, &rex));
}

/// What a script leaves in its caller's session is dropped as its owner, not as ours: dropping calls event triggers.
#[test]
fn leftovers_are_dropped_as_their_owner() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    db.session().exec(
        "CREATE TABLE drops (me text); GRANT INSERT ON drops TO PUBLIC;
         CREATE FUNCTION note_drop() RETURNS event_trigger LANGUAGE plpgsql AS
         $$ BEGIN INSERT INTO public.drops VALUES (current_user); END $$;
         CREATE EVENT TRIGGER note_drop ON sql_drop EXECUTE FUNCTION note_drop()",
    );
    let mut session = db.session_as(&rex);
    create(
        &mut session,
        1,
        "CREATE TEMP TABLE scratch (id int); CREATE TYPE pg_temp.pair AS (a int);
         CREATE FUNCTION pg_temp.help() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SELECT 1",
    );
    session.exec("SELECT * FROM migrate.apply()");
    assert_eq!(
        session.query_text("SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema()"),
        [""; 0]
    );
    assert_eq!(db.session().query_text("SELECT DISTINCT me FROM drops"), [rex]);
    db.session().exec("DROP EVENT TRIGGER note_drop");
}

/// What a database's owner sets for every session in it holds in workers, too: in that of a superuser's job, and in the
/// one that writes down failures and has a superuser's rights.
#[test]
fn settings_of_a_database_call_nothing() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    db.session().exec(&format!("ALTER DATABASE {} OWNER TO {rex}", db.name()));
    db.session_as(&rex).exec(
        "CREATE SCHEMA evil; CREATE TABLE evil.noted (me text); GRANT ALL ON SCHEMA evil TO PUBLIC;
         GRANT ALL ON evil.noted TO PUBLIC;
         CREATE FUNCTION evil.trap(text, text) RETURNS boolean LANGUAGE plpgsql AS
         $$ BEGIN INSERT INTO evil.noted VALUES (current_user); RETURN true; END $$;
         CREATE FUNCTION evil.clock_timestamp() RETURNS timestamptz LANGUAGE plpgsql AS
         $$ BEGIN INSERT INTO evil.noted VALUES (current_user); RETURN now(); END $$;
         CREATE OPERATOR evil.= (LEFTARG = text, RIGHTARG = text, FUNCTION = evil.trap);
         CREATE TABLE evil.journal (id int)",
    );
    let mut session = db.session();
    create(&mut session, 1, "SELECT 1 / 0", "SELECT 1");
    create(
        &mut session,
        2,
        "CREATE TABLE public.who AS SELECT pg_catalog.format('%s %s', current_user, session_user) AS me; SAVEPOINT s",
        "SELECT 1",
    );
    db.session_as(&rex).exec(&format!(
        "ALTER DATABASE {0} SET search_path = evil, migrate, pg_catalog; ALTER DATABASE {0} SET role = '{rex}';
         ALTER DATABASE {0} SET default_transaction_read_only = on",
        db.name()
    ));
    let mut session = db.session();
    session.exec("SET search_path = public; SET ROLE NONE; SET default_transaction_read_only = off");
    assert_eq!(session.expect_error("SELECT * FROM migrate.apply(1)").sqlstate, "22012");
    let failed =
        "SELECT pg_catalog.count(*) FROM migrate.journal j WHERE j.sqlstate OPERATOR(pg_catalog.=) '22012'";
    wait_until("the failure is written down", || session.one(failed) == "1");
    session.exec("SELECT * FROM migrate.record_migration(1)");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT me FROM public.who"), ["postgres postgres"]);
    assert_eq!(session.query_text("SELECT me FROM evil.noted"), [""; 0]);
}

/// The history names the definer, not whoever came by.
#[test]
fn a_definer_is_named_in_the_history() {
    let db = Db::fresh();
    let rex = operator(&db, "LOGIN");
    let mut session = db.session();
    create(&mut session, 1, "SELECT 1", "SELECT 1");
    create(&mut session, 2, "SELECT 1", "SELECT 1");
    bait(
        &mut db.session_as(&rex),
        "PERFORM migrate.apply(1); PERFORM migrate.baseline(2); PERFORM migrate.record_migration(3);",
    );
    session.exec("INSERT INTO bait VALUES (1)");
    assert_eq!(
        session.query_text("SELECT DISTINCT applied_by FROM migrate.schema_migrations"),
        [rex.as_str()]
    );
    assert_eq!(session.query_text("SELECT DISTINCT run_by FROM migrate.journal"), [rex.as_str()]);
}
