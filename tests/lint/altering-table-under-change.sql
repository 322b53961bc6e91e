--- given
CREATE TABLE articles (id bigint PRIMARY KEY, state text, note text);
CREATE TABLE lists (a int);
SELECT migrate.safe_rename_column('articles', 'state', 'status');
--- finds error: the old column
--- script
ALTER TABLE articles DROP COLUMN state
--- finds error: the new column
--- script
ALTER TABLE articles ALTER COLUMN status TYPE varchar
--- finds error: the table itself
--- script
DROP TABLE articles
--- finds error: its owner
--- script
ALTER TABLE articles OWNER TO CURRENT_USER
--- silent: another column
--- script
ALTER TABLE articles ALTER COLUMN note TYPE varchar
--- silent: one more
--- script
ALTER TABLE articles ADD COLUMN a int
--- silent: another table
--- script
DROP TABLE lists
