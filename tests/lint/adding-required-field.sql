--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
--- finds error: the rows would have no value
--- script
ALTER TABLE articles ADD COLUMN slug text NOT NULL
--- finds error: a key has to have one, too
--- script
ALTER TABLE articles ADD COLUMN slug text PRIMARY KEY
--- finds error: a table that is not here
--- script
ALTER TABLE elsewhere ADD slug text NOT NULL
--- finds info: no row is there
--- given
TRUNCATE articles;
--- script
ALTER TABLE articles ADD COLUMN slug text NOT NULL
--- silent: a default
--- script
ALTER TABLE articles ADD COLUMN slug text NOT NULL DEFAULT '', ADD COLUMN n int NOT NULL GENERATED ALWAYS AS (1) STORED, ADD COLUMN i int NOT NULL GENERATED ALWAYS AS IDENTITY, ADD COLUMN s serial NOT NULL
--- silent: it is there already
--- script
ALTER TABLE articles ADD COLUMN IF NOT EXISTS title text NOT NULL
--- silent: new
--- script
CREATE TABLE lists (a int);
ALTER TABLE lists ADD b int NOT NULL
