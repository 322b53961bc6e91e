//! `migrate.safe_drop_column`: what is hidden stops nobody who does not name it, who still writes to it is seen, it goes
//! for good only when nobody does, and until then comes back as it was, by pg_dump.
//!
//! Not here: tables (changes_drop_table.rs), what cannot be dropped so (changes_drop_refused.rs), other changes with two ends.

use migrate_client_tests::{Cluster, Db, Session};

use crate::common::{WORKERS, create, operator, wait_for_blocked_worker};

/// A column `"State"` with all that can hang on one, and a table that others refer to.
const TABLES: &str = r#"
    CREATE SCHEMA shop;
    CREATE TABLE shop."Article" (
        id int PRIMARY KEY, "State" text COLLATE "C" NOT NULL CHECK ("State" IS NOT NULL), price int,
        CONSTRAINT known CHECK ("State" IN ('new', 'sold')) NOT VALID,
        CONSTRAINT sold_has_price CHECK ("State" <> 'sold' OR price IS NOT NULL));
    CREATE UNIQUE INDEX ON shop."Article" ("State", id);
    COMMENT ON COLUMN shop."Article"."State" IS 'of the article';
    COMMENT ON CONSTRAINT known ON shop."Article" IS 'what there is';
    INSERT INTO shop."Article" SELECT n, 'new', n FROM generate_series(1, 3) n"#;

const DROP: &str = r#"migrate.safe_drop_column('shop."Article"', 'State'"#;

/// What `migrate.dropped` has seen.
pub const WRITES: &str = "SELECT writes, last_writer IS NOT NULL FROM migrate.dropped";

fn article() -> (Db, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(TABLES);
    (db, session)
}

/// What pg_dump says of the database.
pub fn dump(db: &Db) -> String {
    let output = db.server().run("pg_dump", &["-d", db.name(), "--exclude-schema=migrate"]);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().filter(|line| !line.contains("restrict ")).map(|line| format!("{line}\n")).collect()
}

/// The distinct statuses of a call's steps.
pub fn statuses(session: &mut Session, call: &str) -> Vec<String> {
    let mut statuses = session.query_text(&format!("SELECT status FROM {call}"));
    statuses.dedup();
    statuses
}

#[test]
fn a_hidden_column_stops_no_writer_and_comes_back_as_it_was() {
    let (db, mut session) = article();
    let before = dump(&db);
    assert_eq!(statuses(&mut session, &format!("{DROP}, dry_run => true)")), ["planned"]);
    assert_eq!(dump(&db), before);
    assert_eq!(statuses(&mut session, &format!("{DROP})")), ["done"]);
    session.exec(
        r#"INSERT INTO shop."Article" (id, price) VALUES (4, 4); DELETE FROM shop."Article" WHERE id = 4"#,
    );
    assert_eq!(session.one(WRITES), "0|f");
    assert_eq!(session.expect_error(r#"SELECT "State" FROM shop."Article""#).sqlstate, "42703");
    assert_eq!(statuses(&mut session, &format!("{DROP})")), ["already done"]);
    assert_eq!(
        statuses(&mut session, r#"migrate.restore('shop."Article"', 'State', dry_run => true)"#),
        ["planned"]
    );
    assert_eq!(statuses(&mut session, r#"migrate.restore('shop."Article"', 'State')"#), ["done"]);
    assert_eq!(dump(&db), before);
    assert_eq!(session.one("SELECT state FROM migrate.changes"), "aborted");
    assert_eq!(statuses(&mut session, r#"migrate.restore('shop."Article"', 'State')"#), ["already done"]);
    assert_eq!(session.one("SELECT count(*) FROM migrate.dropped"), "0");
}

#[test]
fn the_dry_run_is_a_script_that_does_the_same() {
    let (db, mut session) = article();
    let script = session.query_text(&format!("SELECT sql FROM {DROP}, dry_run => true)")).join("\n");
    session.exec("BEGIN");
    session.exec(&script);
    let by_hand = session.query_text("SELECT attname, attnotnull FROM pg_attribute WHERE attrelid = 'shop.\"Article\"'::regclass AND attnum > 0 ORDER BY attnum");
    session.exec("ROLLBACK");
    session.exec(&format!("SELECT FROM {DROP})"));
    let by_call = session.query_text("SELECT attname, attnotnull FROM pg_attribute WHERE attrelid = 'shop.\"Article\"'::regclass AND attnum > 0 ORDER BY attnum");
    assert_eq!((by_hand, by_call.len()), (by_call.clone(), 3));
    drop(db);
}

#[test]
fn writers_by_position_go_on_and_are_counted() {
    let (db, mut session) = article();
    session.exec(&format!("SELECT FROM {DROP})"));
    session.exec(r#"INSERT INTO shop."Article" VALUES (5, NULL, 1)"#);
    assert_eq!(session.one(WRITES), "0|f");
    session.exec(r#"INSERT INTO shop."Article" VALUES (6, 'sold', 1)"#);
    assert_eq!(session.one(WRITES), "1|t");
    session.exec(r#"COPY shop."Article" FROM PROGRAM 'printf "7\\tsold\\t1\\n"'"#);
    assert_eq!(session.one(WRITES), "2|t");
    session.exec(r#"UPDATE shop."Article" SET price = 2"#);
    assert_eq!(session.one(WRITES), "2|t");
    session.exec(r#"UPDATE shop."Article" SET "~dropped_State" = 'new' WHERE id = 6"#);
    assert_eq!(session.one("SELECT writes >= 2 FROM migrate.dropped"), "t");
    session.exec("DELETE FROM migrate.writes_seen");
    let mut session = db.session();
    // A write that is rolled back is none, and does not hide the next.
    session.exec(r#"BEGIN; INSERT INTO shop."Article" VALUES (8, 'new', 1); ROLLBACK"#);
    assert_eq!(session.one(WRITES), "0|f");
    session.exec(r#"INSERT INTO shop."Article" VALUES (8, 'new', 1)"#);
    assert_eq!(session.one(WRITES), "1|t");
}

#[test]
fn many_writes_leave_few_rows() {
    let (_db, mut session) = article();
    session.exec(&format!("SELECT FROM {DROP})"));
    session.exec(r#"INSERT INTO shop."Article" SELECT n, 'new', 1 FROM generate_series(10, 5009) n"#);
    let seen =
        session.one("SELECT sum(writes) BETWEEN 2500 AND 5000, count(*) < 30 FROM migrate.writes_seen");
    assert_eq!(seen, "t|t");
}

#[test]
fn replicated_writes_are_counted() {
    let (_db, mut session) = article();
    session.exec(&format!("SELECT FROM {DROP})"));
    session
        .exec(r#"SET session_replication_role = replica; INSERT INTO shop."Article" VALUES (5, 'new', 1)"#);
    assert_eq!(session.one(WRITES), "1|t");
}

#[test]
fn a_write_does_not_fail_where_it_cannot_be_noted() {
    let (_db, mut session) = article();
    session.exec(&format!("SELECT FROM {DROP})"));
    session.exec("ALTER TABLE migrate.writes_seen ADD CHECK (false)");
    session.exec(r#"INSERT INTO shop."Article" VALUES (5, 'new', 1)"#);
    assert_eq!(session.one(r#"SELECT count(*) FROM shop."Article""#), "4");
}

#[test]
fn a_default_stays() {
    let (db, mut session) = article();
    session.exec(r#"ALTER TABLE shop."Article" ALTER "State" SET DEFAULT 'new'"#);
    session.exec(&format!("SELECT FROM {DROP})"));
    session.exec(
        r#"INSERT INTO shop."Article" (id) VALUES (4); INSERT INTO shop."Article" VALUES (5, 'new', 1)"#,
    );
    assert_eq!(session.one(WRITES), "0|f");
    session.exec(r#"SELECT FROM migrate.restore('shop."Article"', 'State')"#);
    assert_eq!(session.one(r#"SELECT "State" FROM shop."Article" WHERE id = 4"#), "new");
    drop(db);
}

#[test]
fn it_goes_for_good_when_nobody_uses_it() {
    let (_db, mut session) = article();
    session.exec(&format!("SELECT FROM {DROP})"));
    let complete = r#"migrate.complete('shop."Article"', 'State'"#;
    let error = session.expect_error(&format!("SELECT FROM {complete})"));
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("55000", "column \"State\" of table \"Article\" may still be in use")
    );
    assert!(error.detail.ends_with("No write has been seen since it was hidden."), "{}", error.detail);
    // The grace period is over, but somebody writes.
    session.exec(
        r#"INSERT INTO shop."Article" VALUES (5, 'new', 1);
           UPDATE migrate.change_records SET grace_until = now() - interval '1 hour'"#,
    );
    let error = session.expect_error(&format!("SELECT FROM {complete})"));
    assert!(error.detail.starts_with("Writes seen since it was hidden: 1, the last at "), "{}", error.detail);
    assert!(error.hint.contains("force => true"), "{}", error.hint);
    session.exec("UPDATE migrate.writes_seen SET seen_at = now() - interval '8 days'");
    assert_eq!(statuses(&mut session, &format!("{complete})")), ["done"]);
    assert_eq!(session.one("SELECT state FROM migrate.changes"), "done");
    let left = "SELECT count(*) FROM pg_attribute WHERE attrelid = 'shop.\"Article\"'::regclass AND attnum > 0 AND NOT attisdropped";
    assert_eq!(session.one(left), "2");
    assert_eq!(session.one("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgname <> ALL ('{keep_own_rows,refuse_truncate}')"), "0");
    assert_eq!(statuses(&mut session, &format!("{complete})")), ["already done"]);
    assert_eq!(statuses(&mut session, &format!("{DROP})")), ["already done"]);
    let error = session.expect_error(r#"SELECT FROM migrate.restore('shop."Article"', 'State')"#);
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("55000", "drop of Article.State is complete")
    );
}

#[test]
fn forced() {
    let (_db, mut session) = article();
    session.exec(&format!("SELECT FROM {DROP})"));
    session.exec(r#"INSERT INTO shop."Article" VALUES (5, 'new', 1)"#);
    session.exec("SELECT FROM migrate.complete((SELECT id FROM migrate.dropped), force => true)");
    assert_eq!(session.one("SELECT state FROM migrate.changes"), "done");
    assert_eq!(session.one("SELECT count(*) FROM migrate.writes_seen"), "0");
}

#[test]
fn what_depends_on_it_is_named_and_keeps_it() {
    let (_db, mut session) = article();
    session.exec(
        r#"CREATE VIEW shop.seen AS SELECT "State" AS s FROM shop."Article";
           CREATE FUNCTION shop.state() RETURNS text LANGUAGE plpgsql AS
               'BEGIN RETURN (SELECT min("State") FROM shop."Article"); END'"#,
    );
    let details =
        session.query_text(&format!("SELECT translate(string_agg(detail, '|'), chr(10), ' ') FROM {DROP})"));
    assert!(details[0].contains("before it goes for good: view shop.seen"), "{details:?}");
    assert!(details[0].contains("functions that say \"State\": shop.state()"), "{details:?}");
    assert_eq!(session.one("SELECT min(s) FROM shop.seen"), "new");
    let error =
        session.expect_error(r#"SELECT FROM migrate.complete('shop."Article"', 'State', force => true)"#);
    assert_eq!(
        (error.sqlstate.as_str(), error.detail.as_str()),
        ("2BP01", "These depend on it: view shop.seen.")
    );
    session.exec(
        r#"DROP VIEW shop.seen; SELECT FROM migrate.complete('shop."Article"', 'State', force => true)"#,
    );
    assert_eq!(session.one("SELECT state FROM migrate.changes"), "done");
}

#[test]
fn rows_without_it_are_told_of() {
    let (db, mut session) = article();
    let before = dump(&db);
    session.exec(&format!("SELECT FROM {DROP})"));
    session.exec(r#"INSERT INTO shop."Article" (id) VALUES (4), (5)"#);
    for large in [false, true] {
        session.exec(&format!("SET migrate.small_table = {}", if large { 0 } else { 10000 }));
        let error = session.expect_error(r#"SELECT FROM migrate.restore('shop."Article"', 'State')"#);
        assert_eq!(error.sqlstate, "23502");
        assert!(error.message.ends_with("and is now NULL in 2 rows"), "{}", error.message);
        assert!(error.hint.contains(r#"SET "~dropped_State" = ... WHERE"#), "{}", error.hint);
    }
    session.exec(r#"DELETE FROM shop."Article" WHERE "~dropped_State" IS NULL"#);
    let job = session.query_text(r#"SELECT DISTINCT job FROM migrate.restore('shop."Article"', 'State')"#);
    let job = job.iter().find(|job| !job.is_empty()).expect("a job");
    session.exec(&format!("CALL migrate.wait({job})"));
    assert_eq!(dump(&db), before);
}

#[test]
fn a_name_that_was_taken_meanwhile() {
    let (db, mut session) = article();
    session.exec(&format!("SELECT FROM {DROP})"));
    session.exec(r#"ALTER TABLE shop."Article" ADD "State" int"#);
    let error = session.expect_error(r#"SELECT FROM migrate.restore('shop."Article"', 'State')"#);
    assert_eq!(
        (error.sqlstate.as_str(), error.detail.as_str()),
        ("42710", "Existing: integer\nAsked for: text, which was dropped")
    );
    // The new one can be dropped just so, and both names are had.
    session.exec(&format!("SELECT FROM {DROP})"));
    assert_eq!(
        session.query_text("SELECT hidden_column FROM migrate.dropped ORDER BY id"),
        ["~dropped_State", "~dropped_State_2"]
    );
    drop(db);
}

#[test]
fn a_migration_is_rolled_back_with_its_data() {
    let (db, mut session) = article();
    session.exec("CREATE TABLE shop.log (id int); INSERT INTO shop.log VALUES (1)");
    let before = dump(&db);
    let up = format!("SELECT FROM {DROP}); SELECT FROM migrate.safe_drop_table('shop.log');");
    create(&mut session, 1, &up, "SELECT migrate.undo(); SELECT migrate.undo();");
    session.exec("CALL migrate.up()");
    assert_eq!(
        session.query_text("SELECT state, kind FROM migrate.changes ORDER BY id"),
        ["grace|drop_column", "grace|drop_table"]
    );
    session.exec("CALL migrate.down()");
    assert_eq!(session.query_text("SELECT DISTINCT state FROM migrate.changes"), ["aborted"]);
    assert_eq!(dump(&db), before);
}

#[test]
fn a_column_of_a_partitioned_table() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE parts (id int, n int CHECK (n > 0), at int) PARTITION BY RANGE (id);
         CREATE TABLE low PARTITION OF parts (CONSTRAINT own CHECK (n IS NOT NULL)) FOR VALUES FROM (0) TO (10);
         CREATE TABLE high PARTITION OF parts (n NOT NULL) FOR VALUES FROM (10) TO (20);
         INSERT INTO parts VALUES (1, 1, 1), (11, 2, 2)",
    );
    let before = dump(&db);
    session
        .exec("SELECT FROM migrate.safe_drop_column('parts', 'n'); INSERT INTO parts (id) VALUES (2), (12)");
    assert_eq!(session.one(WRITES), "0|f");
    session.exec("SET session_replication_role = replica; INSERT INTO high VALUES (13, 7); RESET session_replication_role");
    assert_eq!(session.one(WRITES), "1|t");
    session.exec("DELETE FROM parts WHERE id IN (2, 12, 13); SELECT FROM migrate.undo((SELECT id FROM migrate.dropped))");
    assert_eq!(dump(&db), before);
}

#[test]
fn by_an_owner_who_is_no_superuser() {
    let (db, mut session) = article();
    let (owner, writer) = (operator(&db, "LOGIN"), db.role("LOGIN"));
    session.exec(&format!(
        r#"ALTER TABLE shop."Article" OWNER TO {owner}; GRANT USAGE, CREATE ON SCHEMA shop TO {owner};
           GRANT USAGE ON SCHEMA shop TO {writer}; GRANT ALL ON shop."Article" TO {writer}"#
    ));
    let mut own = db.session_as(&owner);
    own.exec(&format!("SELECT FROM {DROP})"));
    // Who writes needs no right to anything of ours.
    db.session_as(&writer).exec(r#"INSERT INTO shop."Article" VALUES (5, 'new', 1)"#);
    assert_eq!(session.one("SELECT last_writer, writes FROM migrate.dropped"), format!("{writer}|1"));
    assert_eq!(db.session_as(&writer).expect_error("SELECT migrate.restore(1)").sqlstate, "42501");
    own.exec(r#"SELECT FROM migrate.restore('shop."Article"', 'State')"#);
    assert_eq!(session.one("SELECT state FROM migrate.changes"), "aborted");
    let other = operator(&db, "LOGIN");
    own.exec(&format!("SELECT FROM {DROP})"));
    let error = db.session_as(&other).expect_error(&format!("SELECT FROM {DROP})"));
    assert_eq!(error.sqlstate, "42501", "{}", error.message);
    session.exec(&format!("DROP OWNED BY {owner}, {writer}, {other} CASCADE"));
}

#[test]
fn killed_while_it_is_restored() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    session.exec(TABLES);
    let before = dump(&db);
    session.exec(&format!("SELECT FROM {DROP}); SET migrate.small_table = 0"));
    // Held up where the NOT NULL is validated, when the column has its name again.
    let mut blocker = db.session();
    blocker.exec(r#"BEGIN; LOCK TABLE shop."Article" IN ACCESS SHARE MODE"#);
    session.exec(r#"SELECT FROM migrate.restore('shop."Article"', 'State')"#);
    let pid = wait_for_blocked_worker(&db);
    cluster.kill_process(&pid);
    drop(blocker);
    db.wait_until_up();
    db.wait_for(WORKERS, &["0"]);
    let mut session = db.session();
    session.exec(r#"SET migrate.small_table = 0; SELECT FROM migrate.restore('shop."Article"', 'State')"#);
    db.wait_for("SELECT state FROM migrate.changes", &["aborted"]);
    assert_eq!(dump(&db), before);
}
