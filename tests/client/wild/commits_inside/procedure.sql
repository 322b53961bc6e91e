CREATE TABLE jobs (id int PRIMARY KEY, done boolean NOT NULL DEFAULT false);
INSERT INTO jobs SELECT generate_series(1, 50);
CREATE TABLE runs (n serial, transactions bigint);

CREATE OR REPLACE PROCEDURE finish_jobs(size int)
LANGUAGE plpgsql
AS $procedure$
DECLARE
    last int := 0;
BEGIN
    WHILE last < 50 LOOP
        UPDATE jobs SET done = true WHERE id > last AND id <= last + size;
        last := last + size;
        IF last = 30 THEN
            ROLLBACK;
        ELSE
            COMMIT;
        END IF;
    END LOOP;
END
$procedure$;

CALL finish_jobs(10);
INSERT INTO runs (transactions) SELECT count(DISTINCT xmin::text) FROM jobs;
CALL finish_jobs(size => 25);
