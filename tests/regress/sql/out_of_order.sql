-- Migrations that come before one that is applied: migrate.out_of_order; and the way back in the order of application.
\set state '\\echo SQLSTATE :LAST_ERROR_SQLSTATE'
\pset null -
CREATE TABLE log (id int GENERATED ALWAYS AS IDENTITY, what text);
CREATE FUNCTION logs(number bigint) RETURNS bigint LANGUAGE sql AS $$
    SELECT migrate.create('M' || number, format('INSERT INTO log (what) VALUES (''up %s'')', number),
                          format('INSERT INTO log (what) VALUES (''down %s'')', number), number)
$$;
SELECT migrate.current_version();
SHOW migrate.out_of_order;
SET migrate.out_of_order = sometimes;
-- Nothing is late where nothing is applied, nor in one call.
SELECT count(logs(i)) FROM generate_series(10, 50, 10) i;
SELECT version, status FROM migrate.apply();

-- Refused: nothing is run, what is in order included.
SELECT logs(25), logs(60);
SET migrate.out_of_order = refuse;
SELECT version, status, note FROM migrate.status() WHERE status = 'pending';
SELECT version, status, detail FROM migrate.apply(dry_run => true);
SELECT * FROM migrate.apply();
:state
CALL migrate.up();
:state
-- One that is after the newest applied and before the target: only what was asked for counts.
SELECT logs(35);
SELECT * FROM migrate.apply();
:state
SELECT count(*) FROM log;

-- The way out: another number.
SELECT logs(70);
SELECT status, detail FROM migrate.unregister(25);
SELECT status, detail FROM migrate.unregister(35);
SELECT version, status FROM migrate.apply();

-- A warning, and they are applied; one transaction as ever.
RESET migrate.out_of_order;
SELECT logs(25), logs(15);
SELECT version, status, note FROM migrate.status() WHERE status = 'pending';
SELECT version, status, detail FROM migrate.apply(15, dry_run => true);
SELECT version, status FROM migrate.apply(15);
SET client_min_messages = warning;
CALL migrate.up() \gset
RESET client_min_messages;
SELECT logs(12), logs(13);
SELECT version, status FROM migrate.apply();
-- Allowed: not a word.
SET migrate.out_of_order = allow;
SELECT logs(14);
SELECT version, status, detail FROM migrate.apply(dry_run => true);
SELECT version, status FROM migrate.apply();
RESET migrate.out_of_order;
SELECT version FROM migrate.schema_migrations ORDER BY applied_at;

-- Back: by version, which says what was applied later; by application; a number of them, or down to a target that stays.
SELECT version, status FROM migrate.rollback(dry_run => true);
SELECT version FROM migrate.rollback(2, dry_run => true, by => 'version');
SELECT version FROM migrate.rollback(by => 'application', dry_run => true);
SELECT version FROM migrate.rollback(3, by => 'application', dry_run => true);
SELECT version FROM migrate.rollback(target => 15, by => 'application', dry_run => true);
SELECT version FROM migrate.rollback(target => 15, dry_run => true);
SELECT count(*) FROM migrate.rollback(target => 0, by => 'application', dry_run => true);
SELECT version FROM migrate.rollback(2, 60, by => 'application', dry_run => true);
TRUNCATE log;
SELECT version, status FROM migrate.rollback(4, by => 'application');
SET client_min_messages = warning;
CALL migrate.down(1, by => 'application') \gset
RESET client_min_messages;
SELECT what FROM log ORDER BY id;
-- What was applied last is the newest now, and there is nothing more to be said.
SELECT version, status FROM migrate.rollback();
SELECT * FROM migrate.rollback(by => 'chance');
:state
SELECT * FROM migrate.rollback(by => NULL);
:state
CALL migrate.down(by => 'Application');
:state

-- A part of one that was broken off is the last of all, and that it goes on is not late.
SELECT migrate.create('Stumbles', 'CREATE TABLE part (); COMMIT; SELECT 1/0', 'DROP TABLE part', 18);
SET client_min_messages = error;
CALL migrate.up(18);
:state
RESET client_min_messages;
SELECT version, status FROM migrate.status() WHERE version = 18;
SELECT version FROM migrate.rollback(2, by => 'application', dry_run => true);
SET migrate.out_of_order = refuse;
CALL migrate.up(18);
:state
SELECT count(*) FROM migrate.schema_migrations WHERE version = 18;
