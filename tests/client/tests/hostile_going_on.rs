//! An attacker who has begun a migration, against somebody with more rights who goes on with it: nothing that the attacker's
//! run has asked for, noted or set runs with the other's rights.
//!
//! Not here: what is asked for while a script's statement is evaluated (hostile.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{create, operator};

/// `mal`, an operator with a schema of her own.
fn mal(db: &Db) -> (String, Session) {
    let mal = operator(db, "LOGIN");
    db.session().exec(&format!("CREATE SCHEMA mal AUTHORIZATION {mal}"));
    let session = db.session_as(&mal);
    (mal, session)
}

/// A script that is read and approved, whose function asked for more when she ran it.
#[test]
fn what_a_failed_run_asked_for_is_not_run_by_who_comes_next() {
    let db = Db::fresh();
    let mut session = db.session();
    let (_, mut attacker) = mal(&db);
    session.exec(
        "CREATE TABLE public.secret (id int PRIMARY KEY, s text); INSERT INTO secret VALUES (1, 'kept')",
    );
    attacker.exec(
        "CREATE TABLE mal.d5 (id int PRIMARY KEY, v text);
         CREATE FUNCTION mal.dflt() RETURNS text LANGUAGE plpgsql AS $f$BEGIN
             PERFORM * FROM migrate.safe_backfill('public.secret', 's = ''owned by '' || current_user');
             RETURN '''d''';
         END$f$",
    );
    create(
        &mut attacker,
        9101,
        "SELECT * FROM migrate.safe_set_default('mal.d5', 'v', mal.dflt())",
        "SELECT 1",
    );
    attacker.expect_error("CALL migrate.up(9101)");
    attacker.exec("CREATE OR REPLACE FUNCTION mal.dflt() RETURNS text LANGUAGE sql AS $$SELECT '''d'''$$");
    session.exec("SELECT migrate.approve(9101)");
    session.exec("CALL migrate.up(9101)");
    assert_eq!(session.one("SELECT s FROM secret"), "kept");
    assert_eq!(
        session.one("SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'mal.d5'::regclass"),
        "'d'::text"
    );
    assert_eq!(session.one("SELECT status FROM migrate.status()"), "applied");
}

/// A table of the superuser's and one of hers of the same name, and a script of the superuser's that means his own.
fn two_tables(db: &Db) -> (Session, Session, String) {
    let mut session = db.session();
    let (name, mut attacker) = mal(db);
    session.exec(
        "CREATE SCHEMA real; CREATE TABLE real.items (id int PRIMARY KEY, a int CONSTRAINT ck CHECK (a > 0));
         CREATE TABLE public.proof (what text);
         GRANT INSERT ON proof TO PUBLIC; SET search_path = real",
    );
    attacker.exec(
        "CREATE FUNCTION mal.evil(int) RETURNS bool LANGUAGE plpgsql AS $f$BEGIN
             INSERT INTO public.proof VALUES (current_user); RETURN true;
         END$f$;
         CREATE TABLE mal.items (id int PRIMARY KEY, a int CONSTRAINT ck CHECK (mal.evil(a)));
         INSERT INTO mal.items VALUES (1, 1); SET search_path = mal",
    );
    session.exec("DELETE FROM public.proof");
    (session, attacker, name)
}

fn nothing_gained(session: &mut Session, attacker: &str) {
    // Her function has run as nobody else.
    let others = format!("SELECT count(*) FROM public.proof WHERE what <> '{attacker}'");
    assert_eq!(session.one(&others), "0");
}

/// Her search path has the operations done on a table of hers; the superuser's table must not count as done.
#[test]
fn a_unit_that_was_done_under_another_search_path_is_not_taken_for_done() {
    for (first, done) in [
        ("SELECT * FROM migrate.safe_set_default('items', 'a', '7')", "Unit 1 of 2 is done."),
        ("ALTER TABLE items ALTER a SET DEFAULT 7; COMMIT", "Unit 1 of 2 is done."),
        ("CREATE INDEX CONCURRENTLY items_a ON items (a)", "Unit 1 of 2 is done."),
    ] {
        let db = Db::fresh();
        let (mut session, mut attacker, name) = two_tables(&db);
        let up = format!("{first}; SELECT * FROM migrate.safe_add_column('real.items', 'z', 'int')");
        create(&mut session, 1, &up, "SELECT 1");
        attacker.expect_error("CALL migrate.up()");
        let error = session.expect_error("CALL migrate.up()");
        assert_eq!(error.sqlstate, "42501", "{error:?}");
        assert!(error.message.contains(&format!("begun by role \"{name}\"")), "{error:?}");
        assert!(error.detail.starts_with(done), "{error:?}");
        assert!(error.hint.contains("migrate.record_migration(1)"), "{error:?}");
        assert_eq!(session.one("SELECT status FROM migrate.status()"), "failed");
        // The way out: what she did is not his, and he begins anew.
        session.exec("SELECT migrate.record_migration(1); SELECT migrate.remove_migration(1)");
        session.exec("CALL migrate.up()");
        assert_eq!(
            session.one(
                "SELECT count(*) FROM pg_attribute WHERE attrelid = 'real.items'::regclass AND attname = 'z'"
            ),
            "1"
        );
        if !first.contains("INDEX") {
            assert_eq!(session.one("SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'real.items'::regclass"), "7");
        }
        nothing_gained(&mut session, &name);
    }
}

/// An operator alone: the inverse that was noted in her run makes her CHECK again, with the rights of who rolls back.
#[test]
fn an_inverse_that_she_had_noted_is_not_run_by_who_rolls_back() {
    let db = Db::fresh();
    let (mut session, mut attacker, name) = two_tables(&db);
    create(
        &mut session,
        1,
        "SELECT * FROM migrate.safe_drop_constraint('items', 'ck');
         SELECT * FROM migrate.safe_add_column('real.items', 'z', 'int')",
        "SELECT * FROM migrate.undo()",
    );
    attacker.expect_error("CALL migrate.up()");
    session.exec("DELETE FROM public.proof");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "42501");
    let error = session.expect_error("CALL migrate.down()");
    assert_eq!(error.sqlstate, "42501", "{error:?}");
    assert!(format!("{error:?}").contains(&name), "{error:?}");
    assert_eq!(
        session.one("SELECT count(*) FROM pg_constraint WHERE conname = 'ck'"),
        "1",
        "his, and hers is gone"
    );
    nothing_gained(&mut session, &name);
    // She can take back what is hers.
    attacker.exec("CALL migrate.down()");
    assert_eq!(session.one("SELECT count(*) FROM pg_constraint WHERE conname = 'ck'"), "2");
    session.exec("CALL migrate.up()");
    assert_eq!(
        session.one(
            "SELECT count(*) FROM pg_constraint WHERE conrelid = 'real.items'::regclass AND conname = 'ck'"
        ),
        "0"
    );
    nothing_gained(&mut session, &name);
}

/// All of it done by her, with a script whose down is derived: it takes back what her run did, where it did it.
#[test]
fn what_is_derived_from_her_run_takes_back_that_and_no_more() {
    let at = |session: &mut Session, schema: &str| -> String {
        session.one(&format!(
            "SELECT count(*) FROM pg_class WHERE relname = 'items_a' AND relnamespace = '{schema}'::regnamespace"
        ))
    };
    let db = Db::fresh();
    let (mut session, mut attacker, name) = two_tables(&db);
    let hers = attacker.one("SELECT current_schema()");
    session.exec("CREATE INDEX items_a ON items (a)");
    session
        .query_with("SELECT migrate.create('m', $1, NULL, 1)", &["CREATE INDEX items_a ON items (a)"])
        .expect("create");
    attacker.exec("CALL migrate.up()");
    assert_eq!(at(&mut session, &hers), "1");
    session.exec("DELETE FROM public.proof");
    session.exec("CALL migrate.down()");
    assert_eq!((at(&mut session, &hers).as_str(), at(&mut session, "real").as_str()), ("0", "1"));
    nothing_gained(&mut session, &name);
}

/// The inverse of an operation says in her words how to take it back.
#[test]
fn an_operation_of_her_run_is_not_taken_back_in_anothers_name() {
    let db = Db::fresh();
    let (mut session, mut attacker, name) = two_tables(&db);
    let up = "SELECT * FROM migrate.safe_drop_constraint('items', 'ck')";
    session.query_with("SELECT migrate.create('m', $1, NULL, 1)", &[up]).expect("create");
    attacker.exec("CALL migrate.up()");
    session.exec("DELETE FROM public.proof");
    let error = session.expect_error("CALL migrate.down()");
    assert_eq!(error.sqlstate, "42501", "{error:?}");
    assert!(format!("{error:?}").contains(&name), "{error:?}");
    nothing_gained(&mut session, &name);
}

/// Nothing is done yet: then it is no business of hers any more, whatever she has tried.
#[test]
fn what_she_has_only_tried_is_evaluated_anew() {
    let db = Db::fresh();
    let (mut session, mut attacker, name) = two_tables(&db);
    // Her table has no such constraint, or is not there.
    attacker.exec("DROP TABLE mal.items; CREATE TABLE mal.items (id int PRIMARY KEY)");
    create(
        &mut session,
        1,
        "SELECT * FROM migrate.safe_set_default('items', 'a', '7')",
        "SELECT * FROM migrate.undo()",
    );
    attacker.expect_error("CALL migrate.up()");
    session.exec("CALL migrate.up()");
    let default = "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'real.items'::regclass";
    assert_eq!(session.one(default), "7");
    session.exec("CALL migrate.down()");
    assert!(session.query_text(default).is_empty());
    nothing_gained(&mut session, &name);
}

/// Who could act as her goes on with hers only by her own rights; a superuser's run is gone on with by anybody who may.
#[test]
fn a_superusers_run_is_gone_on_with_under_its_search_path() {
    let db = Db::fresh();
    let (mut session, mut attacker, name) = two_tables(&db);
    session.exec(&format!(
        "CREATE TABLE public.gate AS SELECT 0 AS n; GRANT SELECT ON public.gate TO PUBLIC;
                           GRANT USAGE, CREATE ON SCHEMA real TO {name}"
    ));
    let up = "BEGIN; CREATE TABLE one (); COMMIT; BEGIN; SELECT 1 / n FROM public.gate; CREATE TABLE two (); COMMIT";
    create(&mut session, 1, up, "SELECT 1");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "22012");
    session.exec("UPDATE public.gate SET n = 1");
    attacker.exec("CALL migrate.up()");
    assert_eq!(
        session.query_text(
            "SELECT relname, relnamespace = 'real'::regnamespace, relowner::regrole = '10'::regrole
                            FROM pg_class WHERE relname IN ('one', 'two') ORDER BY 1"
        ),
        ["one|t|t", "two|t|f"]
    );
    nothing_gained(&mut session, &name);
}
