//! Safe operations that failed before they had done anything: what bears their objects' names is somebody else's, and is
//! not taken back with them.
//!
//! Not here: operations that were broken off half-way (operations_crash.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{STATUS, create};

/// Has a call fail for want of a lock on `items`, so that nothing of it is done.
fn fail(db: &Db, session: &mut Session, call: &str) {
    let mut holder = db.session();
    holder.exec("BEGIN; LOCK TABLE items");
    session.exec("SET migrate.lock_wait = '200ms'");
    let error = session.expect_error(call);
    assert_eq!(error.sqlstate, "55P03", "{error:?}");
    session.exec("RESET migrate.lock_wait");
    holder.exec("ROLLBACK");
}

/// Registers the one migration, or mends it.
fn load(session: &mut Session, up: &str) {
    let sql = "SELECT * FROM migrate.load($1, '1_m.sql', down => 'SELECT migrate.undo()')";
    session.query_with(sql, &[up]).expect("load");
}

/// Somebody else's column of the name, with what is in it.
const MEANWHILE: &str = "ALTER TABLE items ADD COLUMN k int; UPDATE items SET k = 42";

fn items() -> (Db, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE items (id int); INSERT INTO items VALUES (1); CREATE TABLE others (id int)");
    (db, session)
}

#[test]
fn the_first_form_of_a_mended_script_is_not_taken_back() {
    let (db, mut session) = items();
    load(&mut session, "SELECT migrate.safe_add_column('items', 'k', 'int')");
    fail(&db, &mut session, "CALL migrate.up()");
    // What says that nothing is done must stay.
    session.exec("SELECT migrate.prune('0')");
    load(&mut session, "SELECT migrate.safe_add_column('items', 'j', 'int')");
    session.exec("CALL migrate.up()");
    session.exec(MEANWHILE);
    session.exec("CALL migrate.down()");
    assert_eq!(session.query_text("SELECT * FROM items"), ["1|42"]);
}

#[test]
fn a_half_run_takes_back_what_it_has_done() {
    let (db, mut session) = items();
    create(
        &mut session,
        1,
        "SELECT migrate.safe_add_column('others', 'a', 'int'); SELECT migrate.safe_add_column('items', 'k', 'int')",
        "SELECT migrate.undo(); SELECT migrate.undo()",
    );
    fail(&db, &mut session, "CALL migrate.up()");
    session.exec("SELECT migrate.prune('0')");
    session.exec(MEANWHILE);
    session.exec("CALL migrate.down()");
    assert_eq!(session.query_text("SELECT * FROM items"), ["1|42"]);
    assert_eq!(
        session
            .one("SELECT count(*) FROM pg_attribute WHERE attrelid = 'others'::regclass AND attname = 'a'"),
        "0"
    );
    assert_eq!(session.query_text(STATUS), ["1|pending"]);
}

/// Called by itself, as a job.
#[test]
fn an_operation_is_undone_by_its_number_where_it_has_done_something() {
    let (db, mut session) = items();
    session.exec("INSERT INTO items SELECT generate_series(2, 100000)");
    session.exec("ANALYZE items");
    let mut holder = db.session();
    holder.exec("BEGIN; LOCK TABLE items IN ROW EXCLUSIVE MODE");
    session.exec("SET migrate.lock_wait = '200ms'");
    session.exec("SELECT migrate.safe_add_column('items', 'k', 'int', default_value => 'floor(random())::int', not_null => true)");
    db.wait_for("SELECT status FROM migrate.jobs", &["failed"]);
    holder.exec("ROLLBACK");
    session.exec("RESET migrate.lock_wait");
    session.exec(MEANWHILE);
    session.exec("SELECT migrate.undo(max(id)) FROM migrate.operations");
    assert_eq!(session.one("SELECT count(*) FROM items WHERE k = 42"), "100000");
}
