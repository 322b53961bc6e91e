//! What the bound of a partition says of its rows.

use migrate_core::error::{Error, OperationError, Result};
use migrate_core::migration::{Direction, Script};
use migrate_core::operation::Bound;
use migrate_core::operation::table::Table;
use pgrx::pg_sys::Oid;

use crate::postgres::{parser, spi, subtransaction, toplevel};

/// Asks the server: on an empty temporary copy of the parent with its other partitions, which is taken back. So a bound
/// that overlaps another one's is refused here, before anything was done.
///
/// # Errors
///
/// What the server says of the bound.
pub fn read(parent: &Table, partition: &Table, written: &str) -> Result<Bound> {
    let copy = temporary(&parent.name);
    let own = temporary(&partition.name);
    let create = format!("CREATE TEMPORARY TABLE {own} PARTITION OF {copy} {written}");
    // What a user wrote as a bound must not be a statement more.
    if parser::parse(&Script::new(create.as_str()), Direction::Up)?.len() != 1 {
        return Err(OperationError::Argument { sql: create }.into());
    }
    let mut bound = None;
    let attempt = subtransaction::attempt(|| {
        toplevel::run_in_caller(&format!(
            "CREATE TEMPORARY TABLE {copy} (LIKE {}) PARTITION BY {}",
            parent.sql,
            key(parent)
        ));
        for other in parent.partitions.iter().filter(|other| other.oid != partition.oid) {
            if let Some(bound) = &other.bound {
                let other = temporary(&other.name);
                toplevel::run_in_caller(&format!(
                    "CREATE TEMPORARY TABLE {other} PARTITION OF {copy} {bound}"
                ));
            }
        }
        toplevel::run_in_caller(&create);
        let args = [own.as_str().into(), copy.as_str().into(), Oid::from(parent.oid).into()];
        bound = spi::with_snapshot(|| {
            spi::row(BOUND, &args, |row| Bound {
                bound: row.must(1),
                own: row.get(2),
                whole: row.get(3),
                is_beyond_proof: row.must(4),
            })
        });
        None::<()>
    });
    attempt.map_err(Error::Server)?;
    // A row comes of every table.
    Ok(bound.unwrap_or(Bound { bound: written.into(), own: None, whole: None, is_beyond_proof: false }))
}

/// The bound as the server writes it; then its condition, in which hash partitioning names the parent by its oid; then
/// that condition with the parent's own. The server makes that of a hash without a collation, as no expression in a CHECK
/// can be.
const BOUND: &str = "
SELECT pg_catalog.pg_get_expr(t.relpartbound, t.oid), x.own,
       nullif(pg_catalog.concat_ws(' AND ', x.own, pg_catalog.pg_get_partition_constraintdef($3)), ''),
       EXISTS (SELECT FROM pg_catalog.pg_partitioned_table p, pg_catalog.unnest(p.partcollation) c
               WHERE p.partrelid OPERATOR(pg_catalog.=) $3 AND p.partstrat OPERATOR(pg_catalog.=) 'h'
                 AND c OPERATOR(pg_catalog.<>) 0::pg_catalog.oid)
FROM pg_catalog.pg_class t,
     LATERAL (SELECT pg_catalog.replace(
         pg_catalog.pg_get_partition_constraintdef(t.oid),
         pg_catalog.format('%L::oid', pg_catalog.to_regclass($2)::pg_catalog.oid),
         pg_catalog.format('%L::oid', $3)) AS own) x
WHERE t.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid";

fn key(parent: &Table) -> String {
    let sql = "SELECT pg_catalog.pg_get_partkeydef($1)";
    spi::row(sql, &[Oid::from(parent.oid).into()], |row| row.get::<String>(1)).flatten().unwrap_or_default()
}

/// A temporary name, which is the table's own, since errors show it, unless the session uses that.
fn temporary(name: &str) -> String {
    let quoted = |name: &str| format!("pg_temp.{}", pgrx::spi::quote_identifier(name));
    let sql = "SELECT pg_catalog.to_regclass($1) IS NOT NULL";
    let own = quoted(name);
    let is_taken = spi::row(sql, &[own.as_str().into()], |row| row.must::<bool>(1)).unwrap_or_default();
    if is_taken { quoted(&migrate_core::operation::object_name(&[name], "migrate")) } else { own }
}
