-- Nothing is for anybody but the owner, whatever default privileges say. SECURITY.md has the grants for readers, authors
-- and operators.
REVOKE ALL ON SCHEMA migrate FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA migrate FROM PUBLIC;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA migrate FROM PUBLIC;
REVOKE ALL ON ALL ROUTINES IN SCHEMA migrate FROM PUBLIC;

DO LANGUAGE plpgsql $migrate$
DECLARE
    revoke pg_catalog.text;
BEGIN
    FOR revoke IN
        WITH granted (what, owner, acl) AS (
            SELECT pg_catalog.format('SCHEMA %I', n.nspname), n.nspowner, n.nspacl
            FROM pg_catalog.pg_namespace n WHERE n.nspname OPERATOR(pg_catalog.=) 'migrate'
            UNION ALL
            SELECT pg_catalog.format('%s %s', CASE WHEN c.relkind OPERATOR(pg_catalog.=) 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                                     c.oid::pg_catalog.regclass),
                   c.relowner, c.relacl
            FROM pg_catalog.pg_class c WHERE c.relnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
            UNION ALL
            SELECT pg_catalog.format('ROUTINE %s', p.oid::pg_catalog.regprocedure), p.proowner, p.proacl
            FROM pg_catalog.pg_proc p WHERE p.pronamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
            UNION ALL
            SELECT pg_catalog.format('TYPE %s', t.oid::pg_catalog.regtype), t.typowner, t.typacl
            FROM pg_catalog.pg_type t WHERE t.typnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
        )
        SELECT DISTINCT pg_catalog.format(
                   'REVOKE ALL ON %s FROM %s CASCADE', g.what,
                   CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::pg_catalog.regrole::pg_catalog.text END)
        FROM granted g, pg_catalog.aclexplode(g.acl) a
        WHERE a.grantee OPERATOR(pg_catalog.<>) g.owner
    LOOP
        EXECUTE revoke;
    END LOOP;
END
$migrate$;
