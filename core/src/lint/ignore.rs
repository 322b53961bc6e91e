//! `-- migrate:ignore rule-id [reason]`: what a script's author has judged himself.
//!
//! It counts for the statement that it stands in, on the line behind, or before; `-- migrate:ignore-file rule-id` for the
//! whole file. Several rules are separated by commas. One that keeps nothing away is reported: it would keep away what
//! comes later.

use super::finding::Finding;
use super::rules::{self, UNUSED};
use super::script::{Inside, Said};
use super::severity::Severity;
use crate::lex;
use crate::migration::Script;
use crate::statement;

/// With what such a comment begins.
pub const IGNORE: &str = "migrate:ignore";

/// A rule that a comment ignores.
struct Ignore {
    rule: String,
    /// The statement; none for the file.
    statement: Option<u32>,
    /// Where the comment stands, in bytes.
    at: usize,
    line: u32,
    column: u32,
    is_used: bool,
}

/// What the comments of a script ignore.
pub(super) struct Ignores(Vec<Ignore>);

impl Ignores {
    pub(super) fn read(script: &Script, said: &[Said], backslash: bool) -> Self {
        // Most scripts have none, and need not be read.
        if !script.text.contains(IGNORE) {
            return Ignores(Vec::new());
        }
        let statements: Vec<_> =
            said.iter().filter(|said| said.inside == Inside::Script).map(|said| &said.statement).collect();
        let mut all = Vec::new();
        for comment in lex::comments(&lex::copied::without_rows(&script.text, backslash), backslash) {
            let text = script.text[comment.range.clone()].trim_start_matches(['-', '/', '*']).trim_start();
            let Some(rest) = text.strip_prefix(IGNORE) else { continue };
            let (is_file, rest) = match rest.strip_prefix("-file") {
                Some(rest) => (true, rest),
                None => (false, rest),
            };
            if !rest.starts_with([' ', '\t']) {
                continue;
            }
            let at = comment.range.start;
            // The line that it ends belongs to the statement before it.
            let line_begins = script.text[..at].rfind('\n').map_or(0, |end| end + 1);
            let behind = statements.iter().rev().find(|statement| {
                let end = statement.start + statement.text.len();
                statement.start < at && (at < end || end > line_begins)
            });
            let next = statements.iter().find(|statement| statement.start > at);
            let statement = if is_file { None } else { behind.or(next).map(|statement| statement.number) };
            if !is_file && statement.is_none() {
                continue;
            }
            let (line, column) = statement::place(script, at);
            for rule in ids(rest.trim_end_matches(['*', '/'])) {
                all.push(Ignore { rule, statement, at, line, column, is_used: false });
            }
        }
        Ignores(all)
    }

    /// Whether a finding is ignored; the comment is used then.
    pub(super) fn covers(&mut self, finding: &Finding) -> bool {
        let mut is_covered = false;
        for ignore in &mut self.0 {
            let is_meant = ignore.statement.is_none_or(|statement| statement == finding.statement);
            if ignore.rule == finding.rule && is_meant {
                ignore.is_used = true;
                is_covered = true;
            }
        }
        is_covered
    }

    /// The comments that have kept nothing away. What a disabled rule would have found, nobody knows.
    pub(super) fn unused(self, disabled: &[String]) -> Vec<Finding> {
        let mut unused: Vec<_> = self.0.into_iter().filter(|ignore| !ignore.is_used).collect();
        unused.retain(|ignore| !disabled.contains(&ignore.rule));
        unused.sort_by_key(|ignore| ignore.at);
        let finding = |ignore: Ignore| {
            let (message, hint) = match rules::find(&ignore.rule) {
                Some(_) => {
                    let message = format!("The comment ignores {}, which finds nothing here.", ignore.rule);
                    (message, "Take the comment away.".to_string())
                }
                None => {
                    let hint = match rules::nearest(&ignore.rule) {
                        Some(near) => format!("Perhaps {near} is meant."),
                        None => "docs/rules lists the rules.".to_string(),
                    };
                    (format!("The comment ignores {}, which is no rule.", ignore.rule), hint)
                }
            };
            Finding {
                statement: ignore.statement.unwrap_or(1),
                line: ignore.line,
                column: ignore.column,
                severity: Severity::Warning,
                rule: UNUSED.into(),
                message,
                hint,
                fix: None,
            }
        };
        unused.into_iter().map(finding).collect()
    }
}

/// The ids that a comment begins with; a reason may follow.
fn ids(text: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let mut rest = text.trim_start();
    loop {
        let end =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        if end == 0 {
            return ids;
        }
        ids.push(rest[..end].to_ascii_lowercase());
        match rest[end..].trim_start().strip_prefix(',') {
            Some(more) => rest = more.trim_start(),
            None => return ids,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_end_where_the_reason_begins() {
        assert_eq!(ids(" ban-drop-column nobody reads it"), ["ban-drop-column"]);
        assert_eq!(ids(" a-b, c-d: both are meant"), ["a-b", "c-d"]);
        assert_eq!(ids(" A-b"), ["a-b"]);
        assert!(ids("  ").is_empty());
    }
}
