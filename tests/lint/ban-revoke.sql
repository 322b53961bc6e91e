--- given
CREATE TABLE articles (id int);
GRANT SELECT, INSERT ON articles TO pg_monitor;
GRANT SELECT ON articles TO PUBLIC;
--- finds warning: the role reads it
--- script
REVOKE SELECT ON articles FROM pg_monitor
--- finds warning: all at once
--- script
REVOKE ALL ON TABLE articles FROM pg_monitor
--- finds warning: from everybody
--- script
REVOKE ALL ON articles FROM PUBLIC
--- silent: it has not got that
--- script
REVOKE DELETE ON articles FROM pg_monitor
--- silent: something stays
--- script
REVOKE ALL ON articles FROM pg_monitor;
GRANT SELECT ON articles TO pg_monitor
--- silent: new
--- script
CREATE TABLE n (a int);
REVOKE ALL ON n FROM PUBLIC
