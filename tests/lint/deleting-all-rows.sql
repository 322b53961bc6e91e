--- given
CREATE TABLE sessions AS SELECT 1 AS a;
CREATE TABLE nothing (a int);
--- finds error: rows are lost
--- script
TRUNCATE sessions
--- finds error: word for word as bad
--- script
DELETE FROM sessions
--- finds 2 error: of several, those with rows
--- script
TRUNCATE sessions, nothing, elsewhere
--- silent: there are none
--- script
TRUNCATE nothing
--- silent: some rows
--- script
DELETE FROM sessions WHERE a = 1
--- silent: those that another table says
--- script
DELETE FROM sessions USING nothing WHERE nothing.a = sessions.a
--- silent: new
--- script
CREATE TABLE n AS SELECT 1;
TRUNCATE n
--- finds error: in a DO block it runs all the same
--- script
DO $$ BEGIN DELETE FROM sessions; END $$
