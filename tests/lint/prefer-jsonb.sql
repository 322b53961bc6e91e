--- given
CREATE TABLE articles (id bigint);
--- finds warning: queries begin to fail
--- script
ALTER TABLE articles ADD COLUMN details json NOT NULL DEFAULT '{}'
--- fix
ALTER TABLE articles ADD COLUMN details jsonb NOT NULL DEFAULT '{}';
--- finds warning: a table that is elsewhere
--- script
ALTER TABLE elsewhere ADD COLUMN details json
--- finds info: a new table
--- script
CREATE TABLE notes (id bigint, details json)
--- finds 2 info: the script has made it
--- script
CREATE TABLE notes (id bigint, a json);
ALTER TABLE notes ADD COLUMN b json
--- silent: jsonb
--- script
ALTER TABLE articles ADD COLUMN details jsonb, ADD COLUMN more text
