//! What a script has made and set up to each statement, and what takes each back in the light of that.

use super::action::{Action, Back, Kind, Object, Setting, Sql};
use crate::ddl::name::ObjectType;
use crate::statement::{Class, Control, Statement};

/// What takes a statement back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reverse {
    /// These statements, in this order.
    Statements(Vec<Sql>),
    /// Nothing is to be done.
    Nothing,
    /// The same statement, at the end.
    Again,
    /// `migrate.undo()`.
    Operation,
    /// It cannot be derived.
    Unknown {
        /// The reason, a sentence.
        why: String,
    },
}

/// A statement with what takes it back.
pub(super) struct Entry {
    pub statement: Statement,
    pub reverse: Reverse,
    /// The number of its BEGIN block; none outside of one.
    pub block: Option<u32>,
    /// The settings under which it ran.
    pub settings: Vec<Set>,
    /// Whether all that it takes back is in the first schema of the search path: the script has made it there.
    pub is_in_first: bool,
    /// Whether the script had reset the search path: it was no longer that of the run's beginning.
    pub has_reset_path: bool,
}

/// A setting that the script has set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Set {
    pub name: String,
    pub sql: String,
    pub is_local: bool,
    /// The schemas of a search path.
    pub schemas: Vec<String>,
}

/// Something that the script has made.
#[derive(Clone)]
struct Made {
    object: Object,
    /// The entry that made it.
    by: usize,
    /// A name without schema means the same only under the same one.
    search_path: Option<String>,
}

#[derive(Default)]
struct History {
    entries: Vec<Entry>,
    made: Vec<Made>,
    settings: Vec<Set>,
    has_reset_path: bool,
    block: Option<Block>,
    blocks: u32,
}

/// An open BEGIN block, with what a ROLLBACK returns to.
struct Block {
    number: u32,
    first: usize,
    reverses: Vec<Reverse>,
    made: Vec<Made>,
    settings: Vec<Set>,
}

/// Each statement with what takes it back, in the order of the script.
pub(super) fn entries(statements: Vec<(Statement, Vec<Action>)>) -> Vec<Entry> {
    let mut history = History::default();
    for (statement, actions) in statements {
        history.take(statement, actions);
    }
    history.entries
}

impl History {
    fn take(&mut self, statement: Statement, actions: Vec<Action>) {
        let control = match &statement.class {
            Class::Control(control) => Some(control.clone()),
            _ => None,
        };
        let (settings, has_reset_path) = (self.settings.clone(), self.has_reset_path);
        let is_in_first = actions.iter().all(|action| self.is_in_first(action));
        let reverse = self.reverse(&statement, actions);
        let block = self.block.as_ref().map(|block| block.number);
        self.entries.push(Entry { statement, reverse, block, settings, is_in_first, has_reset_path });
        match control {
            Some(Control::Begin { .. }) if self.block.is_none() => self.begin(),
            Some(Control::Commit { chain }) => self.end(chain),
            Some(Control::Rollback { chain }) => {
                self.roll_back();
                self.end(chain);
            }
            _ => {}
        }
    }

    fn begin(&mut self) {
        self.blocks += 1;
        self.block = Some(Block {
            number: self.blocks,
            first: self.entries.len(),
            reverses: self.entries.iter().map(|entry| entry.reverse.clone()).collect(),
            made: self.made.clone(),
            settings: self.settings.clone(),
        });
    }

    fn end(&mut self, chain: bool) {
        self.settings.retain(|set| !set.is_local);
        if self.block.take().is_some() && chain {
            self.begin();
        }
    }

    /// Nothing of the block has happened.
    fn roll_back(&mut self) {
        let Some(block) = &mut self.block else { return };
        self.made = std::mem::take(&mut block.made);
        self.settings = std::mem::take(&mut block.settings);
        for (entry, before) in self.entries.iter_mut().zip(std::mem::take(&mut block.reverses)) {
            entry.reverse = before;
        }
        for entry in &mut self.entries[block.first..] {
            entry.reverse = Reverse::Nothing;
        }
    }

    fn reverse(&mut self, statement: &Statement, actions: Vec<Action>) -> Reverse {
        // The actions of an ALTER TABLE become one again, in reverse order.
        let mut altered: Option<String> = None;
        let mut clauses = Vec::new();
        let mut statements = Vec::new();
        for action in actions {
            match self.resolve(&action) {
                Back::Nothing => {}
                Back::Statement(sql) => statements.insert(0, sql),
                Back::Clause { of, clause } => {
                    altered = Some(of);
                    clauses.insert(0, clause);
                }
                Back::Again => return Reverse::Again,
                Back::Operation => return Reverse::Operation,
                Back::Set(setting) => self.set(setting, statement),
                Back::Unknown(unknown) => return Reverse::Unknown { why: unknown.why },
            }
            self.learn(action);
        }
        statements.extend(altered.map(|of| format!("{of} {}", clauses.join(", ")).into()));
        if statements.is_empty() { Reverse::Nothing } else { Reverse::Statements(statements) }
    }

    /// Whether what takes an action back names nothing but what the script has made where new things are made.
    fn is_in_first(&self, action: &Action) -> bool {
        match (&action.makes, &action.back) {
            (Some(_), Back::Statement(_)) if action.table.is_some() => {
                action.table.as_ref().is_some_and(|table| self.made(table).is_some())
            }
            (Some(object), Back::Statement(_)) if object.part.is_none() => is_looked_up(object.kind),
            (Some(object), Back::Statement(_) | Back::Clause { .. }) => {
                self.made(&Object::new(Kind::Relation, object.name.clone())).is_some()
            }
            _ => false,
        }
    }

    /// What takes an action back, considering what the script has made.
    fn resolve(&self, action: &Action) -> Back {
        let back = match &action.back {
            Back::Unknown(unknown) => {
                let is_made = |group: &Vec<Object>| {
                    !group.is_empty() && group.iter().all(|object| self.made(object).is_some())
                };
                if !unknown.unless.iter().any(is_made) {
                    return action.back.clone();
                }
                unknown.instead.as_deref().cloned().unwrap_or(Back::Nothing)
            }
            back => back.clone(),
        };
        if action.takes.as_ref().is_some_and(|index| self.made(index).is_none()) {
            return Back::unknown("It makes an index that was there before go together with another object.");
        }
        back
    }

    fn learn(&mut self, action: Action) {
        if let Some(by) = action.takes.and_then(|index| self.made(&index).map(|made| made.by)) {
            self.entries[by].reverse = Reverse::Nothing;
        }
        if let Some((from, to)) = action.renames {
            for made in &mut self.made {
                if made.object == from {
                    made.object = to.clone();
                } else if made.object.part.is_some() && from.part.is_none() && made.object.name == from.name {
                    made.object.name.clone_from(&to.name);
                }
            }
        }
        if let Some(object) = action.makes {
            self.made.push(Made { object, by: self.entries.len(), search_path: self.search_path() });
        }
    }

    fn made(&self, object: &Object) -> Option<&Made> {
        let search_path = self.search_path();
        self.made.iter().rev().find(|made| made.object == *object && made.search_path == search_path)
    }

    fn search_path(&self) -> Option<String> {
        self.settings.iter().rev().find(|set| set.name == "search_path").map(|set| set.sql.clone())
    }

    fn set(&mut self, setting: Setting, statement: &Statement) {
        let Setting { name, is_set, is_local, schemas } = setting;
        self.has_reset_path |= !is_set && (name == "all" || name == "search_path");
        if name == "all" {
            self.settings.clear();
            return;
        }
        // A local one hides the session's, which comes back with the end of the transaction.
        self.settings.retain(|set| set.name != name || (is_local && !set.is_local));
        if is_set {
            self.settings.push(Set { name, sql: statement.text.clone(), is_local, schemas });
        }
    }
}

/// Whether what takes away objects of a kind looks them up by their names alone, each in the first schema of the search
/// path where something of that name is. For a routine the types of its arguments are looked up as well.
fn is_looked_up(kind: Kind) -> bool {
    use ObjectType::*;
    match kind {
        Kind::Relation | Kind::Type => true,
        Kind::Own(kind) => matches!(
            kind,
            Collation
                | Conversion
                | Statistics
                | TextSearchConfiguration
                | TextSearchDictionary
                | TextSearchParser
                | TextSearchTemplate
        ),
        _ => false,
    }
}
