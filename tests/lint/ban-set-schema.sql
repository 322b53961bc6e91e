--- given
CREATE TABLE articles (id int);
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
--- finds warning: the old name is gone
--- script
ALTER TABLE articles SET SCHEMA archive
--- finds warning: a function
--- script
ALTER FUNCTION f(int) SET SCHEMA archive
--- silent: a view stands in
--- script
ALTER TABLE articles SET SCHEMA archive;
CREATE VIEW articles AS SELECT * FROM archive.articles
--- silent: new
--- script
CREATE TABLE n (a int);
ALTER TABLE n SET SCHEMA archive
