//! One answer, as a query writes it.

use migrate_core::facts::before::Before;
use pgrx::JsonB;
use pgrx::datum::DatumWithOid;
use serde_json::Value;

use crate::catalog::scope::pinned;
use crate::postgres::spi;

/// A routine with what statements may change of it.
pub const ROUTINE: &str = include_str!("../../../sql/queries/before/routine.sql");

/// Asks, under pinned settings; what no row is there for is not there.
pub fn one(sql: &str, args: &[DatumWithOid]) -> Option<Before> {
    let answer: Option<Value> = pinned(|| spi::looked_up(sql, args, |row| row.must::<JsonB>(1).0)).pop();
    Some(described(answer))
}

/// What an answer says; where there is none, the object is not there.
pub fn described(answer: Option<Value>) -> Before {
    match answer.map(serde_json::from_value) {
        Some(Ok(before)) => before,
        Some(Err(bug)) => pgrx::error!("internal description of an object: {bug}"),
        None => Before::default(),
    }
}
