//! What the server writes of the catalog is read as it was meant: steps that are drafted in a session of other habits make
//! the same objects, and what one session has done another takes back.
//!
//! Not here: what is noted for undo and restore (real_settings.rs).

use migrate_client_tests::{Db, Session};

use crate::common::operate;

/// Habits under which the text of a value is another one, or is read as another one.
const HABITS: [&str; 3] = [
    "SET datestyle = 'Postgres, MDY'; SET timezone = 'Asia/Kolkata'; SET intervalstyle = 'sql_standard'; SET standard_conforming_strings = off",
    "SET datestyle = 'SQL, DMY'; SET timezone = 'America/New_York'; SET bytea_output = 'escape'; SET extra_float_digits = -10",
    "SET datestyle = 'German'; SET timezone = 'Europe/Berlin'; SET intervalstyle = 'iso_8601'; SET quote_all_identifiers = on",
];

const DEFAULTS: &str = r"
    id int PRIMARY KEY, at timestamptz DEFAULT '2024-02-03 04:05+00', d date DEFAULT '2024-03-02', x bytea DEFAULT '\x5c00ff',
    i interval DEFAULT '-1 mons +2 days -03:04', f float8 DEFAULT 0.1234567890123456, w text DEFAULT 'a\b',
    r tstzrange DEFAULT '[2024-02-03 04:05+00,2024-02-03 05:05+00)', n timestamptz[] DEFAULT '{2024-02-03 04:05+00}',
    CONSTRAINT ck CHECK (w <> 'a\c' AND at > '2024-01-02 00:00+00')";

const VALUES: &str = "SELECT at, d, x, i, f, w, r, n FROM t WHERE id = ";

#[test]
fn a_views_defaults_are_the_tables() {
    for habits in HABITS {
        let db = Db::fresh();
        let mut abroad = db.session();
        let mut here = db.session();
        here.exec(&format!(
            "CREATE TABLE t ({DEFAULTS}); INSERT INTO t (id) VALUES (1); SET timezone = 'UTC'"
        ));
        let meant = here.one(&format!("{VALUES} 1"));
        abroad.exec(habits);
        operate(&mut abroad, "safe_rename_table('t', 'u')").expect("renamed");
        here.exec("INSERT INTO t (id) VALUES (2)");
        assert_eq!(here.one(&format!("{VALUES} 2")), meant, "{habits}");
        operate(&mut abroad, "undo(1)").expect("undone");
        here.exec("INSERT INTO t (id) VALUES (3)");
        assert_eq!(here.one(&format!("{VALUES} 3")), meant, "{habits}");
    }
}

#[test]
fn a_columns_default_and_checks_are_carried_as_they_were_meant() {
    let definitions = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
                       WHERE conrelid = 't'::regclass AND contype = 'c' ORDER BY conname";
    for habits in HABITS {
        let db = Db::fresh();
        let mut abroad = db.session();
        let mut here = db.session();
        here.exec(&format!("CREATE TABLE t ({DEFAULTS}); INSERT INTO t (id) SELECT generate_series(1, 300)"));
        here.exec("SET timezone = 'UTC'");
        let meant = here.one(&format!("{VALUES} 1"));
        let before = here.query_text(definitions);
        abroad.exec(&format!("{habits}; SET migrate.small_table = 0"));
        for column in ["at", "w", "i"] {
            operate(&mut abroad, &format!("safe_rename_column('t', '{column}', '{column}_new')"))
                .expect("renamed");
            operate(&mut abroad, &format!("complete('t', '{column}', force => true)")).expect("completed");
            here.exec(&format!("ALTER TABLE t RENAME {column}_new TO {column}"));
        }
        here.exec("INSERT INTO t (id) VALUES (1001)");
        assert_eq!(here.one(&format!("{VALUES} 1001")), meant, "{habits}");
        assert_eq!(here.query_text(definitions), before, "{habits}");
    }
}

#[test]
fn what_one_session_drops_another_of_the_same_habits_has_back() {
    for habits in HABITS {
        let db = Db::fresh();
        let mut abroad = db.session();
        let mut here = db.session();
        here.exec(&format!(
            "CREATE TABLE t ({DEFAULTS}); INSERT INTO t (id) VALUES (1); SET timezone = 'UTC'"
        ));
        let meant = here.one(&format!("{VALUES} 1"));
        abroad.exec(habits);
        let columns = ["at", "d", "x", "i", "f", "w", "r", "n"];
        for column in columns {
            operate(&mut abroad, &format!("safe_set_default('t', '{column}', NULL)")).expect("no default");
        }
        operate(&mut abroad, "safe_drop_constraint('t', 'ck')").expect("dropped");
        for number in (1..=columns.len() + 1).rev() {
            let id = format!("(SELECT id FROM migrate.operations ORDER BY id LIMIT 1 OFFSET {number} - 1)");
            operate(&mut abroad, &format!("undo({id})")).expect("undone");
        }
        here.exec("INSERT INTO t (id) VALUES (2)");
        assert_eq!(here.one(&format!("{VALUES} 2")), meant, "{habits}");
        assert_eq!(here.expect_error(r"INSERT INTO t (id, w) VALUES (3, 'a\c')").sqlstate, "23514");
    }
}

/// Changes of type whose values are read by settings, and the value of each.
const RETYPES: [(&str, &str, &str); 4] = [
    ("i", "interval", "-1 mons +2 days -03:04:00"),
    ("d", "date", "2024-03-02"),
    ("at", "timestamptz", "2024-02-03 04:05:00+00"),
    ("r", "tstzrange", "[\"2024-02-03 04:05:00+00\",\"2024-02-03 05:05:00+00\")"),
];

#[test]
fn a_change_to_text_is_taken_back_by_a_session_of_other_habits() {
    for (asker, other) in [(0, 1), (1, 2), (2, 0)] {
        for small in [1000, 0] {
            let db = Db::fresh();
            let mut here = db.session();
            here.exec(&format!(
                "CREATE TABLE t ({DEFAULTS}); ALTER TABLE t DROP CONSTRAINT ck;
                 INSERT INTO t (id) SELECT generate_series(1, 300)"
            ));
            let as_of = |habits: usize| {
                let mut session: Session = db.session();
                // The server itself reads the IST of Kolkata as another zone.
                let habits = HABITS[habits].replace("Kolkata", "Tokyo");
                session.exec(&format!("{habits}; SET migrate.small_table = {small}"));
                session
            };
            let (mut asker, mut other) = (as_of(asker), as_of(other));
            for (column, ..) in RETYPES {
                let call = format!("safe_change_column_type('t', '{column}', 'text')");
                operate(&mut asker, &call).expect("changed");
                if small == 0 {
                    operate(&mut other, &format!("complete('t', '{column}')")).expect("completed");
                }
            }
            for number in (1..=RETYPES.len()).rev() {
                let of = "WHERE call LIKE '%safe_change_column_type%'";
                let id = format!(
                    "(SELECT id FROM migrate.operations {of} ORDER BY id LIMIT 1 OFFSET {number} - 1)"
                );
                let undone = operate(&mut other, &format!("undo({id})"));
                undone.unwrap_or_else(|error| panic!("{number}: {} {}", error.message, error.detail));
            }
            here.exec("SET timezone = 'UTC'");
            for (column, data_type, value) in RETYPES {
                let is = here.one(&format!("SELECT DISTINCT {column}, pg_typeof({column})::text FROM t"));
                let is_timed = data_type == "timestamptz";
                let data_type = if is_timed { "timestamp with time zone" } else { data_type };
                assert_eq!(is, format!("{value}|{data_type}"), "small_table = {small}");
            }
        }
    }
}

#[test]
fn a_type_is_found_again_by_a_session_with_its_schema_in_the_path() {
    for (asked, undone) in [("public", "shop"), ("shop, public", "public"), ("shop", "shop, public")] {
        for small in [(1000, 0), (0, 0), (0, 1000), (1000, 1000)] {
            let db = Db::fresh();
            let mut session = db.session();
            session.exec(&format!(
                "CREATE SCHEMA shop; CREATE TYPE shop.mood AS ENUM ('sad', 'happy');
                 CREATE TABLE public.t (id int PRIMARY KEY, c shop.mood DEFAULT 'sad');
                 INSERT INTO t (id) SELECT generate_series(1, 300); SET search_path = {asked}; SET migrate.small_table = {}",
                small.0
            ));
            operate(&mut session, "safe_change_column_type('public.t', 'c', 'text')").expect("changed");
            if small.0 == 0 {
                operate(&mut session, "complete('public.t', 'c')").expect("completed");
            }
            let mut other = db.session();
            other.exec(&format!("SET search_path = {undone}; SET migrate.small_table = {}", small.1));
            let back = operate(&mut other, "undo((SELECT min(id) FROM migrate.operations))");
            back.unwrap_or_else(|error| {
                panic!("{asked}, {undone}, {small:?}: {} {}", error.message, error.detail)
            });
            let mut here = db.session();
            here.exec("INSERT INTO t (id) VALUES (1000)");
            assert_eq!(here.query_text("SELECT DISTINCT c, pg_typeof(c)::text FROM t"), ["sad|shop.mood"]);
        }
    }
}
