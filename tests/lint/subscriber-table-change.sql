--- given
CREATE TABLE articles (id bigint PRIMARY KEY, state text);
CREATE TABLE notes (a int);
CREATE SUBSCRIPTION lint_subscription CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false);
INSERT INTO pg_subscription_rel (srsubid, srrelid, srsubstate)
SELECT oid, 'articles'::regclass, 'r' FROM pg_subscription WHERE subname = 'lint_subscription';
--- finds error: what comes finds no column
--- script
ALTER TABLE articles DROP COLUMN state
--- finds error: nor under another name
--- script
ALTER TABLE articles RENAME COLUMN state TO status
--- finds error: nobody sends it
--- script
ALTER TABLE articles ADD COLUMN a int NOT NULL
--- finds warning: NULL may come
--- script
ALTER TABLE articles ALTER COLUMN state SET NOT NULL
--- silent: one more
--- script
ALTER TABLE articles ADD COLUMN a int NOT NULL DEFAULT 1
--- silent: nobody writes to it from elsewhere
--- script
ALTER TABLE notes DROP COLUMN a
