//! Functions, procedures, DO and CALL.

use serde::{Deserialize, Serialize};

use super::expression::Expression;
use super::name::{Name, ObjectType, RoutineName, TypeName};
use super::value::{Constant, DefElem};

/// Which way a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParameterMode {
    /// Nothing is said: in.
    #[default]
    Default,
    /// IN.
    In,
    /// OUT.
    Out,
    /// INOUT.
    Inout,
    /// VARIADIC.
    Variadic,
    /// A column of RETURNS TABLE.
    Table,
}

/// A parameter of a routine (FunctionParameter).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Parameter {
    /// Its name.
    pub name: Option<String>,
    /// Its type.
    pub type_name: TypeName,
    /// Which way it goes.
    pub mode: ParameterMode,
    /// Its default.
    pub default: Option<Expression>,
}

/// CREATE FUNCTION or CREATE PROCEDURE (CreateFunctionStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateRoutine {
    /// A procedure.
    pub is_procedure: bool,
    /// OR REPLACE.
    pub replace: bool,
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// RETURNS, but for RETURNS TABLE.
    pub returns: Option<TypeName>,
    /// LANGUAGE.
    pub language: Option<String>,
    /// AS: the body, or the file and the symbol.
    pub body: Vec<String>,
    /// The other options.
    pub options: Vec<DefElem>,
    /// The body is SQL that the server has parsed: BEGIN ATOMIC, RETURN.
    pub has_sql_body: bool,
}

/// ALTER FUNCTION, PROCEDURE or ROUTINE (AlterFunctionStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlterRoutine {
    /// The kind that the statement says.
    pub kind: ObjectType,
    /// The routine.
    pub routine: RoutineName,
    /// What becomes of its options.
    pub actions: Vec<DefElem>,
}

/// DO (DoStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Do {
    /// LANGUAGE.
    pub language: Option<String>,
    /// The code.
    pub body: Option<String>,
}

/// An argument of a call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Argument {
    /// The parameter, where the argument is given by its name.
    pub name: Option<String>,
    /// The constant that it is, under any number of casts.
    pub constant: Option<Constant>,
    /// Where it stands.
    pub place: Option<u32>,
}

/// A call of a function or procedure (FuncCall).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FuncCall {
    /// Its name.
    pub name: Name,
    /// Its arguments.
    pub args: Vec<Argument>,
    /// ORDER BY among the arguments, or WITHIN GROUP.
    pub has_order: bool,
    /// FILTER.
    pub has_filter: bool,
    /// OVER.
    pub has_over: bool,
    /// WITHIN GROUP.
    pub within_group: bool,
    /// `*` in place of arguments.
    pub star: bool,
    /// DISTINCT.
    pub distinct: bool,
    /// VARIADIC.
    pub variadic: bool,
    /// Where it stands.
    pub place: Option<u32>,
}

/// Statements that make, alter or run routines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Routine {
    /// CREATE FUNCTION or CREATE PROCEDURE.
    Create(Box<CreateRoutine>),
    /// ALTER FUNCTION, PROCEDURE or ROUTINE.
    Alter(AlterRoutine),
    /// DO.
    Do(Do),
    /// CALL.
    Call(FuncCall),
}
