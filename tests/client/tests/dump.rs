//! pg_dump and restore: registry, history, jobs and journal come along, and the copy works on.
//!
//! Not here: physical backups and replication, which copy everything anyway.

use std::fs;
use std::path::PathBuf;

use migrate_client_tests::{Db, Server};

use crate::common::{
    INDEXES, NOTES, STATUS, block_index_builds, create, file, load, tables, wait_for_blocked_worker,
};

/// A file that is removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(db: &Db) -> Scratch {
        Scratch(std::env::temp_dir().join(format!("{}.sql", db.name())))
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("UTF-8")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn run(server: &Server, program: &str, args: &[&str]) {
    let output = server.run(program, args);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{program} {args:?}: {errors}");
}

/// The database with what `pg_dump options` keeps of another.
pub fn copy(db: &Db, options: &[&str]) -> Db {
    let scratch = Scratch::new(db);
    let mut args = vec!["-d", db.name(), "-f", scratch.path()];
    args.extend(options);
    run(db.server(), "pg_dump", &args);
    let copy = Db::bare(db.server(), "TEMPLATE template0");
    if options.contains(&"-Fc") {
        run(db.server(), "pg_restore", &["-d", copy.name(), "--exit-on-error", scratch.path()]);
    } else {
        run(
            db.server(),
            "psql",
            &["-d", copy.name(), "-Xq", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", scratch.path()],
        );
    }
    copy
}

/// A database with an applied, a failed and a pending migration, whose scripts are hard to quote.
fn source() -> Db {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let awkward = "CREATE TABLE \"größe\" (\r\n\ta text DEFAULT E'\\t\\\\''$$');\r\n-- ends in a comment \\.";
    load(&mut session, &format!("\u{feff}{}", file(1, awkward, "DROP TABLE \"größe\";\r\n")));
    session.exec("CALL migrate.up()");
    // Another comment than what was applied.
    let commented = awkward.replace("ends in", "ended in");
    load(&mut session, &format!("\u{feff}{}", file(1, &commented, "DROP TABLE \"größe\";\r\n")));
    let half = "INSERT INTO log VALUES ('once'); CREATE UNIQUE INDEX CONCURRENTLY u ON t ((1)); SELECT 1";
    create(&mut session, 2, half, "DROP INDEX IF EXISTS u");
    session.expect_error("CALL migrate.up()");
    create(&mut session, 3, "CREATE TABLE three (id int)", "DROP TABLE three");
    session.exec("INSERT INTO migrate.folders VALUES (3, '/srv/größe', '3_m.sql')");
    db
}

/// A database in which each policy has left its trace: a squash, a repeatable migration, one that runs always, callbacks,
/// a label, an accepted text.
fn with_policies() -> Db {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE log (n serial, word text)");
    let write = |word: &str| format!("INSERT INTO log (word) VALUES ('{word}');");
    for version in 1..=2 {
        create(&mut session, version, &write(&format!("m{version}")), "SELECT 1");
    }
    let loads = [
        (write("dotted"), "V3.1.10__dotted.sql"),
        (write("repeats"), "R__repeats.sql"),
        (
            format!("--liquibase formatted sql\n--changeset ann:1 runAlways:true\n{}", write("always")),
            "7_always.sql",
        ),
    ];
    for (text, name) in &loads {
        session.exec(&format!("SELECT migrate.load($text${text}$text$, '{name}')"));
    }
    session.exec("SELECT migrate.set_callback('after_all', $$INSERT INTO log (word) VALUES ('after')$$)");
    session.exec("CALL migrate.up()");
    session.exec("SELECT migrate.squash(1, 2)");
    session.exec("SELECT migrate.create('Late', $$INSERT INTO log (word) VALUES ('late')$$, version => 1)");
    let other = "SELECT migrate.load('SELECT 1', '2_m2.sql')";
    let hint = session.expect_error(other).hint;
    session.exec(hint.lines().last().expect("a call"));
    session.exec(other);
    db
}

/// What policies have left is in the copy, and means the same there.
#[test]
fn policies_come_along() {
    let source = with_policies();
    for options in [[].as_slice(), &["-Fc"]] {
        let copy = copy(&source, options);
        let (mut here, mut there) = (source.session(), copy.session());
        for table in ["squashed", "labels", "callbacks", "acceptances", "done"] {
            let sql = format!("SELECT t::text FROM migrate.{table} t ORDER BY 1");
            let rows = here.query_text(&sql);
            assert!(!rows.is_empty(), "{table}");
            assert_eq!(there.query_text(&sql), rows, "{table}");
        }
        assert_eq!(there.query_text(NOTES), here.query_text(NOTES));
        // What runs always runs, what repeats has run, and the callback comes behind.
        there.exec("TRUNCATE log");
        there.exec("CALL migrate.up()");
        let log = "SELECT string_agg(word, ' ' ORDER BY n) FROM log";
        assert_eq!(there.one(log), "late always after");
        // New rows take new numbers.
        there.exec("SELECT migrate.squash(1, 2, up => 'SELECT 2')");
        assert_eq!(there.one("SELECT count(*) FROM migrate.squashed"), "4");
    }
}

const CONTENTS: [&str; 6] = [
    "SELECT a::text FROM migrate.acceptances a",
    "SELECT f::text FROM migrate.folders f",
    "SELECT m::text FROM migrate.migrations m ORDER BY version",
    "SELECT s::text FROM migrate.schema_migrations s ORDER BY version",
    "SELECT j::text FROM migrate.jobs j ORDER BY id",
    "SELECT j::text FROM migrate.journal j ORDER BY id",
];

fn assert_works_on(source: &Db, copy: &Db) {
    let (mut before, mut after) = (source.session(), copy.session());
    for sql in CONTENTS {
        let rows = before.query_text(sql);
        assert!(!rows.is_empty());
        assert_eq!(after.query_text(sql), rows, "{sql}");
    }
    assert_eq!(after.query_text(NOTES), before.query_text(NOTES));
    assert!(after.query_text("SELECT * FROM migrate.verify() WHERE NOT ok").is_empty());
    // It goes on where the other stood, and new rows take new numbers.
    assert_eq!(after.expect_error("CALL migrate.up()").sqlstate, "23505");
    after.exec("DROP TABLE t; CREATE TABLE t (id int)");
    after.exec("CALL migrate.up()");
    assert_eq!(after.query_text(STATUS), ["1|applied", "2|applied", "3|applied"]);
    assert_eq!(
        after.query_text("SELECT word FROM log"),
        ["once"],
        "what was committed there is not done again here"
    );
    assert_eq!(after.query_text(INDEXES), ["u|t"]);
    let version: i64 = after
        .one("SELECT migrate.create('next', 'CREATE TABLE next (id int)', 'DROP TABLE next')")
        .parse()
        .expect("a number");
    assert!(version > 3);
    after.exec("CALL migrate.up()");
    assert_eq!(after.one(&format!("SELECT migrate.is_applied({version})")), "t");
    after.exec("CALL migrate.down(target => 0)");
    assert_eq!(after.one("SELECT count(*) FROM migrate.schema_migrations"), "0");
}

#[test]
fn restored_with_psql() {
    let source = source();
    let copy = copy(&source, &[]);
    assert_works_on(&source, &copy);
}

#[test]
fn restored_with_pg_restore() {
    let source = source();
    let copy = copy(&source, &["-Fc"]);
    assert_works_on(&source, &copy);
}

#[test]
fn schema_only_has_the_extension_and_no_rows() {
    let source = source();
    let copy = copy(&source, &["--schema-only"]);
    let mut session = copy.session();
    assert!(session.query_text(STATUS).is_empty());
    create(&mut session, 1, "CREATE TABLE a (id int)", "DROP TABLE a");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert_eq!(session.query_text("SELECT id FROM migrate.jobs"), ["1"]);
}

/// The worker is at work over there; in the copy, beside it on the same server, nobody is.
#[test]
fn a_job_that_was_running_is_lost_in_the_copy() {
    let source = Db::fresh();
    let mut session = source.session();
    tables(&mut session);
    let blocker = block_index_builds(&source);
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX i");
    let call = session.start("CALL migrate.up()");
    wait_for_blocked_worker(&source);
    let copy = copy(&source, &[]);
    let mut there = copy.session();
    let note = there.one("SELECT status, note FROM migrate.status()");
    there.exec("CALL migrate.up()");
    assert_eq!(there.query_text(STATUS), ["1|applied"]);
    assert_eq!(there.query_text(INDEXES), ["i|t"]);
    drop(blocker);
    call.rows();
    assert!(note.starts_with("failed|") && note.contains("the worker of job 1 was lost"), "{note}");
    assert_eq!(there.query_text("SELECT status FROM migrate.jobs ORDER BY id"), ["lost", "done"]);
}

const TRIGGERS: &str = "SELECT tgname, tgenabled, pg_get_triggerdef(oid) AS definition FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname, definition";

/// Both ends of each change are kept in step there as here, whatever type they are of.
#[test]
fn open_changes_come_along_with_their_triggers() {
    let source = Db::fresh();
    let mut here = source.session();
    here.exec(
        "SET migrate.small_table = 0;
         CREATE TABLE renamed (id int PRIMARY KEY, old text, doc json);
         CREATE TABLE split (id int PRIMARY KEY, whole text);
         CREATE TABLE merged (id int PRIMARY KEY, first text, last text);
         CREATE TABLE retyped (id int PRIMARY KEY, n int);
         CREATE TABLE hidden (id int PRIMARY KEY, gone text DEFAULT 'x', place point);
         INSERT INTO renamed VALUES (1, 'a', '{}'); INSERT INTO split VALUES (1, 'a b');
         INSERT INTO merged VALUES (1, 'a', 'b'); INSERT INTO retyped VALUES (1, 1); INSERT INTO hidden VALUES (1)",
    );
    for call in [
        "safe_rename_column('renamed', 'old', 'new')",
        "safe_rename_column('renamed', 'doc', 'document')",
        "safe_split_column('split', 'whole', ARRAY['one', 'two'],
             ARRAY['split_part(whole, '' '', 1)', 'split_part(whole, '' '', 2)'], 'one || '' '' || two')",
        "safe_merge_columns('merged', ARRAY['first', 'last'], 'both', 'first || '' '' || last',
             ARRAY['split_part(\"both\", '' '', 1)', 'split_part(\"both\", '' '', 2)'])",
        "safe_change_column_type('retyped', 'n', 'bigint')",
        "safe_drop_column('hidden', 'gone')",
        "safe_drop_column('hidden', 'place')",
    ] {
        here.exec(&format!("SELECT * FROM migrate.{call}"));
        let jobs = here.query_text("SELECT max(id) FROM migrate.jobs HAVING count(*) > 0");
        jobs.iter().for_each(|job| here.exec(&format!("CALL migrate.wait({job})")));
    }
    let triggers = here.query_text(TRIGGERS);
    assert!(triggers.len() >= 11, "{triggers:?}");
    for options in [[].as_slice(), &["-Fc"]] {
        let copy = copy(&source, options);
        let mut there = copy.session();
        assert_eq!(there.query_text(TRIGGERS), triggers);
        there.exec(
            "UPDATE renamed SET new = 'b'; UPDATE renamed SET document = '[]'; UPDATE split SET one = 'c';
             UPDATE merged SET first = 'c'; UPDATE retyped SET n = 2",
        );
        assert_eq!(there.one("SELECT old, doc FROM renamed"), "b|[]");
        assert_eq!(there.one("SELECT whole FROM split"), "c b");
        assert_eq!(there.one("SELECT \"both\" FROM merged"), "c b");
        assert_eq!(there.one("SELECT n_new_type FROM retyped"), "2");
    }
}

/// The nightly dump of a database's owner who is no superuser: with the grants of SECURITY.md it goes on as it did before
/// the extension came, and can be restored.
#[test]
fn the_databases_owner_makes_his_backups() {
    let server = Server::shared();
    let db = Db::bare(&server, "");
    let owner = db.role("LOGIN");
    db.session().exec(&format!(
        "ALTER DATABASE {} OWNER TO {owner}; ALTER SCHEMA public OWNER TO {owner}",
        db.name()
    ));
    let mut theirs = db.session_as(&owner);
    theirs.exec("CREATE TABLE own (id int); INSERT INTO own VALUES (1)");
    let scratch = Scratch::new(&db);
    let dump = ["-U", &owner, "-d", db.name(), "-f", scratch.path()];
    run(&server, "pg_dump", &dump);
    let mut session = db.session();
    session.exec("CREATE EXTENSION migrate_ext");
    assert!(!server.run("pg_dump", &dump).status.success(), "the grants are needed");
    session.exec(&format!(
        "GRANT USAGE ON SCHEMA migrate TO {owner};
         GRANT SELECT ON ALL TABLES IN SCHEMA migrate TO {owner}; GRANT SELECT ON ALL SEQUENCES IN SCHEMA migrate TO {owner}"
    ));
    create(&mut session, 1, "INSERT INTO own VALUES (2)", "DELETE FROM own WHERE id = 2");
    session.exec("CALL migrate.up()");
    run(&server, "pg_dump", &dump);
    let copy = Db::bare(&server, "TEMPLATE template0");
    run(
        &server,
        "psql",
        &["-d", copy.name(), "-Xq", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", scratch.path()],
    );
    let mut there = copy.session();
    assert_eq!(there.query_text(STATUS), ["1|applied"]);
    assert_eq!(there.query_text("SELECT id FROM own ORDER BY id"), ["1", "2"]);
    assert_eq!(there.query_text("SELECT * FROM migrate.verify() WHERE NOT ok"), [""; 0]);
    // They read, and no more.
    let mut reader = copy.session_as(&owner);
    assert_eq!(reader.one("SELECT count(*) FROM migrate.migrations"), "1");
    for sql in
        ["DELETE FROM migrate.migrations", "SELECT nextval('migrate.jobs_id_seq')", "CALL migrate.up()"]
    {
        assert_eq!(reader.expect_error(sql).sqlstate, "42501", "{sql}");
    }
    // Not even these when the roles are dropped.
    there.exec(&format!("DROP OWNED BY {owner}"));
    session.exec(&format!("REASSIGN OWNED BY {owner} TO CURRENT_USER; DROP OWNED BY {owner}"));
}

/// Data alone, into a database that has the extension: as a replica, so that triggers and keys are left aside.
#[test]
fn data_alone_is_restored() {
    let source = source();
    let scratch = Scratch::new(&source);
    run(
        source.server(),
        "pg_dump",
        &[
            "-d",
            source.name(),
            "-f",
            scratch.path(),
            "--data-only",
            "-Fc",
            "-n",
            "migrate",
            "-e",
            "migrate_ext",
        ],
    );
    let copy = Db::fresh();
    run(
        copy.server(),
        "pg_restore",
        &["-d", copy.name(), "--exit-on-error", "--data-only", "--disable-triggers", scratch.path()],
    );
    let (mut before, mut after) = (source.session(), copy.session());
    for sql in CONTENTS {
        assert_eq!(after.query_text(sql), before.query_text(sql), "{sql}");
    }
}
