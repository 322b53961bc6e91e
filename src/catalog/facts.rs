//! What cutting a script into units asks of the catalog.

use migrate_core::code::Code;
use migrate_core::relation::Relation;
use migrate_core::unit::Facts;

use super::quoted;
use crate::postgres::identity::as_owner;
use crate::postgres::spi;

/// The catalog of this database.
pub struct Catalog;

/// Which of some names are those of functions that are not the server's own, in whatever schema.
pub fn foreign_functions(names: &[String]) -> Vec<String> {
    let sql = "SELECT DISTINCT p.proname::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
               WHERE p.proname = ANY ($1) AND n.nspname NOT IN ('pg_catalog', 'information_schema')";
    as_owner(|| spi::rows(sql, &[names.to_vec().into()], |row| row.must(1)))
}

impl Facts for Catalog {
    fn procedures(&self, name: &Relation) -> Vec<Code> {
        // Of every schema where none is said: the script may set its search path before the CALL.
        let sql = "SELECT l.lanname::text, p.prosrc
                   FROM pg_proc p
                   JOIN pg_language l ON l.oid = p.prolang
                   JOIN pg_namespace n ON n.oid = p.pronamespace
                   WHERE p.prokind = 'p' AND p.proname = $1 AND ($2 IS NULL OR n.nspname = $2)
                     AND n.nspname <> 'migrate'";
        let args = [name.name.as_str().into(), name.schema.clone().into()];
        as_owner(|| spi::rows(sql, &args, |row| Code::read(&row.must::<String>(1), &row.must::<String>(2))))
    }

    fn is_partitioned(&self, name: &Relation) -> bool {
        let sql = "SELECT FROM pg_catalog.pg_class c
                   WHERE c.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid
                     AND c.relkind OPERATOR(pg_catalog.=) ANY ('{p,I}'::pg_catalog.\"char\"[])";
        spi::row(sql, &[quoted(name).into()], |_| ()).is_some()
    }
}
