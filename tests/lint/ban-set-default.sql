--- given
CREATE TABLE orders (id int, state text NOT NULL DEFAULT 'old', note text DEFAULT 'none', bare text);
--- finds warning: INSERTs fail
--- script
ALTER TABLE orders ALTER COLUMN state DROP DEFAULT
--- finds info: NULL is written
--- script
ALTER TABLE orders ALTER note DROP DEFAULT
--- finds info: another value is written
--- script
ALTER TABLE orders ALTER state SET DEFAULT 'new'
--- silent: there was none
--- script
ALTER TABLE orders ALTER bare DROP DEFAULT
--- silent: the column is new
--- script
ALTER TABLE orders ADD COLUMN a int DEFAULT 1;
ALTER TABLE orders ALTER COLUMN a DROP DEFAULT
