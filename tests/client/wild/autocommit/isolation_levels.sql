-- +migrate Up notransaction
CREATE TABLE seen (n serial, isolation text, note text);
-- From here on every transaction is serializable, until the session ends.
SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE;
INSERT INTO seen (isolation, note) SELECT current_setting('transaction_isolation'), 'session';
BEGIN;
INSERT INTO seen (isolation, note) SELECT current_setting('transaction_isolation'), 'session block';
COMMIT;

SET default_transaction_isolation = 'read committed';
INSERT INTO seen (isolation, note) SELECT current_setting('transaction_isolation'), 'default';

