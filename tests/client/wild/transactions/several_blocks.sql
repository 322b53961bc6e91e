-- Two features in one release, each in a transaction of its own.
BEGIN;

CREATE TABLE accounts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL UNIQUE
);
INSERT INTO accounts (email) VALUES ('ann@example.com'), ('bob@example.com');

COMMIT;

BEGIN TRANSACTION;
ALTER TABLE accounts ADD COLUMN locale text NOT NULL DEFAULT 'en';
UPDATE accounts SET locale = 'de' WHERE email LIKE 'bob%';
COMMIT TRANSACTION;

START TRANSACTION;
CREATE INDEX accounts_locale ON accounts (locale);
COMMIT WORK;
