//! `migrate.test`: what a script and its way back do on clones is told, and nothing real is touched.

use migrate_client_tests::{Db, Session};

use crate::common::{create, schema};

const TABLES: &str = "
    CREATE TABLE users (id int PRIMARY KEY, name text);
    INSERT INTO users SELECT i, CASE WHEN i % 2 = 0 THEN 'user ' || i END FROM generate_series(1, 500) i;
    CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id int REFERENCES users, note text,
                         twice int GENERATED ALWAYS AS (length(note) * 2) STORED);
    INSERT INTO orders (user_id, note) SELECT 500 - i, 'note ' || i FROM generate_series(1, 400) i";

/// `check: ok` of each row, and the detail of those that are not true.
fn verdicts(session: &mut Session, call: &str) -> Vec<String> {
    let sql = format!(
        "SELECT \"check\" || ': ' || coalesce(ok::text, 'unknown') || CASE WHEN ok THEN '' ELSE ': ' || detail END
         FROM migrate.{call}"
    );
    session.query_text(&sql)
}

fn test(session: &mut Session, up: &str, down: &str) -> Vec<String> {
    verdicts(session, &format!("test($up${up}$up$, $down${down}$down$)"))
}

const ALL_TRUE: [&str; 5] = [
    "up runs: true",
    "down runs: true",
    "down reverses up: true",
    "rows survive: true",
    "up runs again: true",
];

#[test]
fn a_way_back_that_takes_all_back_is_proved() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(TABLES);
    let before = schema(&db);
    for (up, down) in [
        ("ALTER TABLE users ADD COLUMN age int DEFAULT 7", "ALTER TABLE users DROP COLUMN age"),
        ("CREATE INDEX CONCURRENTLY users_name ON users (name)", "DROP INDEX CONCURRENTLY users_name"),
        ("ALTER TABLE orders ALTER user_id TYPE bigint", "ALTER TABLE orders ALTER user_id TYPE int"),
        ("ALTER TABLE users RENAME TO people", "ALTER TABLE people RENAME TO users"),
        ("BEGIN; ALTER TABLE users RENAME name TO label; COMMIT", "ALTER TABLE users RENAME label TO name"),
        (
            "CREATE TABLE more (id int PRIMARY KEY, u int REFERENCES users); COMMENT ON TABLE users IS 'x'",
            "DROP TABLE more; COMMENT ON TABLE users IS NULL",
        ),
    ] {
        let found = test(&mut session, up, down);
        let found: Vec<&str> = found
            .iter()
            .map(String::as_str)
            .filter(|row| !row.starts_with("rows survive: unknown"))
            .collect();
        assert!(found.iter().all(|row| row.ends_with(": true")) && found.len() >= 4, "{up}: {found:#?}");
    }
    let found =
        test(&mut session, "ALTER TABLE users ADD COLUMN age int", "ALTER TABLE users DROP COLUMN age");
    assert_eq!(found, ALL_TRUE);
    assert_eq!(schema(&db), before);
}

#[test]
fn what_is_not_taken_back_is_told_object_by_object() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(TABLES);
    let found = test(
        &mut session,
        "ALTER TABLE users ADD COLUMN age int, ALTER name TYPE varchar(40); CREATE INDEX users_age ON users (age)",
        "DROP INDEX users_age; ALTER TABLE users DROP COLUMN age",
    );
    assert_eq!(
        found[2],
        "down reverses up: false: table public.users changed\n  column name: text -> character varying(40)"
    );
    // The data of a dropped column is gone, though the column is back.
    let found =
        test(&mut session, "ALTER TABLE users DROP COLUMN name", "ALTER TABLE users ADD COLUMN name text");
    assert_eq!(found[2], "down reverses up: true");
    assert_eq!(found[3], "rows survive: false: users: 50 of 100 rows as they were");
    let found = test(&mut session, "ALTER TABLE users DROP COLUMN name", "SELECT 1");
    assert_eq!(found[2], "down reverses up: false: table public.users changed\n  column name: removed text");
    assert!(found[3].starts_with("rows survive: false: users: column"), "{}", found[3]);
    assert!(
        found[4].starts_with("up runs again: false: statement 1, line 1, ALTER TABLE: column"),
        "{}",
        found[4]
    );
}

#[test]
fn rows_that_do_not_fit_are_found_before_they_stop_a_migration() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(TABLES);
    let set = "ALTER TABLE users ALTER name SET NOT NULL";
    let found = test(&mut session, set, "ALTER TABLE users ALTER name DROP NOT NULL");
    assert_eq!(
        found[0],
        "up runs: false: statement 1, line 1, ALTER TABLE: column \"name\" of relation \"users\" contains null values"
    );
    let structure = format!("test('{set}', 'ALTER TABLE users ALTER name DROP NOT NULL', sample => 0)");
    assert_eq!(
        verdicts(&mut session, &structure)[3],
        "rows survive: unknown: there are no rows to try it with",
        "without rows"
    );
    // Those of both ends that were copied need not belong together.
    let found = test(
        &mut session,
        "ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey",
        "ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users",
    );
    assert_eq!(found[2], "down reverses up: true");
    assert!(found[3].starts_with("rows survive: unknown: rows were not tried: some"), "{}", found[3]);
}

#[test]
fn what_cannot_be_tried_says_so() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(TABLES);
    session.exec("CREATE SEQUENCE called; CREATE FUNCTION note() RETURNS int LANGUAGE sql AS 'SELECT nextval(''called'')::int'");
    let found = test(
        &mut session,
        "ALTER TABLE users ADD COLUMN age int; UPDATE users SET age = note();
         DO $$ BEGIN PERFORM note(); END $$; SELECT note()",
        "ALTER TABLE users DROP COLUMN age",
    );
    assert!(
        found[0].starts_with("up runs: unknown: 1 statement tried; not tried:\nstatement 3, line 2, DO: "),
        "{}",
        found[0]
    );
    assert!(found[0].contains("statement 4, line 2, SELECT: queries are not run on clones"), "{}", found[0]);
    assert!(found[2].starts_with("down reverses up: unknown: as far as it was tried"), "{}", found[2]);
    assert!(
        found[3].starts_with("rows survive: unknown: not tried: statement 2, line 1, UPDATE"),
        "{}",
        found[3]
    );
    assert_eq!(session.one("SELECT is_called FROM called"), "f", "nobody's code has run");
    // No down script can be derived.
    let found = verdicts(&mut session, "test('TRUNCATE orders')");
    assert!(
        found.iter().any(|row| row.starts_with("down runs: unknown: no down script can be derived")),
        "{found:#?}"
    );
    // One that can.
    assert_eq!(verdicts(&mut session, "test('ALTER TABLE users ADD COLUMN age int')"), ALL_TRUE);
    for (call, sqlstate) in [
        ("test('SELEC')", "42601"),
        ("test(NULL::text)", "22004"),
        ("test('SELECT 1', sample => -1)", "22023"),
        ("test(17)", "42704"),
    ] {
        assert_eq!(session.expect_error(&format!("SELECT migrate.{call}")).sqlstate, sqlstate, "{call}");
    }
}

#[test]
fn pending_migrations_are_tried_one_behind_the_other() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(TABLES);
    create(&mut session, 1, "CREATE TABLE first (id int PRIMARY KEY)", "DROP TABLE first");
    create(&mut session, 2, "ALTER TABLE first ADD COLUMN n int", "ALTER TABLE first DROP COLUMN n");
    create(&mut session, 3, "ALTER TABLE first ADD COLUMN n int", "SELECT 1");
    let rows =
        session.query_text("SELECT version, \"check\", ok FROM migrate.test_pending() WHERE ok IS NOT NULL");
    let all = |version: u32| {
        ["up runs", "down runs", "down reverses up", "up runs again"]
            .map(|check| format!("{version}|{check}|t"))
    };
    let expected: Vec<String> = [all(1), all(2)].concat().into_iter().chain(["3|up runs|f".into()]).collect();
    assert_eq!(rows, expected);
    let rows = session.query_text("SELECT \"check\", ok FROM migrate.test(2) WHERE ok");
    assert_eq!(rows.len(), 4, "{rows:?}");
    session.exec("CALL migrate.up(target => 2); INSERT INTO first VALUES (1, 2)");
    // Of the row, that which is there before the migration.
    let rows = session.query_text("SELECT \"check\", ok FROM migrate.test(2)");
    assert_eq!(rows[0], "down runs first|t");
    assert_eq!(rows[4], "rows survive|t");
    assert_eq!(rows.len(), 6, "{rows:?}");
    // Nothing of that is recorded.
    let other = "SELECT count(*) FROM migrate.drift() WHERE change <> 'unknown'";
    assert_eq!(session.one(other), "0");
    assert_eq!(session.one("SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%migrate_%'"), "0");
    // Its own table is gone by then.
    session.exec("DELETE FROM migrate.schema_migrations WHERE version = 2; ALTER TABLE first DROP COLUMN n");
    let rows = verdicts(&mut session, "test(1)");
    assert_eq!(
        rows[4],
        "rows survive: unknown: there are no rows to try it with\nnot tried: first: it is not there by then"
    );
}

#[test]
fn no_real_table_is_locked_and_nobody_is_waited_for() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(TABLES);
    let mut other = db.session();
    other.exec("BEGIN; LOCK TABLE users IN ROW EXCLUSIVE MODE");
    session.exec("BEGIN");
    let found = test(&mut session, "DROP TABLE orders; DROP TABLE users", "SELECT 1");
    assert_eq!(found[0], "up runs: true");
    let locks =
        "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND mode NOT IN ('AccessShareLock')
                 AND relation IN ('users'::regclass, 'orders'::regclass)";
    assert_eq!(session.one(locks), "0");
    session.exec("COMMIT");
    other.exec("LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
    session.exec("SET statement_timeout = '20s'");
    let found = test(&mut session, "ALTER TABLE users ADD COLUMN x int", "ALTER TABLE users DROP COLUMN x");
    assert!(found[0].starts_with("up runs: unknown"), "{found:#?}");
}

#[test]
fn what_nobody_has_approved_is_not_tried_for_others() {
    let db = Db::fresh();
    let mut session = db.session();
    let author = db.role("LOGIN");
    session.exec(&format!(
        "CREATE TABLE t (id int); CREATE TABLE own (id int); ALTER TABLE own OWNER TO {author};
         GRANT USAGE ON SCHEMA migrate TO {author}; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA migrate TO {author}"
    ));
    let mut other = db.session_as(&author);
    create(&mut other, 1, "ALTER TABLE own ADD COLUMN n int", "ALTER TABLE own DROP COLUMN n");
    create(&mut session, 2, "ALTER TABLE own ALTER n SET NOT NULL", "ALTER TABLE own ALTER n DROP NOT NULL");
    let unapproved = "up runs: unknown: migration 1 is not approved: migrate.approve(1) lets it run";
    assert_eq!(verdicts(&mut session, "test(1)"), [unapproved]);
    let rows = session.query_text("SELECT version, \"check\", ok FROM migrate.test_pending()");
    assert_eq!(rows[..2], ["1|up runs|".to_string(), "2|up runs|".to_string()]);
    assert_eq!(verdicts(&mut other, "test(1)")[0], "up runs: true", "his own");
    session.exec("SELECT migrate.approve(1)");
    assert_eq!(verdicts(&mut session, "test(1)")[0], "up runs: true");
    assert_eq!(verdicts(&mut session, "test(2)")[0], "up runs: true");
}

#[test]
fn no_trigger_fires_for_rows_that_are_copied() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE SEQUENCE called;
         CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM nextval(''called''); RETURN NEW; END';
         CREATE TABLE t (id int); INSERT INTO t VALUES (1);
         CREATE TABLE always (id int); INSERT INTO always VALUES (1);
         CREATE TRIGGER touched BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION touch();
         CREATE TRIGGER touched BEFORE INSERT ON always FOR EACH ROW EXECUTE FUNCTION touch();
         ALTER TABLE always ENABLE ALWAYS TRIGGER touched",
    );
    let found = test(&mut session, "ALTER TABLE t ADD COLUMN n int", "ALTER TABLE t DROP COLUMN n");
    assert_eq!(found, ALL_TRUE);
    let found = test(&mut session, "ALTER TABLE always ADD COLUMN n int", "ALTER TABLE always DROP COLUMN n");
    assert_eq!(
        found[3],
        "rows survive: unknown: there are no rows to try it with\nnot tried: always: it has triggers that fire always"
    );
    assert_eq!(session.one("SELECT is_called FROM called"), "f");
}

#[test]
fn who_may_not_change_a_table_may_not_try_to() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(TABLES);
    let role = db.role("LOGIN");
    session.exec(&format!(
        "GRANT USAGE ON SCHEMA migrate TO {role}; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA migrate TO {role};
         GRANT CREATE ON SCHEMA public TO {role}"
    ));
    let mut other = db.session_as(&role);
    let found = test(&mut other, "ALTER TABLE users ADD COLUMN x int", "ALTER TABLE users DROP COLUMN x");
    assert!(found[0].contains("must be owner of"), "{found:#?}");
    other.exec("CREATE TABLE own (id int); INSERT INTO own VALUES (1)");
    let found = test(&mut other, "ALTER TABLE own ADD COLUMN x int", "ALTER TABLE own DROP COLUMN x");
    assert_eq!(found, ALL_TRUE);
}

#[test]
fn clones_have_grants_and_options_of_columns() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(TABLES);
    let role = db.role("LOGIN");
    session.exec(&format!(
        "GRANT SELECT, UPDATE (note) ON orders TO {role} WITH GRANT OPTION; GRANT SELECT ON users TO PUBLIC;
         ALTER TABLE users ALTER name SET STATISTICS 7, ALTER name SET (n_distinct = 5), ALTER name SET STORAGE EXTERNAL,
             ALTER name SET COMPRESSION pglz"
    ));
    // What is taken back must have been there.
    for (up, down) in [
        (
            format!("REVOKE SELECT ON orders FROM {role}"),
            format!("GRANT SELECT ON orders TO {role} WITH GRANT OPTION"),
        ),
        (
            format!("REVOKE UPDATE (note) ON orders FROM {role}"),
            format!("GRANT UPDATE (note) ON orders TO {role} WITH GRANT OPTION"),
        ),
        ("REVOKE SELECT ON users FROM PUBLIC".into(), "GRANT SELECT ON users TO PUBLIC".into()),
        (
            "ALTER TABLE users ALTER name SET STATISTICS -1".into(),
            "ALTER TABLE users ALTER name SET STATISTICS 7".into(),
        ),
        (
            "ALTER TABLE users ALTER name RESET (n_distinct)".into(),
            "ALTER TABLE users ALTER name SET (n_distinct = 5)".into(),
        ),
        (
            "ALTER TABLE users ALTER name SET STORAGE EXTENDED".into(),
            "ALTER TABLE users ALTER name SET STORAGE EXTERNAL".into(),
        ),
        (
            "ALTER TABLE users ALTER name SET COMPRESSION DEFAULT".into(),
            "ALTER TABLE users ALTER name SET COMPRESSION pglz".into(),
        ),
    ] {
        let found = test(&mut session, &up, &down);
        let wrong: Vec<_> = found.iter().filter(|row| row.contains(": false")).collect();
        assert!(wrong.is_empty() && found.contains(&"down reverses up: true".into()), "{up}: {found:#?}");
    }
}

/// A safe operation that has one end is tried by its steps, where what it looks at is as the clone is.
#[test]
fn safe_operations_are_tried_by_their_steps() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(TABLES);
    let before = schema(&db);
    for (up, down) in [
        ("SELECT migrate.safe_add_column('users', 'age', 'int', '7')", "ALTER TABLE users DROP COLUMN age"),
        (
            "SELECT migrate.safe_create_index('users', '{name}', index_name => 'by_name')",
            "DROP INDEX by_name",
        ),
        (
            "SELECT migrate.safe_add_constraint('users', 'positive', 'id > 0'); SELECT migrate.safe_set_default('orders', 'note', $$'x'$$)",
            "ALTER TABLE orders ALTER note DROP DEFAULT; ALTER TABLE users DROP CONSTRAINT positive",
        ),
    ] {
        assert_eq!(test(&mut session, up, down), ALL_TRUE, "{up}");
    }
    let found = test(&mut session, "SELECT migrate.safe_set_not_null('users', 'id')", "SELECT 1");
    assert!(found[0].starts_with("up runs: unknown: "), "{found:#?}");
    // What the script has changed before is not what the operation would look at.
    let found = test(
        &mut session,
        "ALTER TABLE users ADD COLUMN age int; SELECT migrate.safe_create_index('users', '{id}')",
        "ALTER TABLE users DROP COLUMN age",
    );
    assert!(
        found[0]
            .replace('\n', " ")
            .contains("safe_create_index looks at users itself, and only its clone was changed before"),
        "{found:#?}"
    );
    let found = test(&mut session, "SELECT migrate.safe_rename_column('users', 'name', 'label')", "SELECT 1");
    assert!(found[0].contains("safe_rename_column is not tried on clones"), "{found:#?}");
    assert_eq!(schema(&db), before);
    assert_eq!(session.one("SELECT count(*) FROM migrate.operations"), "0");
}
