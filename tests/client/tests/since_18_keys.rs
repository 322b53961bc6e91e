//! Keys WITHOUT OVERLAPS and foreign keys with PERIOD, as the safe operations add them.
//!
//! Not here: what becomes of those that are there (since_18.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{done, large};
use crate::since_18::{TEMPORAL, constraints};

#[test]
fn temporal_keys_are_added_and_taken_back() {
    let Some(db) = Db::since(18) else { return };
    let mut session = db.session();
    session.exec(&format!(
        "{TEMPORAL}; DROP TABLE meals; ALTER TABLE stays DROP CONSTRAINT \"Stays key\", ALTER room DROP NOT NULL, ALTER during DROP NOT NULL;
         CREATE TABLE \"Odd name\" (n int4range NOT NULL, \"At all\" daterange)"
    ));
    let operation = |session: &mut Session| session.one("SELECT max(id) FROM migrate.operations");
    // A key that was there under the name goes with nothing: the server takes no index over.
    done(&mut session, "safe_add_primary_key('stays', '{room,during}', without_overlaps => true)");
    assert_eq!(
        constraints(&mut session, "stays"),
        ["stays_pkey PRIMARY KEY (room, during WITHOUT OVERLAPS)"]
    );
    let again = "SELECT DISTINCT status FROM migrate.safe_add_primary_key('stays', '{room,during}', without_overlaps => true)";
    assert_eq!(session.query_text(again), ["already done"]);
    let refused =
        session.expect_error("SELECT * FROM migrate.safe_add_primary_key('stays', '{room,during}')");
    assert_eq!(refused.sqlstate, "42710");
    let id = operation(&mut session);
    done(&mut session, &format!("undo({id})"));
    assert!(constraints(&mut session, "stays").is_empty());
    assert_eq!(
        session.one(
            "SELECT bool_or(attnotnull) FROM pg_attribute WHERE attrelid = 'stays'::regclass AND attnum > 0"
        ),
        "f"
    );
    done(
        &mut session,
        "safe_add_unique('\"Odd name\"', '{n,At all}', constraint_name => 'alone', is_deferrable => true, without_overlaps => true)",
    );
    assert_eq!(
        constraints(&mut session, "\"Odd name\""),
        ["alone UNIQUE (n, \"At all\" WITHOUT OVERLAPS) DEFERRABLE"]
    );
    // What the server would refuse is refused at once.
    for (call, sqlstate) in [
        ("safe_add_unique('stays', '{room,n}', without_overlaps => true)", "42804"),
        ("safe_add_unique('stays', '{during}', without_overlaps => true)", "42601"),
    ] {
        let refused = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
        assert_eq!(refused.sqlstate, sqlstate, "{refused:?}");
    }
    session.exec("SET migrate.small_table = 0");
    let call = "safe_add_primary_key('stays', '{room,during}', without_overlaps => true)";
    let refused = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
    assert_eq!(
        (refused.sqlstate.as_str(), refused.message.as_str()),
        ("0A000", "a key WITHOUT OVERLAPS of table \"stays\" is only made while everybody waits")
    );
    assert!(constraints(&mut session, "stays").is_empty());
    // By hand, and then it is there.
    session.exec("ALTER TABLE stays ADD CONSTRAINT stays_pkey PRIMARY KEY (room, during WITHOUT OVERLAPS)");
    assert_eq!(session.query_text(again), ["already done"]);
}

#[test]
fn foreign_keys_with_period_are_added_and_taken_back() {
    let Some(db) = Db::since(18) else { return };
    let mut session = db.session();
    session.exec(TEMPORAL);
    session.exec("ALTER TABLE meals DROP CONSTRAINT meals_stay");
    let call =
        "safe_add_foreign_key('meals', '{room,at}', 'stays', create_index => true, with_period => true)";
    done(&mut session, call);
    assert_eq!(
        constraints(&mut session, "meals"),
        ["meals_room_at_fkey FOREIGN KEY (room, PERIOD at) REFERENCES stays(room, PERIOD during)"]
    );
    assert_eq!(session.query_text(&format!("SELECT DISTINCT status FROM migrate.{call}")), ["already done"]);
    let id = session.one("SELECT max(id) FROM migrate.operations");
    done(&mut session, &format!("undo({id})"));
    assert!(constraints(&mut session, "meals").is_empty());
    assert_eq!(session.one("SELECT count(*) FROM pg_indexes WHERE tablename = 'meals'"), "0");
    // A row for which there is no stay all the time.
    session.exec("INSERT INTO meals VALUES (2, '[1,2)', '[2026-02-20,2026-03-10)')");
    let failed = session.expect_error(&format!("CALL migrate.run($$SELECT * FROM migrate.{call}$$)"));
    assert_eq!(failed.sqlstate, "23503", "{failed:?}");
    // Without the word it would be another one.
    let refused =
        session.expect_error("SELECT * FROM migrate.safe_add_foreign_key('meals', '{room,at}', 'stays')");
    assert_eq!(refused.sqlstate, "42830", "{refused:?}");
    let refused = session.expect_error(
            "SELECT * FROM migrate.safe_add_foreign_key('meals', '{room,at}', 'stays', on_delete => 'cascade', with_period => true)",
        );
    assert_eq!(refused.sqlstate, "0A000", "{refused:?}");
}

/// VALIDATE CONSTRAINT lets a row through that is covered in part: so none of them is made NOT VALID first.
#[test]
fn no_foreign_key_with_period_is_validated() {
    let Some(db) = Db::since(18) else { return };
    let mut session = large(&db, TEMPORAL);
    session.exec(
        "ALTER TABLE meals DROP CONSTRAINT meals_stay;
         INSERT INTO meals VALUES (2, '[1,2)', '[2026-02-20,2026-03-10)')",
    );
    let call = "safe_add_foreign_key('meals', '{room,at}', 'stays', constraint_name => 'meals_stay', with_period => true)";
    let definition = "FOREIGN KEY (room, PERIOD at) REFERENCES stays(room, PERIOD during)";
    let is_refused = |session: &mut Session, call: &str| {
        let refused = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
        assert_eq!(refused.sqlstate, "0A000", "{refused:?}");
        let message = "a foreign key with PERIOD of table \"meals\" is only made while everybody waits";
        // An undo names its table with the schema.
        assert_eq!(refused.message.replace("public.", ""), message);
        refused.hint
    };
    let hint = is_refused(&mut session, call);
    assert!(
        hint.contains("ALTER TABLE public.meals ADD CONSTRAINT meals_stay FOREIGN KEY (room, PERIOD at)"),
        "{hint}"
    );
    assert!(constraints(&mut session, "meals").is_empty());
    session.exec(&format!("ALTER TABLE meals ADD CONSTRAINT meals_stay {definition} NOT VALID"));
    for call in [call, "safe_validate_constraint('meals', 'meals_stay')", "safe_validate_constraint('meals')"]
    {
        let hint = is_refused(&mut session, call);
        assert!(hint.contains("DROP CONSTRAINT meals_stay, ADD CONSTRAINT meals_stay"), "{hint}");
    }
    // What the server does by itself; where it no longer does, this can be done better.
    session.exec("ALTER TABLE meals VALIDATE CONSTRAINT meals_stay");
    // Dropped on a large table it comes back only while all wait.
    done(&mut session, "safe_drop_constraint('meals', 'meals_stay')");
    let id = session.one("SELECT max(id) FROM migrate.operations");
    is_refused(&mut session, &format!("undo({id})"));
    session.exec("DELETE FROM meals WHERE id = 2; RESET migrate.small_table");
    done(&mut session, &format!("undo({id})"));
    assert_eq!(constraints(&mut session, "meals"), [format!("meals_stay {definition}")]);
}

/// Of a server that has none, by name.
#[test]
fn before_18_periods_are_refused() {
    let db = Db::fresh();
    if db.version() >= 18 {
        return;
    }
    let mut session = db.session();
    session.exec("CREATE TABLE stays (room int4range, during daterange); CREATE TABLE meals (room int4range, at daterange)");
    for (call, words) in [
        ("safe_add_unique('stays', '{room,during}', without_overlaps => true)", "WITHOUT OVERLAPS"),
        ("safe_add_primary_key('stays', '{room,during}', without_overlaps => true)", "WITHOUT OVERLAPS"),
        (
            "safe_add_foreign_key('meals', '{room,at}', 'stays', '{room,during}', with_period => true)",
            "PERIOD",
        ),
    ] {
        let refused = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
        assert_eq!(refused.sqlstate, "0A000");
        assert_eq!(refused.message, format!("there is no {words} in PostgreSQL {}", db.version()));
        assert!(refused.hint.starts_with("It came with PostgreSQL 18."), "{refused:?}");
    }
}
