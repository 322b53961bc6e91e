//! Statements that take an object of any kind: DROP, RENAME, SET SCHEMA, OWNER TO, COMMENT.

use serde::{Deserialize, Serialize};

use super::name::{ObjectName, ObjectType, RangeVar, RoleSpec};

/// DROP (DropStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DropObjects {
    /// The kind.
    pub kind: ObjectType,
    /// The objects.
    pub objects: Vec<ObjectName>,
    /// CASCADE.
    pub cascade: bool,
    /// IF EXISTS.
    pub if_exists: bool,
    /// CONCURRENTLY.
    pub concurrent: bool,
}

/// RENAME (RenameStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Rename {
    /// What is renamed: a relation, a part of one, or something else.
    pub kind: ObjectType,
    /// The kind of the relation of a part, as the statement says it.
    pub relation_kind: ObjectType,
    /// The relation that is renamed, or that of the part.
    pub relation: Option<RangeVar>,
    /// What is renamed, where that is no relation.
    pub object: Option<ObjectName>,
    /// The part: a column, constraint, trigger; a name without dots: a schema, a role.
    pub subname: Option<String>,
    /// The new name.
    pub newname: String,
    /// CASCADE, of an attribute.
    pub cascade: bool,
    /// IF EXISTS.
    pub if_exists: bool,
}

/// SET SCHEMA (AlterObjectSchemaStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SetSchema {
    /// The kind.
    pub kind: ObjectType,
    /// The relation.
    pub relation: Option<RangeVar>,
    /// The object, where it is no relation.
    pub object: Option<ObjectName>,
    /// The schema.
    pub newschema: String,
    /// IF EXISTS.
    pub if_exists: bool,
}

/// OWNER TO, but for relations, of which it is an action of ALTER TABLE (AlterOwnerStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeOwner {
    /// The kind.
    pub kind: ObjectType,
    /// The relation.
    pub relation: Option<RangeVar>,
    /// The object, where it is no relation.
    pub object: Option<ObjectName>,
    /// The role.
    pub owner: RoleSpec,
}

/// COMMENT ON (CommentStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Comment {
    /// The kind.
    pub kind: ObjectType,
    /// The object.
    pub object: Option<ObjectName>,
    /// The comment; none where it is taken away.
    pub comment: Option<String>,
}

/// SECURITY LABEL (SecLabelStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SecurityLabel {
    /// The kind.
    pub kind: ObjectType,
    /// The object.
    pub object: Option<ObjectName>,
    /// The provider.
    pub provider: Option<String>,
    /// The label; none where it is taken away.
    pub label: Option<String>,
}

/// `[NO] DEPENDS ON EXTENSION` (AlterObjectDependsStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Depends {
    /// The kind.
    pub kind: ObjectType,
    /// The relation.
    pub relation: Option<RangeVar>,
    /// The object, where it is no relation.
    pub object: Option<ObjectName>,
    /// The extension.
    pub extension: String,
    /// NO.
    pub remove: bool,
}

/// Statements on objects of any kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Object {
    /// DROP.
    Drop(DropObjects),
    /// RENAME.
    Rename(Box<Rename>),
    /// SET SCHEMA.
    SetSchema(Box<SetSchema>),
    /// OWNER TO.
    ChangeOwner(Box<ChangeOwner>),
    /// COMMENT ON.
    Comment(Comment),
    /// SECURITY LABEL.
    SecurityLabel(SecurityLabel),
    /// `[NO] DEPENDS ON EXTENSION`.
    Depends(Box<Depends>),
}
