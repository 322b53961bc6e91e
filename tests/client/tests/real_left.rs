//! What is left of a change is taken away, or told: functions without a trigger, triggers without a record.
//!
//! Not here: what a kill leaves (operations_crash.rs), columns that were dropped by hand (real_ends.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{done, operate};

const FUNCTIONS: &str = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1";
const STATE: &str = "SELECT state FROM migrate.changes ORDER BY id DESC LIMIT 1";

const CHANGES: [&str; 3] = [
    "safe_rename_column('t', 'v', 'w')",
    "safe_change_column_type('t', 'n', 'bigint')",
    "safe_split_column('t', 'v', ARRAY['a', 'b'], ARRAY['left(v, 1)', 'substr(v, 2)'], 'a || b')",
];

fn table(session: &mut Session) {
    session.exec(
        "SET migrate.small_table = 0; CREATE TABLE t (id int PRIMARY KEY, v text, n int);
         INSERT INTO t SELECT i, 'v' || i, i FROM generate_series(1, 300) i",
    );
}

#[test]
fn functions_go_with_a_change_whose_table_is_gone() {
    for change in CHANGES {
        for is_complete in [false, true] {
            let db = Db::fresh();
            let mut session = db.session();
            table(&mut session);
            done(&mut session, change);
            if is_complete && !change.contains("rename") {
                done(&mut session, "complete(1)");
            }
            let functions = session.query_text(FUNCTIONS);
            assert_eq!(functions.len(), 1, "{change}");
            // Somebody has made one that ends alike, and one that says the same.
            session.exec(&format!(
                "CREATE FUNCTION \"my_{0}\"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; DROP TABLE t",
                functions[0]
            ));
            done(&mut session, "abort(1)");
            assert_eq!(session.one(STATE), "aborted", "{change}");
            assert_eq!(session.query_text(FUNCTIONS), [format!("my_{}", functions[0])], "{change}");
        }
    }
}

#[test]
fn a_function_goes_though_somebody_has_dropped_its_trigger() {
    for change in CHANGES {
        let db = Db::fresh();
        let mut session = db.session();
        table(&mut session);
        done(&mut session, change);
        for trigger in session.query_text("SELECT quote_ident(tgname) FROM pg_trigger WHERE tgname ~ '_sync'")
        {
            session.exec(&format!("DROP TRIGGER {trigger} ON t"));
        }
        done(&mut session, "abort(1)");
        assert_eq!(session.query_text(FUNCTIONS), [""; 0], "{change}");
    }
}

/// A function whose text somebody has changed is theirs, and so is one that another trigger calls.
#[test]
fn what_somebody_else_uses_stays() {
    let db = Db::fresh();
    let mut session = db.session();
    table(&mut session);
    done(&mut session, CHANGES[0]);
    let function = session.one(FUNCTIONS);
    session.exec(&format!(
        "CREATE TABLE other (v text, w text);
         CREATE TRIGGER mine BEFORE INSERT ON other FOR EACH ROW EXECUTE FUNCTION {function}(); DROP TABLE t"
    ));
    done(&mut session, "abort(1)");
    assert_eq!(session.query_text(FUNCTIONS), [function]);
}

#[test]
fn triggers_that_nothing_is_written_down_of_are_told() {
    for change in CHANGES {
        let db = Db::fresh();
        let mut session = db.session();
        table(&mut session);
        done(&mut session, change);
        session.exec("DROP EXTENSION migrate_ext CASCADE; CREATE EXTENSION migrate_ext");
        let error = operate(&mut session, change).expect_err(change);
        assert_eq!(error.sqlstate, "55000", "{change}: {error:?}");
        assert!(error.message.contains("not known here"), "{change}: {error:?}");
        // A column that they have nothing to do with can be changed.
        done(&mut session, "safe_rename_column('t', 'id', 'key')");
        done(&mut session, "abort('t', 'key')");
        // The hint is what is to be done.
        let (drops, _) = error.hint.split_once("; then").expect("a sentence");
        session.exec(drops);
        for column in session.query_text(
            "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 3 AND NOT attisdropped",
        ) {
            assert!(error.detail.contains(column.trim_matches('"')), "{change}: {error:?}");
            session.exec(&format!("ALTER TABLE t DROP COLUMN {column}"));
        }
        done(&mut session, change);
        assert_eq!(session.one(STATE), "ready", "{change}");
        done(&mut session, "abort((SELECT max(id) FROM migrate.changes))");
        assert_eq!(session.query_text(FUNCTIONS), [""; 0], "{change}");
    }
}
