--- given
SET LOCAL migrate.keep_session_settings = on;
--- finds warning: the next script sees it
--- script
SET search_path = shop
--- fix
SET LOCAL search_path = shop;
--- silent: it ends with the transaction
--- script
SET LOCAL search_path = shop
--- silent: it is taken back
--- script
SET search_path = shop;
CREATE TABLE t (id bigint);
RESET search_path
--- silent: each script has its own
--- given
SET LOCAL migrate.keep_session_settings = off;
--- script
SET search_path = shop
