//! NOT NULL, which since PostgreSQL 18 is a constraint with a name: it can be NOT VALID, and NO INHERIT.

use super::{Constraint, Table};

/// The server version since which it is a constraint.
pub const NAMED_SINCE: u32 = 18;

const HEAD: &str = "NOT NULL ";
const NO_INHERIT: &str = " NO INHERIT";
const NOT_VALID: &str = " NOT VALID";

/// The definition of a NOT NULL, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotNull<'a> {
    /// The column, as SQL.
    pub column: &'a str,
    /// Whether tables that inherit from its table have it, too.
    pub goes_down: bool,
    /// Whether it is known to hold for every row.
    pub is_valid: bool,
}

impl<'a> NotNull<'a> {
    /// What `pg_get_constraintdef` wrote; none for another constraint.
    pub fn of(definition: &'a str) -> Option<Self> {
        let rest = definition.strip_prefix(HEAD)?;
        let (rest, is_valid) = match rest.strip_suffix(NOT_VALID) {
            Some(rest) => (rest, false),
            None => (rest, true),
        };
        let (column, goes_down) = match rest.strip_suffix(NO_INHERIT) {
            Some(column) => (column, false),
            None => (rest, true),
        };
        Some(NotNull { column, goes_down, is_valid })
    }

    /// As the server writes it of a column, as SQL.
    pub fn definition(&self) -> String {
        let (no_inherit, not_valid) =
            (if self.goes_down { "" } else { NO_INHERIT }, if self.is_valid { "" } else { NOT_VALID });
        format!("{HEAD}{}{no_inherit}{not_valid}", self.column)
    }
}

impl Constraint {
    /// Whether it is a NOT NULL that tables which inherit from its table have not.
    pub fn stays_up(&self) -> bool {
        self.kind == "n" && NotNull::of(&self.definition).is_some_and(|it| !it.goes_down)
    }
}

impl Table {
    /// A column's NOT NULL, where that is a constraint.
    pub fn not_null(&self, column: &str) -> Option<&Constraint> {
        let is_of = |there: &&Constraint| there.kind == "n" && there.columns.iter().any(|own| own == column);
        self.constraints.iter().find(is_of)
    }

    /// Whether a column is known to have a value in every row of this table alone.
    pub fn is_filled(&self, column: &str) -> bool {
        let is_marked = self.columns.iter().any(|own| own.name == column && own.is_not_null);
        is_marked && self.not_null(column).is_none_or(|there| there.is_valid)
    }

    /// The tables one level down.
    pub fn below(&self) -> impl Iterator<Item = &Table> {
        self.partitions.iter().chain(&self.heirs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_is_taken_apart() {
        let all = [
            "NOT NULL a",
            "NOT NULL a NO INHERIT",
            "NOT NULL a NOT VALID",
            "NOT NULL a NO INHERIT NOT VALID",
        ];
        let parts = all.map(|one| NotNull::of(one).map(|it| (it.column, it.goes_down, it.is_valid)));
        assert_eq!(
            parts,
            [("a", true, true), ("a", false, true), ("a", true, false), ("a", false, false)].map(Some)
        );
        for one in all {
            assert_eq!(NotNull::of(one).unwrap().definition(), one);
        }
        // What is in quotes is the name.
        assert_eq!(NotNull::of("NOT NULL \"a NOT VALID\"").unwrap().column, "\"a NOT VALID\"");
        assert_eq!(NotNull::of("CHECK ((a > 0)) NOT VALID"), None);
    }
}
