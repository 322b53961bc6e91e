//! The guide's own migration file, from load to rollback, checked in the catalog; and what the history keeps.
//!
//! Not here: what goes wrong (failures.rs), other file formats (the regress tests and load_dir.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{INDEXES, JOURNAL, STATUS, create, load, operator};

const FILE: &str = include_str!("../../../examples/1698765432000_add_priority_field.sql");

const COLUMN: &str = "
    SELECT atttypid::regtype, attnotnull, pg_get_expr(adbin, adrelid)
    FROM pg_attribute LEFT JOIN pg_attrdef ON (adrelid, adnum) = (attrelid, attnum)
    WHERE attrelid = 'conversations'::regclass AND attname = 'priority' AND NOT attisdropped";

fn loaded(session: &mut Session) {
    session.exec(
        "CREATE TABLE conversations (id bigint PRIMARY KEY, title text NOT NULL);
         INSERT INTO conversations SELECT n, 'c' || n FROM generate_series(1, 1000) n",
    );
    load(session, FILE);
}

#[test]
fn the_file_applies_as_it_stands() {
    let db = Db::fresh();
    let mut session = db.session();
    loaded(&mut session);
    assert_eq!(session.query_text(STATUS), ["1698765432000|pending"]);

    let summary = session.one("CALL migrate.up()");
    assert!(summary.starts_with("1 migration applied in "), "{summary}");
    let notices: Vec<String> = session.notices().into_iter().map(|notice| notice.message).collect();
    assert_eq!(notices.len(), 2, "{notices:?}");
    assert!(
        notices[0].contains("unit 1 of 2 done") && notices[1].contains("unit 2 of 2 done"),
        "{notices:?}"
    );

    assert_eq!(session.query_text(COLUMN), ["text|t|'medium'::text"]);
    assert_eq!(session.query_text("SELECT DISTINCT priority FROM conversations"), ["medium"]);
    assert_eq!(session.query_text(INDEXES), ["idx_conversations_priority|t"]);
    let definition = session.one("SELECT pg_get_indexdef('idx_conversations_priority'::regclass)");
    assert!(definition.ends_with("ON public.conversations USING btree (priority)"), "{definition}");
    assert_eq!(session.query_text(JOURNAL), ["1|transaction|done", "2|standalone|done"]);
    assert_eq!(
        session.query_text(
            "SELECT version, description, now() - applied_at BETWEEN '0' AND '1 minute', applied_by,
                    execution_time_ms BETWEEN 0 AND 20000, checksum = (SELECT checksum FROM migrate.migrations)
             FROM migrate.schema_migrations"
        ),
        ["1698765432000|Add priority field to conversations|t|postgres|t|t"]
    );
    assert_eq!(session.query_text(STATUS), ["1698765432000|applied"]);
    assert_eq!(session.one("SELECT migrate.current_version()"), "1698765432000");
    assert_eq!(session.one("CALL migrate.up()"), "nothing to apply");
    assert_eq!(session.query_text("SELECT status FROM migrate.jobs"), ["done"], "nothing to do makes no job");
}

#[test]
fn down_takes_it_back_and_up_applies_it_again() {
    let db = Db::fresh();
    let mut session = db.session();
    loaded(&mut session);
    session.exec("CALL migrate.up()");

    let summary = session.one("CALL migrate.down()");
    assert!(summary.starts_with("1 migration rolled back in "), "{summary}");
    assert!(session.query_text(COLUMN).is_empty());
    assert!(session.query_text(INDEXES).is_empty());
    assert!(session.query_text("SELECT * FROM migrate.schema_migrations").is_empty());
    assert_eq!(session.query_text(STATUS), ["1698765432000|pending"]);
    assert_eq!(session.one("CALL migrate.down()"), "nothing to roll back");

    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(COLUMN), ["text|t|'medium'::text"]);
    assert_eq!(session.query_text(INDEXES), ["idx_conversations_priority|t"]);
    assert_eq!(session.query_text(STATUS), ["1698765432000|applied"]);
}

#[test]
fn a_dry_run_changes_nothing() {
    let db = Db::fresh();
    let mut session = db.session();
    loaded(&mut session);
    let summary = session.one("CALL migrate.up(dry_run => true)");
    assert!(summary.starts_with("1 migration would be applied"), "{summary}");
    assert_eq!(session.one("SELECT status FROM migrate.apply(dry_run => true)"), "planned");
    assert!(session.query_text(COLUMN).is_empty());
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "0");
    assert_eq!(session.one("SELECT count(*) FROM migrate.journal"), "0");
    session.exec("CALL migrate.up()");
    assert_eq!(session.one("SELECT status FROM migrate.rollback(dry_run => true)"), "planned");
    assert_eq!(session.query_text(INDEXES), ["idx_conversations_priority|t"]);
}

#[test]
fn drivers_call_it_through_the_extended_protocol() {
    let db = Db::fresh();
    let mut session = db.session();
    loaded(&mut session);
    let summary = session.query_prepared("CALL migrate.up()").expect("up");
    assert!(summary[0].as_deref().is_some_and(|text| text.starts_with("1 migration applied")), "{summary:?}");
    assert_eq!(session.query_text(INDEXES), ["idx_conversations_priority|t"]);
}

/// The time of all units, in both ways in.
#[test]
fn execution_time_is_real() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE t (id int)");
    create(&mut session, 1, "SELECT pg_sleep(0.3)", "SELECT 1");
    session.exec("SELECT * FROM migrate.apply()");
    let two_units = "SELECT pg_sleep(0.3); CREATE INDEX CONCURRENTLY i ON t (id); SELECT pg_sleep(0.2)";
    create(&mut session, 2, two_units, "SELECT 1");
    session.exec("CALL migrate.up()");
    let times =
        session.query_text("SELECT execution_time_ms FROM migrate.schema_migrations ORDER BY version");
    let times: Vec<u32> = times.iter().map(|ms| ms.parse().expect("a number")).collect();
    assert!((300..5000).contains(&times[0]), "{times:?}");
    assert!((500..5000).contains(&times[1]), "{times:?}");
}

#[test]
fn applied_by_is_the_session_user_whatever_its_role() {
    let db = Db::fresh();
    let group = operator(&db, "NOLOGIN");
    let person = db.role(&format!("LOGIN IN ROLE {group}"));
    let mut session = db.session_as(&person);
    session.exec(&format!("SET ROLE {group}"));
    create(&mut session, 1, "CREATE TABLE a (id int)", "DROP TABLE a");
    create(&mut session, 2, "CREATE TABLE b (id int)", "DROP TABLE b");
    session.exec("SELECT * FROM migrate.apply(1)");
    session.exec("CALL migrate.up()");
    let mut superuser = db.session();
    let by = superuser.query_text("SELECT applied_by FROM migrate.schema_migrations");
    assert_eq!(by, [person.as_str(), person.as_str()]);
    let run_by = superuser.query_text("SELECT run_by FROM migrate.journal");
    assert_eq!(run_by, [person.as_str(), person.as_str()]);
    // What it makes belongs to the role that it had.
    let owners = "SELECT DISTINCT relowner::regrole FROM pg_class WHERE relname IN ('a', 'b')";
    assert_eq!(superuser.query_text(owners), [group]);
}
