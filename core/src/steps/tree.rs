//! What may stand below a partitioned table and keep an operation from going down to it: foreign tables, and tables of
//! other owners.

use crate::error::{Result, TableError};
use crate::facts::Table;

/// Refuses a table below which the role may not change everything: the steps would fail in their midst.
///
/// # Errors
///
/// As [`Table::check`]; [`TableError::NotOwner`] of the one below.
pub(crate) fn check_all(table: &Table) -> Result<()> {
    table.check()?;
    match table.family().into_iter().find(|below| !below.is_owned) {
        Some(other) => {
            let (table, owner) = (other.display.clone(), other.owner.clone());
            Err(TableError::NotOwner { table, owner }.into())
        }
        None => Ok(()),
    }
}

/// The foreign tables in a tree of partitions.
pub(crate) fn foreign(table: &Table) -> Vec<&Table> {
    table.tree().into_iter().filter(|part| part.kind == "f").collect()
}

/// Refuses a partitioned table of which a partition is a foreign table. `what` would be done, in words; `why` it cannot
/// be, as a sentence.
///
/// # Errors
///
/// [`TableError::HasForeign`].
pub(crate) fn refuse_foreign(table: &Table, what: &str, why: &str) -> Result<()> {
    let foreign = foreign(table);
    if foreign.is_empty() {
        return Ok(());
    }
    Err(TableError::HasForeign {
        table: table.display.clone(),
        foreign: foreign.into_iter().map(|part| part.display.clone()).collect(),
        what: what.into(),
        why: why.into(),
    }
    .into())
}

/// Says that what is done leaves the foreign tables of a tree out; nothing where there are none.
pub(crate) fn left_out(table: &Table, what: &str) -> String {
    let foreign: Vec<_> = foreign(table).into_iter().map(|part| part.display.clone()).collect();
    match foreign.as_slice() {
        [] => String::new(),
        [one] => format!("foreign table {one} {what}"),
        more => format!("foreign tables {} {what}", more.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;

    #[test]
    fn one_below_may_be_in_the_way() {
        let mut table = Fake::new(15, "a").table;
        let mut below = table.clone();
        (below.display, below.kind) = ("far".into(), "f".into());
        table.partitions = vec![below];
        assert!(check_all(&table).is_ok());
        let refused = refuse_foreign(&table, "do it", "It is far.").unwrap_err();
        assert_eq!(refused.sqlstate(), "42809");
        assert_eq!(refused.to_string(), "cannot do it: a partition of table \"t\" is a foreign table");
        assert_eq!(refused.detail().unwrap(), "far: It is far.");
        assert_eq!(left_out(&table, "gets none"), "foreign table far gets none");
        table.partitions[0].is_owned = false;
        assert_eq!(check_all(&table).unwrap_err().sqlstate(), "42501");
    }
}
