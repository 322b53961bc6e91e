-- What the pages of scripts/look tell of: runs that went well, waited, failed and were taken back; names of every kind.
\set ON_ERROR_STOP on
CREATE EXTENSION migrate_ext;
SET migrate.small_table = 0;
CREATE TABLE articles (id int PRIMARY KEY, n int NOT NULL, slug text, body text);
INSERT INTO articles SELECT i, i, 'slug ' || i, repeat('x', 200) FROM generate_series(1, 50000) i;
CREATE TABLE "</script><b>Ünusually long name, with blanks & ""quotes"" <x>" (id int PRIMARY KEY, body text);
CREATE TABLE a_name_that_is_as_long_as_the_server_takes_one_63_bytes_of_it_xx (id int PRIMARY KEY);

SELECT migrate.create('Everything that goes well, in <several> units & with a description that is rather long for a phone', $up$
ALTER TABLE articles ADD COLUMN word_count int;
COMMENT ON COLUMN articles.word_count IS 'how many words';
CREATE INDEX CONCURRENTLY articles_slug ON articles (slug);
SELECT migrate.safe_backfill('articles', 'word_count = n % 1000');
SELECT migrate.safe_set_not_null('articles', 'word_count');
ALTER TABLE "</script><b>Ünusually long name, with blanks & ""quotes"" <x>" ADD COLUMN "<i>" text;
ALTER TABLE a_name_that_is_as_long_as_the_server_takes_one_63_bytes_of_it_xx
    ADD COLUMN a_column_name_that_is_as_long_as_the_server_takes_one_63_bytes text;
CREATE TABLE made (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, article int REFERENCES articles, note text);
$up$, version => 1);
CALL migrate.up(1);

-- Somebody holds the table for a while.
\! psql -Xq -c 'BEGIN; LOCK TABLE articles IN ACCESS SHARE MODE; SELECT pg_sleep(2)' >/dev/null &
SELECT pg_sleep(0.7);
SELECT migrate.create('Waits for somebody', $up$
ALTER TABLE articles ADD COLUMN waited text;
VACUUM articles;
$up$, 'ALTER TABLE articles DROP COLUMN waited', version => 2);
CALL migrate.up(2);
CALL migrate.down();
CALL migrate.up(2);

SELECT migrate.create('Fails in the middle', $up$
CREATE INDEX CONCURRENTLY articles_n ON articles (n);
ALTER TABLE articles ADD CONSTRAINT "positive <b>" CHECK (n > 10 AND body <> '</script><img src=x onerror=alert(1)>');
$up$, version => 3);
\set ON_ERROR_STOP off
CALL migrate.up(3);
CALL migrate.up(3);
\set ON_ERROR_STOP on

-- Of a long journal, a part is shown.
SELECT migrate.create('Ten thousand units', (SELECT string_agg(format('INSERT INTO counted VALUES (%s); COMMIT', i), '; ')
                                             FROM generate_series(1, 10000) i), version => 4) \g /dev/null
INSERT INTO migrate.journal (job, version, direction, unit, units, kind, status, checksum, first_statement, last_statement,
                             run_by, run_as, started_at, finished_at, execution_time_ms, waited_ms)
SELECT NULL, 4, 'up', i, 10000, 'transaction', CASE WHEN i % 1000 = 0 THEN 'failed' ELSE 'done' END, 'x', i, i,
       'postgres', 'postgres', now() + i * interval '20 ms', now() + i * interval '20 ms' + interval '15 ms',
       15 + CASE WHEN i % 777 = 0 THEN i ELSE 0 END, CASE WHEN i % 500 = 0 THEN 5 ELSE 0 END
FROM generate_series(1, 10000) i;
UPDATE migrate.journal SET job = 999 WHERE version = 4;
