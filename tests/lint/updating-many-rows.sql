--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
--- finds warning: all rows
--- script
UPDATE articles SET title = lower(title), body = 'from where'
--- fix
SELECT migrate.safe_backfill('articles', 'title = lower(title), body = ''from where''');
--- finds error: all of many rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
UPDATE articles SET title = ''
--- finds warning: some of many rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
UPDATE articles SET title = '' WHERE title IS NULL
--- fix
SELECT migrate.safe_backfill('articles', 'title = ''''', condition => 'title IS NULL');
--- finds error: a new column is empty in all rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
ALTER TABLE articles ADD slug text;
UPDATE articles SET slug = '' WHERE slug IS NULL
--- finds info: some of some rows
--- script
DELETE FROM articles WHERE title = 'x'
--- finds warning: a table that is not here
--- script
DELETE FROM elsewhere WHERE a = 1
--- silent: another rule speaks of all rows
--- script
DELETE FROM articles
--- finds warning: no call for two tables
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
UPDATE articles a SET title = b.title FROM articles b WHERE a.id = b.id
--- silent: rows that are named by a key
--- given
ALTER TABLE articles ADD PRIMARY KEY (id);
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
UPDATE articles SET title = '' WHERE id IN (1, 2) AND title = 'x'
--- finds warning: a key that is one of two ways
--- given
ALTER TABLE articles ADD PRIMARY KEY (id);
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
DELETE FROM articles WHERE id = 1 OR title = 'x'
--- silent: few rows
--- given
TRUNCATE articles;
--- script
UPDATE articles SET title = ''
--- silent: new
--- script
CREATE TABLE lists (a int);
UPDATE lists SET a = 1
--- silent: in a function's body it is its caller's
--- script
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'UPDATE articles SET title = NULL'
--- silent: the other way
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
SELECT migrate.safe_backfill('articles', 'title = NULL')
