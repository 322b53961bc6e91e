CREATE TABLE cities (id serial PRIMARY KEY, name text UNIQUE, country text);

CREATE TEMPORARY TABLE incoming (name text, country text);
INSERT INTO incoming VALUES ('Bern', 'CH'), ('Basel', 'CH'), ('Bonn', 'DE');
CREATE INDEX ON incoming (name);
ANALYZE incoming;
INSERT INTO cities (name, country) SELECT name, country FROM incoming ORDER BY name;
TRUNCATE incoming;
INSERT INTO incoming VALUES ('Bern', 'Switzerland');

BEGIN;
UPDATE cities c SET country = i.country FROM incoming i WHERE i.name = c.name;
CREATE TEMP VIEW swiss AS SELECT name FROM cities WHERE country LIKE 'S%';
COMMIT;

CREATE TABLE summary AS SELECT count(*) AS swiss FROM swiss;
CREATE TEMP SEQUENCE numbers START 5;
INSERT INTO summary SELECT nextval('numbers');
-- A temporary table hides a permanent one of the same name.
CREATE TEMP TABLE cities (name text);
INSERT INTO cities VALUES ('nowhere');
DROP TABLE incoming CASCADE;
