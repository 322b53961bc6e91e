//! A draft, or a file that nobody has edited, is not applied, nor is what comes behind it; what is older is.

use migrate_client_tests::Db;

use crate::common::{NOTES, STATUS, create, load, tables};

const EMPTY_DBMATE: &str = "-- migrate:up\n\n\n-- migrate:down\n\n";

/// A database with an older migration, a draft, and one behind it.
fn with_draft(db: &Db, older: &str) {
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, older, "DROP TABLE older");
    session.exec("SELECT migrate.create('Write me', version => 2)");
    create(&mut session, 3, "CREATE TABLE behind ()", "DROP TABLE behind");
}

#[test]
fn what_is_older_is_applied() {
    for older in ["CREATE TABLE older ()", "CREATE INDEX CONCURRENTLY older ON t (n)"] {
        let db = Db::fresh();
        with_draft(&db, older);
        let mut session = db.session();
        let plan = session.query_text("SELECT version, status FROM migrate.apply(dry_run => true)");
        assert_eq!(plan, ["1|planned", "2|draft"]);
        let said = session.one("CALL migrate.up(dry_run => true)");
        assert_eq!(said, "1 migration would be applied: 1; stopped at draft 2 \"Write me\"");
        let said = session.one("CALL migrate.up()");
        assert!(said.starts_with("1 migration applied in "), "{said}");
        assert!(said.ends_with("; stopped at draft 2 \"Write me\""), "{said}");
        assert_eq!(session.query_text(STATUS), ["1|applied", "2|draft", "3|pending"]);
        assert_eq!(session.one("CALL migrate.up()"), "nothing to apply; stopped at draft 2 \"Write me\"");
        assert_eq!(
            session.query_text("SELECT version, description, status, detail FROM migrate.apply()"),
            ["2|Write me|draft|no up script yet: stopped here, and nothing behind it is applied"]
        );
        session.exec("SELECT migrate.create('Write me', 'CREATE TABLE written ()', version => 2)");
        assert_eq!(
            session.query_text("SELECT version, status FROM migrate.apply()"),
            ["2|applied", "3|applied"]
        );
    }
}

#[test]
fn in_the_callers_transaction() {
    let db = Db::fresh();
    with_draft(&db, "CREATE TABLE older ()");
    let mut session = db.session();
    assert_eq!(session.query_text("SELECT version, status FROM migrate.apply()"), ["1|applied", "2|draft"]);
    // So many were asked for, and the draft is none of them.
    session.exec("SELECT migrate.rollback()");
    assert_eq!(session.query_text("SELECT version, status FROM migrate.apply(steps => 1)"), ["1|applied"]);
    assert_eq!(session.query_text("SELECT version, status FROM migrate.apply(steps => 1)"), ["2|draft"]);
}

/// Whoever names a version counts on it.
#[test]
fn a_target_that_cannot_be_reached_is_refused() {
    let db = Db::fresh();
    with_draft(&db, "CREATE TABLE older ()");
    let mut session = db.session();
    for call in ["SELECT migrate.apply(2)", "CALL migrate.up(3)", "CALL migrate.up(3, dry_run => true)"] {
        let error = session.expect_error(call);
        assert_eq!(error.sqlstate, "55000", "{call}");
        assert_eq!(error.message, "migration 2 \"Write me\" has no up script", "{call}");
    }
    assert_eq!(session.query_text(STATUS), ["1|pending", "2|draft", "3|pending"]);
    assert_eq!(session.query_text("SELECT version, status FROM migrate.apply(1)"), ["1|applied"]);
}

#[test]
fn a_template_that_nobody_has_edited() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE files (content text); INSERT INTO files SELECT migrate.template('Forgot to edit')",
    );
    let detail = "no statements in its up section yet: up stops before it";
    let loaded = "SELECT l.status, l.detail FROM files, migrate.load(content) l";
    assert_eq!(session.one(loaded), format!("draft|{detail}"));
    assert_eq!(session.one(loaded), "unchanged|the same content is already registered");
    let said = session.one("CALL migrate.up()");
    assert!(
        said.starts_with("nothing to apply; stopped at draft ") && said.ends_with(" \"Forgot to edit\""),
        "{said}"
    );
    assert_eq!(
        session.one("SELECT status, note FROM migrate.status()"),
        "draft|no up script yet: up stops before it"
    );
    // Edited, it is one.
    session.exec(
        "UPDATE files SET content = replace(content, '-- Write the change here.', 'CREATE TABLE edited ();')",
    );
    let edited = session.one("SELECT l.status FROM files, migrate.load(content) l");
    assert_eq!(edited, "replaced");
    assert!(session.one("CALL migrate.up()").starts_with("1 migration applied in "));
    assert_eq!(session.one("SELECT to_regclass('edited')"), "edited");
    // What is applied is not made a draft of.
    let error = session
        .expect_error("SELECT migrate.load(replace(content, 'CREATE TABLE edited ();', '')) FROM files");
    assert_eq!(error.sqlstate, "55000", "{error:?}");
}

#[test]
fn what_is_a_draft_and_what_is_not() {
    let db = Db::fresh();
    let mut session = db.session();
    let mut load = |content: &str, name: &str| {
        let sql = format!("SELECT status FROM migrate.load($f${content}$f$, '{name}')");
        session.one(&sql)
    };
    assert_eq!(load(EMPTY_DBMATE, "1_empty.sql"), "draft");
    assert_eq!(
        load("-- migrate:up\n-- later\nBEGIN;\nCOMMIT;\n-- migrate:down\nDROP TABLE x;\n", "2_only_down.sql"),
        "draft"
    );
    assert_eq!(load("-- +goose Up\n-- +goose Down\nSELECT 1;\n", "3_goose.sql"), "draft");
    // A whole file that is empty is what psql would do nothing with, too.
    assert_eq!(load("-- nothing any more\n", "4_nothing.sql"), "registered");
    assert_eq!(load("-- migrate:up\nSELECT 1;\n-- migrate:down\n", "5_says_so.sql"), "registered");
    // And back: it is what the file says.
    assert_eq!(load("-- migrate:up\n\n-- migrate:down\n", "5_says_so.sql"), "draft");
    let drafts = "SELECT version FROM migrate.status() WHERE status = 'draft'";
    assert_eq!(session.query_text(drafts), ["1", "2", "3", "5"]);
}

/// The file's form that names the version itself, quoted and long.
#[test]
fn a_draft_of_a_long_name() {
    let db = Db::fresh();
    let mut session = db.session();
    let words = "It's a \"quoted\" thing ".repeat(4);
    load(
        &mut session,
        &format!(
            "-- Migration: 7\n-- Description: {words}\n\n-- UP MIGRATION\n\n-- DOWN MIGRATION (ROLLBACK)\n"
        ),
    );
    assert_eq!(session.query_text(NOTES), ["7|draft|no up script yet: up stops before it"]);
    let said = session.one("CALL migrate.up()");
    assert_eq!(said, format!("nothing to apply; stopped at draft 7 \"{}\"", words.trim()));
}

/// A failed one that was made by `create` is corrected by `load`, under the name that the hint says.
#[test]
fn the_way_to_correct_what_was_created() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("SELECT migrate.create('Add the Z!', 'CREATE TABLE z (id nope)', version => 17)");
    session.expect_error("CALL migrate.up()");
    let error =
        session.expect_error("SELECT migrate.create('Add the Z!', 'CREATE TABLE z ()', version => 17)");
    assert_eq!(error.message, "migration 17 is already registered");
    assert_eq!(
        error.hint,
        "Leave out the version to get a new one. To correct migration 17, give its whole text: SELECT * FROM migrate.load('...', '17_add_the_z.sql')."
    );
    let corrected = session.one("SELECT status FROM migrate.load('CREATE TABLE z ()', '17_add_the_z.sql')");
    assert_eq!(corrected, "replaced");
    session.exec("CALL migrate.up()");
    let error =
        session.expect_error("SELECT migrate.create('Add the Z!', 'CREATE TABLE z ()', version => 17)");
    assert_eq!(error.hint, "Leave out the version to get a new one.");
}
