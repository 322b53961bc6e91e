--- given
CREATE ROLE lint_role;
CREATE ROLE lint_idle;
CREATE TABLE articles AS SELECT 1 AS a;
ALTER TABLE articles OWNER TO lint_role;
--- finds error: a table with rows
--- script
DROP OWNED BY lint_role
--- finds warning: it owns nothing
--- script
DROP OWNED BY lint_idle
--- finds error: it fails
--- script
DROP ROLE lint_role
--- finds warning: nobody can log in by it
--- script
DROP ROLE lint_idle
--- silent: it need not be here
--- script
DROP ROLE IF EXISTS lint_nobody
--- silent: it keeps what it owns
--- script
ALTER ROLE lint_role NOLOGIN
