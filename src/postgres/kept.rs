//! Queries of our own that are planned once in a session, and asked of many objects at once: to plan the description of a
//! table takes several times as long as to read it, and to begin with a plan as long as to read a table by it.

use std::cell::RefCell;
use std::collections::HashMap;

use pgrx::JsonB;
use pgrx::prelude::*;
use serde::de::DeserializeOwned;

use super::{planner, text};

thread_local! {
    /// The plans by their text. The server makes one anew where the search path or what it reads has changed.
    static PLANS: RefCell<HashMap<String, pg_sys::SPIPlanPtr>> = RefCell::new(HashMap::new());
}

/// What a query says of each of some objects: its one parameter is an array of oids; its columns are an oid and a jsonb
/// value, which is a description of ours.
pub fn each<T: DeserializeOwned>(sql: &str, oids: &[pg_sys::Oid]) -> HashMap<u32, T> {
    let rows = planner::by_default(|| Spi::connect(|_| rows(sql, oids)));
    let read = |(oid, value): (u32, JsonB)| match serde_json::from_value(value.0) {
        Ok(description) => (oid, description),
        Err(bug) => error!("internal description: {bug}"),
    };
    rows.into_iter().map(read).collect()
}

fn rows(sql: &str, oids: &[pg_sys::Oid]) -> Vec<(u32, JsonB)> {
    let plan = plan(sql);
    let Some(array) = oids.to_vec().into_datum() else { return Vec::new() };
    let mut values = [array];
    // SAFETY: connected to SPI; the plan is kept and has one parameter, which is not NULL. The result is read before SPI
    // lets go of it.
    unsafe {
        // As pgrx has it: a transaction that wrote nothing reads what its snapshot has.
        let wrote = pg_sys::GetCurrentTransactionIdIfAny() != pg_sys::InvalidTransactionId;
        let code = pg_sys::SPI_execute_plan(plan, values.as_mut_ptr(), std::ptr::null(), !wrote, 0);
        if code != pg_sys::SPI_OK_SELECT as i32 {
            error!("internal query: {code}");
        }
        let table = pg_sys::SPI_tuptable;
        let row = |at: usize| {
            let tuple = *(*table).vals.add(at);
            let value = |column: i32| {
                let mut is_null = false;
                let datum = pg_sys::SPI_getbinval(tuple, (*table).tupdesc, column, &mut is_null);
                (datum, is_null)
            };
            let ((oid, no_oid), (json, no_json)) = (value(1), value(2));
            let oid = pg_sys::Oid::from_datum(oid, no_oid)?;
            Some((oid.to_u32(), JsonB::from_datum(json, no_json)?))
        };
        (0..pg_sys::SPI_processed as usize).filter_map(row).collect()
    }
}

/// One plan for whatever the parameter is.
fn plan(sql: &str) -> pg_sys::SPIPlanPtr {
    if let Some(plan) = PLANS.with_borrow(|plans| plans.get(sql).copied()) {
        return plan;
    }
    let text = text::must_be_c_string(sql);
    let mut types = [pg_sys::OIDARRAYOID];
    // SAFETY: connected to SPI; the text ends with a zero byte, and there are as many types as is said. A plan that is
    // kept lives as long as the process.
    let plan = unsafe {
        let options = pg_sys::CURSOR_OPT_GENERIC_PLAN as i32;
        let plan = pg_sys::SPI_prepare_cursor(text.as_ptr(), types.len() as i32, types.as_mut_ptr(), options);
        if plan.is_null() || pg_sys::SPI_keepplan(plan) != 0 {
            error!("an internal query was not planned");
        }
        plan
    };
    PLANS.with_borrow_mut(|plans| plans.insert(sql.to_string(), plan));
    plan
}
