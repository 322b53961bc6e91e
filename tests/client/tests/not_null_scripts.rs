//! Scripts that speak of a NOT NULL with a name (PostgreSQL 18 and later): their way back, explain, and what a fingerprint
//! knows of it.

use migrate_client_tests::Session;

use crate::common::schema;
use crate::not_null_named::{MINE, named, small};

/// As a migration: up, down, and the script that reverse() writes.
#[test]
fn scripts_and_back() {
    let ups = [
        "SELECT migrate.safe_set_not_null('t', 'id')",
        "SELECT migrate.safe_drop_not_null('t', 'a')",
        "SELECT migrate.safe_drop_constraint('t', 'mine')",
        "ALTER TABLE t ALTER a DROP NOT NULL",
        "ALTER TABLE t DROP CONSTRAINT mine",
        "ALTER TABLE t ALTER id SET NOT NULL",
        "ALTER TABLE t ADD NOT NULL id",
        "ALTER TABLE t ADD CONSTRAINT given NOT NULL id NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT given",
        "ALTER TABLE t ADD CONSTRAINT given NOT NULL id; COMMENT ON CONSTRAINT given ON t IS 'x'",
        "ALTER TABLE t ALTER CONSTRAINT mine NO INHERIT",
        "ALTER TABLE t RENAME TO u; ALTER TABLE u ALTER a DROP NOT NULL",
        "ALTER TABLE u ALTER a SET NOT NULL",
        "ALTER TABLE v ALTER a DROP NOT NULL",
        "ALTER TABLE e DROP COLUMN a",
        "ALTER TABLE g DROP COLUMN b",
        "DROP TABLE e, g",
        "ALTER TABLE e RENAME TO f; DROP TABLE f",
        "ALTER TABLE e ADD COLUMN b int CONSTRAINT other NOT NULL DEFAULT 1",
    ];
    for up in ups {
        for is_reverse in [false, true] {
            let Some(db) = named() else { return };
            let mut session = small(
                &db,
                &format!(
                    "{MINE} CREATE TABLE v (a int); INSERT INTO v VALUES (NULL);
                     ALTER TABLE v ADD CONSTRAINT late NOT NULL a NOT VALID NO INHERIT; COMMENT ON CONSTRAINT late ON v IS 'v';
                     CREATE TABLE e (id int NOT NULL, a int CONSTRAINT \"The a\" NOT NULL NO INHERIT);
                     CREATE TABLE g (id int, b int); ALTER TABLE g ADD CONSTRAINT later NOT NULL b NOT VALID;
                     COMMENT ON CONSTRAINT \"The a\" ON e IS 'e'"
                ),
            );
            if up.contains("TABLE u ") && !up.contains("RENAME TO u") {
                session
                    .exec("CREATE TABLE u (a int); ALTER TABLE u ADD CONSTRAINT late NOT NULL a NOT VALID");
            }
            let before = schema(&db);
            let down = match is_reverse {
                true => session.query_text(&format!("SELECT migrate.reverse($up${up}$up$)")).join("\n"),
                false => String::new(),
            };
            let written = if is_reverse { format!("$down${down}$down$") } else { "NULL".into() };
            session.exec(&format!("SELECT migrate.create('m', $up${up}$up$, {written}, 1)"));
            session.exec("CALL migrate.up()");
            assert_ne!(schema(&db), before, "{up}");
            session.exec("CALL migrate.down()");
            assert_eq!(schema(&db), before, "{up}, reverse: {is_reverse}, {down:?}");
        }
    }
}

/// explain runs the script on tables that have the same names.
#[test]
fn explained_by_name() {
    let Some(db) = named() else { return };
    let mut session = small(
        &db,
        &format!(
            "{MINE} CREATE TABLE e (a int, b int); ALTER TABLE e ADD CONSTRAINT late NOT NULL a NOT VALID NO INHERIT, ADD CONSTRAINT \"Own\" NOT NULL b"
        ),
    );
    for up in [
        "ALTER TABLE t DROP CONSTRAINT mine",
        "ALTER TABLE t RENAME CONSTRAINT mine TO ours",
        "ALTER TABLE e VALIDATE CONSTRAINT late",
        "ALTER TABLE e ALTER CONSTRAINT late INHERIT",
        "ALTER TABLE e DROP CONSTRAINT \"Own\"",
    ] {
        let seen = session.query_text(&format!("SELECT * FROM migrate.explain($up${up}$up$)"));
        assert!(seen.iter().all(|row| !row.contains("does not exist")), "{up}: {seen:?}");
    }
}

/// A name that somebody has chosen, a comment and a state are a part of the fingerprint; a name of the server's is not.
#[test]
fn drift_of_names() {
    let Some(db) = named() else { return };
    let mut session = small(&db, &format!("{MINE} CREATE TABLE u (a int NOT NULL)"));
    let fingerprint = |session: &mut Session| session.one("SELECT migrate.fingerprint('public')");
    let mut seen = vec![fingerprint(&mut session)];
    for change in [
        "ALTER TABLE t RENAME CONSTRAINT mine TO ours",
        "COMMENT ON CONSTRAINT ours ON t IS 'other'",
        "ALTER TABLE t ALTER CONSTRAINT ours NO INHERIT",
        "COMMENT ON CONSTRAINT u_a_not_null ON u IS 'x'",
    ] {
        session.exec(change);
        let now = fingerprint(&mut session);
        assert!(!seen.contains(&now), "{change}");
        seen.push(now);
    }
    session.exec("COMMENT ON CONSTRAINT u_a_not_null ON u IS NULL");
    let now = fingerprint(&mut session);
    session.exec("ALTER TABLE u RENAME CONSTRAINT u_a_not_null TO was_a_not_null");
    assert_eq!(fingerprint(&mut session), now);
}
