--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
--- finds warning: it differs from row to row
--- script
ALTER TABLE articles ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid()
--- fix
SELECT migrate.safe_add_column('articles', 'token', 'uuid', default_value => 'gen_random_uuid()', not_null => true);
--- finds error: many rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
ALTER TABLE articles ADD COLUMN "A b" numeric(10, 2) DEFAULT random() * 'x'::text::int
--- fix
SELECT migrate.safe_add_column('articles', '"A b"', 'numeric(10, 2)', default_value => 'random() * ''x''::text::int');
--- finds warning: the other clauses stay
--- script
ALTER TABLE articles ADD a int, ADD b timestamptz DEFAULT clock_timestamp(), DROP COLUMN body
--- fix
ALTER TABLE articles ADD a int, DROP COLUMN body;
SELECT migrate.safe_add_column('articles', 'b', 'timestamptz', default_value => 'clock_timestamp()');
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
ALTER TABLE articles ADD COLUMN token uuid DEFAULT gen_random_uuid()
--- finds warning: a function that is VOLATILE
--- given
CREATE FUNCTION f() RETURNS int LANGUAGE sql VOLATILE AS 'SELECT 1';
--- script
ALTER TABLE articles ADD COLUMN n int DEFAULT f()
--- silent: a function that is STABLE
--- given
CREATE FUNCTION f() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1';
--- script
ALTER TABLE articles ADD COLUMN n int DEFAULT f()
--- finds warning: a domain with a constraint
--- given
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
--- script
ALTER TABLE articles ADD COLUMN n positive
--- silent: a domain without
--- given
CREATE DOMAIN plain AS int;
--- script
ALTER TABLE articles ADD COLUMN n plain
--- silent: a constant
--- script
ALTER TABLE articles ADD COLUMN n int NOT NULL DEFAULT 0, ADD COLUMN t text[] DEFAULT '{}', ADD COLUMN u jsonb DEFAULT '{}'::jsonb
--- silent: the time of the transaction
--- script
ALTER TABLE articles ADD COLUMN t timestamptz DEFAULT now()
--- silent: it is there already
--- script
ALTER TABLE articles ADD COLUMN IF NOT EXISTS id bigint DEFAULT random()
--- silent: the default of later rows
--- script
ALTER TABLE articles ALTER COLUMN id SET DEFAULT random()
--- silent: a temporary table
--- given
CREATE TEMP TABLE mine (a int);
--- script
ALTER TABLE mine ADD COLUMN n float DEFAULT random()
--- finds info: in a function's body it runs later
--- script
CREATE FUNCTION g() RETURNS void LANGUAGE sql AS 'ALTER TABLE articles ADD COLUMN n float DEFAULT random()'
