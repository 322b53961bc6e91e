--- given
CREATE TABLE events (id bigint, at int) PARTITION BY RANGE (at);
CREATE TABLE part (id bigint, at int);
INSERT INTO part SELECT g, g FROM generate_series(1, 300) g;
--- finds warning: its rows are read
--- script
ALTER TABLE events ATTACH PARTITION part FOR VALUES FROM (1) TO (1000)
--- fix
SELECT migrate.safe_attach_partition('events', 'part', 'FOR VALUES FROM (1) TO (1000)');
--- finds error: many rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'part'::regclass;
--- script
ALTER TABLE events ATTACH PARTITION part FOR VALUES FROM (1) TO (1000)
--- silent: a CHECK proves it
--- given
ALTER TABLE part ADD CHECK (at IS NOT NULL AND at >= 1 AND at < 1000);
--- script
ALTER TABLE events ATTACH PARTITION part FOR VALUES FROM (1) TO (1000)
--- finds warning: one that is not valid proves nothing
--- given
ALTER TABLE part ADD CHECK (at >= 1 AND at < 1000) NOT VALID;
--- script
ALTER TABLE events ATTACH PARTITION part FOR VALUES FROM (1) TO (1000)
--- silent: the script has proved it
--- script
ALTER TABLE part ADD CONSTRAINT c CHECK (at IS NOT NULL AND at >= 1 AND at < 1000) NOT VALID;
SELECT migrate.safe_validate_constraint('part', 'c');
ALTER TABLE events ATTACH PARTITION part FOR VALUES FROM (1) TO (1000)
--- silent: few rows
--- given
TRUNCATE part;
--- script
ALTER TABLE events ATTACH PARTITION part FOR VALUES FROM (1) TO (1000)
--- silent: the script has made it
--- script
CREATE TABLE one (LIKE events);
ALTER TABLE events ATTACH PARTITION one FOR VALUES FROM (1) TO (1000)
--- finds warning: the default partition is read
--- given
ALTER TABLE events ATTACH PARTITION part DEFAULT;
--- script
CREATE TABLE one PARTITION OF events FOR VALUES FROM (1000) TO (2000)
--- fix
CREATE TABLE one (LIKE events INCLUDING ALL EXCLUDING IDENTITY);
SELECT migrate.safe_attach_partition('events', 'one', 'FOR VALUES FROM (1000) TO (2000)');
--- finds warning: also for a new table that is attached
--- given
ALTER TABLE events ATTACH PARTITION part DEFAULT;
--- script
CREATE TABLE one (LIKE events);
ALTER TABLE events ATTACH PARTITION one FOR VALUES FROM (1000) TO (2000)
--- silent: no default partition
--- script
CREATE TABLE one PARTITION OF events FOR VALUES FROM (1000) TO (2000)
--- silent: NOT NULL and a CHECK prove it, and it says more than is needed
--- given
ALTER TABLE part ALTER at SET NOT NULL, ADD CHECK (at BETWEEN 1 AND 500);
--- script
ALTER TABLE events ATTACH PARTITION part FOR VALUES FROM (1) TO (1000)
--- finds warning: a CHECK lets NULLs through
--- given
ALTER TABLE part ADD CHECK (at >= 1 AND at < 1000);
--- script
ALTER TABLE events ATTACH PARTITION part FOR VALUES FROM (1) TO (1000)
--- finds warning: a CHECK on the key that says less
--- given
ALTER TABLE part ALTER at SET NOT NULL, ADD CHECK (at >= 1);
--- script
ALTER TABLE events ATTACH PARTITION part FOR VALUES FROM (1) TO (1000)
--- finds warning: another bound
--- given
ALTER TABLE part ALTER at SET NOT NULL, ADD CHECK (at >= 1 AND at < 1000);
--- script
ALTER TABLE events ATTACH PARTITION part FOR VALUES FROM (100) TO (1000)
--- finds warning: what the script has proved is another bound's
--- script
ALTER TABLE part ADD CONSTRAINT c CHECK (at IS NOT NULL AND at >= 100) NOT VALID;
SELECT migrate.safe_validate_constraint('part', 'c');
ALTER TABLE events ATTACH PARTITION part FOR VALUES FROM (100) TO (1000)
--- silent: the default partition has none of those rows
--- given
ALTER TABLE part ALTER at SET NOT NULL, ADD CHECK (at < 1000);
ALTER TABLE events ATTACH PARTITION part DEFAULT;
--- script
CREATE TABLE one PARTITION OF events FOR VALUES FROM (1000) TO (2000)
--- finds warning: the default partition may have some
--- given
ALTER TABLE part ALTER at SET NOT NULL, ADD CHECK (at < 1001);
ALTER TABLE events ATTACH PARTITION part DEFAULT;
--- script
CREATE TABLE one PARTITION OF events FOR VALUES FROM (1000) TO (2000)
