--- given
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE orders (u int REFERENCES users);
CREATE TABLE notes (a int);
CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION t();
--- finds error: a foreign key is not checked
--- script
ALTER TABLE orders DISABLE TRIGGER ALL
--- finds error: nor one that refers to it
--- script
ALTER TABLE users DISABLE TRIGGER ALL
--- finds warning: there is no foreign key
--- script
ALTER TABLE notes DISABLE TRIGGER ALL
--- finds warning: a trigger of the user's
--- script
ALTER TABLE notes DISABLE TRIGGER g
--- finds warning: it comes back
--- script
ALTER TABLE orders DISABLE TRIGGER ALL;
INSERT INTO orders VALUES (1);
ALTER TABLE orders ENABLE TRIGGER ALL
--- finds error: one that an online change needs
--- script
ALTER TABLE notes DISABLE TRIGGER "~a_sync_1_00000000"
--- silent: it fires again
--- script
ALTER TABLE notes ENABLE TRIGGER g
--- silent: new
--- script
CREATE TABLE n (a int);
ALTER TABLE n DISABLE TRIGGER ALL
