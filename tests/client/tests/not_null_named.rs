//! NOT NULL as a constraint with a name, which it is from PostgreSQL 18 on: what operations do to it, and that undo gives the
//! same table again, name, comment and state of each. Before 18 there is none, and these tests are skipped.

use migrate_client_tests::{Db, Session};

use crate::common::{done, large, operate, schema};

/// `table name definition own comment` of each.
const NAMED: &str = "
    SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid), CASE WHEN conislocal THEN 'own' END,
                     obj_description(oid, 'pg_constraint'))
    FROM pg_constraint WHERE contype = 'n' AND connamespace = 'public'::regnamespace ORDER BY 1";

const UNDO: &str = "undo((SELECT max(id) FROM migrate.operations))";

/// A database in which NOT NULL has a name; none before PostgreSQL 18.
pub fn named() -> Option<Db> {
    Db::since(18)
}

pub fn small(db: &Db, tables: &str) -> Session {
    let mut session = db.session();
    session.exec(tables);
    session
}

/// Each way back leads to the same table: by number, on tables that are small and large.
fn and_back(tables: &str, call: &str, after: &[&str]) {
    for is_large in [false, true] {
        let Some(db) = named() else { return };
        let mut session = if is_large { large(&db, tables) } else { small(&db, tables) };
        let (before, named) = (schema(&db), session.query_text(NAMED));
        done(&mut session, call);
        assert_eq!(session.query_text(NAMED), after, "{call}, large: {is_large}");
        let again = done(&mut session, call);
        assert!(again.iter().all(|status| status == "already done"), "{call}: {again:?}");
        done(&mut session, UNDO_FIRST);
        assert_eq!(session.query_text(NAMED), named, "{call} undone, large: {is_large}");
        assert_eq!(schema(&db), before, "{call} undone, large: {is_large}");
    }
}

/// The first operation: the second call had nothing to do.
const UNDO_FIRST: &str = "undo((SELECT min(id) FROM migrate.operations))";

const ROWS: &str = "INSERT INTO t SELECT i, i FROM generate_series(1, 100) i;";

#[test]
fn set_not_null_and_back() {
    let table = format!("CREATE TABLE t (id int, \"Group\" int); {ROWS}");
    and_back(&table, "safe_set_not_null('t', 'Group')", &["t t_Group_not_null NOT NULL \"Group\" own"]);
    // The name is something else's.
    let taken = format!("{table} ALTER TABLE t ADD CONSTRAINT \"t_Group_not_null\" CHECK (id > 0)");
    and_back(&taken, "safe_set_not_null('t', 'Group')", &["t t_Group_not_null1 NOT NULL \"Group\" own"]);
}

#[test]
fn one_that_is_not_valid_is_validated_and_back() {
    let table = format!(
        "CREATE TABLE t (id int, a int); {ROWS} ALTER TABLE t ADD CONSTRAINT mine NOT NULL a NOT VALID;
         COMMENT ON CONSTRAINT mine ON t IS 'since May'"
    );
    let after = ["t mine NOT NULL a own since May"];
    and_back(&table, "safe_set_not_null('t', 'a')", &after);
    and_back(&table, "safe_validate_constraint('t', 'mine')", &after);
    and_back(&table, "safe_validate_constraint('t')", &after);
}

const FAMILY: &str = "
    CREATE TABLE t (id int, a int); CREATE TABLE lacks () INHERITS (t); CREATE TABLE has (CONSTRAINT own NOT NULL a NO INHERIT) INHERITS (t);
    CREATE TABLE below () INHERITS (has);
    INSERT INTO t SELECT i, i FROM generate_series(1, 100) i; INSERT INTO lacks SELECT i, i FROM generate_series(1, 100) i;";

#[test]
fn what_stays_up_goes_down_and_back() {
    let stays = format!(
        "{FAMILY} ALTER TABLE t ADD CONSTRAINT mine NOT NULL a NO INHERIT; COMMENT ON CONSTRAINT mine ON t IS 'c'"
    );
    for is_large in [false, true] {
        let Some(db) = named() else { return };
        let mut session = if is_large { large(&db, &stays) } else { small(&db, &stays) };
        let (before, named) = (schema(&db), session.query_text(NAMED));
        done(&mut session, "safe_set_not_null('t', 'a')");
        let nullable = "SELECT attrelid::regclass FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
                        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attname = 'a' AND NOT attnotnull";
        assert_eq!(session.query_text(nullable), [""; 0]);
        // What comes later inherits it, too.
        session.exec("CREATE TABLE later () INHERITS (t)");
        assert_eq!(session.query_text(nullable), [""; 0]);
        session.exec("DROP TABLE later");
        assert_eq!(done(&mut session, "safe_set_not_null('t', 'a')"), ["already done"]);
        done(&mut session, UNDO_FIRST);
        assert_eq!(session.query_text(NAMED), named, "large: {is_large}");
        assert_eq!(schema(&db), before, "large: {is_large}");
    }
}

/// A row below that does not fit is found before the constraint goes down, and the call goes on once it is mended.
#[test]
fn a_row_below_is_found_while_nobody_waits() {
    let Some(db) = named() else { return };
    let mut session = large(
        &db,
        &format!(
            "{FAMILY} ALTER TABLE t ADD CONSTRAINT mine NOT NULL a NO INHERIT; INSERT INTO lacks VALUES (0, NULL)"
        ),
    );
    let error = operate(&mut session, "safe_set_not_null('t', 'a')").unwrap_err();
    assert_eq!(error.sqlstate, "23514");
    // What has come down by then has the name, too.
    let stays_up =
        "SELECT connoinherit FROM pg_constraint WHERE conname = 'mine' AND conrelid = 't'::regclass";
    assert_eq!(session.one(stays_up), "t");
    session.exec("UPDATE lacks SET a = 0 WHERE a IS NULL");
    done(&mut session, "safe_set_not_null('t', 'a')");
    assert_eq!(session.one(stays_up), "f");
}

#[test]
fn below_one_that_is_added_all_is_validated() {
    let invalid = format!("{FAMILY} ALTER TABLE lacks ADD CONSTRAINT late NOT NULL a NOT VALID");
    let after = [
        "below own NOT NULL a",
        "has own NOT NULL a own",
        "lacks late NOT NULL a own",
        "t t_a_not_null NOT NULL a own",
    ];
    and_back(&invalid, "safe_set_not_null('t', 'a')", &after);
}

pub const MINE: &str = "
    CREATE TABLE t (id int, a int CONSTRAINT mine NOT NULL); COMMENT ON CONSTRAINT mine ON t IS 'c';
    INSERT INTO t SELECT i, i FROM generate_series(1, 100) i;";

/// One of each state: of its own, NO INHERIT, NOT VALID, with partitions that have their own, or by another name.
#[test]
fn dropped_and_back() {
    let partitions = "
        CREATE TABLE t (id int, a int CONSTRAINT mine NOT NULL) PARTITION BY LIST (id);
        COMMENT ON CONSTRAINT mine ON t IS 'c';
        CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
        CREATE TABLE t2 (id int, a int CONSTRAINT theirs NOT NULL); ALTER TABLE t ATTACH PARTITION t2 FOR VALUES IN (2);
        CREATE TABLE t3 PARTITION OF t (a CONSTRAINT kept NOT NULL) FOR VALUES IN (3);
        INSERT INTO t SELECT 1 + i % 3, i FROM generate_series(1, 100) i;";
    for call in ["safe_drop_not_null('t', 'a')", "safe_drop_constraint('t', 'mine')"] {
        and_back(MINE, call, &[]);
        and_back(&format!("{MINE} ALTER TABLE t ALTER CONSTRAINT mine NO INHERIT"), call, &[]);
        let invalid = "CREATE TABLE t (id int, a int); INSERT INTO t VALUES (1, NULL);
                       ALTER TABLE t ADD CONSTRAINT \"Mine too\" NOT NULL a NOT VALID NO INHERIT";
        and_back(invalid, &call.replace("mine", "Mine too"), &[]);
        for is_large in [false, true] {
            let Some(db) = named() else { return };
            let mut session = if is_large { large(&db, partitions) } else { small(&db, partitions) };
            let before = schema(&db);
            done(&mut session, call);
            assert_eq!(session.query_text(NAMED), ["t3 kept NOT NULL a own"]);
            done(&mut session, UNDO);
            // pg_dump does not tell whether a partition has it of its own.
            assert_eq!(schema(&db), before, "{call}, large: {is_large}");
        }
    }
    let Some(db) = named() else { return };
    let mut session = small(&db, partitions);
    let told = "SELECT detail FROM migrate.safe_drop_not_null('t', 'a', dry_run => true)";
    assert_eq!(session.one(told), "t3 keeps its own");
}

/// The name that the column's constraint has got meanwhile is kept, and not a second one made.
#[test]
fn a_constraint_that_came_meanwhile_is_kept() {
    let Some(db) = named() else { return };
    let mut session = small(&db, MINE);
    done(&mut session, "safe_drop_not_null('t', 'a')");
    session.exec("ALTER TABLE t ADD CONSTRAINT theirs NOT NULL a NOT VALID");
    done(&mut session, UNDO);
    assert_eq!(session.query_text(NAMED), ["t theirs NOT NULL a own"]);
}

/// The primary key makes its columns NOT NULL, and takes no column that is NOT VALID or NO INHERIT.
#[test]
fn a_primary_key_and_back() {
    let key = "safe_add_primary_key('t', '{a}')";
    let plain = format!("CREATE TABLE t (id int, a int); {ROWS}");
    and_back(&plain, key, &["t t_a_not_null NOT NULL a own"]);
    and_back(MINE, key, &["t mine NOT NULL a own c"]);
    for state in ["NOT VALID", "NO INHERIT", "NOT VALID NO INHERIT"] {
        let special = format!("{plain} ALTER TABLE t ADD CONSTRAINT mine NOT NULL a {state}");
        and_back(&special, key, &["t mine NOT NULL a own"]);
    }
}

/// What the partition lacks is made before ATTACH, whatever state the parent's and its own have.
#[test]
fn attached_and_back() {
    let states = [
        "",
        "CONSTRAINT own NOT NULL a",
        "CONSTRAINT own NOT NULL a NO INHERIT",
        "NOT VALID",
        "NOT VALID NO INHERIT",
    ];
    for (above, own) in ["", " NOT VALID"].into_iter().flat_map(|above| states.map(|own| (above, own))) {
        for is_large in [false, true] {
            let Some(db) = named() else { return };
            let (made, later) = if own.starts_with("NOT") { ("", own) } else { (own, "") };
            let comma = if made.is_empty() { "" } else { ", " };
            let mut tables = format!(
                "CREATE TABLE p (id int, a int) PARTITION BY LIST (id); ALTER TABLE p ADD CONSTRAINT above NOT NULL a{above};
                 CREATE TABLE t (id int, a int{comma}{made}); INSERT INTO t SELECT 1, i FROM generate_series(1, 100) i;"
            );
            if !later.is_empty() {
                tables.push_str(&format!("ALTER TABLE t ADD CONSTRAINT own NOT NULL a {later}; COMMENT ON CONSTRAINT own ON t IS 'c'"));
            }
            let mut session = if is_large { large(&db, &tables) } else { small(&db, &tables) };
            let (before, named) = (schema(&db), session.query_text(NAMED));
            let case = format!("parent{above}, own {own}, large: {is_large}");
            done(&mut session, "safe_attach_partition('p', 't', 'FOR VALUES IN (1)')");
            assert_eq!(
                session.one("SELECT relispartition FROM pg_class WHERE oid = 't'::regclass"),
                "t",
                "{case}"
            );
            done(&mut session, UNDO);
            assert_eq!(session.query_text(NAMED), named, "{case}");
            assert_eq!(schema(&db), before, "{case}");
        }
    }
}

/// Rows without a value may stay in a partition of a table whose NOT NULL is NOT VALID.
#[test]
fn attached_with_rows_that_have_no_value() {
    let Some(db) = named() else { return };
    let mut session = large(
        &db,
        "CREATE TABLE p (id int, a int) PARTITION BY LIST (id); ALTER TABLE p ADD CONSTRAINT above NOT NULL a NOT VALID;
         CREATE TABLE t (id int, a int); INSERT INTO t VALUES (1, NULL)",
    );
    done(&mut session, "safe_attach_partition('p', 't', 'FOR VALUES IN (1)')");
    assert_eq!(session.query_text(NAMED)[1], "t t_a_not_null NOT NULL a NOT VALID");
}

/// The long road to another type: name, comment and state stay, on the way back, too.
#[test]
fn another_type_and_back() {
    let identity = "CREATE TABLE t (id int, a int CONSTRAINT mine NOT NULL GENERATED ALWAYS AS IDENTITY);
                    COMMENT ON CONSTRAINT mine ON t IS 'c'; INSERT INTO t SELECT generate_series(1, 100);";
    let key = format!("{MINE} ALTER TABLE t ADD PRIMARY KEY (a)");
    let no_inherit = format!("{MINE} ALTER TABLE t ALTER CONSTRAINT mine NO INHERIT");
    let invalid = "CREATE TABLE t (id int, a int); INSERT INTO t VALUES (1, NULL), (2, 2);
                   ALTER TABLE t ADD CONSTRAINT mine NOT NULL a NOT VALID; COMMENT ON CONSTRAINT mine ON t IS 'c'";
    let invalid_no_inherit = "CREATE TABLE t (id int, a int); INSERT INTO t VALUES (1, NULL), (2, 2);
                   ALTER TABLE t ADD CONSTRAINT mine NOT NULL a NO INHERIT NOT VALID";
    let by_default = format!("CREATE TABLE t (id int, a int NOT NULL); {ROWS}");
    let partitions = "
        CREATE TABLE t (id int, a int CONSTRAINT mine NOT NULL) PARTITION BY LIST (id);
        CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
        CREATE TABLE t2 (id int, a int CONSTRAINT theirs NOT NULL); ALTER TABLE t ATTACH PARTITION t2 FOR VALUES IN (2);
        COMMENT ON CONSTRAINT theirs ON t2 IS 'of two';
        CREATE TABLE t3 PARTITION OF t (a CONSTRAINT kept NOT NULL) FOR VALUES IN (3);
        INSERT INTO t SELECT 1 + i % 3, i FROM generate_series(1, 100) i;";
    let all = [MINE, identity, &key, &no_inherit, invalid, invalid_no_inherit, &by_default, partitions];
    for tables in all {
        let Some(db) = named() else { return };
        let mut session = large(&db, tables);
        // Indexes and constraints are printed in the order of their names.
        let named = session.query_text("SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid), obj_description(oid, 'pg_constraint'))
             FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('n', 'p') ORDER BY 1");
        let now = "SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid), obj_description(oid, 'pg_constraint'))
             FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('n', 'p', 'c') ORDER BY 1";
        done(&mut session, "safe_change_column_type('t', 'a', 'bigint')");
        done(&mut session, "complete('t', 'a')");
        assert_eq!(session.query_text(now), named, "{tables}");
        assert_eq!(session.one("SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'a'"), "bigint");
        // The old column takes rows that have nothing in it.
        let left = "SELECT count(*) FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
                    WHERE relnamespace = 'public'::regnamespace AND attname LIKE 'a\\_old\\_type%' AND attnotnull";
        assert_eq!(session.one(left), "0", "{tables}");
        done(&mut session, "undo((SELECT max(id) FROM migrate.changes))");
        assert_eq!(session.query_text(now), named, "{tables}");
        done(&mut session, "abort((SELECT max(id) FROM migrate.changes))");
        assert_eq!(session.query_text(now), named, "{tables}");
    }
}

/// In place the server keeps it.
#[test]
fn another_type_in_place() {
    let Some(db) = named() else { return };
    let mut session = small(&db, &format!("{MINE} ALTER TABLE t ALTER CONSTRAINT mine NO INHERIT"));
    let named = session.query_text(NAMED);
    done(&mut session, "safe_change_column_type('t', 'a', 'bigint')");
    assert_eq!(session.query_text(NAMED), named);
    done(&mut session, UNDO);
    assert_eq!(session.query_text(NAMED), named);
}

/// NOT NULL that only a partition has would be lost.
#[test]
fn what_only_a_partition_has_is_refused_first() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        "CREATE TABLE t (id int, a int) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
         ALTER TABLE t1 ALTER a SET NOT NULL; INSERT INTO t SELECT 1, generate_series(1, 100)",
    );
    let error = operate(&mut session, "safe_change_column_type('t', 'a', 'bigint')").unwrap_err();
    assert_eq!(error.sqlstate, "0A000");
    assert!(error.detail.contains("NOT NULL, which only partition t1 has"), "{error:?}");
}

#[test]
fn a_column_hidden_and_back() {
    let partitions = "
        CREATE TABLE t (id int, a int CONSTRAINT mine NOT NULL) PARTITION BY LIST (id);
        COMMENT ON CONSTRAINT mine ON t IS 'c';
        CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
        CREATE TABLE t2 (id int, a int CONSTRAINT theirs NOT NULL); ALTER TABLE t ATTACH PARTITION t2 FOR VALUES IN (2);
        CREATE TABLE t3 PARTITION OF t (a CONSTRAINT kept NOT NULL) FOR VALUES IN (3);
        INSERT INTO t SELECT 1 + i % 3, i FROM generate_series(1, 100) i;";
    let invalid = "CREATE TABLE t (id int, a int); INSERT INTO t VALUES (1, NULL), (2, 2);
                   ALTER TABLE t ADD CONSTRAINT mine NOT NULL a NO INHERIT NOT VALID; COMMENT ON CONSTRAINT mine ON t IS 'c'";
    for (tables, is_large) in
        [MINE, partitions, invalid].into_iter().flat_map(|all| [(all, false), (all, true)])
    {
        let Some(db) = named() else { return };
        let mut session = if is_large { large(&db, tables) } else { small(&db, tables) };
        let before = schema(&db);
        done(&mut session, "safe_drop_column('t', 'a')");
        session.exec(
            "INSERT INTO t (id) VALUES (1), (2), (3)"
                .replace("(2), (3)", if tables == partitions { "(2), (3)" } else { "(1)" })
                .as_str(),
        );
        if tables != invalid {
            let error = operate(&mut session, "restore('t', 'a')").unwrap_err();
            assert_eq!(error.sqlstate, "23502");
            assert!(error.message.contains("is now NULL in"), "{error:?}");
            assert!(error.hint.starts_with("UPDATE public.t SET"), "{error:?}");
            // Nothing is begun: whoever writes goes on.
            session.exec("INSERT INTO t (id) VALUES (1)");
            session.exec("UPDATE t SET \"~dropped_a\" = 0 WHERE \"~dropped_a\" IS NULL");
        }
        done(&mut session, "restore('t', 'a')");
        assert_eq!(schema(&db), before, "{tables}, large: {is_large}");
    }
}

/// A road that an older server has begun goes on: by then its NOT NULL is to have the name that the CHECK has.
#[test]
fn the_road_of_an_older_server_goes_on() {
    for validated in ["NOT VALID", ""] {
        let Some(db) = named() else { return };
        let mut session = large(
            &db,
            &format!(
                "CREATE TABLE t (id int, a int); {ROWS} ALTER TABLE t ADD CONSTRAINT t_a_not_null CHECK (a IS NOT NULL) {validated}"
            ),
        );
        done(&mut session, "safe_set_not_null('t', 'a')");
        let all = "SELECT conname, contype FROM pg_constraint WHERE conrelid = 't'::regclass";
        assert_eq!(session.query_text(all), ["t_a_not_null|n"]);
        assert_eq!(done(&mut session, "safe_set_not_null('t', 'a')"), ["already done"]);
    }
}
