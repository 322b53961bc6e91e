BEGIN;
CREATE TYPE level AS ENUM ('low', 'high');
CREATE TABLE alarms (id int, level level);
COMMIT;
ALTER TYPE level ADD VALUE 'middle' BEFORE 'high';
INSERT INTO alarms VALUES (1, 'middle');
CREATE SCHEMA alarms_api;
SET search_path = alarms_api;
CREATE FUNCTION alarms() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM public.alarms';
