--- finds error: a trigger uses it
--- given
CREATE TABLE articles (a int);
CREATE TRIGGER g BEFORE TRUNCATE ON articles FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('a');
--- script
DROP EXTENSION migrate_ext
--- finds error: and goes along
--- given
CREATE TABLE articles (a int);
CREATE TRIGGER g BEFORE TRUNCATE ON articles FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('a');
--- script
DROP EXTENSION migrate_ext CASCADE
--- finds warning: not here
--- script
DROP EXTENSION nowhere
--- silent: it need not be
--- script
DROP EXTENSION IF EXISTS nowhere
--- silent: a new one
--- script
CREATE EXTENSION nowhere
