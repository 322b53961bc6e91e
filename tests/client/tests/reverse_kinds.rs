//! Down scripts for objects of rarer kinds, for enums, roles, and names that change on the way: the schema comes back.
//!
//! Not here: tables and what belongs to them (reverse_catalog.rs).

use migrate_client_tests::{Db, Server, has_icu};

use crate::reverse_catalog::{reverse, round_trips_from};

#[test]
fn objects_of_rarer_kinds_come_back() {
    let before = "
        CREATE TYPE span AS RANGE (subtype = int4, multirange_type_name = spans);
        CREATE DOMAIN short AS varchar(5) COLLATE \"C\"; CREATE TYPE words AS RANGE (subtype = text, collation = \"C\");
        COMMENT ON TYPE span IS 'a span'; REVOKE ALL ON TYPE span FROM PUBLIC; GRANT USAGE ON TYPE span TO reverse_reader;
        CREATE FUNCTION add(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
        CREATE FUNCTION same(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
        CREATE FUNCTION crc(bytea) RETURNS bytea LANGUAGE internal STRICT IMMUTABLE AS 'sha256_bytea';
        CREATE AGGREGATE total(int) (sfunc = add, stype = int, initcond = '0', combinefunc = add, parallel = safe);
        CREATE AGGREGATE counted(*) (sfunc = int8inc, stype = bigint, initcond = '0');
        CREATE AGGREGATE moving(int) (sfunc = int4pl, stype = int, msfunc = int4pl, minvfunc = int4mi, mstype = int, sortop = <);
        CREATE AGGREGATE middle(float8 ORDER BY float8) (sfunc = ordered_set_transition, stype = internal,
            finalfunc = percentile_disc_final, finalfunc_extra);
        COMMENT ON AGGREGATE counted(*) IS 'all'; GRANT EXECUTE ON FUNCTION total(int) TO reverse_reader;
        CREATE OPERATOR === (function = same, leftarg = int, rightarg = int, commutator = ===, hashes);
        CREATE TYPE pair AS (a int, b int); CREATE FUNCTION of_pair(pair) RETURNS int LANGUAGE sql AS 'SELECT $1.a';
        CREATE CAST (pair AS int) WITH FUNCTION of_pair(pair) AS ASSIGNMENT; COMMENT ON CAST (pair AS int) IS 'the first';
        CREATE TEXT SEARCH DICTIONARY plain (template = simple, stopwords = english);
        CREATE TEXT SEARCH CONFIGURATION \"My words\" (copy = english);
        ALTER TEXT SEARCH CONFIGURATION \"My words\" ALTER MAPPING FOR word WITH plain, english_stem;
        CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE EVENT TRIGGER watching ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION watch();
        ALTER EVENT TRIGGER watching ENABLE ALWAYS; COMMENT ON EVENT TRIGGER watching IS 'it''s';
        CREATE TABLE t (id int PRIMARY KEY, n int, note text); CREATE TABLE u (id int PRIMARY KEY);
        CREATE PUBLICATION several FOR TABLE t (id, n) WHERE (id > 0), TABLE u WITH (publish = 'insert, delete');
        CREATE PUBLICATION every FOR ALL TABLES WITH (publish_via_partition_root); CREATE PUBLICATION nothing;
        COMMENT ON PUBLICATION several IS 'some';
        CREATE FOREIGN DATA WRAPPER wrapper OPTIONS (a 'it''s'); CREATE SERVER far TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER wrapper OPTIONS (b 'c');
        GRANT USAGE ON FOREIGN SERVER far TO reverse_reader; COMMENT ON SERVER far IS 'far';
        CREATE FOREIGN TABLE distant (id int OPTIONS (o 'p') NOT NULL, n text DEFAULT 'x', CHECK (id > 0)) SERVER far OPTIONS (q 'r');
        COMMENT ON COLUMN distant.n IS 'n'; GRANT SELECT ON distant TO reverse_reader";
    round_trips_from(before, &[
        "DROP TYPE span; DROP TYPE words",
        "DROP AGGREGATE total(int); DROP AGGREGATE counted(*), moving(int); DROP AGGREGATE middle(float8 ORDER BY float8)",
        "CREATE OR REPLACE AGGREGATE total(int) (sfunc = add, stype = int, initcond = '5')",
        "CREATE AGGREGATE more(int) (sfunc = add, stype = int); COMMENT ON AGGREGATE more(int) IS 'x'",
        "DROP FUNCTION crc",
        "DROP OPERATOR === (int, int)",
        "CREATE OPERATOR ==== (function = same, leftarg = int, rightarg = int)",
        "DROP CAST (pair AS int); CREATE CAST (pair AS bigint) WITH INOUT",
        "DROP TEXT SEARCH CONFIGURATION \"My words\"; DROP TEXT SEARCH DICTIONARY plain",
        "ALTER TEXT SEARCH CONFIGURATION \"My words\" DROP MAPPING FOR word",
        "ALTER TEXT SEARCH CONFIGURATION \"My words\" ALTER MAPPING FOR asciiword WITH simple",
        "DROP EVENT TRIGGER watching; DROP FUNCTION watch()",
        "ALTER EVENT TRIGGER watching DISABLE",
        "DROP PUBLICATION several, every, nothing",
        "ALTER PUBLICATION several DROP TABLE u; ALTER PUBLICATION several SET (publish = 'update')",
        "ALTER PUBLICATION several SET TABLE u",
        "ALTER PUBLICATION nothing ADD TABLE t; ALTER PUBLICATION every SET (publish = 'insert')",
        "ALTER PUBLICATION several RENAME TO other",
        "DROP FOREIGN TABLE distant; DROP SERVER far; DROP FOREIGN DATA WRAPPER wrapper",
        "ALTER FOREIGN TABLE distant DROP COLUMN n, DROP COLUMN id; REVOKE ALL ON FOREIGN SERVER far FROM reverse_reader",
        "GRANT SELECT (id, note), UPDATE (n) ON t TO reverse_reader; GRANT INSERT ON t TO reverse_reader",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
         ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO reverse_reader",
    ]);
}

#[test]
fn a_collation_of_icu_comes_back() {
    if has_icu(&Server::shared(), "reverse_kinds::a_collation_of_icu_comes_back") {
        let before = "CREATE COLLATION german (provider = icu, locale = 'de', deterministic = false)";
        round_trips_from(before, &["DROP COLLATION german"]);
    }
}

/// As tools write migrations that can be run again, and as they rename.
#[test]
fn names_that_change_on_the_way() {
    let before = "CREATE TABLE t (id int, old int NOT NULL, n int, CONSTRAINT t_pkey PRIMARY KEY (id)); CREATE INDEX t_old_idx ON t (old);
        CREATE TABLE k (a int, b int, UNIQUE (a, b)); CREATE FUNCTION of_t() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t'";
    round_trips_from(before, &[
        "ALTER TABLE IF EXISTS t ADD COLUMN IF NOT EXISTS more int, ADD COLUMN IF NOT EXISTS n int;
         ALTER TABLE IF EXISTS nowhere ADD COLUMN IF NOT EXISTS more int; ALTER TABLE IF EXISTS t DROP COLUMN IF EXISTS old",
        "ALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (id, old)",
        "ALTER TABLE k ADD PRIMARY KEY (b, a)",
        "ALTER TABLE k DROP CONSTRAINT k_a_b_key; ALTER TABLE k ADD PRIMARY KEY (a, b); ALTER TABLE k ADD UNIQUE (a, b)",
        "DO $$ BEGIN IF EXISTS (SELECT FROM pg_attribute WHERE attname = 'old') THEN ALTER TABLE t RENAME COLUMN old TO young; END IF; END $$;
         DROP INDEX IF EXISTS t_old_idx; CREATE INDEX IF NOT EXISTS t_young_idx ON t (young)",
        "ALTER TABLE t RENAME TO private_t; DROP FUNCTION of_t; CREATE FUNCTION of_t() RETURNS SETOF private_t LANGUAGE sql AS 'SELECT * FROM private_t'",
    ]);
}

/// An enum is made anew without the value, and so is what depends on it.
#[test]
fn a_value_goes_from_an_enum_that_others_depend_on() {
    let before = "CREATE TYPE mood AS ENUM ('good', 'bad');
        CREATE TABLE t (id int PRIMARY KEY, m mood DEFAULT 'good', ms mood[] NOT NULL DEFAULT '{}', CHECK (m <> 'bad'), UNIQUE (m));
        CREATE INDEX good_ones ON t (id) WHERE m = 'good'; COMMENT ON INDEX good_ones IS 'it''s'; CREATE INDEX t_m ON t (m);
        CREATE VIEW v AS SELECT id, m FROM t; CREATE VIEW vv AS SELECT id FROM v WHERE m = 'good'; GRANT SELECT ON v TO reverse_reader;
        CREATE MATERIALIZED VIEW mv AS SELECT m FROM t; CREATE INDEX mv_m ON mv (m);
        CREATE FUNCTION f(x mood DEFAULT 'good') RETURNS mood LANGUAGE sql AS 'SELECT x'; CREATE VIEW of_f AS SELECT f('bad');
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER when_good BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.m = 'good') EXECUTE FUNCTION touch();
        CREATE TRIGGER of_m BEFORE UPDATE OF m ON t FOR EACH ROW EXECUTE FUNCTION touch()";
    round_trips_from(
        before,
        &[
            "ALTER TYPE mood ADD VALUE 'fair' BEFORE 'bad'; ALTER TYPE mood ADD VALUE IF NOT EXISTS 'none'",
            "ALTER TYPE mood ADD VALUE 'fair'; DROP VIEW of_f; DROP FUNCTION f; CREATE OR REPLACE VIEW vv AS SELECT id, 1 AS one FROM v",
        ],
    );
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TYPE mood AS ENUM ('good'); CREATE TYPE moods AS (m mood); CREATE TABLE t (m mood); CREATE POLICY p ON t USING (m = 'good')");
    let error = session.expect_error(
        "SELECT migrate.reverse('ALTER TYPE mood ADD VALUE $$bad$$')".replace("$$", "''").as_str(),
    );
    assert!(
        error.detail.starts_with("A value of an enum is taken away by making it anew, and "),
        "{}",
        error.detail
    );
}

#[test]
fn roles_come_back_without_their_passwords() {
    let db = Db::fresh();
    let mut session = db.session();
    let (role, group) = (db.role("LOGIN CONNECTION LIMIT 7 VALID UNTIL '2031-01-01'"), db.role("NOLOGIN"));
    let options = match db.version() {
        ..16 => "ADMIN OPTION",
        _ => "ADMIN TRUE, INHERIT FALSE, SET FALSE",
    };
    session.exec(&format!(
        "GRANT {group} TO {role} WITH {options}; ALTER ROLE {role} SET search_path = \"a b\", public;
         ALTER ROLE {role} IN DATABASE {} SET work_mem = '5MB'; COMMENT ON ROLE {role} IS 'it''s'",
        db.name()
    ));
    let all = format!(
        "SELECT r.rolcanlogin, r.rolconnlimit, r.rolvaliduntil, r.rolcreatedb, shobj_description(r.oid, 'pg_authid'),
                ARRAY(SELECT to_jsonb(m) - ARRAY['oid', 'grantor', 'member', 'roleid']
                             || jsonb_build_object('member', m.member::regrole, 'group', m.roleid::regrole) FROM pg_auth_members m WHERE r.oid IN (m.member, m.roleid) ORDER BY 1),
                ARRAY(SELECT (s.setdatabase, s.setconfig) FROM pg_db_role_setting s WHERE s.setrole = r.oid ORDER BY 1)
         FROM pg_roles r WHERE r.rolname IN ('{role}', '{group}') ORDER BY 1"
    );
    let before = session.query_text(&all);
    for (up, version) in [
        format!("DROP ROLE {role}"),
        format!("ALTER ROLE {role} NOLOGIN CREATEDB; ALTER ROLE {role} RESET ALL; ALTER ROLE {role} SET work_mem = '1MB'"),
        format!("ALTER ROLE {role} IN DATABASE {} SET search_path = x; COMMENT ON ROLE {role} IS NULL", db.name()),
        format!("REVOKE {group} FROM {role}; GRANT {role} TO {group}"),
        // A membership goes with a role that the script has made.
        format!("CREATE ROLE {role}_new; GRANT {group} TO {role}_new; GRANT {role}_new TO {role}"),
        format!("REVOKE ADMIN OPTION FOR {group} FROM {role}"),
        format!("ALTER ROLE {role} RENAME TO {role}_other"),
    ]
    .iter()
    .zip(1..)
    {
        session.exec(&format!("SELECT migrate.create('roles', version => {version}, up => $up${up}$up$)"));
        session.exec("CALL migrate.up()");
        assert_ne!(session.query_text(&all), before, "{up}");
        session.exec("CALL migrate.down()");
        assert_eq!(session.query_text(&all), before, "{up}");
        session.exec(&format!("DELETE FROM migrate.migrations WHERE version = {version}"));
    }
    let down = reverse(&mut session, &format!("DROP ROLE {role}"));
    assert!(
        down.contains(&format!("-- the password of role {role}, if it had one, does not come back\n")),
        "{down}"
    );
    for (up, why) in [
        (format!("ALTER ROLE {role} LOGIN PASSWORD 'x'"), "The password that there was before is not kept."),
        (format!("DROP OWNED BY {role}"), "What the roles own is not in the script."),
        (
            format!("REASSIGN OWNED BY {role} TO {group}"),
            "Which objects the roles owned is not in the script.",
        ),
        ("DROP SUBSCRIPTION nowhere".into(), "nowhere is not there now, so what it is cannot be looked up."),
    ] {
        assert_eq!(
            session.expect_error(&format!("SELECT migrate.reverse($up${up}$up$)")).detail,
            why,
            "{up}"
        );
    }
}

#[test]
fn what_goes_along_by_cascade_is_said() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE COLLATION own FROM \"C\"; CREATE TABLE t (n text COLLATE own);
         CREATE FOREIGN DATA WRAPPER wrapper; CREATE SERVER far FOREIGN DATA WRAPPER wrapper;
         CREATE TEXT SEARCH DICTIONARY plain (template = simple); CREATE TEXT SEARCH CONFIGURATION words (copy = english);
         ALTER TEXT SEARCH CONFIGURATION words ALTER MAPPING FOR word WITH plain",
    );
    for (drop, along) in [
        ("COLLATION own", "column n of table public.t"),
        ("FOREIGN DATA WRAPPER wrapper", "server far"),
        ("TEXT SEARCH DICTIONARY plain", "text search configuration public.words"),
    ] {
        let error = session.expect_error(&format!("SELECT migrate.reverse('DROP {drop} CASCADE')"));
        assert_eq!(error.sqlstate, "0A000", "{drop}");
        assert!(error.detail.contains(&format!("With CASCADE also {along} goes.")), "{drop}: {error:?}");
        // Without it nothing can go along.
        let back = session.one(&format!("SELECT migrate.reverse('DROP {drop}')"));
        assert!(back.contains("\nCREATE "), "{drop}: {back}");
    }
}
