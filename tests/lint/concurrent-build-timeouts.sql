--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
--- finds warning: the waiting is broken off
--- script
SET lock_timeout = '2s';
CREATE INDEX CONCURRENTLY i ON articles (id)
--- fix
RESET lock_timeout;
CREATE INDEX CONCURRENTLY i ON articles (id);
--- finds warning: the build is broken off
--- script
SET statement_timeout TO 30000;
REINDEX TABLE CONCURRENTLY articles
--- finds 2 warning: both
--- script
SET lock_timeout = 100;
SET statement_timeout = '1min';
DROP INDEX CONCURRENTLY i
--- silent: it is 0
--- script
SET lock_timeout = 0;
CREATE INDEX CONCURRENTLY i ON articles (id)
--- silent: it was reset
--- script
SET lock_timeout = '2s';
ALTER TABLE articles ADD a int;
RESET lock_timeout;
CREATE INDEX CONCURRENTLY i ON articles (id)
--- silent: not CONCURRENTLY
--- script
SET lock_timeout = '2s';
CREATE INDEX i ON articles (id)
