//! PARTITION BY and FOR VALUES.

use migrate_core::ddl::partition::{PartitionBound, PartitionElem, PartitionSpec, PartitionStrategy};
use pgrx::pg_sys;

use super::expression::expression;
use super::node::{members, name, text};
use super::source::Source;
use crate::postgres::compat;

/// PARTITION BY.
///
/// # Safety
///
/// `spec` is NULL or a PartitionSpec of a tree that is not freed yet.
pub unsafe fn spec(spec: *const pg_sys::PartitionSpec, at: &Source) -> Option<PartitionSpec> {
    // SAFETY: as the caller says; its parameters are PartitionElems.
    unsafe {
        let spec = spec.as_ref()?;
        let params = members::<pg_sys::PartitionElem>(spec.partParams);
        Some(PartitionSpec {
            strategy: compat::partition_strategy(spec),
            params: params.into_iter().map(|each| element(&*each, at)).collect(),
            place: at.place(spec.location),
        })
    }
}

unsafe fn element(element: &pg_sys::PartitionElem, at: &Source) -> PartitionElem {
    let place = at.place(element.location);
    // SAFETY: a part of a live tree.
    unsafe {
        PartitionElem {
            name: text(element.name),
            expression: expression(element.expr, at, |first| at.element(first, place.unwrap_or(0))),
            collation: name(element.collation),
            opclass: name(element.opclass),
            place,
        }
    }
}

/// FOR VALUES, or DEFAULT.
///
/// # Safety
///
/// `bound` is NULL or a PartitionBoundSpec of a tree that is not freed yet.
pub unsafe fn bound(bound: *const pg_sys::PartitionBoundSpec, at: &Source) -> Option<PartitionBound> {
    // SAFETY: as the caller says.
    let bound = unsafe { bound.as_ref() }?;
    let (strategy, groups) = match bound.strategy as u8 {
        _ if bound.is_default => (PartitionStrategy::Default, 0),
        b'h' => (PartitionStrategy::Hash, 1),
        b'l' => (PartitionStrategy::List, 1),
        _ => (PartitionStrategy::Range, 2),
    };
    let is_hash = strategy == PartitionStrategy::Hash;
    Some(PartitionBound {
        strategy,
        modulus: is_hash.then_some(bound.modulus),
        remainder: is_hash.then_some(bound.remainder),
        span: at.place(bound.location).and_then(|place| at.with_parentheses(place, groups)),
    })
}
