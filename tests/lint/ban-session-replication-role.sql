--- finds warning: SET
--- script
SET session_replication_role = replica
--- finds warning: set_config
--- script
SELECT set_config('session_replication_role', 'replica', true)
--- finds warning: for a database
--- script
ALTER DATABASE shop SET session_replication_role = 'replica'
--- silent: back again
--- script
SET session_replication_role = origin;
SET session_replication_role TO DEFAULT
--- silent: back again, by a function
--- script
SELECT set_config('session_replication_role', 'origin', true)
