--- given
CREATE TABLE articles (id bigint, a int, b int);
--- finds info: three in a row are told once
--- script
ALTER TABLE articles ADD COLUMN c int;
ALTER TABLE articles ADD COLUMN d int;
ALTER TABLE articles ADD COLUMN e int
--- silent: another table between them
--- script
ALTER TABLE articles ADD COLUMN c int;
ALTER TABLE elsewhere ADD COLUMN d int;
ALTER TABLE articles ADD COLUMN e int
--- silent: new
--- script
CREATE TABLE lists (id bigint);
ALTER TABLE lists ADD COLUMN c int;
ALTER TABLE lists ADD COLUMN d int
--- silent: they do not commit together
--- script
BEGIN; ALTER TABLE articles ADD COLUMN c int; COMMIT;
BEGIN; ALTER TABLE articles ADD COLUMN d int; COMMIT
--- silent: what is validated goes by itself
--- script
ALTER TABLE articles ADD CONSTRAINT positive CHECK (a > 0) NOT VALID;
ALTER TABLE articles VALIDATE CONSTRAINT positive
--- silent: in one statement the server drops the default before there is a column
--- script
ALTER TABLE articles ADD COLUMN c int NOT NULL DEFAULT 1;
ALTER TABLE articles ALTER COLUMN c DROP DEFAULT
--- finds info: the default is another column's
--- script
ALTER TABLE articles ADD COLUMN c int NOT NULL DEFAULT 1;
ALTER TABLE articles ALTER COLUMN a DROP DEFAULT
