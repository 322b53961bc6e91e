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

const UNDO: &str = "migrate.undo((SELECT max(id) FROM migrate.changes))";

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
    run(&db, &mut session, "migrate.complete('people', 'name')");
    assert_eq!(state(&db), "grace");
    session.exec("INSERT INTO people (id, first_name, last_name) VALUES (1001, 'Late', 'Comer')");
    assert_eq!(session.expect_error("SELECT name FROM people").sqlstate, "42703");
    run(&db, &mut session, UNDO);
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

/// What a hidden column would refuse is nothing to the new application; the way back then asks for what is missing.
#[test]
fn hidden_columns_refuse_no_row() {
    for large in [false, true] {
        let (db, mut session) = people(large);
        session.exec(
            "ALTER TABLE people ADD CONSTRAINT long CHECK (length(name) > 2);
             COMMENT ON CONSTRAINT long ON people IS 'no initials'",
        );
        let split =
            SPLIT.replace("concat_ws('' '', first_name, last_name)", "first_name || '' '' || last_name");
        run(&db, &mut session, &format!("{split})"));
        let ready = schema(&db);
        run(&db, &mut session, "migrate.complete('people', 'name')");
        session.exec("INSERT INTO people (id, first_name) VALUES (1001, 'Cher'); INSERT INTO people (id, first_name, last_name) VALUES (1002, '', '')");
        let error = session.expect_error(&format!("SELECT * FROM {UNDO}"));
        assert_eq!(error.sqlstate, "23502", "{error:?}");
        session.exec("UPDATE people SET last_name = 'Bono' WHERE id = 1001; UPDATE people SET last_name = 'Long' WHERE id = 1002");
        run(&db, &mut session, UNDO);
        assert_eq!(state(&db), "ready");
        assert_eq!(schema(&db), ready);
        assert_eq!(session.one("SELECT name FROM people WHERE id = 1001"), "Cher Bono");
        assert_eq!(session.expect_error("UPDATE people SET name = 'x' WHERE id = 1").sqlstate, "23514");
        // Both times.
        run(&db, &mut session, "migrate.complete('people', 'name')");
        session.exec("INSERT INTO people (id, first_name) VALUES (1003, 'Madonna'); DELETE FROM people WHERE id = 1003");
        run(&db, &mut session, "migrate.abort('people', 'name')");
        assert_eq!(state(&db), "aborted");
        assert_eq!(session.expect_error("INSERT INTO people (id) VALUES (1)").sqlstate, "23502");
    }
}

#[test]
fn a_value_without_an_old_one_stops_the_way_back_not_the_writers() {
    for large in [false, true] {
        let (db, mut session) = people(large);
        session.exec("ALTER TABLE people ADD COLUMN n int; UPDATE people SET n = id");
        run(
            &db,
            &mut session,
            "migrate.safe_split_column('people', 'n', ARRAY['code'], ARRAY['n::text'], 'code::int', ARRAY['text'])",
        );
        // As long as both ends are there, it would be wrong in the old one.
        assert_eq!(session.expect_error("UPDATE people SET code = 'x' WHERE id = 1").sqlstate, "22P02");
        run(&db, &mut session, "migrate.complete('people', 'n')");
        session.exec("UPDATE people SET code = 'x' WHERE id = 1; UPDATE people SET code = '17' WHERE id = 2");
        // It is told at once: the rows are read in a moment.
        assert_eq!(session.expect_error(&format!("SELECT status FROM {UNDO}")).sqlstate, "22P02");
        assert_eq!(state(&db), "grace");
        session.exec("UPDATE people SET code = '16' WHERE id = 1");
        run(&db, &mut session, UNDO);
        assert_eq!(session.one("SELECT array_agg(n ORDER BY id) FROM people WHERE id < 4"), "{16,17,3}");
    }
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
        "42701"
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
