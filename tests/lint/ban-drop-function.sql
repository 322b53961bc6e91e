--- given
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
--- finds warning: somebody may call it
--- script
DROP FUNCTION f(int)
--- finds error: a trigger calls it
--- given
CREATE TABLE a (b int);
CREATE TRIGGER g BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION t();
--- script
DROP FUNCTION t
--- finds error: a default calls it
--- given
CREATE TABLE a (b int DEFAULT f(1));
--- script
DROP ROUTINE f(integer)
--- silent: it is made again
--- script
DROP FUNCTION f(int);
CREATE FUNCTION f(a int) RETURNS text LANGUAGE sql AS 'SELECT 1'
--- silent: it is not here
--- script
DROP FUNCTION IF EXISTS f(text)
--- silent: new
--- script
CREATE FUNCTION n() RETURNS int LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION n()
