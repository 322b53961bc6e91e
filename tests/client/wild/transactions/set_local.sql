CREATE SCHEMA app;
CREATE TABLE noted (n serial, what text);

BEGIN;
SET LOCAL search_path TO app, public;
SET LOCAL statement_timeout = '5min';
SET LOCAL lock_timeout = '10s';
SET LOCAL work_mem = '12MB';
CREATE TABLE inside (id int);
INSERT INTO noted (what) SELECT current_setting('search_path') || ' ' || current_setting('work_mem');
COMMIT;

-- Both are over with the transaction.
CREATE TABLE outside (id int);
INSERT INTO noted (what) SELECT current_setting('search_path') || ' ' || current_setting('work_mem');
