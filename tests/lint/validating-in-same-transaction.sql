--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
--- finds warning: the script is one transaction
--- script
ALTER TABLE articles ADD CONSTRAINT c CHECK (id > 0) NOT VALID;
ALTER TABLE articles VALIDATE CONSTRAINT c
--- fix
SELECT migrate.safe_validate_constraint('articles', 'c');
--- finds warning: a foreign key holds writers
--- script
ALTER TABLE articles ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES authors NOT VALID;
ALTER TABLE articles VALIDATE CONSTRAINT k
--- finds warning: one statement
--- script
ALTER TABLE articles ADD a int, VALIDATE CONSTRAINT c
--- fix
ALTER TABLE articles ADD a int;
SELECT migrate.safe_validate_constraint('articles', 'c');
--- finds error: many rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
ALTER TABLE articles ADD a int;
ALTER TABLE articles VALIDATE CONSTRAINT c
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
ALTER TABLE articles ADD a int;
ALTER TABLE articles VALIDATE CONSTRAINT c
--- silent: by itself
--- script
ALTER TABLE articles VALIDATE CONSTRAINT c
--- silent: COMMIT stands between
--- script
ALTER TABLE articles ADD CONSTRAINT c CHECK (id > 0) NOT VALID;
COMMIT;
ALTER TABLE articles VALIDATE CONSTRAINT c
--- silent: by an operation
--- script
ALTER TABLE articles ADD CONSTRAINT c CHECK (id > 0) NOT VALID;
SELECT migrate.safe_validate_constraint('articles', 'c')
--- silent: the lock is on another table
--- script
ALTER TABLE authors ADD a int;
ALTER TABLE articles VALIDATE CONSTRAINT c
