-- migrate.unregister(): what is pending leaves the registry, with all that is kept of it; what has run stays.
\set state '\\echo SQLSTATE :LAST_ERROR_SQLSTATE'
\pset null -
SELECT migrate.create('One', 'CREATE TABLE one ()', version => 1);
SELECT status FROM migrate.load('CREATE INDEX i ON nowhere (a);', 'V1.2__dotted.sql');
SELECT migrate.create('A draft', version => 3);
SELECT * FROM migrate.unregister(3);
SELECT description, status, detail FROM migrate.unregister(migrate.version('1.2'));
SELECT version, description, status FROM migrate.status();
SELECT (SELECT count(*) FROM migrate.labels) AS labels, (SELECT count(*) FROM migrate.lint_findings) AS findings;
SELECT * FROM migrate.unregister(3);
:state
SELECT * FROM migrate.unregister(NULL);
:state
-- The number is free.
SELECT migrate.create('Another three', 'CREATE TABLE three ()', version => 3);

-- Applied; in part; in a job.
SELECT version, status FROM migrate.apply(1);
SELECT * FROM migrate.unregister(1);
:state
SELECT version, status FROM migrate.rollback();
SELECT status FROM migrate.unregister(1);
SELECT migrate.create('Fails at once', 'SELECT 1/0', version => 1);
SET client_min_messages = warning;
CALL migrate.up(1);
:state
RESET client_min_messages;
SELECT status FROM migrate.unregister(1);
-- Of the failed run nothing is said of another migration of that number.
SELECT migrate.create('Fails later', 'CREATE TABLE part (); COMMIT; SELECT 1/0', 'DROP TABLE part', 1);
SELECT version, status, note FROM migrate.status();
SET client_min_messages = warning;
CALL migrate.up(1);
:state
RESET client_min_messages;
SELECT * FROM migrate.unregister(1);
:state
SET client_min_messages = warning;
CALL migrate.down() \gset
RESET client_min_messages;
SELECT to_regclass('part');
SELECT status FROM migrate.unregister(1);
SELECT version, status FROM migrate.apply(not_before => 'infinity');
SELECT * FROM migrate.unregister(3);
:state
SELECT status FROM migrate.cancel(4);
SELECT status FROM migrate.unregister(3);

-- An open change that its script has begun, though the history was told that it is not applied.
CREATE TABLE t (id int, a int);
SELECT migrate.create('Renames', $$SELECT migrate.safe_rename_column('t', 'a', 'b')$$, version => 4);
SET client_min_messages = warning;
CALL migrate.up(wait => true) \gset
SELECT status FROM migrate.remove_migration(4);
SELECT * FROM migrate.unregister(4);
:state
CALL migrate.run('SELECT * FROM migrate.abort(''t'', ''b'')') \gset
RESET client_min_messages;
SELECT status FROM migrate.unregister(4);

-- Who may not register may not do this either, whatever was granted to him.
CREATE ROLE regress_unregister;
GRANT USAGE ON SCHEMA migrate TO regress_unregister;
SELECT migrate.create('Of somebody else', 'SELECT 1', version => 5);
SET ROLE regress_unregister;
SELECT * FROM migrate.unregister(5);
:state
RESET ROLE;
GRANT EXECUTE ON FUNCTION migrate.unregister TO regress_unregister;
SET ROLE regress_unregister;
SELECT * FROM migrate.unregister(5);
:state
RESET ROLE;
GRANT EXECUTE ON FUNCTION migrate.create TO regress_unregister;
SET ROLE regress_unregister;
SELECT status FROM migrate.unregister(5);
RESET ROLE;
SELECT count(*) FROM migrate.migrations;
DROP OWNED BY regress_unregister;
DROP ROLE regress_unregister;
