//! The server's own parser, as a splitter and classifier of scripts.
//!
//! Only raw parsing: no catalog is read, so a script may name what does not exist yet. Trees stay inside;
//! what leaves is owned.

pub mod assignments;
mod bearing;
pub mod call;
#[expect(dead_code, unused_imports, reason = "who asks comes next")]
pub mod ddl;
pub mod expression;
mod locks;
mod names;
mod raw;
pub mod reverse;
mod strings;
mod tables;

use std::ffi::{CStr, c_char};
use std::ops::Range;

use migrate_core::error::{Error, Result, ScriptError};
use migrate_core::failure::Failure;
use migrate_core::lex;
use migrate_core::migration::{Direction, Script};
use migrate_core::relation::Relation;
use migrate_core::statement::{self, Class, Control, Object, ObjectKind, Standalone, Statement};
use pgrx::{PgList, is_a, pg_sys};

use self::names::{dotted, own_text, relation};
use self::strings::{Reading, Switch};
use super::compat;

/// Splits and classifies a script.
///
/// # Errors
///
/// [`ScriptError::Syntax`] where the parser refuses it; [`ScriptError::MetaCommand`] and
/// [`ScriptError::CopyData`] where that is because it was written for psql.
pub fn parse(script: &Script, direction: Direction) -> Result<Vec<Statement>> {
    raw_parse(&script.text, script).map_err(|failure| refusal(script, direction, failure))
}

/// Parses `sql`, with which the script begins: as one piece, or cut where it changes how strings are read.
fn raw_parse(sql: &str, script: &Script) -> std::result::Result<Vec<Statement>, Failure> {
    let reading = Reading::of_session();
    let mut parsed = Piece { places: Places::new(script), statements: Vec::new(), switch: None };
    let mut from = 0;
    for to in strings::possible_switches(sql) {
        compat::check_for_interrupts();
        // What mentions the setting in another way is a part of what follows.
        let piece = parse_piece(sql, from..to, &parsed).ok();
        if let Some((piece, switch)) = piece.and_then(|piece| piece.switch.map(|switch| (piece, switch))) {
            parsed.append(piece);
            reading.switch(switch);
            from = to;
        }
    }
    let last = parse_piece(sql, from..sql.len(), &parsed).map_err(|mut failure| {
        let before = sql[..from].chars().count() as u32;
        failure.position = failure.position.map(|position| position + before);
        failure
    })?;
    parsed.append(last);
    Ok(parsed.statements)
}

/// Some of a script's statements.
struct Piece<'a> {
    statements: Vec<Statement>,
    /// Where the last of them stands.
    places: Places<'a>,
    /// What the last of them makes of the strings behind it.
    switch: Option<Switch>,
}

impl<'a> Piece<'a> {
    fn append(&mut self, next: Piece<'a>) {
        self.statements.extend(next.statements);
        self.places = next.places;
    }
}

/// Parses the part of `sql` behind what is parsed.
fn parse_piece<'a>(
    sql: &str,
    part: Range<usize>,
    parsed: &Piece<'a>,
) -> std::result::Result<Piece<'a>, Failure> {
    let mut places = parsed.places.clone();
    raw::parse(&sql[part.clone()], pg_sys::RawParseMode::RAW_PARSE_DEFAULT, |trees| {
        let first = parsed.statements.len() as u32 + 1;
        // SAFETY: the trees live as long as they are looked at here.
        let (statements, switch) = unsafe {
            let own = |(raw, number)| own(sql, &part, raw, number, &mut places);
            let statements = trees.iter_ptr().zip(first..).map(own).collect();
            (statements, trees.tail().and_then(|raw| strings::switch((*raw).stmt)))
        };
        Piece { statements, places, switch }
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
        for c in self.script.text[self.offset..offset].chars() {
            if c == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.offset = offset;
        (self.line, self.column)
    }
}

/// One statement, copied out of its tree.
///
/// # Safety
///
/// `raw` is a tree made by the raw parser from that part of `sql`, not freed yet.
unsafe fn own(
    sql: &str,
    part: &Range<usize>,
    raw: *mut pg_sys::RawStmt,
    number: u32,
    places: &mut Places,
) -> Statement {
    // SAFETY: the tree is alive.
    let (node, location, length) = unsafe { ((*raw).stmt, (*raw).stmt_location, (*raw).stmt_len) };
    let from = part.start + usize::try_from(location).unwrap_or(0);
    // A length of 0 means: to the end of the string.
    let to = if length > 0 { from + length as usize } else { part.end };
    // The parser's range begins right behind the semicolon before.
    let start = from + lex::first_token(&sql[from..to]);
    let (line, column) = places.of(start);
    // SAFETY: the node is of the tree; the tag's name is static.
    unsafe {
        let operation = call::operation(node);
        let class = match &operation {
            Some(call) if call.is_bare => Class::Operation,
            Some(_) => Class::DressedOperation,
            None => classify(node),
        };
        let tag = || own_text(pg_sys::GetCommandTagName(pg_sys::CreateCommandTag(node))).unwrap_or_default();
        Statement {
            number,
            text: sql[start..to].trim_end().to_string(),
            start,
            line,
            column,
            tag: operation.map_or_else(tag, |call| call.name),
            class,
            tables: tables::tables(node),
            locks: locks::locks(node),
            bearing: bearing::bearing(node),
        }
    }
}

/// How a statement relates to transactions: whether its execution calls PreventInTransactionBlock.
///
/// # Safety
///
/// `node` is a raw parse tree that is not freed yet.
unsafe fn classify(node: *mut pg_sys::Node) -> Class {
    use migrate_core::statement::ObjectKind::*;
    use pg_sys::NodeTag::*;
    let other = Class::Standalone(Standalone::Other);
    // SAFETY: each cast is to the struct of the node's tag.
    unsafe {
        match (*node).type_ {
            T_TransactionStmt => control(&*node.cast()),
            T_IndexStmt => {
                let index = &*node.cast::<pg_sys::IndexStmt>();
                if index.concurrent {
                    Class::Standalone(Standalone::CreateIndex {
                        table: relation(index.relation),
                        index: own_text(index.idxname),
                    })
                } else {
                    Class::Ordinary
                }
            }
            T_DropStmt => {
                let drop = &*node.cast::<pg_sys::DropStmt>();
                let names = PgList::<pg_sys::List>::from_pg(drop.objects);
                match (drop.concurrent, names.get_ptr(0)) {
                    (false, _) => Class::Ordinary,
                    (true, Some(name)) if names.len() == 1 => {
                        Class::Standalone(Standalone::DropIndex { index: dotted(name) })
                    }
                    _ => other,
                }
            }
            T_ReindexStmt => {
                use pg_sys::ReindexObjectType::*;
                let reindex = &*node.cast::<pg_sys::ReindexStmt>();
                let many = !matches!(reindex.kind, REINDEX_OBJECT_INDEX | REINDEX_OBJECT_TABLE);
                if many || option_is_on(reindex.params, c"concurrently") {
                    Class::Standalone(Standalone::Reindex)
                } else {
                    Class::Ordinary
                }
            }
            // SET TRANSACTION comes before the transaction's first query, so it can't come from a function.
            T_VariableSetStmt
                if own_text((*node.cast::<pg_sys::VariableSetStmt>()).name)
                    .is_some_and(|name| name.starts_with("TRANSACTION")) =>
            {
                Class::TopLevel
            }
            T_VacuumStmt if (*node.cast::<pg_sys::VacuumStmt>()).is_vacuumcmd => other,
            T_ClusterStmt if (*node.cast::<pg_sys::ClusterStmt>()).relation.is_null() => other,
            T_AlterTableStmt => {
                let alter = &*node.cast::<pg_sys::AlterTableStmt>();
                match detached_concurrently(alter) {
                    Some(partition) => {
                        Class::Standalone(Standalone::Detach { parent: relation(alter.relation), partition })
                    }
                    None => Class::Ordinary,
                }
            }
            T_AlterEnumStmt if (*node.cast::<pg_sys::AlterEnumStmt>()).oldVal.is_null() => Class::CommitAfter,
            T_AlterDatabaseStmt => {
                let options = (*node.cast::<pg_sys::AlterDatabaseStmt>()).options;
                if find_option(options, c"tablespace").is_some() { other } else { Class::Ordinary }
            }
            T_CreatedbStmt => made(Database, (*node.cast::<pg_sys::CreatedbStmt>()).dbname),
            T_DropdbStmt => gone(Database, (*node.cast::<pg_sys::DropdbStmt>()).dbname),
            T_CreateTableSpaceStmt => {
                made(Tablespace, (*node.cast::<pg_sys::CreateTableSpaceStmt>()).tablespacename)
            }
            T_DropTableSpaceStmt => {
                gone(Tablespace, (*node.cast::<pg_sys::DropTableSpaceStmt>()).tablespacename)
            }
            T_CreateSubscriptionStmt => {
                made(Subscription, (*node.cast::<pg_sys::CreateSubscriptionStmt>()).subname)
            }
            T_DropSubscriptionStmt => {
                gone(Subscription, (*node.cast::<pg_sys::DropSubscriptionStmt>()).subname)
            }
            T_AlterSystemStmt | T_AlterSubscriptionStmt => other,
            T_DiscardStmt
                if (*node.cast::<pg_sys::DiscardStmt>()).target == pg_sys::DiscardMode::DISCARD_ALL =>
            {
                other
            }
            T_CopyStmt => {
                let copy = &*node.cast::<pg_sys::CopyStmt>();
                if copy.filename.is_null() && !copy.is_program { Class::ClientCopy } else { Class::Ordinary }
            }
            _ => Class::Ordinary,
        }
    }
}

/// # Safety
///
/// `name` is NULL or a string that ends with a NUL byte.
unsafe fn made(kind: ObjectKind, name: *const c_char) -> Class {
    // SAFETY: as the caller says.
    let name = unsafe { own_text(name) }.unwrap_or_default();
    Class::Standalone(Standalone::Create(Object { kind, name }))
}

/// # Safety
///
/// As for [`made`].
unsafe fn gone(kind: ObjectKind, name: *const c_char) -> Class {
    // SAFETY: as the caller says.
    let name = unsafe { own_text(name) }.unwrap_or_default();
    Class::Standalone(Standalone::Drop(Object { kind, name }))
}

/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
unsafe fn control(statement: &pg_sys::TransactionStmt) -> Class {
    use pg_sys::TransactionStmtKind::*;
    let chain = statement.chain;
    Class::Control(match statement.kind {
        TRANS_STMT_BEGIN | TRANS_STMT_START => Control::Begin { plain: statement.options.is_null() },
        TRANS_STMT_COMMIT => Control::Commit { chain },
        TRANS_STMT_ROLLBACK => Control::Rollback { chain },
        TRANS_STMT_SAVEPOINT | TRANS_STMT_RELEASE | TRANS_STMT_ROLLBACK_TO => return Class::TopLevel,
        _ => return Class::TwoPhase,
    })
}

unsafe fn detached_concurrently(alter: &pg_sys::AlterTableStmt) -> Option<Relation> {
    // SAFETY: the commands of an ALTER TABLE are AlterTableCmd nodes; the definition of a DETACH PARTITION
    // is a PartitionCmd with the partition's name.
    unsafe {
        PgList::<pg_sys::AlterTableCmd>::from_pg(alter.cmds).iter_ptr().find_map(|command| {
            let is_detach = (*command).subtype == pg_sys::AlterTableType::AT_DetachPartition
                && is_a((*command).def, pg_sys::NodeTag::T_PartitionCmd);
            let detach = is_detach.then(|| &*(*command).def.cast::<pg_sys::PartitionCmd>())?;
            detach.concurrent.then(|| relation(detach.name))
        })
    }
}

/// # Safety
///
/// `options` is a list of DefElem nodes or NIL.
unsafe fn find_option(options: *mut pg_sys::List, name: &CStr) -> Option<*mut pg_sys::DefElem> {
    // SAFETY: as the caller says.
    unsafe {
        PgList::<pg_sys::DefElem>::from_pg(options)
            .iter_ptr()
            .find(|option| !(**option).defname.is_null() && CStr::from_ptr((**option).defname) == name)
    }
}

unsafe fn option_is_on(options: *mut pg_sys::List, name: &CStr) -> bool {
    // SAFETY: `options` is a list of DefElem nodes; defGetBoolean reads a value of any form.
    unsafe { find_option(options, name).is_some_and(|option| pg_sys::defGetBoolean(option)) }
}

/// Why the parser refused the script: psql's own language, or a plain syntax error.
fn refusal(script: &Script, direction: Direction, failure: Failure) -> Error {
    let position = failure.position.map_or(0, |position| position as usize - 1);
    let offset = script.text.char_indices().nth(position).map_or(script.text.len(), |(at, _)| at);
    if let Some(line) = copy_data(script, offset) {
        return ScriptError::CopyData { line }.into();
    }
    let (line, column) = statement::place(script, offset);
    // A meta-command stands between statements or behind one; a backslash inside a token is something else.
    if script.text[offset..].starts_with('\\') && raw_parse(&script.text[..offset], script).is_ok() {
        let command = script.text[offset..].split_whitespace().next().unwrap_or("\\").to_string();
        return ScriptError::MetaCommand { line, command }.into();
    }
    // An unterminated string takes the rest of the script into the message.
    let message = match failure.message.split_once('\n') {
        Some((first, _)) => format!("{first}...\""),
        None => failure.message,
    };
    ScriptError::Syntax { message, script: direction.as_str(), line, column, hint: failure.hint }.into()
}

/// The line at which rows for a COPY FROM STDIN begin, if that is what the parser stumbled over: the
/// statement before the place is such a COPY.
fn copy_data(script: &Script, offset: usize) -> Option<u32> {
    /// How many statements that might be such a COPY are looked at, in a text that anybody may have written.
    const MOST_ATTEMPTS: u32 = 100;
    let before = &script.text[..offset];
    // What the lexer takes for a string may begin in the rows and end far behind them, so look at each
    // semicolon that ends a line, not only at the last one.
    let (mut attempts, mut end) = (0, 0);
    for (at, _) in before.match_indices(';') {
        compat::check_for_interrupts();
        let rest = &script.text[at + 1..];
        let line_end = rest.find('\n').map_or(rest.len(), |end| end + 1);
        if !rest[..line_end].trim().is_empty() {
            continue;
        }
        let head = &script.text[..at];
        let is_copy = |statements: Vec<Statement>| {
            statements.last().is_some_and(|last| last.class == Class::ClientCopy)
        };
        // pg_dump has semicolons in the comment above.
        let near = std::mem::replace(&mut end, at + 1);
        if attempts == MOST_ATTEMPTS || !head[near..].to_ascii_lowercase().contains("stdin") {
            continue;
        }
        attempts += 1;
        if raw_parse(&head[near..], &Script::new(&head[near..])).is_ok_and(is_copy) {
            return Some(statement::place(script, at + 1 + line_end).0);
        }
    }
    None
}
