--- given
CREATE TABLE users (id bigint);
CREATE VIEW u AS SELECT * FROM users;
CREATE SEQUENCE numbers;
--- finds error: the name is gone
--- script
ALTER TABLE users RENAME TO accounts
--- fix
SELECT migrate.safe_rename_table('users', 'accounts');
--- finds error: a table that is elsewhere, with a name to be quoted
--- script
ALTER TABLE "My App".users RENAME TO "Accounts"
--- fix
SELECT migrate.safe_rename_table('"My App".users', 'Accounts');
--- finds error: a sequence is named in a text
--- script
ALTER SEQUENCE numbers RENAME TO counted
--- finds error: ALTER TABLE renames a view as well
--- script
ALTER TABLE u RENAME TO w
--- silent: a view stands in
--- script
ALTER TABLE users RENAME TO accounts;
CREATE VIEW users AS SELECT * FROM accounts
--- silent: another takes its place
--- script
CREATE TABLE users_new (id bigint);
ALTER TABLE users RENAME TO users_old;
ALTER TABLE users_new RENAME TO users
--- finds error: that comes too late
--- script
ALTER TABLE users RENAME TO accounts;
COMMIT;
CREATE VIEW users AS SELECT * FROM accounts
--- silent: an index
--- given
CREATE INDEX i ON users (id);
--- script
ALTER INDEX i RENAME TO j
--- silent: new
--- script
CREATE TABLE n (a int);
ALTER TABLE n RENAME TO m
