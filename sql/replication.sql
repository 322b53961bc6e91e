-- A publication FOR ALL TABLES takes these along. The history is each database's own: what a subscription brings is thrown
-- away, by triggers that fire for replicas alone. A TRUNCATE cannot be thrown away by who receives it, so nobody sends one.
DO LANGUAGE plpgsql $migrate$
DECLARE
    registry pg_catalog.regclass;
BEGIN
    FOR registry IN
        SELECT c.oid FROM pg_catalog.pg_class c
        WHERE c.relnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
          AND c.relkind OPERATOR(pg_catalog.=) 'r'
    LOOP
        EXECUTE pg_catalog.format(
            'CREATE TRIGGER keep_own_rows BEFORE INSERT OR UPDATE OR DELETE ON %s
             FOR EACH ROW EXECUTE FUNCTION migrate.keep_own_rows()', registry);
        EXECUTE pg_catalog.format('ALTER TABLE %s ENABLE REPLICA TRIGGER keep_own_rows', registry);
        EXECUTE pg_catalog.format(
            'CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %s
             FOR EACH STATEMENT EXECUTE FUNCTION migrate.keep_own_rows()', registry);
    END LOOP;
END
$migrate$;
