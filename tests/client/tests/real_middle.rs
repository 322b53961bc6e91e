//! A database that is restored from a dump taken in the middle of a change: the same call, its end and its abort go on
//! there, whatever step it stood in.
//!
//! Not here: dumps of changes that stand between their calls (real_records.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{OURS, WORKERS, done, operate, schema};
use crate::real_records::restored;

const RENAME: &str = "safe_rename_column('t', 'v', 'w')";
const TYPE: &str = "safe_change_column_type('t', 'n', 'smallint')";
const STATE: &str = "SELECT state FROM migrate.changes ORDER BY id DESC LIMIT 1";

fn table(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(
        "SET migrate.small_table = 0; CREATE TABLE t (id int PRIMARY KEY, v text NOT NULL, n int CHECK (n > 0));
         INSERT INTO t SELECT i, 'v' || i, i FROM generate_series(1, 300) i; CREATE INDEX t_v ON t (v); CREATE INDEX t_n ON t (n)",
    );
    session
}

/// The worker is killed where it waits, on this condition of `pg_stat_activity`.
fn kill_where(db: &Db, session: &mut Session, waits: &str) {
    let held = format!(
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'migrate_ext job' AND datname = current_database() AND {waits}"
    );
    db.wait_for(&format!("SELECT count(*) FROM ({held}) h"), &["1"]);
    session.exec(&format!("SELECT pg_terminate_backend(pid) FROM ({held}) h"));
    db.wait_for(WORKERS, &["0"]);
}

/// Broken off before anything is made, where rows are filled, or where it is completed.
fn broken_off(db: &Db, session: &mut Session, call: &str, state: &str) {
    match state {
        "expanding" => {
            let mut other = db.session();
            other.exec("BEGIN; SELECT FROM t LIMIT 1");
            session.exec("SET migrate.lock_wait = '1h'");
            session.exec(&format!("SELECT migrate.{call}"));
            // It tries again and again: nobody queues behind it.
            db.wait_for("SELECT state FROM migrate.changes", &["expanding"]);
            kill_where(db, session, "true");
            other.exec("ROLLBACK");
        }
        "backfilling" => {
            session.exec(
                "CREATE FUNCTION public.held() RETURNS trigger LANGUAGE plpgsql AS
                     'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NEW; END';
                 CREATE TRIGGER held BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.id = 200) EXECUTE FUNCTION held()",
            );
            let mut holder = db.session();
            holder.exec("SELECT pg_advisory_lock(1)");
            session.exec(&format!("SELECT migrate.{call}"));
            kill_where(db, session, "wait_event = 'advisory'");
            session.exec("DROP TRIGGER held ON t; DROP FUNCTION held()");
        }
        _ => {
            done(session, call);
            let mut other = db.session();
            other.exec("BEGIN; SELECT FROM t LIMIT 1");
            session.exec("SET migrate.lock_wait = '300ms'");
            let error = operate(session, "complete(1)").expect_err("the table is in use");
            assert_eq!(error.sqlstate, "55P03", "{call}: {error:?}");
            other.exec("ROLLBACK");
        }
    }
    assert_eq!(session.one(STATE), state, "{call}");
}

#[test]
fn a_change_goes_on_in_a_copy_of_its_middle() {
    for (call, value) in [(RENAME, "w = 'x'"), (TYPE, "n = 7")] {
        for state in ["expanding", "backfilling", "contracting"] {
            let db = Db::fresh();
            let mut session = table(&db);
            let before = schema(&db);
            broken_off(&db, &mut session, call, state);
            for end in ["complete", "abort"] {
                let what = format!("{call}, {state}, {end}");
                let copy = restored(&db, &[]);
                let mut there = copy.session();
                there.exec("SET migrate.small_table = 0");
                if end == "abort" && state != "contracting" {
                    done(&mut there, "abort(1)");
                    assert_eq!(there.one(STATE), "aborted", "{what}");
                    assert_eq!(schema(&copy), before, "{what}");
                    assert_eq!(there.one("SELECT count(*), sum(n), min(v) FROM t"), "300|45150|v1", "{what}");
                    continue;
                }
                if state != "contracting" {
                    done(&mut there, call);
                    assert_eq!(there.one("SELECT count(*), max(id) FROM migrate.changes"), "1|1", "{what}");
                    there.exec(&format!("UPDATE t SET {value} WHERE id = 5"));
                }
                done(&mut there, "complete(1)");
                assert_eq!(there.one(STATE), "grace", "{what}");
                assert_eq!(there.one("SELECT count(*) FROM t WHERE id <> 5 AND n = id"), "299", "{what}");
                if end == "abort" {
                    done(&mut there, "abort(1)");
                    assert_eq!(there.one("SELECT count(*), sum(n), min(v) FROM t"), "300|45150|v1", "{what}");
                } else {
                    done(&mut there, "complete(1, force => true)");
                }
                assert_eq!(there.query_text(OURS), [""; 0], "{what}");
            }
        }
    }
}
