CREATE TABLE seen (n serial, isolation text, note text);

BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE;
INSERT INTO seen (isolation, note) SELECT current_setting('transaction_isolation'), 'BEGIN';
COMMIT;

BEGIN;
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
INSERT INTO seen (isolation, note) SELECT current_setting('transaction_isolation'), 'SET TRANSACTION';
COMMIT;

-- From here on every transaction is serializable, until the session ends.
SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE;
BEGIN;
INSERT INTO seen (isolation, note) SELECT current_setting('transaction_isolation'), 'session';
COMMIT;
SET default_transaction_isolation = 'read committed';
BEGIN;
INSERT INTO seen (isolation, note) SELECT current_setting('transaction_isolation'), 'default';
COMMIT;

START TRANSACTION READ ONLY;
SELECT count(*) FROM seen;
COMMIT;
