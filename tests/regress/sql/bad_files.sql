-- Files and names that migrate.load() refuses: version, sections, markers. Nothing is registered by any of them.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -

-- No content, no version.
SELECT * FROM migrate.load('');
:state
SELECT * FROM migrate.load(E' \n\t\n');
:state
SELECT * FROM migrate.load('SELECT 1');
:state
SELECT * FROM migrate.load(E'-- migrate:up\nSELECT 1;');
:state

-- Versions.
SELECT * FROM migrate.load(E'-- Migration: 8\n-- UP MIGRATION\nSELECT 1;', '9_x.sql');
:state
SELECT * FROM migrate.load(E'-- Migration: 0\n-- UP MIGRATION\nSELECT 1;');
:state
SELECT * FROM migrate.load(E'-- Migration: -7\n-- UP MIGRATION\nSELECT 1;');
:state
SELECT * FROM migrate.load(E'-- Migration: seven\n-- UP MIGRATION\nSELECT 1;');
:state
SELECT * FROM migrate.load(E'-- Migration: 9223372036854775808\n-- UP MIGRATION\nSELECT 1;');
:state
SELECT * FROM migrate.load(E'-- Migration: 8\n-- Migration: 9\n-- UP MIGRATION\nSELECT 1;');
:state

-- Names.
SELECT * FROM migrate.load('SELECT 1', 'add_x.sql');
:state
SELECT * FROM migrate.load('SELECT 1', '7_x.txt');
:state
SELECT * FROM migrate.load('SELECT 1', '');
:state
SELECT * FROM migrate.load('SELECT 1', 'R__.sql');
:state
SELECT * FROM migrate.load('DROP TABLE x', '000104_add_pair.down.sql');
:state
SELECT * FROM migrate.load('DROP TABLE x', 'U3__undo.sql');
:state

-- Sections and markers.
SELECT * FROM migrate.load(E'-- migrate:down\nSELECT 1;', '7_x.sql');
:state
SELECT * FROM migrate.load(E'-- migrate:up\nSELECT 1;\n-- migrate:up\nSELECT 2;', '7_x.sql');
:state
SELECT * FROM migrate.load(E'-- migrate:up\nSELECT 1;\n-- migrate:dwon\nSELECT 2;', '7_x.sql');
:state
SELECT * FROM migrate.load(E'-- migrate:up transaction:maybe\nSELECT 1;', '7_x.sql');
:state
SELECT * FROM migrate.load(E'SELECT 0;\n-- migrate:up\nSELECT 1;', '7_x.sql');
:state
SELECT * FROM migrate.load(E'/* open\n-- migrate:up\nSELECT 1;', '7_x.sql');
:state
SELECT * FROM migrate.load(E'-- migrate:up\nSELECT 1;\n-- +goose Down\nSELECT 2;', '7_x.sql');
:state
SELECT * FROM migrate.load(E'-- +goose Up\n-- +goose ENVSUB ON\nSELECT ''${X}'';', '7_x.sql');
:state
SELECT * FROM migrate.load(E'-- +goose Up\n-- +goose StatementBegin\nSELECT 1;', '7_x.sql');
:state
SELECT * FROM migrate.load(E'-- +goose Up\nSELECT 1;\n-- +goose StatementEnd', '7_x.sql');
:state
SELECT * FROM migrate.load(E'-- +goose Upp\nSELECT 1;', '7_x.sql');
:state

-- Two down scripts, or a down script that is itself a file.
SELECT * FROM migrate.load(E'-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;', '7_x.sql', 'SELECT 3');
:state
SELECT * FROM migrate.load('SELECT 1', '7_x.sql', E'-- migrate:up\nSELECT 2');
:state

-- A down part that would run as the end of the up script: of a form that is not read, or with a slip in its marker.
SELECT * FROM migrate.load(E'-- Up\nCREATE TABLE u ();\n-- Down\nDROP TABLE u;', '7_x.sql');
:state
SELECT * FROM migrate.load(E'-- migrate:up\nCREATE TABLE u ();\n-- migrate: down\nDROP TABLE u;', '7_x.sql');
:state
SELECT * FROM migrate.load(E'-- ====\n-- UP MIGRATION\n-- ====\nCREATE TABLE u ();\n-- ====\n-- DOWN MIGRATON (ROLLBACK)\n-- ====\nDROP TABLE u;', '7_x.sql');
:state
SELECT * FROM migrate.load(E'-- +migrate Up\nCREATE TABLE u ();\n-- +migrate Down;\nDROP TABLE u;', '7_x.sql');
:state
SELECT migrate.create('x', E'-- migrate:up\nCREATE TABLE u ();\n-- migrate:down\nDROP TABLE u;');
:state
SELECT migrate.create('x', E'CREATE TABLE u ();\n/* rollback */\nDROP TABLE u;');
:state

-- What Flyway would have put in.
SELECT * FROM migrate.load('GRANT SELECT ON t TO ${reader}', 'V7__x.sql');
:state

SELECT * FROM migrate.migrations;
-- An empty file that has a version is no mistake: public projects have them, and psql does nothing with it either.
SELECT * FROM migrate.load('', '7_empty.sql');
SELECT * FROM migrate.load(E'-- migrate:up\n\n-- migrate:down\nDROP TABLE t;', '7_empty.sql');
