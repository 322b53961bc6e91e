--- given
CREATE TABLE articles (id bigint PRIMARY KEY);
INSERT INTO articles VALUES (1);
--- finds error: rows are lost
--- script
DROP TABLE articles
--- fix
SELECT migrate.safe_drop_table('articles');
--- finds 2 error: each of several
--- script
DROP TABLE IF EXISTS "Other".a, b
--- fix
SELECT migrate.safe_drop_table('"Other".a');
SELECT migrate.safe_drop_table('b');
--- finds warning: there are no rows
--- given
TRUNCATE articles;
--- script
DROP TABLE articles
--- finds error: no rows, but a foreign key refers to it
--- given
TRUNCATE articles;
CREATE TABLE comments (article bigint REFERENCES articles);
--- script
DROP TABLE articles
--- silent: new
--- script
CREATE TABLE n (a int);
DROP TABLE n
--- silent: an index is no table
--- given
CREATE INDEX i ON articles (id);
--- script
DROP INDEX i
