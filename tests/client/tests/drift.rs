//! `migrate.drift`: what runs do is recorded, whatever they do and however deep; what is done by hand is told.

use migrate_client_tests::{Db, Session};

use crate::common::{create, operate};
use crate::fingerprint::{STATEMENTS, in_order, shop};

fn drift(session: &mut Session) -> Vec<String> {
    session.query_text("SELECT kind, object, change, detail, since FROM migrate.drift()")
}

#[test]
fn nothing_that_a_migration_does_is_drift() {
    let (db, role) = shop();
    let mut session = db.session();
    session.exec("SELECT migrate.accept_drift()");
    let (mut wrong, mut ran) = (Vec::new(), 0);
    for (at, version) in in_order().into_iter().zip(1..) {
        let sql = STATEMENTS[at].replace("{role}", &role);
        create(&mut session, version, &sql, "SELECT 1");
        // One after the other in a worker and in this session.
        let run = if at % 2 == 0 { "CALL migrate.up()" } else { "SELECT migrate.apply()" };
        if session.try_query(run).is_err() {
            session.exec(&format!("DELETE FROM migrate.migrations WHERE version = {version}"));
            continue;
        }
        // What could not run in this session runs as a job.
        session.exec("CALL migrate.up()");
        ran += 1;
        let found = drift(&mut session);
        if !found.is_empty() {
            wrong.push(format!("{sql}: {found:?}"));
            session.exec("SELECT migrate.accept_drift()");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ran > 100, "{ran} statements ran");
}

#[test]
fn what_is_done_by_hand_is_told_with_the_migration_that_left_it() {
    let db = Db::fresh();
    let mut session = db.session();
    create(
        &mut session,
        1,
        "CREATE TABLE t (id int PRIMARY KEY, n int); CREATE VIEW v AS SELECT id FROM t",
        "SELECT 1",
    );
    create(&mut session, 2, "CREATE INDEX CONCURRENTLY t_n ON t (n)", "SELECT 1");
    create(&mut session, 3, "CREATE TABLE short (id int)", "DROP TABLE short");
    session.exec("CREATE TABLE unknown (id int)");
    session.exec("CALL migrate.up()");
    let unknown = "||unknown|2 objects not recorded by anybody;\nSELECT migrate.accept_drift() takes\nthem as they are|";
    assert_eq!(drift(&mut session), [unknown]);
    session.exec("CALL migrate.down()");
    assert_eq!(drift(&mut session), [unknown]);
    session.exec(
        "ALTER TABLE t ALTER n TYPE bigint; DROP INDEX t_n; DROP VIEW v; CREATE INDEX by_hand ON t (n);
         CREATE TABLE short (i int); ALTER TABLE unknown ADD COLUMN n int",
    );
    assert_eq!(
        drift(&mut session),
        [
            "table|public.short|added|i|migration 3\nremoved it",
            "table|public.t|changed|column n: integer -> bigint|migration 1",
            "index|public.by_hand|added|CREATE INDEX by_hand ON public.t\nUSING btree (n)|",
            "index|public.t_n|removed|CREATE INDEX t_n ON public.t USING\nbtree (n)|migration 2",
            match db.version() {
                ..16 => "view|public.v|removed|SELECT t.id FROM public.t;|migration 1",
                _ => "view|public.v|removed|SELECT id FROM public.t;|migration 1",
            },
            unknown,
        ]
    );
    // What a migration touches is its own from then on; what else belongs to the same table is not.
    session.exec("DROP TABLE short");
    create(&mut session, 4, "ALTER TABLE t ADD COLUMN more int", "SELECT 1");
    session.exec("CALL migrate.up(target => 4)");
    let rows = session.query_text("SELECT object FROM migrate.drift() WHERE object <> '' ORDER BY 1");
    assert_eq!(rows, ["public.by_hand", "public.t_n", "public.v"]);
    assert_eq!(session.one("SELECT migrate.accept_drift('public') > 0"), "t");
    assert_eq!(drift(&mut session), [""; 0]);
    // Where all is recorded, what nobody has recorded is made by hand.
    session.exec("CREATE SEQUENCE by_hand_too");
    assert_eq!(drift(&mut session), ["sequence|public.by_hand_too|added||"]);
}

/// A run looks at what it has touched, and writes what is another by it: what else a table has costs it nothing.
#[test]
fn what_was_not_touched_is_neither_read_nor_written() {
    let db = Db::fresh();
    let mut session = db.session();
    create(
        &mut session,
        1,
        "CREATE TABLE t (id int PRIMARY KEY, n int CHECK (n > 0)); CREATE INDEX t_n ON t (n)",
        "SELECT 1",
    );
    session.exec("SELECT migrate.apply()");
    session.exec(
        "LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on;
         SET auto_explain.log_level = 'notice'",
    );
    let mut looked = |version: u32, sql: &str| -> (bool, bool, i64) {
        create(&mut session, version, sql, "SELECT 1");
        let before = session.one("SELECT clock_timestamp()");
        session.notices();
        session.exec("SELECT migrate.apply()");
        let plans: Vec<String> = session.notices().into_iter().map(|notice| notice.message).collect();
        let has = |word: &str| plans.iter().any(|plan| plan.contains(word));
        let (columns, indexes) = (has("'partitioned by'"), has("pg_get_indexdef(x.oid)"));
        let written = format!("SELECT count(*) FROM migrate.recorded_objects WHERE recorded_at > '{before}'");
        (columns, indexes, session.one(&written).parse().unwrap())
    };
    assert_eq!(looked(2, "ALTER TABLE t ADD COLUMN more int"), (true, false, 1));
    assert_eq!(looked(3, "CREATE INDEX t_more ON t (more)"), (false, true, 1));
    assert_eq!(looked(4, "ALTER TABLE t ADD UNIQUE (more)"), (true, true, 2));
    assert_eq!(looked(5, "ALTER TABLE t REPLICA IDENTITY FULL"), (true, true, 1));
    assert_eq!(session.one("SELECT count(*) FROM migrate.drift() WHERE object <> ''"), "0");
}

#[test]
fn operations_leave_no_drift_and_are_named() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t SELECT i, i FROM generate_series(1, 20000) i;
         ANALYZE t; SELECT migrate.accept_drift()",
    );
    for call in [
        "safe_add_column('t', 'extra', 'int', '7')",
        "safe_create_index('t', ARRAY['n'])",
        "safe_set_not_null('t', 'n')",
        "safe_change_column_type('t', 'n', 'bigint')",
    ] {
        operate(&mut session, call).unwrap_or_else(|error| panic!("{call}: {error:#?}"));
        assert_eq!(drift(&mut session), [""; 0], "{call}");
    }
    create(&mut session, 1, "SELECT migrate.safe_add_column('t', 'inside', 'text')", "SELECT 1");
    session.exec("CALL migrate.up()");
    assert_eq!(drift(&mut session), [""; 0]);
    session.exec("ALTER TABLE t DROP COLUMN inside");
    assert_eq!(session.one("SELECT since FROM migrate.drift()"), "migration 1");
}

#[test]
fn a_migration_that_fails_in_the_middle_leaves_no_drift() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE t (n int); INSERT INTO t VALUES (1), (1); SELECT migrate.accept_drift()");
    create(
        &mut session,
        1,
        "ALTER TABLE t ADD COLUMN a int; CREATE UNIQUE INDEX CONCURRENTLY u ON t (n); SELECT 1",
        "SELECT 1",
    );
    session.expect_error("CALL migrate.up()");
    assert_eq!(drift(&mut session), [""; 0]);
}

#[test]
fn what_a_rolled_back_migration_touched_is_not_recorded() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE t (n int); SELECT migrate.accept_drift()");
    create(&mut session, 1, "ALTER TABLE t ADD COLUMN b int; SELECT 1/0", "SELECT 1");
    session.exec("CREATE TABLE x (n int)");
    session.expect_error("SELECT migrate.apply()");
    let rows = session.query_text("SELECT object, change FROM migrate.drift()");
    assert_eq!(rows, ["public.x|added"]);
}

#[test]
fn who_changed_it_is_told_where_it_was_seen() {
    let db = Db::fresh();
    let mut session = db.session();
    let role = db.role("LOGIN");
    session.exec(&format!(
        "GRANT CREATE ON SCHEMA public TO {role}; CREATE TABLE t (n int); ALTER TABLE t OWNER TO {role}"
    ));
    session.exec("SELECT migrate.accept_drift(); SELECT migrate.watch_ddl(); SELECT migrate.watch_ddl()");
    let mut other = db.session_as(&role);
    // One who has no right on anything of ours.
    other.exec("SET application_name = 'by hand'; ALTER TABLE t ADD COLUMN more int; CREATE TEMPORARY TABLE x (i int)");
    other.exec(
        "CREATE INDEX i ON t (n); DROP INDEX i; COMMENT ON TABLE t IS 'x'; GRANT SELECT ON t TO PUBLIC",
    );
    let seen = session.query_text(
        "SELECT object, replace(seen, E'\\n', ' ') ~ ('^' || current_setting('my.role') || ', COMMENT, 2.*, by hand$')
         FROM set_config('my.role', (SELECT tableowner FROM pg_tables WHERE tablename = 't'), false), migrate.drift()",
    );
    assert_eq!(seen, ["public.t|t"]);
    let commands = session.query_text("SELECT command FROM migrate.ddl_seen ORDER BY id");
    assert_eq!(commands, ["ALTER TABLE", "CREATE INDEX", "DROP INDEX", "COMMENT", "GRANT"]);
    // What a migration does later is its own.
    create(&mut session, 1, "ALTER TABLE t ADD COLUMN again int", "SELECT 1");
    session.exec("CALL migrate.up()");
    assert_eq!(drift(&mut session), [""; 0]);
    // Whatever goes wrong with the note is a warning.
    session.exec("ALTER TABLE migrate.ddl_seen ADD CHECK (command <> 'CREATE SEQUENCE') NOT VALID");
    other.exec("CREATE SEQUENCE s");
    let warned =
        other.notices().iter().any(|notice| notice.message.contains("could not note this CREATE SEQUENCE"));
    assert!(warned);
    assert_eq!(
        other.expect_error("CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION migrate.note_ddl()").sqlstate,
        "42501"
    );
    session.exec("SELECT migrate.unwatch_ddl(); CREATE TABLE unseen (i int)");
    assert_eq!(session.one("SELECT count(*) FROM migrate.ddl_seen WHERE object = 'public.unseen'"), "0");
    session
        .exec("UPDATE migrate.ddl_seen SET seen_at = now() - interval '100 days' WHERE command <> 'GRANT'");
    let pruned = |session: &mut Session, call: &str| {
        session.query_text(&format!("SELECT * FROM migrate.{call} WHERE what = 'ddl_seen'"))
    };
    assert_eq!(pruned(&mut session, "prune(dry_run => true)"), ["ddl_seen|5|1"]);
    assert_eq!(pruned(&mut session, "prune()"), ["ddl_seen|5|1"]);
    assert_eq!(session.query_text("SELECT command FROM migrate.ddl_seen"), ["GRANT"]);
}

#[test]
fn a_restored_database_goes_on() {
    let db = Db::fresh();
    let mut session = db.session();
    create(
        &mut session,
        1,
        "CREATE TABLE t (id int PRIMARY KEY, n int); CREATE TABLE u (id int)",
        "SELECT 1",
    );
    session.exec("CALL migrate.up(); SELECT migrate.accept_drift()");
    let copy = db.beside("TEMPLATE template0");
    let dumped = db.server().run("pg_dump", &["-d", db.name()]);
    let file = std::env::temp_dir().join(format!("{}.sql", copy.name()));
    std::fs::write(&file, dumped.stdout).expect("written");
    let path = file.to_str().expect("UTF-8");
    let args = ["-d", copy.name(), "-Xq", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", path];
    // Numbers of tables are others there.
    copy.session().exec("CREATE TABLE x (i int); DROP TABLE x");
    let restored = db.server().run("psql", &args);
    std::fs::remove_file(&file).expect("removed");
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    let mut there = copy.session();
    assert_eq!(drift(&mut there), [""; 0]);
    create(&mut there, 2, "DROP TABLE u; ALTER TABLE t RENAME TO v", "SELECT 1");
    there.exec("CALL migrate.up()");
    assert_eq!(drift(&mut there), [""; 0]);
    there.exec("ALTER TABLE v DROP COLUMN n");
    assert_eq!(drift(&mut there), ["table|public.v|changed|column n: removed integer|migration 2"]);
}

#[test]
fn another_version_of_the_server_is_no_drift() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; SELECT migrate.accept_drift()");
    // As if an older version had written it in its way.
    session.exec(
        "UPDATE migrate.recorded_objects SET server = server - 1, hash = 'old' WHERE kind = 'view';
         INSERT INTO migrate.fingerprint_nodes (hash, kind, schema, name, facts)
         SELECT 'old', kind, schema, name, facts || '{\"query\": \"SELECT a FROM t\"}'
         FROM migrate.fingerprint_nodes WHERE kind = 'view'",
    );
    assert_eq!(drift(&mut session), [""; 0]);
    session.exec("COMMENT ON VIEW v IS 'x'");
    assert_eq!(session.query_text("SELECT detail FROM migrate.drift()"), ["comment: added x"]);
}
