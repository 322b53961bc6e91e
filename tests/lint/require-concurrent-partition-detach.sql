--- given
CREATE TABLE events (a int) PARTITION BY LIST (a);
CREATE TABLE one PARTITION OF events FOR VALUES IN (1);
INSERT INTO events SELECT 1 FROM generate_series(1, 300);
--- finds warning: all partitions wait
--- script
ALTER TABLE events DETACH PARTITION one
--- fix
SELECT migrate.safe_detach_partition('events', 'one');
--- finds info: beside a default partition there is no other way
--- given
CREATE TABLE d PARTITION OF events DEFAULT;
--- script
ALTER TABLE events DETACH PARTITION one
--- finds info: few rows
--- given
TRUNCATE events;
--- script
ALTER TABLE events DETACH PARTITION one
--- silent: CONCURRENTLY
--- script
ALTER TABLE events DETACH PARTITION one CONCURRENTLY
--- silent: the end of one that was broken off
--- script
ALTER TABLE events DETACH PARTITION one FINALIZE
