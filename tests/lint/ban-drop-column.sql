--- given
CREATE TABLE articles (id bigint, old_state text, n int GENERATED ALWAYS AS (1) STORED);
INSERT INTO articles VALUES (1, 'a');
--- finds error: values are lost
--- script
ALTER TABLE articles DROP COLUMN old_state
--- fix
SELECT migrate.safe_drop_column('articles', 'old_state');
--- finds 2 error: two at once have no fix of one statement
--- script
ALTER TABLE elsewhere DROP COLUMN a, DROP COLUMN b
--- finds warning: there are no rows
--- given
TRUNCATE articles;
--- script
ALTER TABLE articles DROP COLUMN old_state
--- finds error: no rows, but a view needs it
--- given
TRUNCATE articles;
CREATE VIEW v AS SELECT old_state FROM articles;
--- script
ALTER TABLE articles DROP COLUMN old_state
--- finds warning: generated
--- script
ALTER TABLE articles DROP n
--- silent: it is not there
--- script
ALTER TABLE articles DROP COLUMN IF EXISTS gone
--- silent: the script has added it
--- script
ALTER TABLE articles ADD COLUMN a int;
ALTER TABLE articles DROP COLUMN a
--- silent: a type has attributes
--- given
CREATE TYPE pair AS (a int, b int);
--- script
ALTER TYPE pair DROP ATTRIBUTE a
