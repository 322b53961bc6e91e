--- given
CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE TABLE lines (id bigint PRIMARY KEY, order_id bigint, part int, note text);
INSERT INTO lines SELECT g FROM generate_series(1, 300) g;
--- finds warning: each DELETE reads all lines
--- script
ALTER TABLE lines ADD CONSTRAINT lines_order_fkey FOREIGN KEY (order_id) REFERENCES orders NOT VALID
--- fix
ALTER TABLE lines ADD CONSTRAINT lines_order_fkey FOREIGN KEY (order_id) REFERENCES orders NOT VALID;
CREATE INDEX CONCURRENTLY ON lines (order_id);
--- finds info: few rows
--- given
TRUNCATE lines;
--- script
ALTER TABLE lines ADD CONSTRAINT lines_order_fkey FOREIGN KEY (order_id) REFERENCES orders NOT VALID
--- finds info: a new table
--- script
CREATE TABLE parts (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id))
--- finds warning: an index with a WHERE does not serve
--- given
CREATE INDEX ON lines (order_id) WHERE part = 1;
--- script
ALTER TABLE lines ADD CONSTRAINT lines_order_fkey FOREIGN KEY (order_id) REFERENCES orders NOT VALID
--- silent: an index is there
--- given
CREATE INDEX ON lines (order_id, part);
--- script
ALTER TABLE lines ADD CONSTRAINT lines_order_fkey FOREIGN KEY (order_id) REFERENCES orders NOT VALID
--- silent: the script makes one later
--- script
ALTER TABLE lines ADD CONSTRAINT lines_order_fkey FOREIGN KEY (order_id) REFERENCES orders NOT VALID;
CREATE INDEX CONCURRENTLY lines_order_idx ON lines (order_id)
--- silent: a safe operation makes one
--- script
SELECT migrate.safe_create_index('lines', ARRAY['order_id']);
ALTER TABLE lines ADD CONSTRAINT lines_order_fkey FOREIGN KEY (order_id) REFERENCES orders NOT VALID
--- silent: the key begins with it
--- script
CREATE TABLE parts (order_id bigint REFERENCES orders, part int, PRIMARY KEY (order_id, part))
--- silent: the columns in another order
--- given
CREATE TABLE pairs (a int, b int, PRIMARY KEY (a, b));
--- script
CREATE TABLE parts (x int, y int, FOREIGN KEY (x, y) REFERENCES pairs);
CREATE INDEX ON parts (y, x)
--- silent: elsewhere there may be one
--- script
ALTER TABLE elsewhere ADD FOREIGN KEY (order_id) REFERENCES orders NOT VALID
