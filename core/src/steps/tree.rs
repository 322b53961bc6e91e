//! What may stand below a partitioned table and keep an operation from going down to it: foreign tables, and tables of
//! other owners.

use crate::error::{Result, TableError};
use crate::facts::Table;

/// Refuses a table of which the role may not change every partition: the steps would fail in their midst.
///
/// # Errors
///
/// As [`Table::check`]; [`TableError::NotOwner`] of the one below.
pub(crate) fn check_tree(table: &Table) -> Result<()> {
    check_owners(table, table.tree())
}

/// Refuses a table of which the role may not maintain every partition.
///
/// # Errors
///
/// As [`check_tree`].
pub(crate) fn check_maintained(table: &Table) -> Result<()> {
    table.check_maintained()?;
    refuse_others(table.tree(), |below| below.is_owned || below.may_maintain)
}

/// As [`check_tree`] with the tables that inherit from it, for what goes down to those.
///
/// # Errors
///
/// As [`check_tree`].
pub(crate) fn check_family(table: &Table) -> Result<()> {
    check_owners(table, table.family())
}

fn check_owners(table: &Table, all: Vec<&Table>) -> Result<()> {
    table.check()?;
    refuse_others(all, |below| below.is_owned)
}

fn refuse_others(all: Vec<&Table>, is_allowed: impl Fn(&Table) -> bool) -> Result<()> {
    match all.into_iter().find(|below| !is_allowed(below)) {
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

/// Says that what is done leaves the foreign tables below a table out; nothing where there are none.
pub(crate) fn left_out(table: &Table, what: &str) -> String {
    let below = table.family().into_iter().filter(|part| part.kind == "f");
    let foreign: Vec<_> = below.map(|part| part.display.clone()).collect();
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
        assert!(check_family(&table).is_ok());
        let refused = refuse_foreign(&table, "do it", "It is far.").unwrap_err();
        assert_eq!(refused.sqlstate(), "42809");
        assert_eq!(refused.to_string(), "cannot do it: a partition of table \"t\" is a foreign table");
        assert_eq!(refused.detail().unwrap(), "far: It is far.");
        assert_eq!(left_out(&table, "gets none"), "foreign table far gets none");
        table.partitions[0].is_owned = false;
        assert_eq!(check_tree(&table).unwrap_err().sqlstate(), "42501");
        table.heirs = std::mem::take(&mut table.partitions);
        assert!(check_tree(&table).is_ok());
        assert_eq!(check_family(&table).unwrap_err().sqlstate(), "42501");
    }

    #[test]
    fn who_may_maintain_all_of_it_need_not_own_it() {
        let mut table = Fake::new(17, "a").table;
        table.is_owned = false;
        table.partitions = vec![table.clone()];
        table.may_maintain = true;
        assert_eq!(check_maintained(&table).unwrap_err().sqlstate(), "42501");
        table.partitions[0].may_maintain = true;
        assert!(check_maintained(&table).is_ok());
        assert!(check_tree(&table).is_err());
    }
}
