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
