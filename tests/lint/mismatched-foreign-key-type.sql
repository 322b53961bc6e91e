--- given
CREATE TABLE orders (id bigint PRIMARY KEY, code integer UNIQUE, name text UNIQUE);
CREATE TABLE lines (id bigint PRIMARY KEY, order_id integer);
--- finds warning: too narrow
--- script
ALTER TABLE lines ADD FOREIGN KEY (order_id) REFERENCES orders NOT VALID
--- finds warning: a new column
--- script
ALTER TABLE lines ADD COLUMN other_id int REFERENCES orders
--- fix
ALTER TABLE lines ADD COLUMN other_id bigint REFERENCES orders;
--- finds warning: numbers with a point
--- script
CREATE TABLE parts (order_id numeric REFERENCES orders)
--- finds error: they cannot be compared
--- script
CREATE TABLE parts (order_id uuid REFERENCES orders)
--- finds info: wider than it need be
--- script
CREATE TABLE parts (code bigint REFERENCES orders (code))
--- finds warning: both are made by the script
--- script
CREATE TABLE a (x int, id bigserial, PRIMARY KEY (id));
CREATE TABLE b (a_id int REFERENCES a)
--- silent: the same
--- script
CREATE TABLE parts (order_id int8 REFERENCES orders, code int REFERENCES orders (code), name varchar(20) REFERENCES orders (name))
--- silent: it was changed before
--- script
ALTER TABLE lines ALTER COLUMN order_id TYPE bigint;
ALTER TABLE lines ADD FOREIGN KEY (order_id) REFERENCES orders NOT VALID
--- silent: the key is not known
--- script
CREATE TABLE parts (x int REFERENCES elsewhere)
