--- given
CREATE MATERIALIZED VIEW totals AS SELECT g AS id, g % 10 AS n FROM generate_series(1, 300) g;
--- finds warning: there is a unique index
--- given
CREATE UNIQUE INDEX ON totals (id);
--- script
REFRESH MATERIALIZED VIEW totals
--- fix
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;
--- finds warning: there is none
--- script
REFRESH MATERIALIZED VIEW totals
--- finds error: one that is not here
--- script
REFRESH MATERIALIZED VIEW elsewhere WITH DATA
--- fix
REFRESH MATERIALIZED VIEW CONCURRENTLY elsewhere WITH DATA;
--- silent: CONCURRENTLY
--- script
REFRESH MATERIALIZED VIEW CONCURRENTLY totals
--- silent: without rows
--- script
REFRESH MATERIALIZED VIEW totals WITH NO DATA
--- silent: new
--- script
CREATE MATERIALIZED VIEW x AS SELECT 1;
REFRESH MATERIALIZED VIEW x
