-- A rehearsal, taken back by its author, and then the real thing.
CREATE TABLE prices (sku text PRIMARY KEY, cents int NOT NULL);
INSERT INTO prices VALUES ('tea', 250), ('coffee', 310);

BEGIN;
UPDATE prices SET cents = cents * 2;
ALTER TABLE prices ADD COLUMN rehearsal boolean;
ROLLBACK;

BEGIN;
UPDATE prices SET cents = cents + 10;
COMMIT;

BEGIN;
TRUNCATE prices;
ABORT;
