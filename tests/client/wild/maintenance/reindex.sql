CREATE SCHEMA other;
CREATE TABLE words (id int PRIMARY KEY, word text);
CREATE INDEX words_word ON words (word);
CREATE TABLE other.more (id int PRIMARY KEY);
INSERT INTO words SELECT n, 'word ' || n FROM generate_series(1, 100) n;

CREATE TABLE files (step serial, name text, file oid);
INSERT INTO files (name, file) SELECT oid::regclass, pg_relation_filenode(oid) FROM pg_class
WHERE relname IN ('words_pkey', 'words_word', 'more_pkey') ORDER BY relname;
REINDEX INDEX words_word;
INSERT INTO files (name, file) SELECT oid::regclass, pg_relation_filenode(oid) FROM pg_class
WHERE relname IN ('words_pkey', 'words_word', 'more_pkey') ORDER BY relname;
BEGIN;
REINDEX TABLE words;
COMMIT;
INSERT INTO files (name, file) SELECT oid::regclass, pg_relation_filenode(oid) FROM pg_class
WHERE relname IN ('words_pkey', 'words_word', 'more_pkey') ORDER BY relname;
REINDEX SCHEMA other;
INSERT INTO files (name, file) SELECT oid::regclass, pg_relation_filenode(oid) FROM pg_class
WHERE relname IN ('words_pkey', 'words_word', 'more_pkey') ORDER BY relname;

-- Which of them were built anew in which step; the numbers of the files themselves are the server's own affair.
ALTER TABLE files ADD COLUMN rebuilt boolean;
UPDATE files f SET rebuilt = f.file <> before.file FROM files before
WHERE before.name = f.name AND before.step = f.step - 3;
ALTER TABLE files DROP COLUMN file;
