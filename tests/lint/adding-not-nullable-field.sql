--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
--- finds warning: all rows are read
--- script
ALTER TABLE articles ALTER COLUMN title SET NOT NULL
--- fix
SELECT migrate.safe_set_not_null('articles', 'title');
--- finds error: many rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
ALTER TABLE articles ALTER title SET NOT NULL
--- finds error: a table that is not here
--- script
ALTER TABLE app.elsewhere ALTER title SET NOT NULL, ALTER title SET DEFAULT ''
--- fix
ALTER TABLE app.elsewhere ALTER title SET DEFAULT '';
SELECT migrate.safe_set_not_null('app.elsewhere', 'title');
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
ALTER TABLE articles ALTER title SET NOT NULL
--- silent: a valid CHECK proves it
--- given
ALTER TABLE articles ADD CHECK (title IS NOT NULL AND title <> '');
--- script
ALTER TABLE articles ALTER title SET NOT NULL
--- finds warning: one that is not valid proves nothing
--- given
ALTER TABLE articles ADD CHECK (title IS NOT NULL) NOT VALID;
--- script
ALTER TABLE articles ALTER title SET NOT NULL
--- finds warning: a CHECK with OR proves nothing
--- given
ALTER TABLE articles ADD CHECK (title IS NOT NULL OR id > 0);
--- script
ALTER TABLE articles ALTER title SET NOT NULL
--- silent: it is so already
--- given
ALTER TABLE articles ALTER title SET NOT NULL;
--- script
ALTER TABLE articles ALTER title SET NOT NULL
--- silent: the script has proved it
--- script
ALTER TABLE elsewhere ADD CONSTRAINT c CHECK (title IS NOT NULL) NOT VALID;
COMMIT;
ALTER TABLE elsewhere VALIDATE CONSTRAINT c;
ALTER TABLE elsewhere ALTER COLUMN title SET NOT NULL
--- silent: the script has proved it by an operation
--- script
ALTER TABLE articles ADD CONSTRAINT c CHECK (title IS NOT NULL) NOT VALID;
SELECT migrate.safe_validate_constraint('articles', 'c');
ALTER TABLE articles ALTER COLUMN title SET NOT NULL
--- finds warning: the proof is of another column
--- script
ALTER TABLE articles ADD CONSTRAINT c CHECK (body IS NOT NULL) NOT VALID;
SELECT migrate.safe_validate_constraint('articles', 'c');
ALTER TABLE articles ALTER COLUMN title SET NOT NULL
--- silent: new
--- script
CREATE TABLE lists (a int);
ALTER TABLE lists ALTER a SET NOT NULL
