-- Repeatable migrations: they stand behind all versions, run again when their text has changed, and are never rolled
-- back. Folders, jobs and the histories of tools are in the client tests.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
SELECT description, status FROM migrate.load('CREATE OR REPLACE VIEW v AS SELECT 1 AS a', 'R__b_view.sql');
SELECT description, status FROM migrate.load('CREATE TABLE ran (n int)', 'V1__ran.sql');
SELECT description, status FROM migrate.load('CREATE TABLE two ()', 'V2__two.sql', 'DROP TABLE two');
SELECT migrate.create('a counts', 'INSERT INTO ran VALUES (1)', repeatable => true) = migrate.version('R__a_counts') AS is_its_own;
SELECT description, status, note FROM migrate.status();
-- A target is a version: what stands behind all of them is not on the way to it.
SELECT description, status FROM migrate.apply(target => 2, dry_run => true);
SELECT description, status FROM migrate.apply();
SELECT description, status, note FROM migrate.status();
SELECT migrate.current_version();
SELECT description, ok, detail FROM migrate.verify();

-- The same text is no news; another one is, and takes its place at once.
SELECT description, status FROM migrate.load('CREATE OR REPLACE VIEW v AS SELECT 1 AS a', 'R__b_view.sql');
SELECT description, status FROM migrate.apply();
SELECT description, status FROM migrate.load('CREATE OR REPLACE VIEW v AS SELECT 2 AS a', 'R__b_view.sql');
SELECT description, status, applied_at IS NOT NULL AS has_run, note FROM migrate.status();
SELECT description, ok, detail FROM migrate.verify();
SELECT description, status FROM migrate.apply(dry_run => true);
-- Back to what ran: nothing is left to do.
SELECT status FROM migrate.load('CREATE OR REPLACE VIEW v AS SELECT 1 AS a', 'R__b_view.sql');
SELECT description, status FROM migrate.apply(dry_run => true);
SELECT status FROM migrate.load('CREATE OR REPLACE VIEW v AS SELECT 2 AS a', 'R__b_view.sql');
SELECT migrate.create('a counts', 'INSERT INTO ran VALUES (2)', repeatable => true) > 0 AS registered;
-- A version comes first, and both run behind it.
SELECT description, status FROM migrate.load('CREATE TABLE three ()', 'V3__three.sql');
SELECT description, status FROM migrate.apply();
TABLE v;
TABLE ran;
SELECT description, note FROM migrate.status();
-- The history has the last run of each, the journal all of them.
SELECT description, s.checksum = m.checksum AS is_the_last
FROM migrate.applied_migrations() s JOIN migrate.migrations m USING (version, description);
SELECT m.description, count(*) FROM migrate.journal j JOIN migrate.migrations m USING (version) GROUP BY 1 ORDER BY 1;

-- A rollback passes them by.
SELECT description, status FROM migrate.rollback(steps => 2, dry_run => true);
SELECT * FROM migrate.rollback(target => migrate.version('R__b_view'));
:state
SELECT * FROM migrate.baseline(migrate.version('R__b_view'));
:state
SELECT migrate.create('x', 'SELECT 1', version => 9, repeatable => true);
:state
-- A version below the newest is still the older one.
SELECT status FROM migrate.load('SELECT 1', 'V2.5__late.sql');
SELECT description, note FROM migrate.status() WHERE status = 'pending';

-- What a failed run leaves is pending with its old run known; a mended text runs from its beginning.
SELECT status FROM migrate.load('INSERT INTO ran VALUES (3); SELECT 1/0', 'R__a_counts.sql');
CALL migrate.up();
:state
SELECT description, status, applied_at IS NOT NULL AS has_run FROM migrate.status() WHERE status <> 'applied';
SELECT description, status FROM migrate.load('INSERT INTO ran VALUES (4)', 'R__a_counts.sql');
SELECT description, status FROM migrate.apply();
TABLE ran;

-- Recorded and taken out by hand, as any other: without a row it is to run again.
SELECT status FROM migrate.remove_migration(migrate.version('R__a_counts'));
SELECT description, status FROM migrate.apply(dry_run => true);
SELECT status FROM migrate.record_migration(migrate.version('R__a_counts'));
SELECT description, status, note FROM migrate.status() WHERE description LIKE 'R\_\_a%';

-- Liquibase's changeset that runs on change keeps its place, and runs below a baseline, too, when it has changed.
SELECT description, status FROM migrate.load(
    E'--liquibase formatted sql\n--changeset a:1 runOnChange:true\nINSERT INTO ran VALUES (5);', '4_again.sql');
SELECT description, status FROM migrate.apply();
SELECT description FROM migrate.baseline(5, 'All before');
SELECT description, status FROM migrate.load(
    E'--liquibase formatted sql\n--changeset a:1 runOnChange:true\nINSERT INTO ran VALUES (6);', '4_again.sql');
SELECT description, status, note FROM migrate.status() WHERE version = 4;
SELECT description, status FROM migrate.apply();
SELECT description, status FROM migrate.apply();
SELECT max(n) FROM ran;
-- Without the word it is a version again, and what is applied stays.
SELECT description, status FROM migrate.load(E'--liquibase formatted sql\n--changeset a:1\nINSERT INTO ran VALUES (7);', '4_again.sql');
:state
-- Nor can an applied version become repeatable by another text: its history would mean something else.
SELECT status FROM migrate.load(
    E'--liquibase formatted sql\n--changeset a:1 runOnChange:true\nDROP TABLE two;', '2_two.sql');
:state
SELECT description, status FROM migrate.status() WHERE version = 2;
