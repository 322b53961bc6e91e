//! Rights that come with a setting: default privileges, by which somebody has a right on everything that is made.

use migrate_client_tests::Db;

/// `what|grantee` of everything of the extension that is granted to somebody besides its owner.
const GRANTED: &str = "
    WITH ours (what, owner, acl) AS (
        SELECT 'schema ' || nspname, nspowner, nspacl FROM pg_namespace WHERE nspname = 'migrate'
        UNION ALL SELECT 'relation ' || oid::regclass, relowner, relacl FROM pg_class WHERE relnamespace = 'migrate'::regnamespace
        UNION ALL SELECT 'column ' || attrelid::regclass || '.' || attname, relowner, attacl
                  FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'migrate'::regnamespace
        UNION ALL SELECT 'function ' || oid::regprocedure, proowner, coalesce(proacl, acldefault('f', proowner))
                  FROM pg_proc WHERE pronamespace = 'migrate'::regnamespace
        UNION ALL SELECT 'type ' || oid::regtype, typowner, typacl FROM pg_type WHERE typnamespace = 'migrate'::regnamespace)
    SELECT what, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END
    FROM ours, aclexplode(acl) WHERE grantee <> owner";

#[test]
fn default_privileges_do_not_open_the_registry() {
    let db = Db::bare(&migrate_client_tests::Server::shared(), "");
    let app = db.role("LOGIN");
    let mut session = db.session();
    for grantee in [app.as_str(), "PUBLIC"] {
        for kind in ["TABLES", "SEQUENCES", "FUNCTIONS", "TYPES", "SCHEMAS"] {
            let option = if grantee == "PUBLIC" { "" } else { "WITH GRANT OPTION" };
            session.exec(&format!("ALTER DEFAULT PRIVILEGES GRANT ALL ON {kind} TO {grantee} {option}"));
        }
    }
    session.exec("CREATE EXTENSION migrate_ext");
    assert_eq!(session.query_text(GRANTED), [""; 0]);
    session.exec("CREATE TABLE other (a int); CREATE SCHEMA elsewhere");
    assert_eq!(
        session.one(&format!("SELECT has_table_privilege('{app}', 'other', 'DELETE')")),
        "t",
        "they are in force"
    );
    let mut theirs = db.session_as(&app);
    for sql in [
        "UPDATE migrate.migrations SET registered_by = 'postgres', registered_session = 'postgres'",
        "SELECT migrate.create('x', 'SELECT 1')",
        "SELECT nextval('migrate.jobs_id_seq')",
        "CALL migrate.up()",
    ] {
        assert_eq!(theirs.expect_error(sql).sqlstate, "42501", "{sql}");
    }
    // The documented grant opens the schema, and nothing in it.
    session.exec(&format!("GRANT USAGE ON SCHEMA migrate TO {app}"));
    for sql in [
        "UPDATE migrate.migrations SET up = ''",
        "SELECT * FROM migrate.journal",
        "SELECT * FROM migrate.status()",
    ] {
        assert_eq!(theirs.expect_error(sql).sqlstate, "42501", "{sql}");
    }
    assert_eq!(session.one("SELECT count(*) FROM migrate.migrations"), "0");
    session.exec(&format!("DROP EXTENSION migrate_ext; DROP OWNED BY {app}"));
}

/// Somebody who already has the rights of the default privileges in the schema's own name is nobody special.
#[test]
fn odd_names_of_grantees() {
    let db = Db::bare(&migrate_client_tests::Server::shared(), "");
    let mut session = db.session();
    let odd = format!("{} \"with'odd name", db.name());
    let quoted = format!("\"{}\"", odd.replace('"', "\"\""));
    session.exec(&format!("CREATE ROLE {quoted}; ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO {quoted}"));
    session.exec("CREATE EXTENSION migrate_ext");
    assert_eq!(session.query_text(GRANTED), [""; 0]);
    session.exec(&format!("DROP OWNED BY {quoted}; DROP ROLE {quoted}"));
}
