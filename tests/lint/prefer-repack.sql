--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
--- finds warning: VACUUM FULL
--- script
VACUUM (FULL, VERBOSE) articles
--- finds error: of all tables
--- script
VACUUM FULL
--- finds error: many rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
CLUSTER articles USING i
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
CLUSTER articles USING i
--- silent: plain VACUUM
--- script
VACUUM (ANALYZE, FULL false) articles
--- silent: which index CLUSTER goes by
--- script
ALTER TABLE articles CLUSTER ON i
