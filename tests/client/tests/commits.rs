//! Statements that end the transaction in which they run: DO blocks and procedures that commit, REINDEX of a
//! partitioned table. They apply with psql's effect, wherever they stand.
//!
//! Not here: files that ask for no transaction (scripts.rs, settle.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{JOBS, JOURNAL, STATUS, create};

fn with_log() -> (Db, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE log (word text, xid xid8 DEFAULT pg_current_xact_id())");
    (db, session)
}

/// The words, those of one transaction together.
const WORDS: &str =
    "SELECT string_agg(word, ' ' ORDER BY ctid) FROM log GROUP BY xid ORDER BY min(ctid::text)";

const COMMITS_TWICE: &str = "
    BEGIN
        FOR i IN 1..2 LOOP
            INSERT INTO log VALUES ('turn ' || i);
            COMMIT;
        END LOOP;
    END";

#[test]
fn a_do_block_that_commits() {
    let (_db, mut session) = with_log();
    let up = format!(
        "INSERT INTO log VALUES ('before'); INSERT INTO log VALUES ('as well');
         DO $$ {COMMITS_TWICE} $$;
         INSERT INTO log VALUES ('after')"
    );
    create(&mut session, 1, &up, "SELECT 1");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(WORDS), ["before as well", "turn 1", "turn 2", "after"]);
    assert_eq!(
        session.query_text(JOURNAL),
        ["1|transaction|done", "2|standalone|done", "3|transaction|done"]
    );
}

#[test]
fn a_procedure_that_the_script_makes_and_calls() {
    let (_db, mut session) = with_log();
    let up = format!(
        "CREATE PROCEDURE work() LANGUAGE plpgsql AS $$ {COMMITS_TWICE} $$;
         CREATE PROCEDURE outer_work() LANGUAGE plpgsql AS $$ BEGIN CALL work(); END $$;
         CALL outer_work();
         DO $$ BEGIN CALL work(); END $$;
         DROP PROCEDURE work; DROP PROCEDURE outer_work"
    );
    create(&mut session, 1, &up, "SELECT 1");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(WORDS), ["turn 1", "turn 2", "turn 1", "turn 2"]);
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

#[test]
fn a_procedure_of_the_migration_before() {
    let (_db, mut session) = with_log();
    let make = format!("CREATE PROCEDURE work() LANGUAGE plpgsql AS $$ {COMMITS_TWICE} $$");
    create(&mut session, 1, &make, "SELECT 1");
    create(&mut session, 2, "CALL work()", "DO $$ BEGIN CALL public.work(); END $$");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(WORDS), ["turn 1", "turn 2"]);
    session.exec("TRUNCATE log");
    session.exec("CALL migrate.down()");
    assert_eq!(session.query_text(WORDS), ["turn 1", "turn 2"]);
}

/// What does not commit stays in the script's one transaction.
#[test]
fn a_procedure_that_does_not_commit() {
    let (_db, mut session) = with_log();
    let up = "INSERT INTO log VALUES ('before');
              CREATE PROCEDURE work() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES ('COMMIT;'); END $$;
              CALL work()";
    create(&mut session, 1, up, "SELECT 1");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(WORDS), ["before COMMIT;"]);
}

/// In psql it is an error inside BEGIN; so it is here.
#[test]
fn inside_begin_the_server_refuses() {
    let (_db, mut session) = with_log();
    create(&mut session, 1, &format!("BEGIN; DO $$ {COMMITS_TWICE} $$; COMMIT"), "SELECT 1");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "2D000");
    assert!(error.detail.contains("invalid transaction termination"), "{}", error.detail);
    assert!(session.query_text(WORDS).is_empty());
}

#[test]
fn apply_queues_what_commits() {
    let (db, mut session) = with_log();
    create(&mut session, 1, &format!("DO $$ {COMMITS_TWICE} $$"), "SELECT 1");
    assert_eq!(session.one("SELECT status FROM migrate.apply()"), "queued");
    db.wait_for(JOBS, &["done"]);
    assert_eq!(session.query_text(WORDS), ["turn 1", "turn 2"]);
}

#[test]
fn rebuilding_a_partitioned_table() {
    let (_db, mut session) = with_log();
    session.exec(
        "CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p DEFAULT;
         CREATE INDEX p_id ON p (id)",
    );
    let up =
        "CREATE TABLE q (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE q1 PARTITION OF q DEFAULT;
              REINDEX TABLE q; REINDEX INDEX p_id; REINDEX TABLE p1;
              REINDEX TABLE CONCURRENTLY p";
    create(&mut session, 1, up, "SELECT 1");
    let before = session.one("SELECT pg_relation_filenode('p1_id_idx')");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert_ne!(session.one("SELECT pg_relation_filenode('p1_id_idx')"), before);
}
