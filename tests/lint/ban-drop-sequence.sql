--- given
CREATE SEQUENCE numbers;
--- finds error: a default needs it
--- given
CREATE TABLE orders (number int DEFAULT nextval('numbers'));
--- script
DROP SEQUENCE numbers
--- finds info: nothing needs it
--- script
DROP SEQUENCE numbers
--- finds warning: a function names it
--- given
CREATE FUNCTION next_one() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN nextval('numbers'); END $$;
--- script
DROP SEQUENCE numbers
--- silent: it is not here
--- script
DROP SEQUENCE IF EXISTS nowhere
--- silent: new
--- script
CREATE SEQUENCE n;
DROP SEQUENCE n
