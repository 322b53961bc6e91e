//! Logical replication carries rows and no DDL: which side comes first, and what stops a subscriber.

use super::{Facts, Needs, Row};
use crate::lint::{BREAKS_SUBSCRIPTION, Finding, Severity};

pub(super) fn order(_: &Needs, facts: &Facts) -> Vec<Row> {
    const CHECK: &str = "logical replication";
    let Some(replicated) = &facts.replicated else {
        return vec![Row::ok(CHECK, "nothing is published here, and there is no subscription")];
    };
    let judge = |finding: &Finding| {
        let detail = format!("line {}: {} {}", finding.line, finding.message, finding.hint);
        let detail = detail.trim_end();
        // What the publisher sends is not to be seen from here, and does not change by waiting.
        match finding.rule == BREAKS_SUBSCRIPTION && finding.severity == Severity::Error {
            true => Row::stop(CHECK, detail).for_good(),
            false => Row::warn(CHECK, detail),
        }
    };
    let worth = replicated.iter().filter(|finding| finding.severity > Severity::Info);
    let rows: Vec<Row> = worth.map(judge).collect();
    match rows.is_empty() {
        true => vec![Row::ok(CHECK, "no subscriber stops at what it changes")],
        false => rows,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    fn finding(rule: &str, severity: Severity) -> Finding {
        Finding {
            statement: 1,
            line: 3,
            column: 1,
            severity,
            rule: rule.into(),
            message: "It stops.".into(),
            hint: "Wait.".into(),
            fix: None,
        }
    }

    fn judged(replicated: &[Finding]) -> Vec<Row> {
        let facts = Facts { replicated: Some(replicated.to_vec()), ..Facts::fake() };
        order(&Needs::default(), &facts)
    }

    #[test]
    fn only_what_stops_a_subscription_here_stops_a_migration() {
        let of_subscriber = |severity| finding(BREAKS_SUBSCRIPTION, severity);
        let [stop] = &judged(&[of_subscriber(Severity::Error)])[..] else { panic!("one row") };
        assert_eq!((stop.verdict, stop.passes), (Verdict::Stop, false));
        assert_eq!(stop.detail, "line 3: It stops. Wait.");
        assert_eq!(judged(&[of_subscriber(Severity::Warning)])[0].verdict, Verdict::Warn);
        assert_eq!(judged(&[finding("published-column-change", Severity::Error)])[0].verdict, Verdict::Warn);
        assert_eq!(judged(&[finding("published-column-change", Severity::Info)])[0].verdict, Verdict::Ok);
        assert_eq!(judged(&[])[0].verdict, Verdict::Ok);
    }
}
