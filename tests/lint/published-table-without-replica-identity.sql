--- given
CREATE TABLE articles (id bigint PRIMARY KEY, code int NOT NULL);
CREATE TABLE notes (a int);
CREATE UNIQUE INDEX code_key ON articles (code);
CREATE PUBLICATION lint_publication FOR TABLE articles;
--- finds error: the primary key goes
--- script
ALTER TABLE articles DROP CONSTRAINT articles_pkey
--- finds error: a column of it goes
--- script
ALTER TABLE articles DROP COLUMN id
--- finds error: nothing is said
--- script
ALTER TABLE articles REPLICA IDENTITY NOTHING
--- finds error: a table without comes in
--- script
ALTER PUBLICATION lint_publication ADD TABLE notes
--- finds error: all tables are sent
--- given
CREATE PUBLICATION lint_all FOR ALL TABLES;
--- script
CREATE TABLE n (a int)
--- silent: it gets a key
--- given
CREATE PUBLICATION lint_all FOR ALL TABLES;
--- script
CREATE TABLE n (a int);
ALTER TABLE n ADD PRIMARY KEY (a)
--- silent: all tables, but of this session
--- given
CREATE PUBLICATION lint_all FOR ALL TABLES;
--- script
CREATE TEMP TABLE n (a int)
--- silent: the index tells the rows
--- given
ALTER TABLE articles REPLICA IDENTITY USING INDEX code_key;
--- script
ALTER TABLE articles DROP CONSTRAINT articles_pkey
--- silent: another comes with it
--- script
ALTER TABLE articles DROP CONSTRAINT articles_pkey, ADD PRIMARY KEY (code)
--- silent: it is not published
--- given
DROP PUBLICATION lint_publication;
--- script
ALTER TABLE articles DROP CONSTRAINT articles_pkey
--- silent: INSERT alone
--- script
CREATE PUBLICATION lint_other FOR TABLE notes WITH (publish = 'insert')
