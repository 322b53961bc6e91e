CREATE TABLE facts (name text PRIMARY KEY, file oid, rebuilt boolean);
CREATE TABLE words (id int PRIMARY KEY, word text);
CREATE INDEX words_word ON words (word);
INSERT INTO words SELECT n, 'word ' || n FROM generate_series(1, 100) n;
INSERT INTO facts SELECT relname, pg_relation_filenode(oid) FROM pg_class WHERE relname IN ('words_pkey', 'words_word');

REINDEX INDEX CONCURRENTLY words_word;
UPDATE facts SET rebuilt = pg_relation_filenode(name::regclass) <> file;
INSERT INTO facts SELECT name || ' 1', NULL, rebuilt FROM facts;
UPDATE facts SET file = pg_relation_filenode(name::regclass) WHERE file IS NOT NULL;
REINDEX TABLE CONCURRENTLY words;
UPDATE facts SET rebuilt = pg_relation_filenode(name::regclass) <> file WHERE file IS NOT NULL;
REINDEX (CONCURRENTLY, VERBOSE) INDEX words_pkey;
REINDEX SCHEMA CONCURRENTLY public;
ALTER TABLE facts DROP COLUMN file;
