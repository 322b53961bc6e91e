//! What scripts say (NOTICE, WARNING) reaches who waits for them, as if he had run them himself, and stays in the journal;
//! nobody else is told.

use migrate_client_tests::{Db, Session};

use crate::common::{create, operator, tables};

/// `severity|message` of what a session was told, without what we tell of units and of the linter's findings.
fn told(session: &mut Session) -> Vec<String> {
    let ours = |text: &str| text.starts_with("1 m1: ") || text.starts_with("2 m2: ");
    let notices = session.notices().into_iter().filter(|notice| !ours(&notice.message));
    notices.map(|notice| format!("{}|{}", notice.severity, notice.message)).collect()
}

/// `severity|message|detail|hint` of what the journal has.
const KEPT: &str = "
    SELECT m ->> 'severity', m ->> 'message', m ->> 'detail', m ->> 'hint'
    FROM migrate.journal j, jsonb_array_elements(j.messages) WITH ORDINALITY t (m, n) ORDER BY j.id, t.n";

const SAYS: &str = "
    DO $$ BEGIN
        RAISE NOTICE 'said %', 1;
        RAISE WARNING 'warned' USING DETAIL = 'some detail', HINT = 'do this', ERRCODE = 'MG001';
        RAISE DEBUG 'for nobody'; RAISE LOG 'for the log';
    END $$;
    DROP TABLE IF EXISTS nothing";

const ALL: [&str; 3] =
    ["NOTICE|said 1", "WARNING|warned", "NOTICE|table \"nothing\" does not exist, skipping"];

const ALL_KEPT: [&str; 3] = [
    "NOTICE|said 1||",
    "WARNING|warned|some detail|do this",
    "NOTICE|table \"nothing\" does not exist, skipping||",
];

#[test]
fn who_calls_up_is_told() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, &format!("VACUUM t; {SAYS}"), "DO $$ BEGIN RAISE NOTICE 'way back'; END $$");
    session.notices();
    session.exec("CALL migrate.up()");
    assert_eq!(told(&mut session), ALL);
    assert_eq!(session.query_text(KEPT), ALL_KEPT);
    assert_eq!(
        session.query_text("SELECT count(*) FROM migrate.journal WHERE more_messages IS NOT NULL"),
        ["0"]
    );
    session.exec("CALL migrate.down()");
    assert_eq!(told(&mut session), ["NOTICE|way back"]);
}

#[test]
fn who_applies_in_his_transaction_is_told_once() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 1, SAYS, "SELECT 1");
    session.notices();
    session.exec("SELECT * FROM migrate.apply()");
    assert_eq!(told(&mut session), ALL);
    assert_eq!(session.query_text(KEPT), ALL_KEPT);
    // The session's own messages go their old way afterwards, and are kept nowhere.
    session.exec("DO $$ BEGIN RAISE NOTICE 'my own'; END $$");
    assert_eq!(told(&mut session), ["NOTICE|my own"]);
    assert_eq!(session.query_text(KEPT), ALL_KEPT);
}

#[test]
fn what_is_said_before_a_failure_comes_first() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let up =
        "DO $$ BEGIN RAISE NOTICE 'before'; END $$; DO $$ BEGIN RAISE NOTICE 'at it'; PERFORM 1 / 0; END $$";
    create(&mut session, 1, up, "SELECT 1");
    for way in ["CALL migrate.up()", "SELECT * FROM migrate.apply()"] {
        session.notices();
        assert_eq!(session.expect_error(way).sqlstate, "22012");
        assert_eq!(told(&mut session), ["NOTICE|before", "NOTICE|at it"], "{way}");
        let kept = "SELECT string_agg(m ->> 'message', ',' ORDER BY n) FROM migrate.journal j,
                    jsonb_array_elements(j.messages) WITH ORDINALITY t (m, n) GROUP BY j.id ORDER BY j.id DESC LIMIT 1";
        db.wait_for(kept, &["before,at it"]);
    }
    db.wait_for(
        "SELECT count(*) FROM migrate.journal WHERE status = 'failed' AND messages IS NOT NULL",
        &["2"],
    );
}

#[test]
fn client_min_messages_decides() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, &format!("VACUUM t; {SAYS}"), "SELECT 1");
    create(&mut session, 2, &format!("VACUUM t; SET client_min_messages = error; {SAYS}"), "SELECT 1");
    session.exec("SET client_min_messages = warning");
    session.notices();
    session.exec("CALL migrate.up(1)");
    assert_eq!(told(&mut session), ["WARNING|warned"]);
    assert_eq!(session.query_text(KEPT), ["WARNING|warned|some detail|do this"]);
    session.exec("CALL migrate.up()");
    assert_eq!(told(&mut session), Vec::<String>::new());
}

#[test]
fn a_talkative_script_is_counted() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let up =
        "DO $$ BEGIN FOR i IN 1..250 LOOP RAISE NOTICE 'row % %', i, repeat('é', 9000); END LOOP; END $$";
    create(&mut session, 1, &format!("{up}; VACUUM t; DO $$ BEGIN RAISE NOTICE 'short'; END $$"), "SELECT 1");
    session.notices();
    session.exec("CALL migrate.up()");
    let told = told(&mut session);
    assert_eq!(told.len(), 102, "{:?}", told.last());
    assert!(told[99].starts_with("NOTICE|row 100 ééé") && told[99].len() < 4_100, "{}", told[99].len());
    assert_eq!(told[100], "NOTICE|... and 150 more messages of this unit, which are not kept");
    assert_eq!(told[101], "NOTICE|short");
    let kept = "SELECT jsonb_array_length(messages), more_messages FROM migrate.journal
                WHERE messages IS NOT NULL ORDER BY id";
    assert_eq!(session.query_text(kept), ["100|150", "1|"]);
}

#[test]
fn a_statement_by_itself_and_a_commit_say_something_too() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec(
        "CREATE INDEX i ON t (n);
         CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql
             AS $$ BEGIN RAISE NOTICE 'at the commit'; RETURN NULL; END $$;
         CREATE CONSTRAINT TRIGGER late AFTER INSERT ON log DEFERRABLE INITIALLY DEFERRED
             FOR EACH ROW EXECUTE FUNCTION late()",
    );
    let up = "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (n);
              DO $$ BEGIN RAISE NOTICE 'in the unit'; END $$; INSERT INTO log VALUES ('x')";
    create(&mut session, 1, up, "SELECT 1");
    session.notices();
    session.exec("CALL migrate.up()");
    let all =
        ["NOTICE|relation \"i\" already exists, skipping", "NOTICE|in the unit", "NOTICE|at the commit"];
    assert_eq!(told(&mut session), all);
    assert_eq!(session.query_text(KEPT), all.map(|line| format!("{line}||")));
}

#[test]
fn letters_outlast_another_encoding() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    // What pg_dump writes at the top, for another client.
    let up = "VACUUM t; SET client_encoding = 'LATIN1'; DO $$ BEGIN RAISE NOTICE 'größer €'; END $$";
    create(&mut session, 1, &up.replace(" €", ""), "SELECT 1");
    session.notices();
    session.exec("CALL migrate.up()");
    assert_eq!(told(&mut session), ["NOTICE|größer"]);
    assert_eq!(session.query_text(KEPT), ["NOTICE|größer||"]);
}

/// What a script says may be what only its role may read.
#[test]
fn nobody_else_is_told() {
    let db = Db::fresh();
    tables(&mut db.session());
    let (one, other) = (operator(&db, "LOGIN"), operator(&db, "LOGIN"));
    let mut session = db.session_as(&one);
    session.exec("CREATE TABLE own (n int)");
    let up = "CREATE INDEX CONCURRENTLY ON own (n); DO $$ BEGIN RAISE NOTICE 'of the first'; END $$";
    create(&mut session, 1, up, "SELECT 1");
    session.notices();
    session.exec("SELECT migrate.apply()");
    db.wait_for("SELECT status FROM migrate.jobs", &["done"]);
    assert_eq!(told(&mut session), Vec::<String>::new());
    let mut stranger = db.session_as(&other);
    stranger.exec("CALL migrate.wait(1)");
    assert_eq!(told(&mut stranger), Vec::<String>::new());
    assert_eq!(stranger.expect_error("SELECT messages FROM migrate.journal").sqlstate, "42501");
    // Who has asked for it, when he asks how it went; in another role of his he is another one.
    session.exec("CALL migrate.wait(1)");
    assert_eq!(told(&mut session), ["NOTICE|of the first"]);
    db.session().exec(&format!("GRANT {other} TO {one}"));
    session.exec(&format!("SET ROLE {other}"));
    session.exec("CALL migrate.wait(1)");
    assert_eq!(told(&mut session), Vec::<String>::new());
}
