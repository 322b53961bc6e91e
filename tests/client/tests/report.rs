//! `migrate.report`: what the page tells of runs, and to whom.
//!
//! That the page is well-formed and escapes what it is told is tested in core; how it looks, by scripts/look.

use migrate_client_tests::{Db, Session};

use crate::common::{create, file, load, tables, wait_for_blocked_worker};

fn of_migration(session: &mut Session, version: u32) -> String {
    session.one(&format!("SELECT migrate.report(version => {version})"))
}

/// Checks that the page has all of this, in this order.
fn tells(page: &str, parts: &[&str]) {
    let mut rest = page;
    for part in parts {
        let at =
            rest.find(part).unwrap_or_else(|| panic!("{part} is not behind what comes before, in {page}"));
        rest = &rest[at + part.len()..];
    }
}

/// What is between two texts.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let rest = page.split_once(from).unwrap_or_else(|| panic!("{from} is not in {page}")).1;
    rest.split_once(to).map_or(rest, |(inner, _)| inner)
}

#[test]
fn a_run_is_told_with_waits_locks_sizes_and_changes() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(
        &mut session,
        1,
        "ALTER TABLE t ADD COLUMN added text; CREATE INDEX CONCURRENTLY t_n ON t (n)",
        "DROP INDEX CONCURRENTLY t_n; ALTER TABLE t DROP COLUMN added",
    );
    let mut reader = db.session();
    reader.exec("BEGIN; SELECT count(*) FROM t");
    let reader_pid = reader.pid();
    let running = db.session().start("CALL migrate.up()");
    wait_for_blocked_worker(&db);
    // While it is at work, the page says so.
    tells(
        &of_migration(&mut session, 1),
        &["running", "What comes next", "migrate.progress", "migrate.wait(1)", "has ended yet"],
    );
    reader.exec("COMMIT");
    running.rows();
    let page = of_migration(&mut session, 1);
    tells(
        &page,
        &[
            "applied",
            "Run by job 1",
            "unit 1 of 2",
            "ALTER TABLE (one transaction); waited",
            "ACCESS EXCLUSIVE on t",
            &format!("pid {reader_pid} "),
            "ADD COLUMN added text",
            "unit 2 of 2",
            "CREATE INDEX",
            "reads and writes wait",
            "neither reads nor writes wait",
        ],
    );
    let changed = between(&page, "What changed", "Sizes");
    // The table was there before anybody recorded it.
    tells(changed, &["table public.t", "first recorded"]);
    tells(changed, &["index public.t_n", "added"]);
    tells(between(&page, "Sizes", "</table>"), &["<td>t</td>", "before", "kB", "after", "kB"]);
    session.exec("CALL migrate.down()");
    let page = of_migration(&mut session, 1);
    // The newest run comes first; what it took away is known by now.
    tells(&page, &["pending", "Rollback by job 2", "index public.t_n", "removed", "Run by job 1"]);
    tells(
        between(&page, "Rollback by job 2", "Run by job 1"),
        &["table public.t", "changed", "column added"],
    );
}

#[test]
fn a_failure_stands_at_the_top_with_what_comes_next() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let up = "VACUUM t;\nALTER TABLE t ADD CONSTRAINT positive CHECK (n > 50);\n";
    create(&mut session, 1, up, "SELECT 1");
    session.expect_error("CALL migrate.up()");
    let page = of_migration(&mut session, 1);
    let top = between(&page, "Why it failed", "What comes next");
    tells(top, &["unit 2 of 2, statement 2, line 2, column 1", "violated by some row (23514)"]);
    tells(&page, &["What comes next", "CALL migrate.up(1); goes on behind what is committed"]);
    // By its job the same is told.
    let page = session.one("SELECT migrate.report(job => 1)");
    tells(
        &page,
        &[
            "Job",
            "1 apply 1",
            "failed",
            "Why it failed",
            "(23514)",
            "migrate.resume(1)",
            "unit 1 of 2",
            "VACUUM",
        ],
    );
    // Done at last, it says why it failed with its unit alone.
    session.exec("DELETE FROM t WHERE n <= 50");
    session.exec("CALL migrate.up()");
    let page = of_migration(&mut session, 1);
    assert!(!page.contains("Why it failed"), "{page}");
    tells(&page, &["applied", "Nothing is left to do", "Run by job 2", "Run by job 1", "(23514)"]);
}

#[test]
fn safe_operations_are_told_with_what_is_open_of_them() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("ALTER TABLE t ADD COLUMN m int; SET migrate.small_table = 0");
    create(
        &mut session,
        1,
        "SELECT migrate.safe_backfill('t', 'm = n'); SELECT migrate.safe_rename_column('t', 'n', 'number')",
        "SELECT 1",
    );
    session.exec("CALL migrate.up()");
    let page = of_migration(&mut session, 1);
    tells(&page, &["What comes next", "Change ", "rename column of t, ready", "nested", "safe_backfill"]);
    tells(&page, &["Backfills", "<td>t</td>", "done", ">100</td>", "1 batch"]);
}

#[test]
fn names_are_no_part_of_the_page() {
    let db = Db::fresh();
    let mut session = db.session();
    let name = "</script><b>bold</b>";
    session.exec(&format!("CREATE TABLE \"{name}\" (id int)"));
    create(
        &mut session,
        1,
        &format!("ALTER TABLE \"{name}\" ADD COLUMN \"<i>\" text; SELECT '<u>' FROM nowhere"),
        "SELECT 1",
    );
    session.expect_error("CALL migrate.up()");
    create(&mut session, 2, &format!("ALTER TABLE \"{name}\" ADD COLUMN \"<i>\" text"), "SELECT 1");
    session.exec("SELECT migrate.record_migration(1)");
    session.exec("CALL migrate.up()");
    for page in [of_migration(&mut session, 1), of_migration(&mut session, 2)] {
        for tag in ["<b>", "<i>", "<u>", "<script"] {
            assert!(!page.contains(tag), "{tag} in {page}");
        }
        assert!(page.contains("&#60;/script&#62;&#60;b&#62;bold&#60;/b&#62;"), "{page}");
    }
}

#[test]
fn a_long_journal_gives_a_bounded_page() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 1, "SELECT 1", "SELECT 1");
    session.exec(
        "INSERT INTO migrate.journal (job, version, direction, unit, units, kind, status, checksum, message, run_by, run_as,
                                      started_at, finished_at, execution_time_ms, sizes, changed)
         SELECT 7, 1, 'up', i, 20000, 'transaction', CASE WHEN i % 100 = 0 THEN 'failed' ELSE 'done' END, 'x',
                CASE WHEN i % 100 = 0 THEN repeat('long ', 10000) END, 'postgres', 'postgres',
                now(), now() + interval '1 s', i % 50,
                jsonb_build_array(jsonb_build_object('table', 't' || i, 'before', 8192, 'after', 16384)),
                jsonb_build_array(jsonb_build_object('oid', i, 'before', NULL, 'after', 'hash' || i))
         FROM generate_series(1, 20000) i;
         INSERT INTO migrate.journal (version, direction, unit, units, kind, status, checksum, run_by, run_as, finished_at, execution_time_ms)
         SELECT 1, 'down', 1, 1, 'transaction', 'done', 'x', 'postgres', 'postgres', now(), 1 FROM generate_series(1, 30) i",
    );
    let page = of_migration(&mut session, 1);
    assert!(page.len() < 400_000, "{} bytes", page.len());
    // Eight runs are shown.
    tells(&page, &["23 older runs are not shown"]);
    session.exec("DELETE FROM migrate.journal WHERE job IS NULL");
    let page = of_migration(&mut session, 1);
    assert!(page.len() < 400_000, "{} bytes", page.len());
    tells(
        &page,
        &["of 20000 units are shown", "unit 1 of 20000", "units are not shown", "unit 20000 of 20000"],
    );
}

#[test]
fn a_reader_sees_the_journal_and_no_script() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "ALTER TABLE t ADD COLUMN a text DEFAULT 'a secret'", "SELECT 1");
    session.exec("CALL migrate.up()");
    let reader = db.role("LOGIN");
    session.exec(&format!("GRANT USAGE ON SCHEMA migrate TO {reader}"));
    let denied = db.session_as(&reader).expect_error("SELECT migrate.report(version => 1)");
    assert_eq!(denied.sqlstate, "42501");
    session.exec(&format!("GRANT EXECUTE ON FUNCTION migrate.report TO {reader}"));
    let page = of_migration(&mut db.session_as(&reader), 1);
    tells(&page, &["applied", "ACCESS EXCLUSIVE on t", "roles that may read migrate.migrations"]);
    // What a unit has left of a table is for readers: migrate.drift() tells it.
    assert!(!between(&page, "<main>", "What changed").contains("a secret"), "{page}");
    session.exec(&format!("GRANT SELECT ON migrate.migrations TO {reader}"));
    let page = of_migration(&mut db.session_as(&reader), 1);
    tells(&page, &["registered", "a secret"]);
    assert!(!page.contains("roles that may read"), "{page}");
}

#[test]
fn a_script_that_is_another_now_is_not_shown_as_what_was_run() {
    let db = Db::fresh();
    let mut session = db.session();
    load(&mut session, &file(1, "SELECT 'first'; SELECT 1/0", ""));
    session.expect_error("CALL migrate.up()");
    load(&mut session, &file(1, "SELECT 'second'", ""));
    let page = of_migration(&mut session, 1);
    tells(&page, &["statements are not known any more"]);
    assert!(!page.contains("second"), "{page}");
}

#[test]
fn one_of_the_two_must_be_given_and_known() {
    let db = Db::fresh();
    let mut session = db.session();
    for sql in
        ["SELECT migrate.report()", "SELECT migrate.report(1, 2)", "SELECT migrate.report(version => NULL)"]
    {
        let error = session.expect_error(sql);
        assert_eq!(
            (error.sqlstate.as_str(), error.message.as_str(), error.hint.as_str()),
            ("22023", "one of version and job must be given", "Name it: version => ..., or job => ...."),
            "{sql}"
        );
    }
    assert_eq!(session.expect_error("SELECT migrate.report(version => 5)").sqlstate, "42704");
    let error = session.expect_error("SELECT migrate.report(job => 5)");
    assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("42704", "job 5 does not exist"));
}

#[test]
fn what_was_pruned_or_never_run_is_said_so() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 1, "SELECT 1", "SELECT 1");
    tells(
        &of_migration(&mut session, 1),
        &["pending", "CALL migrate.up(1); applies it", "No unit on record"],
    );
    session.exec("CALL migrate.up()");
    session.exec("DELETE FROM migrate.journal");
    tells(&of_migration(&mut session, 1), &["applied", "No unit on record"]);
}
