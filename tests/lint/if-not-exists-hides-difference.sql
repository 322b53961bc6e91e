--- given
CREATE TABLE articles (id bigint PRIMARY KEY, title varchar(80), price numeric(10, 2));
CREATE INDEX articles_title ON articles (title);
CREATE TABLE others (title text);
--- finds warning: a column is missing
--- script
CREATE TABLE IF NOT EXISTS articles (id bigint PRIMARY KEY, title varchar(80), slug text)
--- finds warning: another type
--- script
CREATE TABLE IF NOT EXISTS articles (id int, title varchar(80))
--- finds warning: another limit
--- script
CREATE TABLE IF NOT EXISTS articles (title varchar(40), price numeric(10, 2))
--- finds warning: the column has another type
--- script
ALTER TABLE articles ADD COLUMN IF NOT EXISTS title text
--- finds error: the index is on other columns
--- script
CREATE INDEX IF NOT EXISTS articles_title ON articles (id)
--- finds error: the index is of another table
--- script
CREATE INDEX IF NOT EXISTS articles_title ON others (title)
--- finds error: the index is invalid
--- given
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'articles_title'::regclass;
--- script
CREATE INDEX IF NOT EXISTS articles_title ON articles (title)
--- finds error: the name is a table's
--- script
CREATE INDEX IF NOT EXISTS others ON articles (title)
--- silent: the engine builds it again
--- given
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'articles_title'::regclass;
--- script
CREATE INDEX CONCURRENTLY IF NOT EXISTS articles_title ON articles (title)
--- silent: the same
--- script
CREATE TABLE IF NOT EXISTS articles (id int8 PRIMARY KEY, title character varying(80));
CREATE INDEX IF NOT EXISTS articles_title ON articles (title);
ALTER TABLE articles ADD COLUMN IF NOT EXISTS title varchar(80)
--- silent: nothing is there
--- script
CREATE TABLE IF NOT EXISTS fresh (id bigint);
CREATE INDEX IF NOT EXISTS fresh_idx ON fresh (id)
--- silent: it went before
--- script
DROP TABLE articles;
CREATE TABLE IF NOT EXISTS articles (id int)
