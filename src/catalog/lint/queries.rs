//! What a query gives, as the server analyses it.

use migrate_core::error::Error;
use migrate_core::lint::QueryColumn;
use migrate_core::lock::Mode;
use pgrx::pg_sys::Oid;

use crate::error::raise;
use crate::postgres::{lock, query, spi, subtransaction};

/// The columns of a query that names these relations. Analysis locks them: where one is locked by somebody else, it is not
/// waited for.
pub(super) fn columns(sql: &str, tables: Vec<Oid>) -> Option<Vec<QueryColumn>> {
    let (free, locked): (Vec<_>, Vec<_>) =
        tables.into_iter().partition(|oid| lock::try_table(oid.to_u32(), Mode::AccessShare));
    let mut columns = None;
    if locked.is_empty() {
        let look = || {
            columns = query::columns(sql);
            None::<()>
        };
        match subtransaction::attempt(look) {
            Err(failure) if failure.is_cancel() => raise(&Error::Server(failure)),
            // What the server refuses is told by another rule, or when it runs.
            _ => {}
        }
    }
    free.into_iter().for_each(|oid| lock::release_table(oid.to_u32(), Mode::AccessShare));
    Some(columns?.into_iter().map(written).collect())
}

fn written((name, data_type, modifier, collation): (String, Oid, i32, Oid)) -> QueryColumn {
    let sql = "
SELECT pg_catalog.format_type($1, $2),
       (SELECT pg_catalog.format('%I.%I', n.nspname, l.collname) FROM pg_catalog.pg_collation l
        JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) l.collnamespace
        JOIN pg_catalog.pg_type y ON y.oid OPERATOR(pg_catalog.=) $1
        WHERE l.oid OPERATOR(pg_catalog.=) $3 AND l.oid OPERATOR(pg_catalog.<>) y.typcollation)";
    let args = [data_type.into(), modifier.into(), collation.into()];
    let read = |row: spi::Row| (row.get::<String>(1).unwrap_or_default(), row.get::<String>(2));
    let (data_type, collation) = spi::row(sql, &args, read).unwrap_or_default();
    QueryColumn { name, data_type, collation }
}
