//! Objects that few scripts make: aggregates, operators, casts, statistics, extensions, foreign servers.

use serde::{Deserialize, Serialize};

use super::expression::Expression;
use super::name::{Name, ObjectType, RangeVar, RoleSpec, RoutineName, TypeName};
use super::routine::Parameter;
use super::value::DefElem;

/// The arguments of an aggregate that is made.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AggregateArguments {
    /// The parameters; none for `*`.
    pub parameters: Vec<Parameter>,
    /// How many of them come before ORDER BY; -1 where there is no ORDER BY.
    pub direct: i32,
}

/// CREATE AGGREGATE, OPERATOR, TYPE, COLLATION, TEXT SEARCH … (DefineStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Define {
    /// The kind.
    pub kind: ObjectType,
    /// The old way to write an aggregate, its argument among the options.
    pub oldstyle: bool,
    /// Its name.
    pub name: Name,
    /// The arguments of an aggregate.
    pub arguments: Option<AggregateArguments>,
    /// Its options.
    pub definition: Vec<DefElem>,
    /// IF NOT EXISTS.
    pub if_not_exists: bool,
    /// OR REPLACE.
    pub replace: bool,
}

/// CREATE STATISTICS (CreateStatsStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateStatistics {
    /// Its name; none where the statement gives none.
    pub name: Name,
    /// The kinds of statistics.
    pub kinds: Vec<String>,
    /// The columns.
    pub columns: Vec<String>,
    /// The expressions.
    pub expressions: Vec<Expression>,
    /// The tables.
    pub relations: Vec<RangeVar>,
    /// IF NOT EXISTS.
    pub if_not_exists: bool,
}

/// ALTER STATISTICS … SET STATISTICS (AlterStatsStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlterStatistics {
    /// Its name.
    pub name: Name,
    /// IF EXISTS.
    pub if_exists: bool,
}

/// CREATE CONVERSION (CreateConversionStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateConversion {
    /// Its name.
    pub name: Name,
    /// The function.
    pub function: Name,
    /// DEFAULT.
    pub default: bool,
}

/// CREATE CAST (CreateCastStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateCast {
    /// From this type.
    pub source: TypeName,
    /// To this type.
    pub target: TypeName,
    /// By this function.
    pub function: Option<RoutineName>,
    /// WITH INOUT.
    pub inout: bool,
}

/// CREATE EXTENSION (CreateExtensionStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateExtension {
    /// Its name.
    pub name: String,
    /// IF NOT EXISTS.
    pub if_not_exists: bool,
    /// Its options: `schema`, `new_version`, `cascade`.
    pub options: Vec<DefElem>,
}

/// ALTER EXTENSION … UPDATE, ADD or DROP (AlterExtensionStmt, AlterExtensionContentsStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlterExtension {
    /// Its name.
    pub name: String,
    /// UPDATE's options: `new_version`.
    pub options: Vec<DefElem>,
    /// ADD an object, or DROP one.
    pub contents: bool,
    /// ADD rather than DROP.
    pub add: bool,
}

/// CREATE LANGUAGE (CreatePLangStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateLanguage {
    /// Its name.
    pub name: String,
    /// OR REPLACE.
    pub replace: bool,
}

/// CREATE or ALTER FOREIGN DATA WRAPPER (CreateFdwStmt, AlterFdwStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ForeignDataWrapper {
    /// Its name.
    pub name: String,
    /// HANDLER and VALIDATOR.
    pub func_options: Vec<DefElem>,
    /// OPTIONS (…).
    pub options: Vec<DefElem>,
}

/// CREATE or ALTER SERVER (CreateForeignServerStmt, AlterForeignServerStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ForeignServer {
    /// Its name.
    pub name: String,
    /// The foreign-data wrapper.
    pub wrapper: Option<String>,
    /// IF NOT EXISTS.
    pub if_not_exists: bool,
    /// OPTIONS (…).
    pub options: Vec<DefElem>,
}

/// CREATE, ALTER or DROP USER MAPPING.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UserMapping {
    /// The role.
    pub user: RoleSpec,
    /// The server.
    pub server: String,
    /// IF NOT EXISTS.
    pub if_not_exists: bool,
    /// IF EXISTS.
    pub if_exists: bool,
    /// OPTIONS (…).
    pub options: Vec<DefElem>,
}

/// IMPORT FOREIGN SCHEMA (ImportForeignSchemaStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportForeignSchema {
    /// The server.
    pub server: String,
    /// The schema there.
    pub remote_schema: String,
    /// The schema here.
    pub local_schema: String,
    /// LIMIT TO or EXCEPT these.
    pub tables: Vec<RangeVar>,
}

/// Something of which the name is enough.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Named {
    /// Its name.
    pub name: Name,
}

/// Statements that make or alter objects of rarer kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Definition {
    /// CREATE AGGREGATE, OPERATOR, TYPE, COLLATION, TEXT SEARCH …
    Define(Box<Define>),
    /// CREATE STATISTICS.
    CreateStatistics(CreateStatistics),
    /// ALTER STATISTICS … SET STATISTICS.
    AlterStatistics(AlterStatistics),
    /// CREATE CONVERSION.
    CreateConversion(CreateConversion),
    /// CREATE CAST.
    CreateCast(Box<CreateCast>),
    /// CREATE TRANSFORM.
    CreateTransform,
    /// CREATE ACCESS METHOD.
    CreateAccessMethod(Named),
    /// CREATE OPERATOR CLASS.
    CreateOperatorClass(Named),
    /// CREATE OPERATOR FAMILY.
    CreateOperatorFamily(Named),
    /// ALTER OPERATOR FAMILY.
    AlterOperatorFamily(Named),
    /// ALTER OPERATOR … SET (…).
    AlterOperator(Named),
    /// ALTER COLLATION … REFRESH VERSION.
    AlterCollation(Named),
    /// ALTER TEXT SEARCH DICTIONARY.
    AlterTextSearchDictionary(Named),
    /// ALTER TEXT SEARCH CONFIGURATION.
    AlterTextSearchConfiguration(Named),
    /// CREATE LANGUAGE.
    CreateLanguage(CreateLanguage),
    /// CREATE EXTENSION.
    CreateExtension(CreateExtension),
    /// ALTER EXTENSION.
    AlterExtension(AlterExtension),
    /// CREATE FOREIGN DATA WRAPPER.
    CreateForeignDataWrapper(ForeignDataWrapper),
    /// ALTER FOREIGN DATA WRAPPER.
    AlterForeignDataWrapper(ForeignDataWrapper),
    /// CREATE SERVER.
    CreateForeignServer(ForeignServer),
    /// ALTER SERVER.
    AlterForeignServer(ForeignServer),
    /// CREATE USER MAPPING.
    CreateUserMapping(UserMapping),
    /// ALTER USER MAPPING.
    AlterUserMapping(UserMapping),
    /// DROP USER MAPPING.
    DropUserMapping(UserMapping),
    /// IMPORT FOREIGN SCHEMA.
    ImportForeignSchema(ImportForeignSchema),
}
