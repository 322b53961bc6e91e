--- given
CREATE TABLE articles (id int);
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
--- finds warning: it is another's then
--- script
ALTER TABLE articles OWNER TO pg_monitor
--- finds error: row security turns round
--- given
ALTER TABLE articles ENABLE ROW LEVEL SECURITY;
--- script
ALTER TABLE articles OWNER TO pg_monitor
--- finds warning: a function runs with other rights
--- script
ALTER FUNCTION f() OWNER TO pg_monitor
--- finds info: a type
--- script
ALTER TYPE mood OWNER TO pg_monitor
--- silent: its own already
--- given
ALTER TABLE articles OWNER TO pg_monitor;
--- script
ALTER TABLE articles OWNER TO pg_monitor
--- silent: new
--- script
CREATE TABLE n (a int);
ALTER TABLE n OWNER TO pg_monitor
