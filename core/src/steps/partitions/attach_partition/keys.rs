//! The foreign keys of the parent, which each partition has as its own before it is attached.

use crate::error::{DefinitionError, Result};
use crate::facts::{Constraint, Table};
use crate::lock::Mode;
use crate::name::{Quoting, object_name};
use crate::plan::draft::Draft;
use crate::plan::words;

/// The table's foreign keys.
pub(super) fn foreign_keys(table: &Table) -> impl Iterator<Item = &Constraint> {
    // Where it refers to a partitioned table, each partition of that is an entry of its own.
    table.constraints.iter().filter(|there| there.kind == "f" && !there.is_part)
}

/// A constraint's definition as if it were valid.
pub(super) fn bare(definition: &str) -> &str {
    definition.trim_end_matches(" NOT VALID")
}

/// Whether a table has such a key, known to hold if the parent's is checked.
pub(super) fn has_key(table: &Table, key: &Constraint) -> bool {
    let is_same =
        |own: &Constraint| (own.is_valid || !own.is_enforced) && own.definition == bare(&key.definition);
    table.constraints.iter().any(is_same)
}

/// Refuses early a partition of which one key is checked where the parent's is not, or the other way round: the server
/// takes such a key for the parent's, and then refuses it.
pub(super) fn check_enforcement(parent: &Table, partition: &Table) -> Result<()> {
    let alone = |there: &Constraint| {
        bare(&there.definition).strip_suffix(" NOT ENFORCED").unwrap_or(bare(&there.definition)).to_string()
    };
    let words = |there: &Constraint| if there.is_enforced { "enforced" } else { "NOT ENFORCED" };
    for key in foreign_keys(parent) {
        for part in partition.tree() {
            let is_other = |own: &&Constraint| own.is_enforced != key.is_enforced && alone(own) == alone(key);
            if let Some(own) = foreign_keys(part).find(is_other) {
                return Err(DefinitionError::Enforcement {
                    partition: part.display.clone(),
                    constraint: own.name.clone(),
                    parent: parent.display.clone(),
                    there: words(own),
                    wanted: words(key),
                }
                .into());
            }
        }
    }
    Ok(())
}

/// The key's own name, unless something else has it.
pub(super) fn free_constraint(table: &Table, key: &Constraint) -> String {
    let mut name = key.name.clone();
    for number in 1.. {
        match table.constraint(&name) {
            Some(there) if bare(&there.definition) != bare(&key.definition) => {
                name = object_name(&[&key.name], &number.to_string());
            }
            _ => break,
        }
    }
    name
}

/// A partition that is partitioned itself takes the foreign keys of its own partitions over.
pub(super) fn of_trees(names: &dyn Quoting, parent: &Table, partition: &Table) -> Vec<Draft> {
    let trees: Vec<&Table> =
        partition.tree().into_iter().rev().filter(|table| table.is_partitioned()).collect();
    let mut drafts = Vec::new();
    for key in foreign_keys(parent) {
        for tree in trees.iter().filter(|tree| !has_key(tree, key)) {
            let own = free_constraint(tree, key);
            let name = names.quote(&own);
            let sql = format!("ALTER TABLE {} ADD CONSTRAINT {name} {}", tree.sql, bare(&key.definition));
            let why = "takes those of the partitions over: no row is read";
            let what = words::add_constraint(&own);
            let mut draft = Draft::new(what, sql, Mode::ShareRowExclusive, tree).because(why);
            draft.is_apart = !tree.tree().iter().all(|table| table.is_small);
            drafts.push(draft);
        }
    }
    drafts
}
