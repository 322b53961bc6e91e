//! Types that are taken back at once: what hangs on the column means what it meant, and reads so.
//!
//! Not here: values that do not fit the old type (real_way_back.rs), definitions that other sessions read (real_settings.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{OURS, done, dump};

/// All definitions of schema public, whatever order columns, constraints and indexes stand in.
fn picture(db: &Db) -> Vec<String> {
    let text = dump(db, "public");
    let mut lines: Vec<String> = text.lines().map(|line| line.trim_end_matches(',').to_string()).collect();
    lines.sort();
    lines
}

fn table(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(
        "CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('sad', 'happy');
         CREATE TABLE t (id int PRIMARY KEY, c citext DEFAULT 'Abc', m mood DEFAULT 'happy',
                         CONSTRAINT \"No bad\" CHECK (c <> 'bad'), CONSTRAINT open CHECK (c <> 'worse') NOT VALID,
                         CONSTRAINT once EXCLUDE USING btree (id WITH =) WHERE (c <> 'free'));
         INSERT INTO t SELECT i, i FROM generate_series(1, 300) i;
         COMMENT ON CONSTRAINT \"No bad\" ON t IS 'none';
         CREATE UNIQUE INDEX t_part ON t (id) WHERE c <> 'x'; CREATE INDEX \"T expr\" ON t ((c = 'x'), id);
         ALTER INDEX \"T expr\" ALTER COLUMN 1 SET STATISTICS 77; COMMENT ON INDEX \"T expr\" IS 'why';
         CLUSTER t USING \"T expr\";
         CREATE POLICY p ON t USING (c IS DISTINCT FROM 'hidden');
         CREATE VIEW v AS SELECT id FROM t WHERE c IS DISTINCT FROM 'hidden'",
    );
    session
}

/// The definitions compare regardless of case.
fn ignores_case(session: &mut Session) {
    for value in ["BAD", "Worse"] {
        let error = session.expect_error(&format!("INSERT INTO t (id, c) VALUES (1000, '{value}')"));
        assert_eq!(error.sqlstate, "23514", "{value}");
    }
    session.exec("INSERT INTO t (id, c) VALUES (1000, 'HIDDEN')");
    assert_eq!(session.one("SELECT count(*) FROM v WHERE id = 1000"), "0");
    session.exec("DELETE FROM t WHERE id = 1000");
}

#[test]
fn what_compares_regardless_of_case_does_so_again() {
    let db = Db::fresh();
    let mut session = table(&db);
    let before = picture(&db);
    done(&mut session, "safe_change_column_type('t', 'c', 'text', acknowledge => true)");
    assert_ne!(picture(&db), before);
    session.exec("INSERT INTO t (id, c) VALUES (1000, 'BAD'); DELETE FROM t WHERE id = 1000");
    done(&mut session, "undo(1)");
    assert_eq!(picture(&db), before);
    ignores_case(&mut session);
}

#[test]
fn where_the_table_has_grown_it_does_so_again() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec("ALTER TABLE t DROP CONSTRAINT once");
    let before = picture(&db);
    done(&mut session, "safe_change_column_type('t', 'c', 'text', acknowledge => true)");
    session.exec("SET migrate.small_table = 0");
    done(&mut session, "undo(1)");
    assert_eq!(picture(&db), before);
    ignores_case(&mut session);
    assert_eq!(
        session.query_text(
            &OURS.replace("proname FROM pg_proc WHERE", "proname FROM pg_proc WHERE proname ~ '_sync_' AND")
        ),
        [""; 0]
    );
}

#[test]
fn what_somebody_has_made_since_stays() {
    let db = Db::fresh();
    let mut session = table(&db);
    done(&mut session, "safe_change_column_type('t', 'c', 'text', acknowledge => true)");
    session.exec(
        "ALTER TABLE t DROP CONSTRAINT \"No bad\"; ALTER TABLE t ADD CONSTRAINT \"No bad\" CHECK (c <> 'other');
         ALTER TABLE t ALTER c SET DEFAULT 'New'; DROP POLICY p ON t",
    );
    done(&mut session, "undo(1)");
    session.exec("INSERT INTO t (id, c) VALUES (1000, 'bad')");
    assert_eq!(session.expect_error("INSERT INTO t (id, c) VALUES (1001, 'other')").sqlstate, "23514");
    session.exec("INSERT INTO t (id) VALUES (1001)");
    assert_eq!(session.one("SELECT c FROM t WHERE id = 1001"), "New");
    assert_eq!(session.one("SELECT count(*) FROM pg_policy"), "0");
}

#[test]
fn on_partitions_of_any_origin_it_does_so_again() {
    for small in [1_000_000, 0] {
        let db = Db::fresh();
        let mut session = db.session();
        session.exec(&format!(
            "CREATE EXTENSION citext; SET migrate.small_table = {small};
             CREATE TABLE t (id int, c citext CONSTRAINT no_bad CHECK (c <> 'bad')) PARTITION BY RANGE (id);
             CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
             CREATE TABLE t2 (id int, c citext, CONSTRAINT no_bad CHECK (c <> 'bad'));
             ALTER TABLE t ATTACH PARTITION t2 FOR VALUES FROM (10) TO (20); INSERT INTO t VALUES (1, 'a'), (11, 'b')"
        ));
        if small > 0 {
            session.exec("CREATE INDEX t_i ON t ((c = 'x'))");
        }
        done(&mut session, "safe_change_column_type('t', 'c', 'text')");
        done(&mut session, "undo(1)");
        for id in [2, 12] {
            let error = session.expect_error(&format!("INSERT INTO t VALUES ({id}, 'BAD')"));
            assert_eq!(error.sqlstate, "23514", "{small}: {id}");
        }
        let checks = "SELECT DISTINCT pg_get_constraintdef(oid), convalidated FROM pg_constraint
                      WHERE contype = 'c' AND conrelid::regclass::text IN ('t', 't1', 't2')";
        assert_eq!(session.query_text(checks), ["CHECK ((c <> 'bad'::citext))|t"], "{small}");
        if small > 0 {
            let indexes = "SELECT count(*) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
                           WHERE indisvalid AND pg_get_indexdef(indexrelid) LIKE '%((c = ''x''::citext))%'";
            assert_eq!(session.one(indexes), "3");
        }
    }
}

#[test]
fn after_completion_it_does_so_again() {
    let db = Db::fresh();
    let mut session = table(&db);
    session.exec("ALTER TABLE t DROP CONSTRAINT once; SET migrate.small_table = 0");
    let before = picture(&db);
    done(&mut session, "safe_change_column_type('t', 'c', 'text', acknowledge => true)");
    done(&mut session, "complete('t', 'c', acknowledge => true)");
    session.exec("INSERT INTO t (id, c) VALUES (1000, 'BAD'); DELETE FROM t WHERE id = 1000");
    done(&mut session, "abort('t', 'c')");
    assert_eq!(picture(&db), before);
    ignores_case(&mut session);
}

#[test]
fn a_default_of_a_type_of_the_users_own_reads_as_before() {
    for path in ["public", "pg_catalog, public", "\"$user\""] {
        let db = Db::fresh();
        let mut session = table(&db);
        session.exec(&format!("SET migrate.small_table = 0; SET search_path = {path}"));
        let before = picture(&db);
        done(&mut session, "safe_change_column_type('public.t', 'm', 'text')");
        done(&mut session, "complete('public.t', 'm')");
        session.exec("INSERT INTO public.t (id) VALUES (1000); DELETE FROM public.t WHERE id = 1000");
        done(&mut session, "undo(1)");
        done(&mut session, "abort(1)");
        assert_eq!(picture(&db), before, "{path}");
    }
}

/// What a value's text looks like is the asker's, whoever completes, goes on, or takes it back.
#[test]
fn a_change_through_a_text_is_ended_by_sessions_of_other_habits() {
    const ABROAD: &str =
        "SET datestyle = 'SQL, DMY'; SET intervalstyle = 'sql_standard'; SET timezone = 'Asia/Tokyo';
                          SET bytea_output = 'escape'; SET extra_float_digits = -10; SET xmlbinary = hex;
                          SET migrate.small_table = 0";
    for (before, after, value) in [
        ("bytea", "text", "'\\x00ff'::bytea"),
        ("float8", "text", "0.1234567890123456"),
        ("real", "varchar(40)", "0.12345679"),
        ("date", "text", "'2024-02-03'::date"),
        ("timestamp", "text", "'2024-02-03 04:05'::timestamp"),
        ("interval", "text", "'1 mon -2 days'::interval"),
        ("timestamptz", "text", "'2024-02-03 04:05+00'::timestamptz"),
        ("float8[]", "text", "ARRAY[0.1234567890123456]"),
    ] {
        let what = format!("{before} → {after}");
        let db = Db::fresh();
        let (mut here, mut abroad) = (db.session(), db.session());
        here.exec(&format!(
            "SET migrate.small_table = 0; CREATE TABLE t (id int PRIMARY KEY, c {before});
             INSERT INTO t SELECT i, {value} FROM generate_series(1, 300) i"
        ));
        abroad.exec(ABROAD);
        let values = "SELECT md5(string_agg(t::text, ',' ORDER BY id)) FROM t";
        let wanted = here.one(values);
        done(&mut here, &format!("safe_change_column_type('t', 'c', '{after}')"));
        abroad.exec(&format!("UPDATE t SET c = {value} WHERE id < 10"));
        done(&mut abroad, "complete('t', 'c')");
        assert_eq!(here.one("SELECT count(DISTINCT c) FROM t"), "1", "{what}");
        abroad.exec("UPDATE t SET c = c WHERE id < 20");
        done(&mut abroad, "undo(1)");
        done(&mut abroad, "abort(1)");
        assert_eq!(here.one(values), wanted, "{what}");
        assert_eq!(here.query_text(OURS), [""; 0], "{what}");
    }
}

/// IST is Israel's time to most sessions, and India's to who says so. Since PostgreSQL 18 it is what it is in the session's own
/// zone, which is that of who asked for the change.
#[test]
fn a_time_with_a_short_name_of_its_zone() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, at timestamptz); INSERT INTO t VALUES (1, '2024-03-04 01:30Z')",
    );
    session.exec("SET timezone = 'Asia/Kolkata'; SET datestyle = 'SQL, DMY'");
    session.exec("SELECT * FROM migrate.safe_change_column_type('t', 'at', 'text')");
    assert_eq!(session.one("SELECT at FROM t"), "04/03/2024 07:00:00 IST");
    let mut other = db.session();
    if db.version() < 18 {
        let error = other.expect_error("SELECT * FROM migrate.undo(1)");
        assert_eq!(error.sqlstate, "22000");
        assert!(
            error.hint.ends_with(" A short name of a zone, as IST, is read by timezone_abbreviations."),
            "{error:?}"
        );
        other.exec("SET timezone_abbreviations = 'India'");
    }
    other.exec("SELECT * FROM migrate.undo(1)");
    assert_eq!(other.one("SELECT at = '2024-03-04 01:30Z' FROM t"), "t");
}
