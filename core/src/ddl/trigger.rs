//! Triggers, event triggers and rewrite rules.

use serde::{Deserialize, Serialize};

use super::expression::{Expression, Query, QueryKind};
use super::name::{Name, RangeVar};
use super::value::DefElem;

/// When a trigger fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerTiming {
    /// AFTER.
    #[default]
    After,
    /// BEFORE.
    Before,
    /// INSTEAD OF.
    InsteadOf,
}

/// What fires a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerEvent {
    /// INSERT.
    Insert,
    /// DELETE.
    Delete,
    /// UPDATE.
    Update,
    /// TRUNCATE.
    Truncate,
}

/// CREATE TRIGGER (CreateTrigStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateTrigger {
    /// OR REPLACE.
    pub replace: bool,
    /// CONSTRAINT.
    pub is_constraint: bool,
    /// Its name.
    pub name: String,
    /// The table.
    pub relation: RangeVar,
    /// The function.
    pub function: Name,
    /// The function's arguments.
    pub args: Vec<String>,
    /// FOR EACH ROW.
    pub row: bool,
    /// When.
    pub timing: TriggerTiming,
    /// On what.
    pub events: Vec<TriggerEvent>,
    /// UPDATE OF these columns.
    pub columns: Vec<String>,
    /// WHEN.
    pub when: Option<Expression>,
    /// The names of REFERENCING.
    pub transitions: Vec<String>,
    /// DEFERRABLE.
    pub deferrable: bool,
    /// INITIALLY DEFERRED.
    pub initially_deferred: bool,
    /// FROM: the other table of a constraint trigger.
    pub constraint_relation: Option<RangeVar>,
}

/// CREATE EVENT TRIGGER (CreateEventTrigStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateEventTrigger {
    /// Its name.
    pub name: String,
    /// The event.
    pub event: String,
    /// WHEN.
    pub when: Vec<DefElem>,
    /// The function.
    pub function: Name,
}

/// ALTER EVENT TRIGGER … ENABLE or DISABLE (AlterEventTrigStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlterEventTrigger {
    /// Its name.
    pub name: String,
    /// How it fires from here on, as `pg_event_trigger.evtenabled` has it: O, D, R or A.
    pub enabled: String,
}

/// CREATE RULE (RuleStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateRule {
    /// OR REPLACE.
    pub replace: bool,
    /// Its name.
    pub name: String,
    /// The relation.
    pub relation: RangeVar,
    /// The kind of query that it is for.
    pub event: QueryKind,
    /// INSTEAD.
    pub instead: bool,
    /// WHERE.
    pub condition: Option<Expression>,
    /// What it does.
    pub actions: Vec<Query>,
}

/// Statements on triggers and rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// CREATE TRIGGER.
    Create(Box<CreateTrigger>),
    /// CREATE EVENT TRIGGER.
    CreateEvent(CreateEventTrigger),
    /// ALTER EVENT TRIGGER.
    AlterEvent(AlterEventTrigger),
    /// CREATE RULE.
    CreateRule(Box<CreateRule>),
}
