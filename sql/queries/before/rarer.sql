-- Objects of rarer kinds that are in a schema, and casts. $1 is the kind, $2 the object. Run under pinned settings; nothing where
-- there is no such object.
SELECT jsonb_build_object('there', true, 'whole', to_jsonb(array_remove(ARRAY[x.made], NULL) || x.rest || array_remove(ARRAY[
           x.owned, format('COMMENT ON %s IS ', x.named) || quote_literal(obj_description(x.oid, x.catalog))], NULL)),
       'because', CASE WHEN x.extension IS NOT NULL THEN format('It belongs to the extension %s.', x.extension)
                       WHEN x.made IS NULL THEN 'How it is made again is not known.' END,
       'was', jsonb_strip_nulls(jsonb_build_object(
           'owner', CASE WHEN x.owned IS NOT NULL THEN jsonb_build_array(x.owned) END,
           'definition', x.altered,
           'comment', jsonb_build_array(format('COMMENT ON %s IS %s', x.named, coalesce(quote_literal(obj_description(x.oid, x.catalog)), 'NULL'))))))
FROM (
    SELECT 'operator', o.oid, 'pg_operator', o.oprowner, format('OPERATOR %I.%s (%s, %s)', n.nspname, o.oprname, a.lefttype, a.righttype),
           format('CREATE OPERATOR %I.%s (%s)', n.nspname, o.oprname, concat_ws(', ', format('FUNCTION = %s', o.oprcode),
               'LEFTARG = ' || nullif(a.lefttype, 'NONE'), 'RIGHTARG = ' || nullif(a.righttype, 'NONE'),
               (SELECT format('COMMUTATOR = OPERATOR(%I.%s)', cn.nspname, c.oprname) FROM pg_operator c JOIN pg_namespace cn ON cn.oid = c.oprnamespace WHERE c.oid = o.oprcom),
               (SELECT format('NEGATOR = OPERATOR(%I.%s)', cn.nspname, c.oprname) FROM pg_operator c JOIN pg_namespace cn ON cn.oid = c.oprnamespace WHERE c.oid = o.oprnegate),
               CASE WHEN o.oprrest <> 0 THEN format('RESTRICT = %s', o.oprrest) END, CASE WHEN o.oprjoin <> 0 THEN format('JOIN = %s', o.oprjoin) END,
               CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END)),
           '{}'::text[], NULL::jsonb
    FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
    CROSS JOIN LATERAL (SELECT CASE o.oprleft WHEN 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END,
                               CASE o.oprright WHEN 0 THEN 'NONE' ELSE format_type(o.oprright, NULL) END) a (lefttype, righttype)
    UNION ALL
    SELECT 'cast', k.oid, 'pg_cast', NULL, format('CAST (%s AS %s)', format_type(k.castsource, NULL), format_type(k.casttarget, NULL)),
           format('CREATE CAST (%s AS %s) %s%s', format_type(k.castsource, NULL), format_type(k.casttarget, NULL),
                  CASE k.castmethod WHEN 'f' THEN format('WITH FUNCTION %s', k.castfunc::regprocedure) WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END,
                  CASE k.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END), '{}', NULL
    FROM pg_cast k
    UNION ALL
    SELECT 'text_search_configuration', c.oid, 'pg_ts_config', c.cfgowner, x.named,
           format('CREATE %s (PARSER = %s)', x.named, (SELECT format('%I.%I', pn.nspname, p.prsname) FROM pg_ts_parser p JOIN pg_namespace pn ON pn.oid = p.prsnamespace WHERE p.oid = c.cfgparser)),
           m.mappings,
           to_jsonb((SELECT array_agg(format('ALTER %s DROP MAPPING IF EXISTS FOR %I', x.named, t.alias)) FROM ts_token_type(c.cfgparser) t) || m.mappings)
    FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
    CROSS JOIN LATERAL (SELECT format('TEXT SEARCH CONFIGURATION %I.%I', n.nspname, c.cfgname)) x (named)
    CROSS JOIN LATERAL (SELECT coalesce(array_agg(format('ALTER %s ADD MAPPING FOR %I WITH %s', x.named, g.alias, g.dictionaries) ORDER BY g.tokid), '{}')
        FROM (SELECT t.tokid, t.alias, string_agg(format('%I.%I', dn.nspname, d.dictname), ', ' ORDER BY m.mapseqno)
              FROM pg_ts_config_map m JOIN ts_token_type(c.cfgparser) t ON t.tokid = m.maptokentype
              JOIN pg_ts_dict d ON d.oid = m.mapdict JOIN pg_namespace dn ON dn.oid = d.dictnamespace
              WHERE m.mapcfg = c.oid GROUP BY t.tokid, t.alias) g (tokid, alias, dictionaries)) m (mappings)
    UNION ALL
    SELECT 'text_search_dictionary', d.oid, 'pg_ts_dict', d.dictowner, format('TEXT SEARCH DICTIONARY %I.%I', n.nspname, d.dictname),
           format('CREATE TEXT SEARCH DICTIONARY %I.%I (TEMPLATE = %I.%I%s)', n.nspname, d.dictname, tn.nspname, t.tmplname, ', ' || d.dictinitoption), '{}', NULL
    FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace JOIN pg_ts_template t ON t.oid = d.dicttemplate JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
    UNION ALL
    SELECT 'collation', l.oid, 'pg_collation', l.collowner, format('COLLATION %I.%I', n.nspname, l.collname),
           -- The locale's name is in another column from version to version.
           CASE WHEN l.collprovider <> 'd' THEN format('CREATE COLLATION %I.%I (PROVIDER = %s%s%s%s)', n.nspname, l.collname,
                CASE l.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END, CASE WHEN l.collisdeterministic THEN '' ELSE ', DETERMINISTIC = false' END,
                coalesce(', LOCALE = ' || quote_literal(coalesce(j.row ->> 'colllocale', j.row ->> 'colliculocale')),
                         format(', LC_COLLATE = %L, LC_CTYPE = %L', l.collcollate, l.collctype)),
                ', RULES = ' || quote_literal(j.row ->> 'collicurules')) END, '{}', NULL
    FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace CROSS JOIN LATERAL (SELECT to_jsonb(l)) j (row)
    UNION ALL
    SELECT 'conversion', v.oid, 'pg_conversion', v.conowner, format('CONVERSION %I.%I', n.nspname, v.conname),
           format('CREATE %sCONVERSION %I.%I FOR %L TO %L FROM %s', CASE WHEN v.condefault THEN 'DEFAULT ' ELSE '' END, n.nspname, v.conname,
                  pg_encoding_to_char(v.conforencoding), pg_encoding_to_char(v.contoencoding), v.conproc), '{}', NULL
    FROM pg_conversion v JOIN pg_namespace n ON n.oid = v.connamespace) o (kind, oid, catalog, owner, named, made, rest, altered)
CROSS JOIN LATERAL (SELECT o.*, format('ALTER %s OWNER TO ', o.named) || quote_ident(pg_get_userbyid(o.owner)), (SELECT e.extname FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
                                 WHERE d.classid = format('pg_catalog.%I', o.catalog)::regclass AND d.objid = o.oid AND d.deptype = 'e')) x
    (kind, oid, catalog, owner, named, made, rest, altered, owned, extension)
WHERE x.kind = $1 AND x.oid = $2
