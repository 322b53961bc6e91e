--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
CREATE INDEX i ON articles (id);
--- finds warning: SET TABLESPACE
--- script
ALTER TABLE articles SET TABLESPACE fast
--- silent: it is there already
--- script
ALTER TABLE articles SET TABLESPACE pg_default, SET LOGGED, SET ACCESS METHOD heap
--- finds warning: SET UNLOGGED
--- script
ALTER TABLE articles SET UNLOGGED
--- finds error: SET LOGGED of many rows
--- given
ALTER TABLE articles SET UNLOGGED;
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
ALTER TABLE articles SET LOGGED
--- finds warning: SET ACCESS METHOD
--- script
ALTER TABLE articles SET ACCESS METHOD columnar
--- finds error: a table that is not here
--- script
ALTER TABLE elsewhere SET LOGGED
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
ALTER TABLE articles SET UNLOGGED
--- finds warning: an index
--- script
ALTER INDEX i SET TABLESPACE fast
--- fix
REINDEX (TABLESPACE fast) INDEX CONCURRENTLY i;
--- finds error: all of a tablespace
--- script
ALTER TABLE ALL IN TABLESPACE fast SET TABLESPACE slow
--- silent: a partitioned table says what new partitions get
--- given
CREATE TABLE p (a int) PARTITION BY LIST (a);
--- script
ALTER TABLE p SET TABLESPACE fast
--- silent: a parameter
--- script
ALTER TABLE articles SET (fillfactor = 70)
--- silent: new
--- script
CREATE TABLE lists (a int);
ALTER TABLE lists SET UNLOGGED
