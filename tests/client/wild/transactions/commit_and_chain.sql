CREATE TABLE steps (n serial, isolation text, read_only text, deferral text);

BEGIN ISOLATION LEVEL REPEATABLE READ DEFERRABLE;
INSERT INTO steps (isolation, read_only, deferral)
SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only'), current_setting('transaction_deferrable');
COMMIT AND CHAIN;
INSERT INTO steps (isolation, read_only, deferral)
SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only'), current_setting('transaction_deferrable');
ROLLBACK AND CHAIN;
INSERT INTO steps (isolation, read_only, deferral)
SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only'), current_setting('transaction_deferrable');
COMMIT AND NO CHAIN;

INSERT INTO steps (isolation, read_only, deferral)
SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only'), current_setting('transaction_deferrable');
