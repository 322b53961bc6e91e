-- Without BEGIN, as tools expect it that wrap each file in a transaction.
CREATE SCHEMA app;
SET LOCAL search_path = app;
SET LOCAL lock_timeout = '4s';
CREATE TABLE inside (id int);
INSERT INTO inside SELECT 1 WHERE current_setting('lock_timeout') = '4s';
