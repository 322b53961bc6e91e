//! What the linter has found, where that is not to run.

use thiserror::Error;

use super::report::Report;
use crate::text;

/// Why the linter's findings stop something.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LintError {
    /// A migration has findings that it is not to run with.
    #[error("the linter has found {} in migration {version} \"{description}\"", text::count(findings.len(), "error"))]
    Refused {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// The findings, each on one line.
        findings: Vec<String>,
    },
    /// A migration changes what a subscription of this database writes to, so that the subscription would stop.
    #[error("migration {version} \"{description}\" would stop a subscription of this database")]
    StopsSubscription {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// The findings, each on one line.
        findings: Vec<String>,
    },
}

/// How many findings a DETAIL lists.
const FEW: usize = 10;

impl Report for LintError {
    fn sqlstate(&self) -> &str {
        "55000"
    }

    fn detail(&self) -> Option<String> {
        let (LintError::Refused { findings, .. } | LintError::StopsSubscription { findings, .. }) = self;
        let mut lines: Vec<String> = findings.iter().take(FEW).cloned().collect();
        if findings.len() > FEW {
            lines.push(format!("and {} more", findings.len() - FEW));
        }
        Some(lines.join("\n"))
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            LintError::Refused { version, .. } => format!(
                "SELECT * FROM migrate.lint({version}) shows a safe way for each. Where you know better, write -- migrate:ignore RULE and why before the statement, or SET migrate.lint_on_apply = warn."
            ),
            LintError::StopsSubscription { .. } => "Change the publisher first, and wait until what it has sent before is applied here. Then say so: write -- migrate:ignore subscriber-table-change and why before the statement, or SET migrate.lint_disabled = 'subscriber-table-change' for this session.".into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stops_a_subscription_says_what_comes_first() {
        let stops = LintError::StopsSubscription {
            version: 5,
            description: "x".into(),
            findings: vec!["line 1".into()],
        };
        assert_eq!(stops.to_string(), "migration 5 \"x\" would stop a subscription of this database");
        assert_eq!(stops.sqlstate(), "55000");
        assert_eq!(stops.detail().unwrap(), "line 1");
        assert!(stops.hint().unwrap().starts_with("Change the publisher first"));
    }

    #[test]
    fn many_findings_are_cut() {
        let refused = |count: usize| LintError::Refused {
            version: 5,
            description: "x".into(),
            findings: (1..=count).map(|line| format!("line {line}")).collect(),
        };
        assert_eq!(refused(1).to_string(), "the linter has found 1 error in migration 5 \"x\"");
        assert_eq!(refused(2).detail().unwrap(), "line 1\nline 2");
        assert!(refused(12).detail().unwrap().ends_with("line 10\nand 2 more"));
        assert!(refused(1).hint().unwrap().starts_with("SELECT * FROM migrate.lint(5) "));
    }
}
