--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
CREATE DOMAIN name_d AS text;
ALTER TABLE articles ADD COLUMN writer name_d;
CREATE DOMAIN free AS text;
--- finds warning: its tables are read
--- script
ALTER DOMAIN name_d ADD CONSTRAINT c CHECK (VALUE <> '')
--- fix
ALTER DOMAIN name_d ADD CONSTRAINT c CHECK (VALUE <> '') NOT VALID;
--- finds warning: NOT NULL as well
--- script
ALTER DOMAIN name_d SET NOT NULL
--- finds error: many rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
ALTER DOMAIN name_d ADD CHECK (VALUE <> '')
--- finds error: a domain that is not here
--- script
ALTER DOMAIN elsewhere ADD CHECK (VALUE <> '')
--- silent: NOT VALID
--- script
ALTER DOMAIN name_d ADD CHECK (VALUE <> '') NOT VALID
--- silent: no table uses it
--- script
ALTER DOMAIN free ADD CHECK (VALUE <> '')
--- silent: few rows
--- given
TRUNCATE articles;
--- script
ALTER DOMAIN name_d ADD CHECK (VALUE <> '')
--- silent: the script has made it
--- script
CREATE DOMAIN d AS int;
ALTER DOMAIN d ADD CHECK (VALUE > 0)
--- silent: a default
--- script
ALTER DOMAIN name_d SET DEFAULT ''
