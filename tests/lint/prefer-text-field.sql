--- finds info: a limit
--- script
CREATE TABLE users (email varchar(255))
--- fix
CREATE TABLE users (email text);
--- finds info: it is added
--- script
ALTER TABLE users ADD COLUMN "E mail" character varying (20) NOT NULL DEFAULT ''
--- fix
ALTER TABLE users ADD COLUMN "E mail" text NOT NULL DEFAULT '';
--- silent: no limit
--- script
CREATE TABLE users (email varchar, name text, code numeric(10, 2))
--- silent: no limit, and nothing else
--- script
CREATE TABLE users (email varchar)
