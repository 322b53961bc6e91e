--- given
CREATE TABLE patients (id int, doctor text);
--- finds error: nobody sees a row
--- script
ALTER TABLE patients ENABLE ROW LEVEL SECURITY
--- finds error: one that only hides rows helps nothing
--- script
CREATE POLICY few ON patients AS RESTRICTIVE USING (id > 0);
ALTER TABLE patients ENABLE ROW LEVEL SECURITY
--- silent: a policy is there
--- given
CREATE POLICY own ON patients USING (doctor = current_user);
--- script
ALTER TABLE patients ENABLE ROW LEVEL SECURITY
--- silent: it comes
--- script
ALTER TABLE patients ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON patients USING (doctor = current_user)
--- silent: it is on
--- given
ALTER TABLE patients ENABLE ROW LEVEL SECURITY;
--- script
ALTER TABLE patients ENABLE ROW LEVEL SECURITY
--- silent: new
--- script
CREATE TABLE n (a int);
ALTER TABLE n ENABLE ROW LEVEL SECURITY
