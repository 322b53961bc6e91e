--- finds error: a table with rows
--- given
CREATE SCHEMA lint_other;
CREATE TABLE lint_other.a AS SELECT 1 AS b;
--- script
DROP SCHEMA lint_other CASCADE
--- finds error: it fails
--- given
CREATE SCHEMA lint_other;
CREATE TABLE lint_other.a AS SELECT 1 AS b;
--- script
DROP SCHEMA lint_other
--- finds error: not here
--- script
DROP SCHEMA IF EXISTS lint_other CASCADE
--- silent: it is empty
--- given
CREATE SCHEMA lint_other;
--- script
DROP SCHEMA lint_other CASCADE
--- silent: new
--- script
CREATE SCHEMA lint_new;
DROP SCHEMA lint_new CASCADE
