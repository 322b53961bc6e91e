//! What fires on a write: triggers and rules.

use serde::Deserialize;

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Trigger {
    /// Its name.
    pub name: String,
    /// `tgenabled`: O, D, R or A.
    pub enabled: String,
    /// Whether it fires before a row is written, and may change it.
    #[serde(default)]
    pub is_before_row: bool,
    /// Whether it is there because the table that this one is a partition of has it.
    #[serde(default)]
    pub is_part: bool,
    /// What its function is given.
    #[serde(default)]
    pub arguments: Vec<String>,
    /// Whether it fires on INSERT.
    #[serde(default)]
    pub is_on_insert: bool,
    /// Whether it fires on UPDATE.
    #[serde(default)]
    pub is_on_update: bool,
    /// Whether it fires on DELETE.
    #[serde(default)]
    pub is_on_delete: bool,
    /// The columns of its UPDATE OF; none for UPDATE of any.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Whether it has a WHEN.
    #[serde(default)]
    pub has_condition: bool,
    /// Its function, as SQL.
    #[serde(default)]
    pub function: Option<String>,
    /// Who owns that function.
    #[serde(default)]
    pub function_owner: Option<String>,
    /// The settings that the function runs under: `search_path=public`.
    #[serde(default)]
    pub config: Vec<String>,
    /// Whether the function runs with the rights of its owner.
    #[serde(default)]
    pub is_definer: bool,
    /// The function's language.
    #[serde(default)]
    pub language: String,
    /// That function's text.
    #[serde(default)]
    pub body: Option<String>,
}

impl Trigger {
    /// The token of the change that it was made for: its first argument, if that has the form of one.
    pub fn token(&self) -> Option<&str> {
        let first = self.arguments.first()?;
        let (number, sum) = first.split_once('_')?;
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let is_sum = sum.len() == 8 && sum.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        (is_number && is_sum).then_some(first)
    }
}

/// A function of no arguments that is made for triggers, and that no trigger calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphan {
    /// Schema and name, quoted.
    pub sql: String,
    /// Its text.
    pub body: String,
    /// The settings that it runs under.
    pub config: Vec<String>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Whether it is on UPDATE; otherwise it is on INSERT.
    pub is_update: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_the_form_of_a_token_is_one() {
        let with = |arguments: &[&str]| Trigger {
            arguments: arguments.iter().map(|argument| argument.to_string()).collect(),
            ..Trigger::default()
        };
        assert_eq!(with(&["12_0a1b2c3d", "x"]).token(), Some("12_0a1b2c3d"));
        for other in [&["title"][..], &[], &["_0a1b2c3d"], &["12_0A1B2C3D"], &["12_0a1b2c3"]] {
            assert_eq!(with(other).token(), None);
        }
    }
}
