//! CREATE EXTENSION and DROP EXTENSION, and what `\d+` and `\df+` show.
//!
//! Not here: installing the files (`scripts/install`, which `scripts/test` runs).

use migrate_client_tests::{Db, Server};

use crate::common::{STATUS, create};

#[test]
fn refused_where_text_is_not_utf8() {
    // In EUC_JP the script's text would not be valid, if there were more than ASCII in it.
    for encoding in ["LATIN1", "SQL_ASCII", "EUC_JP"] {
        let db = Db::bare(&Server::shared(), &format!("ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0"));
        let error = db.session().expect_error("CREATE EXTENSION migrate_ext");
        assert_eq!(error.sqlstate, "0A000");
        assert_eq!(error.message, "migrate_ext needs a database with encoding UTF8");
        assert_eq!(error.detail, format!("This database has encoding {encoding}."));
        assert_eq!(error.hint, "Create the database with ENCODING 'UTF8' TEMPLATE template0.");
        assert_eq!(db.session().one("SELECT count(*) FROM pg_namespace WHERE nspname = 'migrate'"), "0");
    }
}

/// A schema that somebody else made could hold objects of theirs.
#[test]
fn refused_where_a_schema_of_the_name_is() {
    let db = Db::bare(&Server::shared(), "");
    let mut session = db.session();
    session.exec("CREATE SCHEMA migrate");
    assert_eq!(session.expect_error("CREATE EXTENSION migrate_ext").sqlstate, "42P06");
    session.exec("DROP SCHEMA migrate; CREATE EXTENSION migrate_ext");
    assert_eq!(session.expect_error("CREATE EXTENSION migrate_ext").sqlstate, "42710");
}

/// Event triggers fire for the commands of the script, too: each sees the same search path, whatever the session's is.
#[test]
fn the_script_sees_pg_catalog_alone() {
    let db = Db::bare(&Server::shared(), "");
    let mut session = db.session();
    session.exec(
        "CREATE TABLE seen (path text, tag text);
         CREATE FUNCTION see() RETURNS event_trigger LANGUAGE plpgsql AS
         $$BEGIN INSERT INTO public.seen VALUES (current_setting('search_path'), tg_tag); END$$;
         CREATE EVENT TRIGGER see ON ddl_command_start EXECUTE FUNCTION see();
         SET search_path = public, pg_catalog; CREATE EXTENSION migrate_ext",
    );
    let paths = "SELECT path, count(*) > 100 FROM seen WHERE tag <> 'CREATE EXTENSION' GROUP BY path";
    assert_eq!(session.query_text(paths), ["pg_catalog, pg_temp|t"]);
}

#[test]
fn only_a_superuser_installs_it() {
    let db = Db::bare(&Server::shared(), "");
    let role = db.role("LOGIN CREATEDB CREATEROLE");
    db.session().exec(&format!("GRANT ALL ON DATABASE {} TO {role}", db.name()));
    assert_eq!(db.session_as(&role).expect_error("CREATE EXTENSION migrate_ext").sqlstate, "42501");
    db.session().exec(&format!("ALTER DATABASE {} OWNER TO {role}", db.name()));
    assert_eq!(db.session_as(&role).expect_error("CREATE EXTENSION migrate_ext").sqlstate, "42501");
}

/// The files in `extension/` are what the server was given: nothing makes others of them on the way.
#[test]
fn the_files_say_what_is_installed() {
    let db = Db::bare(&Server::shared(), "");
    let mut session = db.session();
    assert_eq!(
        session.query_text(
            "SELECT version, superuser, trusted, relocatable, schema FROM pg_available_extension_versions
             WHERE name = 'migrate_ext' AND version = (SELECT default_version FROM pg_available_extensions
                                                       WHERE name = 'migrate_ext')"
        ),
        [format!("{}|t|f|f|pg_catalog", env!("CARGO_PKG_VERSION"))]
    );
    session.exec("CREATE EXTENSION migrate_ext");
    assert_eq!(
        session.query_text("SELECT extversion FROM pg_extension WHERE extname = 'migrate_ext'"),
        [env!("CARGO_PKG_VERSION")]
    );
}

#[test]
fn nothing_needs_to_be_preloaded() {
    let db = Db::fresh();
    let mut session = db.session();
    assert_eq!(session.one("SHOW shared_preload_libraries"), "");
    create(&mut session, 1, "VACUUM", "SELECT 1");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}

#[test]
fn drop_extension_leaves_nothing_of_its_own() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 1, "CREATE TABLE kept (id int)", "DROP TABLE kept");
    session.exec("CALL migrate.up()");
    session.exec("DROP EXTENSION migrate_ext");
    assert_eq!(session.one("SELECT count(*) FROM pg_namespace WHERE nspname = 'migrate'"), "0");
    assert_eq!(session.one("SELECT count(*) FROM pg_proc WHERE probin LIKE '%migrate_ext%'"), "0");
    assert_eq!(session.one("SELECT to_regclass('kept') IS NOT NULL"), "t");
    session.exec("CREATE EXTENSION migrate_ext");
    assert!(session.query_text(STATUS).is_empty());
}

#[test]
fn the_schema_cannot_be_dropped_alone() {
    let db = Db::fresh();
    let error = db.session().expect_error("DROP SCHEMA migrate CASCADE");
    assert_eq!(error.sqlstate, "2BP01");
}

#[test]
fn everything_has_a_comment() {
    let db = Db::fresh();
    let mut session = db.session();
    let all = "
        SELECT 'schema migrate', obj_description('migrate'::regnamespace, 'pg_namespace')
        UNION ALL
        SELECT 'function ' || p.oid::regprocedure, obj_description(p.oid, 'pg_proc')
        FROM pg_proc p WHERE pronamespace = 'migrate'::regnamespace
        UNION ALL
        SELECT 'relation ' || c.oid::regclass, obj_description(c.oid, 'pg_class')
        FROM pg_class c WHERE relnamespace = 'migrate'::regnamespace AND relkind IN ('r', 'v', 'm', 'p', 'f')
        UNION ALL
        SELECT 'column ' || c.oid::regclass || '.' || attname, col_description(c.oid, attnum)
        FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid
        WHERE relnamespace = 'migrate'::regnamespace AND relkind IN ('r', 'v', 'm', 'p', 'f')
          AND attnum > 0 AND NOT attisdropped";
    let bare =
        format!("SELECT what FROM ({all}) x(what, comment) WHERE coalesce(comment, '') = '' ORDER BY 1");
    assert_eq!(session.query_text(&bare), [""; 0]);
    assert_eq!(
        session.one(&format!("SELECT count(*) > 60 FROM ({all}) x")),
        "t",
        "there is something to look at"
    );
}
