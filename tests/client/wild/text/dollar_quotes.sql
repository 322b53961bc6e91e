CREATE FUNCTION outer_one(x int) RETURNS text LANGUAGE plpgsql AS $outer$
DECLARE
    inner_sql text := $inner$SELECT 'it''s; $$nested$$; ' || $1$inner$;
    result text;
BEGIN
    -- a comment with ' one quote; and $$ two dollars
    EXECUTE inner_sql INTO result USING x;
    EXECUTE $q$ DO $body$ BEGIN EXECUTE $i$ SELECT $$x;y$$ $i$; END $body$ $q$;
    RETURN result || $$;$$ || $a1$ $a $a1 $a1$;
END;
$outer$;

DO $$
BEGIN
    EXECUTE $sql$
        CREATE FUNCTION made_inside() RETURNS text LANGUAGE plpgsql AS $f$
        BEGIN
            RETURN $r$deep; $r$ || 'x';
        END $f$
    $sql$;
END
$$;

CREATE FUNCTION add_one(int) RETURNS int LANGUAGE sql AS $_$SELECT $1 + 1;$_$;
CREATE FUNCTION quoted_body() RETURNS text LANGUAGE sql AS 'SELECT ''a;b''::text; -- end';
CREATE FUNCTION unicode_tag() RETURNS text LANGUAGE sql AS $größe$SELECT 'ä;'::text$größe$;
CREATE TABLE results AS SELECT outer_one(3) AS a, made_inside() AS b, add_one(1) AS c, quoted_body() AS d, $$plain; 'text'$$ AS e;
