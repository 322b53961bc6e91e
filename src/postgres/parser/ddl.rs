//! What a statement says: the only code that walks a raw parse tree.
//!
//! A file per family, as in `migrate_core::ddl`, which has the types. Nothing is decided here. Trees are looked at
//! while they live; what leaves is owned. Expressions and queries may be as deep as their text is long, so `expression`
//! walks them with a list in place of the stack; everything else is as deep as the grammar says.

mod alter_table;
mod constant;
mod constraint;
mod database;
mod definition;
mod dml;
pub(super) mod expression;
mod index;
mod name;
pub(super) mod node;
mod object;
mod partition;
mod publication;
mod role;
mod routine;
mod session;
mod source;
mod table;
mod tag;
mod trigger;
mod types;
mod value;
mod view;

use migrate_core::ddl::{Command, Reading};
use pgrx::pg_sys;

pub use self::dml::only_call;
use self::source::Source;
use self::tag::tag;

/// Reads a statement: `text` is its own, and begins at `offset` of the string that was parsed.
///
/// # Safety
///
/// `node` is a statement of a raw tree that is not freed yet.
pub unsafe fn read(node: *mut pg_sys::Node, text: &str, offset: usize) -> Reading {
    let at = Source::new(text, offset);
    // SAFETY: as the caller says.
    unsafe { Reading { tag: tag(node), command: command(node, &at) } }
}

/// # Safety
///
/// As for [`read`].
unsafe fn command(node: *mut pg_sys::Node, at: &Source) -> Command {
    // SAFETY: as the caller says.
    unsafe {
        // A script of many statements has mostly those on rows.
        dml::read(node, at)
            .map(Command::Dml)
            .or_else(|| table::read(node, at).map(Command::Table))
            .or_else(|| index::read(node, at).map(Command::Index))
            .or_else(|| object::read(node, at).map(Command::Object))
            .or_else(|| session::read(node, at).map(Command::Session))
            .or_else(|| session::transaction(node, at).map(Command::Transaction))
            .or_else(|| routine::read(node, at).map(Command::Routine))
            .or_else(|| types::read(node, at).map(Command::Type))
            .or_else(|| types::sequence(node, at).map(Command::Sequence))
            .or_else(|| view::read(node, at).map(Command::View))
            .or_else(|| trigger::read(node, at).map(Command::Trigger))
            .or_else(|| trigger::policy(node, at).map(Command::Policy))
            .or_else(|| role::grant(node, at).map(Command::Grant))
            .or_else(|| role::read(node, at).map(Command::Role))
            .or_else(|| database::read(node, at).map(Command::Container))
            .or_else(|| publication::read(node, at).map(Command::Publication))
            .or_else(|| definition::read(node, at).map(Command::Definition))
            .unwrap_or(Command::Other)
    }
}
