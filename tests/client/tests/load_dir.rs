//! `migrate.load_dir`: a folder of the server with files of every tool, what it refuses, and who may.
//!
//! Not here: what each format and file name means (core's own tests, the regress tests).

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use migrate_client_tests::{Db, Session, SqlError};

use crate::common::{STATUS, operator};

/// A folder that the server can read, removed at the end.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(db: &Db) -> Folder {
        let path = PathBuf::from(format!("/tmp/{}", db.name()));
        fs::create_dir(&path).expect("a folder");
        allow(&path, 0o755);
        Folder(path)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        for folder in path.ancestors().skip(1).take_while(|folder| *folder != self.0) {
            fs::create_dir_all(folder).expect("a folder in it");
            allow(&folder.to_path_buf(), 0o755);
        }
        fs::write(&path, content).expect("a file");
        allow(&path, 0o644);
        path
    }

    pub fn path(&self) -> &str {
        self.0.to_str().expect("UTF-8")
    }

    pub fn load(&self) -> String {
        format!("SELECT file, version, description, status FROM migrate.load_dir('{}')", self.path())
    }
}

fn allow(path: &PathBuf, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("mode");
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The error of loading the folder; nothing is registered.
pub fn refused(session: &mut Session, folder: &Folder) -> SqlError {
    let error = session.expect_error(&folder.load());
    assert!(session.query_text(STATUS).is_empty(), "all or nothing");
    error
}

#[test]
fn files_of_every_tool() {
    let db = Db::fresh();
    let mut session = db.session();
    let folder = Folder::new(&db);
    folder.write(
        "20231031120000_goose.sql",
        "-- +goose Up\nCREATE TABLE goose (id int);\n-- +goose Down\nDROP TABLE goose;\n",
    );
    folder.write(
        "20231031110000_dbmate_one.sql",
        "-- migrate:up\nCREATE TABLE dbmate (id int);\n\n-- migrate:down\nDROP TABLE dbmate;\n",
    );
    folder.write("000012_pair.up.sql", "CREATE TABLE pair (id int);");
    folder.write("000012_pair.down.sql", "DROP TABLE pair;");
    folder.write("V3__flyway.sql", "CREATE TABLE flyway (id int);");
    folder.write("U3__flyway.sql", "DROP TABLE flyway;");
    folder.write(
        "1698765432000_guide.sql",
        include_str!("../../../examples/1698765432000_add_priority_field.sql")
            .replace("conversations", "flyway"),
    );
    folder.write("README.md", "Not a migration.");
    fs::create_dir(folder.0.join("4_folder.sql")).expect("a folder in it");
    let expected = |status: &str| {
        [
            ("V3__flyway.sql", "3", "flyway"),
            ("000012_pair.up.sql", "12", "pair"),
            ("1698765432000_guide.sql", "1698765432000", "Add priority field to flyway"),
            ("20231031110000_dbmate_one.sql", "20231031110000", "dbmate one"),
            ("20231031120000_goose.sql", "20231031120000", "goose"),
        ]
        .map(|(file, version, description)| format!("{file}|{version}|{description}|{status}"))
        .into_iter()
        // Nothing is in the folder, so there is nothing to be said of it.
        .chain(["README.md|||left out".to_owned()])
        .collect::<Vec<_>>()
    };
    assert_eq!(session.query_text(&folder.load()), expected("registered"));
    assert_eq!(session.query_text(&folder.load()), expected("unchanged"));
    assert_eq!(
        session.one("SELECT filename FROM migrate.migrations WHERE version = 12"),
        "000012_pair.up.sql"
    );
    // Each holds what its tool would have run, up and down.
    session.exec("CALL migrate.up()");
    assert_eq!(session.one("SELECT count(*) FROM migrate.status() WHERE status = 'applied'"), "5");
    let made =
        "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(session.one(made), "dbmate flyway goose pair");
    session.exec("CALL migrate.down(target => 0)");
    assert_eq!(session.one("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
}

#[test]
fn a_file_that_is_not_utf8() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("1_good.sql", "SELECT 1;");
    let bad = folder.write("2_bad.sql", b"SELECT 1;\n-- fine\nSELECT 'gr\xf6\xdfe';\n");
    let error = refused(&mut db.session(), &folder);
    assert_eq!(error.sqlstate, "22021");
    assert_eq!(error.message, format!("file \"{}\" is not valid UTF-8", bad.display()));
    assert_eq!(error.detail, "In file \"2_bad.sql\". The first invalid byte is in line 3.");
}

#[test]
fn one_bad_script_and_nothing_is_registered() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("1_good.sql", "SELECT 1;");
    folder.write("2_bad.sql", "SELECT 1;\n\n  SELEKT 2;");
    folder.write("3_good.sql", "SELECT 3;");
    let mut session = db.session();
    let error = refused(&mut session, &folder);
    assert_eq!(error.sqlstate, "42601");
    assert_eq!(error.message, "syntax error at or near \"SELEKT\" in the up script, line 3, column 3");
    assert_eq!(error.detail, "In file \"2_bad.sql\".");
    folder.write("2_bad.sql", "SELECT 2;");
    assert_eq!(session.query_text(&folder.load()).len(), 3);
}

/// A down file that cannot be read does not keep its good up file out; a bad up file is named, not the other half.
#[test]
fn a_bad_down_script() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("1_pair.up.sql", "CREATE TABLE pair ();");
    let mut session = db.session();
    let load = format!("SELECT file, status, detail FROM migrate.load_dir('{}')", folder.path());
    for (down, why) in [
        ("SELECT 1;\nSELEKT 2;", "syntax error at or near \"SELEKT\" in the down script, line 2, column 1"),
        ("COPY t FROM stdin;", "COPY from or to the client on line 1, column 1 is not supported"),
    ] {
        folder.write("1_pair.down.sql", down);
        let rows = session.query_text(&load);
        assert!(rows.contains(&format!("1_pair.down.sql|left out|{why}")), "{rows:?}");
        assert!(rows.iter().any(|row| row.starts_with("1_pair.up.sql|")), "{rows:?}");
    }
    assert_eq!(session.one("SELECT down IS NULL FROM migrate.migrations"), "t");
    folder.write("1_pair.down.sql", "SELECT 1;");
    folder.write("1_pair.up.sql", "SELEKT 1;");
    let error = session.expect_error(&load);
    assert_eq!(error.detail, "In file \"1_pair.up.sql\".");
}

/// The same of a down section.
#[test]
fn a_bad_down_section() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("1_a.sql", "-- migrate:up\nCREATE TABLE a ();\n-- migrate:down\nDROP TABEL a;\n");
    let mut session = db.session();
    let rows =
        session.query_text(&format!("SELECT status, detail FROM migrate.load_dir('{}')", folder.path()));
    assert_eq!(
        rows,
        [
            "registered|up: 1 statement; down: derived; its down section is left out: syntax error at or near \"TABEL\" \
          in the down script, line 4, column 6"
        ]
    );
}

/// What is wrong with any file is told at once, and nothing is registered.
#[test]
fn all_faults_at_once() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("1_good.sql", "SELECT 1;");
    folder.write("2_bad.sql", "SELECT 1;\nSELEKT 2;");
    folder.write("3_one.sql", "SELECT 3;");
    folder.write("003_other.sql", "SELECT 3;");
    folder.write("4_latin.sql", b"SELECT 'gr\xf6';");
    folder.write("seed.sql", "SELEKT;");
    let error = refused(&mut db.session(), &folder);
    assert_eq!(error.message, format!("4 files of \"{}\" cannot be loaded", folder.path()));
    let latin = format!("4_latin.sql: file \"{}/4_latin.sql\" is not valid UTF-8", folder.path());
    assert_eq!(
        error.detail.lines().collect::<Vec<_>>(),
        [
            "003_other.sql: more than one file for version 3",
            "2_bad.sql: syntax error at or near \"SELEKT\" in the up script, line 2, column 1",
            "3_one.sql: more than one file for version 3",
            &latin,
        ]
    );
    assert!(error.hint.contains("nothing of it is registered"), "{error:?}");
}

/// Both of golang-migrate's files often have a title.
#[test]
fn pairs_with_titles() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("000001_users.up.sql", "-- Up migration\nCREATE TABLE users (id int);");
    folder.write("000001_users.down.sql", "-- Down migration\nDROP TABLE users;");
    folder.write("2_groups.up.sql", "-- Up migration - make groups\nCREATE TABLE groups (id int);");
    folder.write("2_groups.down.sql", "-- Down: take them back\n\nDROP TABLE groups;");
    let mut session = db.session();
    session.exec(&folder.load());
    session.exec("CALL migrate.up()");
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(session.one(tables), "2");
    session.exec("CALL migrate.down(target => 0)");
    assert_eq!(session.one(tables), "0");
}

#[test]
fn utf_16_without_a_mark() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let mut session = db.session();
    for (name, text, is_utf16) in [
        ("1_x.up.sql", utf16("CREATE TABLE e1 (id int);"), true),
        ("1_x.up.sql", b"SELECT 1;\0DROP TABLE x;".to_vec(), false),
    ] {
        folder.write("1_x.up.sql", "SELECT 1;");
        folder.write(name, &text);
        let error = refused(&mut session, &folder);
        assert_eq!(error.sqlstate, "22021", "{error:?}");
        assert!(error.message.ends_with("script has a NUL character on line 1"), "{error:?}");
        assert!(error.detail.starts_with(&format!("In file \"{name}\".")), "{error:?}");
        assert_eq!(error.detail.contains("UTF-16"), is_utf16, "{error:?}");
    }
}

/// One file whose down part is not understood, and nothing is registered; as prose it is the up script.
#[test]
fn a_form_that_is_not_read() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("1_good.sql", "SELECT 1;");
    folder.write("2_users.sql", "-- rambler up\nCREATE TABLE users ();\n-- rambler down\nDROP TABLE users;");
    let mut session = db.session();
    let error = refused(&mut session, &folder);
    assert_eq!(error.sqlstate, "42601");
    assert_eq!(error.message, "comment on line 3 looks like the heading of a down section");
    assert!(error.detail.starts_with("In file \"2_users.sql\". It reads \"-- rambler down\"."), "{error:?}");
    let plain = format!("SELECT version, detail FROM migrate.load_dir('{}', plain => true)", folder.path());
    assert_eq!(
        session.query_text(&plain),
        [
            "1|up: 1 statement; down: derived",
            "2|up: 2 statements; down: derived; drops at its end what it made: users"
        ]
    );
}

/// To say of one file that its comments are prose does not make the down sections of the others run.
#[test]
fn the_sections_of_the_others() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("1_a.sql", "-- migrate:up\nCREATE TABLE a ();\n-- migrate:down\nDROP TABLE a;\n");
    folder.write("2_b.sql", "CREATE TABLE b ();\n---- create above / drop below ----\nDROP TABLE b;\n");
    folder.write("3_c.up.sql", "-- Undo\nCREATE TABLE c ();\n");
    folder.write("3_c.down.sql", "-- +goose Down\nDROP TABLE c;\n");
    folder.write("4_d.sql", "-- Undo\nCREATE TABLE d ();\n");
    let mut session = db.session();
    let error = refused(&mut session, &folder);
    assert!(error.hint.contains("plain => true"), "{error:?}");
    session.exec(&format!("SELECT migrate.load_dir('{}', plain => true)", folder.path()));
    session.exec("CALL migrate.up()");
    let tables = "SELECT string_agg(tablename, ' ' ORDER BY 1) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(session.one(tables), "a b c d");
    session.exec("CALL migrate.down(target => 0)");
    assert_eq!(session.one(tables), "");
}

/// Of the other forms that are read each goes up and down, an empty down section too.
#[test]
fn forms_of_more_tools() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("1_a.sql", "-- +migrate Up\nCREATE TABLE a ();\n-- +migrate Down\nDROP TABLE a;\n");
    folder.write("2_b.sql", "CREATE TABLE b ();\n\n---- create above / drop below ----\n\nDROP TABLE b;\n");
    folder.write("3_c.sql", "-- Up Migration, c\nCREATE TABLE c ();\n-- Down Migration, c\nDROP TABLE c;\n");
    folder.write(
        "4_d.sql",
        "---- tern: disable-tx ----\nCREATE TABLE d (i int);\nCREATE INDEX CONCURRENTLY d_i ON d (i);\n\
         ---- create above / drop below ----\nDROP TABLE d;\n",
    );
    let mut session = db.session();
    session.exec(&folder.load());
    session.exec("CALL migrate.up()");
    let tables = "SELECT string_agg(tablename, ' ' ORDER BY 1) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(session.one(tables), "a b c d");
    session.exec("CALL migrate.down(target => 0)");
    assert_eq!(session.one(tables), "");
}

#[test]
fn two_files_of_one_version() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("1_one.sql", "SELECT 1;");
    folder.write("001_other.sql", "SELECT 2;");
    let error = refused(&mut db.session(), &folder);
    assert_eq!(error.sqlstate, "42710", "{error:?}");
    assert_eq!(
        error.detail,
        "001_other.sql: more than one file for version 1\n1_one.sql: more than one file for version 1"
    );
}

#[test]
fn a_down_script_alone() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("1_one.down.sql", "SELECT 1;");
    let error = refused(&mut db.session(), &folder);
    assert_ne!(error.sqlstate, "XX000", "{error:?}");
}

#[test]
fn a_path_that_cannot_be_read() {
    let db = Db::fresh();
    let mut session = db.session();
    let error = session.expect_error("SELECT * FROM migrate.load_dir('db/migrations')");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("22023", "path \"db/migrations\" is not absolute")
    );
    let error = session.expect_error("SELECT * FROM migrate.load_dir('/tmp/client_nowhere')");
    assert_eq!(error.sqlstate, "58030");
    assert_eq!(error.message, "could not read \"/tmp/client_nowhere\": No such file or directory");
    assert_eq!(session.expect_error("SELECT * FROM migrate.load_dir(NULL)").sqlstate, "22004");
    // The server does not run as root, whoever runs the tests.
    let folder = Folder::new(&db);
    let file = folder.write("1_secret.sql", "SELECT 1;");
    allow(&file, 0o000);
    let error = refused(&mut session, &folder);
    assert_eq!(error.sqlstate, "58030");
    assert_eq!(error.message, format!("could not read \"{}\": Permission denied", file.display()));
    allow(&folder.0, 0o000);
    let error = refused(&mut session, &folder);
    assert_eq!(error.message, format!("could not read \"{}\": Permission denied", folder.path()));
    allow(&folder.0, 0o755);
}

#[test]
fn an_empty_folder_has_no_migrations() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    assert!(db.session().query_text(&folder.load()).is_empty());
}

#[test]
fn only_for_roles_that_may_read_files_of_the_server() {
    let db = Db::fresh();
    let folder = Folder::new(&db);
    folder.write("1_one.sql", "SELECT 1;");
    let role = operator(&db, "LOGIN");
    let mut session = db.session_as(&role);
    let error = refused(&mut session, &folder);
    assert_eq!(error.sqlstate, "42501");
    assert_eq!(error.message, "permission denied to read files of the server");
    assert!(error.hint.contains("pg_read_server_files"), "{}", error.hint);
    db.session().exec(&format!("GRANT pg_read_server_files TO {role}"));
    assert_eq!(session.query_text(&folder.load()), ["1_one.sql|1|one|registered"]);
    assert_eq!(db.session().one("SELECT registered_by FROM migrate.migrations"), role);
}
