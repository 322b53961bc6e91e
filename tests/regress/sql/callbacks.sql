-- What runs around migrations: before the first of a run, behind each, behind the last. Jobs that break off, and folders,
-- are in the client tests.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
CREATE TABLE log (n serial, word text);
SELECT description, status, detail FROM migrate.set_callback('before_all', $$INSERT INTO log (word) VALUES ('before')$$);
SELECT description, status FROM migrate.set_callback('after_each', $$INSERT INTO log (word) VALUES ('each')$$);
SELECT description, status FROM migrate.set_callback('after_all', $$INSERT INTO log (word) VALUES ('after')$$);
SELECT event, sql, registered_by = current_user AS by_us FROM migrate.callbacks;
-- They are no migrations: without one that is pending they do not run.
SELECT * FROM migrate.status();
SELECT * FROM migrate.verify();
SELECT description, status FROM migrate.apply();
SELECT migrate.create('One', $$INSERT INTO log (word) VALUES ('one')$$, 'SELECT 1', 1);
SELECT migrate.create('Two', $$INSERT INTO log (word) VALUES ('two')$$, 'SELECT 2', 2);
SELECT description, status FROM migrate.apply(dry_run => true);
SELECT description, status FROM migrate.apply();
SELECT string_agg(word, ' ' ORDER BY n) FROM log;
SELECT version, status FROM migrate.status();
SELECT version FROM migrate.applied_migrations();
SELECT description, count(*) FROM migrate.journal j JOIN migrate.migrations m USING (version) GROUP BY 1 ORDER BY 1;
-- Not for what goes down; for what goes up again.
TRUNCATE log;
SELECT version, status FROM migrate.rollback();
SELECT string_agg(word, ' ' ORDER BY n) FROM log;
SELECT description, status FROM migrate.apply();
BEGIN;
DO $$ DECLARE said text; BEGIN CALL migrate.redo(steps => 2, summary => said); RAISE NOTICE '%', regexp_replace(said, ' in .*,', ' in …,'); END $$;
COMMIT;
SELECT string_agg(word, ' ' ORDER BY n) FROM log;
-- One that fails in the caller's transaction takes all of it back.
SELECT description, status FROM migrate.set_callback('after_each', 'SELECT 1/0');
SELECT migrate.create('Three', 'CREATE TABLE three ()', version => 3);
SELECT description, status FROM migrate.apply();
:state
SELECT version, status FROM migrate.status();
SELECT description, status FROM migrate.set_callback('after_each', $$INSERT INTO log (word) VALUES ('mended')$$);
SELECT description, status FROM migrate.apply();

-- What is refused.
SELECT * FROM migrate.set_callback('before_each', 'SELECT 1');
:state
SELECT * FROM migrate.set_callback('after_all', 'SELEC 1');
:state
SELECT * FROM migrate.set_callback('after_all', ' ');
:state
SELECT * FROM migrate.set_callback('after_all', 'afterMigrate.sql');
:state
SELECT * FROM migrate.set_callback('after_all', NULL);
:state
SELECT count(*) FROM migrate.apply(only_version => (SELECT version FROM migrate.callbacks WHERE event = 'after_all'));
:state
SELECT * FROM migrate.record_migration((SELECT version FROM migrate.callbacks WHERE event = 'after_all'));
:state

-- An ordinary role's callback does not run with a superuser's rights, until somebody has read it.
CREATE ROLE regress_callbacks_author;
GRANT USAGE ON SCHEMA migrate TO regress_callbacks_author;
GRANT EXECUTE ON FUNCTION migrate.set_callback TO regress_callbacks_author;
SET ROLE regress_callbacks_author;
SELECT status FROM migrate.set_callback('before_all', 'ALTER ROLE regress_callbacks_author SUPERUSER');
SELECT * FROM migrate.drop_callback('before_all');
:state
RESET ROLE;
SELECT migrate.create('Four', 'CREATE TABLE four ()', version => 4);
SELECT description, status FROM migrate.apply();
:state
SELECT description, status, detail FROM migrate.apply(dry_run => true);
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_callbacks_author';
SELECT to_regclass('four') IS NULL AS nothing_ran;
SELECT description, status FROM migrate.drop_callback('before_all');
SELECT description, status FROM migrate.apply();
SELECT * FROM migrate.drop_callback('before_all');
:state
SELECT event FROM migrate.callbacks;
DROP OWNED BY regress_callbacks_author;
DROP ROLE regress_callbacks_author;
