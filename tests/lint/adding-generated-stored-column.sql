--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
--- finds warning: each row is written
--- script
ALTER TABLE articles ADD COLUMN n int GENERATED ALWAYS AS (length(body)) STORED
--- finds error: many rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
ALTER TABLE articles ADD COLUMN n int GENERATED ALWAYS AS (length(body)) STORED
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
ALTER TABLE articles ADD COLUMN n int GENERATED ALWAYS AS (length(body)) STORED
--- silent: a plain column
--- script
ALTER TABLE articles ADD COLUMN n int
--- silent: new
--- script
CREATE TABLE lists (a int);
ALTER TABLE lists ADD COLUMN n int GENERATED ALWAYS AS (a + 1) STORED
