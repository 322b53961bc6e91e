-- +migrate Up notransaction
-- A table cannot be altered while it has checks to come, so each statement has to commit.
CREATE TABLE parents (id int PRIMARY KEY);
CREATE TABLE children (id int PRIMARY KEY, parent int REFERENCES parents DEFERRABLE INITIALLY DEFERRED);
INSERT INTO parents VALUES (1);
INSERT INTO children VALUES (1, 1);
ALTER TABLE children ADD COLUMN name text;
ALTER TABLE parents ADD COLUMN name text;
DO $$ BEGIN INSERT INTO children VALUES (2, 1, 'two'); COMMIT; END $$;
VACUUM children;
ALTER TABLE children ALTER COLUMN name SET DEFAULT 'x';
