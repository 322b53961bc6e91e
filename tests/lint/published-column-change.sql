--- given
CREATE TABLE articles (id bigint PRIMARY KEY, state text);
CREATE TABLE notes (a int);
CREATE PUBLICATION lint_publication FOR TABLE articles;
--- finds warning: subscribers first
--- script
ALTER TABLE articles ADD COLUMN a int
--- finds warning: subscribers last
--- script
ALTER TABLE articles DROP COLUMN state
--- finds error: the name is what is matched
--- script
ALTER TABLE articles RENAME COLUMN state TO status
--- finds warning: a wider type
--- script
ALTER TABLE articles ALTER COLUMN state TYPE varchar(5)
--- finds info: only named columns are sent
--- given
DROP PUBLICATION lint_publication;
CREATE PUBLICATION lint_publication FOR TABLE articles (id);
--- script
ALTER TABLE articles ADD COLUMN a int
--- finds warning: a publication of all tables
--- given
CREATE PUBLICATION lint_all FOR ALL TABLES;
--- script
ALTER TABLE notes ADD COLUMN b int
--- silent: it is not published
--- script
ALTER TABLE notes ADD COLUMN b int
--- silent: nothing that is sent changes
--- script
ALTER TABLE articles ALTER COLUMN state SET DEFAULT 'a'
