-- migrate.load() of every file format, applied and rolled back in the caller's transaction; and what a second load
-- of the same version does.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -

-- The guide's form.
SELECT * FROM migrate.load($file$-- Migration: 101
-- Description: Add guide table
-- Date: 20231031

-- ============================================================================
-- UP MIGRATION
-- ============================================================================

BEGIN;

CREATE TABLE guide (id int);
INSERT INTO guide VALUES (1);

COMMIT;

-- ============================================================================
-- DOWN MIGRATION (ROLLBACK)
-- ============================================================================

BEGIN;

DROP TABLE guide;

COMMIT;
$file$);
-- dbmate: version and description from the name.
SELECT * FROM migrate.load($file$-- migrate:up
CREATE TABLE dbmate (id int);

-- migrate:down
DROP TABLE dbmate;
$file$, '20231031120000_add_dbmate_table.sql');
-- goose: a statement with semicolons between StatementBegin and StatementEnd.
SELECT * FROM migrate.load($file$-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION goose() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
    RETURN 1;
END;
$$;
-- +goose StatementEnd
CREATE TABLE goose (id int);

-- +goose Down
DROP TABLE goose;
DROP FUNCTION goose();
$file$, '00102_add_goose.sql');
-- A plain up script with a separate down script; the same as golang-migrate names it; Flyway, with a folder.
SELECT * FROM migrate.load('CREATE TABLE plain (id int);', '103_add_plain.sql', 'DROP TABLE plain;');
SELECT * FROM migrate.load('CREATE TABLE pair (id int);', '000104_add_pair.up.sql', down => 'DROP TABLE pair;');
SELECT * FROM migrate.load('CREATE TABLE flyway (id int);', filename => 'db/migration/V3__add_flyway.sql');
-- sql-migrate, tern, and node-pg-migrate with text behind its markers.
SELECT * FROM migrate.load(E'-- +migrate Up\nCREATE TABLE sql_migrate ();\n-- +migrate Down\nDROP TABLE sql_migrate;', '107_sql_migrate.sql');
SELECT * FROM migrate.load(E'CREATE TABLE tern ();\n---- create above / drop below ----\nDROP TABLE tern;', '108_tern.sql');
SELECT * FROM migrate.load(E'-- Up Migration - make it\nCREATE TABLE node ();\n-- Down Migration - drop it\nDROP TABLE node;', '109_node.sql');
-- The title of a down script.
SELECT * FROM migrate.load('CREATE TABLE titled ();', '110_titled.up.sql', E'-- Down migration\nDROP TABLE titled;');
SELECT down, down_line FROM migrate.migrations WHERE version = 110;
-- A header gives version and description where there is no name.
SELECT * FROM migrate.load(E'-- Migration: 105\n-- Description: Header only\nSELECT 1;');
SELECT * FROM migrate.load('SELECT pg_sleep(0)', '106.sql');

SELECT version, description, status, execution_time_ms >= 0 AS timed, detail FROM migrate.apply();
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1;
SELECT version, description, status, detail FROM migrate.rollback(target => 105);
SELECT version, status FROM migrate.rollback(target => 3);
:state
SELECT version, description, status, note FROM migrate.status() WHERE note IS NOT NULL;

-- No transaction: these need a job, so in a function they are only planned here.
SELECT * FROM migrate.load($file$-- migrate:up transaction:false
CREATE TABLE one ();
CREATE TABLE two ();
-- migrate:down transaction:false
DROP TABLE two;
DROP TABLE one;
$file$, '201_dbmate_without.sql');
SELECT * FROM migrate.load($file$-- +goose NO TRANSACTION
-- +goose Up
CREATE TABLE three ();
CREATE TABLE four ();
$file$, '202_goose_without.sql');
SELECT version, status, detail FROM migrate.apply(dry_run => true) WHERE version > 200;
SELECT version, up_transaction, down_transaction FROM migrate.migrations WHERE version IN (201, 202) ORDER BY version;

-- The same content again changes nothing and says so: also with other line ends, and with a byte order mark.
SELECT registered_at AS before FROM migrate.migrations WHERE version = 104 \gset
SELECT * FROM migrate.load('CREATE TABLE pair (id int);', '000104_add_pair.up.sql', down => 'DROP TABLE pair;');
SELECT registered_at = :'before' AS untouched FROM migrate.migrations WHERE version = 104;
SELECT * FROM migrate.load(E'-- Migration: 301\n-- Description: Line ends\n-- UP MIGRATION\nSELECT 1;\nSELECT 2;\n');
SELECT * FROM migrate.load(E'-- Migration: 301\r\n-- Description: Line ends\r\n-- UP MIGRATION\r\nSELECT 1;\r\nSELECT 2;\r\n');
SELECT * FROM migrate.load(U&'\FEFF-- Migration: 301\000A-- Description: Line ends\000A-- UP MIGRATION\000ASELECT 1;\000ASELECT 2;\000A');
SELECT * FROM migrate.load(E'-- Migration: 301\r-- Description: Line ends\r-- UP MIGRATION\rSELECT 1;\rSELECT 2;\r');

-- Changed while it is pending: replaced. A change of the description alone, or of the down script alone, is one too.
SELECT * FROM migrate.load(E'-- Migration: 301\n-- Description: Line ends\n-- UP MIGRATION\nSELECT 1;\nSELECT 3;\n');
SELECT * FROM migrate.load(E'-- Migration: 301\n-- Description: Other words\n-- UP MIGRATION\nSELECT 1;\nSELECT 3;\n');
SELECT * FROM migrate.load(E'-- Migration: 301\n-- Description: Other words\n-- UP MIGRATION\nSELECT 1;\nSELECT 3;\n', down => 'SELECT 4');
SELECT description, up, down, filename FROM migrate.migrations WHERE version = 301;

-- Changed after it was applied: refused, but for the down script. The same content is still only a no-op.
SELECT version, status FROM migrate.record_migration(301);
SELECT * FROM migrate.load(E'-- Migration: 301\n-- Description: Other words\n-- UP MIGRATION\nSELECT 1;\nSELECT 5;\n');
:state
SELECT * FROM migrate.load(E'-- Migration: 301\n-- Description: Other words\n-- UP MIGRATION\nSELECT 1;\nSELECT 3;\n', down => 'SELECT 5');
:state
SELECT * FROM migrate.load(E'-- Migration: 301\n-- Description: Other words\n-- UP MIGRATION\nSELECT 1;\nSELECT 3;\n', down => 'SELECT 4');
SELECT * FROM migrate.load(E'-- Migration: 301\n-- Description: Other words\n-- UP MIGRATION\nSELECT 1;\nSELECT 3;\n', down => 'SELECT 4');
SELECT up, down FROM migrate.migrations WHERE version = 301;

-- Comments that are said to be prose.
SELECT * FROM migrate.load(E'SELECT 1;\n-- rollback\nSELECT 2;', '401_prose.sql', plain => true);
SELECT * FROM migrate.load(E'-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;', '402_prose.sql', 'SELECT 3', true);
SELECT up, down FROM migrate.migrations WHERE version = 402;
SELECT migrate.create('prose', E'SELECT 1;\n-- rollback\nSELECT 2;', version => 403, plain => true);
SELECT * FROM migrate.load('SELECT 1', '404_x.sql', plain => NULL);

-- What is seldom meant is told, and not refused.
SELECT detail FROM migrate.load('CREATE TABLE a (); ALTER TABLE a RENAME TO b; CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$SELECT 1$$; DROP FUNCTION f; DROP TABLE b;', '405_own.sql');
SELECT detail FROM migrate.load('BEGIN; ALTER TABLE t ADD c int, ADD d int; COMMIT; BEGIN; ALTER TABLE t DROP c, DROP d; COMMIT;', '406_own.sql');
SELECT detail FROM migrate.load('CREATE TEMP TABLE a (); DROP TABLE old; DROP TABLE a;', '407_other.sql');
SELECT detail FROM migrate.load('CREATE TABLE a (); DROP TABLE a; SELECT 1;', '408_helper.sql');
SELECT detail FROM migrate.load('CREATE TABLE a (); ROLLBACK;', '409_stray.sql');
SELECT detail FROM migrate.load('BEGIN; CREATE TABLE a (); ROLLBACK;', '410_ends.sql');
SELECT migrate.create('told', 'CREATE TABLE a (); CREATE INDEX i ON a (x); DROP INDEX i; DROP TABLE a;', version => 411);
