//! A table as a safe operation sees it, read in one query per table.

use migrate_core::backfill::Backfill;
use migrate_core::error::{Error, OperationError, Result};
use migrate_core::migration::{Direction, Script};
use migrate_core::operation::sharing::Sharing;
use migrate_core::operation::table::{Index, Table};
use migrate_core::operation::{
    self, Added, Bound, Catalog, Change, Enumeration, Hanging, Retyped, Understood, Which,
};
use migrate_core::relation::Relation;
use pgrx::JsonB;
use pgrx::pg_sys::Oid;

use super::{backfill, bound, change, column, enumeration, index, quoted, sharing};
use crate::postgres::catch::catch;
use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::{parser, query, spi, subtransaction, toplevel};
use crate::settings;

/// The catalog of this database, as the current role and its search path find things.
pub struct Server;

impl Catalog for Server {
    fn quote(&self, name: &str) -> String {
        pgrx::spi::quote_identifier(name)
    }

    fn literal(&self, text: &str) -> String {
        pgrx::spi::quote_literal(text)
    }

    fn table(&self, name: &Relation) -> Result<Table> {
        let written = quoted(name);
        let oid = spi::row(
            "SELECT pg_catalog.to_regclass($1)::pg_catalog.oid",
            &[written.as_str().into()],
            |row| row.get::<Oid>(1),
        );
        let oid = oid.flatten().ok_or(OperationError::NoTable { table: written })?;
        Ok(read(oid))
    }

    fn table_of_index(&self, index: &Relation) -> Result<Option<Table>> {
        let sql = "SELECT i.indrelid FROM pg_catalog.pg_index i
                   WHERE i.indexrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid";
        Ok(spi::row(sql, &[quoted(index).into()], |row| row.must::<Oid>(1)).map(read))
    }

    fn changes(&self, table: &Table) -> Result<Vec<Change>> {
        Ok(change::of_table(table.oid))
    }

    fn change(&self, which: &Which) -> Result<Change> {
        change::find(which)
    }

    fn function(&self, schema: &str, name: &str) -> Option<String> {
        change::function(schema, name)
    }

    fn mentions(&self, word: &str) -> Vec<String> {
        change::mentions(word)
    }

    fn definition(&self, table: &Table, sql: &str) -> Result<String> {
        self.definition_after(table, &[sql])
    }

    fn definition_after(&self, table: &Table, statements: &[&str]) -> Result<String> {
        // On an empty temporary copy, as the current role, whose expressions it holds; then all of it is taken back.
        let copy = "pg_temp.migrate_definition";
        let statements: Vec<String> = statements.iter().map(|sql| sql.replace("{table}", copy)).collect();
        for sql in &statements {
            // What a user wrote as an expression is looked at here first, and must not be a statement more.
            if parser::parse(&Script::new(sql.as_str()), Direction::Up)?.len() != 1 {
                return Err(OperationError::Argument { sql: sql.clone() }.into());
            }
        }
        let mut definition = None;
        let attempt = subtransaction::attempt(|| {
            toplevel::run_in_caller(&format!(
                "CREATE TEMPORARY TABLE migrate_definition (LIKE {})",
                table.sql
            ));
            for sql in &statements {
                toplevel::run_in_caller(sql);
            }
            definition =
                spi::with_snapshot(|| spi::row(DEFINITION, &[copy.into()], |row| row.get::<String>(1)));
            None::<()>
        });
        attempt.map_err(Error::Server)?;
        Ok(definition.flatten().unwrap_or_default())
    }

    fn bound(&self, parent: &Table, partition: &Table, written: &str) -> Result<Bound> {
        bound::read(parent, partition, written)
    }

    fn with_invalid_indexes(&self, schema: Option<&str>, table: Option<&Relation>) -> Result<Vec<Relation>> {
        Ok(index::tables_with_invalid(schema, table))
    }

    fn builder(&self, index: &Index) -> Option<i32> {
        index::builder(index.oid)
    }

    fn server_version(&self) -> u32 {
        pgrx::pg_sys::PG_VERSION_NUM / 10_000
    }

    fn role(&self) -> String {
        current_role().1
    }

    fn sharing(&self, table: &Table) -> Sharing {
        sharing::of(table.oid)
    }

    fn window(&self, view: &Table) -> Option<u32> {
        sharing::window(view.oid)
    }

    fn enumeration(&self, name: &Relation) -> Result<Enumeration> {
        enumeration::read(name)
    }

    fn added_column(&self, table: &Table, column: &str, actions: &str) -> Result<Added> {
        let copy = "pg_temp.migrate_definition";
        let alter = format!("ALTER TABLE {copy} {actions}");
        // What a user wrote as a type or an expression must not be a statement more.
        if parser::parse(&Script::new(alter.as_str()), Direction::Up)?.len() != 1 {
            return Err(OperationError::Argument { sql: alter }.into());
        }
        let file = "SELECT pg_catalog.pg_relation_filenode($1::pg_catalog.regclass)";
        let read_file = || spi::with_snapshot(|| spi::row(file, &[copy.into()], |row| row.get::<Oid>(1)));
        let mut added = None;
        let attempt = subtransaction::attempt(|| {
            let run = toplevel::run_in_caller;
            run(&format!("CREATE TEMPORARY TABLE migrate_definition (LIKE {})", table.sql));
            // IF EXISTS would tell the caller of a table that is none of theirs.
            if table.column(column).is_ok() {
                run(&format!("ALTER TABLE {copy} DROP COLUMN {} CASCADE", self.quote(column)));
            }
            let before = read_file();
            run(&alter);
            let rewrites = before != read_file();
            let sql = "SELECT $1::pg_catalog.regclass::pg_catalog.oid";
            let oid = spi::with_snapshot(|| spi::row(sql, &[copy.into()], |row| row.must::<Oid>(1)));
            let copy = oid.map(|oid| spi::with_snapshot(|| read(oid)));
            let column = copy.and_then(|copy| copy.columns.into_iter().find(|there| there.name == column));
            added = column.map(|column| Added { column, rewrites });
            None::<()>
        });
        attempt.map_err(Error::Server)?;
        added.ok_or_else(|| OperationError::Argument { sql: alter }.into())
    }

    fn retyped(&self, table: &Table, column: &str, data_type: &str, using: Option<&str>) -> Result<Retyped> {
        column::retyped(table, column, data_type, using)
    }

    fn hanging(&self, table: &Table, column: &str) -> Result<Hanging> {
        Ok(column::hanging(table, column))
    }

    fn is_filled(&self, table: &Table, column: &str, backfill: &Backfill) -> bool {
        backfill::is_filled(table.oid, column, backfill)
    }

    fn is_broken_off(&self, table: &Table, backfill: &Backfill) -> bool {
        backfill::unfinished(table.oid, backfill).is_some()
    }

    fn has_run(&self, sql: &str) -> bool {
        let find = "SELECT FROM migrate.journal WHERE status = 'done' AND starts_with(sql, $1) LIMIT 1";
        as_owner(|| spi::row(find, &[sql.into()], |_| ())).is_some()
    }

    fn understand(&self, sql: &str) -> Result<Understood> {
        let mut understood = Understood::default();
        // What analysis locks is let go of at once.
        let attempt = subtransaction::attempt(|| {
            understood = query::understand(sql);
            None::<()>
        });
        attempt.map_err(Error::Server)?;
        Ok(understood)
    }

    fn count(&self, rows: &str) -> Result<i64> {
        let sql = format!("SELECT pg_catalog.count(*) {rows}");
        let read = || spi::with_snapshot(|| spi::row(&sql, &[], |row| row.must::<i64>(1)));
        Ok(catch(read).map_err(Error::Server)?.unwrap_or(0))
    }

    fn dependents(&self, table: &Table, column: Option<&String>) -> Vec<String> {
        change::dependents(table, column)
    }

    fn has_row(&self, sql: &str) -> Result<bool> {
        let sql = format!("SELECT EXISTS ({sql})");
        let read = || spi::with_snapshot(|| spi::row(&sql, &[], |row| row.must::<bool>(1)));
        Ok(catch(read).map_err(Error::Server)?.unwrap_or(false))
    }
}

/// The only index, constraint or default of a copy.
const DEFINITION: &str = "
SELECT coalesce(
    (SELECT pg_catalog.pg_get_constraintdef(c.oid) FROM pg_catalog.pg_constraint c
     WHERE c.conrelid OPERATOR(pg_catalog.=) t.oid AND c.contype OPERATOR(pg_catalog.<>) 'n' LIMIT 1),
    (SELECT pg_catalog.concat(CASE WHEN i.indisunique THEN 'UNIQUE ' END,
                              pg_catalog.regexp_replace(pg_catalog.pg_get_indexdef(i.indexrelid), '^.*? USING ', 'USING '))
     FROM pg_catalog.pg_index i WHERE i.indrelid OPERATOR(pg_catalog.=) t.oid LIMIT 1),
    (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d
     WHERE d.adrelid OPERATOR(pg_catalog.=) t.oid LIMIT 1))
FROM pg_catalog.pg_class t WHERE t.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid";

/// The most bytes per row of which a table is worth counting.
const MOST_BYTES: i64 = 10_000;

pub(super) fn read(oid: Oid) -> Table {
    let small = i64::from(settings::small_table());
    let row = spi::row(TABLE, &[oid.into(), (small * MOST_BYTES).into()], |row| row.must::<JsonB>(1).0);
    let table = row.map(serde_json::from_value::<Table>);
    let mut table = match table {
        Some(Ok(table)) => table,
        Some(Err(bug)) => pgrx::error!("internal description of a table: {bug}"),
        None => pgrx::error!("a table was dropped while it was looked at"),
    };
    table.is_small = table.is_small && has_few_rows(&table, small);
    let children = "SELECT i.inhrelid FROM pg_catalog.pg_inherits i
                    JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.inhrelid
                    WHERE i.inhparent OPERATOR(pg_catalog.=) $1 AND c.relispartition OPERATOR(pg_catalog.=) $2
                      AND c.relkind OPERATOR(pg_catalog.<>) 'i' AND c.relkind OPERATOR(pg_catalog.<>) 'I'
                    ORDER BY c.relname";
    table.partitions = spi::rows(children, &[oid.into(), true.into()], |row| read(row.must(1)));
    if table.has_children {
        table.heirs = spi::rows(children, &[oid.into(), false.into()], |row| read(row.must(1)));
    }
    table
}

/// Whether a table that is small enough to be counted has so few rows.
fn has_few_rows(table: &Table, limit: i64) -> bool {
    if !matches!(table.kind.as_str(), "r" | "m") || !table.is_owned {
        return table.kind == "p";
    }
    let sql = format!(
        "SELECT pg_catalog.count(*) FROM (SELECT FROM ONLY {} LIMIT $1 OPERATOR(pg_catalog.+) 1) few",
        table.sql
    );
    spi::row(&sql, &[limit.into()], |row| row.must::<i64>(1)).is_some_and(|rows| rows <= limit)
}

/// Everything but the number of rows; `is_small` only says that counting them is cheap and nobody waits.
const TABLE: &str = "
SELECT pg_catalog.jsonb_build_object(
    'oid', t.oid::pg_catalog.int8, 'schema', n.nspname, 'name', t.relname,
    'sql', pg_catalog.format('%I.%I', n.nspname, t.relname), 'display', t.oid::pg_catalog.regclass::text,
    'bound', pg_catalog.pg_get_expr(t.relpartbound, t.oid),
    'parent', (SELECT pg_catalog.jsonb_build_object('oid', h.inhparent::pg_catalog.int8,
                          'display', h.inhparent::pg_catalog.regclass::text, 'is_pending', h.inhdetachpending)
               FROM pg_catalog.pg_inherits h
               WHERE t.relispartition AND h.inhrelid OPERATOR(pg_catalog.=) t.oid AND t.relkind OPERATOR(pg_catalog.<>) 'I'
                 AND t.relkind OPERATOR(pg_catalog.<>) 'i'),
    'kind', t.relkind, 'is_temporary', t.relpersistence OPERATOR(pg_catalog.=) 't',
    'is_system', n.nspname OPERATOR(pg_catalog.=) ANY ('{pg_catalog,information_schema,pg_toast,migrate}'::pg_catalog.name[]),
    'has_children', EXISTS (SELECT FROM pg_catalog.pg_inherits h
                            JOIN pg_catalog.pg_class hc ON hc.oid OPERATOR(pg_catalog.=) h.inhrelid
                            WHERE h.inhparent OPERATOR(pg_catalog.=) t.oid AND NOT hc.relispartition),
    'triggers', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                     'name', g.tgname, 'enabled', g.tgenabled,
                     -- Row level and before; on insert or update.
                     'is_before_row', (g.tgtype OPERATOR(pg_catalog.&) 3::pg_catalog.int2) OPERATOR(pg_catalog.=) 3
                         AND (g.tgtype OPERATOR(pg_catalog.&) 20::pg_catalog.int2) OPERATOR(pg_catalog.<>) 0,
                     'function', pg_catalog.format('%I.%I', gn.nspname, gp.proname), 'body', gp.prosrc)
                     ORDER BY g.tgname), '[]'::pg_catalog.jsonb)
                 FROM pg_catalog.pg_trigger g
                 JOIN pg_catalog.pg_proc gp ON gp.oid OPERATOR(pg_catalog.=) g.tgfoid
                 JOIN pg_catalog.pg_namespace gn ON gn.oid OPERATOR(pg_catalog.=) gp.pronamespace
                 WHERE g.tgrelid OPERATOR(pg_catalog.=) t.oid AND NOT g.tgisinternal),
    'partition_columns', (SELECT coalesce(pg_catalog.jsonb_agg(DISTINCT a.attname), '[]'::pg_catalog.jsonb)
                          -- The columns of a key, also those in its expressions, are entered as inseparable from the table.
                          FROM pg_catalog.pg_depend d
                          JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) t.oid
                           AND a.attnum OPERATOR(pg_catalog.=) d.objsubid
                          WHERE t.relkind OPERATOR(pg_catalog.=) 'p' AND d.deptype OPERATOR(pg_catalog.=) 'i'
                            AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass
                            AND d.refclassid OPERATOR(pg_catalog.=) d.classid
                            AND d.objid OPERATOR(pg_catalog.=) t.oid AND d.objsubid OPERATOR(pg_catalog.>) 0
                            AND d.refobjid OPERATOR(pg_catalog.=) t.oid AND d.refobjsubid OPERATOR(pg_catalog.=) 0),
    'has_update_triggers', EXISTS (SELECT FROM pg_catalog.pg_trigger g
                                   WHERE g.tgrelid OPERATOR(pg_catalog.=) t.oid AND NOT g.tgisinternal
                                     -- Row level, before, on update.
                                     AND (g.tgtype OPERATOR(pg_catalog.&) 19::pg_catalog.int2) OPERATOR(pg_catalog.=) 19
                                     AND g.tgenabled OPERATOR(pg_catalog.<>) 'D'),
    'rules', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                  'name', r.rulename, 'is_update', r.ev_type OPERATOR(pg_catalog.=) '2') ORDER BY r.rulename), '[]'::pg_catalog.jsonb)
              FROM pg_catalog.pg_rewrite r
              WHERE r.ev_class OPERATOR(pg_catalog.=) t.oid AND r.ev_type OPERATOR(pg_catalog.=) ANY ('{2,3}'::pg_catalog.\"char\"[])
                AND r.ev_enabled OPERATOR(pg_catalog.<>) 'D'),
    'hides_rows', pg_catalog.row_security_active(t.oid),
    'owner', pg_catalog.pg_get_userbyid(t.relowner),
    'is_owned', pg_catalog.pg_has_role(t.relowner, 'USAGE'),
    'is_small', (t.relkind OPERATOR(pg_catalog.=) 'p'
                 OR pg_catalog.pg_relation_size(t.oid) OPERATOR(pg_catalog.<=) $2)
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_locks l
                                WHERE l.relation OPERATOR(pg_catalog.=) t.oid AND NOT l.granted
                                  AND l.database OPERATOR(pg_catalog.=) (SELECT d.oid FROM pg_catalog.pg_database d
                                      WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())),
    'columns', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                    'name', a.attname, 'data_type', pg_catalog.format_type(a.atttypid, a.atttypmod),
                    'is_not_null', a.attnotnull, 'is_generated', a.attgenerated OPERATOR(pg_catalog.<>) '',
                    'is_identity', a.attidentity OPERATOR(pg_catalog.<>) '',
                    'is_inherited', a.attinhcount OPERATOR(pg_catalog.>) 0,
                    'collation', (SELECT pg_catalog.format('%I.%I', ln.nspname, l.collname) FROM pg_catalog.pg_collation l
                                  JOIN pg_catalog.pg_namespace ln ON ln.oid OPERATOR(pg_catalog.=) l.collnamespace
                                  JOIN pg_catalog.pg_type y ON y.oid OPERATOR(pg_catalog.=) a.atttypid
                                  WHERE l.oid OPERATOR(pg_catalog.=) a.attcollation
                                    AND a.attcollation OPERATOR(pg_catalog.<>) y.typcollation),
                    'comment', pg_catalog.col_description(a.attrelid, a.attnum),
                    'default', (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d
                                WHERE d.adrelid OPERATOR(pg_catalog.=) a.attrelid
                                  AND d.adnum OPERATOR(pg_catalog.=) a.attnum)) ORDER BY a.attnum), '[]'::pg_catalog.jsonb)
                FROM pg_catalog.pg_attribute a
                WHERE a.attrelid OPERATOR(pg_catalog.=) t.oid AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped),
    'constraints', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                        'name', c.conname, 'kind', c.contype, 'definition', pg_catalog.pg_get_constraintdef(c.oid),
                        'is_valid', c.convalidated, 'comment', pg_catalog.obj_description(c.oid, 'pg_constraint'),
                        'is_part', EXISTS (SELECT FROM pg_catalog.pg_constraint p
                            WHERE p.oid OPERATOR(pg_catalog.=) c.conparentid
                              AND p.conrelid OPERATOR(pg_catalog.=) c.conrelid),
                        'columns', coalesce((SELECT pg_catalog.jsonb_agg(a.attname ORDER BY k.place)
                            FROM pg_catalog.unnest(c.conkey) WITH ORDINALITY k (attnum, place)
                            JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) c.conrelid
                                                          AND a.attnum OPERATOR(pg_catalog.=) k.attnum), '[]'::pg_catalog.jsonb))
                        ORDER BY c.oid), '[]'::pg_catalog.jsonb)
                    FROM pg_catalog.pg_constraint c WHERE c.conrelid OPERATOR(pg_catalog.=) t.oid),
    'indexes', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                    'oid', i.indexrelid::pg_catalog.int8, 'name', x.relname,
                    'sql', pg_catalog.format('%I.%I', xn.nspname, x.relname),
                    'definition', pg_catalog.concat(CASE WHEN i.indisunique THEN 'UNIQUE ' END,
                        pg_catalog.regexp_replace(pg_catalog.pg_get_indexdef(i.indexrelid), '^.*? USING ', 'USING ')),
                    'is_partial', i.indpred IS NOT NULL,
                    'is_clustered', i.indisclustered, 'is_replica_identity', i.indisreplident,
                    'referenced_by', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.format('%s of %s', f.conname,
                                          f.conrelid::pg_catalog.regclass) ORDER BY f.oid), '[]'::pg_catalog.jsonb)
                                      FROM pg_catalog.pg_constraint f
                                      WHERE f.conindid OPERATOR(pg_catalog.=) i.indexrelid
                                        AND f.contype OPERATOR(pg_catalog.=) 'f'),
                    'include', coalesce((SELECT pg_catalog.jsonb_agg(a.attname ORDER BY k.place)
                        FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY k (attnum, place)
                        JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) i.indrelid
                            AND a.attnum OPERATOR(pg_catalog.=) k.attnum
                        WHERE k.place OPERATOR(pg_catalog.>) i.indnkeyatts), '[]'::pg_catalog.jsonb),
                    'predicate', pg_catalog.pg_get_expr(i.indpred, i.indrelid),
                    'tablespace', (SELECT s.spcname FROM pg_catalog.pg_tablespace s
                                   WHERE s.oid OPERATOR(pg_catalog.=) x.reltablespace),
                    'comment', pg_catalog.obj_description(i.indexrelid, 'pg_class'),
                    'columns', coalesce((SELECT pg_catalog.jsonb_agg(coalesce(a.attname, '') ORDER BY k.place)
                        FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY k (attnum, place)
                        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) i.indrelid
                            AND a.attnum OPERATOR(pg_catalog.=) k.attnum
                        WHERE k.place OPERATOR(pg_catalog.<=) i.indnkeyatts), '[]'::pg_catalog.jsonb),
                    'is_valid', i.indisvalid AND i.indisready AND i.indislive,
                    'parent', (SELECT h.inhparent::pg_catalog.int8 FROM pg_catalog.pg_inherits h
                               WHERE h.inhrelid OPERATOR(pg_catalog.=) i.indexrelid),
                    'constraint', (SELECT c.conname FROM pg_catalog.pg_constraint c
                                   WHERE c.conindid OPERATOR(pg_catalog.=) i.indexrelid
                                     AND c.conrelid OPERATOR(pg_catalog.=) t.oid
                                     AND c.contype OPERATOR(pg_catalog.=) ANY ('{p,u,x}'::pg_catalog.\"char\"[]) LIMIT 1))
                    ORDER BY i.indexrelid), '[]'::pg_catalog.jsonb)
                FROM pg_catalog.pg_index i
                JOIN pg_catalog.pg_class x ON x.oid OPERATOR(pg_catalog.=) i.indexrelid
                JOIN pg_catalog.pg_namespace xn ON xn.oid OPERATOR(pg_catalog.=) x.relnamespace
                WHERE i.indrelid OPERATOR(pg_catalog.=) t.oid))
FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) t.relnamespace
WHERE t.oid OPERATOR(pg_catalog.=) $1";

/// The table or index that a user's text names: `name`, `schema.name`, quoted or not.
///
/// # Errors
///
/// What the server says of a name that it cannot read.
pub fn parse_name(text: &str) -> Result<Relation> {
    let sql = "SELECT pg_catalog.parse_ident($1)";
    let parts = catch(|| spi::row(sql, &[text.into()], |row| row.must::<Vec<String>>(1)));
    let mut parts = parts.map_err(Error::Server)?.unwrap_or_default();
    let name = parts.pop().unwrap_or_default();
    let name = Relation { schema: parts.pop(), name };
    // With its schema, where it is there: a job may see another search path by the time it runs.
    let sql = "SELECT pg_catalog.to_regclass($1)::pg_catalog.oid";
    let oid = spi::row(sql, &[quoted(&name).into()], |row| row.get::<Oid>(1)).flatten();
    oid.map_or(Ok(name), name_of)
}

/// The name of a table that was given as `regclass`.
pub fn name_of(oid: Oid) -> Result<Relation> {
    let sql = "SELECT n.nspname::text, c.relname::text FROM pg_catalog.pg_class c
               JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
               WHERE c.oid OPERATOR(pg_catalog.=) $1";
    let name = spi::row(sql, &[oid.into()], |row| Relation { schema: row.get(1), name: row.must(2) });
    Ok(name.ok_or_else(|| OperationError::NoTable { table: operation::shown(&oid.to_u32().to_string()) })?)
}
