--- given
CREATE TABLE patients (id int, doctor text);
CREATE TABLE lists (id int);
ALTER TABLE patients ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON patients USING (doctor = current_user);
CREATE POLICY idle ON lists USING (true);
--- finds info: other rows
--- script
ALTER POLICY own ON patients USING (true)
--- finds info: other roles
--- script
ALTER POLICY own ON patients TO pg_monitor
--- finds info: some are hidden
--- script
CREATE POLICY few ON patients AS RESTRICTIVE USING (id > 0)
--- silent: it is off
--- script
ALTER POLICY idle ON lists USING (false)
--- silent: one more shows more
--- script
CREATE POLICY more ON patients USING (true)
