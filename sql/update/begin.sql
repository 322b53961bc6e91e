-- What the script of every update begins with; scripts/release puts it there. Nobody is half way through a call behind it, nobody is at
-- work, and this session has the library that the rest of the script asks for.
DO LANGUAGE plpgsql $begin$
DECLARE
    library pg_catalog.text := pg_catalog.current_setting('migrate.library_version', true);
    holder pg_catalog.text;
BEGIN
    IF library OPERATOR(pg_catalog.<>) '@TO@' THEN
        RAISE EXCEPTION 'cannot update extension migrate_ext to version @TO@ in this session'
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  DETAIL = pg_catalog.format('It has loaded the library of version %s.', library),
                  HINT = 'Reconnect, and run ALTER EXTENSION migrate_ext UPDATE again. If shared_preload_libraries names migrate_ext, restart the server.';
    END IF;

    -- Twice: whoever is at work is told by name, and whoever begins meanwhile is seen.
    FOR try IN 1 .. 2 LOOP
        -- The migrator's lock, which SQL cannot take.
        SELECT pg_catalog.concat('It is run by ', coalesce('pid ' OPERATOR(pg_catalog.||) l.pid::pg_catalog.text, 'a prepared transaction'),
                                 ', "' OPERATOR(pg_catalog.||) nullif(a.application_name, '') OPERATOR(pg_catalog.||) '"', '.')
        INTO holder
        FROM pg_catalog.pg_locks l
        LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid OPERATOR(pg_catalog.=) l.pid
        WHERE l.locktype OPERATOR(pg_catalog.=) 'advisory' AND l.granted
          AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
          AND l.database OPERATOR(pg_catalog.=) (SELECT d.oid FROM pg_catalog.pg_database d
                                                 WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
          AND l.classid OPERATOR(pg_catalog.=) 1835624306 AND l.objid OPERATOR(pg_catalog.=) 1635018017
          AND l.objsubid OPERATOR(pg_catalog.=) 3::pg_catalog.int2;
        IF FOUND THEN
            RAISE EXCEPTION 'cannot update extension migrate_ext while a migration is running'
                USING ERRCODE = 'object_in_use', DETAIL = holder,
                      HINT = 'Wait until it is done, or end it with pg_cancel_backend, and run ALTER EXTENSION migrate_ext UPDATE again.';
        END IF;
        IF try OPERATOR(pg_catalog.=) 1 THEN
            BEGIN
                -- Every call locks it as a reader, to the end of its transaction. Who comes behind us waits, so we do not wait for long.
                IF pg_catalog.current_setting('lock_timeout') OPERATOR(pg_catalog.=) '0' THEN
                    PERFORM pg_catalog.set_config('lock_timeout', '10s', true);
                    LOCK TABLE migrate.home IN ACCESS EXCLUSIVE MODE;
                    PERFORM pg_catalog.set_config('lock_timeout', '0', true);
                ELSE
                    LOCK TABLE migrate.home IN ACCESS EXCLUSIVE MODE;
                END IF;
            EXCEPTION WHEN lock_not_available THEN
                RAISE EXCEPTION 'cannot update extension migrate_ext while transactions that have used it are open'
                    USING ERRCODE = 'lock_not_available',
                          DETAIL = (SELECT pg_catalog.concat('Sessions: ', pg_catalog.string_agg(pg_catalog.format(
                                        'pid %s, role "%s", %s', a.pid, a.usename, a.state), '; ' ORDER BY a.pid), '.')
                                    FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid OPERATOR(pg_catalog.=) l.pid
                                    WHERE l.relation OPERATOR(pg_catalog.=) 'migrate.home'::pg_catalog.regclass AND l.granted
                                      AND l.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()),
                          HINT = 'Wait until they have ended, or end them with pg_terminate_backend, and run ALTER EXTENSION migrate_ext UPDATE again.';
            END;
        END IF;
    END LOOP;

    -- Who may do what: what is dropped and made again, or has another signature, gets it back at the end.
    PERFORM pg_catalog.set_config('migrate_ext_update.grants', (
        SELECT coalesce(pg_catalog.jsonb_agg(g.entry), '[]'::pg_catalog.jsonb)::pg_catalog.text
        FROM (
            SELECT pg_catalog.jsonb_build_object('kind', 'r', 'oid', c.oid, 'name', c.relname, 'acl', c.relacl) AS entry
            FROM pg_catalog.pg_class c
            WHERE c.relnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
              AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,v,S,m}'::"char"[])
            UNION ALL
            SELECT pg_catalog.jsonb_build_object('kind', 'c', 'oid', c.oid, 'name', c.relname, 'column', a.attname, 'acl', a.attacl)
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) c.oid
            WHERE c.relnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace AND a.attacl IS NOT NULL
            UNION ALL
            SELECT pg_catalog.jsonb_build_object('kind', 'f', 'oid', p.oid, 'name', p.proname,
                                                 'arguments', pg_catalog.oidvectortypes(p.proargtypes), 'acl', p.proacl)
            FROM pg_catalog.pg_proc p WHERE p.pronamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
            UNION ALL
            SELECT pg_catalog.jsonb_build_object('kind', 't', 'oid', t.oid, 'name', t.typname, 'acl', t.typacl)
            FROM pg_catalog.pg_type t WHERE t.typnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace) g), true);
END
$begin$;
