--- finds info: no key
--- script
CREATE TABLE visits (page text)
--- finds warning: every UPDATE will fail
--- given
CREATE PUBLICATION lint_all FOR TABLES IN SCHEMA lint_case;
--- script
CREATE TABLE visits (page text)
--- silent: another rule says that every UPDATE will fail
--- given
CREATE PUBLICATION lint_all FOR ALL TABLES;
--- script
CREATE TABLE visits (page text)
--- finds info: the publication sends no updates
--- given
CREATE PUBLICATION lint_inserts FOR TABLES IN SCHEMA lint_case WITH (publish = 'insert');
--- script
CREATE TABLE visits (page text)
--- silent: a key
--- script
CREATE TABLE a (id bigint PRIMARY KEY);
CREATE TABLE b (x int, y int, PRIMARY KEY (x, y))
--- silent: it comes later
--- script
CREATE TABLE visits (id bigint, page text);
ALTER TABLE ONLY visits ADD CONSTRAINT visits_pkey PRIMARY KEY (id)
--- silent: none of its own
--- script
CREATE TEMP TABLE t (a int);
CREATE TABLE v1 PARTITION OF visits FOR VALUES IN (1);
CREATE TABLE v2 (LIKE visits INCLUDING ALL);
CREATE TABLE v3 (b int) INHERITS (visits)
--- silent: IF NOT EXISTS makes none
--- given
CREATE TABLE visits (page text);
--- script
CREATE TABLE IF NOT EXISTS visits (page text)
