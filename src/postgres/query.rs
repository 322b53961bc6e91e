//! A statement as the server understands it, without running it.

use std::ffi::CStr;

use migrate_core::facts::Understood;
use pgrx::{PgList, pg_sys};

use super::text::must_be_c_string;

/// Analyzes a statement. Raises what analysis raises: an unknown column, a type that does not fit.
pub fn understand(sql: &str) -> Understood {
    let text = must_be_c_string(sql);
    let mut understood = Understood::default();
    // SAFETY: raw parsing and analysis only allocate, in the function call's memory, and lock what is named; the
    // snapshot is popped, here or by the abort that follows an error. The lists are of what their types say.
    unsafe {
        let statements = PgList::<pg_sys::RawStmt>::from_pg(pg_sys::pg_parse_query(text.as_ptr()));
        pg_sys::PushActiveSnapshot(pg_sys::GetTransactionSnapshot());
        for raw in statements.iter_ptr() {
            let queries = pg_sys::pg_analyze_and_rewrite_fixedparams(
                raw,
                text.as_ptr(),
                std::ptr::null(),
                0,
                std::ptr::null_mut(),
            );
            for query in PgList::<pg_sys::Query>::from_pg(queries).iter_ptr() {
                understood.is_mutable |= pg_sys::contain_mutable_functions(query.cast());
                understood.is_volatile |= pg_sys::contain_volatile_functions(query.cast());
                understood.reads_what_it_sets |=
                    (*query).commandType == pg_sys::CmdType::CMD_UPDATE && reads_what_it_sets(&*query);
            }
        }
        pg_sys::PopActiveSnapshot();
    }
    understood
}

/// The columns of a query: name, type, its modifier, and collation. None where the text is something else than one query.
/// It is analysed, and not rewritten: what it names is locked, and nothing else. Raises what analysis raises.
pub fn columns(sql: &str) -> Option<Vec<(String, pg_sys::Oid, i32, pg_sys::Oid)>> {
    let text = must_be_c_string(sql);
    // SAFETY: as in `understand`. A target list is of TargetEntry; the name of one is a C string, or null.
    unsafe {
        let statements = PgList::<pg_sys::RawStmt>::from_pg(pg_sys::pg_parse_query(text.as_ptr()));
        if statements.len() != 1 {
            return None;
        }
        let raw = statements.get_ptr(0)?;
        pg_sys::PushActiveSnapshot(pg_sys::GetTransactionSnapshot());
        let query =
            pg_sys::parse_analyze_fixedparams(raw, text.as_ptr(), std::ptr::null(), 0, std::ptr::null_mut());
        pg_sys::PopActiveSnapshot();
        if (*query).commandType != pg_sys::CmdType::CMD_SELECT {
            return None;
        }
        let targets = PgList::<pg_sys::TargetEntry>::from_pg((*query).targetList);
        let column = |target: *mut pg_sys::TargetEntry| {
            let (name, value) = ((*target).resname, (*target).expr.cast::<pg_sys::Node>());
            let name = if name.is_null() { c"?column?" } else { CStr::from_ptr(name) };
            let name = name.to_string_lossy().into_owned();
            (name, pg_sys::exprType(value), pg_sys::exprTypmod(value), pg_sys::exprCollation(value))
        };
        Some(targets.iter_ptr().filter(|target| !(**target).resjunk).map(column).collect())
    }
}

/// Whether an expression of an UPDATE reads a column of the row that the UPDATE sets, or the row as a whole.
///
/// # Safety
///
/// `update` is an analyzed UPDATE that is not freed yet.
unsafe fn reads_what_it_sets(update: &pg_sys::Query) -> bool {
    // SAFETY: a target list is of TargetEntry; variables of this level are looked for in sub-selects, too.
    unsafe {
        let targets = PgList::<pg_sys::TargetEntry>::from_pg(update.targetList);
        let set: Vec<i16> = targets.iter_ptr().filter(|t| !(**t).resjunk).map(|t| (*t).resno).collect();
        targets.iter_ptr().any(|target| {
            let variables = pg_sys::pull_vars_of_level((*target).expr.cast(), 0);
            PgList::<pg_sys::Var>::from_pg(variables).iter_ptr().any(|variable| {
                let variable = &*variable;
                let is_row = i64::from(variable.varno) == i64::from(update.resultRelation);
                is_row && (variable.varattno == 0 || set.contains(&variable.varattno))
            })
        })
    }
}
