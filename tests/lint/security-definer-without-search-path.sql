--- given
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION g(int) RETURNS int LANGUAGE sql SET search_path = pg_catalog AS 'SELECT 1';
--- finds warning: the caller's path
--- script
CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 2'
--- finds warning: the path goes with OR REPLACE
--- script
CREATE OR REPLACE FUNCTION g(int) RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 2'
--- finds warning: from now on
--- script
ALTER FUNCTION f() SECURITY DEFINER
--- finds warning: another setting helps nothing
--- script
CREATE FUNCTION h() RETURNS int LANGUAGE sql SECURITY DEFINER SET work_mem = '1MB' AS 'SELECT 1'
--- silent: it has a path of its own already
--- script
ALTER FUNCTION g(int) SECURITY DEFINER
--- silent: a path of its own
--- script
CREATE FUNCTION h() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT 1'
--- silent: with the rights of the caller
--- script
CREATE FUNCTION h() RETURNS int LANGUAGE sql SECURITY INVOKER AS 'SELECT 1'
--- silent: its names are looked up once
--- script
CREATE FUNCTION h() RETURNS int LANGUAGE sql SECURITY DEFINER RETURN 1
