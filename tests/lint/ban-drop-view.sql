--- given
CREATE VIEW v AS SELECT 1 AS a;
CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;
--- finds warning: somebody may read it
--- script
DROP VIEW v
--- finds warning: a materialized one
--- script
DROP MATERIALIZED VIEW m
--- finds error: another needs it
--- given
CREATE VIEW w AS SELECT * FROM v;
--- script
DROP VIEW v
--- finds error: making it again helps nothing then
--- given
CREATE VIEW w AS SELECT * FROM v;
--- script
DROP VIEW v;
CREATE VIEW v AS SELECT 2 AS a
--- silent: it is made again
--- script
DROP VIEW IF EXISTS v;
CREATE VIEW v AS SELECT 2 AS a
--- silent: it is not here
--- script
DROP VIEW IF EXISTS nowhere
--- silent: new
--- script
CREATE VIEW n AS SELECT 1 AS a;
DROP VIEW n
