//! The files of examples/deploy: the commands that they have, run as the CI would run them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use migrate_client_tests::{Cluster, Db, wait_until};

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/deploy").join(name);
    fs::read_to_string(path).expect("an example")
}

/// A checkout of a project with `migrations` and `deploy/migrate.sh`, gone at the end.
struct Project(PathBuf);

impl Project {
    fn new(name: &str) -> Project {
        let path = std::env::temp_dir().join(format!("migrate_ext_{name}_{}", std::process::id()));
        for folder in ["migrations", "deploy"] {
            fs::create_dir_all(path.join(folder)).expect("a folder");
        }
        fs::write(path.join("deploy/migrate.sh"), example("migrate.sh")).expect("the script");
        Project(path)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join("migrations").join(name), text).expect("a file");
    }

    fn command(&self, db: &Db, line: &str) -> Command {
        let bindir = std::env::var("MIGRATE_PG_BINDIR").expect("MIGRATE_PG_BINDIR");
        let mut command = Command::new("sh");
        command
            .args(["-e", "-c", line])
            .current_dir(&self.0)
            .env("PATH", format!("{bindir}:{}", std::env::var("PATH").unwrap_or_default()))
            .env("PGHOST", db.server().host())
            .env("PGPORT", db.server().port().to_string())
            .env("PGUSER", db.server().user())
            .env("PGDATABASE", db.name())
            .env("PGCLIENTENCODING", "UTF8")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self, db: &Db, line: &str) -> Output {
        self.command(db, line).output().expect("sh")
    }

    fn start(&self, db: &Db) -> Child {
        self.command(db, MIGRATE).spawn().expect("sh")
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const MIGRATE: &str = "sh deploy/migrate.sh migrations";

/// The commands of a CI's file, and what it sets `PGOPTIONS` to.
fn commands(file: &str) -> (Vec<String>, String) {
    let text = example(file);
    let line = |line: &str| {
        let line = line.trim();
        line.strip_prefix("run: ")
            .or(line.strip_prefix("- ").filter(|rest| rest.starts_with("sh ") || rest.starts_with("psql ")))
            .map(str::to_string)
    };
    let options = text.lines().find_map(|line| line.trim().strip_prefix("PGOPTIONS: ")).expect("PGOPTIONS");
    (text.lines().filter_map(line).collect(), options.to_string())
}

#[test]
fn what_the_files_run_does_what_they_say() {
    for file in ["github-actions.yml", "gitlab-ci.yml"] {
        let db = Db::fresh();
        let project = Project::new(file);
        let (lines, options) = commands(file);
        assert_eq!(lines.len(), 2, "{file}: {lines:?}");
        project.write("1_one.sql", "CREATE TABLE one (note text DEFAULT E'it''s \\\\ \\t'); VACUUM one;");
        project.write("3_three.up.sql", "CREATE TABLE three (id int);");
        project.write("3_three.down.sql", "DROP TABLE three;");
        for line in &lines {
            let output = project.command(&db, line).env("PGOPTIONS", &options).output().expect("sh");
            assert!(output.status.success(), "{file}: {line}: {output:?}");
        }
        assert_eq!(
            db.session().query_text("SELECT version, status FROM migrate.status()"),
            ["1|applied", "3|applied"]
        );
        assert_eq!(
            db.session().one("SELECT down FROM migrate.migrations WHERE version = 3"),
            "DROP TABLE three;"
        );
    }
}

#[test]
fn the_status_is_that_of_the_migration() {
    let db = Db::fresh();
    let project = Project::new("status");
    // No migration at all is a wrong folder.
    assert!(!project.run(&db, MIGRATE).status.success());
    assert!(!project.run(&db, "sh deploy/migrate.sh").status.success());
    project.write("1_one.sql", "CREATE TABLE one (id int); INSERT INTO one VALUES (1 / 0);");
    let output = project.run(&db, MIGRATE);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("division by zero"), "{output:?}");
    project.write("1_one.sql", "CREATE TABLE one (id int);");
    assert!(project.run(&db, MIGRATE).status.success());
    assert!(project.run(&db, MIGRATE).status.success(), "again, with nothing to do");
    // A file that is refused registers none of them.
    project.write("2_two.sql", "CREATE TABLE two (id int);");
    project.write("3_three.sql", "CREATE TABEL three (id int);");
    let output = project.run(&db, MIGRATE);
    assert!(!output.status.success());
    // The last name is that of the file.
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(said.lines().last(), Some("3_three.sql"), "{output:?}");
    assert_eq!(db.session().query_text("SELECT version FROM migrate.migrations"), ["1"]);
}

/// A file that cannot be read fails before psql has begun: the files before it are not loaded by themselves.
#[test]
fn a_file_that_cannot_be_read_leaves_no_half() {
    let db = Db::fresh();
    let project = Project::new("unreadable");
    project.write("1_one.sql", "CREATE TABLE one (id int);");
    std::os::unix::fs::symlink("/nowhere", project.0.join("migrations/2_two.sql")).expect("a link");
    project.write("3_three.sql", "CREATE TABLE three (id int);");
    assert!(!project.run(&db, MIGRATE).status.success());
    assert_eq!(db.session().one("SELECT count(*) FROM migrate.migrations"), "0");
}

#[test]
fn two_deployers_wait_for_each_other() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let project = Project::new("two");
    project.write("1_one.sql", "CREATE TABLE one (id int); VACUUM one;");
    project.write("2_two.sql", "CREATE TABLE two (id int); SELECT pg_advisory_lock(4711); VACUUM two;");
    let mut holder = db.session();
    holder.exec("SELECT pg_advisory_lock(4711)");
    let first = project.start(&db);
    db.wait_for("SELECT status FROM migrate.jobs ORDER BY id LIMIT 1", &["running"]);
    let second = project.start(&db);
    wait_until("the second has its job", || db.session().one("SELECT count(*) FROM migrate.jobs") == "2");
    holder.exec("SELECT pg_advisory_unlock(4711)");
    for deployer in [first, second] {
        let output = deployer.wait_with_output().expect("its end");
        assert!(output.status.success(), "{output:?}");
    }
    assert_eq!(
        db.session().query_text("SELECT version, status FROM migrate.status()"),
        ["1|applied", "2|applied"]
    );
}
