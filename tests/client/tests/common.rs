//! What the tests of migrate_ext have in common: registering migrations, and asking where things stand.

use migrate_client_tests::{Db, Session, SqlError};

/// A migration file in the guide's form. The up script begins in line 9.
pub fn file(version: u32, up: &str, down: &str) -> String {
    format!(
        "-- Migration: {version}\n-- Description: m{version}\n-- Date: 20231031\n\n\
         -- ====\n-- UP MIGRATION\n-- ====\n\n{up}\n\n\
         -- ====\n-- DOWN MIGRATION (ROLLBACK)\n-- ====\n\n{down}\n"
    )
}

/// Loads a migration file.
pub fn load(session: &mut Session, content: &str) {
    session.query_with("SELECT * FROM migrate.load($1)", &[content]).expect("load");
}

/// Registers a migration from its scripts.
pub fn create(session: &mut Session, version: u32, up: &str, down: &str) {
    let sql = format!("SELECT migrate.create('m{version}', $1, $2, {version})");
    session.query_with(&sql, &[up, down]).expect("create");
}

/// `version|status` of every migration.
pub const STATUS: &str = "SELECT version, status FROM migrate.status()";

/// `version|status|note` of every migration.
pub const NOTES: &str = "SELECT version, status, note FROM migrate.status()";

/// `unit|kind|status` of every row of the journal.
pub const JOURNAL: &str = "SELECT unit, kind, status FROM migrate.journal ORDER BY id";

/// `status` of every job.
pub const JOBS: &str = "SELECT status FROM migrate.jobs ORDER BY id";

/// `name|whether it can be used` of every index that is not a constraint's.
pub const INDEXES: &str = "
    SELECT indexrelid::regclass, indisvalid AND indisready AND indislive
    FROM pg_index i JOIN pg_class c ON c.oid = indexrelid
    WHERE c.relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    ORDER BY indexrelid::regclass::text COLLATE \"C\"";

/// How many workers there are in this database.
pub const WORKERS: &str = "
    SELECT count(*) FROM pg_stat_activity WHERE backend_type LIKE 'migrate_ext%' AND datname = current_database()";

/// A table `t` with some rows, and a table `log` in which scripts leave a trace of each time they ran.
pub fn tables(session: &mut Session) {
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);
         INSERT INTO t SELECT n, n FROM generate_series(1, 100) n;
         CREATE TABLE log (word text)",
    );
}

/// Opens a transaction that every CREATE INDEX CONCURRENTLY on `t` waits for, until the session ends it or goes.
pub fn block_index_builds(db: &Db) -> Session {
    let mut session = db.session();
    session.exec("BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE");
    session
}

/// Waits until a worker of this database waits for a lock; its process id.
pub fn wait_for_blocked_worker(db: &Db) -> String {
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'migrate_ext job'
               AND datname = current_database() AND wait_event_type = 'Lock'";
    db.wait_for(sql, &["1"]);
    worker(db)
}

/// Waits until a worker of this database is in `pg_sleep`; its process id.
pub fn wait_for_sleeping_worker(db: &Db) -> String {
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'migrate_ext job'
               AND datname = current_database() AND wait_event = 'PgSleep'";
    db.wait_for(sql, &["1"]);
    worker(db)
}

fn worker(db: &Db) -> String {
    db.session().one(
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'migrate_ext job' AND datname = current_database()",
    )
}

/// Makes a role that may register and apply, with what SECURITY.md grants an operator, and may create in
/// schema public; `options` as CREATE ROLE takes them.
pub fn operator(db: &Db, options: &str) -> String {
    let role = db.role(options);
    db.session().exec(&format!(
        "GRANT USAGE ON SCHEMA migrate TO {role}; GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO {role};
         GRANT CREATE ON SCHEMA public TO {role}"
    ));
    role
}

/// What pg_dump says of schema public, without what differs from one dump to the next.
pub fn schema(db: &Db) -> String {
    dump(db, "public")
}

/// Calls a safe operation, and waits for its job if it has one; the status of each step.
pub fn operate(session: &mut Session, call: &str) -> Result<Vec<String>, SqlError> {
    let sql = format!("SELECT status, coalesce(job::text, '') FROM migrate.{call}");
    let (mut statuses, mut jobs) = (Vec::new(), Vec::new());
    for row in session.try_query(&sql)? {
        let (status, job) = row.split_once('|').expect("two columns");
        if !job.is_empty() && !jobs.contains(&job.to_string()) {
            session.try_query(&format!("CALL migrate.wait({job})"))?;
            jobs.push(job.to_string());
        }
        statuses.push(status.to_string());
    }
    Ok(statuses)
}

/// What pg_dump writes of the schemas that fit a pattern, without what says nothing.
pub fn dump(db: &Db, pattern: &str) -> String {
    let output = db.server().run("pg_dump", &["-d", db.name(), "--schema-only", "--schema", pattern]);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let lines = text.lines().filter(|line| !["", "-", "\\"].contains(&line.get(..1).unwrap_or_default()));
    lines.map(|line| format!("{line}\n")).collect()
}

/// The same of a call that must not fail.
pub fn done(session: &mut Session, call: &str) -> Vec<String> {
    operate(session, call).unwrap_or_else(|error| panic!("{call}: {error:?}"))
}

/// What is left of ours on the tables of schema public.
pub const OURS: &str = "
    SELECT tgname FROM pg_trigger WHERE tgname LIKE '~%'
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT attname FROM pg_attribute WHERE attrelid = 't'::regclass AND NOT attisdropped
                                                 AND attname ~ '_(new_type|old_type|copy|hidden)'";

/// A session that takes every table for large, behind some statements.
pub fn large(db: &Db, tables: &str) -> Session {
    let mut session = db.session();
    session.exec(&format!("SET migrate.small_table = 0; {tables}"));
    session
}

/// The statements that make a column of a large table NOT NULL, each with a semicolon. `name` is that of the
/// constraint. The last of four is in one unit with the one before it.
pub fn not_null(db: &Db, table: &str, name: &str, column: &str) -> Vec<String> {
    let alter = |action: String| format!("ALTER TABLE {table} {action};");
    // It is a constraint, which can be NOT VALID, from 18 on.
    if db.version() >= 18 {
        return vec![
            alter(format!("ADD CONSTRAINT {name} NOT NULL {column} NOT VALID")),
            alter(format!("VALIDATE CONSTRAINT {name}")),
        ];
    }
    vec![
        alter(format!("ADD CONSTRAINT {name} CHECK ({column} IS NOT NULL) NOT VALID")),
        alter(format!("VALIDATE CONSTRAINT {name}")),
        alter(format!("ALTER COLUMN {column} SET NOT NULL")),
        alter(format!("DROP CONSTRAINT {name}")),
    ]
}

/// The same as units of the journal.
pub fn not_null_units(db: &Db, table: &str, name: &str, column: &str) -> Vec<String> {
    let mut all = not_null(db, table, name, column);
    if let Some(drop) = (all.len() == 4).then(|| all.pop()).flatten() {
        all[2].push_str(&format!("\n{drop}"));
    }
    all.iter().map(|sql| format!("transaction|{sql}")).collect()
}
