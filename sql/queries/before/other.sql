-- Objects that are in no schema, and what is given away in many places at once. $1 is the kind, $2 the name, $3 a part of it, $4
-- the roles whose privileges are asked for, quoted. Run under pinned settings; nothing where there is no such object.
SELECT o.answer FROM (
    SELECT 'schema', n.nspname::text, jsonb_build_object('there', true,
        'whole', to_jsonb(array_remove(ARRAY[format('CREATE SCHEMA %I', n.nspname), format('ALTER SCHEMA %I OWNER TO %I', n.nspname, pg_get_userbyid(n.nspowner)),
            (SELECT format('COMMENT ON SCHEMA %I IS %L', n.nspname, obj_description(n.oid, 'pg_namespace')) WHERE obj_description(n.oid, 'pg_namespace') IS NOT NULL)], NULL)
            -- What default privileges may give to a new one is taken away first.
            || ARRAY(SELECT format('REVOKE ALL ON SCHEMA %I FROM %s', n.nspname, g.grantee) FROM (
                         SELECT quote_ident(pg_get_userbyid(n.nspowner)) WHERE n.nspacl IS NOT NULL
                         UNION SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END FROM pg_default_acl da, aclexplode(da.defaclacl) e
                               WHERE da.defaclobjtype = 'n' AND e.grantee <> n.nspowner) g (grantee) ORDER BY 1)
            || ARRAY(SELECT format('GRANT %s ON SCHEMA %I TO %s%s', e.privilege_type, n.nspname, CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END,
                            CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) FROM aclexplode(n.nspacl) e)),
        'because', (SELECT format('With CASCADE all that is in schema %I goes.', n.nspname) FROM pg_depend d
                    WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = n.oid LIMIT 1),
        'was', jsonb_build_object('owner', jsonb_build_array(format('ALTER SCHEMA %I OWNER TO %I', n.nspname, pg_get_userbyid(n.nspowner))),
            'comment', jsonb_build_array(format('COMMENT ON SCHEMA %I IS %s', n.nspname, coalesce(quote_literal(obj_description(n.oid, 'pg_namespace')), 'NULL'))),
            'grants', (SELECT coalesce(jsonb_agg(x.sql ORDER BY x.place, x.sql), '[]') FROM (
                SELECT 1, format('REVOKE ALL ON SCHEMA %I FROM %s', n.nspname, g) FROM unnest($4) g WHERE g = 'PUBLIC' OR to_regrole(g) IS NOT NULL
                UNION ALL
                SELECT 2, format('GRANT %s ON SCHEMA %I TO %s%s', e.privilege_type, n.nspname, r.name, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                FROM aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) e
                CROSS JOIN LATERAL (SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END) r (name)
                WHERE r.name = ANY ($4)) x (place, sql))))
    FROM pg_namespace n WHERE $3 IS NULL
    UNION ALL
    -- ALL TABLES IN SCHEMA and kin.
    SELECT 'schema', n.nspname::text, jsonb_build_object('there', true, 'was', jsonb_build_object('grants', (
        SELECT coalesce(jsonb_agg(y.sql ORDER BY y.place, y.sql), '[]') FROM (
            SELECT x.name, x.kind, x.acl, x.owner, x.oid FROM (
                SELECT format('%I.%I', n.nspname, c.relname), CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE '' END,
                       coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)), CASE c.relkind WHEN 'S' THEN 'SEQUENCES' ELSE 'TABLES' END, c.relowner, c.oid
                FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                UNION ALL
                SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END,
                       coalesce(p.proacl, acldefault('f', p.proowner)), CASE p.prokind WHEN 'p' THEN 'PROCEDURES' ELSE 'FUNCTIONS' END, p.proowner, NULL
                FROM pg_proc p WHERE p.pronamespace = n.oid) x (name, kind, acl, plural, owner, oid)
            WHERE x.plural = $3 OR ($3 = 'ROUTINES' AND x.plural IN ('FUNCTIONS', 'PROCEDURES'))) x
        CROSS JOIN LATERAL (
            SELECT 1, format('REVOKE ALL ON %s%s FROM %s', x.kind, x.name, g) FROM unnest($4) g WHERE g = 'PUBLIC' OR to_regrole(g) IS NOT NULL
            UNION ALL
            SELECT 2, format('GRANT %s ON %s%s TO %s%s', e.privilege_type, x.kind, x.name, r.name, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM aclexplode(x.acl) e CROSS JOIN LATERAL (SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END) r (name)
            WHERE r.name = ANY ($4) AND e.grantor = x.owner
            UNION ALL
            SELECT 3, format('GRANT %s (%I) ON %s TO %s%s', e.privilege_type, a.attname, x.name, r.name, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) e CROSS JOIN LATERAL (SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END) r (name)
            WHERE a.attrelid = x.oid AND r.name = ANY ($4) AND e.grantor = x.owner) y (place, sql))))
    FROM pg_namespace n WHERE $3 IS NOT NULL
    UNION ALL
    SELECT 'default_acl', $2, jsonb_build_object('there', true, 'was', jsonb_build_object('grants', (
        SELECT coalesce(jsonb_agg(y.sql ORDER BY y.place, y.sql), '[]')
        FROM (SELECT ro.oid AS role, ns.oid AS schema,
                     format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s ', ro.rolname, ' IN SCHEMA ' || quote_ident(ns.nspname)) AS prefix,
                     CASE $2 WHEN 'TABLES' THEN 'r' WHEN 'SEQUENCES' THEN 'S' WHEN 'TYPES' THEN 'T' WHEN 'SCHEMAS' THEN 'n' ELSE 'f' END::"char" AS objtype
              FROM pg_roles ro
              LEFT JOIN pg_namespace ns ON quote_ident(ns.nspname) = nullif(split_part($3, E'\n', 2), '')
              WHERE quote_ident(ro.rolname) = coalesce(nullif(split_part($3, E'\n', 1), ''), quote_ident(current_user))
                AND (split_part($3, E'\n', 2) = '' OR ns.oid IS NOT NULL)) k
        LEFT JOIN pg_default_acl da ON da.defaclrole = k.role AND da.defaclnamespace = coalesce(k.schema, 0) AND da.defaclobjtype = k.objtype
        CROSS JOIN LATERAL (
            SELECT 1, format('%sREVOKE ALL ON %s FROM %s', k.prefix, $2, g) FROM unnest($4) g WHERE g = 'PUBLIC' OR to_regrole(g) IS NOT NULL
            UNION ALL
            SELECT 2, format('%sGRANT %s ON %s TO %s%s', k.prefix, e.privilege_type, $2, r.name, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM aclexplode(coalesce(da.defaclacl, CASE WHEN k.schema IS NULL THEN acldefault(CASE k.objtype WHEN 'S' THEN 's' ELSE k.objtype END, k.role) END)) e
            CROSS JOIN LATERAL (SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END) r (name)
            WHERE r.name = ANY ($4)) y (place, sql))))
    UNION ALL
    SELECT 'role', ro.rolname::text, jsonb_build_object('there', true,
        'beware', CASE WHEN $3 IS NULL AND ro.rolcanlogin THEN format('the password of role %I, if it had one, does not come back', ro.rolname) END,
        'whole', CASE WHEN $3 IS NULL THEN (SELECT jsonb_agg(w.sql ORDER BY w.place, w.sql) FROM (
            SELECT 1, format('CREATE ROLE %I', ro.rolname)
            UNION ALL SELECT 2, g.attributes
            -- One grant has the options of all: which of the grantors are there by then is not known.
            UNION ALL SELECT 3, format('GRANT %I TO %I%s', r2.rolname, r3.rolname,
                CASE WHEN bool_or(j.row ? 'inherit_option') THEN format(' WITH ADMIN %s, INHERIT %s, SET %s', bool_or(m.admin_option)::text,
                         bool_or((j.row ->> 'inherit_option')::boolean)::text, bool_or((j.row ->> 'set_option')::boolean)::text)
                     WHEN bool_or(m.admin_option) THEN ' WITH ADMIN OPTION' ELSE '' END)
            FROM pg_auth_members m JOIN pg_roles r2 ON r2.oid = m.roleid JOIN pg_roles r3 ON r3.oid = m.member
            CROSS JOIN LATERAL (SELECT to_jsonb(m)) j (row) WHERE ro.oid IN (m.member, m.roleid) GROUP BY r2.rolname, r3.rolname
            UNION ALL SELECT 4, format('ALTER ROLE %I%s SET %s TO %s', ro.rolname, ' IN DATABASE ' || quote_ident(b.datname), split_part(c, '=', 1), v.value)
            FROM pg_db_role_setting t LEFT JOIN pg_database b ON b.oid = t.setdatabase, unnest(t.setconfig) c, LATERAL (
                SELECT CASE WHEN split_part(c, '=', 1) IN ('search_path', 'temp_tablespaces', 'session_preload_libraries', 'local_preload_libraries', 'DateStyle')
                            THEN substr(c, strpos(c, '=') + 1) ELSE quote_literal(substr(c, strpos(c, '=') + 1)) END) v (value) WHERE t.setrole = ro.oid
            UNION ALL SELECT 5, format('COMMENT ON ROLE %I IS %L', ro.rolname, shobj_description(ro.oid, 'pg_authid')) WHERE shobj_description(ro.oid, 'pg_authid') IS NOT NULL) w (place, sql)) END,
        'was', CASE WHEN $3 IS NULL THEN jsonb_build_object('attributes', jsonb_build_array(g.attributes),
                   'comment', jsonb_build_array(format('COMMENT ON ROLE %I IS %s', ro.rolname, coalesce(quote_literal(shobj_description(ro.oid, 'pg_authid')), 'NULL'))))
               -- The settings of a role in a database, or in all.
               WHEN starts_with($3, E'\n') THEN jsonb_build_object('settings', (SELECT jsonb_agg(w.sql ORDER BY w.place, w.sql) FROM (
                   SELECT 1, format('ALTER ROLE %I%s RESET ALL', ro.rolname, d.database)
                   UNION ALL SELECT 2, format('ALTER ROLE %I%s SET %s TO %s', ro.rolname, d.database, split_part(c, '=', 1), v.value)
                   FROM pg_db_role_setting t LEFT JOIN pg_database b ON b.oid = t.setdatabase, unnest(t.setconfig) c, LATERAL (
                       SELECT CASE WHEN split_part(c, '=', 1) IN ('search_path', 'temp_tablespaces', 'session_preload_libraries', 'local_preload_libraries', 'DateStyle')
                                   THEN substr(c, strpos(c, '=') + 1) ELSE quote_literal(substr(c, strpos(c, '=') + 1)) END) v (value)
                   WHERE t.setrole = ro.oid AND coalesce(quote_ident(b.datname), '') = substr($3, 2)) w (place, sql)))
               ELSE jsonb_build_object('grants', (
            SELECT to_jsonb(array_remove(ARRAY[format('REVOKE %I FROM %I', ro.rolname, mr.rolname), (
                SELECT format('GRANT %I TO %I%s', ro.rolname, mr.rolname,
                       CASE WHEN j.row ? 'inherit_option' THEN format(' WITH ADMIN %s, INHERIT %s, SET %s', j.row ->> 'admin_option', j.row ->> 'inherit_option', j.row ->> 'set_option')
                            WHEN m.admin_option THEN ' WITH ADMIN OPTION' ELSE '' END)
                FROM pg_auth_members m CROSS JOIN LATERAL (SELECT to_jsonb(m)) j (row) WHERE m.roleid = ro.oid AND m.member = mr.oid ORDER BY m.admin_option DESC LIMIT 1)], NULL))
            FROM pg_roles mr WHERE quote_ident(mr.rolname) = $3)) END)
    FROM pg_roles ro
    CROSS JOIN LATERAL (SELECT format('ALTER ROLE %I WITH %s %s %s %s %s %s %s CONNECTION LIMIT %s VALID UNTIL %L', ro.rolname,
        CASE WHEN ro.rolsuper THEN 'SUPERUSER' ELSE 'NOSUPERUSER' END, CASE WHEN ro.rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END,
        CASE WHEN ro.rolcreaterole THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END, CASE WHEN ro.rolcreatedb THEN 'CREATEDB' ELSE 'NOCREATEDB' END,
        CASE WHEN ro.rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END, CASE WHEN ro.rolreplication THEN 'REPLICATION' ELSE 'NOREPLICATION' END,
        CASE WHEN ro.rolbypassrls THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END, ro.rolconnlimit, coalesce(ro.rolvaliduntil, 'infinity'))) g (attributes)
    CROSS JOIN LATERAL (SELECT coalesce(' IN DATABASE ' || nullif(substr($3, 2), ''), '')) d (database)
    WHERE $3 IS NULL OR starts_with($3, E'\n') OR EXISTS (SELECT FROM pg_roles mr WHERE quote_ident(mr.rolname) = $3)
    UNION ALL
    SELECT 'extension', e.extname::text, jsonb_build_object('there', true,
        'whole', jsonb_build_array(format('CREATE EXTENSION %I WITH SCHEMA %I VERSION %L', e.extname, n.nspname, e.extversion)),
        -- What depends on one of its members, or on itself, and is neither one nor a part of one.
        'because', (SELECT format('With CASCADE also %s goes.', min(pg_describe_object(x.classid, x.objid, x.objsubid) COLLATE "C")) FROM (
            WITH members (classid, objid) AS (
                SELECT m.classid, m.objid FROM pg_depend m WHERE m.refclassid = 'pg_extension'::regclass AND m.refobjid = e.oid AND m.deptype = 'e'),
            own (classid, objid) AS (
                SELECT classid, objid FROM members
                UNION
                SELECT p.classid, p.objid FROM members m JOIN pg_depend p ON p.refclassid = m.classid AND p.refobjid = m.objid AND p.deptype IN ('i', 'a'))
            SELECT d.classid, d.objid, d.objsubid
            FROM (SELECT * FROM own UNION ALL SELECT 'pg_extension'::regclass, e.oid) o
            JOIN pg_depend d ON d.refclassid = o.classid AND d.refobjid = o.objid AND d.deptype = 'n'
            WHERE NOT EXISTS (SELECT FROM own w WHERE w.classid = d.classid AND w.objid = d.objid)
              AND NOT EXISTS (SELECT FROM pg_depend p JOIN own w ON w.classid = p.refclassid AND w.objid = p.refobjid
                              WHERE p.classid = d.classid AND p.objid = d.objid AND p.deptype IN ('i', 'a'))) x HAVING count(*) > 0),
        'beware', (SELECT format('what was in the tables of extension %I does not come back', e.extname)
                   FROM pg_depend m JOIN pg_class c ON m.classid = 'pg_class'::regclass AND c.oid = m.objid AND c.relkind IN ('r', 'p')
                   WHERE m.refclassid = 'pg_extension'::regclass AND m.refobjid = e.oid AND m.deptype = 'e' LIMIT 1),
        'was', jsonb_build_object('comment', jsonb_build_array(format('COMMENT ON EXTENSION %I IS %s', e.extname, coalesce(quote_literal(obj_description(e.oid, 'pg_extension')), 'NULL')))))
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    UNION ALL
    SELECT 'event_trigger', t.evtname::text, jsonb_build_object('there', true,
        'whole', to_jsonb(array_remove(ARRAY[
            format('CREATE EVENT TRIGGER %I ON %I%s EXECUTE FUNCTION %s()', t.evtname, t.evtevent,
                   (SELECT format(' WHEN TAG IN (%s)', string_agg(quote_literal(g), ', ' ORDER BY g)) FROM unnest(t.evttags) g HAVING count(*) > 0), t.evtfoid::regproc),
            CASE WHEN t.evtenabled <> 'O' THEN f.firing END, format('ALTER EVENT TRIGGER %I OWNER TO %I', t.evtname, pg_get_userbyid(t.evtowner)),
            format('COMMENT ON EVENT TRIGGER %I IS ', t.evtname) || quote_literal(obj_description(t.oid, 'pg_event_trigger'))], NULL)),
        'was', jsonb_build_object('firing', jsonb_build_array(f.firing), 'owner', jsonb_build_array(format('ALTER EVENT TRIGGER %I OWNER TO %I', t.evtname, pg_get_userbyid(t.evtowner))),
            'comment', jsonb_build_array(format('COMMENT ON EVENT TRIGGER %I IS %s', t.evtname, coalesce(quote_literal(obj_description(t.oid, 'pg_event_trigger')), 'NULL')))))
    FROM pg_event_trigger t CROSS JOIN LATERAL (SELECT format('ALTER EVENT TRIGGER %I %s', t.evtname,
        CASE t.evtenabled WHEN 'O' THEN 'ENABLE' WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END)) f (firing)
    UNION ALL
    SELECT 'publication', p.pubname::text, jsonb_build_object('there', true, 'whole', to_jsonb(w.whole),
        'was', jsonb_build_object('owner', jsonb_build_array(format('ALTER PUBLICATION %I OWNER TO %I', p.pubname, pg_get_userbyid(p.pubowner))),
            'comment', jsonb_build_array(format('COMMENT ON PUBLICATION %I IS %s', p.pubname, coalesce(quote_literal(obj_description(p.oid, 'pg_publication')), 'NULL'))),
            -- One that publishes nothing cannot be SET to that.
            'definition', CASE WHEN p.puballtables THEN jsonb_build_array(format('ALTER PUBLICATION %I SET (%s)', p.pubname, o.options))
                               WHEN o.objects IS NULL THEN to_jsonb(array_prepend(format('DROP PUBLICATION %I', p.pubname), w.whole))
                               ELSE jsonb_build_array(format('ALTER PUBLICATION %I SET %s', p.pubname, o.objects), format('ALTER PUBLICATION %I SET (%s)', p.pubname, o.options)) END))
    FROM pg_publication p
    CROSS JOIN LATERAL (SELECT
        (SELECT string_agg(x.object, ', ' ORDER BY x.place, x.object) FROM (
            SELECT 1, format('TABLE ONLY %s%s%s', r.prrelid::regclass,
                   (SELECT format(' (%s)', string_agg(quote_ident(a.attname), ', ' ORDER BY k.place)) FROM unnest(r.prattrs) WITH ORDINALITY k (attnum, place)
                    JOIN pg_attribute a ON a.attrelid = r.prrelid AND a.attnum = k.attnum HAVING count(*) > 0),
                   ' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')')
            FROM pg_publication_rel r WHERE r.prpubid = p.oid
            UNION ALL
            SELECT 2, format('TABLES IN SCHEMA %I', n.nspname) FROM pg_publication_namespace s JOIN pg_namespace n ON n.oid = s.pnnspid WHERE s.pnpubid = p.oid) x (place, object)),
        format('publish = %L, publish_via_partition_root = %s%s',
               concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END),
               p.pubviaroot::text, CASE to_jsonb(p) ->> 'pubgencols' WHEN 's' THEN ', publish_generated_columns = stored' WHEN 'n' THEN ', publish_generated_columns = none' ELSE '' END)) o (objects, options)
    CROSS JOIN LATERAL (SELECT array_remove(ARRAY[
        format('CREATE PUBLICATION %I%s WITH (%s)', p.pubname, CASE WHEN p.puballtables THEN ' FOR ALL TABLES' ELSE ' FOR ' || o.objects END, o.options),
        format('ALTER PUBLICATION %I OWNER TO %I', p.pubname, pg_get_userbyid(p.pubowner)),
        format('COMMENT ON PUBLICATION %I IS ', p.pubname) || quote_literal(obj_description(p.oid, 'pg_publication'))], NULL)) w (whole)
    UNION ALL
    SELECT 'subscription', u.subname::text, jsonb_build_object('there', true, 'because', 'Its connection may have a password, and how far it has copied is known to it alone.',
        'was', jsonb_build_object('firing', jsonb_build_array(format('ALTER SUBSCRIPTION %I %s', u.subname, CASE WHEN u.subenabled THEN 'ENABLE' ELSE 'DISABLE' END)),
            'owner', jsonb_build_array(format('ALTER SUBSCRIPTION %I OWNER TO %I', u.subname, pg_get_userbyid(u.subowner)))))
    FROM pg_subscription u WHERE u.subdbid = (SELECT b.oid FROM pg_database b WHERE b.datname = current_database())
    UNION ALL
    SELECT 'language', l.lanname::text, jsonb_build_object('there', true, 'because', 'How a language is made again is not known.') FROM pg_language l
    UNION ALL
    SELECT 'foreign_data_wrapper', f.fdwname::text, jsonb_build_object('there', true, 'whole', to_jsonb(array_remove(ARRAY[
            format('CREATE FOREIGN DATA WRAPPER %I%s%s%s', f.fdwname, CASE WHEN f.fdwhandler <> 0 THEN format(' HANDLER %s', f.fdwhandler::regproc) END,
                   CASE WHEN f.fdwvalidator <> 0 THEN format(' VALIDATOR %s', f.fdwvalidator::regproc) END, x.options),
            format('ALTER FOREIGN DATA WRAPPER %I OWNER TO %I', f.fdwname, pg_get_userbyid(f.fdwowner)),
            format('COMMENT ON FOREIGN DATA WRAPPER %I IS ', f.fdwname) || quote_literal(obj_description(f.oid, 'pg_foreign_data_wrapper'))], NULL) || x.grants),
        'was', jsonb_build_object('owner', jsonb_build_array(format('ALTER FOREIGN DATA WRAPPER %I OWNER TO %I', f.fdwname, pg_get_userbyid(f.fdwowner))), 'grants', to_jsonb(x.regrants)))
    FROM pg_foreign_data_wrapper f
    CROSS JOIN LATERAL (SELECT
        (SELECT format(' OPTIONS (%s)', string_agg(format('%I %L', o.option_name, o.option_value), ', ')) FROM pg_options_to_table(f.fdwoptions) o HAVING count(*) > 0),
        ARRAY(SELECT format('GRANT %s ON FOREIGN DATA WRAPPER %I TO %s%s', e.privilege_type, f.fdwname, CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END,
                     CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) FROM aclexplode(f.fdwacl) e),
        ARRAY(SELECT format('REVOKE ALL ON FOREIGN DATA WRAPPER %I FROM %s', f.fdwname, g) FROM unnest($4) g WHERE g = 'PUBLIC' OR to_regrole(g) IS NOT NULL)
        || ARRAY(SELECT format('GRANT %s ON FOREIGN DATA WRAPPER %I TO %s%s', e.privilege_type, f.fdwname, r.name, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                 FROM aclexplode(coalesce(f.fdwacl, acldefault('F', f.fdwowner))) e, LATERAL (SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END) r (name)
                 WHERE r.name = ANY ($4))) x (options, grants, regrants)
    UNION ALL
    SELECT 'foreign_server', v.srvname::text, jsonb_build_object('there', true, 'whole', to_jsonb(array_remove(ARRAY[
            format('CREATE SERVER %I%s%s FOREIGN DATA WRAPPER %I%s', v.srvname, ' TYPE ' || quote_literal(v.srvtype), ' VERSION ' || quote_literal(v.srvversion),
                   (SELECT f.fdwname FROM pg_foreign_data_wrapper f WHERE f.oid = v.srvfdw), x.options),
            format('ALTER SERVER %I OWNER TO %I', v.srvname, pg_get_userbyid(v.srvowner)),
            format('COMMENT ON SERVER %I IS ', v.srvname) || quote_literal(obj_description(v.oid, 'pg_foreign_server'))], NULL) || x.grants),
        'because', (SELECT 'With CASCADE user mappings go, which may have passwords.' FROM pg_depend d WHERE d.refclassid = 'pg_foreign_server'::regclass AND d.refobjid = v.oid LIMIT 1),
        'was', jsonb_build_object('owner', jsonb_build_array(format('ALTER SERVER %I OWNER TO %I', v.srvname, pg_get_userbyid(v.srvowner))), 'grants', to_jsonb(x.regrants),
            'comment', jsonb_build_array(format('COMMENT ON SERVER %I IS %s', v.srvname, coalesce(quote_literal(obj_description(v.oid, 'pg_foreign_server')), 'NULL')))))
    FROM pg_foreign_server v
    CROSS JOIN LATERAL (SELECT
        (SELECT format(' OPTIONS (%s)', string_agg(format('%I %L', o.option_name, o.option_value), ', ')) FROM pg_options_to_table(v.srvoptions) o HAVING count(*) > 0),
        ARRAY(SELECT format('GRANT %s ON FOREIGN SERVER %I TO %s%s', e.privilege_type, v.srvname, CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END,
                     CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) FROM aclexplode(v.srvacl) e),
        ARRAY(SELECT format('REVOKE ALL ON FOREIGN SERVER %I FROM %s', v.srvname, g) FROM unnest($4) g WHERE g = 'PUBLIC' OR to_regrole(g) IS NOT NULL)
        || ARRAY(SELECT format('GRANT %s ON FOREIGN SERVER %I TO %s%s', e.privilege_type, v.srvname, r.name, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                 FROM aclexplode(coalesce(v.srvacl, acldefault('S', v.srvowner))) e, LATERAL (SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END) r (name)
                 WHERE r.name = ANY ($4))) x (options, grants, regrants)) o (kind, name, answer)
WHERE o.kind = $1 AND o.name = $2
