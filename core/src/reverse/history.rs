//! What a script has made and set up to each statement, and what takes each back in the light of that and of what the
//! catalog had before.

mod again;
mod resolve;

use std::collections::HashSet;

use super::action::{Action, Aspect, Back, Kind, Object, Setting, Sql};
use super::current::Current;
use super::known::Known;
use super::moved::{self, Taken};
use super::scene::{Scene, SetPath, is_in_schema};
use crate::facts::before::Answers;
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
pub(super) struct Entry<'a> {
    pub statement: &'a Statement,
    pub reverse: Reverse,
    /// What comes back empty.
    pub lost: Vec<String>,
    /// What else there is to know.
    pub beware: Vec<String>,
    /// The number of its BEGIN block; none outside of one.
    pub block: Option<u32>,
    /// The settings under which it ran.
    pub settings: Vec<Set>,
    /// Whether all that it takes back is in the first schema of the search path: the script has made it there.
    pub is_in_first: bool,
    /// Whether the script had reset the search path: it was no longer that of the run's beginning.
    pub has_reset_path: bool,
    /// What it renames, each with its new name.
    renamed: Vec<(Object, Object)>,
    /// What it drops.
    dropped: Vec<Object>,
    pieces: Vec<Piece>,
}

/// What takes one action of a statement back.
#[derive(Debug, Clone)]
struct Piece {
    back: Back,
    /// What it is done to, by the name that this has at the moment.
    about: Vec<Object>,
    aspect: Option<Aspect>,
    /// It gives a name back.
    renames: bool,
    /// It is given back by itself, although what it belongs to is made again.
    stays: bool,
}

impl Piece {
    fn of(back: Back) -> Self {
        Piece { back, about: Vec::new(), aspect: None, renames: false, stays: false }
    }
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

struct History<'a> {
    answers: &'a Answers,
    entries: Vec<Entry<'a>>,
    scene: Scene,
    current: Current,
    settings: Vec<Set>,
    has_reset_path: bool,
    block: Option<Block>,
    blocks: u32,
}

/// An open BEGIN block, with what a ROLLBACK returns to.
struct Block {
    number: u32,
    first: usize,
    pieces: Vec<Vec<Piece>>,
    scene: Scene,
    current: Current,
    settings: Vec<Set>,
}

/// Each statement with what takes it back, in the order of the script.
pub(super) fn entries<'a>(statements: &'a [(Statement, Vec<Action>)], known: &'a Known) -> Vec<Entry<'a>> {
    let mut history = History {
        answers: &known.answers,
        entries: Vec::new(),
        scene: Scene::new(known.first.clone()),
        current: Current::default(),
        settings: Vec::new(),
        has_reset_path: false,
        block: None,
        blocks: 0,
    };
    for (statement, actions) in statements {
        history.take(statement, actions);
    }
    let mut entries = history.entries;
    for entry in &mut entries {
        entry.finish();
    }
    once_each(&mut entries);
    // What is moved behind a statement that has nothing of its own stands there alone.
    for entry in entries.iter_mut().filter(|entry| !entry.renamed.is_empty()) {
        if entry.reverse == Reverse::Nothing {
            entry.reverse = Reverse::Statements(vec![]);
        }
    }
    let mut taken: Vec<Taken> = entries
        .iter_mut()
        .map(|entry| {
            let statements = match &mut entry.reverse {
                Reverse::Statements(statements) => Some(statements),
                _ => None,
            };
            Taken {
                renamed: std::mem::take(&mut entry.renamed),
                statements,
                dropped: std::mem::take(&mut entry.dropped),
            }
        })
        .collect();
    moved::behind_names(&mut taken);
    for entry in &mut entries {
        if entry.reverse == Reverse::Statements(vec![]) {
            entry.reverse = Reverse::Nothing;
        }
    }
    entries
}

impl<'a> History<'a> {
    fn take(&mut self, statement: &'a Statement, actions: &[Action]) {
        let control = match &statement.class {
            Class::Control(control) => Some(control.clone()),
            _ => None,
        };
        let (settings, has_reset_path) = (self.settings.clone(), self.has_reset_path);
        let is_in_first = actions.iter().all(|action| self.is_in_first(action));
        let (mut pieces, mut renamed) = (Vec::new(), Vec::new());
        for action in actions {
            if let Back::Set(setting) = &action.back {
                self.set(setting.clone(), statement);
                continue;
            }
            let renames = moved::of(action.renames.as_deref());
            let done = self.act(action.clone(), statement.number);
            // It may have done nothing.
            renamed.extend(renames.into_iter().filter(|_| !done.is_empty()));
            pieces.extend(done);
        }
        defaults_with_types(&mut pieces);
        let block = self.block.as_ref().map(|block| block.number);
        self.entries.push(Entry {
            statement,
            reverse: Reverse::Nothing,
            lost: Vec::new(),
            beware: Vec::new(),
            block,
            settings,
            is_in_first,
            has_reset_path,
            renamed,
            dropped: actions.iter().flat_map(|action| action.drops.iter().cloned()).collect(),
            pieces,
        });
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
            pieces: self.entries.iter().map(|entry| entry.pieces.clone()).collect(),
            scene: self.scene.clone(),
            current: self.current.clone(),
            settings: self.settings.clone(),
        });
    }

    fn end(&mut self, chain: bool) {
        self.settings.retain(|set| !set.is_local);
        self.follow_path();
        if self.block.take().is_some() && chain {
            self.begin();
        }
    }

    /// Nothing of the block has happened.
    fn roll_back(&mut self) {
        let Some(block) = &mut self.block else { return };
        self.scene = std::mem::take(&mut block.scene);
        self.current = std::mem::take(&mut block.current);
        self.settings = std::mem::take(&mut block.settings);
        for (entry, before) in self.entries.iter_mut().zip(std::mem::take(&mut block.pieces)) {
            entry.pieces = before;
        }
        for entry in &mut self.entries[block.first..] {
            entry.pieces.clear();
        }
    }

    /// Whether what takes an action back names nothing but what the script has made where new things are made.
    fn is_in_first(&self, action: &Action) -> bool {
        match (&action.makes, &action.back) {
            (Some(_), Back::Statement(_)) if action.table.is_some() => {
                action.table.as_ref().is_some_and(|table| self.scene.made(table).is_some())
            }
            (Some(object), Back::Statement(_)) if object.part.is_none() => is_looked_up(object.kind),
            (Some(object), Back::Statement(_) | Back::Clause { .. }) => {
                self.scene.made(&Object::new(Kind::Relation, object.name.clone())).is_some()
            }
            _ => false,
        }
    }

    fn set(&mut self, setting: Setting, statement: &Statement) {
        let Setting { name, is_set, is_local, schemas } = setting;
        self.has_reset_path |= !is_set && (name == "all" || name == "search_path");
        if name == "all" {
            self.settings.clear();
        } else {
            // A local one hides the session's, which comes back with the end of the transaction.
            self.settings.retain(|set| set.name != name || (is_local && !set.is_local));
            if is_set {
                self.settings.push(Set { name, sql: statement.text.clone(), is_local, schemas });
            }
        }
        self.follow_path();
    }

    fn follow_path(&mut self) {
        let set = self.settings.iter().rev().find(|set| set.name == "search_path");
        self.scene.path = set.map(|set| SetPath { sql: set.sql.clone(), schemas: set.schemas.clone() });
        if self.has_reset_path {
            self.scene.first = None;
        }
    }
}

/// A default comes back together with the type, whichever of the two the statement names first.
fn defaults_with_types(pieces: &mut [Piece]) {
    let retyped: Vec<Object> = pieces
        .iter()
        .filter(|piece| piece.aspect == Some(Aspect::Type) && matches!(piece.back, Back::Restored { .. }))
        .flat_map(|piece| piece.about.iter().cloned())
        .collect();
    let is_retyped = |piece: &&mut Piece| {
        piece.aspect == Some(Aspect::Default) && piece.about.iter().any(|about| retyped.contains(about))
    };
    pieces.iter_mut().filter(is_retyped).for_each(|piece| piece.back = Back::Nothing);
}

impl Entry<'_> {
    /// Puts its pieces together, the last first; the actions of an ALTER TABLE become one again.
    fn finish(&mut self) {
        let mut statements: Vec<Sql> = Vec::new();
        let mut altered: Option<String> = None;
        for piece in self.pieces.drain(..).rev() {
            if !matches!(&piece.back, Back::Clause { .. } | Back::Nothing) {
                altered = None;
            }
            match piece.back {
                Back::Nothing | Back::Set(_) => {}
                Back::Statement(sql) => statements.push(sql),
                Back::Clause { of, clause } => match statements.last_mut() {
                    Some(last) if altered.as_ref() == Some(&of) => last.text += &format!(", {clause}"),
                    _ => {
                        statements.push(format!("{of} {clause}").into());
                        altered = Some(of);
                    }
                },
                Back::Restored { statements: restored, lost, beware } => {
                    let sql = |text| Sql { text, schema_at: None, is_restored: true };
                    statements.extend(restored.into_iter().map(sql));
                    self.lost.extend(lost);
                    self.beware.extend(beware);
                }
                Back::Again => return self.reverse = Reverse::Again,
                Back::Operation => return self.reverse = Reverse::Operation,
                Back::Unknown(unknown) => {
                    self.reverse = Reverse::Unknown { why: unknown.why.into_owned() };
                    return;
                }
            }
        }
        // Foreign keys need both of their tables, and what is said of a constraint needs that.
        statements.sort_by_key(|sql| match &sql.text {
            text if text.starts_with("ALTER TABLE ") && text.contains(" FOREIGN KEY (") => 1,
            text if text.starts_with("COMMENT ON CONSTRAINT ") => 2,
            _ => 0,
        });
        if !statements.is_empty() {
            self.reverse = Reverse::Statements(statements);
        }
    }
}

/// What two statements have taken away is given back once: by the one that comes last then, when all is there again that
/// it needs.
fn once_each(entries: &mut [Entry]) {
    let mut seen: HashSet<String> = HashSet::new();
    for entry in entries.iter_mut() {
        let Reverse::Statements(statements) = &mut entry.reverse else { continue };
        statements.retain(|sql| !sql.is_restored || !seen.contains(&sql.text));
        seen.extend(statements.iter().filter(|sql| sql.is_restored).map(|sql| sql.text.clone()));
        if statements.is_empty() {
            entry.reverse = Reverse::Nothing;
        }
    }
}

/// Whether what takes away objects of a kind looks them up by their names alone, each in the first schema of the search
/// path where something of that name is. For a routine the types of its arguments are looked up as well.
fn is_looked_up(kind: Kind) -> bool {
    match kind {
        Kind::Relation | Kind::Type => true,
        Kind::Own(kind) => is_in_schema(kind),
        _ => false,
    }
}
