//! Who may write to a table, and what of an expression is out of their reach: a trigger evaluates it as whoever writes.

use migrate_core::error::{ChangeError, Result};
use migrate_core::facts::{OnTable, Table};
use pgrx::pg_sys::Oid;

use super::copy::with_copy;
use crate::postgres::identity::as_owner;
use crate::postgres::quoting::identifier;
use crate::postgres::spi;

/// Refuses expressions of a table's columns, after these statements, of which a role that may write to the table could
/// not call a function or use a schema.
///
/// # Errors
///
/// [`ChangeError::OutOfReach`].
pub fn check(table: &Table, after: &[OnTable], expressions: &[String]) -> Result<()> {
    let columns = expressions.iter().zip(1..).map(|(sql, at)| format!("({sql}) IS NULL AS c{at}"));
    let columns = columns.collect::<Vec<_>>().join(", ");
    let tree: Vec<Oid> = table.tree().iter().map(|table| Oid::from(table.oid)).collect();
    let found = with_copy(table, "", |copy| {
        after.iter().for_each(|statement| copy.run(&statement.sql(copy.sql())));
        let view = copy.beside("migrate_expressions");
        let from = identifier(&table.name);
        copy.run(&format!("CREATE VIEW {view} AS SELECT {columns} FROM {} AS {from}", copy.sql()));
        let args = [view.as_str().into(), tree.clone().into()];
        let read = |row: spi::Row| (row.must::<String>(1), row.must::<String>(2), row.must::<String>(3));
        Some(as_owner(|| spi::with_snapshot(|| spi::rows(OUT_OF_REACH, &args, read))))
    });
    // What the server refuses of the expressions is said where they are tried out.
    let found = found.ok().flatten().unwrap_or_default();
    let Some((role, what, _)) = found.first() else { return Ok(()) };
    Err(ChangeError::OutOfReach {
        table: table.display.clone(),
        role: role.clone(),
        what: what.clone(),
        all: found.iter().map(|(role, what, _)| format!("{what} by {role}")).collect(),
        grants: found.iter().map(|(_, _, grant)| grant.clone()).collect(),
    }
    .into())
}

/// Each role with a right to write, each thing of a view's query that it may not use, and what would grant that.
const OUT_OF_REACH: &str = "
WITH needed AS (
    SELECT d.refclassid, d.refobjid FROM pg_rewrite r
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
    WHERE r.ev_class = to_regclass($1)
), functions AS (
    SELECT p.oid, p.pronamespace AS schema, p.oid::regprocedure::text AS name
    FROM pg_proc p
    WHERE p.oid IN (SELECT refobjid FROM needed WHERE refclassid = 'pg_proc'::regclass
                    UNION SELECT o.oprcode FROM needed JOIN pg_operator o ON o.oid = refobjid
                    WHERE refclassid = 'pg_operator'::regclass)
), schemas AS (
    SELECT schema FROM functions
    UNION SELECT o.oprnamespace FROM needed JOIN pg_operator o ON o.oid = refobjid
          WHERE refclassid = 'pg_operator'::regclass
    UNION SELECT y.typnamespace FROM needed JOIN pg_type y ON y.oid = refobjid WHERE refclassid = 'pg_type'::regclass
    UNION SELECT l.collnamespace FROM needed JOIN pg_collation l ON l.oid = refobjid
          WHERE refclassid = 'pg_collation'::regclass
), writers AS (
    SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(a.grantee) END AS name
    FROM (SELECT coalesce(c.relacl, acldefault('r', c.relowner)) AS acl FROM pg_class c WHERE c.oid = ANY ($2)
          UNION ALL SELECT a.attacl FROM pg_attribute a WHERE a.attrelid = ANY ($2) AND a.attacl IS NOT NULL) l,
         aclexplode(l.acl) a
    WHERE a.privilege_type IN ('INSERT', 'UPDATE')
)
SELECT w.name::text, format('schema %I', n.nspname), format('GRANT USAGE ON SCHEMA %I TO %s', n.nspname, r.role)
FROM schemas s JOIN pg_namespace n ON n.oid = s.schema CROSS JOIN writers w
CROSS JOIN LATERAL (SELECT CASE w.name WHEN 'public' THEN 'PUBLIC' ELSE quote_ident(w.name) END AS role) r
WHERE NOT has_schema_privilege(w.name, n.oid, 'USAGE') AND n.nspname !~ '^~migrate_look'
UNION ALL
SELECT w.name::text, format('function %s', f.name), format('GRANT EXECUTE ON FUNCTION %s TO %s', f.name, r.role)
FROM functions f CROSS JOIN writers w
CROSS JOIN LATERAL (SELECT CASE w.name WHEN 'public' THEN 'PUBLIC' ELSE quote_ident(w.name) END AS role) r
WHERE NOT has_function_privilege(w.name, f.oid, 'EXECUTE')
ORDER BY 1, 2";
