-- Inside the data directory, so that no folder has to be made first.
SET allow_in_place_tablespaces = on;
CREATE TABLESPACE unique_fast LOCATION '' WITH (random_page_cost = 1.1);
CREATE TABLESPACE unique_gone LOCATION '';
CREATE TABLE hot (id int PRIMARY KEY USING INDEX TABLESPACE unique_fast) TABLESPACE unique_fast;
CREATE TABLE cold (id int);
INSERT INTO cold SELECT generate_series(1, 10);
ALTER TABLE cold SET TABLESPACE unique_fast;
CREATE INDEX CONCURRENTLY cold_id ON cold (id) TABLESPACE unique_gone;
REINDEX (TABLESPACE unique_fast) INDEX cold_id;
DROP TABLESPACE unique_gone;
SET default_tablespace = unique_fast;
CREATE TABLE by_default (id int);
ALTER TABLESPACE unique_fast RENAME TO unique_quick;
COMMENT ON TABLESPACE unique_quick IS 'in the data directory';
