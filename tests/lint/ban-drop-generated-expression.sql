--- given
CREATE TABLE orders (id int, a int, total int GENERATED ALWAYS AS (a * 2) STORED);
--- finds warning: nobody fills it
--- script
ALTER TABLE orders ALTER COLUMN total DROP EXPRESSION
--- silent: it is none
--- script
ALTER TABLE orders ALTER COLUMN a DROP EXPRESSION IF EXISTS
--- silent: new
--- script
CREATE TABLE n (a int, b int GENERATED ALWAYS AS (a) STORED);
ALTER TABLE n ALTER COLUMN b DROP EXPRESSION
