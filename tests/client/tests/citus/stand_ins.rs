//! What Citus has in `pg_catalog`, as far as it is asked here. A test cannot have Citus itself: shards are tables beside, and
//! a command on them is run in this database.

use migrate_client_tests::{Db, Session};

/// Its catalogs and functions. A placement is a row of `node.placement`.
pub const CATALOGS: &str = "
    SET allow_system_table_mods = on;
    CREATE TABLE pg_catalog.pg_dist_partition
        (logicalrelid regclass, partmethod \"char\", partkey text, colocationid int, repmodel \"char\", autoconverted bool);
    CREATE TABLE pg_catalog.pg_dist_schema (schemaid oid, colocationid int);
    CREATE FUNCTION pg_catalog.column_to_column_name(table_name regclass, column_var_to_text text) RETURNS text
        LANGUAGE sql IMMUTABLE AS 'SELECT $2';
    RESET allow_system_table_mods";

const PLACEMENTS: &str = "
    CREATE SCHEMA node; CREATE SEQUENCE node.asked; GRANT ALL ON SEQUENCE node.asked TO PUBLIC;
    CREATE TABLE node.placement (logicalrelid regclass, shardid bigint, node text, shard text);
    GRANT USAGE ON SCHEMA node TO PUBLIC; GRANT SELECT ON node.placement TO PUBLIC;
    SET allow_system_table_mods = on;
    CREATE FUNCTION pg_catalog.run_command_on_placements(table_name regclass, command text, parallel bool DEFAULT true,
        OUT nodename text, OUT nodeport int, OUT shardid bigint, OUT success bool, OUT result text) RETURNS SETOF record
        LANGUAGE plpgsql AS $$
    DECLARE p record;
    BEGIN
        PERFORM nextval('node.asked');
        FOR p IN SELECT * FROM node.placement o WHERE o.logicalrelid = table_name ORDER BY o.shardid, o.node LOOP
            nodename := p.node; nodeport := 5432; shardid := p.shardid;
            BEGIN
                EXECUTE format(command, p.shard) INTO result;
                success := true;
            EXCEPTION WHEN OTHERS THEN
                success := false; result := SQLERRM;
            END;
            RETURN NEXT;
        END LOOP;
    END $$;
    RESET allow_system_table_mods";

/// A coordinator: `d` and `d2` are distributed by their `id`, side by side, `far` elsewhere, `ref` and `ref2` are reference
/// tables, `one` has a single shard, `own` one with its schema; `plain` is the server's own.
pub fn cluster(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(&format!(
        "CREATE TABLE d (id int PRIMARY KEY, n int, v varchar(20)); CREATE INDEX d_n ON d (n);
         CREATE TABLE d2 (id int PRIMARY KEY, d_id int); CREATE TABLE far (id int PRIMARY KEY, d_id int);
         CREATE TABLE ref (id int PRIMARY KEY, n int, v text); CREATE TABLE ref2 (id int PRIMARY KEY, ref_id int);
         CREATE TABLE one (id int PRIMARY KEY, n int); CREATE TABLE own (id int PRIMARY KEY, n int);
         CREATE TABLE local (id int PRIMARY KEY, n int); CREATE TABLE plain (id int PRIMARY KEY, ref_id int, v text);
         CREATE SCHEMA other; CREATE TYPE mood AS ENUM ('sad', 'glad');
         {CATALOGS}; {PLACEMENTS};
         INSERT INTO pg_catalog.pg_dist_partition VALUES ('d', 'h', 'id', 1, 's', false), ('d2', 'h', 'id', 1, 's', false),
             ('far', 'h', 'id', 3, 's', false), ('ref', 'n', NULL, 2, 't', false), ('ref2', 'n', NULL, 2, 't', false),
             ('one', 'n', NULL, 4, 's', false), ('own', 'n', NULL, 5, 's', false), ('local', 'n', NULL, 0, 's', true);
         INSERT INTO pg_catalog.pg_dist_schema VALUES ('public'::regnamespace, 5)"
    ));
    session
}

/// What Citus does with the indexes of a table, as far as a test needs it: those of its placements follow.
const INDEXES: &str = "
    CREATE TABLE node.index (own oid, shardid bigint, there oid);
    GRANT ALL ON node.index TO PUBLIC;
    CREATE FUNCTION node.called(name text, shardid bigint) RETURNS text LANGUAGE sql AS $$
        SELECT CASE WHEN length(name) + length('_' || shardid) < 64 THEN name || '_' || shardid
               ELSE format('%s_%s_%s', left(name, 64 - length('_' || shardid) - 10), lpad(to_hex(hashtext(name)), 8, '0'), shardid) END
    $$;
    CREATE FUNCTION node.follow() RETURNS event_trigger LANGUAGE plpgsql AS $$
    DECLARE c record; p record; called text;
    BEGIN
        FOR c IN SELECT i.indexrelid, i.indrelid, x.relname FROM pg_event_trigger_ddl_commands() e
                 JOIN pg_index i ON i.indexrelid = e.objid OR i.indrelid = e.objid JOIN pg_class x ON x.oid = i.indexrelid LOOP
            FOR p IN SELECT * FROM node.placement o WHERE o.logicalrelid = c.indrelid LOOP
                IF EXISTS (SELECT FROM node.index o WHERE o.own = c.indexrelid AND o.shardid = p.shardid) THEN
                    SELECT x.relname INTO called FROM node.index o JOIN pg_class x ON x.oid = o.there
                    WHERE o.own = c.indexrelid AND o.shardid = p.shardid;
                    IF called <> node.called(c.relname, p.shardid) THEN
                        EXECUTE format('ALTER INDEX node.%I RENAME TO %I', called, node.called(c.relname, p.shardid));
                    END IF;
                ELSIF to_regclass('node.' || quote_ident(node.called(c.relname, p.shardid))) IS NULL THEN
                    EXECUTE regexp_replace(pg_get_indexdef(c.indexrelid), 'INDEX [^ ]+ ON [^ ]+',
                        format('INDEX %I ON %s', node.called(c.relname, p.shardid), p.shard));
                    INSERT INTO node.index VALUES (c.indexrelid, p.shardid,
                        ('node.' || quote_ident(node.called(c.relname, p.shardid)))::regclass);
                END IF;
            END LOOP;
        END LOOP;
    END $$;
    CREATE FUNCTION node.go() RETURNS event_trigger LANGUAGE plpgsql AS $$
    DECLARE c record; p record;
    BEGIN
        FOR c IN SELECT * FROM pg_event_trigger_dropped_objects() e WHERE e.object_type = 'index' LOOP
            FOR p IN DELETE FROM node.index o WHERE o.own = c.objid RETURNING o.there LOOP
                EXECUTE coalesce((SELECT format('DROP INDEX %s', x.oid::regclass) FROM pg_class x WHERE x.oid = p.there), 'SELECT');
            END LOOP;
        END LOOP;
    END $$;
    CREATE EVENT TRIGGER follow ON ddl_command_end WHEN TAG IN ('CREATE INDEX', 'ALTER INDEX', 'ALTER TABLE')
        EXECUTE FUNCTION node.follow();
    CREATE EVENT TRIGGER go ON sql_drop WHEN TAG IN ('DROP INDEX', 'ALTER TABLE') EXECUTE FUNCTION node.go()";

/// Has the indexes of the placements follow those of their tables.
pub fn with_indexes(session: &mut Session) {
    session.exec(INDEXES);
}

/// Gives `d` two shards of so many rows each, one on either node.
pub fn shards(session: &mut Session, rows: u32) {
    session.exec(&format!(
        "CREATE TABLE node.d_1 (LIKE d, CONSTRAINT d_pkey_1 PRIMARY KEY (id)); CREATE INDEX d_n_1 ON node.d_1 (n);
         CREATE TABLE node.d_2 (LIKE d, CONSTRAINT d_pkey_2 PRIMARY KEY (id)); CREATE INDEX d_n_2 ON node.d_2 (n);
         INSERT INTO node.d_1 SELECT i, i, 'x' FROM generate_series(1, {rows}) i;
         INSERT INTO node.d_2 SELECT i, i, 'x' FROM generate_series(1, {rows}) i;
         INSERT INTO node.placement VALUES ('d', 1, 'one', 'node.d_1'), ('d', 2, 'two', 'node.d_2')"
    ));
}

/// What Citus does where a foreign key leads from an ordinary table to a reference table, as its source has it: the table
/// becomes a shard of another name, and a new one without rows gets its name, with the key. The tables that foreign keys tie
/// to it go along. Where no such key is left, all of that is taken back.
const TAKES_OVER: &str = "
    CREATE TABLE node.taken (shell regclass, shard regclass); GRANT ALL ON node.taken TO PUBLIC;
    CREATE FUNCTION node.take(own regclass) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE c record; name text; schema text; owner text; shell regclass;
    BEGIN
        SELECT relname, relnamespace::regnamespace, relowner::regrole INTO name, schema, owner FROM pg_class WHERE oid = own;
        CREATE TEMPORARY TABLE keys ON COMMIT DROP AS
            SELECT conname, conrelid::regclass, CASE WHEN conrelid = own THEN 'own' ELSE 'other' END AS side,
                   pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE contype = 'f' AND own IN (conrelid, confrelid);
        FOR c IN SELECT * FROM keys LOOP
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid, c.conname);
        END LOOP;
        EXECUTE format('ALTER TABLE %s RENAME TO %I', own, name || '_102');
        FOR c IN SELECT indexrelid::regclass AS index, relname FROM pg_index JOIN pg_class x ON x.oid = indexrelid WHERE indrelid = own LOOP
            EXECUTE format('ALTER INDEX %s RENAME TO %I', c.index, c.relname || '_102');
        END LOOP;
        EXECUTE format('CREATE TABLE %s.%I (LIKE %s INCLUDING ALL)', schema, name, own);
        EXECUTE format('ALTER TABLE %s.%I OWNER TO %s', schema, name, owner);
        shell := format('%s.%I', schema, name)::regclass;
        INSERT INTO node.taken VALUES (shell, own);
        INSERT INTO node.placement VALUES (shell, 102, 'one', own::text);
        INSERT INTO pg_catalog.pg_dist_partition VALUES (shell, 'n', NULL, 0, 's', true);
        FOR c IN SELECT * FROM keys LOOP
            EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', CASE c.side WHEN 'own' THEN shell ELSE c.conrelid END,
                           c.conname, c.definition);
        END LOOP;
        DROP TABLE keys;
        INSERT INTO pg_catalog.pg_dist_partition
            SELECT DISTINCT o.conrelid, 'n'::\"char\", NULL, 0, 's'::\"char\", true FROM pg_constraint o
            WHERE o.contype = 'f' AND o.confrelid = shell AND o.conrelid <> shell;
    END $$;
    CREATE FUNCTION node.give(own regclass, shard regclass) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE c record; name text := relname FROM pg_class WHERE oid = own;
        gone text[] := ARRAY(SELECT x.relname || '_102' FROM pg_class x JOIN pg_index i ON x.oid = i.indexrelid WHERE i.indrelid = own);
    BEGIN
        DELETE FROM pg_catalog.pg_dist_partition WHERE logicalrelid = own OR logicalrelid IN (
            SELECT o.conrelid FROM pg_constraint o WHERE o.contype = 'f' AND o.confrelid = own);
        DELETE FROM node.placement WHERE logicalrelid = own;
        DELETE FROM node.taken WHERE shell = own;
        EXECUTE format('DROP TABLE %s CASCADE', own);
        EXECUTE format('ALTER TABLE %s RENAME TO %I', shard, name);
        FOR c IN SELECT indexrelid::regclass AS index, relname FROM pg_index JOIN pg_class x ON x.oid = indexrelid WHERE indrelid = shard LOOP
            -- What is no more on the one is none of the other's.
            IF c.relname = ANY (gone) THEN
                EXECUTE format('ALTER INDEX %s RENAME TO %I', c.index, left(c.relname, -4));
            ELSE
                EXECUTE format('DROP INDEX %s', c.index);
            END IF;
        END LOOP;
    END $$;
    CREATE FUNCTION node.ties() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE c record;
    BEGIN
        IF current_setting('node.at_work', true) = 'yes' THEN RETURN; END IF;
        PERFORM set_config('node.at_work', 'yes', true);
        FOR c IN SELECT DISTINCT o.conrelid::regclass FROM pg_constraint o
                 JOIN pg_catalog.pg_dist_partition p ON p.logicalrelid = o.confrelid AND p.repmodel = 't'
                 WHERE o.contype = 'f' AND NOT EXISTS (SELECT FROM pg_catalog.pg_dist_partition x WHERE x.logicalrelid = o.conrelid) LOOP
            PERFORM node.take(c.conrelid);
        END LOOP;
        FOR c IN SELECT * FROM node.taken t WHERE NOT EXISTS (
                     SELECT FROM pg_constraint o JOIN pg_catalog.pg_dist_partition p ON p.logicalrelid = o.confrelid AND p.repmodel = 't'
                     WHERE o.contype = 'f' AND o.conrelid = t.shell) LOOP
            PERFORM node.give(c.shell, c.shard);
        END LOOP;
        PERFORM set_config('node.at_work', 'no', true);
    END $$;
    CREATE EVENT TRIGGER ties ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION node.ties()";

/// Has foreign keys to reference tables hand tables over.
pub fn with_keys(session: &mut Session) {
    session.exec(TAKES_OVER);
}
