--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
CREATE INDEX i ON articles (id);
CREATE INDEX "J x" ON articles (title);
--- finds warning: the table is locked
--- script
DROP INDEX IF EXISTS i
--- fix
DROP INDEX CONCURRENTLY IF EXISTS i;
--- finds 2 warning: one after the other
--- script
DROP INDEX i, "J x"
--- fix
DROP INDEX CONCURRENTLY i;
DROP INDEX CONCURRENTLY "J x";
--- finds warning: of a table that is not here
--- script
DROP INDEX elsewhere
--- finds warning: CASCADE
--- script
DROP INDEX i CASCADE
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
DROP INDEX i
--- finds warning: no other way for a partitioned table
--- given
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE INDEX pi ON p (a);
INSERT INTO p SELECT 1 FROM generate_series(1, 300);
--- script
DROP INDEX pi
--- silent: CONCURRENTLY
--- script
DROP INDEX CONCURRENTLY i
--- silent: the script has made it
--- script
CREATE INDEX n ON articles (id);
DROP INDEX n
