--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
CREATE TABLE b (a int);
CREATE TABLE c (a int);
--- finds info: three tables
--- script
ALTER TABLE articles ADD x int;
ALTER TABLE b ADD x int;
ALTER TABLE c ADD x int
--- finds warning: one after the other in a DO block
--- script
DO $$ BEGIN
ALTER TABLE articles ADD x int;
ALTER TABLE b ADD x int;
ALTER TABLE c ADD x int;
END $$
--- finds info: foreign keys lock the other tables
--- script
CREATE TABLE d (x bigint REFERENCES e, y bigint REFERENCES f, z bigint REFERENCES g)
--- silent: two
--- script
ALTER TABLE articles ADD x int;
ALTER TABLE b ADD x int;
ALTER TABLE b ADD y int
--- silent: new ones
--- script
CREATE TABLE x (a int);
CREATE TABLE y (a int);
ALTER TABLE x ADD b int;
ALTER TABLE y ADD b int;
ALTER TABLE c ADD x int
--- silent: each by itself
--- script
ALTER TABLE articles ADD x int;
COMMIT;
ALTER TABLE b ADD x int;
COMMIT;
ALTER TABLE c ADD x int
--- silent: a temporary one is nobody else's
--- given
CREATE TEMP TABLE mine (a int);
--- script
ALTER TABLE articles ADD x int;
ALTER TABLE b ADD x int;
ALTER TABLE mine ADD x int
