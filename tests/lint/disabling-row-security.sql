--- given
CREATE TABLE patients (id int, doctor text);
ALTER TABLE patients ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON patients USING (doctor = current_user);
CREATE POLICY few ON patients AS RESTRICTIVE USING (id > 0);
CREATE TABLE lists (a int);
CREATE POLICY idle ON lists USING (true);
--- finds error: all rows are seen
--- script
ALTER TABLE patients DISABLE ROW LEVEL SECURITY
--- finds error: the last that shows rows
--- script
DROP POLICY own ON patients
--- finds error: one that hides some
--- script
DROP POLICY few ON patients
--- finds warning: another shows rows as well
--- given
CREATE POLICY more ON patients USING (true);
--- script
DROP POLICY own ON patients
--- finds error: the owner sees all
--- given
ALTER TABLE patients FORCE ROW LEVEL SECURITY;
--- script
ALTER TABLE patients NO FORCE ROW LEVEL SECURITY
--- silent: nothing was forced
--- script
ALTER TABLE patients NO FORCE ROW LEVEL SECURITY
--- silent: another takes its place
--- script
DROP POLICY IF EXISTS own ON patients;
CREATE POLICY own ON patients USING (true)
--- silent: it is off
--- script
ALTER TABLE lists DISABLE ROW LEVEL SECURITY;
DROP POLICY idle ON lists
--- silent: new
--- script
CREATE TABLE n (a int);
ALTER TABLE n DISABLE ROW LEVEL SECURITY
