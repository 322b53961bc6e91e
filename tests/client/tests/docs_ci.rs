//! The shell lines of docs/howto.md that load a folder through psql: as they stand there, on files that nothing else
//! gets through unharmed. What is registered is compared byte for byte, but for blank space at its end, which load cuts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use migrate_client_tests::Db;

/// The shell block of "From a deployment script".
fn recipe() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/howto.md");
    let text = fs::read_to_string(path).expect("the how-to");
    let (_, section) = text.split_once("\n## From a deployment script\n").expect("the section");
    let (_, block) = section.split_once("```sh\n").expect("a shell block");
    block.split_once("```\n").expect("the end of the block").0.to_string()
}

/// A folder with `migrations` in it, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("migrate_ext_{name}_{}", std::process::id()));
        fs::create_dir_all(path.join("migrations")).expect("a folder");
        Folder(path)
    }

    fn write(&self, name: &str, text: &[u8]) {
        fs::write(self.0.join("migrations").join(name), text).expect("a file");
    }

    fn run(&self, db: &Db) -> Output {
        let bindir = std::env::var("MIGRATE_PG_BINDIR").expect("MIGRATE_PG_BINDIR");
        Command::new("sh")
            .args(["-e", "-c", &recipe()])
            .current_dir(&self.0)
            .env("PATH", format!("{bindir}:{}", std::env::var("PATH").unwrap_or_default()))
            .env("PGHOST", db.server().host())
            .env("PGPORT", db.server().port().to_string())
            .env("PGUSER", db.server().user())
            .env("PGDATABASE", db.name())
            .env("PGCLIENTENCODING", "UTF8")
            .output()
            .expect("sh")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// About a megabyte of what shells, psql and COPY take for something else, in a literal.
fn hard() -> String {
    let line = "\t\\\\ \\t \\n \\N 'quoted' \"double\" ''two'' $1 ${x} $(date) `date` %s %% :x :'x' :\"x\" äöü 🐘 \\x41\n\\.\n\\.\r\n\n EOF\n";
    format!("SELECT $body$\n{}$body$ IS NULL;\n", line.repeat(1_048_576 / line.len() + 1))
}

#[test]
fn a_folder_of_any_size_arrives_byte_for_byte() {
    let db = Db::fresh();
    let mut session = db.session();
    let folder = Folder::new("ci");
    let (hard, crlf) = (hard(), "CREATE TABLE crlf (\r\n    id int\r\n);\r\n");
    folder.write("1_hard.sql", hard.as_bytes());
    folder.write("2_crlf.sql", crlf.as_bytes());
    folder.write("3_bom.sql", b"\xEF\xBB\xBFCREATE TABLE bom (id int); -- no end of line");
    folder.write("4_it's here.sql", b"CREATE TABLE quoted (id int);\n");
    folder.write("5_pair.up.sql", b"CREATE TABLE pair (note text DEFAULT E'a\\tb');\n");
    folder.write("5_pair.down.sql", b"DROP TABLE pair; -- \\ '");
    folder.write("notes.txt", b"no migration");
    let output = folder.run(&db);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stdout));
    let up = |version: u32| format!("SELECT up FROM migrate.migrations WHERE version = {version}");
    assert!(session.one(&up(1)) == hard.trim_end(), "1_hard.sql has arrived as another text");
    assert_eq!(session.one(&up(2)), crlf.trim_end());
    assert_eq!(session.one(&up(3)), "CREATE TABLE bom (id int); -- no end of line");
    assert_eq!(session.one("SELECT filename FROM migrate.migrations WHERE version = 4"), "4_it's here.sql");
    assert_eq!(
        session.one("SELECT down FROM migrate.migrations WHERE version = 5"),
        "DROP TABLE pair; -- \\ '"
    );
    assert_eq!(
        session.one("SELECT count(*) FROM migrate.schema_migrations"),
        "5",
        "the second command applies them"
    );

    // Again, as a deployment does.
    let output = folder.run(&db);
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stdout).matches("unchanged").count(), 5);
}

#[test]
fn a_file_that_is_refused_registers_none_and_fails() {
    let db = Db::fresh();
    let folder = Folder::new("ci_refused");
    folder.write("1_right.sql", b"CREATE TABLE a (id int);");
    folder.write("2_wrong.sql", b"CREATE TABEL b (id int);");
    let output = folder.run(&db);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("syntax error"), "{output:?}");
    assert_eq!(db.session().one("SELECT count(*) FROM migrate.migrations"), "0");
}
