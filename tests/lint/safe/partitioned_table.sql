CREATE TABLE readings (
    sensor bigint NOT NULL,
    at timestamptz NOT NULL,
    value double precision,
    PRIMARY KEY (sensor, at)
) PARTITION BY RANGE (at);
CREATE TABLE readings_2026 PARTITION OF readings FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE readings_rest PARTITION OF readings DEFAULT;
