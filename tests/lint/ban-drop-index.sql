--- given
CREATE TABLE articles (id bigint, title text, note text NOT NULL, CONSTRAINT id_key UNIQUE (id));
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
CREATE INDEX title_idx ON articles (title);
CREATE UNIQUE INDEX note_key ON articles (note);
--- finds warning: it keeps doubles out
--- script
DROP INDEX note_key
--- fix
SELECT migrate.safe_drop_index('note_key');
--- finds error: a constraint's
--- script
DROP INDEX id_key
--- finds error: the replica identity of a published table
--- given
ALTER TABLE articles REPLICA IDENTITY USING INDEX note_key;
CREATE PUBLICATION lint_publication FOR TABLE articles;
--- script
DROP INDEX CONCURRENTLY note_key
--- finds error: a foreign key needs it
--- given
CREATE TABLE other (note text REFERENCES articles (note));
--- script
DROP INDEX note_key
--- silent: nobody has used it
--- script
DROP INDEX title_idx
--- silent: new
--- script
CREATE UNIQUE INDEX n ON articles (title);
DROP INDEX n
--- finds info: not here
--- script
DROP INDEX nowhere
--- silent: not here, and need not be
--- script
DROP INDEX IF EXISTS nowhere
