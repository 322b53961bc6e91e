--- given
CREATE TABLE articles (id bigint, "State" text);
CREATE VIEW live AS SELECT * FROM articles;
--- finds error: both names are needed for a while
--- script
ALTER TABLE articles RENAME COLUMN "State" TO status
--- fix
SELECT migrate.safe_rename_column('articles', 'State', 'status');
--- finds error: COLUMN may be left out; a table that is elsewhere
--- script
ALTER TABLE shop.elsewhere RENAME a TO b
--- fix
SELECT migrate.safe_rename_column('shop.elsewhere', 'a', 'b');
--- finds error: of a view, which has no such operation
--- script
ALTER VIEW live RENAME COLUMN "State" TO status
--- silent: a function's body does it later
--- script
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ ALTER TABLE articles RENAME COLUMN "State" TO status $$
--- silent: the script has added it
--- script
ALTER TABLE articles ADD COLUMN a int;
ALTER TABLE articles RENAME COLUMN a TO b
--- silent: the table is new
--- script
CREATE TABLE n (a int);
ALTER TABLE n RENAME COLUMN a TO b
--- silent: a constraint has no readers
--- given
ALTER TABLE articles ADD CONSTRAINT c CHECK (id > 0);
--- script
ALTER TABLE articles RENAME CONSTRAINT c TO d
--- silent: two change places
--- script
ALTER TABLE articles ADD COLUMN new_id bigint;
ALTER TABLE articles RENAME COLUMN id TO old_id;
ALTER TABLE articles RENAME COLUMN new_id TO id
--- finds error: the other way round is no exchange
--- script
ALTER TABLE articles RENAME COLUMN id TO old_id;
COMMIT;
ALTER TABLE articles ADD COLUMN id bigint
--- silent: what is hidden has no readers left
--- script
ALTER TABLE articles RENAME COLUMN id TO "~dropped_id"
