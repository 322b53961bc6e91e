-- In a read-only transaction: what changes something is refused; what only looks works, dry runs too.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
SELECT migrate.create('Applied', 'CREATE TABLE one ()', 'DROP TABLE one', 1);
SELECT version, status FROM migrate.apply();
SELECT migrate.create('Pending', 'CREATE TABLE two (); VACUUM two', version => 2);
SET default_transaction_read_only = on;

SELECT version, description, status, note FROM migrate.status();
SELECT * FROM migrate.verify();
SELECT migrate.current_version(), migrate.is_applied(1), (SELECT count(*) FROM migrate.applied_migrations()) AS applied;
SELECT * FROM migrate.apply(dry_run => true);
SELECT version, status, detail FROM migrate.rollback(dry_run => true);
CALL migrate.up(dry_run => true);
CALL migrate.down(dry_run => true);
SELECT migrate.template('Only a text') LIKE '-- Migration: %' AS template;

SELECT migrate.create('x', 'SELECT 1');
:state
SELECT migrate.create('x', 'SELECT 1', version => 3);
:state
SELECT * FROM migrate.load('SELECT 1', '3_x.sql');
:state
SELECT * FROM migrate.apply();
:state
SELECT * FROM migrate.rollback();
:state
CALL migrate.up();
:state
CALL migrate.down();
:state
SELECT * FROM migrate.record_migration(3);
:state
SELECT * FROM migrate.remove_migration(1);
:state
SELECT * FROM migrate.baseline(3);
:state
-- As in a block.
SET default_transaction_read_only = off;
BEGIN READ ONLY;
SELECT * FROM migrate.apply();
:state
ROLLBACK;
SELECT version, status FROM migrate.status();
