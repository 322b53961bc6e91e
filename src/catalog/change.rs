//! Online changes, and what else in the database has to do with a column by its name.

use migrate_core::error::{OperationError, Result};
use migrate_core::operation::{Change, Which};
use pgrx::JsonB;
use pgrx::pg_sys::Oid;

use super::quoted;
use crate::postgres::identity::as_owner;
use crate::postgres::spi;

const CHANGE: &str = "
SELECT jsonb_build_object(
    'id', c.id, 'kind', c.kind, 'state', c.state, 'arguments', c.arguments,
    'table', jsonb_build_object('schema', n.nspname, 'name', coalesce(t.relname, c.table_name)),
    'old_columns', to_jsonb(c.old_columns), 'new_columns', to_jsonb(c.new_columns),
    'grace_until', to_char(c.grace_until, 'YYYY-MM-DD HH24:MI'), 'is_over', coalesce(c.grace_until <= now(), false))
FROM migrate.changes c
LEFT JOIN pg_class t ON t.oid = c.table_oid
LEFT JOIN pg_namespace n ON n.oid = t.relnamespace";

fn change(row: spi::Row) -> Change {
    match serde_json::from_value(row.must::<JsonB>(1).0) {
        Ok(change) => change,
        Err(bug) => pgrx::error!("internal description of a change: {bug}"),
    }
}

/// The changes of a table, oldest first.
pub fn of_table(table: u32) -> Vec<Change> {
    let sql = format!("{CHANGE} WHERE c.table_oid = $1 ORDER BY c.id");
    as_owner(|| spi::rows(&sql, &[Oid::from(table).into()], change))
}

/// A change.
///
/// # Errors
///
/// [`OperationError::NoChange`].
pub fn find(which: &Which) -> Result<Change> {
    let found = match which {
        Which::Number(id) => {
            let sql = format!("{CHANGE} WHERE c.id = $1");
            as_owner(|| spi::row(&sql, &[(*id).into()], change))
        }
        Which::Column { table, column } => {
            let sql = "SELECT pg_catalog.to_regclass($1)::pg_catalog.oid";
            let oid = spi::row(sql, &[quoted(table).into()], |row| row.get::<Oid>(1)).flatten();
            let sql = format!(
                "{CHANGE} WHERE c.table_oid = $1 AND $2 = ANY (c.old_columns || c.new_columns) ORDER BY c.id DESC LIMIT 1"
            );
            oid.and_then(|oid| as_owner(|| spi::row(&sql, &[oid.into(), column.as_str().into()], change)))
        }
    };
    let words = || match which {
        Which::Number(id) => format!("change {id}"),
        Which::Column { table, column } => format!("a change of {}.{column}", table.name),
    };
    Ok(found.ok_or_else(|| OperationError::NoChange { change: words() })?)
}

/// The text of a function without arguments.
pub fn function(schema: &str, name: &str) -> Option<String> {
    let sql = "SELECT p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
               WHERE n.nspname = $1 AND p.proname = $2 AND p.pronargs = 0";
    as_owner(|| spi::row(sql, &[schema.into(), name.into()], |row| row.must(1)))
}

/// Functions in whose text a word stands; not those of the server and of extensions.
pub fn mentions(word: &str) -> Vec<String> {
    let sql = r"SELECT p.oid::regprocedure::text
               FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
               WHERE n.nspname <> ALL ('{pg_catalog,information_schema,migrate}')
                 AND strpos(p.prosrc, $1) > 0 AND strpos(p.prosrc, '#variable_conflict use_column') = 0
                 AND p.prosrc ~ ('(^|[^[:alnum:]_])' || regexp_replace($1, '([^[:alnum:]_])', '\\\1', 'g') || '([^[:alnum:]_]|$)')
                 AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                                   AND d.deptype = 'e')
               ORDER BY 1 LIMIT 10";
    as_owner(|| spi::rows(sql, &[word.into()], |row| row.must(1)))
}
