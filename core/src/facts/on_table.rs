//! A statement about a table whose name is put into it last: the table itself, or an empty copy on which the server is
//! asked what the statement means. The name is never looked for in a text, so nothing that a user writes is taken for
//! it.

use serde::Deserialize;
use serde::Serialize;

/// A statement about a table that is still to be named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnTable {
    /// What stands before the table's name.
    before: String,
    /// What stands behind it.
    behind: String,
}

impl OnTable {
    /// ALTER TABLE with these actions.
    pub fn alter(actions: impl Into<String>) -> Self {
        OnTable { before: "ALTER TABLE".into(), behind: actions.into() }
    }

    /// CREATE INDEX, without a name; `unique` is `UNIQUE ` or nothing, `rest` what is behind the table.
    pub fn index(unique: &str, rest: &str) -> Self {
        OnTable { before: format!("CREATE {unique}INDEX ON"), behind: rest.trim_start().into() }
    }

    /// UPDATE that sets this.
    pub fn update(assignments: &str) -> Self {
        OnTable { before: "UPDATE".into(), behind: format!("SET {assignments}") }
    }

    /// The statement about this table.
    pub fn sql(&self, table: &str) -> String {
        format!("{} {table} {}", self.before, self.behind)
    }

    /// What stands behind the table's name.
    pub fn behind(&self) -> &str {
        &self.behind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_looks_like_a_place_for_a_name_stays_as_it_is() {
        let check = OnTable::alter("ADD CHECK (a <> '{table}')");
        assert_eq!(check.sql("s.t"), "ALTER TABLE s.t ADD CHECK (a <> '{table}')");
        assert_eq!(
            OnTable::index("UNIQUE ", " USING btree (a)").sql("t"),
            "CREATE UNIQUE INDEX ON t USING btree (a)"
        );
        assert_eq!(OnTable::update("a = 1").sql("t"), "UPDATE t SET a = 1");
    }
}
