--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
--- finds error: a DO block is in a transaction
--- script
DO $$ BEGIN
  CREATE INDEX CONCURRENTLY ON articles (id);
END $$
--- finds error: VACUUM as well
--- script
DO $$ BEGIN EXECUTE 'VACUUM articles'; END $$
--- finds info: a function's runs later
--- script
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN REINDEX TABLE CONCURRENTLY articles; END $$
--- finds info: it is the last of its block
--- script
BEGIN;
ALTER TABLE articles ADD a int;
CREATE INDEX CONCURRENTLY ON articles (id);
COMMIT
--- finds warning: the block is cut in two
--- script
BEGIN;
DROP INDEX CONCURRENTLY IF EXISTS i;
ALTER TABLE articles ADD a int;
COMMIT
--- finds info: it stands alone in the block
--- script
BEGIN;
CREATE INDEX CONCURRENTLY ON articles (id);
COMMIT
--- silent: it runs as a unit of its own
--- script
ALTER TABLE articles ADD a int;
CREATE INDEX CONCURRENTLY ON articles (id)
--- silent: behind the COMMIT
--- script
BEGIN;
ALTER TABLE articles ADD a int;
COMMIT;
CREATE INDEX CONCURRENTLY ON articles (id)
--- silent: without CONCURRENTLY
--- script
DO $$ BEGIN CREATE INDEX ON articles (id); END $$
