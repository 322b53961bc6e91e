-- A tour of migrate_ext in one psql script. `make demo` runs it in a new database; it needs psql because of
-- \set and \echo only: each statement works from any client.
\pset columns 120
\pset format wrapped
\pset footer off
SET client_min_messages = notice;

\echo
\echo '== The extension goes into the database like any other.'
\echo
\set ECHO queries
CREATE EXTENSION migrate_ext;

\set ECHO none
\echo
\echo '== A table with 200,000 rows, as an application would have it.'
\echo
\set ECHO queries
CREATE TABLE conversations (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title         text NOT NULL,
    status        text NOT NULL DEFAULT 'draft',
    quality_score numeric(3, 1),
    created_by    uuid NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now()
);
INSERT INTO conversations (title, status, quality_score, created_by, created_at)
SELECT 'Conversation ' || n, (ARRAY['draft', 'review', 'approved'])[1 + n % 3], (n % 100) / 10.0,
       gen_random_uuid(), now() - n * interval '1 minute'
FROM generate_series(1, 200000) AS n;
ANALYZE conversations;

\set ECHO none
\echo
\echo '== Load a migration file. Its script is parsed now: a syntax error would be refused here.'
\echo
\set file `cat examples/1698765432000_add_priority_field.sql`
\echo '\\set file `cat examples/1698765432000_add_priority_field.sql`'
\echo 'SELECT * FROM migrate.load(:''file'');'
SELECT * FROM migrate.load(:'file');

\echo '== What would happen? Nothing is changed by a dry run.'
\echo
\set ECHO queries
SELECT * FROM migrate.apply(dry_run => true);

\set ECHO none
\echo '== Apply it. The file builds its index CONCURRENTLY between BEGIN and COMMIT, and it works.'
\echo
\set ECHO queries
CALL migrate.up();

\set ECHO none
\echo '== The column, with default and NOT NULL, and the index, valid.'
\echo
\echo '\\d conversations'
\d conversations
\set ECHO queries
SELECT indexrelid::regclass AS index, indisvalid AS valid, pg_size_pretty(pg_relation_size(indexrelid)) AS size
FROM pg_index WHERE indrelid = 'conversations'::regclass;
SELECT priority, count(*) FROM conversations GROUP BY priority;
SELECT * FROM migrate.status();

\set ECHO none
\echo '== Take it back.'
\echo
\set ECHO queries
CALL migrate.down();

\set ECHO none
\echo '== Both are gone.'
\echo
\set ECHO queries
SELECT (SELECT count(*) FROM pg_attribute
        WHERE attrelid = 'conversations'::regclass AND attname = 'priority' AND NOT attisdropped) AS columns,
       (SELECT count(*) FROM pg_class WHERE relname = 'idx_conversations_priority') AS indexes;
SELECT * FROM migrate.status();

\set ECHO none
\echo '== And once more.'
\echo
\set ECHO queries
CALL migrate.up();
SELECT * FROM migrate.status();
