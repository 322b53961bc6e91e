--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
CREATE INDEX i ON articles (id);
--- finds warning: a table
--- script
REINDEX TABLE articles
--- fix
REINDEX TABLE CONCURRENTLY articles;
--- finds warning: an index
--- script
REINDEX INDEX i
--- fix
REINDEX INDEX CONCURRENTLY i;
--- finds error: many rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
REINDEX TABLE articles
--- finds error: a schema
--- script
REINDEX SCHEMA public
--- fix
REINDEX SCHEMA CONCURRENTLY public;
--- finds error: the catalogs
--- script
REINDEX SYSTEM postgres
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
REINDEX TABLE articles
--- silent: CONCURRENTLY
--- script
REINDEX TABLE CONCURRENTLY articles
--- silent: as an option
--- script
REINDEX (CONCURRENTLY) INDEX i
