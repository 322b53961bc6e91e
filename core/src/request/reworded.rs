//! What hangs on a column, and is written in another way where the column has another type: what takes the change of type
//! back makes it as it was written before.

use serde::{Deserialize, Serialize};

/// Something that hangs on a column, as it is written before and after the column has another type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reworded {
    /// What it is.
    #[serde(rename = "reworded")]
    pub kind: Kind,
    /// Its name; of a whole statement, the one that takes away what that makes.
    pub name: String,
    /// On the type before.
    pub before: Vec<String>,
    /// On the type after; nothing where that is still to be looked at.
    pub after: Vec<String>,
}

/// Of what kind it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A CHECK: its definition.
    Check,
    /// An exclusion constraint: its definition.
    Exclusion,
    /// An index: its definition, from USING on.
    Index,
    /// The column's default.
    Default,
    /// Statements that make it: a policy, a trigger, a view.
    Whole,
}

impl Reworded {
    /// What is to be made in place of this definition, if it is the one that a change of type has left.
    pub fn find<'a>(all: &'a [Reworded], kind: Kind, name: &str, definition: &str) -> Option<&'a str> {
        let is_it = |one: &&Reworded| one.kind == kind && one.after.as_slice() == [definition];
        let named = all.iter().filter(is_it).find(|one| one.name == name);
        // It may have another name by now.
        let found = named.or_else(|| all.iter().find(is_it))?;
        found.before.first().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_found_by_what_it_says_under_its_own_name_first() {
        let one = |name: &str, before: &str, after: &str| Reworded {
            kind: Kind::Check,
            name: name.into(),
            before: vec![before.into()],
            after: vec![after.into()],
        };
        let all = [one("a", "1", "x"), one("b", "2", "x"), one("c", "3", "y")];
        let find = |name: &str, definition: &str| Reworded::find(&all, Kind::Check, name, definition);
        assert_eq!(find("b", "x"), Some("2"));
        assert_eq!(find("renamed", "y"), Some("3"));
        assert_eq!(find("c", "z"), None, "somebody has made another one since");
        assert_eq!(Reworded::find(&all, Kind::Index, "c", "y"), None);
    }
}
