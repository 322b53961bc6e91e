--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
--- finds warning: all rows are read
--- script
ALTER TABLE articles ADD CONSTRAINT c CHECK (length(title) > 0 AND body <> 'it''s')
--- fix
SELECT migrate.safe_add_constraint('articles', 'c', 'length(title) > 0 AND body <> ''it''''s''');
--- finds warning: the name is the server's
--- script
ALTER TABLE articles ADD CHECK (length(title) > 0)
--- fix
SELECT migrate.safe_add_constraint('articles', 'articles_title_check', 'length(title) > 0');
--- finds warning: behind a new column
--- script
ALTER TABLE articles ADD COLUMN n int CONSTRAINT c CHECK (n > 0) DEFAULT 1
--- fix
ALTER TABLE articles ADD COLUMN n int DEFAULT 1;
SELECT migrate.safe_add_constraint('articles', 'c', 'n > 0');
--- finds warning: NO INHERIT
--- script
ALTER TABLE articles ADD CONSTRAINT c CHECK (id > 0) NO INHERIT
--- fix
ALTER TABLE articles ADD CONSTRAINT c CHECK (id > 0) NO INHERIT NOT VALID;
SELECT migrate.safe_validate_constraint('articles', 'c');
--- finds error: many rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
ALTER TABLE articles ADD CHECK (id > 0)
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
ALTER TABLE articles ADD CHECK (id > 0)
--- finds warning: in a DO block
--- script
DO $$ BEGIN ALTER TABLE articles ADD CHECK (id > 0); END $$
--- silent: NOT VALID
--- script
ALTER TABLE articles ADD CHECK (id > 0) NOT VALID
--- silent: a foreign table has its rows elsewhere
--- given
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE remote (a int) SERVER s;
--- script
ALTER TABLE remote ADD CHECK (a > 0)
--- silent: new
--- script
CREATE TABLE lists (a int);
ALTER TABLE lists ADD CHECK (a > 0)
