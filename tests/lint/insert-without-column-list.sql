--- given
CREATE TABLE states (id int, "Name" text, more text);
--- finds info: two of three
--- script
INSERT INTO states VALUES (1, coalesce('a', 'b'))
--- fix
INSERT INTO states (id, "Name") VALUES (1, coalesce('a', 'b'));
--- finds info: from a query
--- script
INSERT INTO states SELECT 1, 'a'
--- silent: they are named
--- script
INSERT INTO states (id) VALUES (1)
--- silent: there are none
--- script
INSERT INTO states DEFAULT VALUES
