--- finds info: the whole server
--- script
ALTER SYSTEM SET work_mem = '64MB'
--- finds info: a database
--- script
ALTER DATABASE shop SET work_mem = '64MB'
--- finds info: a role
--- script
ALTER ROLE app IN DATABASE shop SET work_mem = '64MB'
--- silent: the session
--- script
SET LOCAL work_mem = '64MB';
ALTER ROLE app CONNECTION LIMIT 10
--- silent: until the session ends
--- script
SET work_mem = '64MB'
