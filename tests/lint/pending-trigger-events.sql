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
--- finds error: a deferred constraint trigger
--- given
CREATE FUNCTION judged() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TABLE x (id int, a int, b int);
CREATE CONSTRAINT TRIGGER later AFTER INSERT OR UPDATE OF a ON x DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judged();
--- script
INSERT INTO x VALUES (1);
ALTER TABLE x ADD c int
--- finds error: one that fires on UPDATE of this column
--- given
CREATE FUNCTION judged() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TABLE x (id int, a int, b int);
CREATE CONSTRAINT TRIGGER later AFTER INSERT OR UPDATE OF a ON x DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judged();
--- script
UPDATE x SET a = 1;
ALTER TABLE x ADD c int
--- silent: not for another column, nor for DELETE
--- given
CREATE FUNCTION judged() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TABLE x (id int, a int, b int);
CREATE CONSTRAINT TRIGGER later AFTER INSERT OR UPDATE OF a ON x DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judged();
--- script
UPDATE x SET b = 1;
DELETE FROM x;
ALTER TABLE x ADD c int
--- silent: it is disabled
--- given
CREATE FUNCTION judged() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TABLE x (id int, a int, b int);
CREATE CONSTRAINT TRIGGER later AFTER INSERT ON x DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judged();
ALTER TABLE x DISABLE TRIGGER later;
--- script
INSERT INTO x VALUES (1);
ALTER TABLE x ADD c int
--- finds warning: its WHEN may leave rows out
--- given
CREATE FUNCTION judged() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TABLE x (id int, a int, b int);
CREATE CONSTRAINT TRIGGER later AFTER INSERT ON x DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION judged();
--- script
INSERT INTO x VALUES (1);
ALTER TABLE x ADD c int
--- finds error: the script has made it
--- given
CREATE FUNCTION judged() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TABLE x (id int, a int, b int);
--- script
CREATE CONSTRAINT TRIGGER later AFTER DELETE ON x DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judged();
DELETE FROM x;
ALTER TABLE x ADD c int
--- silent: a trigger that is no constraint fires at once
--- given
CREATE FUNCTION judged() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TABLE x (id int, a int, b int);
CREATE TRIGGER now AFTER INSERT ON x FOR EACH ROW EXECUTE FUNCTION judged();
--- script
INSERT INTO x VALUES (1);
ALTER TABLE x ADD c int
--- finds warning: a key that is checked at the end, where rows take values of others
--- given
CREATE TABLE x (id int, a int, UNIQUE (id) DEFERRABLE INITIALLY DEFERRED);
--- script
UPDATE x SET id = id + 1;
ALTER TABLE x ADD c int
--- finds warning: an exclusion constraint
--- given
CREATE TABLE x (id int, r int4range, EXCLUDE USING gist (r WITH &&) DEFERRABLE INITIALLY DEFERRED);
--- script
UPDATE x SET r = int4range(1, 2);
CREATE INDEX ON x (id)
--- silent: a new row has a value of its own
--- given
CREATE TABLE x (id int, a int, UNIQUE (id) DEFERRABLE INITIALLY DEFERRED);
--- script
INSERT INTO x VALUES (1);
UPDATE x SET a = 1;
ALTER TABLE x ADD c int
--- finds error: what is deferrable was set DEFERRED
--- given
CREATE TABLE x (a bigint REFERENCES authors DEFERRABLE);
--- script
BEGIN;
SET CONSTRAINTS ALL DEFERRED;
INSERT INTO x VALUES (1);
ALTER TABLE x ADD b int;
COMMIT
--- finds error: by its name
--- given
CREATE TABLE x (a bigint CONSTRAINT later REFERENCES authors DEFERRABLE);
--- script
BEGIN;
SET CONSTRAINTS later DEFERRED;
INSERT INTO x VALUES (1);
ALTER TABLE x ADD b int;
COMMIT
--- silent: another one was
--- given
CREATE TABLE x (a bigint CONSTRAINT later REFERENCES authors DEFERRABLE);
--- script
BEGIN;
SET CONSTRAINTS other DEFERRED;
INSERT INTO x VALUES (1);
ALTER TABLE x ADD b int;
COMMIT
