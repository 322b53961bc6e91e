--- finds warning: whatever the files have
--- script
ALTER EXTENSION nowhere UPDATE
--- finds info: a version, and nobody uses it
--- script
ALTER EXTENSION nowhere UPDATE TO '2.0'
--- finds warning: a trigger uses it
--- given
CREATE TABLE articles (a int);
CREATE TRIGGER g BEFORE TRUNCATE ON articles FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('a');
--- script
ALTER EXTENSION migrate_ext UPDATE TO '99'
--- silent: it takes something in
--- script
ALTER EXTENSION nowhere ADD TABLE a
--- silent: a new one
--- script
CREATE EXTENSION nowhere
--- silent: it moves
--- script
ALTER EXTENSION nowhere SET SCHEMA elsewhere
