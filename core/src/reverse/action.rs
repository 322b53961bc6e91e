//! What a statement does that would have to be taken back, and what takes it back.

use std::borrow::Cow;

pub use crate::facts::before::{Aspect, Kind, Loses, Object};

/// One thing that a statement does: most do one, an ALTER TABLE may do many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What takes it back.
    pub back: Back,
    /// What it makes.
    pub makes: Option<Object>,
    /// What it renames, and to what.
    pub renames: Option<Box<(Object, Object)>>,
    /// The table of an index, in whose schema it is.
    pub table: Option<Object>,
    /// An index that will go with what it makes: one that becomes a part of another, or of a constraint.
    pub takes: Option<Object>,
    /// What it drops.
    pub drops: Vec<Object>,
    /// What depends on what it drops goes, too.
    pub cascade: bool,
    /// What it drops is an index that is dropped without stopping others.
    pub concurrent: bool,
    /// What it drops need not be there.
    pub may_drop_nothing: bool,
    /// What of what it drops does not come back, if it comes from a table.
    pub loses: Option<Loses>,
    /// Whether it does anything at all.
    pub when: When,
    /// What it changes that the catalog knows: taken back by that rather than by `back`, where it is known.
    pub was: Vec<Was>,
    /// Names of which the server chooses the first that is free, where the statement gives none; `back` then has `*` for it.
    pub chosen: Option<Box<Chosen>>,
    /// The rows that it adds, where they are constants.
    pub inserts: Option<Box<Inserts>>,
    /// How many of its arguments have defaults, where it makes a routine.
    pub defaults: usize,
    /// The value of an enum that it renames, and to what: literals.
    pub renames_value: Option<Box<(Object, String, String)>>,
}

/// On what it depends whether a statement does anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum When {
    /// On nothing.
    #[default]
    Always,
    /// IF NOT EXISTS.
    Absent(Object),
    /// IF NOT EXISTS, of a part of something that need not be there either.
    AbsentWithin(Object),
    /// IF EXISTS.
    Present(Object),
    /// OR REPLACE: it does something either way.
    Replaces(Object),
}

/// Something that a statement changes of an object that was there before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Was {
    /// The object.
    pub object: Object,
    /// What of it.
    pub aspect: Aspect,
    /// Whose privileges.
    pub grantees: Vec<String>,
}

impl Was {
    /// Something of an object.
    pub fn new(object: Object, aspect: Aspect) -> Self {
        Was { object, aspect, grantees: Vec::new() }
    }
}

/// Rows that a statement adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inserts {
    /// The table.
    pub table: Object,
    /// The columns, as the catalog has them; none where the statement names none.
    pub columns: Vec<String>,
    /// The values of each row as they are written; none for one that is no constant.
    pub rows: Vec<Vec<Option<String>>>,
    /// ON CONFLICT: rows that were there before stay.
    pub may_find_some: bool,
}

/// A name that the server chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The names in the order in which they are tried, each as an object of [`Kind::Chosen`].
    pub names: Vec<Object>,
    /// What is made by it: an index, or a constraint of this table.
    pub of_table: Option<String>,
    /// The statement or clause that drops it, with `*` in place of its name.
    pub drop: String,
}

impl From<Back> for Action {
    fn from(back: Back) -> Self {
        Action {
            back,
            makes: None,
            renames: None,
            table: None,
            takes: None,
            drops: Vec::new(),
            cascade: false,
            may_drop_nothing: false,
            concurrent: false,
            loses: None,
            when: When::Always,
            was: Vec::new(),
            chosen: None,
            inserts: None,
            defaults: 0,
            renames_value: None,
        }
    }
}

impl Action {
    /// Makes an object, which a statement takes away again.
    pub fn makes(object: Object, drop: impl Into<Sql>) -> Self {
        Action { makes: Some(object), ..Back::statement(drop).into() }
    }

    /// Changes something of an object.
    pub fn changes(mut self, object: Option<Object>, aspect: Aspect) -> Self {
        self.was.extend(object.map(|object| Was::new(object, aspect)));
        self
    }

    /// Gives an object another owner: what that role was granted before becomes the owner's own.
    pub fn changes_owner(mut self, object: Option<Object>, owner: Option<String>) -> Self {
        let grantees = owner.into_iter().collect();
        self.was.extend(object.map(|object| Was { object, aspect: Aspect::Owner, grantees }));
        self
    }

    /// Does nothing under this condition.
    pub fn when(self, when: When) -> Self {
        Action { when, ..self }
    }

    /// Gives an object another name, which a statement gives back.
    pub fn renames(from: Object, to: Object, back: String) -> Self {
        Action { renames: Some(Box::new((from, to))), ..Back::statement(back).into() }
    }
}

/// A statement that takes something back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sql {
    /// Its text.
    pub text: String,
    /// Where a schema can be put in front of the name of a routine that has none; in bytes.
    pub schema_at: Option<usize>,
    /// It says what the catalog had: said twice, it would be given back twice.
    pub is_restored: bool,
}

impl From<String> for Sql {
    fn from(text: String) -> Self {
        Sql { text, schema_at: None, is_restored: false }
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
    /// Statements that the catalog had before the script ran.
    Restored {
        /// The statements, in this order.
        statements: Vec<String>,
        /// What comes back empty.
        lost: Option<String>,
        /// What else there is to know, a sentence without its end.
        beware: Option<String>,
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
    pub fn unknown(why: impl Into<Cow<'static, str>>) -> Self {
        Back::unknown_unless(why, vec![])
    }

    /// Nothing that could be derived, unless the script has made all of one of these groups.
    pub fn unknown_unless(why: impl Into<Cow<'static, str>>, unless: Vec<Vec<Object>>) -> Self {
        Back::Unknown(Unknown { why: why.into(), unless, instead: None })
    }
}

/// Why a statement cannot be taken back, and when it can be all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The reason, a sentence; most are the same for each statement of a kind.
    pub why: Cow<'static, str>,
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
