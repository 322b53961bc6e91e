--- given
CREATE TABLE authors (id bigint PRIMARY KEY, name text);
CREATE TABLE articles (id bigint, title text, author bigint REFERENCES authors DEFERRABLE INITIALLY DEFERRED);
--- finds error: INSERT
--- script
INSERT INTO articles VALUES (1, '', 1);
ALTER TABLE articles ADD a int
--- fix
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE articles ADD a int;
--- finds error: CREATE INDEX is refused, too
--- script
INSERT INTO articles VALUES (1, '', 1);
CREATE INDEX ON articles (id)
--- finds error: UPDATE of the key's column
--- script
UPDATE articles SET author = 2;
ALTER TABLE articles DROP COLUMN title
--- finds error: DELETE at the other end
--- script
DELETE FROM authors WHERE id = 1;
ALTER TABLE authors ADD a int
--- finds error: UPDATE of what is referred to
--- script
UPDATE authors SET id = id + 1;
TRUNCATE authors
--- finds error: in a DO block
--- script
DO $$ BEGIN
INSERT INTO articles VALUES (1, '', 1);
ALTER TABLE articles ADD a int;
END $$
--- finds error: the script has made the foreign key
--- script
CREATE TABLE x (a bigint REFERENCES authors DEFERRABLE INITIALLY DEFERRED);
INSERT INTO x VALUES (1);
ALTER TABLE x ADD b int
--- silent: UPDATE of another column
--- script
UPDATE articles SET title = '';
UPDATE authors SET name = '';
ALTER TABLE articles ADD a int;
ALTER TABLE authors ADD a int
--- silent: they are checked between
--- script
INSERT INTO articles VALUES (1, '', 1);
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE articles ADD a int
--- silent: COMMIT stands between
--- script
BEGIN;
INSERT INTO articles VALUES (1, '', 1);
COMMIT;
ALTER TABLE articles ADD a int
--- silent: a foreign key that is checked at once
--- given
CREATE TABLE x (a bigint REFERENCES authors DEFERRABLE);
--- script
INSERT INTO x VALUES (1);
ALTER TABLE x ADD b int
--- silent: another table
--- script
INSERT INTO articles VALUES (1, '', 1);
ALTER TABLE authors ADD b int
