//! An ordinary table that Citus takes over, since a foreign key leads from it to a reference table; and what the steps of
//! such a key meet behind that: a local table of Citus'. Of all else on one nothing is known.

use crate::error::{CitusError, Result};
use crate::facts::{Catalog, Citus, Kept, Table, Tied};
use crate::lock::{Mode, Need, Reach};
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::Operation;
use crate::text::joined;

/// How Citus keeps the table then.
pub(super) const LOCAL: Citus = Citus { kind: Kept::Local, group: 0 };

/// The table that a foreign key refers to, if the operation makes one by a definition.
pub(super) fn restored(operation: &Operation) -> Option<Relation> {
    let Operation::RestoreConstraint(restore) = operation else { return None };
    let rest = restore.definition.strip_prefix("FOREIGN KEY ")?;
    let (_, rest) = split_unquoted(rest, " REFERENCES ")?;
    let (name, _) = split_unquoted(rest, "(")?;
    Relation::read(name).ok()
}

/// What stands before and behind a text that is in no quoted name.
fn split_unquoted<'a>(text: &'a str, at: &str) -> Option<(&'a str, &'a str)> {
    let is_outside = |place: &usize| text[..*place].matches('"').count().is_multiple_of(2);
    let place = text.match_indices(at).map(|(place, _)| place).find(is_outside)?;
    Some((&text[..place], &text[place + at.len()..]))
}

/// Whether all that an operation does to its table is to make a foreign key, to validate it, or to take it back.
pub(super) fn is_of_key(operation: &Operation, table: &Table) -> bool {
    let is_key = |name: &String| table.constraint(name).is_none_or(|there| there.kind == "f");
    match operation {
        Operation::AddForeignKey(_) => true,
        Operation::RestoreConstraint(_) => restored(operation).is_some(),
        Operation::DropConstraint(drop) => is_key(&drop.name),
        Operation::ValidateConstraint(validate) => match &validate.name {
            Some(name) => is_key(name),
            None => table.constraints.iter().filter(|there| !there.is_valid).all(|there| there.kind == "f"),
        },
        Operation::DropIndex(drop) => drop.is_of_key,
        _ => false,
    }
}

/// Whether an operation of a foreign key may meet this table: a local one of Citus', without partitions and heirs.
pub(super) fn may_be_met(operation: &Operation, table: &Table, catalog: &dyn Catalog) -> bool {
    let is_local = table.citus.as_ref().is_some_and(|citus| citus.kind == Kept::Local);
    is_local && is_plain(table) && is_of_key(operation, table) && catalog.is_known_cluster()
}

/// Whether Citus takes it over as it is known to.
pub(super) fn is_plain(table: &Table) -> bool {
    table.kind == "r" && table.parent.is_none() && !table.has_children
}

/// Says of the step that makes the key what becomes of the table, and of those that foreign keys tie to it; and has it
/// lock them as Citus will.
///
/// # Errors
///
/// [`CitusError::TakenOver`], [`CitusError::TiedOwner`] where Citus would refuse it.
pub(super) fn hand_over(draft: &mut Draft, table: &Table, to: &Table, catalog: &dyn Catalog) -> Result<()> {
    let mut tied = catalog.tied(table);
    for other in &tied {
        if !other.is_plain {
            let (table, referenced) = (other.display.clone(), to.display.clone());
            return Err(CitusError::TakenOver { table, referenced }.into());
        }
        if !other.is_owned {
            let (tied, owner) = (other.display.clone(), other.owner.clone());
            return Err(CitusError::TiedOwner { table: table.display.clone(), tied, owner }.into());
        }
    }
    tied.retain(|other| other.relation != table.relation());
    draft.detail = joined([std::mem::take(&mut draft.detail), told(&table.display, &tied)]);
    let need = |relation: Relation| Need { relation, mode: Mode::AccessExclusive, reach: Reach::Alone };
    draft.takes.push(need(table.relation()));
    draft.locks = vec![(Mode::AccessExclusive, table.display.clone())];
    for other in tied {
        draft.takes.push(need(other.relation));
        draft.locks.push((Mode::AccessExclusive, other.display));
    }
    draft.locks.push((Mode::ShareRowExclusive, to.display.clone()));
    Ok(())
}

fn told(table: &str, tied: &[Tied]) -> String {
    let names: Vec<&str> = tied.iter().map(|other| other.display.as_str()).collect();
    match names.split_last() {
        None => format!("Citus manages {table} from then on"),
        Some((one, [])) => {
            format!("Citus manages {table} from then on, and {one}, which a foreign key ties to it")
        }
        Some((last, others)) => format!(
            "Citus manages {table} from then on, and {} and {last}, which foreign keys tie to it",
            others.join(", ")
        ),
    }
}

/// Says of the step that drops a key what may become of the table.
pub(super) fn give_back(draft: &mut Draft, table: &Table) {
    let table = &table.display;
    draft.detail = joined([
        std::mem::take(&mut draft.detail),
        format!(
            "if no other foreign key ties {table} to a reference table, Citus copies its rows back into an ordinary table, while everybody waits; what was handed to Citus by its own function stays with it"
        ),
    ]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;
    use crate::request::RestoreConstraint;

    #[test]
    fn the_table_that_a_definition_refers_to() {
        let referred = |definition: &str| {
            let restore = RestoreConstraint {
                table: Fake::new(15, "a").table.relation(),
                name: "c".into(),
                definition: definition.into(),
                comment: None,
                is_merged: false,
            };
            restored(&Operation::RestoreConstraint(restore)).map(|relation| relation.dotted())
        };
        assert_eq!(referred("FOREIGN KEY (a) REFERENCES public.ref(id) NOT VALID").unwrap(), "public.ref");
        let quoted = r#"FOREIGN KEY (" REFERENCES x(") REFERENCES "S"."a(b"(id) ON DELETE CASCADE"#;
        assert_eq!(referred(quoted).unwrap(), "S.a(b");
        assert_eq!(referred("CHECK ((a > 0))"), None);
    }

    #[test]
    fn all_that_goes_along_is_named() {
        let tied = |name: &str| Tied {
            relation: Relation { schema: None, name: name.into() },
            display: name.into(),
            owner: "o".into(),
            is_owned: true,
            is_plain: true,
        };
        assert_eq!(told("t", &[]), "Citus manages t from then on");
        let one = "Citus manages t from then on, and a, which a foreign key ties to it";
        assert_eq!(told("t", &[tied("a")]), one);
        let three = "Citus manages t from then on, and a, b and c, which foreign keys tie to it";
        assert_eq!(told("t", &[tied("a"), tied("b"), tied("c")]), three);
    }

    /// What is of a key is so by what is there under the name.
    #[test]
    fn what_is_of_a_key() {
        let mut fake = Fake::new(15, "a");
        fake.constraint("k", "f", "FOREIGN KEY (a) REFERENCES r(id) NOT VALID", false);
        let drop = |name: &str| {
            let drop = serde_json::json!({"table": {"schema": "s", "name": "t"}, "name": name});
            Operation::DropConstraint(serde_json::from_value(drop).unwrap())
        };
        let validate = |name: Option<&str>| {
            let validate = serde_json::json!({"table": {"schema": "s", "name": "t"}, "name": name});
            Operation::ValidateConstraint(serde_json::from_value(validate).unwrap())
        };
        assert!(is_of_key(&validate(None), &fake.table));
        fake.constraint("c", "c", "CHECK ((a > 0)) NOT VALID", false);
        assert!(is_of_key(&drop("k"), &fake.table) && !is_of_key(&drop("c"), &fake.table));
        assert!(is_of_key(&validate(Some("k")), &fake.table));
        assert!(!is_of_key(&validate(Some("c")), &fake.table) && !is_of_key(&validate(None), &fake.table));
    }
}
