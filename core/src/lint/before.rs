//! What a rule asks of what the script has done before: made, taken away, freed.

use super::look::Look;
use super::script::{Inside, Said};
use super::standing::Standing;
use crate::relation::Relation;

impl Look<'_> {
    /// Whether all that the script has done before is known, and this statement runs for certain.
    pub fn is_clear(&self) -> bool {
        *self.inside() == Inside::Script && self.context.events().is_clear(self.at)
    }

    /// The statements before it, last first, those of scripts that run before, too: so many of each.
    pub(super) fn said_before(&self, most: usize) -> impl Iterator<Item = &Said> {
        let own = self.context.said[..self.at].iter().rev().take(most);
        own.chain(self.context.before.iter().rev().flat_map(|said| said.iter().rev()).take(most))
    }

    /// What the script has made of a relation before.
    pub fn standing(&self, name: &Relation) -> Standing {
        self.context.events().of_relation(name, self.at)
    }

    /// What it has made of a column.
    pub fn column_standing(&self, table: &Relation, column: &str) -> Standing {
        self.context.events().of_column(table, column, self.at)
    }

    /// Whether the script adds a column of this name to some table.
    pub fn adds_somewhere(&self, column: &str) -> bool {
        self.context.events().adds(column)
    }

    /// Whether names of indexes and constraints are as they were before the script.
    pub fn has_freed_nothing(&self) -> bool {
        self.context.events().has_freed_nothing(self.at)
    }

    /// Whether the script has altered a table before.
    pub fn was_altered(&self, table: &Relation) -> bool {
        self.context.events().has_altered(table, self.at)
    }
}
