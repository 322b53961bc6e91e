-- Leaves behind whatever a session can.
CREATE TABLE facts (n serial, what text);
CREATE TEMP TABLE scratch AS SELECT 1 AS n;
CREATE TEMP TABLE facts_too (n int);
PREPARE ins AS INSERT INTO facts (what) VALUES ($1);
EXECUTE ins('first');
DECLARE walk CURSOR WITH HOLD FOR SELECT 1;
SELECT pg_advisory_lock(1234);
SELECT nextval('facts_n_seq');
CREATE SCHEMA app;
SET search_path = app;
SET work_mem = '99MB';
SET wild.own = 'left';
SET TIME ZONE 'Asia/Tokyo';
LISTEN something;
