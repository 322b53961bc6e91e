//! CHECKs by which the server knows, when the partition is attached, that no row is out of bounds.

use super::keys::bare;
use crate::error::Result;
use crate::facts::{Constraint, Meaning, OnTable, Table};
use crate::lock::Mode;
use crate::name::{Quoting, object_name, shown};
use crate::plan::draft::Draft;
use crate::plan::words;

/// A CHECK that proves something while the partition is attached.
pub(super) struct Proof {
    name: String,
    condition: String,
    definition: String,
}

/// The name of the partition's own proof.
pub(super) fn own_proof(partition: &Table) -> String {
    object_name(&[&partition.name], "attach")
}

/// The name of that of the default partition, which must have no row of the new one.
pub(super) fn default_proof(default: &Table, partition: &Table) -> String {
    object_name(&[&default.name, &partition.name], "attach")
}

/// How the server writes such a CHECK.
pub(super) fn definition(catalog: &dyn Meaning, table: &Table, condition: &str) -> Result<String> {
    let sql = OnTable::alter(format!("ADD CONSTRAINT proof CHECK ({condition})"));
    catalog.definition(table, &sql)
}

/// The proof of a condition, if there is one to prove.
pub(super) fn proof(
    catalog: &dyn Meaning,
    table: &Table,
    name: String,
    condition: Option<&str>,
) -> Result<Option<Proof>> {
    let Some(condition) = condition else { return Ok(None) };
    let definition = definition(catalog, table, condition)?;
    Ok(Some(Proof { name, condition: condition.into(), definition }))
}

/// The step that drops a proof.
pub(super) fn drop(names: &dyn Quoting, table: &Table, name: &str) -> Draft {
    Draft::drop_constraint(names, table, name)
}

impl Proof {
    /// The steps that make it, and what drops it at the end; in words, why no row need be read then.
    pub(super) fn drafts(
        &self,
        names: &dyn Quoting,
        table: &Table,
        is_attached: bool,
        why: &str,
        drafts: &mut Vec<Draft>,
        leftovers: &mut Vec<Draft>,
    ) -> String {
        let there = table.constraint(&self.name).filter(|there| there.kind == "c");
        if is_attached {
            leftovers.extend(there.map(|_| drop(names, table, &self.name)));
            return String::new();
        }
        let is_same = |there: &Constraint| bare(&there.definition) == self.definition;
        let other = table
            .constraints
            .iter()
            .find(|other| other.is_valid && is_same(other) && other.name != self.name);
        if let Some(other) = other
            && there.is_none()
        {
            return format!("constraint {} proves it: no row is read", shown(&other.name));
        }
        if there.is_none() && table.tree().iter().all(|table| table.is_small) {
            return "the table is small".into();
        }
        let name = names.quote(&self.name);
        let mut steps = Vec::new();
        let is_stale = there.is_some_and(|there| !is_same(there));
        if is_stale {
            steps.push(drop(names, table, &self.name).because("it is for other values"));
        }
        let there = there.filter(|there| is_same(there));
        let condition = &self.condition;
        let add = format!("ALTER TABLE {} ADD CONSTRAINT {name} CHECK ({condition}) NOT VALID", table.sql);
        let what = words::add_not_valid(&self.name);
        steps.push(Draft::new(what, add, Mode::AccessExclusive, table).done_if(there.is_some()));
        let validate = Draft::validate(names, table, &self.name);
        steps.push(validate.done_if(there.is_some_and(|there| there.is_valid)).because(why));
        if let Some(first) = steps.first_mut() {
            first.is_apart = true;
        }
        drafts.extend(steps);
        leftovers.push(drop(names, table, &self.name));
        "the constraints prove it: no row is read".into()
    }
}
