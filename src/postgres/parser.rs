//! The server's own parser, as a splitter of scripts.
//!
//! Only raw parsing: no catalog is read, so a script may name what does not exist yet. It is asked in one place
//! (`raw`), and its trees are read in one (`ddl`); what leaves is owned. What follows from that is decided in core
//! (`migrate_core::classify`).

pub mod argument;
pub mod assignments;
pub mod call;
pub mod ddl;
pub mod expression;
mod raw;
mod redirect;
mod strings;
pub mod trial;

use std::borrow::Cow;
use std::ops::Range;

use migrate_core::classify;
use migrate_core::classify::strings::{Switch, possible_switches, switch};
use migrate_core::ddl::Reading;
use migrate_core::error::{ArgumentError, Error, Result, ScriptError};
use migrate_core::failure::Failure;
use migrate_core::lex;
use migrate_core::lex::copied::{Copied, blanked, copied};
use migrate_core::lex::tokens;
use migrate_core::migration::{Direction, Script};
use migrate_core::shared::Shared;
use migrate_core::statement::{self, Class, Place, Statement};
use pgrx::pg_sys;

use self::raw::Tree;
use self::strings::StringSetting;
use super::compat;

/// Splits and classifies a script.
///
/// # Errors
///
/// [`ScriptError::Syntax`] where the parser refuses it; [`ScriptError::MetaCommand`] and
/// [`ScriptError::CopyData`] where that is because it was written for psql. Rows behind a COPY belong to it.
pub fn parse(script: &Script, direction: Direction) -> Result<Vec<Statement>> {
    let keeper = || {
        let mut share = sharing();
        move |statement| Some(share(statement))
    };
    in_turn(script, direction, |statement, _| statement, keeper)
}

/// Has the statements of a script, one after the other, share what the one before has as well: in a large script most do.
pub fn sharing() -> impl FnMut(Statement) -> Statement {
    let (mut tables, mut locks) = (Shared::default(), Shared::default());
    move |mut statement| {
        statement.tables.share(&tables);
        statement.locks.share(&locks);
        (tables, locks) = (statement.tables.clone(), statement.locks.clone());
        statement
    }
}

/// Splits and classifies a script, and gives for each statement what `take` makes of it and of what it says. A
/// statement may be taken more than once, where the end of a piece is looked for.
///
/// # Errors
///
/// As [`parse`].
pub fn each<T>(
    script: &Script,
    direction: Direction,
    take: impl Fn(Statement, Reading) -> T,
) -> Result<Vec<T>> {
    in_turn(script, direction, take, || Some)
}

/// The same, of which `keeper` keeps what it likes, in another form: each statement comes to it once, in its turn. It is
/// made anew where the script is read from its beginning again.
///
/// # Errors
///
/// As [`parse`].
pub fn in_turn<T, U, K: FnMut(T) -> Option<U>>(
    script: &Script,
    direction: Direction,
    take: impl Fn(Statement, Reading) -> T,
    keeper: impl Fn() -> K,
) -> Result<Vec<U>> {
    // Whoever wonders what takes long, and the test of that, see here how often a script is read.
    pgrx::debug2!("reading a script of {} bytes", script.text.len());
    let copied = copied(&script.text, backslash_escapes());
    let mut text = blanked(&script.text, &copied);
    loop {
        match split(&text, script, &copied, &take, keeper()) {
            Ok(kept) => return Ok(kept),
            Err(failure) => match without_restriction(&text, script, &failure) {
                Some(rest) => text = Cow::Owned(rest),
                None => {
                    let passed = Script { text: text.into_owned(), ..script.clone() };
                    return Err(refusal(&passed, &copied, direction, failure));
                }
            },
        }
    }
}

/// The text without the line over which the parser stumbled, where that is one of those by which pg_dump keeps psql from
/// running any other meta-command until the end of a dump: nothing of it is for the server. What is behind it stays in
/// its place.
fn without_restriction(text: &str, script: &Script, failure: &Failure) -> Option<String> {
    let offset = offset_of(text, failure);
    let line = lex::restriction(text, offset)?;
    // A backslash inside a token is something else.
    split(&text[..offset], script, &[], &|_, _| (), Some).ok()?;
    let mut rest = text.to_string();
    let blank = " ".repeat(line.len());
    rest.replace_range(line, &blank);
    Some(rest)
}

/// Where in a text an error is.
fn offset_of(text: &str, failure: &Failure) -> usize {
    let position = failure.position.map_or(0, |position| position as usize - 1);
    text.char_indices().nth(position).map_or(text.len(), |(at, _)| at)
}

/// Whether the server reads two scripts as the same statements: then they differ in comments and layout alone. Bodies of
/// functions, and rows behind a COPY, are texts, and count letter by letter. What another session may read in another
/// way, since it has a backslash, is to have the same tokens in any.
///
/// # Errors
///
/// As [`parse`].
pub fn says_the_same(one: &Script, other: &Script, direction: Direction) -> Result<bool> {
    if tokens::are_same(&one.text, &other.text) {
        return Ok(true);
    }
    if [one, other].iter().any(|script| script.text.contains('\\')) {
        return Ok(false);
    }
    let (one_read, other_read) = (parse(one, direction)?, parse(other, direction)?);
    let is_same = |(one, other): (&Statement, &Statement)| {
        one.text == other.text || raw::is_same(&one.text, &other.text).unwrap_or(false)
    };
    Ok(one_read.len() == other_read.len() && one_read.iter().zip(&other_read).all(is_same))
}

/// What a user wrote as a part of a statement must not make one more of it: seen before anything is run.
///
/// # Errors
///
/// [`ArgumentError::MoreThanOne`], and as [`parse`].
pub fn must_be_one(sql: &str) -> Result<()> {
    match parse(&Script::new(sql), Direction::Up)?.len() {
        1 => Ok(()),
        _ => Err(ArgumentError::MoreThanOne { sql: sql.into() }.into()),
    }
}

/// Parses `sql`, with which the script begins: as one piece, or cut where it changes how strings are read. It has blanks
/// in place of the rows of those that are `copied`.
fn split<T, U>(
    sql: &str,
    script: &Script,
    copied: &[Copied],
    take: &impl Fn(Statement, Reading) -> T,
    keep: impl FnMut(T) -> Option<U>,
) -> std::result::Result<Vec<U>, Failure> {
    let setting = StringSetting::of_session();
    let mut parsed = Parsed { places: Places::new(script), count: 0, kept: Vec::new(), keep, copied };
    let mut from = 0;
    for to in possible_switches(sql) {
        compat::check_for_interrupts();
        // What mentions the setting in another way is a part of what follows.
        let piece = parse_piece(sql, from..to, &parsed, take).ok();
        if let Some((piece, switch)) = piece.and_then(|piece| piece.switch.map(|switch| (piece, switch))) {
            parsed.append(piece);
            setting.switch(switch);
            from = to;
        }
    }
    from = begin(sql, from, &mut parsed, take);
    let last = parse_piece(sql, from..sql.len(), &parsed, take).map_err(|mut failure| {
        let before = sql[..from].chars().count() as u32;
        failure.position = failure.position.map(|position| position + before);
        failure
    })?;
    parsed.append(last);
    Ok(parsed.kept)
}

/// Parses the statements of a long text some at a time, as far as that goes: the trees of all at once would take ten times
/// its room. Where the rest begins.
///
/// It is cut where a line ends with a semicolon. One that ends no statement (in a string, a comment, a body) leaves an
/// error before it, or a statement that has no end; then it is looked for farther on.
fn begin<'a, T, U, K: FnMut(T) -> Option<U>>(
    sql: &str,
    from: usize,
    parsed: &mut Parsed<'a, U, K>,
    take: &impl Fn(Statement, Reading) -> T,
) -> usize {
    const SOME: usize = 1 << 20;
    let (mut from, mut length) = (from, SOME);
    while sql.len() - from > 2 * length {
        compat::check_for_interrupts();
        let behind = sql.as_bytes()[from + length..].windows(2).position(|pair| pair == b";\n");
        let Some(to) = behind.map(|behind| from + length + behind + 2) else { break };
        match parse_piece(sql, from..to, parsed, take) {
            Ok(piece) if piece.is_ended => {
                parsed.append(piece);
                (from, length) = (to, SOME);
            }
            _ => length *= 2,
        }
    }
    from
}

/// Whether a backslash escapes in every string of this session.
pub fn backslash_escapes() -> bool {
    StringSetting::of_session().escapes()
}

/// The statements of a script as far as it is parsed.
struct Parsed<'a, U, K> {
    /// Where the last of them stands.
    places: Places<'a>,
    /// How many they are.
    count: usize,
    /// What was kept of them.
    kept: Vec<U>,
    /// What is kept of one.
    keep: K,
    /// The script's COPY statements that have rows behind them.
    copied: &'a [Copied],
}

impl<'a, U, K> Parsed<'a, U, K> {
    fn append<T>(&mut self, next: Piece<'a, T>)
    where
        K: FnMut(T) -> Option<U>,
    {
        self.count += next.taken.len();
        self.kept.extend(next.taken.into_iter().filter_map(&mut self.keep));
        self.places = next.places;
    }
}

/// Some of a script's statements.
struct Piece<'a, T> {
    /// What was made of each.
    taken: Vec<T>,
    /// Where the last of them stands.
    places: Places<'a>,
    /// What the last of them makes of the strings behind it.
    switch: Option<Switch>,
    /// Whether a semicolon ends the last of them.
    is_ended: bool,
    /// The script's COPY statements that have rows behind them.
    copied: &'a [Copied],
}

impl<'a, T> Piece<'a, T> {
    /// The rows behind a statement, where it is a COPY that has some; `behind` is the text behind it.
    fn with_rows(&self, statement: &Statement, behind: &str) -> Option<&'a Copied> {
        if statement.class != Class::ClientCopy {
            return None;
        }
        let end = statement.start + statement.text.len();
        let semicolon = end + lex::first_token(behind);
        self.copied.iter().find(|copied| copied.semicolon == semicolon)
    }
}

/// Parses the part of `sql` behind what is parsed.
fn parse_piece<'a, T, U, K>(
    sql: &str,
    part: Range<usize>,
    parsed: &Parsed<'a, U, K>,
    take: &impl Fn(Statement, Reading) -> T,
) -> std::result::Result<Piece<'a, T>, Failure> {
    let before = part.start;
    let part = &sql[part];
    raw::parse(part, pg_sys::RawParseMode::RAW_PARSE_DEFAULT, |trees| {
        let mut piece = Piece {
            taken: Vec::new(),
            places: parsed.places.clone(),
            switch: None,
            is_ended: trees.last().is_none_or(Tree::is_ended),
            copied: parsed.copied,
        };
        for (tree, number) in trees.iter().zip(parsed.count as u32 + 1..) {
            let range = tree.range(part);
            let start = before + range.start;
            let (line, column) = piece.places.of(start);
            let reading = tree.read(part);
            piece.switch = switch(&reading.command);
            let place = Place { number, start, line, column };
            let mut statement = classify::statement(&part[range.clone()], place, &reading);
            if let Some(copied) = piece.with_rows(&statement, &part[range.end..]) {
                statement.text = parsed.places.script.text[start..copied.end].to_string();
                statement.class = Class::Ordinary;
            }
            piece.taken.push(take(statement, reading));
        }
        piece
    })
}

/// Lines and columns of rising offsets, found in one pass over the script.
#[derive(Clone)]
struct Places<'a> {
    script: &'a Script,
    offset: usize,
    line: u32,
    column: u32,
}

impl<'a> Places<'a> {
    fn new(script: &'a Script) -> Self {
        Places { script, offset: 0, line: script.line, column: 1 }
    }

    fn of(&mut self, offset: usize) -> (u32, u32) {
        let passed = &self.script.text[self.offset..offset];
        let of_line = match passed.rfind('\n') {
            Some(end) => {
                self.line += passed.bytes().filter(|byte| *byte == b'\n').count() as u32;
                self.column = 1;
                &passed[end + 1..]
            }
            None => passed,
        };
        self.column += of_line.chars().count() as u32;
        self.offset = offset;
        (self.line, self.column)
    }
}

/// Why the parser refused the script: psql's own language, or a plain syntax error.
fn refusal(script: &Script, copied: &[Copied], direction: Direction, failure: Failure) -> Error {
    let offset = offset_of(&script.text, &failure);
    if let Some(line) = copy_data(script, copied, offset) {
        return ScriptError::CopyData { line }.into();
    }
    let (line, column) = statement::place(script, offset);
    let hint = failure.hint.or_else(|| of_psql(&script.text[offset..]));
    // A meta-command stands between statements or behind one; a backslash inside a token is something else.
    if script.text[offset..].starts_with('\\')
        && split(&script.text[..offset], script, &[], &|_, _| (), Some).is_ok()
    {
        let command = script.text[offset..].split_whitespace().next().unwrap_or("\\").to_string();
        return ScriptError::MetaCommand { line, command }.into();
    }
    // An unterminated string takes the rest of the script into the message.
    let message = match failure.message.split_once('\n') {
        Some((first, _)) => format!("{first}...\""),
        None => failure.message,
    };
    let script = format!("the {} script", direction.as_str());
    ScriptError::Syntax { message, script, line, column, hint }.into()
}

/// What to do where the parser stumbled over a variable of psql's: `:name`, `:'name'`, `:"name"`.
fn of_psql(text: &str) -> Option<String> {
    let name = text.strip_prefix(':')?.trim_start_matches(['\'', '"']);
    name.starts_with(|c: char| c.is_alphabetic() || c == '_').then(|| {
        "A value for psql's :name is passed to migrate.load as in variables => '{\"name\": \"value\"}'."
            .into()
    })
}

/// The line at which rows for a COPY FROM STDIN begin, if that is what the parser stumbled over: the
/// statement before the place is such a COPY, and has none of its own.
fn copy_data(script: &Script, copied: &[Copied], offset: usize) -> Option<u32> {
    /// How many statements that might be such a COPY are looked at, in a text that anybody may have written.
    const MOST_ATTEMPTS: u32 = 100;
    let before = &script.text[..offset];
    // What the lexer takes for a string may begin in the rows and end far behind them, so look at each
    // semicolon that ends a line, not only at the last one.
    let (mut attempts, mut end) = (0, 0);
    for (at, _) in before.match_indices(';') {
        compat::check_for_interrupts();
        if copied.iter().any(|copied| copied.semicolon == at) {
            end = at + 1;
            continue;
        }
        let rest = &script.text[at + 1..];
        let line_end = rest.find('\n').map_or(rest.len(), |end| end + 1);
        if !rest[..line_end].trim().is_empty() {
            continue;
        }
        let head = &script.text[..at];
        let class = |statement: Statement, _: Reading| statement.class;
        let is_copy = |classes: Vec<Class>| classes.last() == Some(&Class::ClientCopy);
        // pg_dump has semicolons in the comment above.
        let near = std::mem::replace(&mut end, at + 1);
        if attempts == MOST_ATTEMPTS || !head[near..].to_ascii_lowercase().contains("stdin") {
            continue;
        }
        attempts += 1;
        if split(&head[near..], &Script::new(&head[near..]), &[], &class, Some).is_ok_and(is_copy) {
            return Some(statement::place(script, at + 1 + line_end).0);
        }
    }
    None
}
