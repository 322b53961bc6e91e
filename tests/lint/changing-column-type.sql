--- given
CREATE TABLE articles (id int, title varchar(20), n numeric(10, 2), d date);
INSERT INTO articles SELECT g, g, g, now() FROM generate_series(1, 300) g;
--- finds warning: it is written anew
--- script
ALTER TABLE articles ALTER id TYPE bigint
--- fix
SELECT migrate.safe_change_column_type('articles', 'id', 'bigint');
--- finds error: many rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
ALTER TABLE articles ALTER COLUMN d SET DATA TYPE timestamp with time zone USING d::timestamptz
--- fix
SELECT migrate.safe_change_column_type('articles', 'd', 'timestamp with time zone', using_expression => 'd::timestamptz');
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
ALTER TABLE articles ALTER id TYPE bigint
--- finds error: a table that is not here
--- script
ALTER TABLE elsewhere ALTER a TYPE varchar(40)
--- silent: the catalog alone
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
ALTER TABLE articles ALTER title TYPE varchar(40)
--- silent: text as well, and a longer number
--- script
ALTER TABLE articles ALTER title TYPE text, ALTER n TYPE numeric(12, 2)
--- finds warning: shorter is none of that
--- script
ALTER TABLE articles ALTER title TYPE varchar(10)
--- finds warning: an index of another order is built anew
--- given
CREATE INDEX ON articles (title COLLATE "POSIX");
CREATE INDEX ON articles (title);
--- script
ALTER TABLE articles ALTER title TYPE text COLLATE "C"
--- fix
SELECT migrate.safe_change_column_type('articles', 'title', 'text COLLATE "C"');
--- finds warning: a CHECK is tested anew
--- given
ALTER TABLE articles ADD CHECK (title <> '');
--- script
ALTER TABLE articles ALTER title TYPE varchar(40)
--- finds error: a view keeps it
--- given
CREATE VIEW v AS SELECT title FROM articles;
--- script
ALTER TABLE articles ALTER title TYPE varchar(40)
--- silent: the script drops the view before
--- given
CREATE VIEW v AS SELECT title FROM articles;
--- script
DROP VIEW v;
ALTER TABLE articles ALTER title TYPE varchar(40)
--- silent: new
--- script
CREATE TABLE lists (a int);
ALTER TABLE lists ALTER a TYPE bigint
--- silent: a default
--- script
ALTER TABLE articles ALTER title SET DEFAULT 'TYPE'
