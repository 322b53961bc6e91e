--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
CREATE TABLE authors (id bigint PRIMARY KEY, n int);
--- finds warning: an UPDATE of another table
--- script
ALTER TABLE authors ADD a int;
UPDATE articles SET title = ''
--- finds warning: it is said once
--- script
ALTER TABLE authors ADD a int;
UPDATE articles SET title = '';
UPDATE articles SET body = '';
DELETE FROM articles WHERE title = 'x'
--- finds warning: of the same table
--- script
ALTER TABLE articles ADD a int;
UPDATE articles SET a = 1
--- finds error: many rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
ALTER TABLE authors ADD a int;
CREATE TABLE copy AS SELECT * FROM articles
--- finds warning: an index of another table
--- script
ALTER TABLE authors ADD a int;
CREATE INDEX ON articles (id)
--- finds warning: in a DO block
--- script
DO $$ BEGIN
ALTER TABLE authors ADD a int;
UPDATE articles SET title = '';
END $$
--- finds warning: behind LOCK TABLE
--- script
LOCK TABLE authors;
DELETE FROM articles WHERE title = 'x'
--- finds warning: a foreign key holds the other table
--- script
CREATE TABLE x (a bigint REFERENCES authors);
INSERT INTO x SELECT id FROM articles
--- silent: other rules speak of an index of the same table
--- script
ALTER TABLE articles ADD a int;
CREATE INDEX ON articles (a)
--- silent: it is committed before
--- script
ALTER TABLE authors ADD a int;
COMMIT;
UPDATE articles SET title = ''
--- silent: an operation commits what is before it
--- script
ALTER TABLE authors ADD a int;
SELECT migrate.safe_backfill('articles', 'title = NULL')
--- silent: the long one comes first
--- script
UPDATE articles SET title = '';
ALTER TABLE authors ADD a int
--- silent: the rows are named by a key
--- given
ALTER TABLE articles ADD PRIMARY KEY (id);
--- script
ALTER TABLE authors ADD a int;
UPDATE articles SET title = '' WHERE id = 5
--- silent: few rows
--- given
TRUNCATE articles;
--- script
ALTER TABLE authors ADD a int;
UPDATE articles SET title = ''
--- silent: the script has made what is locked
--- script
CREATE TABLE x (a int);
ALTER TABLE x ADD b int;
UPDATE articles SET title = ''
--- silent: the type changes in the catalog alone
--- script
ALTER TABLE authors ADD a int;
ALTER TABLE articles ALTER title TYPE varchar
