//! What our set-returning functions return, with the columns spelt once for all functions that have them.
//!
//! pgrx reads the columns of a `TableIterator` from the text of the function, so each would have to spell them.

use pgrx::callconv::{CallCx, RetAbi};
use pgrx::iter::TableIterator;
use pgrx::pg_sys;
use pgrx::pgrx_sql_entity_graph::metadata::{
    ArgumentError, ReturnsError, ReturnsRef, SqlMappingRef, SqlTranslatable, TypeOrigin,
};

/// The columns of a result.
pub trait Columns {
    /// A row: a tuple of their values.
    type Row: RetAbi + 'static;
    /// What stands behind RETURNS: `TABLE(…)` with the columns of [`Columns::Row`], in its order.
    const SQL: &'static str;
}

/// Rows of these columns.
pub struct Rows<C: Columns>(TableIterator<'static, C::Row>);

impl<C: Columns> Rows<C> {
    /// All of them.
    pub fn new(rows: impl IntoIterator<Item = C::Row> + 'static) -> Self {
        Rows(TableIterator::new(rows))
    }
}

// SAFETY: SQL says what a row is, and a function that returns TABLE is called as one that returns a TableIterator.
unsafe impl<C: Columns> SqlTranslatable for Rows<C> {
    const TYPE_IDENT: &'static str = C::SQL;
    const TYPE_ORIGIN: TypeOrigin = TypeOrigin::External;
    const ARGUMENT_SQL: Result<SqlMappingRef, ArgumentError> = Err(ArgumentError::Table);
    const RETURN_SQL: Result<ReturnsRef, ReturnsError> = Ok(ReturnsRef::One(SqlMappingRef::literal(C::SQL)));
}

// SAFETY: each function is that of the iterator, which is what lies in the call's context.
unsafe impl<C: Columns> RetAbi for Rows<C> {
    type Item = <TableIterator<'static, C::Row> as RetAbi>::Item;
    type Ret = <TableIterator<'static, C::Row> as RetAbi>::Ret;

    unsafe fn check_fcinfo_and_prepare(fcinfo: pg_sys::FunctionCallInfo) -> CallCx {
        // SAFETY: passed on to the caller.
        unsafe { TableIterator::<C::Row>::check_fcinfo_and_prepare(fcinfo) }
    }

    fn to_ret(self) -> Self::Ret {
        self.0.to_ret()
    }

    unsafe fn box_ret_in_fcinfo(fcinfo: pg_sys::FunctionCallInfo, ret: Self::Ret) -> pg_sys::Datum {
        // SAFETY: as above.
        unsafe { TableIterator::<C::Row>::box_ret_in_fcinfo(fcinfo, ret) }
    }

    unsafe fn move_into_fcinfo_fcx(self, fcinfo: pg_sys::FunctionCallInfo) {
        // SAFETY: as above.
        unsafe { self.0.move_into_fcinfo_fcx(fcinfo) }
    }

    unsafe fn fill_fcinfo_fcx(&self, fcinfo: pg_sys::FunctionCallInfo) {
        // SAFETY: as above.
        unsafe { self.0.fill_fcinfo_fcx(fcinfo) }
    }

    unsafe fn ret_from_fcinfo_fcx(fcinfo: pg_sys::FunctionCallInfo) -> Self::Ret {
        // SAFETY: as above.
        unsafe { TableIterator::<C::Row>::ret_from_fcinfo_fcx(fcinfo) }
    }

    unsafe fn finish_call_fcinfo(fcinfo: pg_sys::FunctionCallInfo) {
        // SAFETY: as above.
        unsafe { TableIterator::<C::Row>::finish_call_fcinfo(fcinfo) }
    }
}
