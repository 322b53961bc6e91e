//! Updates of the extension: an old version's SQL under a new library, and the other way round; ALTER EXTENSION UPDATE
//! while somebody is at work; what an update leaves of states, grants and definitions.
//!
//! The next version is made up from this one (`upgrade/made_up.rs`). Not here: pg_upgrade (`scripts/upgrade`).

mod catalog;
mod made_up;
mod released;
pub mod state;
mod stored;

use migrate_client_tests::{Cluster, Db, Session, SqlError, Tree};

use self::made_up::Next;
use crate::common::{JOBS, STATUS, create, tables};

const UPDATE: &str = "ALTER EXTENSION migrate_ext UPDATE";
const VERSION: &str = "SELECT extversion FROM pg_extension WHERE extname = 'migrate_ext'";

/// A server on which the next version's files can be put.
struct Site {
    next: Next,
    cluster: Cluster,
    tree: Tree,
}

impl Site {
    fn new(settings: &[&str]) -> Site {
        let tree = Tree::copy();
        let next = Next::make_up(&tree);
        let cluster = tree.start(settings);
        Site { next, cluster, tree }
    }

    /// What the package of the next version does.
    fn put_next(&self) {
        self.next.put(&self.tree);
    }

    fn db(&self) -> Db {
        Db::on(&self.cluster)
    }

    /// A call meets a library that is newer than the extension.
    fn assert_extension_is_old(&self, error: &SqlError) {
        let (old, new) = (&self.next.before, &self.next.version);
        assert_eq!(error.sqlstate, "55000", "{error:?}");
        assert_eq!(error.message, format!("extension migrate_ext is version {old} here, its library {new}"));
        assert_eq!(error.hint, "Run ALTER EXTENSION migrate_ext UPDATE.");
    }

    /// A call meets a library that was loaded before the update.
    fn assert_library_is_old(&self, error: &SqlError) {
        let (old, new) = (&self.next.before, &self.next.version);
        assert_eq!(error.sqlstate, "55000", "{error:?}");
        assert_eq!(
            error.message,
            format!("extension migrate_ext is version {new} here, the library of this session {old}")
        );
        assert!(
            error.hint.starts_with("Reconnect. If shared_preload_libraries names migrate_ext"),
            "{error:?}"
        );
    }
}

/// A copy of a database by pg_dump and psql.
fn restored(db: &Db) -> Db {
    let dump = db.server().run("pg_dump", &["-d", db.name()]);
    assert!(dump.status.success(), "{dump:?}");
    let file = std::env::temp_dir().join(format!("{}.sql", db.name()));
    std::fs::write(&file, &dump.stdout).expect("a file");
    let copy = db.beside("TEMPLATE template0");
    let path = file.to_str().expect("UTF-8");
    let options = ["-d", copy.name(), "-Xq", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", path];
    let restored = db.server().run("psql", &options);
    let _ = std::fs::remove_file(&file);
    assert!(restored.status.success() && restored.stderr.is_empty(), "{restored:?}");
    copy
}

/// Every function and procedure of the extension that is in the library and no trigger's, as a call with NULLs.
const CALLS: &str = "
    SELECT CASE p.prokind WHEN 'p' THEN 'CALL ' ELSE 'SELECT ' END || 'migrate.' || quote_ident(p.proname) || '('
           || coalesce((SELECT string_agg('NULL::' || format_type(a.type, NULL), ', ' ORDER BY a.place)
                        FROM unnest(p.proargtypes) WITH ORDINALITY a (type, place)), '') || ')'
    FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
    WHERE p.pronamespace = 'migrate'::regnamespace AND l.lanname = 'c' AND p.prorettype <> 'trigger'::regtype
    ORDER BY 1";

#[test]
fn on_an_old_extension_triggers_work_and_calls_name_the_update() {
    let site = Site::new(&[]);
    let db = site.db();
    let before = state::build(&db);
    db.session().exec("SELECT migrate.watch_ddl()");
    site.put_next();

    let mut session = db.session();
    let calls = session.query_text(CALLS);
    assert!(calls.len() > 60, "{calls:?}");
    for call in &calls {
        site.assert_extension_is_old(&session.expect_error(call));
    }
    // Somebody's own DDL and rows are not stopped, and rows are in step by both names.
    state::assert_rows_in_step(&mut session);
    session.exec(
        "CREATE TABLE of_his_own (id int); ALTER TABLE of_his_own ADD COLUMN n int; DROP TABLE of_his_own",
    );
    assert_eq!(
        session.one("SELECT count(*) > 1 FROM migrate.ddl_seen WHERE object = 'public.of_his_own'"),
        "t"
    );
    // What is written to something hidden is still noted, for those who want to complete its drop.
    let column = session.one("SELECT hidden_column FROM migrate.dropped WHERE kind = 'drop_column'");
    let writes = "SELECT count(*) FROM migrate.writes_seen w JOIN migrate.change_records c USING (token) WHERE c.kind = 'drop_column'";
    assert_eq!(session.one(writes), "0");
    session.exec(&format!("UPDATE hidden SET \"{column}\" = 'written' WHERE id = 1"));
    assert_eq!(session.one(writes), "1");
    // A dump is no call; restored with the new files, it has the new version and the old rows.
    let copy = restored(&db);
    assert_eq!(copy.session().one(VERSION), site.next.version);
    state::assert_has_records(&copy, &before);
    drop(copy);

    session.exec(UPDATE);
    assert_eq!(session.one(VERSION), site.next.version);
    state::assert_goes_on(&db, &before);
}

/// The library of who asked is old, that of the worker new: the worker touches nothing.
#[test]
fn a_worker_leaves_the_job_of_an_old_extension() {
    let site = Site::new(&[]);
    let db = site.db();
    let mut old = db.session();
    tables(&mut old);
    create(&mut old, 1, "INSERT INTO log VALUES ('once'); VACUUM log", "SELECT 1");
    site.put_next();
    let error = old.expect_error("CALL migrate.up()");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("57P01", "the worker of job 1 ended before the job was done")
    );
    let line = format!(
        "extension migrate_ext is version {} here, its library {}",
        site.next.before, site.next.version
    );
    assert!(site.cluster.log().contains(&line), "{}", site.cluster.log());
    assert_eq!(old.query_text("SELECT word FROM log"), [""; 0]);

    let mut new = db.session();
    new.exec(UPDATE);
    new.exec("SELECT migrate.resume(1)");
    db.wait_for(STATUS, &["1|applied"]);
    assert_eq!(new.query_text("SELECT word FROM log"), ["once"]);
}

#[test]
fn a_session_with_an_old_library_is_told_to_reconnect() {
    let site = Site::new(&[]);
    let db = site.db();
    let mut old = db.session();
    tables(&mut old);
    // One that runs here has the library's hooks put in place.
    create(&mut old, 9, "CREATE TABLE nine (id int)", "DROP TABLE nine");
    assert_eq!(old.one("SELECT status FROM migrate.apply()"), "applied");
    create(&mut old, 10, "INSERT INTO log VALUES ('by the heir'); VACUUM log", "SELECT 1");
    old.exec("CALL migrate.up(not_before => now() + interval '1 h')");
    let keepers = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'migrate_ext, until%'
                   AND datname = current_database()";
    db.wait_for(keepers, &["1"]);
    let keeper = "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'migrate_ext, until%'";
    let first = old.one(keeper);
    site.put_next();

    // A session that has the old library cannot run the script of the new one.
    let error = old.expect_error(UPDATE);
    assert_eq!(error.sqlstate, "55000");
    assert_eq!(
        error.message,
        format!("cannot update extension migrate_ext to version {} in this session", site.next.version)
    );
    assert_eq!(error.detail, format!("It has loaded the library of version {}.", site.next.before));
    assert!(
        error.hint.starts_with("Reconnect, and run ALTER EXTENSION migrate_ext UPDATE again."),
        "{error:?}"
    );
    assert_eq!(old.one(VERSION), site.next.before);

    let mut new = db.session();
    new.exec(UPDATE);
    for call in old.query_text(CALLS) {
        site.assert_library_is_old(&old.expect_error(&call));
    }
    old.exec("CREATE TABLE of_his_own (id int); ALTER TABLE of_his_own ADD COLUMN n int; DROP TABLE of_his_own, nine");
    // The worker that slept for the job has handed that over to one with the new library.
    db.wait_for(&format!("SELECT count(*) FROM ({keeper}) k WHERE pid <> {first}"), &["1"]);
    new.exec("SELECT migrate.window(1)");
    db.wait_for(STATUS, &["9|applied", "10|applied"]);
    assert_eq!(new.query_text("SELECT word FROM log"), ["by the heir"]);
    assert_eq!(new.query_text(JOBS), ["done"]);
}

#[test]
fn an_update_is_refused_while_somebody_is_at_work() {
    let site = Site::new(&[]);
    let db = site.db();
    let mut session = db.session();
    tables(&mut session);
    create(
        &mut session,
        1,
        "SELECT pg_advisory_lock(1); SELECT pg_advisory_unlock(1); VACUUM log",
        "SELECT 1",
    );
    create(&mut session, 2, "INSERT INTO log VALUES ('two'); VACUUM log", "SELECT 1");
    let mut blocker = db.session();
    blocker.exec("SELECT pg_advisory_lock(1)");
    session.exec("SELECT migrate.apply(target => 1)");
    db.wait_for(JOBS, &["running"]);
    let waiting = db.session().start("CALL migrate.wait(1)");
    site.put_next();

    let mut admin = db.session();
    let error = admin.expect_error(UPDATE);
    assert_eq!(error.sqlstate, "55006");
    assert_eq!(error.message, "cannot update extension migrate_ext while a migration is running");
    assert!(
        error.detail.starts_with("It is run by pid ") && error.detail.ends_with(", \"migrate_ext job 1\"."),
        "{error:?}"
    );
    assert_eq!(admin.one(VERSION), site.next.before);
    // A worker that is at work keeps the library that it has, and ends its job.
    blocker.exec("SELECT pg_advisory_unlock(1)");
    assert_eq!(waiting.rows().1, ["job 1 is done"]);

    // Whoever has called something in a transaction holds the update up until that ends.
    let mut reader = db.session();
    drop(session);
    let mut old = blocker;
    old.exec("BEGIN; SELECT count(*) FROM migrate.home");
    admin.exec("SET lock_timeout = '300ms'");
    let error = admin.expect_error(UPDATE);
    assert_eq!(error.sqlstate, "55P03");
    assert_eq!(
        error.message,
        "cannot update extension migrate_ext while transactions that have used it are open"
    );
    assert!(error.detail.contains("idle in transaction"), "{error:?}");
    assert!(admin.one("SHOW lock_timeout") == "300ms");
    old.exec("COMMIT");
    admin.exec(UPDATE);
    assert_eq!(reader.one(VERSION), site.next.version);
    reader.exec("CALL migrate.up()");
    assert_eq!(reader.query_text(STATUS), ["1|applied", "2|applied"]);
}

#[test]
fn what_is_updated_is_what_is_installed() {
    let site = Site::new(&[]);
    let updated = site.db();
    site.put_next();
    updated.session().exec(UPDATE);
    let installed = updated.beside("");
    installed.session().exec("CREATE EXTENSION migrate_ext");
    let (updated_has, installed_has) =
        (catalog::describe(&mut updated.session()), catalog::describe(&mut installed.session()));
    assert!(installed_has.len() > 1_000, "{}", installed_has.len());
    catalog::assert_same(&updated_has, &installed_has);
    assert!(
        installed_has.iter().any(|line| line.contains("shelves")),
        "the next version has more than this one"
    );
}

#[test]
fn grants_are_carried_over_and_dumped() {
    let site = Site::new(&[]);
    let db = site.db();
    let (reader, other, leaver) = (db.role(""), db.role(""), format!("leaver_of_{}", db.name()));
    let mut session = db.session();
    session.exec(&format!(
        "CREATE ROLE {leaver}; GRANT EXECUTE ON FUNCTION migrate.table_exists TO {leaver};
         GRANT SELECT ON migrate.index_usage TO {leaver};
         GRANT USAGE ON SCHEMA migrate TO {reader};
         GRANT EXECUTE ON FUNCTION migrate.table_exists, migrate.column_exists TO {reader};
         GRANT SELECT ON migrate.index_usage TO {reader} WITH GRANT OPTION;
         GRANT SELECT (schema, table_name) ON migrate.index_usage TO {other};
         ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO {other};
         ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO {other};
         ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO {other}"
    ));
    site.put_next();
    let mut session = db.session();
    session.exec(UPDATE);
    let assert_granted = |session: &mut Session| {
        let may = |role: &str| {
            format!(
                "SELECT has_function_privilege('{role}', 'migrate.table_exists(text, boolean)', 'EXECUTE'),
                        has_function_privilege('{role}', 'migrate.column_exists(text, text)', 'EXECUTE'),
                        has_table_privilege('{role}', 'migrate.index_usage', 'SELECT'),
                        has_table_privilege('{role}', 'migrate.index_usage', 'SELECT WITH GRANT OPTION'),
                        has_column_privilege('{role}', 'migrate.index_usage', 'schema', 'SELECT'),
                        has_function_privilege('{role}', 'migrate.second_opinion(text)', 'EXECUTE'),
                        has_table_privilege('{role}', 'migrate.shelves', 'SELECT')"
            )
        };
        assert_eq!(session.one(&may(&reader)), "t|t|t|t|t|f|f");
        assert_eq!(session.one(&may(&other)), "f|f|f|f|t|f|f");
    };
    assert_granted(&mut session);
    // Nothing is left by which a role would hang on them when all is revoked from it.
    session.exec(&format!(
        "REVOKE EXECUTE ON FUNCTION migrate.table_exists FROM {leaver}; REVOKE SELECT ON migrate.index_usage FROM {leaver};
         DROP ROLE {leaver}"
    ));

    // pg_dump leaves out what a script of an extension grants, unless it is told that this was not the script's own.
    session.exec("INSERT INTO migrate.shelves (label) VALUES ('kept')");
    let copy = restored(&db);
    let mut there = copy.session();
    assert_granted(&mut there);
    assert_eq!(there.one("SELECT label FROM migrate.shelves"), "kept");
    assert_eq!(there.one(VERSION), site.next.version);
}
