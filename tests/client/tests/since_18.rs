//! What tables can have since PostgreSQL 18: keys WITHOUT OVERLAPS and foreign keys with PERIOD, constraints that are NOT
//! ENFORCED, virtual generated columns. Each is carried over, or refused before anything is done.
//!
//! Not here: that NOT NULL is a constraint with a name (not_null_named.rs, not_null_scripts.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{done, large};

/// A database on a server that has them.
fn since_18() -> Option<Db> {
    Db::since(18)
}

/// Nothing was queued, and nothing of ours is on the tables.
fn assert_untouched(session: &mut Session) {
    let ours = "SELECT count(*) FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
                WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace
                UNION ALL SELECT count(*) FROM migrate.jobs";
    assert_eq!(session.query_text(ours), ["0", "0"]);
}

pub fn constraints(session: &mut Session, table: &str) -> Vec<String> {
    session.query_text(&format!(
        "SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
         WHERE conrelid = '{table}'::regclass AND contype <> 'n' ORDER BY conname COLLATE \"C\""
    ))
}

/// A temporal key, and what refers to it. Ranges alone need no extension.
pub const TEMPORAL: &str = "
    CREATE TABLE stays (room int4range, during daterange, n int, CONSTRAINT \"Stays key\" PRIMARY KEY (room, during WITHOUT OVERLAPS));
    CREATE TABLE meals (id int, room int4range, at daterange,
                        CONSTRAINT meals_stay FOREIGN KEY (room, PERIOD at) REFERENCES stays (room, PERIOD during));
    INSERT INTO stays VALUES ('[1,2)', '[2026-01-01,2026-02-01)', 1), ('[1,2)', '[2026-02-01,2026-03-01)', 2);
    INSERT INTO meals VALUES (1, '[1,2)', '[2026-01-20,2026-02-10)')";

#[test]
fn a_column_of_a_temporal_key_is_renamed_and_back() {
    for (column, new, key) in [
        ("during", "Valid at", "Stays key PRIMARY KEY (room, \"Valid at\" WITHOUT OVERLAPS)"),
        ("room", "Place", "Stays key PRIMARY KEY (\"Place\", during WITHOUT OVERLAPS)"),
    ] {
        let Some(db) = since_18() else { return };
        let mut session = large(&db, TEMPORAL);
        let before = constraints(&mut session, "stays");
        done(&mut session, &format!("safe_rename_column('stays', '{column}', '\"{new}\"')"));
        // By either name, and no two at the same time.
        session.exec(&format!(
            "UPDATE stays SET \"{new}\" = \"{new}\" WHERE n = 1;
             INSERT INTO stays (room, during, n) VALUES ('[5,6)', '[2026-01-01,2026-02-01)', 5)"
        ));
        let twice = session
            .expect_error("INSERT INTO stays (room, during) VALUES ('[1,2)', '[2026-01-15,2026-01-20)')");
        assert_eq!(twice.sqlstate, "23P01");
        let id = session.one("SELECT max(id) FROM migrate.changes");
        done(&mut session, &format!("complete({id})"));
        assert_eq!(constraints(&mut session, "stays"), [key]);
        done(&mut session, &format!("undo({id})"));
        assert_eq!(constraints(&mut session, "stays"), before);
        // A column of the other end's.
        done(&mut session, "safe_rename_column('meals', 'at', 'served')");
        let id = session.one("SELECT max(id) FROM migrate.changes");
        done(&mut session, &format!("complete({id})"));
        assert_eq!(
            constraints(&mut session, "meals"),
            ["meals_stay FOREIGN KEY (room, PERIOD served) REFERENCES stays(room, PERIOD during)"]
        );
    }
}

#[test]
fn another_type_is_refused_first() {
    let Some(db) = since_18() else { return };
    let mut session = large(&db, TEMPORAL);
    for (call, thing) in [
        (
            "safe_change_column_type('stays', 'room', 'int8range', 'int8range(lower(room), upper(room))')",
            "WITHOUT OVERLAPS",
        ),
        (
            "safe_change_column_type('stays', 'during', 'tsrange', 'tsrange(lower(during), upper(during))')",
            "WITHOUT OVERLAPS",
        ),
        (
            "safe_change_column_type('meals', 'at', 'tsrange', 'tsrange(lower(at), upper(at))')",
            "which goes by PERIOD",
        ),
    ] {
        let call = call.replace(")')", ")', reverse_expression => 'NULL')");
        let refused = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
        assert_eq!(refused.sqlstate, "0A000", "{call}: {refused:?}");
        assert!(refused.detail.contains(thing), "{call}: {refused:?}");
        assert_untouched(&mut session);
    }
    // Another column of such a table is none of it.
    done(&mut session, "safe_change_column_type('stays', 'n', 'bigint')");
}

#[test]
fn a_temporal_key_is_made_again_while_the_table_is_small() {
    let Some(db) = since_18() else { return };
    let mut session = db.session();
    session.exec(&format!("{TEMPORAL}; DROP TABLE meals"));
    done(&mut session, "safe_drop_constraint('stays', '\"Stays key\"')");
    let id = session.one("SELECT max(id) FROM migrate.operations");
    session.exec("SET migrate.small_table = 0");
    let refused = session.expect_error(&format!("SELECT * FROM migrate.undo({id})"));
    assert_eq!(
        (refused.sqlstate.as_str(), refused.message.as_str()),
        ("0A000", "a key WITHOUT OVERLAPS of table \"public.stays\" is only made while everybody waits")
    );
    session.exec("RESET migrate.small_table");
    done(&mut session, &format!("undo({id})"));
    assert_eq!(constraints(&mut session, "stays"), ["Stays key PRIMARY KEY (room, during WITHOUT OVERLAPS)"]);
}

#[test]
fn its_index_is_not_built_anew_beside_writers() {
    let Some(db) = since_18() else { return };
    let mut session = large(&db, TEMPORAL);
    let refused = session.expect_error("SELECT * FROM migrate.safe_reindex('\"Stays key\"')");
    assert_eq!(
        (refused.sqlstate.as_str(), refused.detail.as_str()),
        ("0A000", "It belongs to a key WITHOUT OVERLAPS.")
    );
    assert_untouched(&mut session);
}

#[test]
fn a_partition_gets_its_temporal_key_before_it_is_attached() {
    let Some(db) = since_18() else { return };
    let mut session = db.session();
    session.exec(
        "CREATE TABLE p (k int4range, at daterange, PRIMARY KEY (k, at WITHOUT OVERLAPS)) PARTITION BY LIST (k);
         CREATE TABLE a (k int4range NOT NULL, at daterange NOT NULL); INSERT INTO a VALUES ('[1,2)', '[2026-01-01,2026-02-01)');
         CREATE TABLE b (LIKE a INCLUDING ALL); INSERT INTO b VALUES ('[2,3)', '[2026-01-01,2026-02-01)');
         CREATE TABLE c (LIKE p INCLUDING ALL)",
    );
    done(&mut session, "safe_attach_partition('p', 'a', $$FOR VALUES IN ('[1,2)')$$)");
    session.exec("SET migrate.small_table = 0");
    let refused = session
        .expect_error("SELECT * FROM migrate.safe_attach_partition('p', 'b', $$FOR VALUES IN ('[2,3)')$$)");
    assert_eq!(refused.sqlstate, "0A000");
    assert!(
        refused
            .hint
            .contains("ADD CONSTRAINT b_pkey PRIMARY KEY (k, at WITHOUT OVERLAPS); then call it again"),
        "{refused:?}"
    );
    assert!(constraints(&mut session, "b").is_empty());
    assert_untouched(&mut session);
    let by_hand = refused
        .hint
        .split_once(": ")
        .and_then(|(_, rest)| rest.split_once(';'))
        .expect("a statement")
        .0
        .to_string();
    session.exec(&by_hand);
    done(&mut session, "safe_attach_partition('p', 'b', $$FOR VALUES IN ('[2,3)')$$)");
    done(&mut session, "safe_attach_partition('p', 'c', $$FOR VALUES IN ('[3,4)')$$)");
    assert_eq!(session.one("SELECT count(*) FROM pg_inherits WHERE inhparent = 'p'::regclass"), "3");
    assert_eq!(session.one("SELECT count(*) FROM pg_inherits h JOIN pg_index i ON i.indexrelid = h.inhrelid WHERE i.indisexclusion"), "3");
}

/// Constraints that the server does not check.
const LOOSE: &str = "
    CREATE TABLE other (id int PRIMARY KEY); INSERT INTO other VALUES (1);
    CREATE TABLE t (id int, a int, CONSTRAINT \"Loose\" CHECK (a > 10) NOT ENFORCED,
                    CONSTRAINT loose_key FOREIGN KEY (a) REFERENCES other NOT ENFORCED,
                    CONSTRAINT tight CHECK (id > 0));
    INSERT INTO t SELECT n, n FROM generate_series(1, 20) n;
    ALTER TABLE t ADD CONSTRAINT open CHECK (a < 100) NOT VALID";
const LOOSE_ARE: [&str; 2] =
    ["Loose CHECK ((a > 10)) NOT ENFORCED", "loose_key FOREIGN KEY (a) REFERENCES other(id) NOT ENFORCED"];

#[test]
fn nothing_is_to_be_validated_of_what_is_not_enforced() {
    let Some(db) = since_18() else { return };
    let mut session = large(&db, LOOSE);
    assert_eq!(done(&mut session, "safe_validate_constraint('t')"), ["left alone", "left alone", "done"]);
    assert_eq!(session.one("SELECT convalidated FROM pg_constraint WHERE conname = 'open'"), "t");
    assert_eq!(done(&mut session, "safe_validate_constraint('t')"), ["left alone", "left alone"]);
    for (name, hint) in [
        ("\"Loose\"", "migrate.safe_add_constraint"),
        ("loose_key", "ALTER TABLE t ALTER CONSTRAINT loose_key ENFORCED"),
    ] {
        let refused =
            session.expect_error(&format!("SELECT * FROM migrate.safe_validate_constraint('t', '{name}')"));
        assert_eq!(refused.sqlstate, "55000", "{refused:?}");
        assert!(refused.message.ends_with("is NOT ENFORCED") && refused.hint.contains(hint), "{refused:?}");
    }
    // The one of that name that is wanted is another one.
    let differs =
        session.expect_error("SELECT * FROM migrate.safe_add_constraint('t', '\"Loose\"', 'a > 10')");
    assert_eq!(differs.sqlstate, "42710");
}

#[test]
fn what_was_not_enforced_comes_back_so() {
    let Some(db) = since_18() else { return };
    let mut session = large(&db, LOOSE);
    for name in ["\"Loose\"", "loose_key"] {
        done(&mut session, &format!("safe_drop_constraint('t', '{name}')"));
        let id = session.one("SELECT max(id) FROM migrate.operations");
        done(&mut session, &format!("undo({id})"));
    }
    let there = constraints(&mut session, "t");
    assert!(LOOSE_ARE.iter().all(|loose| there.iter().any(|one| one == loose)), "{there:?}");
}

#[test]
fn a_change_of_type_carries_what_is_not_enforced() {
    for small_table in ["0", "DEFAULT"] {
        let Some(db) = since_18() else { return };
        let mut session = large(&db, &format!("{LOOSE}; ALTER TABLE t DROP CONSTRAINT open"));
        session.exec(&format!("SET migrate.small_table = {small_table}"));
        let before = constraints(&mut session, "t");
        done(&mut session, "safe_change_column_type('t', 'a', 'bigint')");
        let id = session.one("SELECT max(id) FROM migrate.operations");
        if small_table == "0" {
            done(&mut session, "complete('t', 'a')");
        }
        assert_eq!(session.one("SELECT pg_typeof(a) FROM t LIMIT 1"), "bigint");
        assert_eq!(constraints(&mut session, "t"), before, "{small_table}");
        done(&mut session, &format!("undo({id})"));
        assert_eq!(session.one("SELECT pg_typeof(a) FROM t LIMIT 1"), "integer");
        let after = constraints(&mut session, "t");
        // The way back ends with both columns: the copies are those of the second.
        assert!(before.iter().all(|one| after.contains(one)), "{after:?}");
    }
}

#[test]
fn a_hidden_column_keeps_what_is_not_enforced() {
    let Some(db) = since_18() else { return };
    let mut session = large(&db, LOOSE);
    let before = constraints(&mut session, "t");
    done(&mut session, "safe_drop_column('t', 'a')");
    session.exec("INSERT INTO t (id) VALUES (50)");
    done(&mut session, "restore('t', 'a')");
    assert_eq!(constraints(&mut session, "t"), before);
}

#[test]
fn partitions_may_check_more_than_their_parent() {
    let Some(db) = since_18() else { return };
    let mut session = large(
        &db,
        "CREATE TABLE other (id int PRIMARY KEY); INSERT INTO other SELECT n FROM generate_series(1, 10) n;
         CREATE TABLE p (k int NOT NULL, a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED,
                         CONSTRAINT f FOREIGN KEY (a) REFERENCES other NOT ENFORCED) PARTITION BY LIST (k);
         CREATE TABLE bare (k int NOT NULL, a int); INSERT INTO bare VALUES (1, -1);
         CREATE TABLE same (k int NOT NULL, a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED,
                            FOREIGN KEY (a) REFERENCES other NOT ENFORCED); INSERT INTO same VALUES (2, -1);
         CREATE TABLE more (k int NOT NULL, a int, CONSTRAINT c CHECK (a > 0)); INSERT INTO more VALUES (3, 1);
         CREATE TABLE bound (k int NOT NULL, a int, CONSTRAINT g FOREIGN KEY (a) REFERENCES other); INSERT INTO bound VALUES (4, 1)",
    );
    for (table, k) in [("bare", 1), ("same", 2), ("more", 3)] {
        done(&mut session, &format!("safe_attach_partition('p', '{table}', 'FOR VALUES IN ({k})')"));
    }
    assert_eq!(session.one("SELECT count(*) FROM pg_inherits WHERE inhparent = 'p'::regclass"), "3");
    let refused = session
        .expect_error("SELECT * FROM migrate.safe_attach_partition('p', 'bound', 'FOR VALUES IN (4)')");
    assert_eq!(refused.sqlstate, "42P17");
    assert_eq!(
        refused.message,
        "constraint \"g\" of relation \"bound\" is enforced, and that of \"p\" is NOT ENFORCED"
    );
    assert_eq!(constraints(&mut session, "bound"), ["g FOREIGN KEY (a) REFERENCES other(id)"]);
}

#[test]
fn a_virtual_column_is_added_at_once() {
    let Some(db) = since_18() else { return };
    let mut session =
        large(&db, "CREATE TABLE t (id int, a int); INSERT INTO t SELECT n, n FROM generate_series(1, 20) n");
    let refused =
        session.expect_error("SELECT * FROM migrate.safe_add_column('t', 'b', 'int', generated => 'a * 3')");
    assert_eq!(refused.sqlstate, "0A000");
    assert!(refused.hint.starts_with("With virtual => true"), "{refused:?}");
    let call = "safe_add_column('t', 'b', 'int', generated => 'a * 3', virtual => true)";
    assert_eq!(
        session.query_text(&format!("SELECT what, status, detail FROM migrate.{call}")),
        ["add column b int|done|computed when it is read: no row is read or written"]
    );
    assert_eq!(session.one("SELECT sum(b) = 3 * sum(a) FROM t"), "t");
    assert_eq!(done(&mut session, call), ["already done"]);
    let differs =
        session.expect_error("SELECT * FROM migrate.safe_add_column('t', 'b', 'int', generated => 'a * 3')");
    assert_eq!(
        differs.detail,
        "Existing: integer GENERATED ALWAYS AS ((a * 3)) VIRTUAL\nAsked for: integer GENERATED ALWAYS AS ((a * 3)) STORED"
    );
    let id = session.one("SELECT max(id) FROM migrate.operations");
    done(&mut session, &format!("undo({id})"));
    // NOT NULL is looked at behind it, while nobody waits.
    done(&mut session, &call.replace("virtual", "not_null => true, virtual"));
    assert_eq!(session.one("SELECT attgenerated, attnotnull FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'b'"), "v|t");
    let nothing =
        session.expect_error("SELECT * FROM migrate.safe_add_column('t', 'c', 'int', virtual => true)");
    assert_eq!(
        (nothing.sqlstate.as_str(), nothing.message.as_str()),
        ("22023", "column \"c\" is virtual, and generated from nothing")
    );
}

/// What the server has not of a virtual column is refused at the call.
#[test]
fn what_a_virtual_column_cannot_have_is_refused_first() {
    let Some(db) = since_18() else { return };
    let mut session = large(
        &db,
        "CREATE TABLE other (id int PRIMARY KEY);
         CREATE TABLE t (id int, a int, b int GENERATED ALWAYS AS (a * 3)); INSERT INTO t (id, a) VALUES (1, 1)",
    );
    for call in [
        "safe_create_index('t', ARRAY['b'])",
        "safe_create_index('t', ARRAY['(b + 1)'])",
        "safe_create_index('t', ARRAY['a'], predicate => 'b > 0')",
        "safe_add_unique('t', ARRAY['b'])",
        "safe_add_primary_key('t', ARRAY['b'])",
        "safe_add_foreign_key('t', ARRAY['b'], 'other')",
        "safe_rename_column('t', 'b', 'c')",
        "safe_backfill('t', 'b = 1')",
        "safe_set_default('t', 'b', '1')",
        "safe_set_statistics_target('t', 'b', 100)",
    ] {
        let refused = session.try_query(&format!("SELECT * FROM migrate.{call}"));
        let refused = refused.expect_err(call);
        assert!(["0A000", "42P16", "428C9"].contains(&refused.sqlstate.as_str()), "{call}: {refused:?}");
        assert_untouched(&mut session);
    }
}

#[test]
fn a_virtual_column_is_changed_like_another_where_the_server_can() {
    let Some(db) = since_18() else { return };
    let mut session = large(
        &db,
        "CREATE TABLE t (id int, a int, b int GENERATED ALWAYS AS (a * 3)); INSERT INTO t (id, a) SELECT n, n FROM generate_series(1, 9) n",
    );
    done(&mut session, "safe_change_column_type('t', 'b', 'bigint')");
    assert_eq!(session.one("SELECT pg_typeof(b), b FROM t WHERE id = 3"), "bigint|9");
    let refused = session.expect_error("SELECT * FROM migrate.safe_change_column_type('t', 'a', 'numeric')");
    assert_eq!(refused.sqlstate, "0A000", "{refused:?}");
    assert!(refused.detail.contains("column b of table"), "{refused:?}");
    done(&mut session, "safe_rename_column('t', 'b', 'c', strategy => 'instant')");
    done(&mut session, "safe_add_constraint('t', 'positive', 'c > 0')");
    done(&mut session, "safe_set_not_null('t', 'c')");
    done(&mut session, "safe_drop_column('t', 'c')");
    done(&mut session, "restore('t', 'c')");
    // What it is made of has two names for a while.
    done(&mut session, "safe_rename_column('t', 'a', 'base')");
    session.exec("INSERT INTO t (id, base) VALUES (100, 7)");
    assert_eq!(session.one("SELECT a, base, c FROM t WHERE id = 100"), "7|7|21");
    done(&mut session, "complete('t', 'a')");
    done(&mut session, "safe_backfill('t', 'base = 8', condition => 'c > 20 AND base <> 8')");
    assert_eq!(session.one("SELECT base, c FROM t WHERE id = 100"), "8|24");
    // The rename can no longer be taken back.
    done(&mut session, "complete('t', 'a', force => true)");
    let refused =
        session.expect_error("SELECT * FROM migrate.safe_change_column_type('t', 'base', 'numeric')");
    assert_eq!(refused.sqlstate, "0A000", "{refused:?}");
    done(&mut session, "safe_rename_table('t', 'tt')");
}

#[test]
fn kinds_of_generated_columns_are_told_apart_by_attach() {
    let Some(db) = since_18() else { return };
    let mut session = large(
        &db,
        "CREATE TABLE p (k int, b int GENERATED ALWAYS AS (k * 3)) PARTITION BY LIST (k);
         CREATE TABLE c (k int, b int GENERATED ALWAYS AS (k * 3) STORED)",
    );
    let refused =
        session.expect_error("SELECT * FROM migrate.safe_attach_partition('p', 'c', 'FOR VALUES IN (1)')");
    assert_eq!(
        (refused.sqlstate.as_str(), refused.message.as_str()),
        ("42804", "column \"b\" of table \"c\" is generated STORED, and not VIRTUAL")
    );
}
