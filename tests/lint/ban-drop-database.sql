--- finds error: all is lost
--- script
DROP DATABASE IF EXISTS shop
--- silent: nobody can connect
--- script
ALTER DATABASE shop CONNECTION LIMIT 0
--- silent: in the text of another command
--- script
SELECT 'DROP DATABASE shop'
