//! A publication FOR ALL TABLES, with the extension at both ends: each database has its own history, and what users
//! write goes on arriving.
//!
//! Not here: physical replication, where the standby's history is the primary's (standby.rs).

use migrate_client_tests::{Cluster, Db, Session, wait_until};

use crate::common::{STATUS, create, operate};

/// The subscriber's tables are the publisher's; its history is its own.
struct Pair {
    // Dropped in this order: each database before its cluster.
    there: Db,
    here: Db,
    _clusters: [Cluster; 2],
}

impl Pair {
    /// `before` runs at the publisher before anybody subscribes, so that it comes with the first copy.
    fn start(before: impl FnOnce(&mut Session)) -> Pair {
        let clusters = [Cluster::start(&["wal_level=logical"]), Cluster::start(&[])];
        let (here, there) = (Db::on(&clusters[0]), Db::on(&clusters[1]));
        for db in [&here, &there] {
            db.session().exec("CREATE TABLE orders (id int PRIMARY KEY, note text, gone text)");
        }
        let mut session = here.session();
        session.exec("CREATE PUBLICATION everything FOR ALL TABLES");
        before(&mut session);
        there.session().exec(&format!(
            "CREATE SUBSCRIPTION s CONNECTION 'host={} port={} dbname={} user={}' PUBLICATION everything",
            here.server().host(),
            here.server().port(),
            here.name(),
            here.server().user()
        ));
        let pair = Pair { there, here, _clusters: clusters };
        let ready = "SELECT count(*) FILTER (WHERE srsubstate <> 'r') FROM pg_subscription_rel";
        pair.there.wait_for(ready, &["0"]);
        pair
    }

    /// Waits until all that the publisher has written was applied, by a row of a user's table.
    fn catch_up(&self, id: u32) {
        self.here.session().exec(&format!("INSERT INTO orders (id, note) VALUES ({id}, 'marker')"));
        self.there.wait_for(&format!("SELECT note FROM orders WHERE id = {id}"), &["marker"]);
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        // A database with a subscription cannot be dropped, nor one with the slot of it.
        let mut session = self.there.session();
        session.exec("ALTER SUBSCRIPTION s DISABLE");
        session.exec("ALTER SUBSCRIPTION s SET (slot_name = NONE)");
        session.exec("DROP SUBSCRIPTION s");
        let mut session = self.here.session();
        let free = "SELECT count(*) FROM pg_replication_slots WHERE active";
        wait_until("the slot is free", || session.one(free) == "0");
        session.exec("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
    }
}

#[test]
fn each_end_has_its_own_history() {
    let pair = Pair::start(|session| {
        create(session, 1, "INSERT INTO orders VALUES (1, 'by one')", "DELETE FROM orders WHERE id = 1");
        session.exec("CALL migrate.up()");
    });
    let (mut here, mut there) = (pair.here.session(), pair.there.session());
    // What was there before did not come with the first copy,
    assert_eq!(there.query_text(STATUS), [""; 0]);
    // nor what comes later.
    create(
        &mut here,
        2,
        "CREATE TABLE second (id int); INSERT INTO orders VALUES (2, 'by two')",
        "DROP TABLE second",
    );
    create(&mut here, 3, "CREATE INDEX CONCURRENTLY orders_note ON orders (note)", "DROP INDEX orders_note");
    here.exec("CALL migrate.up()");
    pair.catch_up(100);
    assert_eq!(there.query_text("SELECT note FROM orders WHERE id = 2"), ["by two"]);
    for table in ["migrations", "schema_migrations", "jobs", "journal", "operations", "approvals"] {
        assert_eq!(there.one(&format!("SELECT count(*) FROM migrate.{table}")), "0", "{table}");
    }
    // The subscriber migrates by itself, with versions and numbers of its own.
    create(&mut there, 2, "CREATE TABLE other (id int)", "DROP TABLE other");
    there.exec("CALL migrate.up()");
    create(&mut there, 5, "CREATE INDEX CONCURRENTLY orders_gone ON orders (gone)", "DROP INDEX orders_gone");
    there.exec("CALL migrate.up()");
    assert_eq!(there.query_text(STATUS), ["2|applied", "5|applied"]);
    assert_eq!(there.query_text("SELECT id, status FROM migrate.jobs ORDER BY id"), ["1|done", "2|done"]);
    // What the publisher changes and takes away of the same key leaves the subscriber's alone.
    here.exec("CALL migrate.down(steps => 2)");
    here.exec("SELECT * FROM migrate.prune('0')");
    create(&mut here, 4, "INSERT INTO orders VALUES (4, 'by four')", "SELECT 1");
    here.exec("CALL migrate.up(target => 1)");
    pair.catch_up(101);
    assert_eq!(there.query_text(STATUS), ["2|applied", "5|applied"]);
    assert_eq!(there.query_text("SELECT * FROM migrate.verify() WHERE NOT ok"), [""; 0]);
    assert_eq!(there.one("SELECT to_regclass('other') IS NOT NULL"), "t");
    there.exec("CALL migrate.down(steps => 2)");
    assert_eq!(there.one("SELECT to_regclass('other') IS NULL"), "t");
}

/// Rows of all tables of ours are published, so they need a key: and writes to what is hidden arrive and are counted.
#[test]
fn changes_are_taken_to_their_end() {
    let pair = Pair::start(|_| {});
    let (mut here, mut there) = (pair.here.session(), pair.there.session());
    for end in ["restore('orders', 'gone')", "complete('orders', 'gone', force => true)"] {
        operate(&mut here, "safe_drop_column('orders', 'gone')").expect("hidden");
        here.exec("UPDATE orders SET \"~dropped_gone\" = 'still written'");
        operate(&mut here, end).expect(end);
    }
    operate(&mut here, "safe_backfill('orders', 'note = upper(note)', on_error => 'skip')")
        .expect("backfill");
    pair.catch_up(200);
    assert_eq!(there.one("SELECT count(*) FROM migrate.backfills"), "0");
}

/// What arrives for a column that the subscriber has hidden is noted there: the note is the subscriber's own.
#[test]
fn a_write_that_arrives_is_noted() {
    let pair = Pair::start(|_| {});
    let (mut here, mut there) = (pair.here.session(), pair.there.session());
    for session in [&mut here, &mut there] {
        operate(session, "safe_drop_column('orders', 'gone')").expect("hidden");
    }
    pair.catch_up(1);
    here.exec("UPDATE orders SET \"~dropped_gone\" = 'still written'");
    pair.catch_up(2);
    let noted = "SELECT token = (SELECT token FROM migrate.change_records), writes FROM migrate.writes_seen";
    assert_eq!(here.query_text(noted), ["t|1"]);
    assert_eq!(there.query_text(noted), ["t|1"]);
}

/// A session that plays the replica, as a restore of data alone does, is no subscriber.
#[test]
fn a_restore_keeps_its_rows() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "SET session_replication_role = replica;
         INSERT INTO migrate.schema_migrations (version, description) VALUES (7, 'restored');
         UPDATE migrate.schema_migrations SET description = 'changed';
         INSERT INTO migrate.schema_migrations (version, description) VALUES (8, 'gone');
         DELETE FROM migrate.schema_migrations WHERE version = 8;
         RESET session_replication_role",
    );
    assert_eq!(
        session.query_text("SELECT version, description FROM migrate.schema_migrations"),
        ["7|changed"]
    );
}

/// A subscriber cannot throw a TRUNCATE away, so none is sent.
#[test]
fn the_registry_is_not_truncated() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 1, "SELECT 1", "SELECT 1");
    let error = session.expect_error("TRUNCATE migrate.migrations");
    assert_eq!(error.sqlstate, "0A000");
    assert_eq!(error.message, "cannot truncate table \"migrations\" of migrate_ext");
    assert_eq!(session.one("SELECT count(*) FROM migrate.migrations"), "1");
}

/// Without a key the server refuses UPDATE and DELETE of what is published.
#[test]
fn every_table_of_ours_has_a_key_and_its_triggers() {
    let db = Db::fresh();
    let mut session = db.session();
    let without = "
        SELECT c.oid::regclass FROM pg_class c JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
        JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid AND d.deptype = 'e'
        WHERE e.extname = 'migrate_ext' AND c.relkind IN ('r', 'p')
          AND (NOT EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisprimary)
               OR (SELECT array_agg(tgname::text || tgenabled::text ORDER BY tgname) FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal)
                  IS DISTINCT FROM ARRAY['keep_own_rowsR', 'refuse_truncateO'])";
    assert_eq!(session.query_text(without), [""; 0]);
}
