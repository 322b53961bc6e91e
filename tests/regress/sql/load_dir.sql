-- migrate.load_dir(): what is refused. Folders with files are in the client tests, which can make them.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
SELECT * FROM migrate.load_dir('migrations');
:state
SELECT * FROM migrate.load_dir('./migrations');
:state
SELECT * FROM migrate.load_dir('');
:state
SELECT * FROM migrate.load_dir('/no/such/folder');
:state
SELECT * FROM migrate.load_dir('/etc/hostname');
:state
SELECT * FROM migrate.load_dir(NULL);
:state
-- Without rights to read the server's files; with them.
CREATE ROLE regress_load_dir_reader;
GRANT USAGE ON SCHEMA migrate TO regress_load_dir_reader;
GRANT EXECUTE ON FUNCTION migrate.load_dir TO regress_load_dir_reader;
SET ROLE regress_load_dir_reader;
SELECT * FROM migrate.load_dir('/no/such/folder');
:state
SELECT * FROM migrate.load_dir('migrations');
:state
RESET ROLE;
GRANT pg_read_server_files TO regress_load_dir_reader;
SET ROLE regress_load_dir_reader;
SELECT * FROM migrate.load_dir('/no/such/folder');
:state
RESET ROLE;
SELECT count(*) FROM migrate.migrations;
DROP OWNED BY regress_load_dir_reader;
DROP ROLE regress_load_dir_reader;
