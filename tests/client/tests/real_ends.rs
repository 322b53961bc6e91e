//! The ends of online changes on tables to which something has happened: every change that begins can be ended, and says
//! what it could not do.
//!
//! Not here: changes that nobody disturbs (changes_*.rs), calls that fail at once (real_failed.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{OURS, WORKERS, create, done, operate, schema};

const STATE: &str = "SELECT state FROM migrate.changes ORDER BY id DESC LIMIT 1";

fn table(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, v text, n int);
         INSERT INTO t SELECT i, 'v' || i, i FROM generate_series(1, 300) i; CREATE INDEX t_v ON t (v);
         SET migrate.small_table = 0",
    );
    session
}

const RENAME: &str = "safe_rename_column('t', 'v', 'w')";
const TYPE: &str = "safe_change_column_type('t', 'n', 'bigint')";
const SPLIT: &str =
    "safe_split_column('t', 'v', ARRAY['a', 'b'], ARRAY['left(v, 1)', 'substr(v, 2)'], 'a || b')";

/// A rollback of a completed rename is broken off where the copy is filled.
fn broken_off(db: &Db, session: &mut Session) -> String {
    session.exec(
        "CREATE FUNCTION public.held() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS
             'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NEW; END';",
    );
    done(session, RENAME);
    done(session, "complete('t', 'w')");
    let before = schema(db);
    session.exec(
        "CREATE TRIGGER held BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.id = 200) EXECUTE FUNCTION held()",
    );
    let mut holder = db.session();
    holder.exec("SELECT pg_advisory_lock(1)");
    session.exec("SELECT migrate.undo((SELECT max(id) FROM migrate.operations))");
    db.wait_for(
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'migrate_ext job' AND datname = current_database()
         AND wait_event = 'advisory'",
        &["1"],
    );
    session.exec("SELECT migrate.cancel(id) FROM migrate.live_jobs WHERE alive");
    db.wait_for(WORKERS, &["0"]);
    drop(holder);
    session.exec("DROP TRIGGER held ON t");
    before
}

#[test]
fn a_rollback_of_a_rename_that_was_broken_off_can_be_ended_every_way() {
    for (end, state, column) in [
        ("abort('t', 'w')", "aborted", "v"),
        ("undo(1)", "undone", "v"),
        ("complete('t', 'w', force => true)", "done", "w"),
        ("complete('t', 'w')", "grace", "w"),
        ("undo((SELECT max(id) FROM migrate.operations WHERE operation LIKE 'complete%'))", "ready", "v"),
    ] {
        let db = Db::fresh();
        let mut session = table(&db);
        broken_off(&db, &mut session);
        done(&mut session, end);
        assert_eq!(session.one(STATE), state, "{end}");
        session.exec(&format!(
            "INSERT INTO t (id, {column}) VALUES (1000, 'q'); UPDATE t SET {column} = 'n' WHERE id = 1"
        ));
        assert_eq!(session.one(&format!("SELECT {column} FROM t WHERE id = 1")), "n", "{end}");
        session.exec("DROP FUNCTION held()");
        if state == "ready" {
            assert_eq!(session.one("SELECT count(*) FROM t WHERE v IS DISTINCT FROM w"), "0");
            done(&mut session, "abort(1)");
        }
        if state != "grace" {
            assert_eq!(session.query_text(OURS), [""; 0], "{end}: nothing is left");
        }
        assert_eq!(session.one("SELECT count(*) FROM t"), "301", "{end}");
    }
}

#[test]
fn a_rename_that_broke_writers_is_cured_at_once() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec(
        "ALTER TABLE t ADD COLUMN tsv tsvector;
         CREATE TRIGGER tg BEFORE INSERT OR UPDATE ON t FOR EACH ROW
             EXECUTE FUNCTION tsvector_update_trigger('tsv', 'pg_catalog.english', 'v')",
    );
    create(
        &mut session,
        1,
        "SELECT migrate.safe_rename_column('t', 'v', 'w', acknowledge => true);",
        "SELECT migrate.undo();",
    );
    create(
        &mut session,
        2,
        "SELECT migrate.complete('t', 'w', acknowledge => true);",
        "SELECT migrate.undo();",
    );
    session.exec("CALL migrate.up()");
    session.expect_error("UPDATE t SET w = 'x' WHERE id = 1");
    session.exec("CALL migrate.down()");
    session.exec("UPDATE t SET v = 'x' WHERE id = 1");
    assert_eq!(session.one("SELECT v, w, tsv FROM t WHERE id = 1"), "x|x|'x':1");
    assert_eq!(session.one(STATE), "ready");
    session.exec("CALL migrate.down()");
    assert_eq!(
        session.one("SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'w'"),
        "0"
    );
}

/// Both names would have the table, which has grown, written anew: the old one comes back alone, and that is said.
#[test]
fn a_rename_that_cannot_have_both_names_again_is_undone() {
    for (types, column, other) in [
        ("CREATE DOMAIN d AS text CHECK (VALUE <> 'never')", "v", "w"),
        ("CREATE DOMAIN e AS text CHECK (VALUE <> 'never'); CREATE DOMAIN d AS e", "\"Old.Name\"", "w"),
        ("CREATE DOMAIN d AS text COLLATE \"C\" CHECK (length(VALUE) < 90)", "v", "place"),
    ] {
        for is_script in [false, true] {
            let what = format!("{types}; {column}, {other}, {is_script}");
            let db = Db::fresh();
            let mut session = db.session();
            session.exec(&format!(
                "{types}; CREATE TABLE t (id int PRIMARY KEY, {column} d); CREATE INDEX t_v ON t ({column});
                 INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 300) i; SET migrate.small_table = 100000"
            ));
            let before = schema(&db);
            let rename = format!("safe_rename_column('t', '{column}', '{other}')");
            let complete = format!("complete('t', '{other}')");
            if is_script {
                for (version, call) in [(1, &rename), (2, &complete)] {
                    create(
                        &mut session,
                        version,
                        &format!("SELECT migrate.{call};"),
                        "SELECT migrate.undo();",
                    );
                }
                session.exec("CALL migrate.up()");
                session.exec("SET migrate.small_table = 0");
                session.exec("CALL migrate.down()");
            } else {
                done(&mut session, &rename);
                done(&mut session, &complete);
                session.exec("SET migrate.small_table = 0");
                let id =
                    session.one("SELECT max(id) FROM migrate.operations WHERE operation LIKE 'complete%'");
                let detail = session
                    .one(&format!("SELECT string_agg(translate(detail, chr(10), ' '), ' ') FROM migrate.undo({id}, dry_run => true)"));
                assert!(detail.contains("ends as undone"), "{what}: {detail}");
                done(&mut session, &format!("undo({id})"));
                assert_eq!(
                    session.one(&format!("SELECT status FROM migrate.operations WHERE id = {id}")),
                    "undone",
                    "{what}"
                );
            }
            assert_eq!(session.one(STATE), "undone", "{what}");
            assert_eq!(session.query_text(OURS), [""; 0], "{what}");
            assert_eq!(schema(&db), before, "{what}");
            session.exec(&format!("UPDATE t SET {column} = 'x' WHERE id = 1"));
            if is_script {
                session.exec("CALL migrate.down()");
                assert_eq!(schema(&db), before, "{what}");
                assert_eq!(session.query_text("SELECT status FROM migrate.status()"), ["pending", "pending"]);
            } else {
                done(&mut session, &complete);
                assert_eq!(session.one(&format!("SELECT {other} FROM t WHERE id = 1")), "x", "{what}");
            }
        }
    }
}

/// The triggers were away for a while: what was written then counts, or is asked about.
#[test]
fn a_rename_is_completed_only_if_both_ends_agree() {
    const AWAY: [(&str, &str, &str); 4] = [
        ("ENABLE TRIGGER USER", "ALTER TABLE t DISABLE TRIGGER USER", "ALTER TABLE t ENABLE TRIGGER USER"),
        (
            "ENABLE ALWAYS",
            "ALTER TABLE t DISABLE TRIGGER USER",
            "DO $$DECLARE x name; BEGIN FOR x IN SELECT tgname FROM pg_trigger WHERE tgrelid = 't'::regclass LOOP
               EXECUTE format('ALTER TABLE t ENABLE ALWAYS TRIGGER %I', x); END LOOP; END$$",
        ),
        (
            "DROP FUNCTION",
            "DO $$DECLARE x regprocedure; BEGIN FOR x IN SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace LOOP
               EXECUTE format('DROP FUNCTION %s CASCADE', x); END LOOP; END$$",
            "SELECT 1",
        ),
        (
            "the replica's role",
            "ALTER TABLE t DISABLE TRIGGER USER",
            "DO $$DECLARE x name; BEGIN FOR x IN SELECT tgname FROM pg_trigger WHERE tgrelid = 't'::regclass LOOP
               EXECUTE format('ALTER TABLE t ENABLE REPLICA TRIGGER %I', x); END LOOP; END$$",
        ),
    ];
    for small in [0, 100_000] {
        for (what, away, back) in AWAY {
            let what = format!("{what}, {small}");
            let db = Db::fresh();
            let mut session = table(&db);
            session.exec(&format!("SET migrate.small_table = {small}"));
            done(&mut session, RENAME);
            session.exec(away);
            session.exec(
                "INSERT INTO t (id, w) VALUES (1001, 'under the new name'); INSERT INTO t (id, v) VALUES (1002, 'old');
                 UPDATE t SET w = 'new' WHERE id = 7",
            );
            session.exec(back);
            let error = operate(&mut session, "complete('t', 'w')").expect_err(&what);
            assert!(["55000", "22000"].contains(&error.sqlstate.as_str()), "{what}: {error:?}");
            assert!(error.hint.contains("again"), "{what}: {error:?}");
            assert_eq!(session.one(STATE).replace("contracting", "ready"), "ready", "{what}");
            // A row with two values is a matter for people.
            let error = operate(&mut session, RENAME).expect_err(&what);
            assert_eq!(error.sqlstate, "22000", "{what}: {error:?}");
            assert!(error.detail.contains("ctid"), "{what}: {error:?}");
            session.exec("UPDATE t SET v = 'new', w = 'new' WHERE id = 7");
            done(&mut session, RENAME);
            session
                .exec("INSERT INTO t (id, w) VALUES (1003, 'since'); UPDATE t SET v = 'since' WHERE id = 8");
            assert_eq!(session.one("SELECT count(*) FROM t WHERE v IS DISTINCT FROM w"), "0", "{what}");
            done(&mut session, "complete('t', 'w')");
            assert_eq!(
                session.query_text("SELECT id, w FROM t WHERE id IN (7, 8) OR id > 1000 ORDER BY id"),
                ["7|new", "8|since", "1001|under the new name", "1002|old", "1003|since"],
                "{what}"
            );
        }
    }
}

#[test]
fn a_partition_without_its_trigger_stops_the_completion() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int, v text) PARTITION BY RANGE (id);
         CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (100); CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (100) TO (9999);
         INSERT INTO t SELECT i, 'v' FROM generate_series(1, 300) i; SET migrate.small_table = 0",
    );
    done(&mut session, RENAME);
    session.exec("ALTER TABLE t2 DISABLE TRIGGER USER; INSERT INTO t (id, w) VALUES (1000, 'new'); ALTER TABLE t2 ENABLE TRIGGER USER");
    let error = operate(&mut session, "complete('t', 'w')").expect_err("t2 writes one end");
    assert_eq!(error.sqlstate, "55000", "{error:?}");
    done(&mut session, RENAME);
    done(&mut session, "complete('t', 'w')");
    assert_eq!(session.one("SELECT w FROM t WHERE id = 1000"), "new");
}

#[test]
fn a_split_and_a_type_are_completed_only_if_both_ends_agree() {
    for (call, column, written) in [
        (SPLIT, "a", "INSERT INTO t (id, v) VALUES (1000, 'xyz')"),
        (TYPE, "n", "INSERT INTO t (id, n) VALUES (1000, 1000)"),
    ] {
        let db = Db::fresh();
        let mut session = table(&db);
        done(&mut session, call);
        session.exec(&format!(
            "ALTER TABLE t DISABLE TRIGGER USER; {written}; ALTER TABLE t ENABLE TRIGGER USER"
        ));
        let complete = format!("complete('t', '{column}')");
        let error = operate(&mut session, &complete).expect_err(call);
        assert_eq!(error.sqlstate, "55000", "{call}: {error:?}");
        done(&mut session, call);
        done(&mut session, &complete);
        assert_eq!(
            session.one("SELECT n::text, coalesce(to_jsonb(t)->>'a', 'x') FROM t WHERE id = 1000"),
            if call == TYPE { "1000|x" } else { "|x" },
            "{call}"
        );
    }
}

/// A column that somebody has dropped by hand: the change has a way out, and writers are well then.
#[test]
fn a_column_that_was_dropped_by_hand_leaves_a_way_out() {
    for (call, column, ready, grace) in [
        (RENAME, "w", ["v", "w"], ["w", "w"]),
        (TYPE, "n", ["n", "n_new_type"], ["n", "n_old_type"]),
        (SPLIT, "a", ["v", "a"], ["b", "b"]),
    ] {
        for (is_complete, gone) in
            ready.map(|gone| (false, gone)).into_iter().chain(grace.map(|gone| (true, gone)))
        {
            for end in ["abort(1)", "undo(1)", "complete(1, force => true)"] {
                let what = format!("{call}, {gone} is gone, complete: {is_complete}, {end}");
                let db = Db::fresh();
                let mut session = table(&db);
                done(&mut session, call);
                if is_complete {
                    done(&mut session, &format!("complete('t', '{column}')"));
                }
                session.exec(&format!("ALTER TABLE t DROP COLUMN {gone} CASCADE"));
                match operate(&mut session, end) {
                    Ok(_) => {}
                    // One way may be closed; it says which is open.
                    Err(error) => {
                        assert_eq!(error.sqlstate, "55000", "{what}: {error:?}");
                        assert!(error.hint.contains("migrate."), "{what}: {error:?}");
                        let other = if is_complete { "complete(1, force => true)" } else { "abort(1)" };
                        done(&mut session, other);
                    }
                }
                if !is_complete && end.starts_with("complete") && session.one(STATE) == "grace" {
                    done(&mut session, end);
                }
                let state = session.one(STATE);
                assert!(["done", "aborted", "undone"].contains(&state.as_str()), "{what}: {state}");
                session.exec("INSERT INTO t (id) VALUES (1000); UPDATE t SET id = 1001 WHERE id = 1000");
                let triggers = "SELECT tgname FROM pg_trigger WHERE tgrelid = 't'::regclass AND NOT tgisinternal
                                UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace";
                assert_eq!(session.query_text(triggers), [""; 0], "{what}");
            }
        }
    }
}

#[test]
fn a_trigger_that_was_dropped_by_hand_is_no_obstacle_to_giving_up() {
    for (call, column) in [(RENAME, "w"), (TYPE, "n"), (SPLIT, "a")] {
        for is_complete in [false, true] {
            let db = Db::fresh();
            let mut session = table(&db);
            let before = schema(&db);
            done(&mut session, call);
            if is_complete {
                done(&mut session, &format!("complete('t', '{column}')"));
            }
            session.exec(
                "DO $$DECLARE x name; BEGIN FOR x IN SELECT tgname FROM pg_trigger
                     WHERE tgrelid = 't'::regclass AND tgname LIKE '~%sync%' LOOP
                   EXECUTE format('DROP TRIGGER %I ON t', x); END LOOP; END$$",
            );
            if is_complete && call != RENAME {
                // What was written meanwhile is in the new columns alone.
                let error = operate(&mut session, "abort(1)").expect_err(call);
                assert_eq!(error.sqlstate, "55000", "{call}: {error:?}");
                done(&mut session, "complete(1, force => true)");
                assert_eq!(session.one(STATE), "done", "{call}");
                session.exec("INSERT INTO t (id) VALUES (1000)");
                continue;
            }
            done(&mut session, "abort(1)");
            assert_eq!(session.one(STATE), "aborted", "{call}, {is_complete}");
            // The function is of no trigger any more, and could be anybody's.
            session.exec("DO $$DECLARE x regprocedure; BEGIN FOR x IN SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace LOOP
                            EXECUTE format('DROP FUNCTION %s', x); END LOOP; END$$");
            assert_eq!(schema(&db), before, "{call}, {is_complete}");
        }
    }
}

/// The table gets another name or place while a change is open: it goes on, or the call is refused and says why.
#[test]
fn a_table_is_renamed_or_moved_while_a_change_is_open() {
    for (call, column) in [(RENAME, "w"), (TYPE, "n"), (SPLIT, "a"), ("safe_drop_column('t', 'v')", "v")] {
        for is_complete in [false, true] {
            if call.contains("drop") && !is_complete {
                continue;
            }
            for (moved, table) in [
                ("safe_rename_table('t', 'people')", "people"),
                ("safe_rename_table('t', 'people', compatibility_view => false)", "people"),
                ("safe_set_schema('t', 'other')", "other.t"),
            ] {
                for end in ["undo(1)", "complete(1, force => true)"] {
                    let what = format!("{call}, {is_complete}, {moved}, {end}");
                    let db = Db::fresh();
                    let mut session = self::table(&db);
                    session.exec("CREATE SCHEMA other");
                    done(&mut session, call);
                    if is_complete && !call.contains("drop") {
                        done(&mut session, &format!("complete('t', '{column}')"));
                    }
                    let table = match operate(&mut session, moved) {
                        Ok(_) => table,
                        Err(error) => {
                            assert_eq!(error.sqlstate, "55006", "{what}: {error:?}");
                            assert!(
                                error.message.contains("of t.") && error.hint.contains('1'),
                                "{what}: {error:?}"
                            );
                            assert_eq!(moved, "safe_rename_table('t', 'people')", "{what}: {error:?}");
                            "t"
                        }
                    };
                    session.exec(&format!("INSERT INTO {table} (id, n) VALUES (1000, 5)"));
                    for _ in 0..2 {
                        done(
                            &mut session,
                            if call.contains("drop") && end.starts_with("undo") { "restore(1)" } else { end },
                        );
                    }
                    let state = session.one(STATE);
                    assert!(["done", "aborted", "undone"].contains(&state.as_str()), "{what}: {state}");
                    session.exec(&format!("INSERT INTO {table} (id, n) VALUES (1001, 5); UPDATE {table} SET n = 6 WHERE id = 1000"));
                    let left = "SELECT tgname FROM pg_trigger WHERE tgname LIKE '~%'
                                UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace";
                    assert_eq!(session.query_text(left), [""; 0], "{what}");
                }
            }
        }
    }
}

/// What was copied for the new column goes where its original is dropped in the middle.
#[test]
fn a_copy_goes_with_its_original() {
    for (dropped, is_by_hand) in [
        ("ALTER TABLE t DROP CONSTRAINT t_u", true),
        ("SELECT migrate.safe_drop_constraint('t', 't_u')", false),
        ("DROP INDEX t_n", true),
        ("ALTER TABLE t DROP CONSTRAINT t_c", true),
        ("ALTER TABLE t ALTER n DROP NOT NULL", true),
    ] {
        let db = Db::fresh();
        let mut session = table(&db);
        session.exec(
            "ALTER TABLE t ADD CONSTRAINT t_u UNIQUE (n), ADD CONSTRAINT t_c CHECK (n > 0), ALTER n SET NOT NULL; CREATE INDEX t_n ON t (n)",
        );
        done(&mut session, TYPE);
        match is_by_hand {
            true => session.exec(dropped),
            false => drop(done(&mut session, dropped.trim_start_matches("SELECT migrate."))),
        }
        done(&mut session, "complete(1)");
        done(&mut session, "complete(1, force => true)");
        assert_eq!(session.query_text(OURS), [""; 0], "{dropped}");
        let left = "SELECT relname FROM pg_class WHERE relname ~ '_new_type_' UNION SELECT conname FROM pg_constraint WHERE conname ~ '_new_type_'";
        assert_eq!(session.query_text(left), [""; 0], "{dropped}");
        assert_eq!(session.one("SELECT pg_typeof(n) FROM t LIMIT 1"), "bigint", "{dropped}");
    }
}
