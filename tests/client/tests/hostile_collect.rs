//! Whoever gets code of his to run inside a statement of somebody else's script asks for safe operations there: by a
//! function in an argument, a view, a policy, a domain or a default that an argument meets, a condition beside the call.
//!
//! Here the attacker writes that code, and a superuser runs the script. In the end nothing of hers was done.
//!
//! Not here: code on the tables that a migration changes, which runs as in psql (hostile.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{STATUS, create, operator};

/// A table of somebody else's, one of the superuser's that scripts change, and the attacker's schema.
struct Scene {
    db: Db,
    mal: String,
    session: Session,
}

/// The attacker asks for what she may not do: that a table is dropped, and that her expression runs.
const ASKS: &str = "
    PERFORM * FROM migrate.safe_drop_table('public.victim');
    PERFORM * FROM migrate.safe_backfill('public.other', 'v = current_user || ''!''');";

impl Scene {
    fn new() -> Scene {
        let db = Db::fresh();
        let mal = operator(&db, "LOGIN");
        let mut session = db.session();
        session.exec(&format!(
            "CREATE TABLE victim (id int); CREATE TABLE other (id int, v text);
             INSERT INTO victim VALUES (1); INSERT INTO other VALUES (1, 'as it was');
             CREATE SCHEMA mal AUTHORIZATION {mal};"
        ));
        let scene = Scene { db, mal, session };
        scene.attack(&format!(
            "CREATE FUNCTION mal.pick() RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$BEGIN {ASKS} RETURN '''d'''; END$$;
             CREATE FUNCTION mal.yes() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS $$BEGIN {ASKS} RETURN true; END$$"
        ));
        // She may not do it by herself.
        let error = scene.db.session_as(&scene.mal).expect_error("SELECT mal.pick()");
        assert_eq!(error.sqlstate, "42501");
        assert_eq!(error.message, "must be owner of table victim");
        scene
    }

    fn attack(&self, sql: &str) {
        self.db.session_as(&self.mal).exec(sql);
    }

    /// Nothing was gained: the tables are as they were, and no operation is on record.
    fn assert_nothing_was_gained(&mut self) {
        assert_eq!(self.session.query_text("SELECT id FROM victim"), ["1"]);
        assert_eq!(self.session.query_text("SELECT id, v FROM other"), ["1|as it was"]);
        assert_eq!(self.session.query_text("SELECT operation FROM migrate.operations"), [""; 0]);
    }

    /// The superuser's script does not come to its end: what she asks for in it is refused.
    fn assert_refused(&mut self, up: &str) {
        create(&mut self.session, 9001, up, "SELECT 1");
        let error = self.session.expect_error("CALL migrate.up()");
        assert_eq!(error.sqlstate, "55000", "{up}: {error:?}");
        assert!(error.detail.contains("migrations cannot be run from within a migration"), "{error:?}");
        assert_eq!(self.session.query_text(STATUS), ["9001|failed"]);
        self.assert_nothing_was_gained();
    }

    /// The superuser cannot even register such a script.
    fn assert_not_read(&mut self, up: &str) {
        let error =
            self.session.expect_error(&format!("SELECT migrate.create('m', $up${up}$up$, version => 9001)"));
        assert_eq!(error.sqlstate, "0A000", "{up}: {error:?}");
        assert!(error.message.ends_with("must be a statement of its own"), "{error:?}");
        assert_eq!(self.session.query_text(STATUS), [""; 0]);
        self.assert_nothing_was_gained();
    }
}

#[test]
fn in_a_function_of_an_argument() {
    let mut scene = Scene::new();
    scene.assert_refused("SELECT * FROM migrate.safe_set_default('public.other', 'v', mal.pick());");
}

#[test]
fn in_a_function_of_an_argument_by_name_and_as_a_column() {
    let mut scene = Scene::new();
    scene.assert_refused(
        "SELECT (migrate.safe_set_default('other', default_value => (SELECT mal.pick()), column_name => 'v')).*",
    );
}

#[test]
fn in_a_view_that_an_argument_reads() {
    let mut scene = Scene::new();
    scene.attack(&format!(
        "CREATE VIEW mal.config AS SELECT mal.pick() AS word; GRANT SELECT ON mal.config TO {}",
        scene.db.server().user()
    ));
    scene.assert_refused("SELECT migrate.safe_set_default('other', 'v', (SELECT word FROM mal.config))");
}

/// Row security is not for superusers, so it is an ordinary owner who runs this one.
#[test]
fn in_a_policy_of_a_table_that_an_argument_reads() {
    let mut scene = Scene::new();
    let olga = operator(&scene.db, "LOGIN");
    scene.attack(&format!(
        "CREATE TABLE mal.words (word text); INSERT INTO mal.words VALUES ('''d''');
         ALTER TABLE mal.words ENABLE ROW LEVEL SECURITY;
         CREATE POLICY p ON mal.words USING (mal.yes());
         GRANT USAGE ON SCHEMA mal TO {olga}; GRANT SELECT ON mal.words TO {olga}"
    ));
    scene.session.exec(&format!("ALTER TABLE victim OWNER TO {olga}; ALTER TABLE other OWNER TO {olga}"));
    let mut theirs = scene.db.session_as(&olga);
    create(
        &mut theirs,
        9001,
        "SELECT migrate.safe_set_default('other', 'v', (SELECT word FROM mal.words))",
        "SELECT 1",
    );
    let error = theirs.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "55000", "{error:?}");
    scene.assert_nothing_was_gained();
}

#[test]
fn in_the_check_of_a_domain_that_an_argument_is_cast_to() {
    let mut scene = Scene::new();
    scene.attack("CREATE DOMAIN mal.word AS text CHECK (mal.yes())");
    scene.assert_refused("SELECT migrate.safe_set_default('other', 'v', '''d'''::mal.word)");
}

#[test]
fn in_a_cast_between_types_of_hers() {
    let mut scene = Scene::new();
    scene.attack(&format!(
        "CREATE TYPE mal.pair AS (a int);
         CREATE FUNCTION mal.as_text(mal.pair) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$BEGIN {ASKS} RETURN '''d'''; END$$;
         CREATE CAST (mal.pair AS text) WITH FUNCTION mal.as_text(mal.pair) AS IMPLICIT"
    ));
    scene.assert_refused("SELECT migrate.safe_set_default('other', 'v', ROW(1)::mal.pair)");
}

#[test]
fn in_an_operator_of_an_argument() {
    let mut scene = Scene::new();
    scene.attack(
        "CREATE FUNCTION mal.step(text, text) RETURNS text LANGUAGE sql AS 'SELECT mal.pick()';
         CREATE OPERATOR mal.@@@ (FUNCTION = mal.step, LEFTARG = text, RIGHTARG = text)",
    );
    scene.assert_refused(
        "SELECT migrate.safe_set_default('other', 'v', 'a'::text OPERATOR(mal.@@@) 'b'::text)",
    );
}

/// What her function sets would give names in the call another meaning: an expression would find her function.
#[test]
fn in_a_setting_that_an_argument_leaves() {
    let mut scene = Scene::new();
    scene.attack(
        "CREATE FUNCTION mal.word() RETURNS text LANGUAGE sql AS $$SELECT 'hers'$$;
         CREATE FUNCTION mal.column() RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS
             $$BEGIN PERFORM set_config('search_path', 'mal', false); RETURN 'v'; END$$",
    );
    scene.session.exec("CREATE FUNCTION word() RETURNS text LANGUAGE sql AS $$SELECT 'his'$$");
    create(
        &mut scene.session,
        9001,
        "SELECT migrate.safe_set_default('other', mal.column(), 'word()'); SELECT 1",
        "SELECT 1",
    );
    scene.session.exec("CALL migrate.up()");
    scene.session.exec("INSERT INTO other (id) VALUES (2)");
    assert_eq!(scene.session.query_text("SELECT id, v FROM other ORDER BY id"), ["1|as it was", "2|his"]);
}

/// Her own function of a name of ours: only the extension's owner can make one in its schema.
#[test]
fn in_a_function_that_is_called_like_an_operation() {
    let mut scene = Scene::new();
    scene
        .session
        .exec("CREATE FUNCTION migrate.safe_looking() RETURNS text LANGUAGE sql AS 'SELECT mal.pick()'");
    create(&mut scene.session, 9001, "SELECT migrate.safe_looking()", "SELECT 1");
    let error = scene.session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "42883", "{error:?}");
    scene.assert_nothing_was_gained();
    let error = scene
        .db
        .session_as(&scene.mal)
        .expect_error("CREATE FUNCTION migrate.safe_foo() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    assert_eq!(error.sqlstate, "42501");
}

#[test]
fn beside_the_call() {
    let mut scene = Scene::new();
    let call = "migrate.safe_set_default('other', 'v', '1')";
    for statement in [
        format!("SELECT * FROM {call} WHERE mal.yes()"),
        format!("SELECT {call} WHERE mal.yes()"),
        format!("SELECT mal.pick(), status FROM {call}"),
        format!("SELECT status::mal.word FROM {call}"),
        format!("SELECT * FROM {call} ORDER BY mal.pick()"),
        format!("SELECT * FROM {call} ORDER BY status USING OPERATOR(mal.<)"),
        format!("SELECT * FROM {call} LIMIT length(mal.pick())"),
        format!("SELECT * FROM {call} OFFSET length(mal.pick())"),
        format!("SELECT status FROM {call} GROUP BY status"),
        format!("SELECT count(*) FROM {call} HAVING mal.yes()"),
        format!("SELECT DISTINCT status FROM {call}"),
        format!("WITH w AS (SELECT mal.pick()) SELECT * FROM {call}"),
        format!("SELECT * INTO TEMP took FROM {call}"),
        format!("SELECT ({call}).status.mal_pick"),
        format!("SELECT * FROM {call} AS c FOR UPDATE"),
        "SELECT migrate.safe_set_default('other', 'v', '1') OVER ()".into(),
        "SELECT migrate.safe_set_default('other', 'v', '1') FILTER (WHERE mal.yes())".into(),
        "SELECT * FROM migrate.undo() WHERE mal.yes()".into(),
        "SELECT * FROM migrate.complete(1) WHERE mal.yes()".into(),
    ] {
        scene.assert_not_read(&statement);
    }
}

/// Two calls, or a call within something else, are no statement of their own: they run as any SELECT, and are refused.
#[test]
fn a_call_within_another_statement() {
    for up in [
        "SELECT migrate.safe_set_default('other', 'v', '1'), mal.pick()",
        "SELECT * FROM migrate.safe_set_default('other', 'v', '1'), mal.pick()",
        "SELECT migrate.safe_set_default('other', 'v', '1') UNION ALL SELECT NULL",
        "CREATE TABLE took AS SELECT * FROM migrate.safe_set_default('other', 'v', '1')",
        "SELECT 1 FROM (SELECT * FROM migrate.safe_set_default('other', 'v', '1')) s",
    ] {
        let mut scene = Scene::new();
        scene.assert_refused(up);
    }
}

/// What takes back and what ends: asked for within an argument, and by a number of somebody else's.
#[test]
fn undo_and_the_ends_of_changes() {
    for ask in ["undo()", "undo(1)", "complete(1)", "abort(1)", "restore(1)", "repair_indexes()"] {
        let mut scene = Scene::new();
        scene.attack(&format!(
            "CREATE FUNCTION mal.end() RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$BEGIN
                 PERFORM * FROM migrate.{ask}; RETURN '''d'''; END$$"
        ));
        create(
            &mut scene.session,
            9001,
            "SELECT migrate.safe_set_default('other', 'v', mal.end())",
            "SELECT 1",
        );
        let error = scene.session.expect_error("CALL migrate.up()");
        assert!(["55000", "42704", "42501"].contains(&error.sqlstate.as_str()), "{ask}: {error:?}");
        scene.assert_nothing_was_gained();
    }
}

/// A script's own `complete` or `undo` of a change that she has begun would run what she has planted in it.
#[test]
fn a_script_does_not_end_what_somebody_else_began() {
    let mut scene = Scene::new();
    scene.attack("CREATE TABLE mal.t (id int, a text)");
    let mut theirs = scene.db.session_as(&scene.mal);
    theirs.exec("SELECT * FROM migrate.safe_rename_column('mal.t', 'a', 'b')");
    let id = scene.session.one("SELECT id FROM migrate.change_records");
    for (call, version) in [
        (format!("complete({id})"), 9001),
        ("complete('mal.t', 'b')".into(), 9002),
        (format!("undo({id})"), 9003),
        (format!("abort({id})"), 9004),
    ] {
        create(&mut scene.session, version, &format!("SELECT * FROM migrate.{call}"), "SELECT 1");
        let error = scene.session.expect_error("CALL migrate.up()");
        assert_eq!(error.sqlstate, "42501", "{call}: {error:?}");
        scene.session.exec(&format!("SELECT * FROM migrate.record_migration({version}, 'given up')"));
    }
    assert_eq!(scene.session.one("SELECT state FROM migrate.changes"), "ready");
    // Her own script may.
    create(&mut theirs, 9005, "SELECT * FROM migrate.complete('mal.t', 'b')", "SELECT 1");
    theirs.exec("CALL migrate.up()");
    assert_eq!(scene.session.one("SELECT state FROM migrate.changes"), "grace");
}

/// Scripts of honest people compute their arguments, and mean by them what SQL means.
#[test]
fn what_arguments_say_is_what_is_done() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int, a text, b text, n int); INSERT INTO t VALUES (1, 'x', 'y', 0);
         CREATE SCHEMA app; CREATE TABLE app.t2 (v text, w int);
         CREATE TABLE names (pos int, name text); INSERT INTO names VALUES (1, 'a'), (2, 'b');
         CREATE DOMAIN word AS text CHECK (value <> '');
         CREATE FUNCTION noted(what text) RETURNS text LANGUAGE plpgsql AS
             $$BEGIN INSERT INTO names VALUES (9, what); RETURN what; END$$",
    );
    let up = "
        SET search_path = app, public;
        SELECT migrate.safe_set_default('t2', 'v', quote_literal(current_database()));
        SELECT status, step FROM migrate.safe_create_index('public.t', (SELECT array_agg(name ORDER BY pos) FROM names)) AS s ORDER BY step DESC, 2;
        SELECT FROM migrate.safe_create_index(index_name => format('%s_%s', 'by', 'n'), columns => ARRAY['n'] || '{}'::text[], table_name => 't');
        SELECT (migrate.safe_set_default('t', 'a', (jsonb_build_object('k', '''q''') ->> 'k')::word)).*;
        SELECT migrate.safe_set_default(('app.' || 't2')::regclass, 'w', (1 + 41)::text, dry_run => 'no');
        SELECT migrate.safe_add_constraint('t', 'positive', CASE WHEN current_setting('search_path') LIKE 'app%' THEN 'n >= 0' END);
        SELECT migrate.safe_set_default(table_name => 't', column_name => noted('b'), default_value => (SELECT quote_literal(max(name)) FROM names));
        SELECT migrate.safe_drop_not_null(c::regclass, 'id') FROM (VALUES ('t')) v (c);
    ";
    // The last one is no call of its own.
    let (up, last) = up.trim_end().rsplit_once("\n").expect("lines");
    create(&mut session, 1, up, "SELECT 1");
    session.exec("CALL migrate.up()");
    let defaults = "SELECT attrelid::regclass, attname, pg_get_expr(adbin, adrelid) FROM pg_attrdef JOIN pg_attribute
                    ON attrelid = adrelid AND attnum = adnum WHERE attrelid IN ('t'::regclass, 'app.t2'::regclass) ORDER BY 1, 2";
    assert_eq!(
        session.query_text(defaults),
        [
            "t|a|'q'::text".to_string(),
            "t|b|'b'::text".into(),
            format!("app.t2|v|'{}'::text", db.name()),
            "app.t2|w|42".into()
        ]
    );
    assert_eq!(
        session.query_text(
            "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 't'::regclass ORDER BY 1"
        ),
        [
            "CREATE INDEX by_n ON public.t USING btree (n)",
            "CREATE INDEX t_a_b_idx ON public.t USING btree (a, b)"
        ]
    );
    assert_eq!(
        session.one("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'positive'"),
        "CHECK ((n >= 0))"
    );
    assert_eq!(session.query_text("SELECT name FROM names WHERE pos = 9"), ["b"], "it was evaluated once");
    create(&mut session, 2, last, "SELECT 1");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "55000");
}

/// A set in an argument makes a call for each of its values.
#[test]
fn a_set_in_an_argument() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE t (a int, b int, c int)");
    create(
        &mut session,
        1,
        "SELECT migrate.safe_set_default('t', unnest(ARRAY['a', 'b']), '7')",
        "SELECT migrate.undo(); SELECT migrate.undo()",
    );
    session.exec("CALL migrate.up()");
    assert_eq!(
        session.query_text("SELECT place, status FROM migrate.operations ORDER BY id"),
        ["1|done", "2|done"]
    );
    assert_eq!(session.one("SELECT count(*) FROM pg_attrdef WHERE adrelid = 't'::regclass"), "2");
    session.exec("CALL migrate.down()");
    assert_eq!(session.one("SELECT count(*) FROM pg_attrdef WHERE adrelid = 't'::regclass"), "0");
}
