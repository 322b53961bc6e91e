//! What a statement says, as owned data and nothing else.
//!
//! The extension reads it out of the server's raw parse tree (`src/postgres/parser/ddl`), a file per family there as
//! here. Names are those of the server's grammar. What only the server knows of a statement is read with it: its
//! command tag, the lock of an ALTER TABLE. What follows from a statement is decided elsewhere, by functions over these
//! types: which locks it takes, how it is taken back.
//!
//! Raw parsing looks nothing up: a name is what is written, and so is a type. A place is a byte's offset from the
//! statement's first token; where the server keeps none for a part, that is where the statement stands.
//!
//! As JSON, what is false, empty or not said is left out (see [`Reading::to_json`]). `core/tests/ddl` has a few hundred
//! statements with their readings.

pub mod alter_table;
pub mod column;
pub mod constraint;
pub mod database;
pub mod definition;
pub mod dml;
pub mod expression;
pub mod grant;
pub mod index;
pub mod name;
pub mod object;
pub mod partition;
pub mod policy;
pub mod publication;
pub mod role;
pub mod routine;
pub mod sequence;
pub mod session;
pub mod table;
pub mod transaction;
pub mod trigger;
pub mod types;
pub mod value;
pub mod view;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the server's parser says of one statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The command tag: `CREATE INDEX`.
    pub tag: String,
    /// What it says.
    pub command: Command,
}

/// A statement, by its family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// On tables; ALTER of relations of any kind.
    Table(table::Table),
    /// On indexes.
    Index(index::Index),
    /// On views.
    View(view::View),
    /// On sequences.
    Sequence(sequence::Sequence),
    /// On types and domains.
    Type(types::Type),
    /// On routines.
    Routine(routine::Routine),
    /// On triggers and rules.
    Trigger(trigger::Trigger),
    /// On row security policies.
    Policy(policy::Policy),
    /// On an object of any kind: DROP, RENAME, COMMENT ON.
    Object(object::Object),
    /// On objects of rarer kinds.
    Definition(definition::Definition),
    /// On privileges.
    Grant(grant::Grant),
    /// On roles.
    Role(role::Role),
    /// On publications and subscriptions.
    Publication(publication::Publication),
    /// On schemas, databases, tablespaces and the server's settings.
    Container(database::Container),
    /// On the session.
    Session(session::Session),
    /// On the transaction.
    Transaction(transaction::Transaction),
    /// On rows.
    Dml(dml::Dml),
    /// Any other: its command tag is all that is known.
    Other,
}

impl Reading {
    /// As JSON, without what is false, empty or not said.
    pub fn to_json(&self) -> Value {
        without_unsaid(serde_json::to_value(self).expect("a reading is plain data"))
    }
}

/// Takes the fields out of all objects that are null, false or an empty list. Each of them reads back as that.
fn without_unsaid(value: Value) -> Value {
    let is_said = |value: &Value| {
        !matches!(value, Value::Null | Value::Bool(false))
            && value.as_array().is_none_or(|list| !list.is_empty())
    };
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .filter(|(_, value)| is_said(value))
                .map(|(name, value)| (name, without_unsaid(value)))
                .collect(),
        ),
        Value::Array(values) => Value::Array(values.into_iter().map(without_unsaid).collect()),
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use super::name::RangeVar;
    use super::table::{Table, Truncate};
    use super::*;

    #[test]
    fn what_is_not_said_reads_back_from_json() {
        let table = RangeVar { name: "t".into(), place: Some(9), ..RangeVar::default() };
        let truncate = Truncate { relations: vec![table], cascade: true, ..Truncate::default() };
        let reading =
            Reading { tag: "TRUNCATE TABLE".into(), command: Command::Table(Table::Truncate(truncate)) };
        let json = reading.to_json();
        let relations = r#"[{"name":"t","place":9}]"#;
        let text = format!(
            r#"{{"tag":"TRUNCATE TABLE","command":{{"table":{{"truncate":{{"relations":{relations},"cascade":true}}}}}}}}"#
        );
        assert_eq!(json, serde_json::from_str::<Value>(&text).unwrap());
        assert_eq!(serde_json::from_value::<Reading>(json).unwrap(), reading);
    }
}
