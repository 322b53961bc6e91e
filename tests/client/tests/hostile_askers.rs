//! A SECURITY DEFINER function of the attacker's asks for safe operations while somebody else runs it: in a trigger on a
//! table that he writes to. What she plants must not pass for his own afterwards.

use migrate_client_tests::Db;

use crate::common::operator;

/// What she had done in the superuser's session is hers: he is told so before he takes it back.
#[test]
fn what_a_definer_asks_for_is_put_down_to_her() {
    let db = Db::fresh();
    let mal = operator(&db, "LOGIN");
    let mut theirs = db.session_as(&mal);
    theirs.exec(
        "CREATE TABLE bait (id int, a int, b int); CREATE INDEX bait_a ON bait (a);
         CREATE TABLE inbox (id int);
         CREATE FUNCTION plant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$BEGIN
             PERFORM * FROM migrate.safe_set_default('bait', 'a', '7');
             PERFORM * FROM migrate.safe_drop_column('bait', 'b');
             RETURN NULL; END$$;
         CREATE TRIGGER plant AFTER INSERT ON inbox FOR EACH ROW EXECUTE FUNCTION plant()",
    );
    let mut session = db.session();
    session.exec("INSERT INTO inbox VALUES (1)");
    let asked = format!("{mal}|{mal}");
    let who = "SELECT asked_by, asked_role FROM migrate.operations";
    assert_eq!(session.query_text(who), [asked.clone(), asked.clone()]);
    assert_eq!(session.query_text("SELECT asked_by, asked_role FROM migrate.change_records"), [asked]);
    assert_eq!(session.query_text("SELECT DISTINCT run_by FROM migrate.journal"), std::slice::from_ref(&mal));
    for call in ["undo(1)", "undo(2)", "restore(2)", "restore('bait', 'b')", "complete(2)", "abort(2)"] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
        assert_eq!(error.sqlstate, "42501", "{call}: {error:?}");
        assert!(error.detail.contains(&format!("requested by \"{mal}\"")), "{call}: {error:?}");
    }
    // She may, in her own name.
    assert_eq!(theirs.one("SELECT status FROM migrate.undo(1)"), "done");
    theirs.exec("SELECT * FROM migrate.restore('bait', 'b')");
    assert_eq!(theirs.one("SELECT count(b) FROM bait"), "0");
}

/// The other way round: in her function she has nothing of him who calls it, nor what he asked for.
#[test]
fn a_definer_does_not_take_back_what_her_caller_asked_for() {
    let db = Db::fresh();
    let mal = operator(&db, "LOGIN");
    let mut session = db.session();
    session.exec("CREATE TABLE mine (a int)");
    session.exec("SELECT * FROM migrate.safe_set_default('mine', 'a', '1')");
    db.session_as(&mal).exec(
        "CREATE FUNCTION take_back() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS
             $$BEGIN PERFORM * FROM migrate.undo(1); END$$",
    );
    assert_eq!(session.expect_error("SELECT take_back()").sqlstate, "42501");
    assert_eq!(session.one("SELECT count(*) FROM pg_attrdef WHERE adrelid = 'mine'::regclass"), "1");
}

/// Who shares a session user with nobody, but a role: what one asked for under that role another may not take back with
/// the rights of his own session, unless the first could act as him.
#[test]
fn role_and_session_user_both_count() {
    let db = Db::fresh();
    let team = db.role("");
    let [ann, bob] = [(); 2].map(|()| operator(&db, "LOGIN"));
    db.session().exec(&format!(
        "GRANT {team} TO {ann}, {bob}; GRANT USAGE ON SCHEMA migrate TO {team};
         GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO {team};
         CREATE TABLE shared (a int, b int); ALTER TABLE shared OWNER TO {team}"
    ));
    let mut of_ann = db.session_as(&ann);
    of_ann.exec(&format!("SET ROLE {team}; SELECT * FROM migrate.safe_set_default('shared', 'a', '1')"));
    assert_eq!(
        db.session().query_text("SELECT asked_by, asked_role FROM migrate.operations"),
        [format!("{ann}|{team}")]
    );
    let mut of_bob = db.session_as(&bob);
    of_bob.exec(&format!("SET ROLE {team}"));
    let error = of_bob.expect_error("SELECT * FROM migrate.undo(1)");
    assert_eq!(error.sqlstate, "42501");
    assert_eq!(db.session().expect_error("SELECT * FROM migrate.undo(1)").sqlstate, "42501");
    // A superuser who takes her place in his session is still a superuser underneath.
    let mut root = db.session();
    root.exec(&format!("SET SESSION AUTHORIZATION {ann}"));
    assert_eq!(root.expect_error("SELECT * FROM migrate.undo(1)").sqlstate, "42501");
    // She herself may, by any role of hers.
    of_ann.exec("RESET ROLE");
    assert_eq!(of_ann.one("SELECT status FROM migrate.undo(1)"), "done");
}

/// The rollback of a migration takes back what whoever applied it had noted: for those who share his role, not for a
/// superuser, who would lend him his rights.
#[test]
fn a_rollback_takes_back_what_a_peer_did() {
    let db = Db::fresh();
    let team = db.role("");
    let [ann, bob] = [(); 2].map(|()| operator(&db, "LOGIN"));
    let mut session = db.session();
    session.exec(&format!(
        "GRANT {team} TO {ann}, {bob}; GRANT USAGE ON SCHEMA migrate TO {team};
         GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO {team};
         CREATE TABLE shared (a int); ALTER TABLE shared OWNER TO {team}"
    ));
    session.exec(
        "SELECT migrate.create('m', 'SELECT migrate.safe_set_default(''shared'', ''a'', ''1'')', 'SELECT migrate.undo()', 1)",
    );
    let mut of_ann = db.session_as(&ann);
    of_ann.exec(&format!("SET ROLE {team}"));
    of_ann.exec("CALL migrate.up()");
    let error = session.expect_error("CALL migrate.down()");
    assert_eq!(error.sqlstate, "42501", "{error:?}");
    let there = "SELECT count(*) FROM pg_attrdef WHERE adrelid = 'shared'::regclass";
    assert_eq!(session.one(there), "1");
    let mut of_bob = db.session_as(&bob);
    of_bob.exec(&format!("SET ROLE {team}"));
    of_bob.exec("CALL migrate.down()");
    assert_eq!(session.one(there), "0");
}
