//! Large scripts: a job does not carry their statements, which are registered.
//!
//! Not here: rows behind COPY (copied_rows.rs); times (docs/benchmarks.md).

use migrate_client_tests::{Cluster, Db, Session, wait_until};

use crate::common::{STATUS, create, tables};

const ROWS: u32 = 5_000;

fn inserts(to: &str) -> String {
    (1..=ROWS).map(|n| format!("INSERT INTO {to} VALUES ({n}, 'the text of row {n}');\n")).collect()
}

#[test]
fn a_job_does_not_carry_the_statements() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let up = format!(
        "CREATE TABLE big (n int, t text);\n{}VACUUM big;\nINSERT INTO log VALUES ('1')",
        inserts("big")
    );
    create(&mut session, 1, &up, "DROP TABLE big");
    create(&mut session, 2, "CREATE TABLE small (n int); VACUUM small", "DROP TABLE small");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
    assert_eq!(session.one("SELECT count(*), count(DISTINCT n) FROM big"), format!("{ROWS}|{ROWS}"));
    let stored: usize = session.one("SELECT length(plan::text) FROM migrate.jobs").parse().expect("a length");
    assert!(stored < up.len() / 20, "{stored} characters of plan for {} of script", up.len());
    assert_eq!(session.one("SELECT jsonb_array_length(plan -> 0 -> 'units') FROM migrate.jobs"), "3");
}

/// It is read once by the call, for its plan and by the linter, and once by the worker, for its plan and its way back.
#[test]
fn each_side_reads_it_once() {
    // Its log is to be of this test alone.
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    session.exec("SET client_min_messages = debug2");
    let up = "CREATE TABLE read_once (n int); ALTER TABLE read_once ADD COLUMN t text; INSERT INTO read_once VALUES (1)";
    let said = format!("reading a script of {} bytes", up.len());
    let count =
        |session: &mut Session| session.notices().iter().filter(|notice| notice.message == said).count();
    session.exec(&format!("SELECT count(*) FROM migrate.load($load${up}$load$, '1_read_once.sql')"));
    assert_eq!(count(&mut session), 1, "to register it");
    let verbose =
        session.one("SELECT format('ALTER DATABASE %I SET log_min_messages = debug2', current_database())");
    session.exec(&verbose);
    session.exec("CALL migrate.up()");
    assert_eq!(count(&mut session), 1, "to ask for it");
    assert_eq!(cluster.log().matches(&said).count(), 1, "to run it");
}

/// What goes with a table that the script has made needs no way back of its own, and none is kept.
#[test]
fn rows_of_a_table_of_its_own_take_little_memory() {
    let db = Db::fresh();
    let (mut session, mut holder) = (db.session(), db.session());
    let rows: String = (1..=8 * ROWS)
        .map(|n| {
            format!("INSERT INTO big VALUES ({n}, 'row {n} with {}', {n}.5, now());\n", "text ".repeat(20))
        })
        .collect();
    let up = format!(
        "CREATE TABLE big (n int PRIMARY KEY, t text, x numeric, at timestamptz);\n{rows}SELECT pg_advisory_xact_lock(1); VACUUM big"
    );
    let load = format!("SELECT count(*) FROM migrate.load($load${up}$load$, '1_big.sql')");
    assert_eq!(session.one(&load), "1");
    holder.exec("SELECT pg_advisory_lock(1)");
    let up_call = db.session().start("CALL migrate.up()");
    let waiting = "SELECT l.pid FROM pg_locks l JOIN pg_stat_activity a USING (pid)
                   WHERE l.locktype = 'advisory' AND NOT l.granted AND a.datname = current_database() AND a.backend_type = 'migrate_ext job'";
    wait_until("the job waits", || session.query_text(waiting).len() == 1);
    let pid = session.one(waiting);
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("a process of this machine");
    let own = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).expect("RssAnon");
    let kilobytes: usize = own.trim().trim_end_matches(" kB").parse().expect("a number");
    holder.exec("SELECT pg_advisory_unlock(1)");
    up_call.rows();
    assert!(kilobytes * 1024 < 6 * up.len(), "{kilobytes} kB for a script of {} bytes", up.len());
    assert_eq!(session.one("SELECT count(*) FROM big"), (8 * ROWS).to_string());
    session.exec("CALL migrate.down()");
    assert_eq!(session.one("SELECT to_regclass('big') IS NULL"), "t");
}

#[test]
fn where_it_failed_is_told_and_it_goes_on_there() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE TABLE big (n int, t text); CREATE TABLE later (n int, t text UNIQUE)");
    let up = format!(
        "{}VACUUM big;\n{}INSERT INTO later VALUES (0, 'the text of row 7');\nINSERT INTO log VALUES ('1')",
        inserts("big"),
        inserts("later")
    );
    create(&mut session, 1, &up, "SELECT 1");
    let error = session.expect_error("CALL migrate.up()");
    let line = 2 * ROWS + 2;
    assert!(error.message.contains(&format!("line {line},")), "{error:?}");
    assert_eq!(error.sqlstate, "23505");
    assert_eq!(session.one("SELECT count(*) FROM big"), ROWS.to_string());
    assert_eq!(session.one("SELECT count(*) FROM later"), "0");
    session.exec("ALTER TABLE later DROP CONSTRAINT later_t_key");
    assert_eq!(session.query_text("SELECT status FROM migrate.resume(1)"), ["queued"]);
    db.wait_for("SELECT string_agg(status, ',' ORDER BY id) FROM migrate.jobs", &["failed,done"]);
    assert_eq!(session.one("SELECT count(*) FROM big"), ROWS.to_string());
    assert_eq!(session.one("SELECT count(*) FROM later"), (ROWS + 1).to_string());
    assert_eq!(session.query_text("SELECT word FROM log"), ["1"]);
}

/// Of jobs that were asked for one after the other, the first has done what both have. The second reads nothing of it.
#[test]
fn what_another_job_has_done_is_not_read() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE TABLE big (n int, t text)");
    create(&mut session, 1, &format!("{}VACUUM big", inserts("big")), "SELECT 1");
    let mut blocker = db.session();
    blocker.exec("BEGIN; LOCK TABLE big");
    for _ in 0..2 {
        session.exec("BEGIN; CALL migrate.up(); COMMIT");
    }
    session.exec("BEGIN; SELECT migrate.create('two', 'VACUUM t', 'SELECT 1', 2); CALL migrate.up(); COMMIT");
    blocker.exec("COMMIT");
    db.wait_for("SELECT count(*) FROM migrate.jobs WHERE status IN ('queued', 'running')", &["0"]);
    assert_eq!(session.query_text("SELECT DISTINCT status FROM migrate.jobs"), ["done"]);
    assert_eq!(session.one("SELECT count(*) FROM big"), ROWS.to_string());
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
}

/// A long text is parsed some at a time. It is cut where statements end, and at no other line that ends with a semicolon.
#[test]
fn statements_stay_whole_wherever_a_long_text_is_cut() {
    const LONG: usize = 4 << 20;
    let db = Db::fresh();
    let mut session = db.session();
    let (mut script, mut starts, mut line) = (String::new(), Vec::new(), 1);
    for number in 0.. {
        if script.len() > LONG {
            break;
        }
        let trap = "there;\n".repeat(number % 7 + 1);
        let comment = "-- a comment;\n".repeat(number % 5 + 1);
        let statement = match number % 8 {
            0 => format!("SELECT 'a string;\n{trap}', '{trap}'"),
            1 => format!("SELECT 1 {comment} + 2, 3"),
            2 => format!("SELECT /* {trap} /* {trap} */ {trap} */ 4"),
            3 => format!("DO $body$\nBEGIN\n  PERFORM 1;\n{comment}END;\n$body$"),
            4 => format!("CREATE FUNCTION f{number}() RETURNS int\nBEGIN ATOMIC\n  SELECT 1;\n{comment}  SELECT 2;\nEND"),
            5 => "CREATE RULE r AS ON INSERT TO t DO ALSO (\n  INSERT INTO u VALUES (1);\n  INSERT INTO v VALUES (2);\n)".into(),
            6 => format!("SELECT \"a name;\n{trap}\", E'it\\'s;\n{trap}', U&'d!0061;\n' UESCAPE '!'"),
            _ => format!("SELECT 'one'\n{comment}'and;\ntwo'"),
        };
        starts.push((line, statement.clone()));
        line += statement.matches('\n').count() + 1;
        script.push_str(&statement);
        script.push_str(";\n");
    }
    let quoted = format!("$script${script}$script$");
    let mut differ = format!("SELECT count(*), max(line) FROM migrate.parse({quoted})");
    let (last, _) = starts.last().expect("there are some");
    assert_eq!(session.one(&differ), format!("{}|{last}", starts.len()));
    session.exec("CREATE TABLE expected (statement int, line int, sql text)");
    for (number, chunk) in starts.chunks(500).enumerate() {
        let rows: Vec<String> = chunk
            .iter()
            .zip(number * 500 + 1..)
            .map(|((line, sql), statement)| format!("({statement}, {line}, $sql${sql}$sql$)"))
            .collect();
        session.exec(&format!("INSERT INTO expected VALUES {}", rows.join(", ")));
    }
    differ = format!(
        "SELECT count(*) FROM migrate.parse({quoted}) p FULL JOIN expected e USING (statement)
         WHERE (p.line, p.sql) IS DISTINCT FROM (e.line, e.sql)"
    );
    assert_eq!(session.one(&differ), "0");
    // An error is where it is, however far behind.
    let error = session
        .expect_error(&format!("SELECT count(*) FROM migrate.parse($script${script}SELECT 1 +;\n$script$)"));
    assert_eq!(error.sqlstate, "42601");
    assert!(format!("{error:?}").contains(&format!("line {line}")), "{error:?}");
}
