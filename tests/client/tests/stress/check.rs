//! What must be true after a kill, and in the end.

use std::fmt::Write as _;

use migrate_client_tests::{Db, Session, wait_until};

use super::script::Migration;

/// A round's database, and what has been done to it.
pub struct Check<'a> {
    /// The database.
    pub db: &'a Db,
    /// Its migrations.
    pub migrations: &'a [Migration],
    /// What has happened, for whoever reads of a failure.
    pub story: Vec<String>,
}

impl Drop for Check<'_> {
    fn drop(&mut self) {
        // Whatever failed, this is what came before it.
        if std::thread::panicking() {
            println!("{}", self.story.join("\n"));
        }
    }
}

impl Check<'_> {
    /// Fails, with all that helps to find out why.
    pub fn fail(&self, what: &str) -> ! {
        let mut text = format!("{what}\n");
        for migration in self.migrations {
            let _ = write!(text, "--- {}\n{}", migration.version, migration.file());
        }
        let mut session = self.db.session();
        for (name, sql) in [
            ("status", "SELECT version, status, note FROM migrate.status()"),
            (
                "journal",
                "SELECT id, job, version, direction, unit, units, kind, status, first_statement, last_statement,
                        sqlstate, message, before, started_at::time, finished_at::time FROM migrate.journal ORDER BY id",
            ),
            (
                "jobs",
                "SELECT id, direction, versions, status, pid, created_at::time, started_at::time, finished_at::time,
                        error ->> 'message' FROM migrate.jobs ORDER BY id",
            ),
            ("live jobs", "SELECT * FROM migrate.live_jobs"),
            ("history", "SELECT version FROM migrate.schema_migrations"),
            ("log", "SELECT direction, version, statement FROM log ORDER BY ctid"),
            ("indexes", "SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid = 't'::regclass"),
            ("sessions", "SELECT pid, backend_type, state, wait_event, query FROM pg_stat_activity"),
        ] {
            let rows = session.try_query(sql).map_or_else(|error| format!("{error:?}"), |rows| rows.join("\n"));
            let _ = write!(text, "--- {name}\n{rows}\n");
        }
        panic!("{text}");
    }

    /// Waits until nobody is at work any more: a caller whose client is gone may still be about to start a worker.
    pub fn nobody_works(&self) {
        const WORK: &str = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                            AND (backend_type LIKE 'migrate_ext%' OR application_name = 'caller')";
        let mut session = self.db.session();
        wait_until("nobody is at work", || session.one(WORK) == "0");
    }

    fn expect(&self, session: &mut Session, what: &str, sql: &str, expected: &[String]) {
        let rows = session.query_text(sql);
        if rows != expected {
            self.fail(&format!("{what}: {rows:?} instead of {expected:?}"));
        }
    }

    /// While nothing runs: status(), the history, the journal and the effects agree.
    pub fn truth(&self, direction: &str) {
        let mut session = self.db.session();
        self.expect(
            &mut session,
            "status() says something else than the history",
            // A migration that is in the history while its rollback has begun is neither applied nor pending.
            "SELECT s.version, s.status FROM migrate.status() s LEFT JOIN migrate.schema_migrations h USING (version)
             WHERE NOT CASE s.status WHEN 'applied' THEN h.version IS NOT NULL
                                     WHEN 'pending' THEN h.version IS NULL
                                     WHEN 'failed' THEN h.version IS NULL OR s.note LIKE '%rollback%' OR s.note LIKE '%lost%'
                                     ELSE false END",
            &[],
        );
        self.expect(
            &mut session,
            "the history says something else than the journal",
            "SELECT version, h.version IS NOT NULL FROM migrate.schema_migrations h FULL JOIN
                (SELECT DISTINCT ON (version) version, direction FROM migrate.journal
                 WHERE status = 'done' AND unit = units ORDER BY version, id DESC) j USING (version)
             WHERE (h.version IS NOT NULL) IS DISTINCT FROM (j.direction = 'up')",
            &[],
        );
        self.expect(
            &mut session,
            "done twice",
            "SELECT version, direction, unit, count(*) FROM migrate.journal WHERE status = 'done'
             GROUP BY 1, 2, 3 HAVING count(*) > 1",
            &[],
        );
        self.expect(
            &mut session,
            "lives although there is no worker",
            "SELECT id, status FROM migrate.live_jobs WHERE alive",
            &[],
        );
        self.effects(&mut session, direction);
        self.no_locks(&mut session);
    }

    /// The log and the table have what the journal's units did, no less and no more.
    fn effects(&self, session: &mut Session, direction: &str) {
        let done = session.query_text(
            "SELECT direction, version, first_statement, last_statement FROM migrate.journal
             WHERE status = 'done' AND kind = 'transaction'",
        );
        let (mut log, mut bumps) = (Vec::new(), 0);
        for row in &done {
            let fields: Vec<&str> = row.split('|').collect();
            let number = |at: usize| fields[at].parse::<i64>().expect("a number");
            let (direction, version, statements) = (fields[0], number(1), number(2)..=number(3));
            let migration = self.migrations.iter().find(|migration| migration.version == version);
            let script = migration.expect("a known migration").script(direction);
            let of_unit = |numbers: &[i64]| {
                numbers.iter().copied().filter(|number| statements.contains(number)).collect::<Vec<_>>()
            };
            log.extend(
                of_unit(&script.logs).iter().map(|number| format!("{direction}|{version}|{number:05}")),
            );
            bumps += of_unit(&script.bumps).len();
        }
        log.sort();
        let sql =
            "SELECT line FROM (SELECT concat_ws('|', direction, version, to_char(statement, 'FM00000')) line
                          FROM log) l ORDER BY line COLLATE \"C\"";
        self.expect(session, &format!("the log does not fit the journal while going {direction}"), sql, &log);
        let sql = "SELECT min(n - id), max(n - id) FROM t";
        self.expect(session, "the table does not fit the journal", sql, &[format!("{bumps}|{bumps}")]);
    }

    /// Each statement has run in the session that psql would have had, whatever broke the runs off. `plain` is a database
    /// to which nothing has happened.
    pub fn sessions(&self, plain: &Db) {
        const SESSIONS: &str = "SELECT direction, version, statement, session FROM log ORDER BY 1, 2, 3";
        let ups = self.migrations.iter().map(|migration| &migration.up);
        let downs = self.migrations.iter().rev().map(|migration| &migration.down);
        for script in ups.chain(downs) {
            let mut args = vec!["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", plain.name()];
            args.extend(script.statements.iter().flat_map(|statement| ["-c", statement.as_str()]));
            let output = plain.server().run("psql", &args);
            assert!(output.status.success(), "{output:?}");
        }
        let expected = plain.session().query_text(SESSIONS);
        self.expect(&mut self.db.session(), "sessions", SESSIONS, &expected);
    }

    fn no_locks(&self, session: &mut Session) {
        let sql = "SELECT locktype, pid FROM pg_locks WHERE locktype = 'advisory'
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        self.expect(session, "a lock of ours is held", sql, &[]);
    }

    /// Everything is done that was asked for, once, and nothing is left over.
    pub fn end(&self, direction: &str) {
        self.nobody_works();
        self.truth(direction);
        let up = direction == "up";
        let mut session = self.db.session();
        let standing = if up { "applied" } else { "pending" };
        let each = |text: &dyn Fn(&Migration) -> String| self.migrations.iter().map(text).collect::<Vec<_>>();
        let expected = each(&|migration| format!("{}|{standing}", migration.version));
        self.expect(&mut session, "status", "SELECT version, status FROM migrate.status()", &expected);
        let ended = "SELECT id, status FROM migrate.jobs WHERE status IN ('queued', 'running')";
        self.expect(&mut session, "jobs that have not ended", ended, &[]);
        self.expect(&mut session, "unfinished", "SELECT version, unit FROM migrate.unfinished", &[]);
        self.expect(&mut session, "verify", "SELECT version, detail FROM migrate.verify() WHERE NOT ok", &[]);
        let units = "SELECT version, direction FROM migrate.journal WHERE status = 'done'
                     GROUP BY 1, 2 HAVING count(*) <> max(units)";
        self.expect(&mut session, "units that are missing", units, &[]);
        let bad =
            "SELECT indexrelid::regclass FROM pg_index WHERE NOT (indisvalid AND indisready AND indislive)
                   OR indexrelid::regclass::text ~ '_cc(new|old)'";
        self.expect(&mut session, "leftover indexes", bad, &[]);
        let mut indexes: Vec<String> = Vec::new();
        if up {
            indexes.extend(self.migrations.iter().flat_map(|migration| migration.up.indexes.clone()));
        }
        indexes.sort();
        let named = "SELECT relname FROM pg_class WHERE relkind = 'i' AND relname ~ '^[id]_' ORDER BY relname COLLATE \"C\"";
        self.expect(&mut session, "indexes", named, &indexes);
        let unnamed: usize = self.migrations.iter().map(|migration| migration.up.unnamed).sum();
        let others = "SELECT count(*) FROM pg_class WHERE relkind = 'i' AND relname ~ '^t_n_id'";
        self.expect(&mut session, "unnamed indexes", others, &[unnamed.to_string()]);
        let words = "SELECT count(*) FROM words FULL JOIN pg_enum ON enumlabel = word::text
                     WHERE enumtypid = 'word'::regtype AND enumlabel <> 'a' AND word IS NULL";
        self.expect(&mut session, "words that were not used", words, &["0".into()]);
    }
}
