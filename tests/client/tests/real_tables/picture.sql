-- What a database looks like, for real_tables/picture.rs: a line for each definition, and for each row.
-- Column order, oids, statistics and what extensions own are left aside.
CREATE FUNCTION pg_temp.acl(acl aclitem[], kind "char", owner oid) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(format('%s=%s%s/%s', CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END, privilege_type,
                             CASE WHEN is_grantable THEN '*' END, grantor::regrole), ','
                      ORDER BY grantee::regrole::text, privilege_type, grantor::regrole::text)
    FROM aclexplode(coalesce(acl, acldefault(kind, owner)))
$$;

CREATE FUNCTION pg_temp.own(class oid, object oid) RETURNS boolean LANGUAGE sql AS $$
    SELECT NOT EXISTS (SELECT FROM pg_depend WHERE classid = class AND objid = object AND deptype = 'e')
$$;

CREATE FUNCTION pg_temp.definitions(schemas text[]) RETURNS SETOF text LANGUAGE sql
    SET search_path = pg_catalog SET datestyle = 'ISO, MDY' SET intervalstyle = 'postgres' SET timezone = 'UTC'
    SET quote_all_identifiers = off SET bytea_output = 'hex' SET extra_float_digits = 1 AS $$
WITH s AS (SELECT oid, nspname FROM pg_namespace WHERE nspname = ANY (schemas)),
     r AS (SELECT c.* FROM pg_class c JOIN s ON s.oid = relnamespace WHERE pg_temp.own('pg_class'::regclass, c.oid))
SELECT format('schema %I owner %s acl %s', nspname, nspowner::regrole, pg_temp.acl(nspacl, 'n', nspowner))
FROM pg_namespace WHERE nspname = ANY (schemas) AND nspname <> 'public'
UNION ALL
SELECT format('relation %s %s owner %s acl %s %s options %s identity %s security %s%s by %s %s in %s comment %s', r.oid::regclass,
              relkind, relowner::regrole, pg_temp.acl(relacl, CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner),
              relpersistence, reloptions, relreplident, relrowsecurity, relforcerowsecurity, pg_get_partkeydef(r.oid),
              pg_get_expr(relpartbound, r.oid),
              (SELECT string_agg(inhparent::regclass::text, ',' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = r.oid),
              obj_description(r.oid, 'pg_class'))
FROM r WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
UNION ALL
SELECT format('column %s.%I %s collate %s%s default %s identity "%s" generated "%s" storage %s compression "%s" statistics %s options %s acl %s local %s inherited %s comment %s',
              r.oid::regclass, attname, format_type(atttypid, atttypmod), attcollation::regcollation,
              CASE WHEN attnotnull THEN ' NOT NULL' END, pg_get_expr(adbin, adrelid), attidentity, attgenerated, attstorage,
              attcompression, attstattarget,
              (SELECT string_agg(o, ',' ORDER BY o) FROM unnest(attoptions) o WHERE o NOT LIKE 'pg\_%'),
              (SELECT string_agg(format('%s=%s%s', CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END, privilege_type,
                                        CASE WHEN is_grantable THEN '*' END), ',' ORDER BY grantee::regrole::text, privilege_type)
               FROM aclexplode(attacl)),
              attislocal, attinhcount, col_description(r.oid, attnum))
FROM r JOIN pg_attribute ON attrelid = r.oid AND attnum > 0 AND NOT attisdropped
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
UNION ALL
SELECT format('constraint %s on %s %s valid %s local %s inherited %s noinherit %s index %s parent %s comment %s',
              -- A partition's keys and indexes are named by whoever makes them.
              CASE WHEN contype IN ('p', 'u') AND conparentid <> 0 THEN 'of the parent' ELSE quote_ident(conname) END,
              CASE WHEN conrelid <> 0 THEN conrelid::regclass::text ELSE contypid::regtype::text END, pg_get_constraintdef(c.oid),
              -- pg_dump makes the keys of partitions by themselves, and attaches them.
              convalidated, CASE WHEN contype NOT IN ('p', 'u') THEN conislocal END,
              CASE WHEN contype NOT IN ('p', 'u') THEN coninhcount END,
              CASE WHEN contype NOT IN ('p', 'u') THEN connoinherit END, CASE WHEN contype <> 'f' AND conparentid = 0 THEN conindid::regclass END,
              (SELECT CASE WHEN conparentid = 0 THEN conname END FROM pg_constraint WHERE oid = c.conparentid), obj_description(c.oid, 'pg_constraint'))
FROM pg_constraint c JOIN s ON s.oid = connamespace
WHERE contype <> 't' AND (conrelid = 0 OR pg_temp.own('pg_class'::regclass, conrelid))
  AND (contypid = 0 OR pg_temp.own('pg_type'::regclass, contypid))
UNION ALL
SELECT format('index %s on %s: %s valid %s ready %s clustered %s identity %s statistics %s parent %s owner %s comment %s',
              CASE WHEN relispartition THEN 'of the parent' ELSE r.oid::regclass::text END, indrelid::regclass,
              CASE WHEN relispartition THEN regexp_replace(pg_get_indexdef(r.oid), '^.*? ON ', '') ELSE pg_get_indexdef(r.oid) END,
              -- Where a partition is a foreign table, a dump leaves the parent's index invalid.
              CASE WHEN NOT EXISTS (SELECT FROM pg_partition_tree(indrelid) t JOIN pg_class f ON f.oid = t.relid WHERE f.relkind = 'f')
                   THEN indisvalid END,
              indisready, indisclustered, indisreplident,
              (SELECT string_agg(attstattarget::text, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = r.oid),
              (SELECT inhparent::regclass FROM pg_inherits
               WHERE inhrelid = r.oid AND NOT (SELECT relispartition FROM pg_class WHERE oid = inhparent)), relowner::regrole,
              obj_description(r.oid, 'pg_class'))
FROM r JOIN pg_index ON indexrelid = r.oid
UNION ALL
SELECT format('trigger %s enabled %s comment %s', pg_get_triggerdef(t.oid), tgenabled, obj_description(t.oid, 'pg_trigger'))
FROM pg_trigger t JOIN r ON r.oid = tgrelid WHERE NOT tgisinternal
UNION ALL
SELECT format('policy %I on %s %s %s to %s using %s check %s', polname, polrelid::regclass, polcmd, polpermissive,
              polroles::regrole[], pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
FROM pg_policy JOIN r ON r.oid = polrelid
UNION ALL
SELECT format('view %s %s', r.oid::regclass, pg_get_viewdef(r.oid)) FROM r WHERE relkind IN ('v', 'm')
UNION ALL
SELECT format('function %s owner %s acl %s', pg_get_functiondef(p.oid), proowner::regrole, pg_temp.acl(proacl, 'f', proowner))
FROM pg_proc p JOIN s ON s.oid = pronamespace WHERE prokind IN ('f', 'p') AND pg_temp.own('pg_proc'::regclass, p.oid)
UNION ALL
SELECT format('type %s %s owner %s %s default %s labels %s attributes %s', t.oid::regtype, typtype, typowner::regrole,
              format_type(typbasetype, typtypmod), typdefault,
              (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
              (SELECT string_agg(format('%I %s', attname, atttypid::regtype), ',' ORDER BY attnum) FROM pg_attribute
               WHERE attrelid = typrelid))
FROM pg_type t JOIN s ON s.oid = typnamespace
WHERE (typtype IN ('d', 'e') OR typtype = 'c' AND (SELECT relkind FROM pg_class WHERE oid = typrelid) = 'c')
  AND pg_temp.own('pg_type'::regclass, t.oid)
UNION ALL
SELECT format('statistics %s of %s on %s kinds %s expressions %s target %s owner %s', stxname, stxrelid::regclass,
              -- They are kept in the order of the table's columns.
              (SELECT string_agg(attname, ', ' ORDER BY attname) FROM pg_attribute
               WHERE attrelid = stxrelid AND attnum = ANY (stxkeys::int2[])),
              stxkind, pg_get_statisticsobjdef_expressions(e.oid), stxstattarget, stxowner::regrole)
FROM pg_statistic_ext e JOIN s ON s.oid = stxnamespace
UNION ALL
SELECT format('publication %I of %s where %s columns %s', pubname, prrelid::regclass, pg_get_expr(prqual, prrelid),
              (SELECT string_agg(attname, ',' ORDER BY attname) FROM pg_attribute WHERE attrelid = prrelid AND attnum = ANY (prattrs)))
FROM pg_publication_rel JOIN pg_publication p ON p.oid = prpubid JOIN r ON r.oid = prrelid
UNION ALL
SELECT format('sequence %s %s start %s by %s from %s to %s cycle %s last %s of %s', seqrelid::regclass, seqtypid::regtype, seqstart,
              seqincrement, seqmin, seqmax, seqcycle, pg_sequence_last_value(seqrelid),
              (SELECT format('%s.%I', refobjid::regclass, attname)
               FROM pg_depend JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
               WHERE classid = 'pg_class'::regclass AND objid = seqrelid AND deptype IN ('a', 'i')
                 AND refclassid = 'pg_class'::regclass AND refobjsubid > 0))
FROM pg_sequence JOIN r ON r.oid = seqrelid
$$;

CREATE FUNCTION pg_temp.cells(relation regclass, names text[], labels text[]) RETURNS SETOF text LANGUAGE plpgsql
    SET search_path = pg_catalog SET datestyle = 'ISO, MDY' SET intervalstyle = 'postgres' SET timezone = 'UTC'
    SET bytea_output = 'hex' SET extra_float_digits = 1 AS $$
#variable_conflict use_column
DECLARE
    list text;
BEGIN
    SELECT string_agg(format('%L || quote_nullable("the row".%I::text)', ' ' || label || '=', name), ' || ' ORDER BY label COLLATE "C")
    INTO list FROM unnest(names, labels) AS pairs (name, label);
    RETURN QUERY EXECUTE format('SELECT ''row '' || "the row".tableoid::regclass || %s FROM %s AS "the row"', list, relation);
END
$$;
