//! What a statement does that would have to be taken back, and what takes it back.

use crate::ddl::name::ObjectType;

/// What objects share their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Tables, views, indexes, sequences.
    Relation,
    /// Types and domains.
    Type,
    /// Functions, procedures and aggregates, with their arguments.
    Routine,
    /// Any other objects with names of their own.
    Own(ObjectType),
    /// Columns of a relation, and attributes of a composite type.
    Column,
    /// Constraints of a table.
    Constraint,
    /// That columns of a table are NOT NULL.
    NotNull,
    /// Triggers of a table.
    Trigger,
    /// Policies of a table.
    Policy,
    /// Rules of a table.
    Rule,
}

/// Something that a script names, in one way of writing it: quoted where the server would quote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Of which kind it is.
    pub kind: Kind,
    /// Its name; that of its relation for a part.
    pub name: String,
    /// The name of a part.
    pub part: Option<String>,
}

impl Object {
    /// Something with a name of its own.
    pub fn new(kind: Kind, name: impl Into<String>) -> Self {
        Object { kind, name: name.into(), part: None }
    }

    /// A part of a relation.
    pub fn part(kind: Kind, relation: impl Into<String>, part: impl Into<String>) -> Self {
        Object { kind, name: relation.into(), part: Some(part.into()) }
    }
}

/// One thing that a statement does: most do one, an ALTER TABLE may do many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What takes it back.
    pub back: Back,
    /// What it makes.
    pub makes: Option<Object>,
    /// What it renames, and to what.
    pub renames: Option<(Object, Object)>,
    /// The table of an index, in whose schema it is.
    pub table: Option<Object>,
    /// An index that will go with what it makes: one that becomes a part of another, or of a constraint.
    pub takes: Option<Object>,
    /// What it drops.
    pub drops: Vec<Object>,
}

impl From<Back> for Action {
    fn from(back: Back) -> Self {
        Action { back, makes: None, renames: None, table: None, takes: None, drops: Vec::new() }
    }
}

impl Action {
    /// Makes an object, which a statement takes away again.
    pub fn makes(object: Object, drop: impl Into<Sql>) -> Self {
        Action { makes: Some(object), ..Back::statement(drop).into() }
    }

    /// Gives an object another name, which a statement gives back.
    pub fn renames(from: Object, to: Object, back: String) -> Self {
        Action { renames: Some((from, to)), ..Back::statement(back).into() }
    }
}

/// A statement that takes something back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sql {
    /// Its text.
    pub text: String,
    /// Where a schema can be put in front of the name of a routine that has none; in bytes.
    pub schema_at: Option<usize>,
}

impl From<String> for Sql {
    fn from(text: String) -> Self {
        Sql { text, schema_at: None }
    }
}

/// What takes an action back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Back {
    /// It changes nothing that would stay.
    Nothing,
    /// A statement.
    Statement(Sql),
    /// An action of an ALTER statement.
    Clause {
        /// The statement up to it: `ALTER TABLE t`.
        of: String,
        /// The action.
        clause: String,
    },
    /// The same statement, behind all others: NOTIFY.
    Again,
    /// `migrate.undo()`: it is a safe operation, which knows its inverse when it runs.
    Operation,
    /// It is not a change but a setting, under which others run.
    Set(Setting),
    /// Nothing that could be derived, unless it was done to what the script has made.
    Unknown(Unknown),
}

impl Back {
    /// A statement.
    pub fn statement(sql: impl Into<Sql>) -> Self {
        Back::Statement(sql.into())
    }

    /// Nothing that could be derived.
    pub fn unknown(why: impl Into<String>) -> Self {
        Back::unknown_unless(why, vec![])
    }

    /// Nothing that could be derived, unless the script has made all of one of these groups.
    pub fn unknown_unless(why: impl Into<String>, unless: Vec<Vec<Object>>) -> Self {
        Back::Unknown(Unknown { why: why.into(), unless, instead: None })
    }
}

/// Why a statement cannot be taken back, and when it can be all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The reason, a sentence.
    pub why: String,
    /// Groups of objects: if the script has made all of one group, what was done to them goes with them.
    pub unless: Vec<Vec<Object>>,
    /// What then is done before they go, for those who depend on it.
    pub instead: Option<Box<Back>>,
}

/// A setting, as SET or RESET leaves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name; `all` for RESET ALL.
    pub name: String,
    /// Whether it has a value of the script's; false behind a RESET.
    pub is_set: bool,
    /// Whether it ends with the transaction.
    pub is_local: bool,
    /// The schemas of a search path, quoted where the server would quote them.
    pub schemas: Vec<String>,
}
