//! What ties rows together on a table that Citus manages: its distribution column, unique indexes, foreign keys.

use super::refused::refused;
use super::taken::is_plain;
use crate::error::{CitusError, Result};
use crate::facts::{Citus, Kept, Table};
use crate::name::shown;
use crate::request::{AddForeignKey, CreateIndex};

/// An index is known to be right where all placements say what they have.
pub(super) fn index(table: &Table, index: &CreateIndex) -> Result<()> {
    if index.is_unique {
        must_have_distribution_column(table, &index.columns)?;
    }
    must_answer(table)
}

pub(super) fn must_answer(table: &Table) -> Result<()> {
    // Of other kinds it does not matter what they say.
    match table.is_unanswered && table.citus.as_ref().is_some_and(Citus::is_known) {
        true => Err(CitusError::Unanswered { table: table.display.clone() }.into()),
        false => Ok(()),
    }
}

fn column_of(table: &Table) -> Option<&str> {
    table.citus.as_ref().and_then(Citus::distribution_column)
}

/// Refuses the column that distributes a table.
pub(super) fn check_column(table: &Table, column: &str) -> Result<()> {
    if column_of(table) == Some(column) {
        let (table, column) = (table.display.clone(), column.to_string());
        return Err(CitusError::DistributionColumn { table, column }.into());
    }
    Ok(())
}

pub(super) fn must_have_distribution_column(table: &Table, columns: &[String]) -> Result<()> {
    match column_of(table) {
        Some(column) if !columns.iter().any(|one| is_of(one, column)) => {
            let (table, column) = (table.display.clone(), column.to_string());
            Err(CitusError::Unique { table, column }.into())
        }
        _ => Ok(()),
    }
}

/// Whether an element of an index is this column, be it with an order or an operator class.
fn is_of(element: &str, column: &str) -> bool {
    let first = element.split_whitespace().next().unwrap_or_default();
    element == column || first == column || first == shown(column)
}

/// Which tables a key may tie together.
pub(super) fn foreign_key(key: &AddForeignKey, table: &Table, referenced: &Table) -> Result<()> {
    let (own, other) = (table.display.clone(), referenced.display.clone());
    let (Some(ours), Some(theirs)) = (&table.citus, &referenced.citus) else {
        return Err(match (&table.citus, &referenced.citus) {
            (None, _) => return from_here(table, referenced),
            (Some(Citus { kind: Kept::Distributed(_), .. }), None) => {
                CitusError::ForeignKey { table: own, referenced: other }.into()
            }
            (Some(_), _) => refused(table),
        });
    };
    match (&ours.kind, &theirs.kind) {
        (Kept::Distributed(_) | Kept::Reference | Kept::Local, Kept::Reference) => Ok(()),
        (Kept::Distributed(column), Kept::Distributed(there)) => {
            let columns = referenced_columns(key, referenced);
            let mut pairs = key.columns.iter().zip(&columns);
            let is_tied = pairs.any(|(one, other)| one == column && other == there);
            match ours.group > 0 && ours.group == theirs.group && is_tied {
                true => Ok(()),
                false => Err(CitusError::ForeignKey { table: own, referenced: other }.into()),
            }
        }
        (Kept::Reference, Kept::Distributed(_)) => {
            Err(CitusError::OfReference { table: own, referenced: other }.into())
        }
        (Kept::Distributed(_), _) => Err(CitusError::ForeignKey { table: own, referenced: other }.into()),
        _ => Err(refused(table)),
    }
}

/// Which tables of Citus' an ordinary table may refer to: it is handed over to Citus then.
pub(super) fn from_here(table: &Table, referenced: &Table) -> Result<()> {
    let taken_over = || {
        let (table, referenced) = (table.display.clone(), referenced.display.clone());
        Err(CitusError::TakenOver { table, referenced }.into())
    };
    match referenced.citus.as_ref().map(|citus| &citus.kind) {
        None => Ok(()),
        // What is no table of the role's own is told where it is looked at.
        _ if table.check().is_err() => Ok(()),
        Some(Kept::Reference) if is_plain(table) => Ok(()),
        Some(Kept::Reference | Kept::Local) => taken_over(),
        Some(_) => Err(refused(referenced)),
    }
}

fn referenced_columns(key: &AddForeignKey, referenced: &Table) -> Vec<String> {
    let primary = || referenced.constraints.iter().find(|there| there.kind == "p");
    key.referenced_columns.clone().or_else(|| primary().map(|key| key.columns.clone())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;

    fn table(name: &str, kind: Option<Kept>, group: i64) -> Table {
        let citus = kind.map(|kind| Citus { kind, group });
        Table { name: name.into(), display: name.into(), citus, ..Fake::new(15, "id").table }
    }

    fn key(columns: &[&str], referenced: &[&str]) -> AddForeignKey {
        let own = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
        serde_json::from_value(serde_json::json!({
            "table": {"schema": null, "name": "t"}, "columns": own(columns),
            "referenced": {"schema": null, "name": "o"}, "referenced_columns": own(referenced),
            "name": null, "on_delete": null, "on_update": null, "create_index": false,
        }))
        .expect("a request")
    }

    #[test]
    fn a_key_ties_what_lies_side_by_side() {
        let by = |column: &str| Some(Kept::Distributed(column.into()));
        let ties = |key: &AddForeignKey, table: &Table, other: &Table| foreign_key(key, table, other).is_ok();
        let (own, other) = (table("t", by("id"), 1), table("o", by("id"), 1));
        assert!(ties(&key(&["id"], &["id"]), &own, &other));
        assert!(ties(&key(&["n", "id"], &["x", "id"]), &own, &other));
        // By the distribution columns of both, at the same place.
        assert!(!ties(&key(&["id", "n"], &["x", "id"]), &own, &other));
        assert!(!ties(&key(&["n"], &["id"]), &own, &other));
        assert!(!ties(&key(&["id"], &["id"]), &own, &table("o", by("id"), 3)));
        assert!(!ties(&key(&["id"], &["id"]), &table("t", by("id"), 0), &table("o", by("id"), 0)));
        let reference = table("o", Some(Kept::Reference), 2);
        assert!(ties(&key(&["n"], &["id"]), &own, &reference));
        assert!(ties(&key(&["n"], &["id"]), &reference, &reference));
        // A local table has been handed over by such a key; an ordinary one is.
        assert!(ties(&key(&["n"], &["id"]), &table("t", Some(Kept::Local), 0), &reference));
        assert!(ties(&key(&["n"], &["id"]), &table("t", None, 0), &reference));
        for kind in [Kept::SingleShard, Kept::SchemaBased] {
            assert!(!ties(&key(&["n"], &["id"]), &table("t", Some(kind.clone()), 1), &reference));
            assert!(!ties(&key(&["id"], &["id"]), &own, &table("o", Some(kind), 1)));
        }
        assert!(!ties(&key(&["id"], &["id"]), &own, &table("o", Some(Kept::Local), 0)));
        let told = |table: &Table, other: &Table| {
            foreign_key(&key(&["id"], &["id"]), table, other).unwrap_err().to_string()
        };
        assert_eq!(told(&reference, &own), "a reference table cannot refer to a distributed one");
        let local = table("o", Some(Kept::Local), 0);
        let partitioned = Table { kind: "p".into(), ..table("p", None, 0) };
        for (own, other) in [(&table("p", None, 0), &local), (&partitioned, &reference)] {
            assert_eq!(told(own, other), "Citus would manage table \"p\" from then on");
        }
        assert!(told(&table("p", None, 0), &own).ends_with("is managed by Citus"));
    }
}
