--- given
CREATE TABLE articles (id int, title text);
--- finds info: one more
--- script
ALTER TABLE articles ADD COLUMN a int, ADD COLUMN b int
--- finds info: another type
--- script
ALTER TABLE articles ALTER COLUMN id TYPE bigint
--- silent: it is there
--- script
ALTER TABLE articles ADD COLUMN IF NOT EXISTS title text
--- silent: the same columns
--- script
ALTER TABLE articles ALTER COLUMN id SET DEFAULT 1
--- silent: new
--- script
CREATE TABLE n (a int);
ALTER TABLE n ADD COLUMN b int
