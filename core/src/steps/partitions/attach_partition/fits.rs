//! Whether the table can be a partition of the parent, or is it already: refused early, before all the work.

use crate::error::{DefinitionError, Result, TableError};
use crate::facts::{Bound, Table};

/// Whether it is attached as asked for.
pub(super) fn is_attached(parent: &Table, partition: &Table, wanted: &Bound) -> Result<bool> {
    let Some(there) = &partition.parent else { return Ok(false) };
    if there.oid == parent.oid && !there.is_pending && partition.bound.as_ref() == Some(&wanted.bound) {
        return Ok(true);
    }
    let pending = if there.is_pending { ", half detached" } else { "" };
    let bound = partition.bound.as_deref().unwrap_or_default();
    Err(DefinitionError::Differs {
        what: "partition",
        name: partition.display.clone(),
        there: format!("PARTITION OF {} {bound}{pending}", there.display),
        wanted: format!("PARTITION OF {} {}", parent.display, wanted.bound),
    }
    .into())
}

/// Refuses early what the server would refuse after all the work.
pub(super) fn fits(parent: &Table, partition: &Table) -> Result<()> {
    let misfit = |column: &str, what: String| {
        let (partition, column) = (partition.display.clone(), column.into());
        Err(TableError::Misfit { partition, column, what }.into())
    };
    for part in partition.tree() {
        if let Some(trigger) = part.transition_triggers.first() {
            let (table, trigger) = (part.display.clone(), trigger.clone());
            return Err(TableError::HasTransition { table, trigger }.into());
        }
    }
    for column in &parent.columns {
        match partition.columns.iter().find(|there| there.name == column.name) {
            None => return misfit(&column.name, "is missing".into()),
            Some(there) if there.data_type != column.data_type => {
                return misfit(&column.name, format!("is {}, and not {}", there.data_type, column.data_type));
            }
            Some(there) if there.is_generated != column.is_generated => {
                return misfit(&column.name, "must be generated on both or on none".into());
            }
            Some(there) if there.is_virtual != column.is_virtual => {
                let kind = |is_virtual| if is_virtual { "VIRTUAL" } else { "STORED" };
                let (own, wanted) = (kind(there.is_virtual), kind(column.is_virtual));
                return misfit(&column.name, format!("is generated {own}, and not {wanted}"));
            }
            Some(_) => {}
        }
    }
    match partition.columns.iter().find(|own| !parent.columns.iter().any(|there| there.name == own.name)) {
        Some(extra) => misfit(&extra.name, format!("is not in \"{}\"", parent.display)),
        None => Ok(()),
    }
}
