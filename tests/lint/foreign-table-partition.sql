--- given
CREATE FOREIGN DATA WRAPPER lint_wrapper;
CREATE SERVER lint_server FOREIGN DATA WRAPPER lint_wrapper;
CREATE TABLE logs (id int, at date, state text) PARTITION BY RANGE (at);
CREATE TABLE logs_new PARTITION OF logs FOR VALUES FROM ('2025-01-01') TO (MAXVALUE);
CREATE FOREIGN TABLE logs_old PARTITION OF logs FOR VALUES FROM (MINVALUE) TO ('2025-01-01') SERVER lint_server;
CREATE TABLE lists (id int, state text);
--- finds warning: a partition is elsewhere
--- script
ALTER TABLE logs ADD COLUMN a int
--- finds warning: it asks for the new name
--- script
ALTER TABLE logs RENAME COLUMN state TO status
--- finds error: no unique index
--- script
CREATE UNIQUE INDEX ON logs (id, at)
--- finds error: no primary key
--- script
ALTER TABLE logs ADD PRIMARY KEY (id, at)
--- finds warning: nobody looks at its rows
--- script
ALTER TABLE logs ADD CHECK (id > 0)
--- silent: it does not ask for it any more
--- script
ALTER TABLE logs DROP COLUMN state
--- silent: its own rows
--- script
ALTER TABLE lists ADD COLUMN a int, ADD CHECK (id > 0)
--- silent: an index that is not unique leaves it out
--- script
CREATE INDEX ON logs (id)
