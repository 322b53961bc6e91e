--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
CREATE TABLE authors (id bigint PRIMARY KEY);
CREATE TABLE "S t" ("I d" bigint PRIMARY KEY);
--- finds warning: writers of both wait
--- script
ALTER TABLE articles ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES authors (id) ON DELETE SET NULL DEFERRABLE
--- fix
SELECT migrate.safe_add_foreign_key('articles', ARRAY['id'], 'authors', referenced_columns => ARRAY['id'], constraint_name => 'k', on_delete => 'set null', is_deferrable => true);
--- finds warning: names that need quotes
--- script
ALTER TABLE articles ADD FOREIGN KEY (id) REFERENCES "S t"
--- fix
SELECT migrate.safe_add_foreign_key('articles', ARRAY['id'], '"S t"');
--- finds error: many rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
ALTER TABLE articles ADD FOREIGN KEY (id) REFERENCES authors
--- finds error: a table that is not here
--- script
ALTER TABLE elsewhere ADD FOREIGN KEY (id) REFERENCES authors
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
ALTER TABLE articles ADD FOREIGN KEY (id) REFERENCES authors
--- silent: NOT VALID
--- script
ALTER TABLE articles ADD FOREIGN KEY (id) REFERENCES authors NOT VALID
--- silent: a new column is NULL in all rows
--- script
ALTER TABLE articles ADD COLUMN author bigint REFERENCES authors, ADD COLUMN b bigint DEFAULT NULL REFERENCES authors
--- finds warning: a new column with a default
--- script
ALTER TABLE articles ADD COLUMN author bigint NOT NULL DEFAULT 1 REFERENCES authors
--- fix
ALTER TABLE articles ADD COLUMN author bigint NOT NULL DEFAULT 1;
SELECT migrate.safe_add_foreign_key('articles', ARRAY['author'], 'authors');
--- silent: the script has made the table
--- script
CREATE TABLE lists (a bigint);
ALTER TABLE lists ADD FOREIGN KEY (a) REFERENCES authors
