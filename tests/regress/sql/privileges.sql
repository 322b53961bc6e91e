-- Nobody may do anything until it is granted; then a reader looks, an author registers, an operator applies. Each acts
-- with its own rights: what a script does, it does as the role that applies it.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
CREATE ROLE regress_privileges_nobody;
CREATE ROLE regress_privileges_reader;
CREATE ROLE regress_privileges_author;
CREATE ROLE regress_privileges_operator;
GRANT USAGE ON SCHEMA migrate TO regress_privileges_reader, regress_privileges_author, regress_privileges_operator;
GRANT EXECUTE ON FUNCTION migrate.status(), migrate.verify, migrate.current_version, migrate.applied_migrations,
    migrate.is_applied TO regress_privileges_reader, regress_privileges_author, regress_privileges_operator;
GRANT EXECUTE ON FUNCTION migrate.template, migrate.create, migrate.load TO regress_privileges_author;
GRANT EXECUTE ON FUNCTION migrate.apply, migrate.rollback TO regress_privileges_operator;
GRANT EXECUTE ON PROCEDURE migrate.up, migrate.down TO regress_privileges_operator;
CREATE TABLE secret (id int);

SET ROLE regress_privileges_nobody;
SELECT * FROM migrate.status();
:state
SELECT * FROM migrate.apply();
:state
CALL migrate.up();
:state
SELECT * FROM migrate.migrations;
:state

-- A reader reads through the functions, not the tables, and changes nothing.
SET ROLE regress_privileges_reader;
SELECT * FROM migrate.status();
SELECT * FROM migrate.verify();
SELECT migrate.current_version(), migrate.is_applied(1), (SELECT count(*) FROM migrate.applied_migrations()) AS applied;
SELECT * FROM migrate.migrations;
:state
SELECT * FROM migrate.unfinished;
:state
SELECT migrate.template('x');
:state
SELECT migrate.create('x', 'SELECT 1');
:state
SELECT * FROM migrate.load('SELECT 1', '1_x.sql');
:state
SELECT * FROM migrate.load_dir('/tmp');
:state
SELECT * FROM migrate.apply(dry_run => true);
:state
SELECT * FROM migrate.rollback();
:state
CALL migrate.up();
:state
CALL migrate.down();
:state
SELECT * FROM migrate.record_migration(1);
:state
SELECT * FROM migrate.remove_migration(1);
:state
SELECT * FROM migrate.baseline(1);
:state

-- An author registers, and does not apply. The registry is closed to it otherwise.
SET ROLE regress_privileges_author;
SELECT migrate.create('Read a secret', 'INSERT INTO secret VALUES (1)', version => 1);
SELECT version, status FROM migrate.load('SELECT 1', '2_x.sql', 'SELECT 2');
SELECT migrate.template('x') IS NOT NULL AS template;
SELECT * FROM migrate.apply();
:state
SELECT * FROM migrate.record_migration(1);
:state
INSERT INTO migrate.migrations (version, description, checksum, registered_by) VALUES (3, 'x', 'x', 'x');
:state
DELETE FROM migrate.migrations;
:state
RESET ROLE;
SELECT version, registered_by FROM migrate.migrations ORDER BY version;

-- What the author wrote needs somebody's word before others run it (more in approve.sql).
SELECT version, status FROM migrate.approve(1);
SELECT version, status FROM migrate.approve(2);

-- An operator applies with its own rights; the rights of the registry's owner stay with the registry.
SET ROLE regress_privileges_operator;
SELECT version, status, detail FROM migrate.apply(dry_run => true);
SELECT * FROM migrate.apply();
:state
CALL migrate.up();
:state
SELECT migrate.create('x', 'SELECT 1');
:state
RESET ROLE;
SELECT status FROM migrate.load('DELETE FROM migrate.schema_migrations', '1_read_a_secret.sql');
SET ROLE regress_privileges_operator;
SELECT * FROM migrate.apply();
:state
RESET ROLE;
SELECT status FROM migrate.load('SELECT 1', '1_read_a_secret.sql', 'SELECT 1');
GRANT CREATE ON SCHEMA public TO regress_privileges_operator;
SELECT migrate.create('Whose', 'CREATE TABLE whose AS SELECT current_user::text AS role', 'DROP TABLE whose', 3);
SET ROLE regress_privileges_operator;
SELECT version, status FROM migrate.apply();
SELECT * FROM whose;
SELECT version, applied_by = session_user AS by_session_user FROM migrate.applied_migrations();
SELECT version, status FROM migrate.rollback();
SELECT * FROM migrate.record_migration(9);
:state
-- A job takes the caller's role, too.
RESET ROLE;
SELECT status FROM migrate.load('CREATE TABLE whose AS SELECT current_user::text AS role; VACUUM whose', '3_whose.sql', 'DROP TABLE whose');
SET client_min_messages = warning;
SET ROLE regress_privileges_operator;
CALL migrate.up() \gset
SELECT *, (SELECT relowner::regrole FROM pg_class WHERE oid = 'whose'::regclass) AS owner FROM whose;
CALL migrate.down() \gset
SELECT to_regclass('whose') AS whose;

-- Within a SECURITY DEFINER function the session user could not take the role: no job is started for it.
RESET ROLE;
SELECT status FROM migrate.load('VACUUM', '3_whose.sql');
GRANT EXECUTE ON FUNCTION migrate.apply TO regress_privileges_author;
CREATE FUNCTION as_author() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS 'SELECT status FROM migrate.apply()';
ALTER FUNCTION as_author OWNER TO regress_privileges_author;
SET SESSION AUTHORIZATION regress_privileges_operator;
SELECT as_author();
:state
RESET SESSION AUTHORIZATION;
-- A role that may not log in has no worker.
SET SESSION AUTHORIZATION regress_privileges_operator;
SELECT * FROM migrate.apply();
:state
RESET SESSION AUTHORIZATION;

DROP FUNCTION as_author;
DROP OWNED BY regress_privileges_reader, regress_privileges_author, regress_privileges_operator;
DROP ROLE regress_privileges_nobody, regress_privileges_reader, regress_privileges_author, regress_privileges_operator;
