--- finds error: two objects
--- given
CREATE SCHEMA lint_other;
CREATE TABLE lint_other.a (b int);
CREATE VIEW lint_other.c AS SELECT 1 AS d;
--- script
ALTER SCHEMA lint_other RENAME TO lint_new
--- finds error: not here
--- script
ALTER SCHEMA nowhere RENAME TO lint_new
--- silent: there is nothing in it
--- given
CREATE SCHEMA lint_other;
--- script
ALTER SCHEMA lint_other RENAME TO lint_new
--- silent: new
--- script
CREATE SCHEMA lint_new;
ALTER SCHEMA lint_new RENAME TO lint_newer
