--- given
CREATE TABLE articles (id bigint PRIMARY KEY, title text, body text CONSTRAINT filled CHECK (body <> ''));
CREATE INDEX articles_title ON articles (title);
CREATE SCHEMA lint_made;
--- finds error: the table is there
--- script
CREATE TABLE articles (id bigint)
--- finds error: the view's name is a table's
--- script
CREATE VIEW articles AS SELECT 1
--- finds error: the script has made it
--- script
CREATE TABLE lists (id bigint);
CREATE TABLE lists (id bigint)
--- finds error: the column is there
--- script
ALTER TABLE articles ADD COLUMN title text
--- finds error: the column is not
--- script
ALTER TABLE articles ALTER COLUMN tilte SET NOT NULL
--- finds error: dropped twice
--- script
ALTER TABLE articles DROP COLUMN body;
ALTER TABLE articles DROP COLUMN body
--- finds error: the table is gone
--- script
DROP TABLE articles;
DROP TABLE articles
--- finds error: the index is there
--- script
CREATE INDEX CONCURRENTLY articles_title ON articles (body)
--- finds error: the index's column is not
--- script
CREATE INDEX CONCURRENTLY ON articles (slug)
--- finds error: the constraint is there
--- script
ALTER TABLE articles ADD CONSTRAINT filled CHECK (title <> '') NOT VALID
--- finds error: the constraint is not
--- script
ALTER TABLE articles VALIDATE CONSTRAINT fill
--- finds error: INSERT
--- script
INSERT INTO articles (id, slug) VALUES (1, 'a')
--- finds error: UPDATE
--- script
UPDATE articles SET slug = 'a' WHERE id = 1
--- finds error: the schema is there
--- script
CREATE SCHEMA lint_made
--- finds error: no such extension
--- script
CREATE EXTENSION no_such_extension
--- finds error: the new name is taken
--- script
ALTER TABLE articles RENAME COLUMN title TO body
--- silent: another migration may do it
--- given
SELECT migrate.create('drop', up => 'DROP TABLE articles');
--- script
CREATE TABLE articles (id bigint)
--- silent: it is there under a condition
--- script
CREATE TABLE IF NOT EXISTS articles (id bigint);
CREATE SCHEMA IF NOT EXISTS lint_made;
ALTER TABLE articles ADD COLUMN IF NOT EXISTS title text;
ALTER TABLE articles DROP COLUMN IF EXISTS slug;
CREATE INDEX IF NOT EXISTS articles_title ON articles (title)
--- silent: it went before
--- script
DROP TABLE articles;
CREATE TABLE articles (id bigint, slug text);
CREATE INDEX articles_title ON articles (slug)
--- silent: it came before
--- script
ALTER TABLE articles ADD COLUMN slug text;
CREATE INDEX CONCURRENTLY articles_slug ON articles (slug);
UPDATE articles SET slug = title WHERE id = 1;
ALTER TABLE articles ALTER COLUMN slug SET NOT NULL
--- silent: renamed before
--- script
ALTER TABLE articles RENAME COLUMN title TO headline;
ALTER TABLE articles ADD COLUMN title text;
ALTER TABLE articles ALTER COLUMN headline SET DEFAULT ''
--- silent: in one statement
--- script
ALTER TABLE articles DROP COLUMN title, ADD COLUMN title int;
ALTER TABLE articles DROP CONSTRAINT filled, ADD CONSTRAINT filled CHECK (body <> 'a')
--- silent: who knows what the block does
--- script
DO $$ BEGIN EXECUTE 'DROP TABLE ' || 'articles'; END $$;
CREATE TABLE articles (id bigint)
--- silent: a table that is elsewhere
--- script
ALTER TABLE elsewhere ALTER COLUMN a SET NOT NULL;
INSERT INTO elsewhere (b) VALUES (1)
--- silent: another schema
--- script
CREATE TABLE lint_made.articles (id bigint);
CREATE TEMPORARY TABLE articles (x int)
--- silent: a name that the server gives
--- script
ALTER TABLE articles ADD UNIQUE (title);
ALTER TABLE articles DROP CONSTRAINT articles_title_key
--- silent: an invalid index is built again
--- given
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'articles_title'::regclass;
--- script
CREATE INDEX CONCURRENTLY articles_title ON articles (title)
