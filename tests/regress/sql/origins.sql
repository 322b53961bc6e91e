-- What did not run here is not taken back by what we make up; what ran is taken back where it ran.
\set state '\\echo SQLSTATE :LAST_ERROR_SQLSTATE'
\pset null -
SET client_min_messages = warning;
CREATE TABLE customers (id int PRIMARY KEY, name text);
INSERT INTO customers SELECT g, 'c' FROM generate_series(1, 5000) g;

-- Recorded: the table was there before. With a down script of its own it is what its author says that it is.
SELECT status, detail FROM migrate.load('CREATE TABLE customers (id int PRIMARY KEY, name text);', '1_init.sql');
SELECT status FROM migrate.record_migration(1);
SELECT version, status, note FROM migrate.status();
CALL migrate.down();
:state
SELECT * FROM migrate.rollback(dry_run => true);
SELECT count(*) FROM customers;
SELECT version, status FROM migrate.remove_migration(1);
SELECT status FROM migrate.load('CREATE TABLE customers (id int PRIMARY KEY, name text);', '1_init.sql', 'CREATE TABLE taken_back ()');
SELECT status FROM migrate.record_migration(1);
SELECT version, status, note FROM migrate.status();
SELECT version, status FROM migrate.rollback();
SELECT to_regclass('taken_back'), count(*) FROM customers;
-- Written into the history by hand, by nobody's leave; and the same where it had run before, and after the row of
-- what had run was written anew.
SELECT status FROM migrate.load('CREATE TABLE made ();', '2_made.sql');
INSERT INTO migrate.schema_migrations (version, description) VALUES (2, 'made');
SELECT * FROM migrate.rollback();
:state
DELETE FROM migrate.schema_migrations;
DELETE FROM migrate.migrations WHERE version = 1;
SELECT version, status FROM migrate.apply();
SELECT version, how FROM migrate.origins;
DELETE FROM migrate.schema_migrations WHERE version = 2;
INSERT INTO migrate.schema_migrations (version, description) VALUES (2, 'made');
SELECT version, how FROM migrate.origins;
SELECT * FROM migrate.rollback();
:state
SELECT to_regclass('made');
DELETE FROM migrate.schema_migrations;
DELETE FROM migrate.migrations;
DROP TABLE made, customers;

-- Pruning forgets nothing of it.
SELECT migrate.create('Recorded', 'CREATE TABLE kept ()', version => 3);
CREATE TABLE kept ();
SELECT status FROM migrate.record_migration(3);
SELECT count(*) FROM migrate.prune('0');
SELECT * FROM migrate.rollback();
:state
SELECT version, status FROM migrate.remove_migration(3);
SELECT count(*) FROM migrate.origins;
DELETE FROM migrate.migrations;
DROP TABLE kept;

-- A down section that is there and empty has nothing to do; without one it is derived. Which, is said at once.
SELECT migrate.create('With a comment', 'CREATE TABLE stays ()', E'-- nothing to do\n', 10);
SELECT status, detail FROM migrate.load(E'-- migrate:up\nCREATE TABLE stays_too ();\n-- migrate:down\n-- on purpose\n', '11_stays.sql');
SELECT status, detail FROM migrate.load('CREATE TABLE goes ()', '12_goes.sql', E'/* nothing */ -- at all\n');
SELECT version, status, note FROM migrate.status();
SELECT count(*) FROM migrate.apply();
SELECT version, status, detail FROM migrate.rollback(3, dry_run => true);
SELECT version, status, detail FROM migrate.rollback(3);
SELECT to_regclass('stays'), to_regclass('stays_too'), to_regclass('goes');
DROP TABLE stays, stays_too, goes;
DELETE FROM migrate.migrations;
-- Nothing at all, and not even a comment.
SELECT migrate.create('Empty', 'SELECT 1', '-- none', 13);
UPDATE migrate.migrations SET (down, checksum, fingerprint) = (SELECT '', hash, hash
    FROM encode(sha256(convert_to('up', 'UTF8') || '\x00' || convert_to('SELECT 1', 'UTF8') || '\x00'
                       || convert_to('down', 'UTF8') || '\x0000'), 'hex') hash);
SELECT version, ok, detail FROM migrate.verify();
SELECT count(*) FROM migrate.apply();
SELECT version, status, note FROM migrate.status();
SELECT version, status, detail FROM migrate.rollback(dry_run => true);
SELECT version, status, detail FROM migrate.rollback();
SELECT count(*) FROM migrate.apply();
CALL migrate.down() \gset
SELECT version, status FROM migrate.status();
DELETE FROM migrate.migrations;

-- A dry run shows what is derived, and where it looks.
SELECT migrate.create('Two things', E'CREATE TABLE one ();\nALTER TABLE one ADD COLUMN a int;\nCREATE TABLE two ()', version => 20);
SELECT version, status, note FROM migrate.status();
SELECT count(*) FROM migrate.apply();
\pset format unaligned
\pset tuples_only on
SELECT version, status, detail FROM migrate.rollback(dry_run => true);
CALL migrate.down(dry_run => true);
\pset tuples_only off
\pset format aligned
SELECT version, status FROM migrate.rollback();
SELECT to_regclass('one'), to_regclass('two');
DELETE FROM migrate.migrations;

-- The path of the up script: that of the session that ran it.
CREATE SCHEMA app;
CREATE TABLE public.items (somebody_elses int);
SELECT migrate.create('Items', 'CREATE TABLE items (id int)', version => 30);
SET search_path = app;
CALL migrate.up() \gset
RESET search_path;
SELECT to_regclass('app.items'), to_regclass('public.items');
CALL migrate.down() \gset
SELECT to_regclass('app.items'), to_regclass('public.items');
-- "$user" is a schema, too; and a temporary table of the session that rolls back is not what was made.
CREATE SCHEMA :"USER";
SET search_path = "$user", public;
SELECT count(*) FROM migrate.apply();
SET search_path = public;
CREATE TEMP TABLE items (temporary int);
SELECT version, status FROM migrate.rollback();
SELECT to_regclass(:'USER' || '.items'), to_regclass('public.items'), to_regclass('pg_temp.items') IS NOT NULL AS temporary;
DROP TABLE pg_temp.items;
DROP SCHEMA :"USER";
RESET search_path;
-- A schema that is gone by then, or that who rolls back may not use: no other table of the name.
SET search_path = app, public;
SELECT count(*) FROM migrate.apply();
RESET search_path;
CREATE ROLE regress_origins;
GRANT USAGE ON SCHEMA migrate TO regress_origins;
GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO regress_origins;
ALTER TABLE public.items OWNER TO regress_origins;
SET ROLE regress_origins;
SELECT * FROM migrate.rollback();
:state
RESET ROLE;
DROP SCHEMA app CASCADE;
SELECT * FROM migrate.rollback();
:state
CALL migrate.down();
:state
SELECT to_regclass('public.items');
-- Gone for good: a new one of the name has nothing of it, and that is an error.
CREATE SCHEMA app;
SELECT status FROM migrate.rollback();
:state
CALL migrate.down();
:state
SELECT to_regclass('public.items');
SELECT status FROM migrate.remove_migration(30);
DELETE FROM migrate.migrations;
-- The same under a path of the script's own, and where it changes what it has made.
SELECT migrate.create('Own items', 'SET search_path = app, public; CREATE TABLE items (id int); ALTER TABLE items ADD COLUMN somebody_elses int;
CREATE INDEX CONCURRENTLY items_id ON items (id)', version => 31);
CALL migrate.up() \gset
SELECT to_regclass('app.items');
DROP TABLE app.items;
CREATE INDEX items_id ON public.items (somebody_elses);
CALL migrate.down();
:state
SELECT count(*) AS columns FROM pg_attribute WHERE attrelid = 'public.items'::regclass AND attnum > 0 AND NOT attisdropped;
DROP SCHEMA app CASCADE;
CALL migrate.down();
:state
SELECT to_regclass('public.items'), to_regclass('public.items_id');
SELECT status FROM migrate.remove_migration(31);
CREATE SCHEMA app;
DELETE FROM migrate.migrations;

-- A script with paths of its own comes back through them, and at its end to where it began.
SELECT migrate.create('Own path', 'CREATE TABLE first (id int); SET search_path = app, public; CREATE TABLE second (id int);
SET LOCAL search_path = public; CREATE TABLE third (id int); RESET search_path; CREATE TABLE fourth (id int)', version => 40);
CREATE SCHEMA begin_here;
SET search_path = begin_here;
CALL migrate.up() \gset
RESET search_path;
SELECT relname, relnamespace::regnamespace FROM pg_class WHERE relname IN ('first', 'second', 'third', 'fourth') ORDER BY 1;
\pset format unaligned
\pset tuples_only on
SELECT version, status, detail FROM migrate.rollback(dry_run => true);
\pset tuples_only off
\pset format aligned
CALL migrate.down() \gset
SELECT relname, relnamespace::regnamespace FROM pg_class WHERE relname IN ('first', 'second', 'third', 'fourth') ORDER BY 1;
-- To a role that the script takes, the same path means other schemas: "$user", and what only it may use.
DELETE FROM migrate.migrations;
CREATE TABLE public.things (somebody_elses int);
CREATE TABLE public.more (somebody_elses int);
CREATE SCHEMA regress_origins AUTHORIZATION regress_origins;
CREATE ROLE regress_origins_deployer IN ROLE regress_origins NOINHERIT;
GRANT USAGE ON SCHEMA migrate TO regress_origins_deployer;
GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO regress_origins_deployer;
SELECT migrate.create('Of a role', 'SET ROLE regress_origins; CREATE TABLE things (id int); SET search_path = regress_origins, public;
CREATE TABLE more (id int)', version => 42);
SELECT migrate.approve(42) IS NOT NULL AS approved;
ALTER TABLE public.things OWNER TO regress_origins;
ALTER TABLE public.more OWNER TO regress_origins;
SET ROLE regress_origins_deployer;
SET search_path = "$user", regress_origins, public;
SELECT version, status FROM migrate.apply(42);
SET search_path = public;
\pset format unaligned
\pset tuples_only on
SELECT detail FROM migrate.rollback(dry_run => true);
\pset tuples_only off
\pset format aligned
SELECT version, status FROM migrate.rollback();
RESET ROLE;
RESET search_path;
SELECT relname, relnamespace::regnamespace FROM pg_class WHERE relname IN ('things', 'more') ORDER BY 1;
DROP TABLE public.things, public.more;
DELETE FROM migrate.schema_migrations;
DELETE FROM migrate.migrations;
DROP OWNED BY regress_origins_deployer;
DROP ROLE regress_origins_deployer;
-- Half applied, and taken back elsewhere.
CREATE TABLE public.halves (somebody_elses int);
SELECT migrate.create('Halves', 'CREATE TABLE halves (id int); CREATE INDEX CONCURRENTLY ON halves (id); SELECT 1 / 0', version => 41);
SET search_path = begin_here;
CALL migrate.up(41) \gset
RESET search_path;
SELECT to_regclass('begin_here.halves'), to_regclass('public.halves');
CALL migrate.down() \gset
SELECT to_regclass('begin_here.halves'), to_regclass('public.halves');
DROP SCHEMA app, begin_here CASCADE;
DROP TABLE public.items, public.halves;
DROP OWNED BY regress_origins;
DROP ROLE regress_origins;
