--- given
CREATE TABLE articles (id int);
--- finds warning: each role can write
--- script
GRANT SELECT, insert ON articles TO PUBLIC
--- finds warning: all of it
--- script
GRANT ALL ON articles TO public
--- finds warning: CREATE in a schema
--- script
GRANT CREATE ON SCHEMA public TO PUBLIC
--- finds warning: whatever comes
--- script
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC
--- finds info: reading
--- script
GRANT SELECT ON articles TO PUBLIC
--- silent: to a role
--- script
GRANT ALL ON articles TO pg_monitor
--- silent: taking it away is right
--- script
REVOKE ALL ON articles FROM PUBLIC
--- silent: defaults for a role
--- script
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO CURRENT_USER
