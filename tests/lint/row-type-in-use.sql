--- given
CREATE TABLE articles (id int, title text);
CREATE TABLE lists (a int);
CREATE FUNCTION latest() RETURNS SETOF articles LANGUAGE sql AS 'SELECT * FROM articles';
--- finds warning: a function gives other rows
--- script
ALTER TABLE articles DROP COLUMN title
--- finds info: one more
--- script
ALTER TABLE articles ADD COLUMN a int
--- finds error: rows are stored
--- given
CREATE TABLE history (id int, was articles);
--- script
ALTER TABLE articles ALTER COLUMN id TYPE bigint
--- finds warning: rows without a list of columns
--- given
CREATE FUNCTION fill() RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO lists VALUES (1); END $$;
--- script
ALTER TABLE lists ADD COLUMN b int
--- silent: nobody takes them
--- script
ALTER TABLE lists ADD COLUMN b int
--- silent: new
--- script
CREATE TABLE n (a int);
ALTER TABLE n ADD COLUMN b int
