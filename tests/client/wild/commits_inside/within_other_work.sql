-- What commits stands between statements, blocks, and an index that is built CONCURRENTLY.
SET search_path = public;
CREATE TABLE parts (id int PRIMARY KEY, name text);
BEGIN;
INSERT INTO parts SELECT n, 'part ' || n FROM generate_series(1, 20) n;
DO $$ BEGIN UPDATE parts SET name = upper(name) WHERE id = 1; END $$;
COMMIT;
CREATE TEMP TABLE todo AS SELECT id FROM parts WHERE id > 10;
DO $$
DECLARE part record;
BEGIN
    FOR part IN SELECT id FROM todo ORDER BY id LOOP
        UPDATE parts SET name = name || '!' WHERE id = part.id;
        COMMIT;
    END LOOP;
END $$;
CREATE INDEX CONCURRENTLY parts_name ON parts (name);
DO LANGUAGE plpgsql $$ BEGIN COMMIT; SET LOCAL search_path = pg_catalog; ROLLBACK; END $$;
CREATE TABLE after AS SELECT count(*) FROM todo;
