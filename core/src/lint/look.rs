//! One statement, as a rule looks at it: what it says, what came before, and what it is about.

use std::cell::OnceCell;

use super::blocks::Odd;
use super::context::{Context, Moment};
use super::facts::Facts;
use super::long_names::LongName;
use super::objects::Thing;
use super::script::Inside;
use super::subject::Subject;
use crate::ddl::Command;
use crate::ddl::alter_table::{Action, AlterTable};
use crate::ddl::index::{CreateIndex, Index};
use crate::ddl::name::{ObjectType, RangeVar};
use crate::ddl::table::{CreateTable, Table};
use crate::name::shown;
use crate::relation::Relation;
use crate::statement::Statement;

/// One statement of a script.
pub struct Look<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) at: usize,
    altered: OnceCell<Option<Subject>>,
}

impl<'a> Look<'a> {
    pub(super) fn new(context: &'a Context<'a>, at: usize) -> Self {
        Look { context, at, altered: OnceCell::new() }
    }

    /// The statement: its text, number, class and locks.
    pub fn statement(&self) -> &'a Statement {
        &self.context.said[self.at].statement
    }

    /// What it says.
    pub fn command(&self) -> &'a Command {
        &self.context.said[self.at].command
    }

    /// What is there.
    pub fn facts(&self) -> &'a dyn Facts {
        self.context.facts
    }

    /// Where it stands: in the script, in a DO block, in a routine's body.
    pub fn inside(&self) -> &'a Inside {
        &self.context.said[self.at].inside
    }

    /// Whether it is no part of this migration's run: it stands in the body of a routine.
    pub fn runs_later(&self) -> bool {
        matches!(self.inside(), Inside::Routine(_))
    }

    /// Whether a safe operation, or what must run outside of a transaction, can stand in its place: it is a statement of
    /// the script itself.
    pub fn takes_operations(&self) -> bool {
        *self.inside() == Inside::Script
    }

    /// Whether it runs inside of a transaction with others.
    pub fn is_in_block(&self) -> bool {
        self.moment().is_in_block
    }

    /// Whether it stands between a BEGIN and a COMMIT of the script.
    pub fn is_in_begin(&self) -> bool {
        self.moment().is_in_begin
    }

    /// The first statement before it that holds a lock, until both commit, for which others wait.
    pub fn held(&self) -> Option<Look<'a>> {
        self.context.held[self.at].map(|at| Look::new(self.context, at))
    }

    /// Whether the script has set `lock_timeout` for it.
    pub fn has_lock_timeout(&self) -> bool {
        self.moment().has_lock_timeout
    }

    /// Whether the script has set `statement_timeout` for it.
    pub fn has_statement_timeout(&self) -> bool {
        self.moment().has_statement_timeout
    }

    /// What is odd about it as a BEGIN or COMMIT.
    pub fn odd(&self) -> Option<Odd> {
        self.context.odd(self.at)
    }

    /// Its names that the server cuts.
    pub fn long_names(&self) -> &'a [LongName] {
        self.context.long_names().of_statement(self.at)
    }

    /// Another name of the script, written before, that is the same once it is cut; with its line.
    pub fn same_name(&self, name: &LongName) -> Option<&'a (String, u32)> {
        self.context.long_names().earlier(name)
    }

    fn moment(&self) -> &'a Moment {
        &self.context.moments[self.at]
    }

    /// Whether the script has a BEGIN of its own, or is one transaction.
    pub fn script_is_transaction(&self) -> bool {
        self.context.script.transaction
    }

    /// The statements before it that commit together with it, last first.
    pub fn together_before(&self) -> impl Iterator<Item = Look<'a>> + use<'a> {
        let (context, own) = (self.context, self.moment().transaction);
        let before = (0..self.at).rev();
        before.take_while(move |at| context.moments[*at].transaction == own).map(|at| Look::new(context, at))
    }

    /// The statements behind it that commit together with it.
    pub fn together_behind(&self) -> impl Iterator<Item = Look<'a>> + use<'a> {
        let (context, own) = (self.context, self.moment().transaction);
        let behind = self.at + 1..context.said.len();
        behind.take_while(move |at| context.moments[*at].transaction == own).map(|at| Look::new(context, at))
    }

    /// All statements behind it.
    pub fn behind(&self) -> impl Iterator<Item = Look<'a>> + use<'a> {
        let context = self.context;
        (self.at + 1..context.said.len()).map(|at| Look::new(context, at))
    }

    /// All statements before it, last first.
    pub fn before(&self) -> impl Iterator<Item = Look<'a>> + use<'a> {
        let context = self.context;
        (0..self.at).rev().map(|at| Look::new(context, at))
    }

    /// What is known of a relation that it names.
    pub fn subject(&self, name: &RangeVar) -> Subject {
        self.relation(&name.relation())
    }

    /// The same by a name alone.
    pub fn relation(&self, name: &Relation) -> Subject {
        if self.context.made.is_new(name, self.at) {
            return Subject::New;
        }
        match self.facts().table(name) {
            Some(known) => Subject::There(known),
            None => Subject::Unknown { name: self.written(name) },
        }
    }

    /// What is known of an index's table, and whether the script has made the index.
    pub fn index(&self, name: &Relation) -> Subject {
        if self.context.made.is_new(name, self.at) {
            return Subject::New;
        }
        match self.facts().table_of_index(name) {
            Some(known) => Subject::There(known),
            None => Subject::Unknown { name: format!("the table of {}", self.written(name)) },
        }
    }

    /// Whether the script has made something before.
    pub fn has_made(&self, thing: &Thing) -> bool {
        self.context.made.has_made(thing, self.at)
    }

    /// Whether one of the next statements that commit together with it is such a one: it drops what is made again, or
    /// renames what a view stands in for.
    pub fn is_followed_by(&self, is_it: impl Fn(&Command) -> bool) -> bool {
        // Far behind is another matter; and a script may have thousands.
        const NEAR: usize = 200;
        self.together_behind().take(NEAR).any(|look| is_it(look.command()))
    }

    /// Whether it is a statement of the script itself: only such a one can be exchanged for a safe operation.
    pub fn is_of_script(&self) -> bool {
        *self.inside() == Inside::Script
    }

    /// Whether the script has added a column before.
    pub fn is_new_column(&self, table: &RangeVar, column: &str) -> bool {
        self.context.made.is_new_column(&table.relation(), column, self.at)
    }

    /// An ALTER TABLE of a table (not of an index, view, sequence or type), with what is known of the table. None where
    /// the script has made the table.
    pub fn altered(&self) -> Option<(&'a AlterTable, Subject)> {
        let Command::Table(Table::Alter(alter)) = self.command() else { return None };
        if alter.kind != ObjectType::Table {
            return None;
        }
        let subject = self.altered.get_or_init(|| Some(self.subject(&alter.relation))).clone()?;
        (!subject.is_new()).then_some((alter, subject))
    }

    /// The actions of an [`altered`](Self::altered) table.
    pub fn actions(&self) -> Vec<(&'a AlterTable, &'a Action, Subject)> {
        match self.altered() {
            Some((alter, subject)) => {
                alter.actions.iter().map(|action| (alter, action, subject.clone())).collect()
            }
            None => Vec::new(),
        }
    }

    /// CREATE INDEX with what is known of the table; none where the script has made the table.
    pub fn created_index(&self) -> Option<(&'a CreateIndex, Subject)> {
        let Command::Index(Index::Create(create)) = self.command() else { return None };
        let subject = self.subject(&create.relation);
        (!subject.is_new()).then_some((create, subject))
    }

    /// CREATE TABLE.
    pub fn created_table(&self) -> Option<&'a CreateTable> {
        match self.command() {
            Command::Table(Table::Create(create)) => Some(create),
            _ => None,
        }
    }

    /// Line and column of a byte of the statement.
    pub fn place(&self, byte: u32) -> (u32, u32) {
        let statement = self.statement();
        let (mut line, mut column) = (statement.line, statement.column);
        for c in statement.text.get(..byte as usize).unwrap_or_default().chars() {
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        (line, column)
    }

    /// A relation's name as SQL takes it.
    pub fn written(&self, name: &Relation) -> String {
        let schema = name.schema.as_ref().map(|schema| format!("{}.", shown(schema)));
        format!("{}{}", schema.unwrap_or_default(), shown(&name.name))
    }

    /// Whether another migration that is still to run has this name in its up script.
    pub fn is_named_by_others(&self, name: &str) -> bool {
        let mut before = self.context.before.iter().copied().flatten();
        before.any(|said| said.statement.text.contains(name))
            || self.facts().is_named_by_others(&self.context.script.text, name)
    }

    /// Another statement of the script, by its place.
    pub fn of(&self, at: usize) -> Look<'a> {
        Look::new(self.context, at)
    }

    /// A relation's name as SQL runs it.
    pub fn sql(&self, name: &RangeVar) -> String {
        let schema = name.schema.as_ref().map(|schema| format!("{}.", self.quote(schema)));
        format!("{}{}", schema.unwrap_or_default(), self.quote(&name.name))
    }

    /// A name quoted where SQL needs it.
    pub fn quote(&self, name: &str) -> String {
        self.facts().quote(name)
    }

    /// A text as an SQL literal.
    pub fn literal(&self, text: &str) -> String {
        self.facts().literal(text)
    }

    /// A relation's name as an argument of a safe operation: `'app.orders'`.
    pub fn argument(&self, name: &RangeVar) -> String {
        self.literal(&self.written(&name.relation()))
    }
}
