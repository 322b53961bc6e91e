//! Queries of our own that are planned once in a session: to plan the description of a table takes several times as
//! long as to read it.

use std::cell::RefCell;
use std::collections::HashMap;

use pgrx::JsonB;
use pgrx::prelude::*;

use super::{planner, text};

thread_local! {
    /// The plans by their text. The server makes one anew where the search path or what it reads has changed.
    static PLANS: RefCell<HashMap<String, pg_sys::SPIPlanPtr>> = RefCell::new(HashMap::new());
}

/// The one value of the first row of a query whose parameters are oids; none without a row.
pub fn jsonb(sql: &str, args: &[pg_sys::Oid]) -> Option<JsonB> {
    planner::by_default(|| {
        Spi::connect(|_| {
            let plan = plan(sql, args.len());
            let mut values: Vec<pg_sys::Datum> = args.iter().map(|oid| pg_sys::Datum::from(*oid)).collect();
            // SAFETY: connected to SPI; the plan is kept and has as many parameters, none of them NULL. The result is
            // read before SPI lets go of it.
            unsafe {
                // As pgrx has it: a transaction that wrote nothing reads what its snapshot has.
                let wrote = pg_sys::GetCurrentTransactionIdIfAny() != pg_sys::InvalidTransactionId;
                let code = pg_sys::SPI_execute_plan(plan, values.as_mut_ptr(), std::ptr::null(), !wrote, 1);
                if code != pg_sys::SPI_OK_SELECT as i32 {
                    error!("internal query: {code}");
                }
                if pg_sys::SPI_processed == 0 {
                    return None;
                }
                let table = pg_sys::SPI_tuptable;
                let mut is_null = false;
                let datum = pg_sys::SPI_getbinval(*(*table).vals, (*table).tupdesc, 1, &mut is_null);
                JsonB::from_datum(datum, is_null)
            }
        })
    })
}

/// One plan for whatever the parameters are.
fn plan(sql: &str, parameters: usize) -> pg_sys::SPIPlanPtr {
    if let Some(plan) = PLANS.with_borrow(|plans| plans.get(sql).copied()) {
        return plan;
    }
    let text = text::must_be_c_string(sql);
    let mut types = vec![pg_sys::OIDOID; parameters];
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
