//! What the catalog alone knows of what a script drops or changes comes back with it: the same dump before and after, and
//! what no dump shows.
//!
//! Not here: what belongs to tables as every dump has it (reverse_catalog.rs), rarer kinds (reverse_kinds.rs).

use migrate_client_tests::{Db, Session};

use crate::reverse_catalog::dump;

const TRIGGER: &str = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';";

/// Its roles' names are those of no other test.
fn named(sql: &str, role: &str, other: &str) -> String {
    sql.replace("a_role", role).replace("a_second", other).replace("TRIGGER_F;", TRIGGER)
}

/// Runs a script behind what is there, takes it back, and compares.
fn comes_back(there: &str, up: &str) -> (Db, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    let (role, other) = (db.role(""), db.role(""));
    let named = |sql: &str| named(sql, &role, &other);
    session.exec(&named(there));
    let before = dump(&db);
    let up = named(up);
    session.exec(&format!("SELECT migrate.create('up', version => 1, up => $up${up}$up$)"));
    session.try_query("CALL migrate.up()").unwrap_or_else(|error| panic!("{up}\n{error:#?}"));
    assert_ne!(before, dump(&db), "{up} changes nothing");
    session.try_query("CALL migrate.down()").unwrap_or_else(|error| panic!("{up}\n{error:#?}"));
    let after = dump(&db);
    let missing: Vec<_> = before.iter().filter(|line| !after.contains(line)).collect();
    let more: Vec<_> = after.iter().filter(|line| !before.contains(line)).collect();
    assert!(before == after, "{up}\n- {missing:#?}\n+ {more:#?}");
    (db, session)
}

fn all_come_back(cases: &[(&str, &str)]) {
    for (there, up) in cases {
        comes_back(there, up);
    }
}

#[test]
fn what_belongs_to_tables() {
    let parted = "TRIGGER_F; CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
                  CREATE TRIGGER g BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();
                  CREATE TRIGGER own BEFORE INSERT ON p1 FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE p1 ENABLE REPLICA TRIGGER g";
    let rule = "CREATE TABLE t (a int); CREATE RULE r AS ON INSERT TO t DO INSTEAD NOTHING; COMMENT ON RULE r ON t IS 'r'; ALTER TABLE t DISABLE RULE r";
    let view = "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a FROM t; TRIGGER_F;
                CREATE TRIGGER i INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f(); COMMENT ON TRIGGER i ON v IS 'i'";
    let keys = "CREATE TABLE t (a int, b int, c text); CREATE STATISTICS st ON (a + 1), b FROM t; COMMENT ON STATISTICS st IS 'st';
                ALTER STATISTICS st SET STATISTICS 200; ALTER STATISTICS st OWNER TO a_role;
                ALTER TABLE t ADD UNIQUE (a) WITH (fillfactor = 70); COMMENT ON INDEX t_a_key IS 'an index';
                COMMENT ON CONSTRAINT t_a_key ON t IS 'a key'; ALTER TABLE t CLUSTER ON t_a_key; CREATE INDEX ix ON t ((a + 1));
                ALTER INDEX ix ALTER COLUMN 1 SET STATISTICS 77; COMMENT ON INDEX ix IS 'ix'";
    let parts = "CREATE TABLE t (a int, b int, twice int GENERATED ALWAYS AS (a * 2) STORED); CREATE INDEX ON t (twice); CREATE TABLE log (n int);
                 CREATE POLICY po ON t AS RESTRICTIVE USING (a > 0) WITH CHECK (a > 1); COMMENT ON POLICY po ON t IS 'po'; ALTER TABLE t ENABLE ROW LEVEL SECURITY;
                 CREATE RULE r AS ON UPDATE TO t DO ALSO INSERT INTO log VALUES (new.a); COMMENT ON RULE r ON t IS 'r'; ALTER TABLE t DISABLE RULE r;
                 ALTER TABLE t ADD PRIMARY KEY (b); CREATE PUBLICATION part FOR TABLE t (a) WHERE (a > 3)";
    let sequences = "CREATE TABLE t (id serial, n int GENERATED ALWAYS AS IDENTITY, x int); GRANT USAGE ON SEQUENCE t_id_seq TO a_role;
                     GRANT SELECT ON SEQUENCE t_n_seq TO a_role; COMMENT ON SEQUENCE t_id_seq IS 'x'; COMMENT ON SEQUENCE t_n_seq IS 'y'";
    let heirs = "CREATE TABLE i (v int, w int DEFAULT 1, z int DEFAULT 3); CREATE TABLE i1 (v int NOT NULL, w int DEFAULT 2, q int) INHERITS (i);
                 ALTER TABLE i1 ALTER z DROP DEFAULT; ALTER TABLE i1 ALTER v SET STATISTICS 7";
    all_come_back(&[
        ("CREATE TABLE t (id int PRIMARY KEY, secret text); CREATE PUBLICATION part FOR TABLE t (id) WHERE (id > 3)", "DROP TABLE t"),
        (rule, "DROP TABLE t"),
        (rule, "DROP RULE r ON t"),
        (rule, "ALTER TABLE t ENABLE ALWAYS RULE r"),
        (parted, "DROP TABLE p"),
        (parted, "DROP TABLE p1"),
        (parted, "DROP TRIGGER g ON p"),
        (parted, "ALTER TABLE p DISABLE TRIGGER g"),
        (parted, "ALTER TABLE p DISABLE TRIGGER ALL"),
        (view, "DROP TABLE t CASCADE"),
        (view, "ALTER TABLE t DROP a CASCADE"),
        (
            "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT * FROM v; CREATE VIEW x AS SELECT * FROM w; COMMENT ON VIEW w IS 'w'",
            "CREATE OR REPLACE VIEW v AS SELECT a, b FROM t",
        ),
        (keys, "DROP TABLE t"),
        (keys, "ALTER TABLE t DROP COLUMN a"),
        (keys, "ALTER TABLE t DROP CONSTRAINT t_a_key"),
        (keys, "DROP INDEX ix"),
        (keys, "DROP STATISTICS st"),
        (keys, "ALTER TABLE t ALTER COLUMN a TYPE bigint"),
        (parts, "ALTER TABLE t DROP COLUMN a CASCADE"),
        (sequences, "DROP TABLE t"),
        (sequences, "ALTER TABLE t DROP COLUMN id, DROP COLUMN n"),
        ("CREATE UNLOGGED TABLE t (id serial)", "DROP TABLE t"),
        (heirs, "DROP TABLE i1"),
        (
            "CREATE TYPE c AS (a int, b text COLLATE \"C\"); CREATE TABLE t OF c (a NOT NULL DEFAULT 3); ALTER TABLE t ADD PRIMARY KEY (a)",
            "DROP TABLE t",
        ),
        (
            "CREATE TABLE m (id int PRIMARY KEY); CREATE TABLE c (m int, CHECK (m > 0)); COMMENT ON CONSTRAINT c_m_check ON c IS 'y';
             ALTER TABLE c ADD CONSTRAINT fk FOREIGN KEY (m) REFERENCES m NOT VALID; COMMENT ON CONSTRAINT fk ON c IS 'x'",
            "ALTER TABLE c DROP CONSTRAINT fk; DROP TABLE m",
        ),
        (
            "CREATE TABLE m (id int PRIMARY KEY); CREATE TABLE c (m int REFERENCES m); COMMENT ON CONSTRAINT c_m_fkey ON c IS 'x'",
            "DROP TABLE m CASCADE",
        ),
        (
            "CREATE TABLE t (a int); TRIGGER_F; CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
             ALTER TABLE t ENABLE ALWAYS TRIGGER g; COMMENT ON TRIGGER g ON t IS 'g'",
            "CREATE OR REPLACE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
        ),
        (
            "CREATE TABLE t (a int); TRIGGER_F; CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
             ALTER TABLE t DISABLE TRIGGER g; COMMENT ON TRIGGER g ON t IS 'g'",
            "DROP FUNCTION f CASCADE",
        ),
        (
            "CREATE TABLE t (a int); CREATE POLICY po ON t USING (a > 0); COMMENT ON POLICY po ON t IS 'po'",
            "ALTER POLICY po ON t USING (a > 1)",
        ),
    ]);
}

#[test]
fn types_domains_and_extensions() {
    all_come_back(&[
        (
            "CREATE TYPE c AS (a int, b text COLLATE \"C\"); COMMENT ON COLUMN c.a IS 'q';
             CREATE DOMAIN d AS text COLLATE \"C\" CONSTRAINT k CHECK (value <> ''); COMMENT ON CONSTRAINT k ON DOMAIN d IS 'w'",
            "DROP TYPE c; DROP DOMAIN d",
        ),
        ("CREATE EXTENSION hstore", "DROP EXTENSION hstore CASCADE"),
    ]);
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE EXTENSION hstore; CREATE TABLE t (id int, h hstore DEFAULT '')");
    session.exec("SELECT migrate.create('up', version => 1, up => 'DROP EXTENSION hstore CASCADE')");
    session.exec("CALL migrate.up()");
    let error = session.expect_error("CALL migrate.down()");
    assert!(
        error.detail.contains("DROP EXTENSION: With CASCADE also column h of table public.t goes."),
        "{error:#?}"
    );
}

/// A partition or an heir may be otherwise than its table, of which an ALTER says the same for all.
#[test]
fn what_partitions_and_heirs_have_of_their_own() {
    let there = "CREATE TABLE p (k int, v int DEFAULT 3) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p (v DEFAULT 4) FOR VALUES IN (1);
                 CREATE TABLE i (v int, w int DEFAULT 1); CREATE TABLE i1 (v int NOT NULL, w int DEFAULT 2) INHERITS (i); ALTER TABLE i1 ALTER v SET STATISTICS 7";
    all_come_back(&[
        (there, "ALTER TABLE p ALTER v SET DEFAULT 9"),
        (there, "ALTER TABLE p ALTER v DROP DEFAULT"),
        (there, "ALTER TABLE i ALTER w TYPE bigint"),
        (there, "ALTER TABLE i ALTER v SET STATISTICS 100"),
    ]);
    let (_db, mut session) = comes_back(there, "ALTER TABLE i ALTER v SET NOT NULL, ALTER v SET DEFAULT 9");
    let null =
        "SELECT string_agg(attrelid::regclass || ' ' || attnotnull, ', ' ORDER BY attrelid) FROM pg_attribute
                WHERE attrelid IN ('i'::regclass, 'i1'::regclass) AND attname = 'v'";
    assert_eq!(session.one(null), "i false, i1 true");
}

/// The rows are there, so the next number is none of theirs.
#[test]
fn an_identity_goes_on_behind_its_rows() {
    let there = "CREATE TABLE t (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY); INSERT INTO t SELECT FROM generate_series(1, 5);
                 GRANT USAGE ON SEQUENCE t_id_seq TO a_role; COMMENT ON SEQUENCE t_id_seq IS 'x'";
    for (up, next) in [
        ("ALTER TABLE t ALTER id RESTART WITH 900; ALTER TABLE t ALTER id SET CACHE 10", "900"),
        ("ALTER TABLE t ALTER id SET GENERATED ALWAYS SET INCREMENT BY 2", "6"),
        ("ALTER TABLE t ALTER id DROP IDENTITY", "6"),
        ("ALTER TABLE t ALTER id DROP IDENTITY, ALTER id ADD GENERATED ALWAYS AS IDENTITY (START 1000)", "6"),
        ("ALTER TABLE t ALTER id DROP IDENTITY; INSERT INTO t VALUES (70)", "71"),
    ] {
        // The row stays: nothing says by which statement it came.
        let there = if up.contains("(70)") {
            format!("{there}; INSERT INTO t VALUES (70)")
        } else {
            there.to_string()
        };
        let up = up.split("; INSERT").next().unwrap_or(up);
        let (_db, mut session) = comes_back(&there, up);
        assert_eq!(session.one("INSERT INTO t DEFAULT VALUES RETURNING id"), next, "{up}");
    }
}

/// No right is lent by a rollback, and none is lost.
#[test]
fn privileges() {
    let defaults = "ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO a_role; ALTER DEFAULT PRIVILEGES GRANT ALL ON TYPES TO a_role;
                    ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO a_role; CREATE SCHEMA s; REVOKE ALL ON SCHEMA s FROM a_role;
                    CREATE TYPE e AS ENUM ('a'); REVOKE ALL ON TYPE e FROM a_role, public; CREATE DOMAIN d AS int; REVOKE ALL ON DOMAIN d FROM a_role, public;
                    CREATE TABLE t (s serial, x int, y int GENERATED ALWAYS AS IDENTITY); REVOKE ALL ON SEQUENCE t_s_seq, t_y_seq FROM a_role";
    let passed_on = "CREATE TABLE t (a int, b int); GRANT SELECT ON t TO a_role WITH GRANT OPTION; SET ROLE a_role; GRANT SELECT ON t TO a_second; RESET ROLE";
    all_come_back(&[
        (defaults, "DROP TYPE e; DROP SCHEMA s; DROP TABLE t; DROP DOMAIN d"),
        (defaults, "ALTER TABLE t DROP COLUMN s, DROP COLUMN y"),
        (
            "CREATE TABLE t (a int, b int); GRANT SELECT (a) ON t TO a_role",
            "GRANT ALL ON ALL TABLES IN SCHEMA public TO a_role",
        ),
        (
            "CREATE TABLE t (a int, b int); GRANT SELECT, INSERT ON t TO a_role WITH GRANT OPTION; GRANT UPDATE (a) ON t TO a_role",
            "ALTER TABLE t OWNER TO a_role",
        ),
        (
            "CREATE FUNCTION q() RETURNS int LANGUAGE sql AS 'SELECT 1'; GRANT EXECUTE ON FUNCTION q() TO a_role",
            "ALTER FUNCTION q() OWNER TO a_role",
        ),
        (passed_on, "GRANT SELECT, INSERT ON t TO a_second"),
    ]);
    let db = Db::fresh();
    let mut session = db.session();
    let (role, other) = (db.role(""), db.role(""));
    session.exec(&named(passed_on, &role, &other));
    for up in [format!("REVOKE ALL ON t FROM {role} CASCADE"), format!("ALTER TABLE t OWNER TO {role}")] {
        session.exec(&format!("SELECT migrate.create('up', version => 1, up => '{up}')"));
        session.exec("CALL migrate.up()");
        let error = session.expect_error("CALL migrate.down()");
        assert!(
            error.detail.contains(&format!("{role} has granted to others what it was granted itself")),
            "{error:#?}"
        );
        session.exec(&format!("DELETE FROM migrate.schema_migrations; DELETE FROM migrate.migrations; ALTER TABLE t OWNER TO CURRENT_USER; GRANT SELECT ON t TO {role} WITH GRANT OPTION; SET ROLE {role}; GRANT SELECT ON t TO {other}; RESET ROLE"));
    }
}
