//! How many findings there are, and which words name no rule: for those who are told of findings by the way.

use super::finding::Finding;
use super::rules;
use super::severity::Severity;
use crate::text;

/// How many findings are worth a word; what is good to know is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Those that may refuse a migration.
    pub errors: usize,
    /// The others.
    pub warnings: usize,
}

impl Counts {
    /// Counts them.
    pub fn of(findings: &[Finding]) -> Counts {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        Counts { errors: count(Severity::Error), warnings: count(Severity::Warning) }
    }

    /// `2 errors, 1 warning`; nothing where there are none.
    pub fn in_words(self) -> Option<String> {
        let parts = [(self.errors, "error"), (self.warnings, "warning")];
        let told =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| text::count(*count, noun));
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| told.join(", "))
    }
}

/// The words of a list, separated by commas, that name no rule, each with the one that may have been meant.
pub fn unknown_rules(list: &str) -> Vec<(String, Option<String>)> {
    let words = list.split(',').map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty());
    let unknown = words.filter(|word| rules::find(word).is_none());
    unknown.map(|word| (word.clone(), rules::nearest(&word))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(severities: &[Severity]) -> Vec<Finding> {
        let finding = |severity: &Severity| Finding {
            statement: 1,
            line: 1,
            column: 1,
            severity: *severity,
            rule: String::new(),
            message: String::new(),
            hint: String::new(),
            fix: None,
        };
        severities.iter().map(finding).collect()
    }

    #[test]
    fn what_is_good_to_know_is_not_counted() {
        use Severity::{Error, Info, Warning};
        let told = |severities: &[Severity]| Counts::of(&findings(severities)).in_words();
        assert_eq!(told(&[Error, Warning, Error, Info]).as_deref(), Some("2 errors, 1 warning"));
        assert_eq!(told(&[Warning, Warning]).as_deref(), Some("2 warnings"));
        assert_eq!(told(&[Info]), None);
        assert_eq!(told(&[]), None);
    }

    #[test]
    fn words_that_are_no_rules() {
        assert_eq!(unknown_rules(""), []);
        assert_eq!(unknown_rules(" Require-Concurrent-Index-Creation , unused-ignore,"), []);
        let near = Some("require-concurrent-index-creation".to_string());
        let expected = [("require-concurrent-index-creatoin".to_string(), near), ("zzz".to_string(), None)];
        assert_eq!(unknown_rules("require-concurrent-index-creatoin,zzz"), expected);
    }
}
