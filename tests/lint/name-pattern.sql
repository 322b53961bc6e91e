--- given
SET LOCAL migrate.name_pattern = '^[a-z][a-z0-9_]*$';
CREATE TABLE articles (id int, title text);
--- finds 2 info: a table and a column
--- script
CREATE TABLE "Posts" (id int, "postTitle" text, other text)
--- finds 2 info: a column that is added, and its constraint
--- script
ALTER TABLE articles ADD COLUMN "isNew" boolean CONSTRAINT "C" CHECK ("isNew"), ADD CONSTRAINT c2 CHECK (id > 0)
--- finds info: another name
--- script
ALTER TABLE articles RENAME TO "Articles"
--- finds info: an index
--- script
CREATE INDEX "I" ON articles (id)
--- finds 2 info: a view and its column
--- script
CREATE VIEW "V" (a, "B") AS SELECT 1, 2
--- finds 4 info: others
--- script
CREATE SEQUENCE "S";
CREATE TYPE "T" AS ENUM ();
CREATE SCHEMA "X";
CREATE FUNCTION "F"() RETURNS int LANGUAGE sql AS 'SELECT 1'
--- silent: names that match
--- script
CREATE TABLE posts (id int, post_title text, CONSTRAINT posts_pk PRIMARY KEY (id));
CREATE INDEX ON posts (post_title);
ALTER TABLE posts RENAME post_title TO title
--- silent: what is there is not made anew
--- given
CREATE TABLE "Old" ("Id" int);
--- script
ALTER TABLE "Old" DROP COLUMN "Id"
--- silent: no pattern
--- given
SET LOCAL migrate.name_pattern = '';
--- script
CREATE TABLE "Posts" ("Id" int)
