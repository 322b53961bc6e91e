CREATE UNLOGGED TABLE staging (id bigint PRIMARY KEY, payload jsonb NOT NULL);
INSERT INTO staging (id, payload) SELECT g, '{}' FROM generate_series(1, 10) g;
DROP TABLE staging;
