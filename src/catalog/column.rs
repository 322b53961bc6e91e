//! What hangs on a column.

use migrate_core::facts::Hanging;
use migrate_core::facts::Table;
use pgrx::JsonB;
use pgrx::pg_sys::Oid;

use super::description::read;
use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::spi;

/// What hangs on a column.
pub fn hanging(table: &Table, column: &str) -> Hanging {
    let args = [Oid::from(table.oid).into(), column.into(), current_role().1.into()];
    let row = as_owner(|| spi::row(HANGING, &args, |row| row.must::<JsonB>(1).0));
    let mut hanging: Hanging = match row.map(serde_json::from_value) {
        Some(Ok(hanging)) => hanging,
        Some(Err(bug)) => pgrx::error!("internal description of what hangs on a column: {bug}"),
        None => Hanging::default(),
    };
    for key in &mut hanging.keys {
        key.is_small = read(Oid::from(key.oid)).family().iter().all(|table| table.is_small);
    }
    hanging
}

const HANGING: &str = include_str!("../../sql/queries/hanging.sql");
