--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
--- finds warning: its index is built
--- script
ALTER TABLE articles ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (id, title) DEFERRABLE INITIALLY DEFERRED
--- fix
SELECT migrate.safe_add_unique('articles', ARRAY['id', 'title'], constraint_name => 'u', nulls_not_distinct => true, is_deferrable => true, initially_deferred => true);
--- finds warning: behind a new column
--- script
ALTER TABLE articles ADD COLUMN slug text UNIQUE DEFERRABLE NOT NULL DEFAULT ''
--- fix
ALTER TABLE articles ADD COLUMN slug text NOT NULL DEFAULT '';
SELECT migrate.safe_add_unique('articles', ARRAY['slug'], is_deferrable => true);
--- finds warning: at the end of a column
--- script
ALTER TABLE articles ADD COLUMN a int, ADD COLUMN "sl ug" text UNIQUE
--- fix
ALTER TABLE articles ADD COLUMN a int, ADD COLUMN "sl ug" text;
SELECT migrate.safe_add_unique('articles', ARRAY['"sl ug"']);
--- finds error: many rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
ALTER TABLE articles ADD UNIQUE (id)
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
ALTER TABLE articles ADD UNIQUE (id)
--- silent: USING INDEX
--- script
ALTER TABLE articles ADD CONSTRAINT u UNIQUE USING INDEX i
--- silent: it is there already
--- script
ALTER TABLE articles ADD COLUMN IF NOT EXISTS title text UNIQUE
--- silent: new
--- script
CREATE TABLE lists (a int);
ALTER TABLE lists ADD UNIQUE (a)
