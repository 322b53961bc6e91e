-- As scripts of the time before 9.1 have it: a backslash escapes in every string.
SET standard_conforming_strings = off;
SET escape_string_warning = off;
CREATE TABLE old (n serial, t text);
INSERT INTO old (t) VALUES ('it\'s; not the end'), ('tab\there'), ('back\\slash');
CREATE FUNCTION old_body() RETURNS text LANGUAGE plpgsql AS '
BEGIN
    RETURN \'a;\\\\b\';
END';
INSERT INTO old (t) SELECT old_body();
-- Not a switch: SET standard_conforming_strings = on;
DO $$
BEGIN
    PERFORM set_config('standard_conforming_strings', 'off', true);
    INSERT INTO old (t) VALUES ('SET standard_conforming_strings = on;');
END
$$;
CREATE FUNCTION with_setting() RETURNS text LANGUAGE sql SET standard_conforming_strings = on AS 'SELECT \'a\'::text;';
SET standard_conforming_strings TO on;
INSERT INTO old (t) VALUES ('c:\new\'), ('\');
RESET standard_conforming_strings;
INSERT INTO old (t) VALUES ('\');
