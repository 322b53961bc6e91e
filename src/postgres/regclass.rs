//! Arguments of type `regclass` and `regtype`: a table or type by its name, found by the caller's search path.
//!
//! pgrx's own type opens the relation, which stands in its lock queue.

use pgrx::callconv::{Arg, ArgAbi};
use pgrx::datum::FromDatum;
use pgrx::nullable::Nullable;
use pgrx::pg_sys;
use pgrx::pgrx_sql_entity_graph::metadata::{
    ArgumentError, ReturnsError, ReturnsRef, SqlMappingRef, SqlTranslatable, TypeOrigin,
};

/// A relation's oid.
#[derive(Debug, Clone, Copy)]
pub struct RegClass(pub pg_sys::Oid);

/// A type's oid.
#[derive(Debug, Clone, Copy)]
pub struct RegType(pub pg_sys::Oid);

macro_rules! passed_as_an_oid {
    ($name:ident, $sql:literal) => {
        // SAFETY: passed as an oid is.
        unsafe impl SqlTranslatable for $name {
            const TYPE_IDENT: &'static str = pgrx::pgrx_resolved_type!($name);
            const TYPE_ORIGIN: TypeOrigin = TypeOrigin::External;
            const ARGUMENT_SQL: Result<SqlMappingRef, ArgumentError> = Ok(SqlMappingRef::literal($sql));
            const RETURN_SQL: Result<ReturnsRef, ReturnsError> =
                Ok(ReturnsRef::One(SqlMappingRef::literal($sql)));
        }

        // SAFETY: as above.
        unsafe impl<'fcx> ArgAbi<'fcx> for $name {
            unsafe fn unbox_arg_unchecked(arg: Arg<'_, 'fcx>) -> Self {
                // SAFETY: passed on to the caller.
                $name(unsafe { pg_sys::Oid::unbox_arg_unchecked(arg) })
            }

            unsafe fn unbox_nullable_arg(arg: Arg<'_, 'fcx>) -> Nullable<Self> {
                // SAFETY: as above.
                let oid: Option<pg_sys::Oid> = unsafe { pg_sys::Oid::unbox_nullable_arg(arg) }.into_option();
                oid.map($name).into()
            }
        }

        impl FromDatum for $name {
            unsafe fn from_polymorphic_datum(
                datum: pg_sys::Datum,
                is_null: bool,
                typoid: pg_sys::Oid,
            ) -> Option<Self> {
                // SAFETY: as above.
                unsafe { pg_sys::Oid::from_polymorphic_datum(datum, is_null, typoid) }.map($name)
            }
        }
    };
}

passed_as_an_oid!(RegClass, "regclass");
passed_as_an_oid!(RegType, "regtype");
