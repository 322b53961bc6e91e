-- The recipe of the manual for an index on a partitioned table without stopping its writers.
CREATE TABLE metrics (at date NOT NULL, value int) PARTITION BY RANGE (at);
CREATE TABLE metrics_2023 PARTITION OF metrics FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE metrics_2024 PARTITION OF metrics FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO metrics VALUES ('2023-05-05', 1), ('2024-05-05', 2);

CREATE INDEX metrics_value ON ONLY metrics (value);
CREATE INDEX CONCURRENTLY metrics_2023_value ON metrics_2023 (value);
CREATE INDEX CONCURRENTLY metrics_2024_value ON metrics_2024 (value);
ALTER INDEX metrics_value ATTACH PARTITION metrics_2023_value;
ALTER INDEX metrics_value ATTACH PARTITION metrics_2024_value;
