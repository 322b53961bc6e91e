--- given
CREATE TABLE articles (id int, title text, state text);
CREATE VIEW live AS SELECT id, title FROM articles;
--- finds error: a column goes
--- script
CREATE OR REPLACE VIEW live AS SELECT id FROM articles
--- finds error: another name
--- script
CREATE OR REPLACE VIEW live AS SELECT id, upper(title) AS heading, state FROM articles
--- finds error: another order
--- script
CREATE OR REPLACE VIEW live AS SELECT a.title, a.id FROM articles a
--- finds error: it is a table
--- script
CREATE OR REPLACE VIEW articles AS SELECT 1 AS id
--- silent: one more at the end
--- script
CREATE OR REPLACE VIEW live AS SELECT id, upper(title) AS title, state FROM articles
--- silent: the names are given
--- script
CREATE OR REPLACE VIEW live (id, title) AS SELECT a, b FROM (SELECT 1, 'a') x (a, b)
--- silent: nobody can tell
--- script
CREATE OR REPLACE VIEW live AS SELECT * FROM articles
--- silent: it is dropped before
--- script
DROP VIEW live;
CREATE OR REPLACE VIEW live AS SELECT id FROM articles
--- silent: there is none
--- script
CREATE OR REPLACE VIEW nowhere AS SELECT 1 AS a
--- finds error: another type
--- script
CREATE OR REPLACE VIEW live AS SELECT id::bigint, title FROM articles
--- finds error: another length
--- script
CREATE OR REPLACE VIEW live AS SELECT id, title::varchar(20) FROM articles
--- finds error: another collation
--- script
CREATE OR REPLACE VIEW live AS SELECT id, title COLLATE "C" AS title FROM articles
--- finds error: what the star stands for
--- script
CREATE OR REPLACE VIEW live AS SELECT state, * FROM articles
--- finds error: what follows from the tables
--- given
CREATE TABLE others (id bigint, title text);
--- script
CREATE OR REPLACE VIEW live AS WITH o AS (SELECT * FROM others) SELECT id, title FROM o
--- silent: the same types
--- given
CREATE TABLE others (id int, title varchar(10), extra int);
--- script
CREATE OR REPLACE VIEW live AS SELECT id, title::text, extra FROM others UNION ALL SELECT id, title, 1 FROM articles
--- silent: the type is changed before
--- given
CREATE TABLE others (id bigint, title text);
--- script
ALTER TABLE others ALTER id TYPE int;
CREATE OR REPLACE VIEW live AS SELECT id, title FROM others
--- silent: what it reads is not there yet
--- script
CREATE TABLE others (id int, title text);
CREATE OR REPLACE VIEW live AS SELECT id, title FROM others
--- silent: names and types are given
--- script
CREATE OR REPLACE VIEW live (id, title) AS SELECT 1, 'x'::text
