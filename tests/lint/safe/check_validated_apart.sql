BEGIN;
ALTER TABLE lines ADD CONSTRAINT lines_price_positive CHECK (price >= 0) NOT VALID;
COMMIT;
BEGIN;
ALTER TABLE lines VALIDATE CONSTRAINT lines_price_positive;
COMMIT;
