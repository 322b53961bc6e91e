//! What `undo` leaves of partitions: what they had of their own, and nothing of an operation that was broken off.

use migrate_client_tests::{Db, Session};

use crate::common::{large, operate};

const CONSTRAINTS: &str = "SELECT coalesce(string_agg(conrelid::regclass || ' ' || conname || ' ' || convalidated, ', ' ORDER BY conrelid, conname), '')
                           FROM pg_constraint WHERE conrelid IN (SELECT oid FROM pg_class WHERE relname ~ '^[pdn][0-9]?$') AND contype <> 'n'";

fn undo(session: &mut Session) {
    let last = session.one("SELECT max(id) FROM migrate.operations");
    operate(session, &format!("undo({last})")).unwrap_or_else(|error| panic!("undo({last}): {error:#?}"));
}

/// The server makes what a partition has of its own a part of what its table gets, and drops it with that.
#[test]
fn what_partitions_had_of_their_own_stays() {
    const THERE: &str = "CREATE TABLE m (id int PRIMARY KEY); INSERT INTO m VALUES (1);
        CREATE TABLE p (k int NOT NULL, v int) PARTITION BY LIST (k);
        CREATE TABLE p1 (k int NOT NULL, v int CONSTRAINT pc CHECK (v > 0), CONSTRAINT p1u UNIQUE (k, v), CONSTRAINT p1f FOREIGN KEY (v) REFERENCES m);
        ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1); INSERT INTO p VALUES (1, 1)";
    for is_large in [false, true] {
        let db = Db::fresh();
        let mut session = if is_large {
            large(&db, THERE)
        } else {
            let mut session = db.session();
            session.exec(THERE);
            session
        };
        let before = session.one(CONSTRAINTS);
        for call in [
            "safe_add_foreign_key('p', '{v}', 'm')",
            "safe_add_constraint('p', 'pc', 'v > 0')",
            "safe_add_unique('p', '{k,v}')",
        ] {
            operate(&mut session, call).unwrap_or_else(|error| panic!("{call}: {error:#?}"));
            assert_ne!(session.one(CONSTRAINTS), before, "{call}");
            undo(&mut session);
            assert_eq!(session.one(CONSTRAINTS), before, "{call}, large: {is_large}");
        }
    }
}

/// A proof that found a row which does not fit would refuse such rows for ever.
#[test]
fn a_broken_off_attach_leaves_no_proof() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        "CREATE TABLE p (k text, v int) PARTITION BY LIST (k); CREATE TABLE d PARTITION OF p DEFAULT; INSERT INTO p VALUES ('z', 4);
         CREATE TABLE n (k text, v int); INSERT INTO n VALUES ('y', 1)",
    );
    for bound in ["z", "y"] {
        let call = format!("safe_attach_partition('p', 'n', 'FOR VALUES IN (''{bound}'')')");
        if bound == "z" {
            operate(&mut session, &call).expect_err("a row of the default partition");
        } else {
            session.exec("INSERT INTO n VALUES ('x', 1)");
            operate(&mut session, &call).expect_err("a row of the partition");
        }
        assert_ne!(session.one(CONSTRAINTS), "", "{bound}");
        undo(&mut session);
        assert_eq!(session.one(CONSTRAINTS), "", "{bound}");
        session.exec("INSERT INTO p VALUES ('z', 5); INSERT INTO n VALUES ('x', 2)");
    }
}

#[test]
fn a_broken_off_foreign_key_leaves_none_on_partitions() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        "CREATE TABLE m (id int PRIMARY KEY); INSERT INTO m VALUES (1); CREATE TABLE p (k int, v int) PARTITION BY LIST (k);
         CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
         INSERT INTO p VALUES (1, 1), (2, 7)",
    );
    operate(&mut session, "safe_add_foreign_key('p', '{v}', 'm')")
        .expect_err("a row without its referenced row");
    assert_ne!(session.one(CONSTRAINTS), "");
    undo(&mut session);
    assert_eq!(session.one(CONSTRAINTS), "");
    session.exec("INSERT INTO p VALUES (1, 8)");
}
