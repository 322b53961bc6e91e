//! What a change or a backfill could do only in part is refused before anything is done, and says why: rules, row security
//! that hides rows, a trigger that fires behind ours.

use migrate_client_tests::{Db, Session};

const CALLS: [&str; 4] = [
    "safe_rename_column('t', 'state', 'status')",
    "safe_change_column_type('t', 'n', 'bigint')",
    "safe_split_column('t', 'state', ARRAY['a', 'b'], ARRAY['split_part(state, '' '', 1)', 'split_part(state, '' '', 2)'],
                       'concat_ws('' '', a, b)')",
    "safe_backfill('t', 'n = 1')",
];

fn table(session: &mut Session, small_table: u32) {
    session.exec(&format!(
        "CREATE TABLE t (id int PRIMARY KEY, state text, n int);
         INSERT INTO t SELECT i, 'row ' || i, i FROM generate_series(1, 10) i; SET migrate.small_table = {small_table}"
    ));
}

/// Each call is refused with this, and nothing is left of it.
fn refused(session: &mut Session, calls: &[&str], sqlstate: &str, message: &str, hint: &str) {
    const COLUMNS: &str = "SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0";
    for call in calls {
        let error = session.expect_error(&format!("SELECT migrate.{call}"));
        assert_eq!((error.sqlstate.as_str(), error.message.as_str()), (sqlstate, message), "{call}");
        assert!(error.hint.contains(hint), "{call}: {error:?}");
        assert_eq!(session.one(COLUMNS), "3", "{call}");
    }
}

#[test]
fn rows_that_a_policy_hides() {
    for small_table in [0, 1000] {
        let db = Db::fresh();
        let role = crate::common::operator(&db, "LOGIN");
        let mut owner = db.session_as(&role);
        table(&mut owner, small_table);
        owner.exec(
            "CREATE POLICY p ON t USING (id > 5); ALTER TABLE t ENABLE ROW LEVEL SECURITY;
             ALTER TABLE t FORCE ROW LEVEL SECURITY",
        );
        // A small table gets its new type from one ALTER, which no policy disturbs.
        let calls: Vec<&str> =
            CALLS.into_iter().filter(|call| small_table == 0 || !call.contains("type")).collect();
        let message = "row security of table \"t\" may hide rows from the current role";
        refused(&mut owner, &calls, "42501", message, "NO FORCE ROW LEVEL SECURITY");
        owner.exec("ALTER TABLE t NO FORCE ROW LEVEL SECURITY");
        crate::common::operate(&mut owner, CALLS[0]).expect("the owner sees all rows");
        assert_eq!(owner.one("SELECT count(*) FROM t WHERE status = 'row ' || id"), "10");
    }
}

#[test]
fn rules() {
    let db = Db::fresh();
    let mut session = db.session();
    table(&mut session, 0);
    session.exec("CREATE RULE r AS ON UPDATE TO t WHERE new.n < 0 DO INSTEAD NOTHING");
    let message = "table \"t\" has rules, which rewrite what is written to it";
    refused(&mut session, &CALLS, "0A000", message, "ALTER TABLE t DISABLE RULE");
    session.exec("DROP RULE r ON t; CREATE RULE r AS ON INSERT TO t DO ALSO NOTIFY t");
    refused(&mut session, &CALLS[..3], "0A000", message, "ALTER TABLE t DISABLE RULE");
    crate::common::operate(&mut session, CALLS[3]).expect("inserts are nothing to a backfill");
    session.exec("ALTER TABLE t DISABLE RULE r");
    crate::common::operate(&mut session, CALLS[0]).expect("a rule that is disabled");
}

#[test]
fn a_trigger_behind_ours() {
    let db = Db::fresh();
    let mut session = db.session();
    table(&mut session, 0);
    session.exec(
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.state := upper(NEW.state); RETURN NEW; END';
         CREATE TRIGGER \"über\" BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
    );
    let message = "trigger \"über\" of table \"t\" would fire after the one that keeps both columns in step";
    refused(&mut session, &CALLS[..3], "0A000", message, "ALTER TRIGGER \"über\" ON t RENAME TO");
    session.exec("ALTER TRIGGER \"über\" ON t RENAME TO zz");
    crate::common::operate(&mut session, CALLS[0]).expect("it fires before ours");
    session.exec("UPDATE t SET status = 'new' WHERE id = 1");
    // The trigger changed the old end, which it knows; what was written to the new one counts.
    assert_eq!(session.one("SELECT count(*) FROM t WHERE state IS DISTINCT FROM status"), "0");
    session.exec("UPDATE t SET state = 'old' WHERE id = 2");
    assert_eq!(session.one("SELECT state, status FROM t WHERE id = 2"), "OLD|OLD");
}
