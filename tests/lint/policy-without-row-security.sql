--- given
CREATE TABLE patients (id int, doctor text);
--- finds warning: it is off
--- script
CREATE POLICY own ON patients USING (true)
--- fix
CREATE POLICY own ON patients USING (true);
ALTER TABLE patients ENABLE ROW LEVEL SECURITY;
--- finds warning: of a new table, too
--- script
CREATE TABLE n (a int);
CREATE POLICY own ON n USING (true)
--- silent: it is on
--- given
ALTER TABLE patients ENABLE ROW LEVEL SECURITY;
--- script
CREATE POLICY own ON patients USING (true)
--- silent: the script enables it
--- script
CREATE POLICY own ON patients USING (true);
ALTER TABLE patients ENABLE ROW LEVEL SECURITY
--- silent: not here
--- script
CREATE POLICY own ON elsewhere USING (true)
