-- The definition of index i of table t, from USING on, as pg_get_indexdef writes it. {with} is what expressions are written
-- with. `is_other` where it has something that this does not know.
SELECT pg_catalog.concat(
           'USING ', pg_catalog.quote_ident(m.amname), ' (', k.keys, ')', ' INCLUDE (' OPERATOR(pg_catalog.||) k.include OPERATOR(pg_catalog.||) ')',
           CASE WHEN pg_catalog.to_jsonb(i) OPERATOR(pg_catalog.->>) 'indnullsnotdistinct' OPERATOR(pg_catalog.=) 'true'
                THEN ' NULLS NOT DISTINCT' END,
           ' WITH (' OPERATOR(pg_catalog.||) o.options OPERATOR(pg_catalog.||) ')',
           ' WHERE ' OPERATOR(pg_catalog.||) pg_catalog.pg_get_expr(i.indpred, {with})) AS definition,
       k.is_other OR k.expressions OPERATOR(pg_catalog.>) 1 OR i.indexprs IS NOT NULL AND e.tag OPERATOR(pg_catalog.<>) ALL (
           '{FUNCEXPR,OPEXPR,RELABELTYPE,COERCEVIAIO,BOOLEXPR,NULLTEST,SCALARARRAYOPEXPR}'::pg_catalog.text[]) AS is_other
FROM pg_catalog.pg_am m
CROSS JOIN LATERAL (
    SELECT pg_catalog.substring(i.indexprs::pg_catalog.text, '^[(][{]([A-Z]+)') AS tag,
           -- Written as a call: it needs no parentheses.
           pg_catalog.substring(i.indexprs::pg_catalog.text, '^[(][{]FUNCEXPR .*?:funcformat ([0-9])')
               OPERATOR(pg_catalog.=) ANY ('{0,3}'::pg_catalog.text[]) AS is_call) e
CROSS JOIN LATERAL (
    SELECT pg_catalog.string_agg(pg_catalog.concat(
               pg_catalog.quote_ident(y.name), '=',
               CASE WHEN pg_catalog.quote_ident(y.value) OPERATOR(pg_catalog.=) y.value THEN y.value
                    ELSE pg_catalog.quote_literal(y.value) END), ', ' ORDER BY y.place) AS options
    FROM (SELECT pg_catalog.split_part(u.text, '=', 1) AS name,
                 pg_catalog.substr(u.text, pg_catalog.strpos(u.text, '=') OPERATOR(pg_catalog.+) 1) AS value, u.place
          FROM pg_catalog.unnest(x.reloptions) WITH ORDINALITY u (text, place)) y) o
CROSS JOIN LATERAL (
    SELECT pg_catalog.string_agg(pg_catalog.concat(
               p.element, ' COLLATE ' OPERATOR(pg_catalog.||) p.collation, ' ' OPERATOR(pg_catalog.||) p.opclass,
               CASE WHEN NOT p.is_ordered THEN NULL
                    WHEN p.option OPERATOR(pg_catalog.=) 1 THEN ' DESC NULLS LAST'
                    WHEN p.option OPERATOR(pg_catalog.=) 2 THEN ' NULLS FIRST'
                    WHEN p.option OPERATOR(pg_catalog.=) 3 THEN ' DESC' END), ', ' ORDER BY p.place)
               FILTER (WHERE p.place OPERATOR(pg_catalog.<=) i.indnkeyatts) AS keys,
           pg_catalog.string_agg(p.element, ', ' ORDER BY p.place)
               FILTER (WHERE p.place OPERATOR(pg_catalog.>) i.indnkeyatts) AS include,
           pg_catalog.count(*) FILTER (WHERE p.attnum OPERATOR(pg_catalog.=) 0) AS expressions,
           pg_catalog.bool_or(p.has_options OR p.attnum OPERATOR(pg_catalog.=) 0
                              AND p.collation_oid OPERATOR(pg_catalog.<>) ALL ('{0,100}'::pg_catalog.oid[])) AS is_other
    FROM (
        SELECT n.place, n.attnum, i.indoption[n.place OPERATOR(pg_catalog.-) 1] AS option,
               pg_catalog.pg_indexam_has_property(m.oid, 'can_order') AS is_ordered,
               coalesce(pg_catalog.quote_ident(a.attname),
                        CASE WHEN e.is_call THEN pg_catalog.pg_get_expr(i.indexprs, {with})
                             ELSE pg_catalog.concat('(', pg_catalog.pg_get_expr(i.indexprs, {with}), ')') END) AS element,
               coalesce(i.indcollation[n.place OPERATOR(pg_catalog.-) 1], 0) AS collation_oid,
               (SELECT CASE WHEN pg_catalog.pg_collation_is_visible(l.oid) THEN pg_catalog.quote_ident(l.collname)
                            ELSE pg_catalog.format('%I.%I', ln.nspname, l.collname) END
                FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace ln ON ln.oid OPERATOR(pg_catalog.=) l.collnamespace
                WHERE l.oid OPERATOR(pg_catalog.=) i.indcollation[n.place OPERATOR(pg_catalog.-) 1]
                  AND l.oid OPERATOR(pg_catalog.<>) coalesce(a.attcollation, l.oid)) AS collation,
               (SELECT CASE WHEN pg_catalog.pg_opclass_is_visible(c.oid) THEN pg_catalog.quote_ident(c.opcname)
                            ELSE pg_catalog.format('%I.%I', cn.nspname, c.opcname) END
                FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_namespace cn ON cn.oid OPERATOR(pg_catalog.=) c.opcnamespace
                WHERE c.oid OPERATOR(pg_catalog.=) i.indclass[n.place OPERATOR(pg_catalog.-) 1] AND NOT c.opcdefault) AS opclass,
               EXISTS (SELECT FROM pg_catalog.pg_attribute ia
                       WHERE ia.attrelid OPERATOR(pg_catalog.=) i.indexrelid
                         AND ia.attnum OPERATOR(pg_catalog.=) n.place AND ia.attoptions IS NOT NULL) AS has_options
        FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY n (attnum, place)
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) i.indrelid
            AND a.attnum OPERATOR(pg_catalog.=) n.attnum AND n.attnum OPERATOR(pg_catalog.<>) 0) p) k
WHERE m.oid OPERATOR(pg_catalog.=) x.relam
