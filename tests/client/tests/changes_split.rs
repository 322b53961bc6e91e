//! Columns that are split and merged online: both ends in step while there are two, the old end hidden and kept in step
//! after the completion, and every way back.
//!
//! Not here: what is common to all changes (changes_rename.rs).

use migrate_client_tests::{Cluster, Db, Session};

use crate::common::{create, schema, wait_for_blocked_worker};

const SPLIT: &str = "migrate.safe_split_column('people', 'name', ARRAY['first_name', 'last_name'],
    ARRAY['split_part(name, '' '', 1)', 'split_part(name, '' '', 2)'], 'concat_ws('' '', first_name, last_name)'";

const MERGE: &str = "migrate.safe_merge_columns('people', ARRAY['a', 'B'], 'c', 'a || ''/'' || \"B\"',
    ARRAY['split_part(c, ''/'', 1)', 'split_part(c, ''/'', 2)']";

fn people(large: bool) -> (Db, Session) {
    let db = Db::fresh();
    let session = people_in(&db, large);
    (db, session)
}

fn people_in(db: &Db, large: bool) -> Session {
    let mut session = db.session();
    session.exec(
        "CREATE TABLE people (id int PRIMARY KEY, name text NOT NULL, a text, \"B\" text);
         INSERT INTO people SELECT n, 'First' || n || ' Last' || n || ' Rest', 'a' || n, 'b' || n FROM generate_series(1, 500) n",
    );
    if large {
        session.exec("SET migrate.small_table = 0");
    }
    session
}

/// Calls it and waits for the job, if one is needed.
fn run(db: &Db, session: &mut Session, call: &str) {
    session.query_text(&format!("SELECT status FROM {call}"));
    db.wait_for("SELECT count(*) FROM migrate.jobs WHERE status IN ('queued', 'running')", &["0"]);
    let failed = "SELECT error FROM migrate.jobs WHERE status <> 'done'";
    assert_eq!(db.session().query_text(failed), [""; 0]);
}

fn state(db: &Db) -> String {
    db.session().one("SELECT state FROM migrate.changes ORDER BY id DESC LIMIT 1")
}

#[test]
fn both_ends_are_in_step() {
    for large in [false, true] {
        let (db, mut session) = people(large);
        run(&db, &mut session, &format!("{SPLIT})"));
        assert_eq!(state(&db), "ready");
        // What the new end cannot say is still in the old one.
        let right = "SELECT count(*) FROM people WHERE name = 'First' || id || ' Last' || id || ' Rest'
                     AND first_name = 'First' || id AND last_name = 'Last' || id";
        assert_eq!(session.one(right), "500");
        session.exec(
            "INSERT INTO people VALUES (1001, 'Ann Lee');
             INSERT INTO people (id, first_name, last_name) VALUES (1002, 'Bob', 'Ray');
             UPDATE people SET last_name = 'Poe' WHERE id = 1;
             UPDATE people SET name = 'Z X' WHERE id = 2;
             UPDATE people SET name = 'not this', first_name = 'New', last_name = 'End' WHERE id = 3;
             UPDATE people SET a = 'other' WHERE id = 4;
             INSERT INTO people (id, first_name, last_name) VALUES (1, 'x', 'y') ON CONFLICT (id) DO UPDATE SET first_name = 'Up'",
        );
        assert_eq!(
            session.query_text("SELECT name, first_name, last_name FROM people WHERE id IN (1, 2, 3, 4, 1001, 1002) ORDER BY id"),
            [
                "Up Poe|Up|Poe",
                "Z X|Z|X",
                "New End|New|End",
                "First4 Last4 Rest|First4|Last4",
                "Ann Lee|Ann|Lee",
                "Bob Ray|Bob|Ray"
            ]
        );
        assert!(
            session
                .query_text(&format!("SELECT status FROM {SPLIT})"))
                .iter()
                .all(|status| status == "already done")
        );
    }
}

#[test]
fn replicated_writes_are_carried_over() {
    let (db, mut session) = people(false);
    run(&db, &mut session, &format!("{SPLIT})"));
    session.exec("SET session_replication_role = replica; UPDATE people SET first_name = 'R' WHERE id = 1");
    assert_eq!(session.one("SELECT name FROM people WHERE id = 1"), "R Last1");
}

#[test]
fn completed_it_can_be_had_back_with_all_writes() {
    let (db, mut session) = people(true);
    run(&db, &mut session, &format!("{SPLIT})"));
    session.query_text("SELECT status FROM migrate.complete('people', 'name')");
    assert_eq!(state(&db), "grace");
    session.exec("INSERT INTO people (id, first_name, last_name) VALUES (1001, 'Late', 'Comer')");
    assert_eq!(session.expect_error("SELECT name FROM people").sqlstate, "42703");
    session.query_text("SELECT status FROM migrate.undo((SELECT max(id) FROM migrate.changes))");
    assert_eq!(state(&db), "ready");
    assert_eq!(session.one("SELECT name FROM people WHERE id = 1001"), "Late Comer");
    assert_eq!(session.one("SELECT name FROM people WHERE id = 7"), "First7 Last7 Rest");
    session.exec("UPDATE people SET name = 'Both Again' WHERE id = 7");
    assert_eq!(session.one("SELECT last_name FROM people WHERE id = 7"), "Again");
}

#[test]
fn after_the_grace_period_the_old_end_goes() {
    let (db, mut session) = people(false);
    run(&db, &mut session, &format!("{SPLIT})"));
    session.exec("SET migrate.drop_grace = 0");
    session.query_text("SELECT status FROM migrate.complete('people', 'name')");
    session.query_text("SELECT status FROM migrate.complete('people', 'name')");
    assert_eq!(state(&db), "done");
    let columns = "SELECT attname FROM pg_attribute WHERE attrelid = 'people'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum";
    assert_eq!(session.query_text(columns), ["id", "a", "B", "first_name", "last_name"]);
    assert_eq!(
        session.query_text("SELECT tgname FROM pg_trigger WHERE tgrelid = 'people'::regclass"),
        [""; 0]
    );
    let error = session.expect_error("SELECT * FROM migrate.undo((SELECT max(id) FROM migrate.changes))");
    assert_eq!(error.sqlstate, "0A000");
}

#[test]
fn given_up_nothing_is_left() {
    let (db, mut session) = people(true);
    let before = schema(&db);
    run(&db, &mut session, &format!("{SPLIT})"));
    run(&db, &mut session, &format!("{MERGE})"));
    assert_eq!(session.one("SELECT c FROM people WHERE id = 7"), "a7/b7");
    session.exec("UPDATE people SET c = 'x/y' WHERE id = 7");
    assert_eq!(session.one("SELECT a, \"B\" FROM people WHERE id = 7"), "x|y");
    run(&db, &mut session, "migrate.abort('people', 'c')");
    run(&db, &mut session, "migrate.abort('people', 'first_name')");
    assert_eq!(state(&db), "aborted");
    assert_eq!(schema(&db), before);
}

#[test]
fn what_is_wrong_is_told_at_once() {
    let (db, mut session) = people(true);
    let split = |expression: &str, types: &str| {
        format!(
            "SELECT * FROM migrate.safe_split_column('people', 'name', ARRAY['first_name'], ARRAY['{expression}'], 'first_name', ARRAY['{types}'])"
        )
    };
    assert_eq!(session.expect_error(&split("nowhere", "text")).sqlstate, "42703");
    assert_eq!(session.expect_error(&split("name", "nothing")).sqlstate, "42704");
    assert_eq!(session.expect_error(&split("name); DROP TABLE people; --", "text")).sqlstate, "42601");
    assert_eq!(session.expect_error(&split("name, id = 7", "text")).sqlstate, "42601");
    assert_eq!(
        session
            .expect_error(
                "SELECT * FROM migrate.safe_split_column('people', 'name', ARRAY['a'], ARRAY['name'], 'a')"
            )
            .sqlstate,
        "42710"
    );
    assert_eq!(session.expect_error("SELECT * FROM migrate.safe_split_column('people', 'name', ARRAY['x', 'y'], ARRAY['name'], 'x')").sqlstate, "22023");
    assert_eq!(db.session().query_text("SELECT * FROM migrate.changes"), [""; 0]);
    run(&db, &mut session, &format!("{SPLIT})"));
    let error =
        session.expect_error("SELECT * FROM migrate.safe_rename_column('people', 'name', 'full_name')");
    assert_eq!(error.sqlstate, "55006");
    assert_eq!(error.message, "table \"people\" is in the middle of another change: split of people.name");
}

/// A migration that begins it and one that completes it, rolled back one after the other.
#[test]
fn in_two_migrations() {
    let (db, mut session) = people(true);
    let before = schema(&db);
    create(&mut session, 1, &format!("SELECT * FROM {SPLIT})"), "SELECT migrate.undo()");
    create(&mut session, 2, "SELECT migrate.complete('people', 'name')", "SELECT migrate.undo()");
    session.one("CALL migrate.up()");
    assert_eq!(state(&db), "grace");
    session.one("CALL migrate.down()");
    assert_eq!(state(&db), "ready");
    session.one("CALL migrate.up()");
    session.one("CALL migrate.down(steps => 2)");
    assert_eq!(state(&db), "aborted");
    assert_eq!(schema(&db), before);
}

/// Its worker is killed while it waits for a row: the same call goes on.
#[test]
fn killed_in_the_backfill() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = people_in(&db, true);
    let mut blocker = db.session();
    blocker.exec("BEGIN; SELECT FROM people WHERE id = 400 FOR UPDATE");
    session.query_text(&format!("SELECT status FROM {SPLIT})"));
    let pid = wait_for_blocked_worker(&db);
    cluster.kill_process(&pid);
    drop((blocker, session));
    cluster.recover();
    let mut session = db.session();
    session.exec("SET migrate.small_table = 0");
    session.query_text(&format!("SELECT status FROM {SPLIT})"));
    db.wait_for("SELECT state FROM migrate.changes", &["ready"]);
    let right = "SELECT count(*) FROM people WHERE first_name = 'First' || id AND last_name = 'Last' || id";
    assert_eq!(session.one(right), "500");
}
