--- given
CREATE TABLE articles (id bigint GENERATED ALWAYS AS IDENTITY, k int NOT NULL PRIMARY KEY, title text NOT NULL, note text);
--- finds info: good to know
--- script
ALTER TABLE articles ALTER COLUMN title DROP NOT NULL
--- finds error: in the primary key
--- script
ALTER TABLE articles ALTER COLUMN k DROP NOT NULL
--- finds error: an identity column
--- script
ALTER TABLE articles ALTER COLUMN id DROP NOT NULL
--- silent: it can be NULL already
--- script
ALTER TABLE articles ALTER COLUMN note DROP NOT NULL
--- silent: new
--- script
ALTER TABLE articles ADD COLUMN a int NOT NULL DEFAULT 1;
ALTER TABLE articles ALTER COLUMN a DROP NOT NULL
