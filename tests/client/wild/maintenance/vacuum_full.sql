-- Which rows are gone for good depends on who else is connected; that the file is a new one does not.
CREATE TABLE fat (id int PRIMARY KEY, filler text) WITH (autovacuum_enabled = false);
INSERT INTO fat SELECT n, repeat('x', 500) FROM generate_series(1, 500) n;
DELETE FROM fat WHERE id % 10 <> 0;
CREATE TABLE facts AS SELECT 'plain' AS form, pg_relation_filenode('fat') AS file, false AS rewritten;
VACUUM FULL fat;
UPDATE facts SET rewritten = pg_relation_filenode('fat') <> file;
INSERT INTO facts SELECT 'options', pg_relation_filenode('fat');
VACUUM (FULL, ANALYZE, VERBOSE) fat;
UPDATE facts SET rewritten = pg_relation_filenode('fat') <> file WHERE form = 'options';
INSERT INTO facts SELECT 'everything', pg_relation_filenode('fat');
VACUUM FULL;
UPDATE facts SET rewritten = pg_relation_filenode('fat') <> file WHERE form = 'everything';
ALTER TABLE facts DROP COLUMN file;
