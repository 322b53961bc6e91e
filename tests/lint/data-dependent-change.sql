--- given
CREATE TABLE articles (id bigint, title text, u int);
INSERT INTO articles VALUES (1, 'a', 1);
CREATE TABLE nothing (a int);
CREATE TABLE users (id int PRIMARY KEY);
--- finds info: doubles
--- script
CREATE UNIQUE INDEX CONCURRENTLY ON articles (title)
--- finds info: NULL
--- script
ALTER TABLE articles ALTER COLUMN title SET NOT NULL
--- finds 2 info: two constraints
--- script
ALTER TABLE articles ADD CHECK (id > 0), ADD FOREIGN KEY (u) REFERENCES users (id)
--- silent: proved
--- given
ALTER TABLE articles ADD CHECK (title IS NOT NULL);
--- script
ALTER TABLE articles ALTER COLUMN title SET NOT NULL
--- silent: there are no rows
--- script
CREATE UNIQUE INDEX ON nothing (a);
ALTER TABLE nothing ALTER COLUMN a SET NOT NULL
--- silent: not unique
--- script
CREATE INDEX ON articles (title)
