//! Publications and subscriptions.

use serde::{Deserialize, Serialize};

use super::expression::Expression;
use super::name::RangeVar;
use super::value::DefElem;

/// What a publication publishes (PublicationObjSpec).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicationObject {
    /// A table.
    Table {
        /// The table.
        relation: RangeVar,
        /// Its columns; none for all.
        #[serde(default)]
        columns: Vec<String>,
        /// WHERE.
        condition: Option<Box<Expression>>,
    },
    /// TABLES IN SCHEMA.
    Schema {
        /// The schema.
        name: String,
    },
    /// TABLES IN SCHEMA CURRENT_SCHEMA.
    CurrentSchema,
    /// Something else, or the same kind as the object before.
    Other {
        /// Its name.
        name: Option<String>,
    },
}

/// What an ALTER PUBLICATION does with the objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicationAction {
    /// ADD.
    #[default]
    Add,
    /// DROP.
    Drop,
    /// SET.
    Set,
}

/// CREATE PUBLICATION (CreatePublicationStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreatePublication {
    /// Its name.
    pub name: String,
    /// WITH (…).
    pub options: Vec<DefElem>,
    /// FOR.
    pub objects: Vec<PublicationObject>,
    /// FOR ALL TABLES.
    pub for_all_tables: bool,
}

/// ALTER PUBLICATION (AlterPublicationStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlterPublication {
    /// Its name.
    pub name: String,
    /// SET (…).
    pub options: Vec<DefElem>,
    /// The objects.
    pub objects: Vec<PublicationObject>,
    /// What is done with them.
    pub action: PublicationAction,
}

/// CREATE SUBSCRIPTION (CreateSubscriptionStmt). Its connection string may have a password and is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateSubscription {
    /// Its name.
    pub name: String,
    /// The publications.
    pub publications: Vec<String>,
    /// WITH (…).
    pub options: Vec<DefElem>,
}

/// What an ALTER SUBSCRIPTION does (AlterSubscriptionType).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionAction {
    /// SET (…).
    #[default]
    Options,
    /// CONNECTION.
    Connection,
    /// SET PUBLICATION.
    SetPublication,
    /// ADD PUBLICATION.
    AddPublication,
    /// DROP PUBLICATION.
    DropPublication,
    /// REFRESH PUBLICATION.
    Refresh,
    /// ENABLE or DISABLE.
    Enabled,
    /// SKIP.
    Skip,
    /// An action that this version of the extension does not know.
    Unknown,
}

/// ALTER SUBSCRIPTION (AlterSubscriptionStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlterSubscription {
    /// Its name.
    pub name: String,
    /// What is done.
    pub action: SubscriptionAction,
    /// The publications.
    pub publications: Vec<String>,
    /// Its options.
    pub options: Vec<DefElem>,
}

/// DROP SUBSCRIPTION (DropSubscriptionStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DropSubscription {
    /// Its name.
    pub name: String,
    /// IF EXISTS.
    pub if_exists: bool,
    /// CASCADE.
    pub cascade: bool,
}

/// Statements on publications and subscriptions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Publication {
    /// CREATE PUBLICATION.
    Create(CreatePublication),
    /// ALTER PUBLICATION.
    Alter(AlterPublication),
    /// CREATE SUBSCRIPTION.
    CreateSubscription(CreateSubscription),
    /// ALTER SUBSCRIPTION.
    AlterSubscription(AlterSubscription),
    /// DROP SUBSCRIPTION.
    DropSubscription(DropSubscription),
}
