//! What goes by a table's rows, or says its columns' names in a text: it is named before anything is done, and waits for
//! `acknowledge => true` where only people can judge.
//!
//! Not here: values of the row type that another table stores (real_rows.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{done, schema};

/// A large table `t` with what is to be looked at.
fn table(and: &str) -> (Db, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, a int, title text, body text);
         INSERT INTO t SELECT g, g, 'title ' || g, 'body' FROM generate_series(1, 300) g; SET migrate.small_table = 0",
    );
    session.exec(and);
    (db, session)
}

const DUAL: &str = "safe_rename_column('t', 'title', 'headline')";
const INSTANT: &str = "safe_rename_column('t', 'title', 'headline', strategy => 'instant')";
const TYPE: &str = "safe_change_column_type('t', 'title', 'varchar(50)[]', 'ARRAY[title]', 'title[1]')";
const SPLIT: &str = "safe_split_column('t', 'title', ARRAY['w1', 'w2'], ARRAY['split_part(title, '' '', 1)',
    'split_part(title, '' '', 2)'], 'w1 || '' '' || w2')";
const DROP: &str = "safe_drop_column('t', 'title')";

fn acknowledged(call: &str) -> String {
    format!("{}, acknowledge => true)", call.trim_end_matches(')'))
}

fn dry_run(call: &str) -> String {
    format!("{}, dry_run => true)", call.trim_end_matches(')'))
}

/// That each call is refused until it is acknowledged, with these words, and that nothing is done.
fn is_asked(db: &Db, session: &mut Session, calls: &[&str], words: &[&str]) {
    let before = schema(db);
    for call in calls {
        for call in [call.to_string(), dry_run(call)] {
            let error = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
            assert_eq!(error.sqlstate, "55000", "{call}: {error:?}");
            for word in words {
                assert!(error.detail.contains(word), "{call}, {word}: {error:?}");
            }
            assert!(error.hint.contains("acknowledge => true"), "{error:?}");
        }
        let plan = session
            .query_text(&format!(
                "SELECT translate(detail, chr(10), ' ') FROM migrate.{}",
                dry_run(&acknowledged(call))
            ))
            .join("\n");
        for word in words {
            assert!(plan.contains(word), "{call}, {word}: {plan}");
        }
    }
    assert_eq!(schema(db), before);
    assert_eq!(session.one("SELECT count(*) FROM migrate.changes"), "0");
}

/// That each call may go on at once.
fn is_not_asked(session: &mut Session, calls: &[&str]) {
    for call in calls {
        session.query_text(&format!("SELECT * FROM migrate.{}", dry_run(call)));
    }
}

#[test]
fn rows_that_are_copied_by_place() {
    for (make, word) in [
        (
            "CREATE TABLE hist (LIKE t); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN INSERT INTO hist SELECT OLD.*; RETURN NULL; END';
             CREATE TRIGGER keep AFTER UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()",
            "trigger keep",
        ),
        (
            "CREATE TABLE hist (LIKE t); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN INSERT INTO hist VALUES (NEW.*); RETURN NEW; END';
             CREATE TRIGGER \"Keep it\" BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
            "trigger \"Keep it\"",
        ),
        (
            "CREATE TABLE hist (LIKE t); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN EXECUTE ''INSERT INTO hist SELECT ($1).*'' USING OLD; RETURN NULL; END';
             CREATE TRIGGER keep AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()",
            "trigger keep",
        ),
        (
            "CREATE TABLE hist (LIKE t); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN INSERT INTO hist SELECT * FROM gone; RETURN NULL; END';
             CREATE TRIGGER keep AFTER DELETE ON t REFERENCING OLD TABLE AS gone EXECUTE FUNCTION f()",
            "trigger keep",
        ),
        (
            "CREATE FUNCTION all_of() RETURNS SETOF t LANGUAGE sql AS 'SELECT id, a, title, body FROM t'",
            "all_of()",
        ),
        ("CREATE FUNCTION words(t) RETURNS text LANGUAGE sql AS 'SELECT $1.title'", "words(public.t)"),
        ("CREATE VIEW rows AS SELECT t FROM t", "view public.rows"),
        ("ALTER TABLE t ADD CONSTRAINT whole CHECK (t IS NOT NULL)", "constraint whole"),
        ("CREATE INDEX of_row ON t (hash_record(t.*))", "of_row"),
        ("CREATE POLICY whole ON t USING (t IS NOT NULL)", "policy whole"),
    ] {
        let (db, mut session) = table(make);
        is_asked(&db, &mut session, &[DUAL, TYPE, SPLIT, DROP], &[word]);
        is_not_asked(&mut session, &[INSTANT, "safe_add_column('t', 'z', 'int')"]);
        let plan = session
            .query_text("SELECT translate(detail, chr(10), ' ') FROM migrate.safe_add_column('t', 'z', 'int', dry_run => true)");
        assert!(plan.join("\n").contains(word), "{plan:?}");
    }
}

#[test]
fn inserts_without_a_list_of_columns() {
    let (db, mut session) = table(
        "CREATE FUNCTION add() RETURNS void LANGUAGE plpgsql AS 'BEGIN insert into public.t VALUES (0, 1, ''x'', ''y''); END';
         CREATE FUNCTION named() RETURNS void LANGUAGE sql AS 'INSERT INTO t (id) VALUES (0)'",
    );
    is_asked(&db, &mut session, &[TYPE, SPLIT, DROP], &["function public.add()"]);
    is_not_asked(&mut session, &[DUAL, INSTANT]);
    let error = session.expect_error(&format!("SELECT * FROM migrate.{TYPE}"));
    assert!(!error.detail.contains("named"), "{error:?}");
}

#[test]
fn a_table_of_history_is_kept_when_it_was_judged() {
    let (_db, mut session) = table(
        "CREATE TABLE hist (id int, a int, title text, body text); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
         'BEGIN INSERT INTO hist SELECT OLD.*; RETURN NULL; END';
         CREATE TRIGGER keep AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()",
    );
    let call = "safe_change_column_type('t', 'a', 'bigint')";
    assert_eq!(session.expect_error(&format!("SELECT * FROM migrate.{call}")).sqlstate, "55000");
    session.exec("DELETE FROM t WHERE id = 1");
    session.exec(
        "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
         'BEGIN INSERT INTO hist (id, a, title, body) SELECT OLD.id, OLD.a, OLD.title, OLD.body; RETURN NULL; END'",
    );
    done(&mut session, call);
    session.exec("DELETE FROM t WHERE id = 2");
    done(&mut session, "complete('t', 'a')");
    session.exec("DELETE FROM t WHERE id = 3");
    assert_eq!(
        session.query_text("SELECT hist FROM hist ORDER BY id"),
        ["(1,1,\"title 1\",body)", "(2,2,\"title 2\",body)", "(3,3,\"title 3\",body)"]
    );
}

#[test]
fn names_in_the_arguments_of_triggers() {
    for (make, word) in [
        (
            "ALTER TABLE t ADD tsv tsvector; CREATE TRIGGER search BEFORE INSERT OR UPDATE ON t FOR EACH ROW
             EXECUTE FUNCTION tsvector_update_trigger('tsv', 'pg_catalog.english', 'body', 'title')",
            "trigger search",
        ),
        (
            "CREATE EXTENSION lo; ALTER TABLE t ADD raster lo; CREATE TRIGGER pic BEFORE UPDATE OR DELETE ON t FOR EACH ROW
             EXECUTE FUNCTION lo_manage(title)",
            "trigger pic",
        ),
        (
            "CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
             CREATE TRIGGER log AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION audit('{a,title}', 'x')",
            "{a,title}",
        ),
        (
            "CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
             CREATE TRIGGER log AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION audit('', 'queue', 'ignore=\u{fc}ml,title')",
            "ignore=\u{fc}ml,title",
        ),
    ] {
        let (db, mut session) = table(make);
        is_asked(&db, &mut session, &[DUAL, INSTANT, TYPE, SPLIT, DROP], &[word]);
        if !word.starts_with("{a,") {
            is_not_asked(&mut session, &["safe_rename_column('t', 'a', 'b')"]);
        }
    }
}

#[test]
fn what_is_left_out_of_a_log_is_not_logged_under_another_name() {
    let (db, mut session) = table(
        "CREATE TABLE log (what jsonb); CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS
         $$BEGIN INSERT INTO log VALUES (to_jsonb(NEW) - 'title'); RETURN NULL; END$$;
         CREATE TRIGGER log AFTER INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION audit()",
    );
    is_asked(&db, &mut session, &[DUAL, TYPE, SPLIT, DROP], &["trigger log", "title"]);
    assert_eq!(session.one("SELECT count(*) FROM log"), "0");
    // Another column is none of its business, but for what it sees.
    let plan = session
        .query_text("SELECT translate(detail, chr(10), ' ') FROM migrate.safe_rename_column('t', 'body', 'b2', dry_run => true)");
    assert!(plan.join("\n").contains("sees whole rows"), "{plan:?}");
    assert!(plan.join("\n").contains("trigger log fires for each"), "{plan:?}");
}

#[test]
fn the_end_asks_for_what_came_since() {
    let (_db, mut session) = table("ALTER TABLE t ADD tsv tsvector");
    done(&mut session, DUAL);
    session.exec(
        "CREATE TRIGGER search BEFORE INSERT OR UPDATE ON t FOR EACH ROW
         EXECUTE FUNCTION tsvector_update_trigger('tsv', 'pg_catalog.english', 'title')",
    );
    let error = session.expect_error("SELECT * FROM migrate.complete('t', 'headline')");
    assert_eq!(error.sqlstate, "55000");
    assert!(error.detail.contains("trigger search"), "{error:?}");
    session.exec("UPDATE t SET headline = 'still both' WHERE id = 1");
    assert_eq!(session.one("SELECT title FROM t WHERE id = 1"), "still both");
    session.exec("DROP TRIGGER search ON t");
    done(&mut session, "complete('t', 'headline')");
    // What takes it back asks for nothing.
    session.exec(
        "CREATE TRIGGER search BEFORE INSERT OR UPDATE ON t FOR EACH ROW
         EXECUTE FUNCTION tsvector_update_trigger('tsv', 'pg_catalog.english', 'headline')",
    );
    done(&mut session, "undo((SELECT max(id) FROM migrate.changes))");
    assert_eq!(session.one("SELECT count(title) FROM t"), "300");
}

#[test]
fn an_instant_rename_that_was_acknowledged_can_be_undone() {
    let (_db, mut session) = table(
        "ALTER TABLE t ADD tsv tsvector; CREATE TRIGGER search BEFORE INSERT OR UPDATE ON t FOR EACH ROW
         EXECUTE FUNCTION tsvector_update_trigger('tsv', 'pg_catalog.english', 'title')",
    );
    done(&mut session, &acknowledged(INSTANT));
    done(&mut session, "undo((SELECT max(id) FROM migrate.operations))");
    session.exec("UPDATE t SET title = 'found again' WHERE id = 1");
    assert_eq!(session.one("SELECT tsv @@ 'found' FROM t WHERE id = 1"), "t");
}

#[test]
fn the_registered_call_says_what_was_acknowledged() {
    let (_db, mut session) = table("CREATE VIEW rows AS SELECT t FROM t");
    done(&mut session, &format!("{}, migration => 'new name')", acknowledged(DUAL).trim_end_matches(')')));
    assert!(session.one("SELECT up FROM migrate.migrations").contains("acknowledge => true"));
}

#[test]
fn what_only_compares_or_names_columns_is_left_in_peace() {
    let (_db, mut session) = table(
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS
         'BEGIN IF OLD.* IS DISTINCT FROM NEW.* THEN NEW.body := now(); END IF; RETURN NEW; END';
         CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();
         CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS
         'BEGIN PERFORM pg_notify(''t'', COALESCE(NEW.id, OLD.id)::text); RETURN COALESCE(NEW, OLD); END';
         CREATE TRIGGER tell AFTER DELETE ON t FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NULL) EXECUTE FUNCTION tell('titles');
         CREATE VIEW v AS SELECT * FROM t; CREATE MATERIALIZED VIEW m AS SELECT count(*) FROM t;
         CREATE TABLE other (title text); CREATE FUNCTION o() RETURNS trigger LANGUAGE plpgsql AS
         'BEGIN INSERT INTO t_2 VALUES (NEW.*); RETURN NEW; END';
         CREATE TRIGGER o AFTER INSERT ON other FOR EACH ROW EXECUTE FUNCTION o('title')",
    );
    is_not_asked(&mut session, &[DUAL, INSTANT, SPLIT, DROP]);
    // Nor are the triggers of changes that are open.
    done(&mut session, DUAL);
    done(&mut session, "safe_change_column_type('t', 'a', 'bigint')");
    done(&mut session, "complete('t', 'headline')");
    done(&mut session, "complete('t', 'a')");
}

#[test]
fn triggers_that_fire_for_each_row_are_named() {
    let (_db, mut session) = table(
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
         CREATE TRIGGER history AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
         CREATE TRIGGER \"Version\" BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
         CREATE TRIGGER of_body BEFORE UPDATE OF body ON t FOR EACH ROW EXECUTE FUNCTION f();
         CREATE TRIGGER added BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
         CREATE TRIGGER off BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE t DISABLE TRIGGER off",
    );
    for (call, names) in [
        (DUAL, "triggers \"Version\", history fire for each"),
        (SPLIT, "triggers \"Version\", history fire for each"),
        (TYPE, "triggers \"Version\", history fire for each"),
        (
            "safe_add_column('t', 'u', 'uuid', 'gen_random_uuid()')",
            "triggers \"Version\", history fire for each",
        ),
        ("safe_backfill('t', 'body = ''x''')", "triggers \"Version\", history, of_body fire for each"),
    ] {
        let plan = session
            .query_text(&format!("SELECT translate(detail, chr(10), ' ') FROM migrate.{}", dry_run(call)))
            .join("\n");
        assert!(plan.contains(names), "{call}: {plan}");
    }
}

#[test]
fn functions_of_extensions_that_triggers_call_are_named() {
    let (_db, mut session) = table(
        "CREATE FUNCTION ext_f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.title := 1; RETURN NEW; END';
         ALTER EXTENSION plpgsql ADD FUNCTION ext_f();
         CREATE TRIGGER e BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION ext_f()",
    );
    let plan = session
        .query_text(&format!("SELECT translate(detail, chr(10), ' ') FROM migrate.{}", dry_run(INSTANT)))
        .join("\n");
    assert!(plan.contains("ext_f()"), "{plan}");
}
