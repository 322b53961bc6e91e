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
}

/// How many findings a DETAIL lists.
const FEW: usize = 10;

impl Report for LintError {
    fn sqlstate(&self) -> &str {
        "55000"
    }

    fn detail(&self) -> Option<String> {
        let LintError::Refused { findings, .. } = self;
        let mut lines: Vec<String> = findings.iter().take(FEW).cloned().collect();
        if findings.len() > FEW {
            lines.push(format!("and {} more", findings.len() - FEW));
        }
        Some(lines.join("\n"))
    }

    fn hint(&self) -> Option<String> {
        let LintError::Refused { version, .. } = self;
        Some(format!(
            "SELECT * FROM migrate.lint({version}) shows a safe way for each. Where you know better, write -- migrate:ignore RULE and why before the statement, or SET migrate.lint_on_apply = warn."
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
