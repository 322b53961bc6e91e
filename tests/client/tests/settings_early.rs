//! Settings before the library is loaded: the server takes whatever is said of them, and the first call tells.

use migrate_client_tests::{Cluster, Db};

#[test]
fn what_was_set_in_vain_is_told() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("SET migrate.lock_wait = 'abc'");
    let error = session.expect_error("SELECT * FROM migrate.apply()");
    assert_eq!(error.sqlstate, "22023");
    assert_eq!(error.message, "invalid value for parameter \"migrate.lock_wait\": \"abc\"");
    assert!(error.detail.contains("before this session had loaded the library"), "{error:?}");
    assert!(error.hint.contains("session_preload_libraries"), "{error:?}");
    // Told once; the server knows it from now on.
    session.exec("SELECT * FROM migrate.apply()");
    assert_eq!(session.one("SHOW migrate.lock_wait"), "30s");
    let error = session.expect_error("SET migrate.lock_wait = 'abc'");
    assert_eq!(error.sqlstate, "22023");

    let mut session = db.session();
    session.exec("SET migrate.lockwait = '5s'");
    let error = session.expect_error("SELECT * FROM migrate.apply()");
    assert_eq!(error.sqlstate, "42704");
    assert_eq!(error.message, "unrecognized configuration parameter \"migrate.lockwait\"");
    session.exec("SELECT * FROM migrate.apply()");
    let error = session.expect_error("SET migrate.lockwait = '5s'");
    assert_eq!(error.message, "invalid configuration parameter name \"migrate.lockwait\"");
}

#[test]
fn what_was_set_well_is_kept() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("SET migrate.lock_wait = '5s'; SET migrate.drop_grace = '2 days'; SET app.tenant = 'x'");
    session.exec("SELECT * FROM migrate.apply()");
    assert_eq!(session.one("SHOW migrate.lock_wait"), "5s");
    assert_eq!(session.one("SHOW migrate.drop_grace"), "2 days");
    // As its default.
    let mut session = db.session();
    session.exec("SET migrate.lock_wait = '30s'");
    session.exec("SELECT * FROM migrate.apply()");
}

/// With the library loaded before the first statement, the server refuses both at once.
#[test]
fn session_preload_libraries() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    db.session().exec(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET session_preload_libraries = migrate_ext', current_database()); END $$",
    );
    let role = db.role("LOGIN");
    let mut session = db.session_as(&role);
    assert_eq!(session.one("SHOW migrate.lock_wait"), "30s");
    assert_eq!(session.expect_error("SET migrate.lock_wait = 'abc'").sqlstate, "22023");
    let error = session.expect_error("SET migrate.lockwait = '5s'");
    assert_eq!(error.message, "invalid configuration parameter name \"migrate.lockwait\"");
}

/// As the documents write it, and as people say it.
#[test]
fn the_grace_period_in_words() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("SELECT * FROM migrate.apply(); CREATE TABLE t (a int, b int, c int)");
    assert_eq!(session.one("SHOW migrate.drop_grace"), "7d");
    for (value, column, days) in [("7 days", "a", 7), ("7d", "b", 7), ("86400", "c", 1)] {
        session.exec(&format!(
            "SET migrate.drop_grace = '{value}'; SELECT FROM migrate.safe_drop_column('t', '{column}')"
        ));
        let grace = "SELECT grace_until - completed_at = make_interval(days => ";
        let of = format!("{grace}{days}) FROM migrate.change_records WHERE old_columns[1] = '{column}'");
        assert_eq!(session.one(&of), "t", "{value}");
    }
    for value in ["7 moons", "1 month", "-1", "99999999999"] {
        let error = session.expect_error(&format!("SET migrate.drop_grace = '{value}'"));
        assert_eq!(error.sqlstate, "22023", "{value}");
        assert!(error.hint.contains("7 days"), "{value}: {error:?}");
    }
}
