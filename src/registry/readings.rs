//! What was read of scripts besides their statements. To read a large script takes as long as to run it, and whoever plans
//! one will soon ask what the linter wants to know of it, or what it does that would have to be taken back: it is read once
//! for all of them, while somebody says that it will be asked for.

use std::cell::RefCell;
use std::collections::HashMap;

use migrate_core::checksum;
use migrate_core::ddl::Command;
use migrate_core::error::Result;
use migrate_core::lint::{self, Alike, Inside, Said};
use migrate_core::lock::Reach;
use migrate_core::migration::{Direction, Script};
use migrate_core::statement::Statement;

use super::actions::{self, Doing, Done};
use crate::postgres::parser;

/// What will be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// What the linter wants to know.
    pub said: bool,
    /// What would have to be taken back.
    pub done: bool,
}

/// So much text is read ahead of those who ask; of one script alone, whatever it has. What is kept of small scripts takes
/// several times their room.
const MOST_BYTES: usize = 1 << 20;

/// A script, as one session reads it.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    checksum: String,
    line: u32,
    direction: Direction,
    escapes: bool,
}

struct Readings {
    wanted: Wanted,
    bytes: usize,
    said: HashMap<Key, Vec<Said>>,
    done: HashMap<Key, Done>,
}

thread_local! {
    static READINGS: RefCell<Option<Readings>> = const { RefCell::new(None) };
}

/// For as long as it is held, what is wanted of scripts is kept when their statements are read, each until it is asked for.
#[must_use]
pub struct Reading {
    is_first: bool,
}

impl Reading {
    /// Begins to keep what is wanted; within another one that is for that one to say.
    pub fn begin(wanted: Wanted) -> Reading {
        READINGS.with_borrow_mut(|readings| {
            let is_first = readings.is_none();
            let empty = || Readings { wanted, bytes: 0, said: HashMap::new(), done: HashMap::new() };
            readings.get_or_insert_with(empty);
            Reading { is_first }
        })
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if self.is_first {
            READINGS.take();
        }
    }
}

fn key(script: &Script, direction: Direction) -> Key {
    let escapes = parser::backslash_escapes();
    Key { checksum: checksum::of_text(&script.text), line: script.line, direction, escapes }
}

/// The statements of a script; what it does is kept only where that `may_be_taken_back`.
///
/// # Errors
///
/// As [`parser::parse`].
pub fn statements(script: &Script, direction: Direction, may_be_taken_back: bool) -> Result<Vec<Statement>> {
    let has_room = |readings: &Readings| {
        readings.bytes == 0 || readings.bytes.saturating_add(script.text.len()) <= MOST_BYTES
    };
    let wanted = READINGS.with_borrow(|readings| {
        let with_room = readings.as_ref().filter(|readings| has_room(readings));
        with_room.map(|readings| readings.wanted)
    });
    let Some(mut wanted) = wanted.filter(|_| direction == Direction::Up) else {
        return parser::parse(script, direction);
    };
    wanted.done &= may_be_taken_back;
    if !wanted.said && !wanted.done {
        return parser::parse(script, direction);
    }
    let kept = RefCell::new((Vec::new(), Ok(Vec::new())));
    let keeper = || {
        // A script may be read from its beginning again.
        *kept.borrow_mut() = (Vec::new(), Ok(Vec::new()));
        let mut words = Words::of(script);
        let mut doing = Doing::of(direction);
        let (mut share, kept) = (parser::sharing(), &kept);
        move |(statement, command): (Statement, Command)| {
            let statement = share(statement);
            let (said, done) = &mut *kept.borrow_mut();
            if wanted.done
                && let Ok(all) = done
            {
                match doing.of_statement(&statement, &command) {
                    Some(Ok(actions)) => all.push((statement.clone(), actions)),
                    Some(Err(error)) => *done = Err(error),
                    None => {}
                }
            }
            if wanted.said && words.are_new(&command) {
                said.push(Words::said(statement.clone(), command));
            }
            Some(statement)
        }
    };
    let statements =
        parser::in_turn(script, direction, |statement, reading| (statement, reading.command), keeper)?;
    let (said, done) = kept.into_inner();
    let done = done?;
    READINGS.with_borrow_mut(|readings| {
        let Some(readings) = readings else { return };
        readings.bytes = readings.bytes.saturating_add(script.text.len());
        let key = key(script, direction);
        if wanted.done {
            readings.done.insert(key.clone(), done);
        }
        if wanted.said {
            readings.said.insert(key, said);
        }
    });
    Ok(statements)
}

/// What was kept of a script; it is not kept any longer.
fn taken<T>(
    script: &Script,
    direction: Direction,
    of: impl FnOnce(&mut Readings) -> &mut HashMap<Key, T>,
) -> Option<T> {
    READINGS.with_borrow_mut(|readings| {
        let kept = of(readings.as_mut()?);
        // No checksum is made only to look for nothing.
        if kept.is_empty() { None } else { kept.remove(&key(script, direction)) }
    })
}

/// What a script does that would have to be taken back: as it was read already, or read now.
///
/// # Errors
///
/// As [`parser::parse`].
pub fn done(script: &Script, direction: Direction) -> Result<Done> {
    let read = taken(script, direction, |readings| &mut readings.done);
    read.map_or_else(|| actions::of_script(script, direction), Ok)
}

thread_local! {
    /// What was asked when a migration began, for when it ends.
    static LAST: RefCell<Option<(Key, Done)>> = const { RefCell::new(None) };
}

/// Keeps what an up script does until it is asked for again.
pub fn keep(script: &Script, done: Done) {
    LAST.replace(Some((key(script, Direction::Up), done)));
}

/// Keeps nothing: a session lives longer than a worker, and a script that fails is not asked for again.
pub fn forget() {
    LAST.take();
}

/// What an up script does: as it was kept, if this is the one, or read anew.
///
/// # Errors
///
/// As [`parser::parse`].
pub fn kept(script: &Script) -> Result<Done> {
    match LAST.take() {
        Some((last, done)) if last == key(script, Direction::Up) => Ok(done),
        _ => actions::of_script(script, Direction::Up),
    }
}

/// The statements of a script as the linter reads them, without those of their bodies: as it was read already, or read now;
/// of many rows of constants the first ([`Alike`]).
///
/// # Errors
///
/// As [`parser::parse`].
pub fn said(script: &Script, direction: Direction) -> Result<Vec<Said>> {
    if let Some(said) = taken(script, direction, |readings| &mut readings.said) {
        return Ok(said);
    }
    let keeper = || {
        let mut words = Words::of(script);
        move |(statement, command): (Statement, Command)| {
            words.are_new(&command).then(|| Words::said(statement, command))
        }
    };
    parser::in_turn(script, direction, |statement, reading| (statement, reading.command), keeper)
}

/// Which statements of a script the linter looks at.
struct Words {
    /// A comment that says what is to be ignored belongs to one of them.
    ignores: bool,
    alike: Alike,
}

impl Words {
    fn of(script: &Script) -> Self {
        Words { ignores: script.text.contains(lint::IGNORE), alike: Alike::default() }
    }

    fn are_new(&mut self, command: &Command) -> bool {
        self.ignores || self.alike.is_new(command)
    }

    fn said(mut statement: Statement, command: Command) -> Said {
        // Rules speak of the tables that a statement names.
        if statement.locks.iter().any(|need| need.reach == Reach::Domain) {
            statement.locks =
                statement.locks.iter().filter(|need| need.reach != Reach::Domain).cloned().collect();
        }
        Said { statement, command, inside: Inside::Script }
    }
}
