//! An ordinary table that Citus takes over, since a foreign key leads from it to a reference table: what is said of it
//! before, what goes on behind it, and the way back. Another table has the name then, so the stand-in has it so.

use migrate_client_tests::{Db, Session};

use super::refused::before_18;
use super::stand_ins::{cluster, with_keys};
use crate::common::{create, done, operate, operator, wait_for_blocked_worker};

const KEY: &str = "safe_add_foreign_key('plain', ARRAY['ref_id'], 'ref')";

/// With rows in `plain`, which is large, and in `ref`.
fn large(db: &Db) -> Session {
    let mut session = cluster(db);
    with_keys(&mut session);
    session.exec(
        "INSERT INTO ref SELECT i, i FROM generate_series(1, 10) i;
         INSERT INTO plain SELECT i, i, 'x' FROM generate_series(1, 10) i; SET migrate.small_table = 0",
    );
    session
}

fn kept(session: &mut Session) -> Vec<String> {
    session.query_text(
        "SELECT logicalrelid FROM pg_catalog.pg_dist_partition WHERE autoconverted AND logicalrelid <> 'local'::regclass ORDER BY 1",
    )
}

fn key(session: &mut Session) -> Vec<String> {
    session.query_text(
        "SELECT conrelid::regclass, convalidated FROM pg_constraint WHERE conname = 'plain_ref_id_fkey'",
    )
}

fn planned(session: &mut Session, call: &str) -> Vec<String> {
    session.query_text(&format!(
        "SELECT translate(lock, chr(10), ' '), translate(detail, chr(10), ' ') FROM migrate.{call}, dry_run => true)"
    ))
}

/// The table is ordinary when it is planned, one of Citus' from the first step on, and ordinary again behind the way back.
#[test]
fn a_key_to_a_reference_table_hands_the_table_over_and_its_end_gives_it_back() {
    let Some(db) = before_18() else { return };
    let mut session = large(&db);
    assert_eq!(
        planned(&mut session, "safe_add_foreign_key('plain', ARRAY['ref_id'], 'ref'"),
        [
            "ACCESS EXCLUSIVE SHARE ROW EXCLUSIVE on ref|Citus manages plain from then on; locked on all nodes first",
            "SHARE UPDATE EXCLUSIVE ROW SHARE on ref|reads the table, stops nobody; locked on all nodes first",
        ]
    );
    assert_eq!(done(&mut session, KEY), ["queued", "queued"]);
    assert_eq!(kept(&mut session), ["plain"]);
    assert_eq!(key(&mut session), ["plain|t"]);
    assert_eq!(done(&mut session, KEY), ["already done"]);
    // All else is refused there, as ever.
    for call in [
        "safe_add_column('plain', 'x', 'int')",
        "safe_create_index('plain', ARRAY['v'])",
        "safe_backfill('plain', 'v = 1::text')",
        "safe_add_foreign_key('plain', ARRAY['ref_id'], 'ref', create_index => true)",
        "safe_drop_constraint('plain', 'plain_pkey')",
        "safe_drop_index('plain_pkey')",
    ] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
        assert_eq!(
            (error.sqlstate.as_str(), error.message.as_str()),
            ("0A000", "table \"plain\" is managed by Citus"),
            "{call}"
        );
    }
    let undo = format!("undo({}", session.one("SELECT min(id) FROM migrate.operations"));
    let told = planned(&mut session, &undo);
    assert_eq!(told.len(), 1, "{told:?}");
    for word in
        ["Citus copies its rows back into an ordinary table, while everybody waits", "locked on all nodes"]
    {
        assert!(told[0].contains(word), "{told:?}");
    }
    assert_eq!(done(&mut session, &format!("{undo})")), ["done"]);
    assert_eq!(kept(&mut session), Vec::<String>::new());
    assert_eq!(key(&mut session), Vec::<String>::new());
    assert_eq!(session.one("SELECT count(*) FROM plain"), "10");
}

/// The index that was made for the key goes with it, whoever keeps the table by then.
#[test]
fn the_index_of_the_key_goes_with_it() {
    let Some(db) = before_18() else { return };
    for stays in [false, true] {
        let db = Db::beside_on(db.server());
        let mut session = large(&db);
        if stays {
            session.exec("ALTER TABLE plain ADD COLUMN other int");
        }
        done(&mut session, "safe_add_foreign_key('plain', ARRAY['ref_id'], 'ref', create_index => true)");
        if stays {
            session.exec("ALTER TABLE plain ADD FOREIGN KEY (other) REFERENCES ref2 NOT VALID");
        }
        let indexes = "SELECT count(*) FROM pg_index WHERE indrelid = 'plain'::regclass AND NOT indisprimary";
        assert_eq!(session.one(indexes), "1");
        let id = session.one("SELECT min(id) FROM migrate.operations");
        assert_eq!(done(&mut session, &format!("undo({id})")), ["queued", "queued"]);
        assert_eq!(session.one(indexes), "0");
        assert_eq!(key(&mut session), Vec::<String>::new());
        assert_eq!(kept(&mut session).len(), usize::from(stays));
    }
}

/// Citus takes all that foreign keys tie together: it is said of each, and each is locked as Citus will.
#[test]
fn what_foreign_keys_tie_to_it_goes_along() {
    let Some(db) = before_18() else { return };
    let mut session = large(&db);
    session.exec(
        "CREATE TABLE \"Near\" (id int PRIMARY KEY, plain_id int REFERENCES plain);
         CREATE TABLE other.far_off (id int, near_id int REFERENCES \"Near\")",
    );
    let call = "safe_add_foreign_key('plain', ARRAY['ref_id'], 'ref'";
    let told = planned(&mut session, call);
    assert_eq!(
        told[0],
        "ACCESS EXCLUSIVE and on other.far_off and on \"Near\" SHARE ROW EXCLUSIVE on ref|Citus manages plain from then on, and other.far_off and \"Near\", which foreign keys tie to it; locked on all nodes first"
    );
    let explained = session.one(
        "SELECT translate(string_agg(reason, ' '), chr(10), ' ') FROM migrate.explain($$SELECT migrate.safe_add_foreign_key('plain', ARRAY['ref_id'], 'ref')$$)",
    );
    assert!(
        explained.contains("Citus manages plain from then on, and other.far_off and \"Near\""),
        "{explained}"
    );
    // Who reads one of them is waited for outside of the queue.
    let mut reader = db.session();
    reader.exec("BEGIN; SELECT * FROM other.far_off");
    session.exec("SET migrate.lock_wait = '300ms'");
    let error = operate(&mut session, KEY).expect_err("it is read");
    assert!(format!("{error:?}").contains("could not lock table \\\"other.far_off\\\""), "{error:?}");
    reader.exec("COMMIT");
    session.exec("RESET migrate.lock_wait");
    assert_eq!(done(&mut session, KEY), ["queued", "queued"]);
    assert_eq!(kept(&mut session).len(), 2, "the stand-in takes those that are next to it");
    let id = session.one("SELECT max(id) FROM migrate.operations WHERE status = 'done'");
    done(&mut session, &format!("undo({id})"));
    assert_eq!(kept(&mut session), Vec::<String>::new());
}

/// Citus would refuse it when the step runs.
#[test]
fn what_cannot_go_along_is_refused_before_anything_is_queued() {
    let Some(db) = before_18() else { return };
    let role = operator(&db, "LOGIN");
    let mut session = large(&db);
    session.exec(&format!(
        "CREATE TABLE near (id int, plain_id int REFERENCES plain); ALTER TABLE plain OWNER TO {role};
         GRANT REFERENCES ON ref TO {role}"
    ));
    let mut owner = db.session_as(&role);
    let error = owner.expect_error(&format!("SELECT * FROM migrate.{KEY}"));
    let message = "must be owner of table \"near\", which Citus would manage from then on, too";
    assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("42501", message));
    assert!(error.detail.starts_with("Foreign keys tie near to plain, and its owner is "), "{error:?}");
    assert!(error.hint.contains("a member of the owners"), "{error:?}");
    session.exec(
        "DROP TABLE near; CREATE TABLE near (id int, plain_id int REFERENCES plain) PARTITION BY LIST (id);
         CREATE TABLE parted (id int, ref_id int) PARTITION BY LIST (id); CREATE TABLE above (id int, ref_id int);
         CREATE TABLE heir () INHERITS (above); CREATE VIEW shown AS SELECT 1 AS ref_id",
    );
    let error =
        session.expect_error("SELECT * FROM migrate.safe_add_foreign_key('shown', ARRAY['ref_id'], 'ref')");
    assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("42809", "\"shown\" is a view"));
    let of = |table: &str| format!("safe_add_foreign_key('{table}', ARRAY['ref_id'], 'ref')");
    for (table, call) in
        [("near", KEY.into()), ("parted", of("parted")), ("above", of("above")), ("heir", of("heir"))]
    {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
        let message = format!("Citus would manage table \"{table}\" from then on");
        assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("0A000", &*message));
    }
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "0", "nothing is queued");
}

/// A worker that is gone between the two steps: who calls again goes on with a table of another kind.
#[test]
fn a_call_behind_a_crash_goes_on_on_the_table_that_citus_has_by_then() {
    let Some(db) = before_18() else { return };
    let mut session = large(&db);
    // The worker is gone where the second step begins.
    session.exec(
        "CREATE FUNCTION gone() RETURNS event_trigger LANGUAGE plpgsql AS $$
         BEGIN
             IF current_query() ~ 'VALIDATE' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
         END $$;
         CREATE EVENT TRIGGER gone ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION gone()",
    );
    create(&mut session, 1, &format!("SELECT migrate.{KEY}; ALTER TABLE plain ADD COLUMN x int"), "SELECT 1");
    for in_script in [false, true] {
        session.exec("ALTER EVENT TRIGGER gone ENABLE");
        let ended = match in_script {
            false => operate(&mut session, KEY).map(drop),
            true => session.try_query("CALL migrate.up()").map(drop),
        };
        ended.expect_err("its worker is gone");
        assert_eq!(key(&mut session), ["plain|f"], "{in_script}");
        assert_eq!(kept(&mut session), ["plain"], "{in_script}");
        session.exec("ALTER EVENT TRIGGER gone DISABLE");
        if !in_script {
            assert_eq!(done(&mut session, KEY), ["already done", "done"]);
            assert_eq!(key(&mut session), ["plain|t"]);
            session.exec("ALTER TABLE plain DROP CONSTRAINT plain_ref_id_fkey");
            assert_eq!(kept(&mut session), Vec::<String>::new());
        }
    }
    session.exec("CALL migrate.up()");
    assert_eq!(key(&mut session), ["plain|t"]);
    assert_eq!(session.one("SELECT status FROM migrate.status()"), "applied");
}

/// In a script, behind statements that touch the table and before others.
#[test]
fn a_script_goes_on_with_the_table() {
    let Some(db) = before_18() else { return };
    let mut session = large(&db);
    let up = format!(
        "ALTER TABLE plain ADD COLUMN x int; SELECT migrate.{KEY}; ALTER TABLE plain ADD COLUMN y int;
         INSERT INTO plain VALUES (11, 1, 'y', 1, 1); SELECT migrate.safe_add_constraint('ref', 'c', 'id > 0')"
    );
    let down =
        "SELECT migrate.safe_drop_constraint('plain', 'plain_ref_id_fkey'); ALTER TABLE plain DROP COLUMN x;
                SELECT migrate.safe_drop_constraint('ref', 'c')";
    create(&mut session, 1, &up, down);
    session.exec("CALL migrate.up()");
    assert_eq!((key(&mut session), kept(&mut session)), (vec!["plain|t".into()], vec!["plain".into()]));
    session.exec("CALL migrate.down()");
    assert_eq!((key(&mut session), kept(&mut session)), (Vec::new(), Vec::new()));
}

/// The way back of a key that was dropped, and of one that was validated.
#[test]
fn a_key_that_was_dropped_comes_back() {
    let Some(db) = before_18() else { return };
    let mut session = large(&db);
    done(&mut session, KEY);
    done(&mut session, "safe_drop_constraint('plain', 'plain_ref_id_fkey')");
    assert_eq!((key(&mut session), kept(&mut session)), (Vec::new(), Vec::new()));
    let id = session.one("SELECT max(id) FROM migrate.operations");
    let told = planned(&mut session, &format!("undo({id}"));
    assert!(
        told[0].contains("Citus manages public.plain from then on; locked on all nodes first"),
        "{told:?}"
    );
    assert_eq!(done(&mut session, &format!("undo({id})")), ["queued", "queued"]);
    assert_eq!((key(&mut session), kept(&mut session)), (vec!["plain|t".into()], vec!["plain".into()]));
    // To be NOT VALID again it would have to be dropped and made in one transaction.
    session.exec("UPDATE pg_constraint SET convalidated = false WHERE conname = 'plain_ref_id_fkey'");
    done(&mut session, "safe_validate_constraint('plain')");
    let id = session.one("SELECT max(id) FROM migrate.operations");
    let error = session.expect_error(&format!("SELECT * FROM migrate.undo({id})"));
    assert_eq!(error.message, "table \"public.plain\" is managed by Citus");
}

/// A small table gets it in one step, also within the caller's transaction.
#[test]
fn in_the_callers_transaction_it_is_handed_over_at_once() {
    let Some(db) = before_18() else { return };
    let mut session = large(&db);
    session.exec("RESET migrate.small_table");
    session.exec("BEGIN");
    assert_eq!(session.one(&format!("SELECT status FROM migrate.{KEY}")), "done");
    session.exec("ROLLBACK; BEGIN");
    assert_eq!(kept(&mut session), Vec::<String>::new());
    assert_eq!(session.one(&format!("SELECT status FROM migrate.{KEY}")), "done");
    session.exec("COMMIT");
    assert_eq!((key(&mut session), kept(&mut session)), (vec!["plain|t".into()], vec!["plain".into()]));
}

/// Each step looks again how the table is kept that has the name by then: the steps of a key are right on an ordinary table
/// and on a local one, and on no other.
#[test]
fn what_a_step_meets_is_looked_at_again() {
    let Some(db) = before_18() else { return };
    // What somebody else makes of it between the plan and the lock.
    const TAKEN: &str = "INSERT INTO pg_catalog.pg_dist_partition VALUES ('plain', 'n', NULL, 0, 's', true)";
    const SPREAD: &str =
        "INSERT INTO pg_catalog.pg_dist_partition VALUES ('plain', 'h', 'id', 1, 's', false)";
    for (change, is_met) in [(TAKEN, true), (SPREAD, false)] {
        let db = Db::beside_on(db.server());
        let mut session = large(&db);
        let mut reader = db.session();
        reader.exec("BEGIN; SELECT * FROM plain");
        let job = session.one(&format!("SELECT min(job) FROM migrate.{KEY}"));
        wait_for_blocked_worker(&db);
        session.exec(change);
        reader.exec("COMMIT");
        let ended = session.try_query(&format!("CALL migrate.wait({job})"));
        match ended {
            Ok(_) => assert!(is_met, "{change}"),
            Err(error) => assert!(!is_met && error.detail.contains("0A000"), "{change}: {error:?}"),
        }
        assert_eq!(key(&mut session).len(), usize::from(is_met), "{change}");
    }
    // And between the two steps: by its name, since it is another table by then, or the same where Citus takes nothing over.
    for (change, is_met) in [
        ("PERFORM 1", true),
        (
            "UPDATE pg_catalog.pg_dist_partition SET partmethod = 'h', partkey = 'id', colocationid = 1
             WHERE logicalrelid IN (SELECT oid FROM pg_class WHERE relname = 'plain')",
            false,
        ),
    ] {
        let db = Db::beside_on(db.server());
        let mut session = large(&db);
        if is_met {
            session.exec("ALTER EVENT TRIGGER ties DISABLE");
        }
        session.exec(&format!(
            "CREATE FUNCTION meddle() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN {change}; END $$;
             CREATE EVENT TRIGGER zz_meddle ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION meddle()"
        ));
        let ended = operate(&mut session, KEY);
        match ended {
            Ok(_) => assert!(is_met, "{change}"),
            Err(error) => assert!(!is_met && format!("{error:?}").contains("40001"), "{change}: {error:?}"),
        }
        assert_eq!(key(&mut session), [if is_met { "plain|t" } else { "plain|f" }], "{change}");
    }
}
