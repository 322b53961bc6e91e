--- given
CREATE TABLE articles (id bigint, slug text);
INSERT INTO articles SELECT g FROM generate_series(1, 300) g;
--- finds info: a large table
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
DO $$ BEGIN UPDATE articles SET slug = ''; END $$
--- silent: not a large one
--- script
DO $$ BEGIN UPDATE articles SET slug = ''; END $$
--- silent: bounded
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
SET LOCAL statement_timeout = '10min';
DO $$ BEGIN UPDATE articles SET slug = ''; END $$
