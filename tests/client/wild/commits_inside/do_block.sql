CREATE TABLE events (id int PRIMARY KEY, kind text, day date);
INSERT INTO events SELECT n, 'click', date '2024-01-01' + n % 5 FROM generate_series(1, 1000) n;
ALTER TABLE events ADD COLUMN week int;

-- Backfill in batches.
DO $$
DECLARE
    batch int := 0;
BEGIN
    LOOP
        UPDATE events SET week = extract(week FROM day)
        WHERE id IN (SELECT id FROM events WHERE week IS NULL ORDER BY id LIMIT 300);
        EXIT WHEN NOT FOUND;
        batch := batch + 1;
        COMMIT;
    END LOOP;
    RAISE NOTICE '% batches', batch;
END
$$;

ALTER TABLE events ALTER COLUMN week SET NOT NULL;
