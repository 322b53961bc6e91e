--- given
CREATE TABLE users (id int PRIMARY KEY, name text);
CREATE TYPE mood AS ENUM ('ok');
--- finds error: a view and a foreign key go
--- given
CREATE VIEW v AS SELECT * FROM users;
CREATE TABLE orders (u int REFERENCES users);
--- script
DROP TABLE users CASCADE
--- finds error: a view goes with the column
--- given
CREATE VIEW v AS SELECT name FROM users;
--- script
ALTER TABLE users DROP COLUMN name CASCADE
--- finds error: a foreign key goes with the key
--- given
CREATE TABLE orders (u int REFERENCES users);
--- script
ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE
--- finds error: columns go with their type
--- given
CREATE TABLE people (m mood);
INSERT INTO people VALUES ('ok');
--- script
DROP TYPE mood CASCADE
--- silent: nothing goes
--- script
DROP TYPE mood CASCADE
--- silent: nor with a column that nothing reads
--- given
CREATE VIEW v AS SELECT id FROM users;
--- script
ALTER TABLE users DROP COLUMN name CASCADE
--- finds warning: not here
--- script
DROP TABLE elsewhere CASCADE
--- silent: without CASCADE
--- given
CREATE VIEW v AS SELECT * FROM users;
--- script
DROP TABLE users
--- silent: new
--- script
CREATE TABLE n (a int);
DROP TABLE n CASCADE
