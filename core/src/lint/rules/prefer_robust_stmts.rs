//! What fails when it runs again: in a block that commits in its middle.

use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::index::Index;
use crate::ddl::object::Object;
use crate::ddl::sequence::Sequence;
use crate::ddl::table::Table;
use crate::ddl::view::View;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::script::Inside;
use crate::lint::severity::Severity;
use crate::statement::Bearing;

pub(super) const ID: &str = "prefer-robust-stmts";
pub(super) const TITLE: &str = "a statement that fails when the block that commits is run again";

pub(super) fn check(look: &Look, found: &mut Found) {
    if *look.inside() != Inside::Do {
        return;
    }
    let Some(what) = not_robust(look.command()) else { return };
    // The block itself stands before what is in it.
    let number = look.statement().number;
    let block = look.before().take_while(|before| before.statement().number == number).last();
    let commits = block.is_some_and(|block| matches!(block.statement().bearing.as_deref(), Some(Bearing::Do(code)) if code.commits));
    if !commits {
        return;
    }
    let message = format!(
        "The block commits in its middle: broken off and run again, {what} fails."
    );
    let finding = found.add(Severity::Warning, message);
    finding.hint(match look.command() {
        Command::Object(_) => "IF EXISTS; or outside of the block, where what is done is not run again.",
        _ => "IF NOT EXISTS; or outside of the block, where what is done is not run again.",
    });
}

/// What fails the second time.
fn not_robust(command: &Command) -> Option<&'static str> {
    match command {
        Command::Table(Table::Create(create)) if !create.if_not_exists => Some("CREATE TABLE"),
        Command::Table(Table::CreateAs(create)) if !create.if_not_exists => Some("CREATE TABLE AS"),
        Command::Index(Index::Create(create)) if !create.if_not_exists => Some("CREATE INDEX"),
        Command::Sequence(Sequence::Create(create)) if !create.if_not_exists => Some("CREATE SEQUENCE"),
        Command::View(View::Create(create)) if !create.replace => Some("CREATE VIEW"),
        Command::Object(Object::Drop(drop)) if !drop.if_exists => Some("DROP"),
        Command::Table(Table::Alter(alter)) => alter.actions.iter().find_map(|action| match action {
            Action::AddColumn { if_not_exists: false, .. } => Some("ADD COLUMN"),
            Action::DropColumn { if_exists: false, .. } => Some("DROP COLUMN"),
            Action::DropConstraint { if_exists: false, .. } => Some("DROP CONSTRAINT"),
            Action::AddConstraint { .. } => Some("ADD CONSTRAINT"),
            _ => None,
        }),
        _ => None,
    }
}
