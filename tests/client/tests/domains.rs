//! Domains: the locks that changing one takes on the tables that have columns of it.

use migrate_client_tests::{Db, Session};

use crate::common::{STATUS, create};

fn with_domains() -> (Db, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE DOMAIN amount AS int; CREATE DOMAIN price AS amount; 
         CREATE TABLE direct (id int, a amount); CREATE TABLE over (id int, p price); CREATE TABLE other (id int);
         CREATE TABLE parent (a amount) PARTITION BY LIST (a); CREATE TABLE child PARTITION OF parent FOR VALUES IN (1);
         CREATE VIEW v AS SELECT a FROM direct; CREATE MATERIALIZED VIEW m AS SELECT a FROM direct;
         ALTER DOMAIN amount ADD CONSTRAINT small CHECK (VALUE < 100) NOT VALID",
    );
    (db, session)
}

/// What is foreseen of each form is what the server locks.
#[test]
fn their_tables_are_locked_as_the_server_locks_them() {
    let (db, mut session) = with_domains();
    let mut looker = db.session();
    for sql in [
        "ALTER DOMAIN amount VALIDATE CONSTRAINT small",
        "ALTER DOMAIN amount ADD CONSTRAINT large CHECK (VALUE > -100)",
        "ALTER DOMAIN amount ADD CONSTRAINT large CHECK (VALUE > -100) NOT VALID",
        "ALTER DOMAIN amount SET NOT NULL",
        "ALTER DOMAIN amount DROP NOT NULL",
        "ALTER DOMAIN amount SET DEFAULT 1",
        "ALTER DOMAIN amount DROP CONSTRAINT small",
        "ALTER DOMAIN price SET NOT NULL",
    ] {
        let pid = session.pid();
        session.exec(&format!("BEGIN; {sql}"));
        let held = looker.query_text(&format!(
            "SELECT relation::regclass FROM pg_locks WHERE pid = {pid} AND mode = 'ShareLock' AND locktype = 'relation'
               AND relation::regclass::text !~ '^pg_' ORDER BY 1"
        ));
        session.exec("ROLLBACK");
        for (table, row) in [("direct", "1, 1"), ("over", "1, 1"), ("child", "1"), ("other", "1")] {
            let mut writer = db.session();
            writer.exec(&format!("BEGIN; INSERT INTO {table} VALUES ({row})"));
            session.exec("BEGIN; SET LOCAL migrate.lock_wait = '50ms'");
            create(&mut session, 1, sql, "SELECT 1");
            // In the caller's transaction, so that nothing stays of it.
            let foreseen = match session.try_query("SELECT migrate.apply()") {
                Ok(_) => false,
                Err(error) => {
                    let says = format!("could not lock table \"{table}\"");
                    assert!(
                        error.message.contains(&says) || error.detail.contains(&says),
                        "{sql}: {error:?}"
                    );
                    true
                }
            };
            session.exec("ROLLBACK");
            let is_held = held.iter().any(|held| held == table);
            assert_eq!(foreseen, is_held, "{sql}: {table}; the server holds {held:?}");
        }
    }
}

/// Whoever writes to such a table is waited for outside of its queue.
#[test]
fn an_old_writer_is_waited_for_outside_of_the_queue() {
    let (db, mut session) = with_domains();
    create(&mut session, 1, "ALTER DOMAIN amount VALIDATE CONSTRAINT small", "SELECT 1");
    let mut old = db.session();
    old.exec("BEGIN; INSERT INTO over VALUES (1, 1)");
    let call = db.session().start("CALL migrate.up()");
    let outside = "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
               WHERE a.datname = current_database() AND a.backend_type = 'migrate_ext job'
                 AND l.locktype = 'virtualxid' AND NOT l.granted";
    db.wait_for(outside, &["1"]);
    session.exec("SET lock_timeout = '2s'; INSERT INTO direct VALUES (1, 1); INSERT INTO over VALUES (2, 2)");
    old.exec("COMMIT");
    call.rows();
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}
