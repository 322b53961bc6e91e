-- What takes the rows of tables, and of their partitions, as they are, or says names of their columns in a text; $1 are the
-- tables. Run as the extension's owner, whose search path finds nothing: all that the server writes names its schema.
-- Each catalog is entered by its index: = ANY (ARRAY(...)) has the planner do that, where it would read the whole of it.
WITH bodies AS MATERIALIZED (
    SELECT p.oid, p.prosrc, lower(p.prosrc) AS small
    FROM pg_proc p
    -- The server's own are thousands.
    WHERE CASE WHEN p.pronamespace <> ALL (ARRAY(SELECT n.oid FROM pg_namespace n
                                                 WHERE n.nspname IN ('pg_catalog', 'information_schema', 'migrate')))
               THEN strpos(lower(p.prosrc), 'insert') > 0 END
)
SELECT o.oid, x.said FROM unnest($1) o (oid) CROSS JOIN LATERAL (
WITH RECURSIVE tree AS (
    SELECT c.oid, c.relname, c.reltype, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = o.oid
    -- [children
    UNION
    SELECT c.oid, c.relname, c.reltype, n.nspname
    FROM tree t
    CROSS JOIN LATERAL (SELECT h.inhrelid FROM pg_inherits h WHERE h.inhparent = t.oid OFFSET 0) i
    JOIN pg_class c ON c.oid = i.inhrelid AND c.relispartition
    JOIN pg_namespace n ON n.oid = c.relnamespace
    -- children]
), types (oid) AS (
    -- The row types with all that is made of them: arrays, domains, ranges, composite types.
    SELECT reltype FROM tree WHERE reltype <> 0
    UNION
    SELECT x.oid FROM types t CROSS JOIN LATERAL (
        SELECT y.typarray AS oid FROM pg_type y WHERE y.oid = t.oid AND y.typarray <> 0
        UNION ALL
        SELECT d.objid FROM pg_depend d
        WHERE d.refclassid = 'pg_type'::regclass AND d.refobjid = t.oid AND d.classid = 'pg_type'::regclass
        UNION ALL
        SELECT c.reltype FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'c'
        WHERE d.refclassid = 'pg_type'::regclass AND d.refobjid = t.oid AND d.classid = 'pg_class'::regclass AND d.objsubid > 0
        ) x
), mark AS (
    -- How a node tree says that a row is taken as a whole.
    SELECT '\{VAR :varno -?[0-9]+ :varattno 0 :vartype (' || string_agg(t.reltype::text, '|') || ') ' AS mark
    FROM tree t WHERE t.reltype <> 0
), depending AS (
    SELECT d.classid, d.objid FROM pg_depend d
    WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = ANY (ARRAY(SELECT t.oid FROM tree t))
), written AS (
    -- What is kept of the table's own as a tree, and what depends on the table.
    SELECT 'pg_constraint'::regclass AS classid, k.oid AS objid, k.conbin::text AS tree
    FROM tree t CROSS JOIN LATERAL (SELECT * FROM pg_constraint k WHERE k.conrelid = t.oid OFFSET 0) k
    WHERE k.contype = 'c'
    -- [indexes
    UNION ALL
    SELECT 'pg_class'::regclass, i.indexrelid, concat(i.indexprs::text, i.indpred::text) FROM pg_index i
    WHERE i.indrelid = ANY (ARRAY(SELECT t.oid FROM tree t))
    -- indexes]
    UNION ALL
    SELECT 'pg_policy'::regclass, p.oid, concat(p.polqual::text, p.polwithcheck::text) FROM pg_policy p
    WHERE p.polrelid = ANY (ARRAY(SELECT t.oid FROM tree t))
    UNION ALL
    SELECT CASE r.rulename WHEN '_RETURN' THEN 'pg_class'::regclass ELSE 'pg_rewrite'::regclass END,
           CASE r.rulename WHEN '_RETURN' THEN r.ev_class ELSE r.oid END, concat(r.ev_action::text, r.ev_qual::text)
    FROM pg_rewrite r WHERE r.oid = ANY (ARRAY(SELECT d.objid FROM depending d WHERE d.classid = 'pg_rewrite'::regclass))
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, p.prosqlbody::text
    FROM pg_proc p WHERE p.oid = ANY (ARRAY(SELECT d.objid FROM depending d WHERE d.classid = 'pg_proc'::regclass))
), of_types AS (
    SELECT d.classid, d.objid, d.objsubid FROM pg_depend d
    WHERE d.refclassid = 'pg_type'::regclass AND d.refobjid = ANY (ARRAY(SELECT y.oid FROM types y))
), users AS (
    SELECT w.classid, w.objid FROM written w CROSS JOIN mark m WHERE w.tree ~ m.mark
    UNION
    SELECT d.classid, d.objid FROM of_types d WHERE d.classid = 'pg_proc'::regclass
)
SELECT jsonb_build_object(
    'stored', (SELECT coalesce(jsonb_agg(x.what ORDER BY x.what), '[]') FROM (
        SELECT DISTINCT format('column %I.%I.%I', n.nspname, c.relname, a.attname) AS what
        FROM of_types d
        JOIN pg_class c ON c.oid = d.objid AND c.relkind IN ('r', 'm', 'p') AND NOT c.relispartition
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND NOT a.attisdropped
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE d.classid = 'pg_class'::regclass AND d.objsubid > 0) x),
    'rows', (SELECT coalesce(jsonb_agg(DISTINCT pg_describe_object(u.classid, u.objid, 0)), '[]') FROM users u),
    'inserts', (SELECT coalesce(jsonb_agg(DISTINCT pg_describe_object('pg_proc'::regclass, p.oid, 0)), '[]')
        FROM bodies p JOIN tree t ON strpos(p.small, lower(t.relname)) > 0
        WHERE p.prosrc ~* concat('\minsert\s+into\s+("?', regexp_replace(t.nspname, '([^[:alnum:]_])', '\\\1', 'g'), '"?\s*\.\s*)?"?',
                                 regexp_replace(t.relname, '([^[:alnum:]_])', '\\\1', 'g'),
                                 '"?\s+(values|select|table|with|overriding)\M')),
    'triggers',
    -- [triggers
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'what', format('trigger %I on %s', g.tgname, g.tgrelid::regclass), 'name', quote_ident(g.tgname),
            'function', g.tgfoid::regprocedure::text, 'is_builtin', p.pronamespace = 'pg_catalog'::regnamespace,
            'body', CASE WHEN l.lanname NOT IN ('c', 'internal') THEN p.prosrc END,
            -- The texts are kept one behind the other, each with a byte 0 at its end.
            'arguments', (SELECT coalesce(jsonb_agg(convert_from(decode(replace(b.bytes, ' ', ''), 'hex'), getdatabaseencoding())
                                                    ORDER BY b.place), '[]')
                          FROM unnest(string_to_array(regexp_replace(encode(g.tgargs, 'hex'), '(..)', E'\\1 ', 'g'), '00 '))
                               WITH ORDINALITY b (bytes, place) WHERE b.place <= g.tgnargs),
            -- Of each row, on update.
            'is_of_each_row', g.tgtype & 17 = 17 AND g.tgenabled IN ('O', 'A'),
            'columns', (SELECT coalesce(jsonb_agg(a.attname), '[]') FROM unnest(g.tgattr::int2[]) k (attnum)
                        JOIN pg_attribute a ON a.attrelid = g.tgrelid AND a.attnum = k.attnum),
            'transitions', to_jsonb(array_remove(ARRAY[g.tgnewtable::text, g.tgoldtable::text], NULL))) ORDER BY g.tgrelid, g.tgname), '[]')
        FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid JOIN pg_language l ON l.oid = p.prolang
        WHERE g.tgrelid = ANY (ARRAY(SELECT t.oid FROM tree t)) AND NOT g.tgisinternal AND g.tgparentid = 0 AND p.pronamespace <> 'migrate'::regnamespace
          -- Those of changes know the columns that they are about.
          AND NOT (g.tgname ^@ '~' AND (g.tgname ~ '_sync(_[a-z]+)?$' OR encode(g.tgargs, 'escape') ~ '^[0-9]+_[0-9a-f]{8}\\000')))
    -- triggers] '[]'::jsonb
    ,
    'parameters', (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'of', pg_describe_object('pg_class'::regclass, c.oid, 0), 'name', split_part(o.word, '=', 1),
            'value', substr(o.word, strpos(o.word, '=') + 1)) ORDER BY c.oid), '[]')
        FROM pg_class c CROSS JOIN unnest(c.reloptions) o (word)
        WHERE c.oid = ANY (ARRAY(
            SELECT t.oid FROM tree t
            -- [indexes
            UNION ALL
            SELECT i.indexrelid FROM pg_index i WHERE i.indrelid = ANY (ARRAY(SELECT t.oid FROM tree t))
            -- indexes]
            )))) AS said) x
