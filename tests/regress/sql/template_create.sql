-- migrate.template() and migrate.create(): what a new file looks like, what can be registered from its parts, how
-- versions are made, and what is refused.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -

-- The guide's form, with a new version; it can be loaded as it is.
SELECT regexp_replace(regexp_replace(migrate.template('Add priority field to conversations'),
                                     'Migration: \d{13}\n', E'Migration: <version>\n'),
                      'Date: \d{8}\n', E'Date: <date>\n') AS template \gx
SELECT template ~ format('Migration: %s\n', substring(template FROM 'Migration: (\d+)')) AS has_version,
       substring(template FROM 'Migration: (\d+)')::bigint / 1000.0
           BETWEEN extract(epoch FROM clock_timestamp()) - 60 AND extract(epoch FROM clock_timestamp()) + 60 AS is_now,
       to_char(to_timestamp(substring(template FROM 'Migration: (\d+)')::bigint / 1000.0) AT TIME ZONE 'UTC',
               'YYYYMMDD') = substring(template FROM 'Date: (\d+)') AS date_is_its_day
FROM migrate.template('It''s "quoted"') template;
SELECT description, status, detail FROM migrate.load(migrate.template('  Trimmed  '));
-- A template is not registered, and yet no two have the same version.
SELECT count(DISTINCT substring(migrate.template('t' || i) FROM 'Migration: (\d+)')) FROM generate_series(1, 1000) i;

SELECT migrate.template(NULL);
:state
SELECT migrate.template('');
:state
SELECT migrate.template(' ' || chr(9));
:state
SELECT migrate.template(E'Two\nlines');
:state

-- create(): a given version comes back as it is.
SELECT migrate.create('First', up => 'CREATE TABLE first ()', down => 'DROP TABLE first', version => 1);
SELECT migrate.create('  Without a down script  ', 'CREATE TABLE second ()', version => 2);
SELECT migrate.create('Largest', up => 'SELECT 1', version => 9223372036854775807);
SELECT version, description, up, down, up_line, down_line, up_transaction, filename, registered_by = session_user AS by_us
FROM migrate.migrations WHERE version IN (1, 2) OR version = 9223372036854775807 ORDER BY version;

-- A version from the far end of bigint stops nobody: versions are the clock's milliseconds and increase.
SELECT migrate.create('After the largest', up => 'SELECT 1') < 1000000000000000000 AS is_sensible;
SELECT migrate.template('After the largest') ~ '^-- Migration: [0-9]{13}\n' AS is_sensible;
DELETE FROM migrate.migrations WHERE version = 9223372036854775807;
SELECT migrate.create('Now', up => 'SELECT 1') / 1000.0
    BETWEEN extract(epoch FROM clock_timestamp()) - 60 AND extract(epoch FROM clock_timestamp()) + 60 AS is_now;
WITH made AS MATERIALIZED (
    SELECT i, migrate.create('Migration ' || i, up => 'SELECT ' || i) AS version FROM generate_series(1, 1000) i
), compared AS (
    SELECT version, version > lag(version) OVER (ORDER BY i) AS increases FROM made
)
SELECT count(*), count(DISTINCT version) AS different, count(*) FILTER (WHERE increases) AS increases FROM compared;
-- Larger numbers that came from elsewhere are counted on from: the order of creation is the order of application.
SELECT migrate.create('By date', up => 'SELECT 1', version => 20231031120000);
WITH made AS MATERIALIZED (SELECT migrate.create('Next', up => 'SELECT 1') AS version)
SELECT clock_timestamp() AT TIME ZONE 'UTC' - to_timestamp(version::text, 'YYYYMMDDHH24MISS')::timestamp
           BETWEEN interval '0' AND interval '1 minute' AS is_now FROM made;
SELECT version FROM migrate.record_migration(90240101000000, 'Applied elsewhere');
-- Beyond the clock nobody can tell the next one: two who count on from the same number do not meet.
WITH made AS MATERIALIZED (SELECT migrate.create('Next', up => 'SELECT 1') AS version)
SELECT version - 90240101000000 BETWEEN 1 AND 1000 AS next FROM made;
WITH made AS MATERIALIZED (
    SELECT i, substring(migrate.template('T' || i) FROM 'Migration: ([0-9]+)')::bigint AS version FROM generate_series(1, 20) i
)
SELECT count(DISTINCT step) > 3 AS differ, min(step) > 0 AS increases
FROM (SELECT version - lag(version) OVER (ORDER BY i) AS step FROM made) s;
DELETE FROM migrate.migrations WHERE version > 2;
DELETE FROM migrate.schema_migrations;

-- A draft has no up script yet; giving it one completes it, and then it is taken.
SELECT migrate.create('Draft', version => 3);
SELECT version, description, status, note FROM migrate.status();
SELECT migrate.create('Draft', down => 'DROP TABLE third', version => 3);
SELECT migrate.create('Third', up => 'CREATE TABLE third ()', down => 'DROP TABLE third', version => 3);
SELECT version, description, status, note FROM migrate.status();
SELECT migrate.create('Third again', up => 'SELECT 3', version => 3);
:state
SELECT description, up FROM migrate.migrations WHERE version = 3;

-- What is refused, and leaves nothing.
SELECT migrate.create(NULL, up => 'SELECT 1');
:state
SELECT migrate.create('', up => 'SELECT 1');
:state
SELECT migrate.create('   ', up => 'SELECT 1');
:state
SELECT migrate.create(E'Two\nlines', up => 'SELECT 1');
:state
SELECT migrate.create(E'A carriage\rreturn', up => 'SELECT 1');
:state
SELECT migrate.create('Empty up', up => E' \n ');
:state
SELECT migrate.create('Empty down', up => 'SELECT 1', down => '');
:state
SELECT migrate.create('Version 0', up => 'SELECT 1', version => 0);
:state
SELECT migrate.create('Below', up => 'SELECT 1', version => -5);
:state
SELECT migrate.create('Bad up', up => 'SELEC 1', version => 4);
:state
SELECT migrate.create('Bad draft', down => E'SELECT 1;\n  DROPP TABLE t', version => 4);
:state
SELECT version, description FROM migrate.migrations ORDER BY version;
