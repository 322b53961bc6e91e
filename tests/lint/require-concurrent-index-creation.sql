--- given
CREATE TABLE articles (id bigint, title text);
INSERT INTO articles SELECT g, g FROM generate_series(1, 300) g;
--- finds warning: writers wait
--- script
CREATE INDEX title_idx ON articles (title)
--- fix
CREATE INDEX CONCURRENTLY title_idx ON articles (title);
--- finds error: a table that is not here is taken to be large
--- script
CREATE UNIQUE INDEX ON elsewhere (title)
--- finds error: the planner says that it is large
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
CREATE INDEX title_idx ON articles (title)
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
CREATE INDEX title_idx ON articles (title)
--- silent: it is built beside the writers
--- script
CREATE INDEX CONCURRENTLY title_idx ON articles (title)
--- silent: the script has made the table
--- script
CREATE TABLE lists (a int);
CREATE INDEX ON lists (a)
--- finds info: IF NOT EXISTS made nothing
--- given
TRUNCATE articles;
--- script
CREATE TABLE IF NOT EXISTS articles (id bigint);
CREATE INDEX ON articles (id)
--- finds warning: in a DO block it runs all the same
--- script
DO $$ BEGIN
  IF true THEN
    CREATE INDEX ON articles (id);
  END IF;
END $$
