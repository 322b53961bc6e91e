//! Rows of a table with their places in the order, for those who read all of it.

/// The rows of a table or query that has versions, with their `label`, where they have one, whether each `repeats`, and their `place`, as
/// `migrate.place` has it: that is a call for each row, and this is a join.
pub fn placed(rows: &str) -> String {
    format!(
        "(SELECT t.*, l.label, coalesce(l.place, ARRAY[t.version::numeric]) AS place, coalesce(l.repeats, false) AS repeats, l.event
          FROM {rows} t LEFT JOIN migrate.labels l ON l.version = t.version)"
    )
}
