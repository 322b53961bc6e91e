CREATE TABLE numbers (n int PRIMARY KEY, word text);
INSERT INTO numbers SELECT n, 'number ' || n FROM generate_series(1, 10) n;

BEGIN;
DECLARE walk CURSOR FOR SELECT * FROM numbers ORDER BY n FOR UPDATE;
FETCH 2 FROM walk;
UPDATE numbers SET word = 'second' WHERE CURRENT OF walk;
MOVE FORWARD 3 IN walk;
FETCH NEXT FROM walk;
DELETE FROM numbers WHERE CURRENT OF walk;
CLOSE walk;
DECLARE kept SCROLL CURSOR WITH HOLD FOR SELECT n FROM numbers ORDER BY n;
FETCH FIRST FROM kept;
COMMIT;

-- It is still there behind the transaction, and does not see what comes now.
DELETE FROM numbers WHERE n > 8;
FETCH LAST FROM kept;
CREATE TABLE open_cursors AS SELECT name, is_holdable FROM pg_cursors WHERE name = 'kept';
VACUUM numbers;
FETCH ABSOLUTE 2 FROM kept;
CLOSE ALL;
