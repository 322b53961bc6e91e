//! An attacker who owns tables, and waits for a superuser to maintain them: nothing that she wrote into their definitions
//! runs with more rights than it would have had in the plain statement. A look runs none of it as somebody else.
//!
//! Her function counts, in a sequence, how often it ran as somebody else: that is not taken back with a transaction.

use migrate_client_tests::{Db, Session};

/// A role of the attacker's with schema `mal`, and in it what is waiting for the superuser.
struct Trap {
    db: Db,
}

impl Trap {
    fn set() -> Trap {
        let db = Db::fresh();
        let mal = db.role("LOGIN");
        db.session().exec(&format!("CREATE SCHEMA mal AUTHORIZATION {mal}"));
        db.session_as(&mal).exec(&format!(
            "SET search_path = mal;
             CREATE SEQUENCE ran;
             CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS
             $$ BEGIN IF current_user <> '{mal}' THEN PERFORM nextval('mal.ran'); END IF; RETURN $1; END $$;
             CREATE DOMAIN d AS int CHECK (mal.f(6) + VALUE > 0);
             CREATE TABLE r (id int PRIMARY KEY);
             INSERT INTO r VALUES (1), (2);
             CREATE TABLE t (a int NOT NULL DEFAULT mal.f(1), b int DEFAULT 1, d mal.d, v text,
                             g int GENERATED ALWAYS AS (mal.f(8) + 1) STORED,
                             CONSTRAINT ck CHECK (mal.f(5) + b > 0), CONSTRAINT of_b CHECK (mal.f(b) IS NOT NULL));
             INSERT INTO t (a, d, v) VALUES (1, 1, 'x y'), (2, 2, 'z w');
             CREATE INDEX t_e ON t ((mal.f(3) + a));
             CREATE INDEX t_w ON t (b) WHERE mal.f(4) + b > 0;
             CREATE INDEX t_a ON t (a);
             CREATE STATISTICS t_s ON (mal.f(a)), b FROM t;
             ALTER TABLE t ADD CONSTRAINT nv CHECK (a < 1000) NOT VALID;
             CREATE TABLE p (a mal.d, b int) PARTITION BY LIST (a);
             CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
             CREATE TABLE p_rest PARTITION OF p DEFAULT;
             CREATE TABLE p2 (a mal.d, b int);
             CREATE INDEX p_e ON p ((mal.f(3) + b));
             CREATE TABLE dup (a int); INSERT INTO dup VALUES (1), (1);
             CREATE INDEX dup_e ON dup ((mal.f(3) + a))"
        ));
        // Left invalid.
        let error = db
            .session_as(&mal)
            .expect_error("CREATE UNIQUE INDEX CONCURRENTLY dup_a ON mal.dup ((mal.f(7) + a))");
        assert_eq!(error.sqlstate, "23505");
        Trap { db }
    }

    /// How often what the attacker wrote has run as somebody else while the superuser did this, and took it back.
    fn springs(&self, prepare: &str, sql: &str) -> i64 {
        let mut session = self.db.session();
        session.exec(prepare);
        let before = ran(&mut session);
        // What is refused has been looked at, too.
        let _ = session.try_query(&format!("BEGIN; {sql}"));
        session.exec("ROLLBACK");
        ran(&mut session) - before
    }
}

fn ran(session: &mut Session) -> i64 {
    session
        .one("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM mal.ran")
        .parse()
        .expect("a number")
}

/// What a superuser may do with a table of somebody's, and the plain statement that does the same.
const CALLS: &[(&str, &str)] = &[
    ("repair_indexes(", "REINDEX INDEX mal.dup_e"),
    ("safe_reindex('mal.t_e'", "REINDEX INDEX mal.t_e"),
    ("safe_reindex('mal.t'", "REINDEX TABLE mal.t"),
    ("safe_drop_index('mal.t_e'", "DROP INDEX mal.t_e"),
    ("safe_replace_index('mal.t_a', ARRAY['b']", "DROP INDEX mal.t_a; CREATE INDEX t_a ON mal.t (b)"),
    ("safe_create_index('mal.t', ARRAY['b']", "CREATE INDEX ON mal.t (b)"),
    ("safe_create_index('mal.t', ARRAY['(mal.f(9) + b)']", "CREATE INDEX ON mal.t ((mal.f(9) + b))"),
    ("safe_add_column('mal.t', 'x', 'int'", "ALTER TABLE mal.t ADD COLUMN x int"),
    (
        "safe_add_column('mal.t', 'x', 'int', '0', true",
        "ALTER TABLE mal.t ADD COLUMN x int DEFAULT 0 NOT NULL",
    ),
    ("safe_add_column('mal.t', 'x', 'bigserial'", "ALTER TABLE mal.t ADD COLUMN x bigserial"),
    ("safe_add_column('mal.t', 'x', 'mal.d'", "ALTER TABLE mal.t ADD COLUMN x mal.d"),
    ("safe_add_column('mal.p', 'x', 'int'", "ALTER TABLE mal.p ADD COLUMN x int"),
    ("safe_set_not_null('mal.t', 'b'", "ALTER TABLE mal.t ALTER COLUMN b SET NOT NULL"),
    ("safe_drop_not_null('mal.t', 'a'", "ALTER TABLE mal.t ALTER COLUMN a DROP NOT NULL"),
    ("safe_set_default('mal.t', 'b', '7'", "ALTER TABLE mal.t ALTER COLUMN b SET DEFAULT 7"),
    ("safe_add_constraint('mal.t', 'c2', 'b > 0'", "ALTER TABLE mal.t ADD CONSTRAINT c2 CHECK (b > 0)"),
    (
        "safe_add_constraint('mal.t', 'ck', 'mal.f(5) + b > 0'",
        "ALTER TABLE mal.t ADD CONSTRAINT c2 CHECK (mal.f(5) + b > 0)",
    ),
    ("safe_validate_constraint('mal.t', 'nv'", "ALTER TABLE mal.t VALIDATE CONSTRAINT nv"),
    ("safe_drop_constraint('mal.t', 'ck'", "ALTER TABLE mal.t DROP CONSTRAINT ck"),
    ("safe_add_unique('mal.t', ARRAY['a']", "ALTER TABLE mal.t ADD UNIQUE (a)"),
    ("safe_add_primary_key('mal.t', ARRAY['a']", "ALTER TABLE mal.t ADD PRIMARY KEY (a)"),
    (
        "safe_add_foreign_key('mal.t', ARRAY['a'], 'mal.r'",
        "ALTER TABLE mal.t ADD FOREIGN KEY (a) REFERENCES mal.r; CREATE INDEX ON mal.t (a)",
    ),
    (
        "safe_rename_column('mal.t', 'b', 'b2', strategy => 'instant'",
        "ALTER TABLE mal.t RENAME COLUMN b TO b2",
    ),
    ("safe_rename_table('mal.t', 't2', compatibility_view => false", "ALTER TABLE mal.t RENAME TO t2"),
    ("safe_set_schema('mal.t', 'public'", "ALTER TABLE mal.t SET SCHEMA public"),
    ("safe_drop_column('mal.t', 'v'", "ALTER TABLE mal.t DROP COLUMN v"),
    ("safe_drop_table('mal.r'", "DROP TABLE mal.r"),
    (
        "safe_attach_partition('mal.p', 'mal.p2', 'FOR VALUES IN (2)'",
        "ALTER TABLE mal.p ATTACH PARTITION mal.p2 FOR VALUES IN (2)",
    ),
    ("safe_detach_partition('mal.p', 'mal.p1'", "ALTER TABLE mal.p DETACH PARTITION mal.p1"),
];

/// What only looks, or does more than one plain statement: the look alone is tried.
const LOOKS: &[&str] = &[
    "safe_rename_column('mal.t', 'b', 'b2'",
    "safe_change_column_type('mal.t', 'a', 'bigint'",
    "safe_change_column_type('mal.t', 'v', 'varchar(100)'",
    "safe_split_column('mal.t', 'v', ARRAY['v1', 'v2'], ARRAY['split_part(v, '' '', 1)', 'split_part(v, '' '', 2)'], 'v1 || '' '' || v2'",
    "safe_merge_columns('mal.t', ARRAY['a', 'b'], 'ab', 'a + b', ARRAY['ab', 'ab']",
    "safe_drop_column('mal.t', 'b'",
    "safe_drop_column('mal.t', 'd'",
    "safe_backfill('mal.t', 'v = lower(v)'",
    "safe_change_column_type('mal.t', 'd', 'bigint'",
];

#[test]
fn a_look_runs_nothing_of_an_owners_as_the_superuser() {
    let trap = Trap::set();
    let mut faults = Vec::new();
    for small in ["DEFAULT", "0"] {
        let prepare = format!("SET migrate.small_table = {small}");
        for call in CALLS.iter().map(|(call, _)| call).chain(LOOKS) {
            let comma = if call.ends_with('(') { "" } else { ", " };
            let sql = format!("SELECT * FROM migrate.{call}{comma}dry_run => true)");
            if trap.springs(&prepare, &sql) > 0 {
                faults.push(format!("{small} {call}"));
            }
        }
    }
    assert!(faults.is_empty(), "ran as a superuser: {faults:#?}");
}

#[test]
fn an_operation_runs_nothing_that_the_plain_statement_does_not() {
    let trap = Trap::set();
    let mut faults = Vec::new();
    for (call, plain) in CALLS {
        let plain = trap.springs("", plain);
        let ours = trap.springs("", &format!("SELECT * FROM migrate.{call})"));
        if plain == 0 && ours > 0 {
            faults.push(*call);
        }
    }
    assert!(faults.is_empty(), "ran as a superuser: {faults:#?}");
    // The trap is none that never springs: a query of the table is no maintenance.
    assert!(trap.springs("", "SELECT count(*) FROM mal.t WHERE a = 1") > 0);
}

/// A member of the owner's role has more rights than the owner: he lends none of them, either.
#[test]
fn a_look_of_a_member_is_the_owners() {
    let trap = Trap::set();
    let mal = trap.db.session().one("SELECT nspowner::regrole FROM pg_namespace WHERE nspname = 'mal'");
    let dba = crate::common::operator(&trap.db, &format!("LOGIN IN ROLE {mal}"));
    let mut session = trap.db.session_as(&dba);
    let before = ran(&mut session);
    session.exec("SELECT * FROM migrate.safe_rename_column('mal.t', 'b', 'b2', dry_run => true)");
    session.exec("SELECT * FROM migrate.safe_change_column_type('mal.t', 'a', 'bigint', dry_run => true)");
    session.exec("SELECT * FROM migrate.repair_indexes(dry_run => true)");
    assert_eq!(ran(&mut session), before);
}

/// The other way round: who may only act as the owner lends himself nothing by a look at a table of a superuser's.
#[test]
fn a_look_lends_no_right_of_the_owner() {
    let db = Db::fresh();
    let rex = crate::common::operator(&db, "LOGIN");
    let mut session = db.session();
    let owner = session.one("SELECT current_user");
    session.exec(&format!("CREATE TABLE t (a int); GRANT {owner} TO {rex}"));
    let mut attacker = db.session_as(&rex);
    attacker.exec(
        "CREATE SEQUENCE won;
         CREATE FUNCTION grab(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS
         $$ BEGIN IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN PERFORM nextval('won'); END IF;
            RETURN $1; END $$",
    );
    for call in ["safe_add_constraint('t', 'c', 'grab(1) = a'", "safe_set_default('t', 'a', 'grab(1)'"] {
        // Refused or not: nothing of it ran with the superuser's rights.
        let _ = attacker.try_query(&format!("SELECT * FROM migrate.{call}, dry_run => true)"));
    }
    assert_eq!(session.one("SELECT is_called FROM won"), "f");
    session.exec(&format!("REVOKE {owner} FROM {rex}"));
}

/// What a function of the owner's does while a definition is looked at leaves nothing in the session.
#[test]
fn a_look_leaves_nothing_of_the_owners_code() {
    let db = Db::fresh();
    let mal = db.role("LOGIN");
    db.session().exec(&format!("CREATE SCHEMA mal AUTHORIZATION {mal}"));
    db.session_as(&mal).exec(
        "SET search_path = mal; CREATE TABLE t (a int, b int);
         CREATE FUNCTION quiet(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1';
         CREATE INDEX ON t ((quiet(1) + a));
         CREATE OR REPLACE FUNCTION quiet(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS
         $$ BEGIN
                BEGIN PERFORM set_config('role', 'none', false); EXCEPTION WHEN OTHERS THEN END;
                PERFORM set_config('search_path', 'mal', false);
                BEGIN EXECUTE 'CREATE TEMPORARY TABLE pg_temp.t ()'; EXCEPTION WHEN OTHERS THEN END;
                RETURN $1;
            END $$",
    );
    let mut session = db.session();
    session.exec("SELECT * FROM migrate.safe_rename_column('mal.t', 'a', 'c', dry_run => true)");
    session.exec("SELECT * FROM migrate.safe_change_column_type('mal.t', 'a', 'bigint', dry_run => true)");
    assert_eq!(session.one("SHOW search_path"), "\"$user\", public");
    assert_eq!(session.one("SELECT current_user = session_user"), "t");
    let left = "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
                WHERE relname = 't' AND nspname <> 'mal'";
    assert_eq!(session.one(left), "0");
    assert_eq!(session.one("SELECT count(*) FROM pg_namespace WHERE nspname LIKE '~migrate%'"), "0");
}
