//! What is noted before a change is completed, so that its way back leads to what was there.

use serde::{Deserialize, Serialize};

use super::{NotNull, Table};
use crate::relation::Relation;
use crate::request::Reworded;

/// What is noted before a change is completed, so that its way back leads to what was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Remembered {
    /// What was written in one way for the old type, and is in another for the new one.
    Reworded(Reworded),
    /// What was dropped.
    Relaxed(Relaxed),
}

/// What is dropped so that writers who do not name the column go on; it comes back with the column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relaxed {
    /// The partition that alone had it; none where it is the table's own.
    pub partition: Option<Relation>,
    /// That partition's number; 0 where it is none.
    #[serde(default)]
    pub oid: u32,
    /// Name and definition of a constraint; none is the column's NOT NULL.
    pub constraint: Option<(String, String)>,
    /// The columns that stand in the definition.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Noted>,
    /// The constraint's comment.
    #[serde(default)]
    pub comment: Option<String>,
    /// The column that was NOT NULL, where more than one is hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// A column that stands in a noted definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// Its name in the definition.
    pub written: String,
    /// Its name when it was looked at last: a database that is restored from a dump knows it by that.
    pub name: String,
    /// Its number by then.
    pub number: i16,
}

impl Relaxed {
    /// Whether it says that the column has a value in every row, of the table itself and not of a partition alone.
    pub fn fills_table(&self) -> bool {
        let not_null = self.constraint.as_ref().map(|(_, definition)| NotNull::of(definition));
        let is_filled = not_null.is_none_or(|it| it.is_some_and(|it| it.is_valid));
        is_filled && self.partition.is_none()
    }

    /// Whether it is a NOT NULL with a name, of a partition.
    pub fn is_below(&self) -> bool {
        let is_not_null = |(_, definition): &(String, String)| NotNull::of(definition).is_some();
        self.partition.is_some() && self.constraint.as_ref().is_some_and(is_not_null)
    }

    /// The table that it was dropped of; by its number, where numbers are right.
    pub fn find<'a>(&self, table: &'a Table, by_number: bool) -> Option<&'a Table> {
        let Some(name) = &self.partition else { return Some(table) };
        let mut tree = table.tree().into_iter();
        match by_number && self.oid != 0 {
            true => tree.find(|there| there.oid == self.oid),
            false => tree.find(|there| there.relation() == *name),
        }
    }

    /// The same, with names and numbers as they are now.
    #[must_use]
    pub fn refreshed(&self, table: &Table, by_number: bool) -> Self {
        let mut relaxed = self.clone();
        let Some(table) = self.find(table, by_number) else { return relaxed };
        if self.partition.is_some() {
            (relaxed.partition, relaxed.oid) = (Some(table.relation()), table.oid);
        }
        for noted in &mut relaxed.columns {
            let number = noted.find((table, table), by_number);
            match table.columns.iter().find(|column| Some(column.number) == number) {
                Some(column) => (noted.name, noted.number) = (column.name.clone(), column.number),
                // Its number is another column's here, but its name may come back.
                None if !by_number => noted.number = 0,
                None => {}
            }
        }
        relaxed
    }
}

impl Noted {
    /// The column's number now, of a table as it is and as it will be called; if there is such a column. By its number,
    /// where numbers are right.
    pub fn find(&self, (later, now): (&Table, &Table), by_number: bool) -> Option<i16> {
        if by_number && self.number != 0 {
            return now.columns.iter().map(|column| column.number).find(|number| *number == self.number);
        }
        let named = |table: &Table, name: &str| {
            table.columns.iter().find(|column| column.name == name).map(|column| column.number)
        };
        named(now, &self.name).or_else(|| named(later, &self.name)).or_else(|| named(later, &self.written))
    }
}
