//! Runs scripts in several ways, each in a new database, and compares what they leave.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::Output;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process};

use migrate_client_tests::{Db, Server, Session};

/// A script, with the one that takes it back where there is one.
pub struct Script {
    /// Its file's name, without `.sql`.
    pub name: String,
    /// The text.
    pub up: String,
    /// The text that takes it back.
    pub down: Option<String>,
}

/// How the scripts are run.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    /// `psql -f`, which is right by definition; with these options.
    Psql(&'static [&'static str]),
    /// `CALL migrate.up()`: a worker.
    Up,
    /// `migrate.apply()` for those that it runs in the caller's own transaction.
    Apply,
}

/// What a way leaves, and when.
type Left = Vec<(&'static str, String)>;

/// Runs each script in an empty schema `public` of one database, in every way. Says where one differs from psql
/// with these options.
pub fn compare(scripts: &[Script], options: &'static [&'static str]) -> Result<(), String> {
    differences(&[Way::Psql(options), Way::Up, Way::Apply], |way| {
        let place = Place::new();
        for (script, version) in scripts.iter().zip(1..) {
            let script = place.own(script);
            let mut session = place.session();
            match way {
                Way::Psql(options) => place.psql(&script.name, &script.up, options),
                Way::Up | Way::Apply => {
                    load(&mut session, &script, version);
                    let dry_run = "SELECT detail LIKE '%; as a job%' FROM migrate.apply(dry_run => true)";
                    let is_here = way == Way::Apply && session.one(dry_run) == "f";
                    let sql = if is_here { "SELECT * FROM migrate.apply()" } else { "CALL migrate.up()" };
                    session
                        .try_query(sql)
                        .unwrap_or_else(|error| panic!("{}: {sql}: {error:#?}", script.name));
                }
            }
            if version < scripts.len() {
                session.exec(&format!(
                    "ALTER SCHEMA public RENAME TO \"of {}\"; CREATE SCHEMA public AUTHORIZATION pg_database_owner",
                    script.name
                ));
            }
        }
        vec![("up", place.dump())]
    })
}

/// The same for scripts that build on one another, in one call; and for their down scripts where all have one.
pub fn compare_in_a_row(scripts: &[Script]) -> Result<(), String> {
    let downs: Vec<&str> = scripts.iter().rev().filter_map(|script| script.down.as_deref()).collect();
    differences(&[Way::Psql(&[]), Way::Up], |way| {
        let place = Place::new();
        let scripts: Vec<Script> = scripts.iter().map(|script| place.own(script)).collect();
        let mut session = place.session();
        if way == Way::Up {
            scripts.iter().zip(1..).for_each(|(script, version)| load(&mut session, script, version));
        }
        let mut up = || match way {
            Way::Up => session.exec("CALL migrate.up()"),
            _ => scripts.iter().for_each(|script| place.psql(&script.name, &script.up, &[])),
        };
        up();
        let mut left = vec![("up", place.dump())];
        if downs.len() == scripts.len() {
            match way {
                Way::Up => place.session().exec("CALL migrate.down(target => 0)"),
                _ => downs.iter().for_each(|down| place.psql("down", &place.own_names(down), &[])),
            }
            left.push(("down", place.dump()));
            up();
            left.push(("up", place.dump()));
            assert_eq!(left[0], left[2], "up, down, up by {way:?}");
        }
        left
    })
}

/// Calls `work`; a panic is an error like any other.
pub fn told(work: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        Err(text.or_else(|| panic.downcast_ref::<&str>().map(|text| text.to_string())).unwrap_or_default())
    })
}

/// Where a way leaves something else than the first one.
fn differences(ways: &[Way], run: impl Fn(Way) -> Left) -> Result<(), String> {
    let expected = run(ways[0]);
    for way in &ways[1..] {
        for ((when, expected), (_, found)) in expected.iter().zip(&run(*way)) {
            if expected != found {
                return Err(format!("{way:?} differs from psql after {when}, {}", diff(expected, found)));
            }
        }
    }
    Ok(())
}

fn load(session: &mut Session, script: &Script, version: usize) {
    let filename = format!("{version}_{}.sql", script.name);
    let mut values = vec![script.up.as_str(), &filename];
    values.extend(script.down.as_deref());
    let down = if script.down.is_some() { ", $3" } else { "" };
    session
        .query_with(&format!("SELECT * FROM migrate.load($1, $2{down})"), &values)
        .unwrap_or_else(|error| panic!("{}: load: {error:#?}", script.name));
}

/// A database, and a prefix for whatever a script makes outside of it.
struct Place {
    db: Option<Db>,
    server: Server,
    prefix: String,
    file: PathBuf,
}

/// What names in a script begin with that the whole server shares: roles, databases, tablespaces.
const SHARED: &str = "unique_";

impl Place {
    fn new() -> Place {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let prefix = format!("wild_{}_{}_", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let db = Db::fresh();
        let file = env::temp_dir().join(format!("{prefix}script.sql"));
        Place { server: db.server().clone(), db: Some(db), prefix, file }
    }

    fn db(&self) -> &Db {
        self.db.as_ref().expect("it is dropped only with the place")
    }

    fn session(&self) -> Session {
        self.db().session()
    }

    /// The text with names of this place's own.
    fn own_names(&self, text: &str) -> String {
        text.replace(SHARED, &self.prefix)
    }

    fn own(&self, script: &Script) -> Script {
        let down = script.down.as_deref().map(|down| self.own_names(down));
        Script { name: script.name.clone(), up: self.own_names(&script.up), down }
    }

    fn psql(&self, name: &str, text: &str, options: &[&str]) {
        fs::write(&self.file, text).expect("a file");
        let mut args = vec!["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.db().name()];
        args.extend_from_slice(options);
        args.extend(["-f", self.file.to_str().expect("UTF-8")]);
        checked(name, &self.server.run("psql", &args));
    }

    /// All that is in the database, but for our own tables, and what the scripts left outside of it.
    fn dump(&self) -> String {
        let args = ["--create", "--exclude-schema=migrate", self.db().name()];
        let dump = checked("pg_dump", &self.server.run("pg_dump", &args));
        // pg_dump of late guards its output with a random key.
        let same = |line: &&str| !line.starts_with("\\restrict ") && !line.starts_with("\\unrestrict ");
        let mut lines: Vec<String> = dump.lines().filter(same).map(String::from).collect();
        sort_rows(&mut lines);
        lines.extend(self.outside().query_text(&LEFT_OUTSIDE.replace("PREFIX", &self.prefix)));
        lines.join("\n").replace(self.db().name(), "this_database").replace(&self.prefix, SHARED)
    }

    fn outside(&self) -> Session {
        Session::open(&self.server, "postgres", self.server.user())
    }
}

fn checked(name: &str, output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const LEFT_OUTSIDE: &str = "
    SELECT concat_ws(' ', 'role', rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication,
                     rolbypassrls, rolconnlimit, rolvaliduntil, rolconfig, shobj_description(oid, 'pg_authid'),
                     (SELECT string_agg(format('in %s %s', roleid::regrole, admin_option), ' ' ORDER BY roleid::regrole::text)
                      FROM pg_auth_members WHERE member = r.oid)) AS what
    FROM pg_roles r WHERE starts_with(rolname, 'PREFIX')
    UNION ALL
    SELECT concat_ws(' ', 'database', datname, datconnlimit, datallowconn, datacl, shobj_description(oid, 'pg_database'),
                     (SELECT string_agg(setconfig::text, ' ') FROM pg_db_role_setting WHERE setdatabase = d.oid))
    FROM pg_database d WHERE starts_with(datname, 'PREFIX')
    UNION ALL
    SELECT concat_ws(' ', 'tablespace', spcname, spcoptions, spcacl, shobj_description(oid, 'pg_tablespace'))
    FROM pg_tablespace WHERE starts_with(spcname, 'PREFIX')
    ORDER BY what";

const DROP_OUTSIDE: &str = "
    SELECT format('DROP DATABASE %I', datname) FROM pg_database WHERE starts_with(datname, 'PREFIX')
    UNION ALL SELECT format('DROP TABLESPACE %I', spcname) FROM pg_tablespace WHERE starts_with(spcname, 'PREFIX')
    UNION ALL SELECT format('DROP ROLE %I', rolname) FROM pg_roles WHERE starts_with(rolname, 'PREFIX')";

impl Drop for Place {
    fn drop(&mut self) {
        // First the database, in which everything else may be in use.
        self.db = None;
        let _ = fs::remove_file(&self.file);
        let mut outside = self.outside();
        for drop in outside.query_text(&DROP_OUTSIDE.replace("PREFIX", &self.prefix)) {
            outside.exec(&drop);
        }
    }
}

/// Sorts the rows of each COPY: where an UPDATE finds room for them depends on who else is connected at the time.
fn sort_rows(lines: &mut [String]) {
    let mut rest = lines;
    while let Some(copy) =
        rest.iter().position(|line| line.starts_with("COPY ") && line.ends_with(" FROM stdin;"))
    {
        let rows = &mut rest[copy + 1..];
        let end = rows.iter().position(|line| line == "\\.").expect("an end of the rows");
        rows[..end].sort();
        rest = &mut rows[end..];
    }
}

/// The first lines in which two texts differ, with what stands before them.
fn diff(expected: &str, found: &str) -> String {
    const LINES: usize = 12;
    let (expected, found): (Vec<_>, Vec<_>) = (expected.lines().collect(), found.lines().collect());
    let same = expected.iter().zip(&found).take_while(|(a, b)| a == b).count();
    let part =
        |lines: &[&str]| lines[same..].iter().take(LINES).map(|line| format!("{line}\n")).collect::<String>();
    let before = expected[same.saturating_sub(3)..same].join("\n");
    format!("line {}\n{before}\n--- psql\n{}--- migrate_ext\n{}", same + 1, part(&expected), part(&found))
}
