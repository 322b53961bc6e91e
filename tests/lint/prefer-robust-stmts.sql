--- finds warning: the block commits
--- script
DO $$ BEGIN
  ALTER TABLE t ADD COLUMN a int;
  COMMIT;
  UPDATE t SET a = 1;
END $$
--- finds warning: DROP of what is gone
--- script
DO $$ BEGIN DROP TABLE t; COMMIT; END $$
--- silent: it can run twice
--- script
DO $$ BEGIN ALTER TABLE t ADD COLUMN IF NOT EXISTS a int; DROP TABLE IF EXISTS u; COMMIT; END $$
--- silent: the block is one transaction
--- script
DO $$ BEGIN ALTER TABLE t ADD COLUMN a int; END $$
--- silent: the journal knows what is done
--- script
CREATE INDEX CONCURRENTLY t_a_idx ON t (a);
ALTER TABLE t ADD COLUMN b int
