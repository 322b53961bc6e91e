//! What came with PostgreSQL 17: `transaction_timeout`, which is no limit on waiting for a job, and the privilege
//! MAINTAIN.

use migrate_client_tests::{Db, Session};

use crate::common::{INDEXES, STATUS, create, operate, operator, tables};

fn since_17() -> Option<Db> {
    Db::since(17)
}

/// Who waits begins a transaction for each look at the job, and none of them lasts as long as that.
#[test]
fn a_transaction_timeout_does_not_end_who_waits() {
    let Some(db) = since_17() else { return };
    tables(&mut db.session());
    db.session().exec(&format!("ALTER DATABASE {} SET transaction_timeout = '900ms'", db.name()));
    let mut session = db.session();
    assert_eq!(session.one("SHOW transaction_timeout"), "900ms");
    create(&mut session, 1, "INSERT INTO log VALUES ('one'); SELECT pg_sleep(2.5)", "SELECT pg_sleep(1.5)");
    session.exec("CALL migrate.up()");
    session.exec("CALL migrate.down()");
    create(&mut session, 2, "VACUUM log; SELECT pg_sleep(2)", "SELECT 1");
    session.exec("SELECT migrate.apply()");
    session.exec("CALL migrate.wait()");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
    let sleeps = "SELECT * FROM migrate.safe_backfill(''t'', ''n = length(pg_sleep(0.02)::text)'')";
    session.exec(&format!("SET migrate.small_table = 0; CALL migrate.run('{sleeps}')"));
    assert!(!session.is_closed());
}

/// And who waits for a good moment.
#[test]
fn nor_who_waits_until_it_is_safe() {
    let Some(db) = since_17() else { return };
    let mut session = db.session();
    tables(&mut session);
    db.session().exec(&format!("ALTER DATABASE {} SET transaction_timeout = '900ms'", db.name()));
    let mut session = db.session();
    create(&mut session, 1, "ALTER TABLE t ADD COLUMN x int", "SELECT 1");
    let mut other = db.session();
    other.exec("SET transaction_timeout = 0; BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
    // Who is older than that is in the way.
    session.exec("SET migrate.lock_wait = '1s'");
    let old =
        format!("SELECT now() - xact_start > '1200ms' FROM pg_stat_activity WHERE pid = {}", other.pid());
    db.wait_for(&old, &["t"]);
    let waiting = session.start("CALL migrate.up(preflight => true)");
    db.wait_for(
        "SELECT now() - query_start > interval '2 seconds' FROM pg_stat_activity
         WHERE datname = current_database() AND query LIKE 'migrate.up waits until it is safe%'",
        &["t"],
    );
    other.exec("COMMIT");
    waiting.rows();
    assert_eq!(db.session().query_text(STATUS), ["1|applied"]);
}

fn as_keeper(db: &Db) -> (String, Session) {
    let keeper = operator(db, "LOGIN");
    tables(&mut db.session());
    db.session().exec(&format!(
        "CREATE INDEX t_n ON t (n); CREATE MATERIALIZED VIEW m AS SELECT * FROM t; CLUSTER t USING t_n;
         GRANT MAINTAIN ON t, m TO {keeper}"
    ));
    let session = db.session_as(&keeper);
    (keeper, session)
}

#[test]
fn who_may_maintain_a_table_may_reindex_it() {
    let Some(db) = since_17() else { return };
    let (keeper, mut session) = as_keeper(&db);
    for small_table in ["0", "DEFAULT"] {
        session.exec(&format!("SET migrate.small_table = {small_table}"));
        for call in ["safe_reindex('t_n')", "safe_reindex('t')"] {
            let file = "SELECT pg_relation_filenode('t_n')";
            let before = session.one(file);
            operate(&mut session, call).unwrap_or_else(|error| panic!("{call}: {error:?}"));
            assert_ne!(session.one(file), before, "{call}");
        }
    }
    // Nothing else of it.
    let refused = session.expect_error("SELECT * FROM migrate.safe_create_index('t', ARRAY['n'])");
    assert_eq!((refused.sqlstate.as_str(), refused.message.as_str()), ("42501", "must be owner of table t"));
    db.session().exec(&format!("REVOKE MAINTAIN ON t FROM {keeper}; GRANT pg_maintain TO {keeper}"));
    operate(&mut session, "safe_reindex('t')").expect("as a member of pg_maintain");
    db.session().exec(&format!("REVOKE pg_maintain FROM {keeper}"));
    let refused = session.expect_error("SELECT * FROM migrate.safe_reindex('t')");
    assert_eq!(refused.sqlstate, "42501");
    assert_eq!(session.query_text(INDEXES), ["t_n|t"]);
}

/// In scripts the server decides.
#[test]
fn who_may_maintain_a_table_does_so_in_scripts() {
    let Some(db) = since_17() else { return };
    let (_, mut session) = as_keeper(&db);
    let scripts = [
        "ANALYZE t",
        "VACUUM t",
        "VACUUM (FULL) t",
        "REINDEX TABLE CONCURRENTLY t",
        "CLUSTER t",
        "REFRESH MATERIALIZED VIEW m",
        "LOCK TABLE t IN ACCESS EXCLUSIVE MODE",
    ];
    for (version, up) in (1..).zip(scripts) {
        create(&mut session, version, up, "SELECT 1");
        session.exec("CALL migrate.up()");
    }
    assert_eq!(session.one("SELECT count(*) FROM migrate.status() WHERE status = 'applied'"), "7");
}
