//! Queries of our own through SPI: values bound, rows owned.
//!
//! What a wrong type or position raises is our own bug, and reads as an internal error.

use std::collections::HashMap;

use pgrx::JsonB;
use pgrx::datum::DatumWithOid;
use pgrx::prelude::*;
use pgrx::spi::{SpiError, SpiHeapTupleData, SpiTupleTable};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{kept, planner, settings, tenant};

/// One row of a result, by position.
pub struct Row<'a>(SpiHeapTupleData<'a>);

impl Row<'_> {
    /// The value in column `at`, counted from 1; `None` for NULL.
    pub fn get<T: FromDatum + IntoDatum>(&self, at: usize) -> Option<T> {
        match self.0.get::<T>(at) {
            Ok(value) => value,
            Err(bug) => error!("column {at} of an internal query: {bug}"),
        }
    }

    /// The value in column `at`, which is declared NOT NULL.
    pub fn must<T: FromDatum + IntoDatum>(&self, at: usize) -> T {
        match self.get(at) {
            Some(value) => value,
            None => error!("column {at} of an internal query is null"),
        }
    }
}

/// Runs `work` with a snapshot of this moment and lets go of it: for queries of a session that holds none.
pub fn with_snapshot<R>(work: impl FnOnce() -> R) -> R {
    // SAFETY: inside a transaction; popped below, or by the abort that follows an error.
    unsafe { pg_sys::PushActiveSnapshot(pg_sys::GetTransactionSnapshot()) };
    let value = work();
    // SAFETY: pops the snapshot pushed above; `work` is ordinary SPI, which leaves the stack as it was.
    unsafe { pg_sys::PopActiveSnapshot() };
    value
}

/// Runs a query of our own and returns its rows, each made into a value by `map`. Where a session asks it again, its plan is kept.
pub fn rows<T>(sql: &str, args: &[DatumWithOid], map: impl Fn(Row) -> T) -> Vec<T> {
    planner::by_default(|| selected(sql, args, kept::From::Twice, map))
}

/// The same of a query that takes longer to plan than to run: it is planned once in a session, whatever its values are.
pub fn planned_rows<T>(sql: &str, args: &[DatumWithOid], map: impl Fn(Row) -> T) -> Vec<T> {
    planner::by_default(|| generic(|| selected(sql, args, kept::From::Once, map)))
}

fn selected<T>(sql: &str, args: &[DatumWithOid], from: kept::From, map: impl Fn(Row) -> T) -> Vec<T> {
    let sql = &*tenant::asked(sql);
    Spi::connect(|client| {
        let result = match kept::statement(client, sql, args, from) {
            Some(statement) => client.select(statement, None, args),
            None => client.select(sql, None, args),
        };
        read(result, map)
    })
}

/// Runs `work` with one plan for whatever the parameters are.
fn generic<R>(work: impl FnOnce() -> R) -> R {
    settings::scoped(|| {
        settings::set_local(c"plan_cache_mode", c"force_generic_plan");
        work()
    })
}

/// The same of a query about a few objects, each of which an index finds, however many others there are.
pub fn looked_up<T>(sql: &str, args: &[DatumWithOid], map: impl Fn(Row) -> T) -> Vec<T> {
    planner::by_index(|| planned_rows(sql, args, map))
}

/// What a planned query says of each of some objects: its one parameter is an array of oids; its columns are an oid and
/// a jsonb value, which is a description of ours.
pub fn descriptions<T: DeserializeOwned>(sql: &str, oids: &[pg_sys::Oid]) -> HashMap<u32, T> {
    let rows =
        planned_rows(sql, &[oids.to_vec().into()], |row| (row.must::<pg_sys::Oid>(1), row.must::<JsonB>(2)));
    let described = |(oid, value): (pg_sys::Oid, JsonB)| match serde_json::from_value(value.0) {
        Ok(description) => (oid.to_u32(), description),
        Err(bug) => error!("internal description: {bug}"),
    };
    rows.into_iter().map(described).collect()
}

/// The same of a query in which a user has a say: it is planned as his session has it.
pub fn user_rows<T>(sql: &str, args: &[DatumWithOid], map: impl Fn(Row) -> T) -> Vec<T> {
    Spi::connect(|client| read(client.select(sql, None, args), map))
}

/// The rows of a result. An error of SPI itself is a bug of ours.
fn read<T>(result: Result<SpiTupleTable, SpiError>, map: impl Fn(Row) -> T) -> Vec<T> {
    match result {
        Ok(table) => table.map(|row| map(Row(row))).collect(),
        Err(bug) => error!("internal query: {bug}"),
    }
}

/// The first row of a query, if there is one.
pub fn row<T>(sql: &str, args: &[DatumWithOid], map: impl Fn(Row) -> T) -> Option<T> {
    rows(sql, args, map).into_iter().next()
}

/// The first row of a query in which a user has a say.
pub fn user_row<T>(sql: &str, args: &[DatumWithOid], map: impl Fn(Row) -> T) -> Option<T> {
    user_rows(sql, args, map).into_iter().next()
}

/// One number, as this transaction's snapshot has it and as it is now. They differ only in a transaction
/// that keeps its snapshot (REPEATABLE READ and above).
pub fn number_then_and_now(sql: &str) -> (i64, i64) {
    let sql = super::text::must_be_c_string(sql);
    let read = |snapshot: pg_sys::Snapshot| {
        // SAFETY: inside a transaction, connected to SPI; a read-only query runs under the active snapshot. The
        // result is one row of one bigint, read before SPI lets go of it.
        unsafe {
            pg_sys::PushActiveSnapshot(snapshot);
            pg_sys::SPI_execute(sql.as_ptr(), true, 1);
            let table = pg_sys::SPI_tuptable;
            let mut is_null = false;
            let datum = pg_sys::SPI_getbinval(*(*table).vals, (*table).tupdesc, 1, &mut is_null);
            pg_sys::PopActiveSnapshot();
            i64::from_datum(datum, is_null).unwrap_or(0)
        }
    };
    planner::by_default(|| {
        // SAFETY: both give a snapshot that lives as long as it is the active one.
        Spi::connect(|_| unsafe {
            (read(pg_sys::GetTransactionSnapshot()), read(pg_sys::GetLatestSnapshot()))
        })
    })
}

/// Runs a statement of our own that writes; its rows, each made into a value by `map`.
pub fn write_rows<T>(sql: &str, args: &[DatumWithOid], map: impl Fn(Row) -> T) -> Vec<T> {
    planner::by_default(|| written(sql, args, kept::From::Twice, map))
}

fn written<T>(sql: &str, args: &[DatumWithOid], from: kept::From, map: impl Fn(Row) -> T) -> Vec<T> {
    let sql = &*tenant::asked(sql);
    Spi::connect_mut(|client| {
        let result = match kept::statement(client, sql, args, from) {
            Some(statement) => client.update(statement, None, args),
            None => client.update(sql, None, args),
        };
        read(result, map)
    })
}

/// The same of a statement about a few rows, each of which an index finds: planned once in a session.
pub fn write_few(sql: &str, args: &[DatumWithOid]) {
    let write = || planner::by_default(|| generic(|| written(sql, args, kept::From::Once, |_| ())));
    planner::by_index(write);
}

/// The same of a statement in which a user has a say.
pub fn user_write_rows<T>(sql: &str, args: &[DatumWithOid], map: impl Fn(Row) -> T) -> Vec<T> {
    Spi::connect_mut(|client| read(client.update(sql, None, args), map))
}

/// Runs a statement that writes one row and returns it.
pub fn write_row<T>(sql: &str, args: &[DatumWithOid], map: impl Fn(Row) -> T) -> T {
    match write_rows(sql, args, map).pop() {
        Some(row) => row,
        None => error!("an internal statement returned no row"),
    }
}

/// A number for an integer column, whose largest value stands for whatever is larger.
pub fn int(number: impl TryInto<i32>) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}

/// A value of ours as jsonb.
pub fn jsonb(value: &impl Serialize) -> JsonB {
    match serde_json::to_value(value) {
        Ok(value) => JsonB(value),
        Err(bug) => error!("internal value: {bug}"),
    }
}

/// Runs a statement that writes.
pub fn write(sql: &str, args: &[DatumWithOid]) {
    write_rows(sql, args, |_| ());
}
