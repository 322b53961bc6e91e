CREATE TABLE users (id int PRIMARY KEY, email text);
INSERT INTO users SELECT n, 'user' || n || '@example.com' FROM generate_series(1, 10) n;

CREATE TEMP TABLE doubles AS SELECT id FROM users WHERE id > 7;
CREATE INDEX CONCURRENTLY users_email ON users (email);
DELETE FROM users USING doubles WHERE doubles.id = users.id;
-- The server builds this one plainly: nobody else can see the table.
CREATE INDEX CONCURRENTLY doubles_id ON doubles (id);
VACUUM users;
DROP INDEX CONCURRENTLY doubles_id;
CREATE TABLE removed AS SELECT id FROM doubles;
CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (lower(email));
DROP TABLE doubles;
