//! Constants and options, and what a SET makes of a setting.

use serde::{Deserialize, Serialize};

use super::name::{Name, RangeVar, RoleSpec, TypeName};

/// A constant's kind, as the lexer knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConstantKind {
    /// NULL.
    #[default]
    Null,
    /// TRUE or FALSE.
    Boolean,
    /// A whole number that fits into 32 bits.
    Integer,
    /// Any other number.
    Float,
    /// A string.
    String,
    /// A bit string, with `b` or `x` before its digits.
    BitString,
}

/// A constant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Constant {
    /// Its kind.
    pub kind: ConstantKind,
    /// What it says: `true`, `42`, `text without quotes`; nothing for NULL.
    pub text: String,
}

/// What an option or a setting is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A constant; a word counts as a string.
    Constant(Constant),
    /// A name with dots, or several words.
    Names(Name),
    /// A type.
    Type(TypeName),
    /// A role.
    Role(RoleSpec),
    /// A relation.
    Relation(RangeVar),
    /// A setting: `CREATE FUNCTION … SET search_path = …`.
    Set(Box<VariableSet>),
    /// Several.
    List(Vec<Value>),
    /// `*`.
    Star,
    /// Anything else: an expression.
    Other,
}

/// What is done with an option of a list that is altered (DefElemAction).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DefElemAction {
    /// Nothing is said.
    #[default]
    Unspecified,
    /// SET.
    Set,
    /// ADD.
    Add,
    /// DROP.
    Drop,
}

/// An option (DefElem): `fillfactor = 70`, `LANGUAGE sql`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DefElem {
    /// The namespace: `toast`.
    pub namespace: Option<String>,
    /// The name, as the grammar has it.
    pub name: String,
    /// Its value.
    pub value: Option<Value>,
    /// What is done with it.
    #[serde(skip_serializing_if = "is_unspecified")]
    pub action: DefElemAction,
    /// Where it stands.
    pub place: Option<u32>,
}

fn is_unspecified(action: &DefElemAction) -> bool {
    *action == DefElemAction::Unspecified
}

/// The first option of that name.
pub fn option<'a>(options: &'a [DefElem], name: &str) -> Option<&'a DefElem> {
    options.iter().find(|option| option.name == name)
}

impl DefElem {
    /// Its value, if that is a string or a word.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Some(Value::Constant(constant)) if constant.kind == ConstantKind::String => Some(&constant.text),
            _ => None,
        }
    }
}

/// What a SET or RESET does (VariableSetKind).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VariableSetKind {
    /// SET name = value.
    #[default]
    Value,
    /// SET name TO DEFAULT.
    Default,
    /// SET name FROM CURRENT, in what is kept with a routine or role.
    Current,
    /// SET TRANSACTION, SET SESSION CHARACTERISTICS.
    Multi,
    /// RESET name.
    Reset,
    /// RESET ALL.
    ResetAll,
}

/// A SET or RESET (VariableSetStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct VariableSet {
    /// What it does.
    pub kind: VariableSetKind,
    /// The setting, as it is written; `TRANSACTION` and kin for [`VariableSetKind::Multi`].
    pub name: Option<String>,
    /// The values.
    pub args: Vec<Value>,
    /// SET LOCAL.
    pub is_local: bool,
}
