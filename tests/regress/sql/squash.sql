-- Many migrations become one: what it is made of, what the history says then, and what is refused. Nothing is run.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
CREATE TABLE log (n serial, word text);
SELECT migrate.create('One', $$INSERT INTO log (word) VALUES ('one')$$, 'SELECT 1', 1);
SELECT migrate.create('Two', E'CREATE TABLE two ();\nINSERT INTO log (word) VALUES (\'two\') -- no end;', 'DROP TABLE two', 2);
SELECT status FROM migrate.load($$INSERT INTO log (word) VALUES ('2.5');$$, 'V2.5__more.sql', 'SELECT 2.5;');
SELECT migrate.create('Three', $$INSERT INTO log (word) VALUES ('three')$$, 'SELECT 3', 3);
SELECT migrate.create('Four', $$INSERT INTO log (word) VALUES ('four')$$, version => 4);
SELECT migrate.create('again', $$INSERT INTO log (word) VALUES ('again')$$, repeatable => true) > 0 AS registered;
CALL migrate.up(2, dry_run => true);

-- One in the middle, at either end, with what to do.
SELECT count(*) FROM migrate.apply(target => 2);
SELECT * FROM migrate.squash(1, 3);
:state
SELECT version, status FROM migrate.status() WHERE version < 100;
SELECT version, status FROM migrate.squash(1, 2);
SELECT up, down FROM migrate.migrations WHERE version = 2;
SELECT version, description, status, note FROM migrate.status() WHERE version < 100;
SELECT version, ok FROM migrate.verify() WHERE version < 100;
SELECT version, squashed_into, description, up, applied_at IS NOT NULL AS was_applied, filename FROM migrate.squashed ORDER BY id;
-- Its parts are known: a folder that still has them registers none of them again.
SELECT version, status, detail FROM migrate.load($$INSERT INTO log (word) VALUES ('one')$$, '1_one.sql', 'SELECT 1');
SELECT description, status FROM migrate.apply(dry_run => true);

-- Where they are not applied, the one runs, and goes back.
SELECT version, status, detail FROM migrate.squash(migrate.version('2.5'), 4, 'The rest');
SELECT version, description, status, note FROM migrate.status() WHERE version < 100;
SELECT description, status FROM migrate.apply();
SELECT string_agg(word, ' ' ORDER BY n) FROM log;
-- Squashed once more, with a script of its own; the file of a folder that has that text takes its name.
SELECT version, status FROM migrate.squash(2, 4, up => 'CREATE TABLE log (); CREATE TABLE two ()', down => 'DROP TABLE log, two');
SELECT status FROM migrate.load('CREATE TABLE log (); CREATE TABLE two ()', '4_the_rest.sql', 'DROP TABLE log, two');
SELECT description, status, note FROM migrate.status();
SELECT description, status FROM migrate.apply();
-- Of one that is not registered yet nobody can say that it is applied, though all that are known are.
SELECT * FROM migrate.squash(2, 9, up => 'SELECT 1');
:state
SELECT version, squashed_into FROM migrate.squashed ORDER BY id;
-- A database that knows none of them registers the one.
SELECT version, status FROM migrate.squash(10, 12, 'New here', up => 'CREATE TABLE twelve ()');
SELECT version, status FROM migrate.status() WHERE version = 12;

-- What is refused.
SELECT * FROM migrate.squash(3, 1);
:state
SELECT * FROM migrate.squash(20, 30);
:state
SELECT * FROM migrate.squash(1, migrate.version('R__again'));
:state
SELECT migrate.create('Sets', 'SET search_path = public; SELECT 1', version => 21);
SELECT migrate.create('Draft', version => 22);
SELECT * FROM migrate.squash(20, 21);
:state
SELECT * FROM migrate.squash(22, 30);
:state
SELECT * FROM migrate.squash(21, 22, up => 'SELEC 1');
:state
SELECT count(*) FROM migrate.baseline(13);
SELECT * FROM migrate.squash(12, 13);
:state
SELECT count(*) FROM migrate.squashed;

-- The text is that of who calls: a superuser does not run it unread.
CREATE ROLE regress_squash_author;
GRANT USAGE ON SCHEMA migrate TO regress_squash_author;
GRANT EXECUTE ON FUNCTION migrate.squash TO regress_squash_author;
SET ROLE regress_squash_author;
SELECT status FROM migrate.squash(40, 41, 'Mine', up => 'ALTER ROLE regress_squash_author SUPERUSER');
RESET ROLE;
SELECT version, status FROM migrate.apply(only_version => 41);
:state
DROP OWNED BY regress_squash_author;
DROP ROLE regress_squash_author;
