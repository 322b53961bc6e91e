//! What a rule says of a statement.

use serde::{Deserialize, Serialize};

use super::look::Look;
use super::script::Inside;
use super::severity::Severity;

/// What a rule says of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The statement's number in the script, from 1.
    pub statement: u32,
    /// The line of the file, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
    /// How bad it is.
    pub severity: Severity,
    /// The rule's id.
    pub rule: String,
    /// What would happen, a sentence: the lock, the size, what it means.
    pub message: String,
    /// The safe way; empty where there is none.
    pub hint: String,
    /// What can stand in the statement's place, as SQL.
    pub fix: Option<String>,
}

impl Finding {
    /// Adds the safe way, a sentence.
    pub fn hint(&mut self, hint: impl Into<String>) -> &mut Self {
        self.hint = hint.into();
        self
    }

    /// Adds what can stand in the statement's place. Without its semicolon it gets one.
    pub fn fix(&mut self, sql: impl Into<String>) -> &mut Self {
        let sql: String = sql.into();
        let sql = sql.trim_end();
        self.fix = Some(if sql.ends_with(';') { sql.to_string() } else { format!("{sql};") });
        self
    }

    /// Adds the safe way with what can stand in the statement's place, if that can be written.
    pub fn advice(&mut self, hint: impl Into<String>, fix: Option<String>) -> &mut Self {
        self.hint(hint);
        match fix {
            Some(fix) => self.fix(fix),
            None => self,
        }
    }

    /// The same without what can stand in the statement's place.
    pub fn without_fix(&self) -> Finding {
        let Finding { statement, line, column, severity, .. } = *self;
        let (rule, message, hint) = (self.rule.clone(), self.message.clone(), self.hint.clone());
        Finding { statement, line, column, severity, rule, message, hint, fix: None }
    }

    /// On one line, as a DETAIL or a note has it.
    pub fn line(&self) -> String {
        let Finding { line, column, severity, rule, message, .. } = self;
        format!("line {line}, column {column}: {severity}: {message} ({rule})")
    }
}

/// What one rule has found in one statement.
pub struct Found<'a> {
    /// What it has found.
    pub(super) list: Vec<Finding>,
    rule: &'static str,
    look: &'a Look<'a>,
}

impl<'a> Found<'a> {
    pub(super) fn new(rule: &'static str, look: &'a Look<'a>) -> Self {
        Found { list: Vec::new(), rule, look }
    }

    /// What it has found. In a DO block no safe operation can stand in the statement's place.
    pub(super) fn settled(mut self) -> Vec<Finding> {
        if *self.look.inside() == Inside::Do {
            for finding in self.list.iter_mut().filter(|finding| finding.fix.is_none()) {
                if finding.hint.contains("migrate.safe_") {
                    finding.hint.push_str(" Call it in the script, outside of the DO block.");
                }
            }
        }
        self.list
    }

    /// Adds a finding about the statement; hint and fix may follow.
    pub fn add(&mut self, severity: Severity, message: impl Into<String>) -> &mut Finding {
        self.add_at(None, severity, message)
    }

    /// The same about a part of it, by the offset of its first byte.
    pub fn add_at(
        &mut self,
        place: Option<u32>,
        severity: Severity,
        message: impl Into<String>,
    ) -> &mut Finding {
        let statement = self.look.statement();
        let (line, column) = self.look.place(place.unwrap_or(0));
        // What another statement does later, in a function's body, concerns this migration less.
        let severity = if self.look.runs_later() { severity.min(Severity::Info) } else { severity };
        self.list.push(Finding {
            statement: statement.number,
            line,
            column,
            severity,
            rule: self.rule.into(),
            message: message.into(),
            hint: String::new(),
            fix: None,
        });
        self.list.last_mut().expect("it was pushed just now")
    }
}
