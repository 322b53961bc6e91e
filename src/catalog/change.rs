//! Online changes, and what else in the database has to do with a column by its name.

use std::collections::HashSet;

use migrate_core::change::Which;
use migrate_core::error::{ChangeError, Result};
use migrate_core::facts::Table;
use migrate_core::facts::{Change, Orphan};
use pgrx::JsonB;
use pgrx::pg_sys::Oid;

use super::quoted;
use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::spi;
use crate::settings;

/// Without its WHERE; what was written since something was hidden is recent within the grace period.
fn query() -> String {
    CHANGE.replace("{grace}", &settings::drop_grace().as_secs().to_string())
}

const CHANGE: &str = "
SELECT jsonb_build_object(
    'id', c.id, 'token', c.token, 'kind', c.kind, 'state', c.state, 'arguments', c.arguments,
    'table', jsonb_build_object('schema', coalesce(n.nspname, c.table_schema), 'name', coalesce(t.relname, c.table_name)),
    'is_lost', t.oid IS NULL, 'is_home', c.home = (SELECT h.id FROM migrate.home h),
    'old_columns', to_jsonb(c.old_columns), 'new_columns', to_jsonb(CASE WHEN m.hidden_column IS NULL THEN c.new_columns ELSE ARRAY[m.hidden_column] END),
    'grace_until', to_char(c.grace_until, 'YYYY-MM-DD HH24:MI'), 'is_over', coalesce(c.grace_until <= now(), false),
    'is_vain', (SELECT o.status = 'failed'
                       AND NOT EXISTS (SELECT FROM migrate.journal j
                                       WHERE j.record = o.id AND (
                                           j.kind IN ('batched', 'standalone')
                                           -- Rows may be looked at first; what makes something leaves the mark.
                                           OR j.status = 'done' AND (
                                               c.kind IN ('drop_column', 'drop_table')
                                               OR EXISTS (SELECT FROM pg_trigger g
                                                          WHERE g.tgrelid = m.table_oid
                                                            AND encode(g.tgargs, 'escape') ^@ c.token))))
                FROM migrate.operations o WHERE o.id = c.id),
    'remembered', c.remembered,
    'writes', (SELECT jsonb_build_object(
                   'count', coalesce(sum(w.writes), 0), 'last', to_char(max(w.seen_at), 'YYYY-MM-DD HH24:MI:SS'),
                   'by', (array_agg(w.role_name ORDER BY w.seen_at DESC))[1],
                   'is_recent', coalesce(max(w.seen_at) > clock_timestamp() - make_interval(secs => {grace}), false))
               FROM migrate.writes_seen w
               WHERE w.token = c.token)),
    (SELECT array_agg(o::regclass::text) FROM unnest(m.marked) o)
FROM migrate.change_records c
JOIN migrate.change_tables m ON m.id = c.id
LEFT JOIN pg_class t ON t.oid = m.table_oid
LEFT JOIN pg_namespace n ON n.oid = t.relnamespace";

/// A change, and the tables that have its mark where nothing tells which is its own.
fn change(row: spi::Row) -> (Change, Option<Vec<String>>) {
    match serde_json::from_value(row.must::<JsonB>(1).0) {
        Ok(change) => (change, row.get(2)),
        Err(bug) => pgrx::error!("internal description of a change: {bug}"),
    }
}

/// The changes of a table, oldest first.
pub fn of_table(table: u32) -> Vec<Change> {
    let sql = format!("{} WHERE m.table_oid = $1 ORDER BY c.id", query());
    as_owner(|| spi::rows(&sql, &[Oid::from(table).into()], |row| change(row).0))
}

/// The tables that have changes.
pub fn tables() -> HashSet<u32> {
    let has_any = "SELECT FROM migrate.change_records LIMIT 1";
    let sql = "SELECT DISTINCT m.table_oid FROM migrate.change_tables m WHERE m.table_oid IS NOT NULL";
    // Most databases have none, and the view takes a millisecond to plan.
    if as_owner(|| spi::row(has_any, &[], |_| ())).is_none() {
        return HashSet::new();
    }
    as_owner(|| spi::rows(sql, &[], |row| row.must::<Oid>(1).to_u32())).into_iter().collect()
}

/// A change.
///
/// # Errors
///
/// [`ChangeError::NoChange`]; [`ChangeError::ManyTables`].
pub fn find(which: &Which) -> Result<Change> {
    let found = match which {
        Which::Begun { .. } => None,
        Which::Number(id) => {
            let sql = format!("{} WHERE c.id = $1", query());
            as_owner(|| spi::row(&sql, &[(*id).into()], change))
        }
        Which::Column { table, column } => {
            let sql = "SELECT pg_catalog.to_regclass($1)::pg_catalog.oid";
            let oid = spi::row(sql, &[quoted(table).into()], |row| row.get::<Oid>(1)).flatten();
            let sql = format!(
                "{} WHERE m.table_oid = $1 AND $2 = ANY (c.old_columns || c.new_columns) ORDER BY c.id DESC LIMIT 1",
                query()
            );
            oid.and_then(|oid| as_owner(|| spi::row(&sql, &[oid.into(), column.as_str().into()], change)))
        }
        Which::Table { table } => {
            let sql = format!(
                "{} WHERE c.kind = 'drop_table' AND c.table_name = $1
                     AND ($2 IS NULL OR $2 IN (c.table_schema, n.nspname)) ORDER BY c.id DESC LIMIT 1",
                query()
            );
            let args = [table.name.as_str().into(), table.schema.clone().into()];
            as_owner(|| spi::row(&sql, &args, change))
        }
    };
    let words = || match which {
        Which::Number(id) => format!("change {id}"),
        Which::Begun { .. } => "the change".to_string(),
        Which::Column { table, column } => format!("a change of {}.{column}", table.name),
        Which::Table { table } => format!("a drop of {}", table.name),
    };
    let (change, marked) = found.ok_or_else(|| ChangeError::NoChange { change: words() })?;
    match marked {
        None => Ok(change),
        Some(tables) => {
            let (title, mark) = (change.title(), change.mark());
            Err(ChangeError::ManyTables { title, mark, tables }.into())
        }
    }
}

/// The text of a function without arguments.
pub fn function(schema: &str, name: &str) -> Option<String> {
    let sql = "SELECT p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
               WHERE n.nspname = $1 AND p.proname = $2 AND p.pronargs = 0";
    as_owner(|| spi::row(sql, &[schema.into(), name.into()], |row| row.must(1)))
}

/// Trigger functions that the current role may drop and no trigger calls, of those whose name ends with this.
pub fn orphans(end: &str) -> Vec<Orphan> {
    let sql = "SELECT format('%I.%I', n.nspname, p.proname), p.prosrc, coalesce(p.proconfig, '{}')
               FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
               WHERE p.prorettype = 'trigger'::regtype AND p.pronargs = 0 AND NOT p.prosecdef
                 AND right(p.proname, length($1)) = $1 AND pg_has_role($2, p.proowner, 'USAGE')
                 AND NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgfoid = p.oid)
               ORDER BY 1";
    let orphan = |row: spi::Row| Orphan { sql: row.must(1), body: row.must(2), config: row.must(3) };
    let role = current_role().0;
    as_owner(|| spi::rows(sql, &[end.into(), role.into()], orphan))
}

/// Functions in whose text a word stands; not those of the server, nor those of extensions unless a trigger calls them,
/// nor those of changes themselves.
pub fn mentions(word: &str) -> Vec<String> {
    let sql = r"SELECT p.oid::regprocedure::text
               FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
               WHERE n.nspname <> ALL ('{pg_catalog,information_schema,migrate}')
                 AND strpos(p.prosrc, $1) > 0
                 AND p.prosrc ~ ('(^|[^[:alnum:]_])' || regexp_replace($1, '([^[:alnum:]_])', '\\\1', 'g') || '([^[:alnum:]_]|$)')
                 AND (strpos(p.prosrc, '#variable_conflict use_column') = 0
                      OR NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgfoid = p.oid AND g.tgname ^@ '~'))
                 AND (NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                                    AND d.deptype = 'e')
                      OR EXISTS (SELECT FROM pg_trigger g WHERE g.tgfoid = p.oid AND NOT g.tgisinternal))
               ORDER BY 1 LIMIT 10";
    as_owner(|| spi::rows(sql, &[word.into()], |row| row.must(1)))
}

/// What would keep a table, or a column of it, from being dropped, or would go along: not what is its own, which goes with
/// it by a plain DROP as well.
pub fn dependents(table: &Table, column: Option<&String>) -> Vec<String> {
    let sql = "WITH RECURSIVE own (classid, objid, attnum) AS (
                   SELECT 'pg_class'::regclass::oid, c.oid, a.attnum::int
                   FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = $2
                   WHERE c.oid = ANY ($1) AND ($2 IS NULL OR a.attnum IS NOT NULL)
                   UNION
                   SELECT d.classid, d.objid, nullif(d.objsubid, 0)
                   FROM own o JOIN pg_depend d ON d.refclassid = o.classid AND d.refobjid = o.objid
                        AND (o.attnum IS NULL OR d.refobjsubid = o.attnum) AND d.deptype IN ('a', 'i', 'P', 'S')),
               needed AS (
                   SELECT d.* FROM own o JOIN pg_depend d ON d.refclassid = o.classid AND d.refobjid = o.objid
                        AND (o.attnum IS NULL OR d.refobjsubid = o.attnum) AND d.deptype = 'n')
               SELECT DISTINCT CASE WHEN d.classid = 'pg_rewrite'::regclass
                                    THEN (SELECT CASE WHEN r.ev_class = ANY ($1) THEN pg_describe_object(d.classid, d.objid, 0)
                                                      ELSE pg_describe_object('pg_class'::regclass, r.ev_class, 0) END
                                          FROM pg_rewrite r WHERE r.oid = d.objid)
                                    ELSE pg_describe_object(d.classid, d.objid, d.objsubid) END
               FROM needed d
               WHERE NOT EXISTS (SELECT FROM own o WHERE o.classid = d.classid AND o.objid = d.objid
                                   AND (o.attnum IS NULL OR o.attnum = d.objsubid))
                 AND NOT (d.classid = 'pg_class'::regclass AND d.objid = ANY ($1) AND d.objsubid = 0)
                 AND NOT EXISTS (SELECT FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
                                 WHERE d.classid = 'pg_trigger'::regclass AND g.oid = d.objid
                                   AND p.proname = 'note_write' AND p.pronamespace = 'migrate'::regnamespace)
                 AND NOT EXISTS (SELECT FROM pg_constraint k WHERE d.classid = 'pg_constraint'::regclass
                                   AND k.oid = d.objid AND k.conrelid = ANY ($1))
               ORDER BY 1 LIMIT 20";
    let tree: Vec<Oid> = table.tree().iter().map(|table| Oid::from(table.oid)).collect();
    as_owner(|| spi::rows(sql, &[tree.into(), column.cloned().into()], |row| row.must(1)))
}

/// The number that the next operation will have, unless others come in between.
pub fn next_number() -> i64 {
    let sql = "SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM migrate.operations_id_seq";
    as_owner(|| spi::row(sql, &[], |row| row.must(1))).unwrap_or(1)
}
