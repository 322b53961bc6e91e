//! A run that goes on under another caller, or in another role: what the script has said of its role holds, and names and
//! values mean what they did for who began.
//!
//! Not here: what a script makes of its session by itself (going_on.rs); who may go on with what (hostile_going_on.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{create, operator};

/// Has a script fail behind its first unit, which `first` runs, and go on in `second`; what each found by then, first an
/// unbroken run of the first.
fn seen(admin: &mut Session, [first, second]: [&mut Session; 2], script: &str, state: &str) -> [String; 2] {
    for version in [1, 2] {
        let up = format!(
            "BEGIN; SELECT 1; {script}; COMMIT; BEGIN; SELECT 1 / n FROM public.gate;
             INSERT INTO public.seen SELECT {version}, concat_ws('|', {state}); COMMIT"
        );
        create(admin, version, &up, "SELECT 1");
    }
    admin.exec("UPDATE public.gate SET n = 1");
    first.exec("CALL migrate.up(1)");
    admin.exec("UPDATE public.gate SET n = 0");
    assert_eq!(first.expect_error("CALL migrate.up(2)").sqlstate, "22012", "{script}");
    admin.exec("UPDATE public.gate SET n = 1");
    second.exec("CALL migrate.up(2)");
    [1, 2].map(|version| admin.one(&format!("SELECT state FROM public.seen WHERE version = {version}")))
}

fn gate(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(
        "CREATE TABLE gate AS SELECT 0 AS n; CREATE TABLE seen (version int, state text);
         GRANT ALL ON gate, seen TO PUBLIC",
    );
    session
}

/// A script that takes the owner's role means that also where whoever began had it already.
#[test]
fn a_role_of_the_script_is_not_that_of_who_goes_on() {
    const ROLE: &str = "current_user, session_user, current_setting('role')";
    for (script, before, after) in [
        ("SET ROLE {owner}", "SET ROLE {owner}", "RESET ROLE"),
        ("SELECT set_config('role', '{owner}', false)", "SET ROLE {owner}", "RESET ROLE"),
        ("RESET ROLE", "RESET ROLE", "SET ROLE {owner}"),
        ("SET ROLE {owner}; SET ROLE NONE", "RESET ROLE", "SET ROLE {owner}"),
    ] {
        let db = Db::fresh();
        let mut admin = gate(&db);
        let owner = operator(&db, "NOLOGIN");
        let olga = operator(&db, &format!("LOGIN IN ROLE {owner}"));
        let named = |text: &str| text.replace("{owner}", &owner);
        let (mut first, mut second) = (db.session_as(&olga), db.session_as(&olga));
        first.exec(&named(before));
        second.exec(&named(after));
        let [unbroken, gone_on] = seen(&mut admin, [&mut first, &mut second], &named(script), ROLE);
        assert_eq!(unbroken, gone_on, "{script}");
    }
}

/// That of the caller is the second one's, where the script has not said anything that stays.
#[test]
fn a_role_of_the_caller_is_that_of_who_goes_on() {
    let db = Db::fresh();
    let mut admin = gate(&db);
    let owner = operator(&db, "NOLOGIN");
    let olga = operator(&db, &format!("LOGIN IN ROLE {owner}"));
    let (mut first, mut second) = (db.session_as(&olga), db.session_as(&olga));
    second.exec(&format!("SET ROLE {owner}"));
    let script = format!("SET LOCAL ROLE {owner}; SAVEPOINT a; SET ROLE {owner}; ROLLBACK TO a");
    let [unbroken, gone_on] =
        seen(&mut admin, [&mut first, &mut second], &script, "current_user, session_user");
    assert_eq!([unbroken, gone_on], [format!("{olga}|{olga}"), format!("{owner}|{olga}")]);
}

/// What the role or the database of who began has set counts as if he had set it.
#[test]
fn names_and_values_mean_what_they_did_for_who_began() {
    const STATE: &str = "current_setting('search_path'), current_setting('DateStyle'), current_setting('IntervalStyle'),
        current_setting('standard_conforming_strings'), current_setting('TimeZone'), current_setting('app.tenant', true),
        nullif(current_setting('app.other', true), '')";
    let db = Db::fresh();
    let mut admin = gate(&db);
    let [ann, ben] = [db.role("LOGIN SUPERUSER"), db.role("LOGIN SUPERUSER")];
    admin.exec(&format!(
        "ALTER ROLE {ann} SET DateStyle = 'German'; ALTER ROLE {ann} SET app.tenant = 'one';
         ALTER ROLE {ann} SET standard_conforming_strings = off; ALTER ROLE {ann} SET TimeZone = 'Asia/Tokyo';
         ALTER ROLE {ben} SET IntervalStyle = 'sql_standard'; ALTER ROLE {ben} SET app.other = 'two';
         ALTER ROLE {ben} SET TimeZone = 'Asia/Kolkata'; ALTER ROLE {ben} SET app.tenant = 'two'"
    ));
    let (mut first, mut second) = (db.session_as(&ann), db.session_as(&ben));
    let [unbroken, gone_on] = seen(&mut admin, [&mut first, &mut second], "SET work_mem = '9MB'", STATE);
    assert_eq!(unbroken, gone_on);
    assert!(unbroken.contains("German, DMY|postgres|off|Asia/Tokyo|one"), "{unbroken}");
}

#[test]
fn what_the_database_sets_meanwhile_is_for_new_runs() {
    let db = Db::fresh();
    let mut admin = gate(&db);
    let base = db.name();
    admin.exec(&format!("ALTER DATABASE {base} SET DateStyle = 'German'"));
    let mut first = db.session();
    create(
        &mut admin,
        1,
        "CREATE TABLE days (day date); VACUUM days; SELECT 1 / n FROM gate; INSERT INTO days VALUES ('01.02.2026')",
        "DROP TABLE days",
    );
    assert_eq!(first.expect_error("CALL migrate.up()").sqlstate, "22012");
    admin.exec(&format!("ALTER DATABASE {base} RESET DateStyle; UPDATE gate SET n = 1"));
    db.session().exec("CALL migrate.up()");
    assert_eq!(admin.one("SELECT day = DATE '2026-02-01' FROM days"), "t");
}

/// Two tables of one name, of which a search path means one.
fn twice(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(
        "CREATE SCHEMA app; CREATE TABLE app.items (id int, k int); CREATE TABLE items (id int, k int);
         INSERT INTO items VALUES (1, 1), (2, 1)",
    );
    session
}

const INDEXES: &str = "SELECT indexrelid::regclass || ' ' || indisvalid FROM pg_index
                       WHERE indrelid IN ('app.items'::regclass, 'public.items'::regclass)";

/// Nothing of it is done, so it is as if it had never been asked for.
#[test]
fn an_operation_that_was_asked_for_in_the_wrong_place_is_asked_for_anew() {
    let db = Db::fresh();
    let mut session = twice(&db);
    let up = "SELECT migrate.safe_add_unique('items', '{k}'); CREATE TABLE rest ()";
    create(&mut session, 1, up, "DROP TABLE rest; SELECT migrate.undo()");
    assert_eq!(db.session().expect_error("CALL migrate.up()").sqlstate, "23505");
    session.exec("SET search_path = app");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(INDEXES), ["items_k_key true"]);
    assert_eq!(session.one("SELECT to_regclass('app.rest') IS NOT NULL"), "t");
    // Nor is it taken back from there.
    session.exec(
        "UPDATE public.items SET k = id; ALTER TABLE public.items ADD CONSTRAINT items_k_key UNIQUE (k)",
    );
    session.exec("CALL migrate.down()");
    assert_eq!(session.query_text(INDEXES), ["public.items_k_key true"]);
}

/// What was begun may be half-done, and is looked for where it was begun.
#[test]
fn a_first_unit_that_was_broken_off_is_gone_on_with_where_it_was_begun() {
    let db = Db::fresh();
    let mut session = twice(&db);
    create(
        &mut session,
        1,
        "CREATE INDEX CONCURRENTLY items_k ON items (k); CREATE TABLE rest ()",
        "SELECT 1",
    );
    let mut writer = db.session();
    writer.exec("BEGIN; INSERT INTO app.items VALUES (1, 1)");
    session.exec("SET search_path = app");
    session.exec("SELECT migrate.apply()");
    db.wait_for(INDEXES, &["app.items_k false"]);
    const WORKERS: &str = "FROM pg_stat_activity WHERE application_name LIKE 'migrate_ext job%' AND datname = current_database()";
    session.exec(&format!("SELECT pg_terminate_backend(pid) {WORKERS}"));
    db.wait_for(&format!("SELECT count(*) {WORKERS}"), &["0"]);
    writer.exec("ROLLBACK");
    db.session().exec("CALL migrate.up()");
    assert_eq!(session.query_text(INDEXES), ["items_k true"]);
    assert_eq!(session.one("SELECT to_regclass('app.rest') IS NOT NULL"), "t");
}
