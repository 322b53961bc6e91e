--- finds error: rows of the history
--- script
UPDATE migrate.journal SET status = 'done'
--- finds error: the schema
--- script
DROP SCHEMA migrate CASCADE
--- finds error: a trigger of one's own
--- script
CREATE TRIGGER mine AFTER INSERT ON migrate.journal FOR EACH ROW EXECUTE FUNCTION f()
--- finds error: a function
--- script
CREATE OR REPLACE FUNCTION migrate.helper() RETURNS int LANGUAGE sql AS 'SELECT 1'
--- finds error: DROP of a trigger, in a DO block
--- script
DO $$ BEGIN DROP TRIGGER mine ON migrate.journal; END $$
--- silent: a call
--- script
SELECT migrate.safe_drop_column('articles', 'state')
--- silent: reading
--- script
SELECT * FROM migrate.journal
--- silent: a table of that name
--- script
CREATE TABLE migrate (a int);
INSERT INTO migrate VALUES (1)
--- silent: rights
--- script
GRANT SELECT ON migrate.journal TO CURRENT_USER
--- silent: a table of that name elsewhere
--- script
UPDATE shop.journal SET status = 'done'
