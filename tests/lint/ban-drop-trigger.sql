--- given
CREATE TABLE orders (id int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f();
--- finds info: it is gone
--- script
DROP TRIGGER g ON orders
--- finds info: an event trigger
--- script
DROP EVENT TRIGGER e
--- silent: it is made again
--- script
DROP TRIGGER IF EXISTS g ON orders;
CREATE TRIGGER g BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION f()
--- silent: it is not there
--- script
DROP TRIGGER IF EXISTS h ON orders
--- silent: new
--- script
CREATE TRIGGER n AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f();
DROP TRIGGER n ON orders
