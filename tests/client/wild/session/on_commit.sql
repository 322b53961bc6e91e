CREATE TABLE result (n serial, what text);

BEGIN;
CREATE TEMP TABLE short ON COMMIT DROP AS SELECT n FROM generate_series(1, 3) n;
INSERT INTO result (what) SELECT 'short ' || n FROM short;
COMMIT;

CREATE TEMP TABLE emptied (n int) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE full_one (n int) ON COMMIT PRESERVE ROWS;
BEGIN;
INSERT INTO emptied VALUES (1);
INSERT INTO full_one VALUES (1);
INSERT INTO result (what) SELECT 'in the block: ' || count(*) FROM emptied;
COMMIT;
INSERT INTO result (what) SELECT 'behind it: ' || count(*) FROM emptied;
INSERT INTO result (what) SELECT 'preserved: ' || count(*) FROM full_one;
INSERT INTO result (what) SELECT 'gone: ' || (to_regclass('short') IS NULL);
