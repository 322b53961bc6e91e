-- A baseline is a border: nothing below it is ever run, or taken back.
\set state '\\echo SQLSTATE :LAST_ERROR_SQLSTATE'
\pset null -
SET client_min_messages = warning;
CREATE TABLE users (id int, legacy int);
SELECT migrate.create('A draft of before', version => 90);
SELECT * FROM migrate.baseline(100);
SELECT migrate.create('A draft of before', 'DROP TABLE users', version => 90);
SELECT version, status, note FROM migrate.status();
-- Files that come later: two below, one above.
SELECT * FROM migrate.load('CREATE TABLE users (id int, legacy int);', '1_users.sql');
SELECT * FROM migrate.load('ALTER TABLE users DROP COLUMN IF EXISTS legacy;', '50_legacy.sql', 'ALTER TABLE users ADD legacy int;');
SELECT * FROM migrate.load('ALTER TABLE users ADD COLUMN born date;', '101_born.sql');
SELECT * FROM migrate.load('CREATE TABLE users (id int, legacy int);', '1_users.sql');
SELECT migrate.create('From its parts', 'DROP TABLE users', version => 99);
SELECT migrate.create('A draft', version => 98);
CREATE ROLE regress_baseline;
GRANT USAGE ON SCHEMA migrate TO regress_baseline;
GRANT EXECUTE ON FUNCTION migrate.load TO regress_baseline;
SET ROLE regress_baseline;
SELECT status, detail FROM migrate.load('SELECT 1', '97_author.sql');
RESET ROLE;
SELECT version, applied_by = current_user AS by_who_drew_it FROM migrate.schema_migrations ORDER BY 1;
SELECT version, status FROM migrate.apply();
SELECT version, status, note FROM migrate.status();
SELECT count(*) FROM migrate.verify() WHERE NOT ok;
SELECT attname FROM pg_attribute WHERE attrelid = 'users'::regclass AND attnum > 0 ORDER BY attnum;
-- Its script comes, and it is recorded, too.
SELECT migrate.create('A draft', 'DROP TABLE users', version => 98);
SELECT version, status FROM migrate.apply();
SELECT version, status, note FROM migrate.status() WHERE version = 98;

-- Down as far as it goes.
CALL migrate.down() \gset
SELECT * FROM migrate.rollback();
:state
CALL migrate.down(target => 0);
:state
SELECT * FROM migrate.rollback(target => 97, dry_run => true);
SELECT attname FROM pg_attribute WHERE attrelid = 'users'::regclass AND attnum > 0 ORDER BY attnum;

-- By hand: what is below would be pending again. Recording sets no border.
SELECT * FROM migrate.remove_migration(50);
:state
SELECT status FROM migrate.record_migration(60, 'By hand');
SELECT status FROM migrate.record_migration(200, 'No border');
SELECT status, detail FROM migrate.load('SELECT 1', '150_runs.sql', 'SELECT 1');
SELECT version, status, note FROM migrate.status() WHERE version > 100;
SELECT status FROM migrate.remove_migration(200);

-- A second one: the highest counts. What ran here below it is not taken back either.
SELECT version, status FROM migrate.apply();
SELECT version FROM migrate.baseline(150);
SELECT version FROM migrate.baseline(120);
SELECT status, detail FROM migrate.load('SELECT 1', '130_late.sql');
SELECT version, status, note FROM migrate.status() WHERE version > 100;
SELECT * FROM migrate.rollback();
:state
SELECT * FROM migrate.remove_migration(120);
:state
-- With its row the border goes, and then what is below can be removed, too; what was recorded stays so.
SELECT status FROM migrate.remove_migration(150);
SELECT status, detail FROM migrate.load('SELECT 140', '140_between.sql');
SELECT status FROM migrate.remove_migration(130);
SELECT version, status, note FROM migrate.status() WHERE version > 100;
SELECT status FROM migrate.remove_migration(120);
SELECT status FROM migrate.remove_migration(101);
SELECT status FROM migrate.remove_migration(100);
SELECT version, status, note FROM migrate.status() WHERE version < 100;
SELECT * FROM migrate.rollback();
:state

-- A registration that was on its way when the baseline was drawn is not run; loaded again, it is recorded.
INSERT INTO migrate.migrations SELECT 5, 'On its way', 'DROP TABLE users', NULL, 1, 1, true, true,
       encode(sha256(convert_to('up', 'UTF8') || '\x00' || convert_to('DROP TABLE users', 'UTF8') || '\x00'), 'hex'),
       encode(sha256(convert_to('up', 'UTF8') || '\x00' || convert_to('DROP TABLE users', 'UTF8') || '\x00'), 'hex'),
       'no down script', '5_on_its_way.sql', now(), current_user, current_user;
DELETE FROM migrate.schema_migrations;
SELECT count(*) FROM migrate.baseline(1000);
DELETE FROM migrate.schema_migrations WHERE version = 5;
SELECT version, status FROM migrate.apply();
SELECT version, status, note FROM migrate.status() WHERE version = 5;
SELECT version, status, detail FROM migrate.load('DROP TABLE users', '5_on_its_way.sql');
SELECT count(*) FROM users;
DROP OWNED BY regress_baseline;
DROP ROLE regress_baseline;

-- The baseline's own file, which comes later, is what it stands for; by then its text counts.
DELETE FROM migrate.schema_migrations;
SELECT count(*) FROM migrate.migrations m, migrate.unregister(m.version);
SELECT * FROM migrate.baseline(100);
SELECT status, detail FROM migrate.load('CREATE TABLE users (id int, legacy int);', '100_schema.sql');
SELECT version, status, note FROM migrate.status();
SELECT version, ok, detail FROM migrate.verify();
SELECT status FROM migrate.load('CREATE TABLE users (id int, legacy int); -- all of it', '100_schema.sql');
SELECT status FROM migrate.load('CREATE TABLE users (id int);', '100_schema.sql');
:state
SELECT * FROM migrate.apply();
SELECT count(*) FROM users;
