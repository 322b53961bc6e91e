--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
CREATE INDEX g ON articles USING gin (to_tsvector('simple', body));
CREATE INDEX b ON articles (title);
--- finds warning: every query waits
--- script
ALTER INDEX g SET (fastupdate = off)
--- finds warning: RESET as well
--- script
ALTER INDEX g RESET (fastupdate)
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
ALTER INDEX g SET (fastupdate = off)
--- silent: it needs no strong lock
--- script
ALTER INDEX b SET (fillfactor = 70)
--- silent: a table's own
--- script
ALTER TABLE articles SET (fillfactor = 70)
--- silent: the script has made it
--- script
CREATE INDEX n ON articles USING gin (to_tsvector('simple', body));
ALTER INDEX n SET (fastupdate = off)
