//! A table as rules know it.

use crate::facts::{Replication, Table};
use crate::name::shown;

/// A table that is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The table with its columns, constraints, indexes, triggers, partitions.
    pub table: Table,
    /// Its rows, as the planner estimates them, those of its partitions with them; none where nobody has counted.
    pub rows: Option<u64>,
    /// The bytes of its heap, those of its partitions with them; none where they cannot be seen.
    pub bytes: Option<u64>,
    /// Publications and subscriptions, and its replica identity.
    pub replication: Replication,
    /// Foreign keys of other tables that refer to it: `orders_user_fkey of orders`.
    pub referenced_by: Vec<String>,
}

impl Known {
    /// Whether a valid CHECK says that a column is not NULL, alone or with AND: SET NOT NULL reads no row then.
    pub fn proves_not_null(&self, column: &str) -> bool {
        let tests = [format!("({} IS NOT NULL)", shown(column)), format!("({} IS NOT NULL)", quoted(column))];
        let is_proof = |definition: &str| {
            !definition.contains(" OR ") && tests.iter().any(|test| definition.contains(test))
        };
        self.table.constraints.iter().any(|constraint| {
            constraint.kind == "c" && constraint.is_valid && is_proof(&constraint.definition)
        })
    }
}

/// As `quote_all_identifiers` has it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
