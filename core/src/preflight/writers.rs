//! Who cannot keep up with what is written already, and would fall behind further.

use super::{Facts, Needs, Row};

pub(super) fn lag(needs: &Needs, facts: &Facts) -> Vec<Row> {
    const CHECK: &str = "replicas and archive";
    if facts.lags.is_empty() {
        return vec![Row::ok(CHECK, "nobody is behind")];
    }
    let judge = |lag: &super::Lag| match (needs.writes_much(), lag.is_stuck, needs.has_backfill) {
        (false, ..) => Row::warn(CHECK, format!("{}; this migration writes little", lag.who)),
        // A slot that nobody reads does not pass, and stops a backfill alone.
        (true, true, false) => Row::warn(CHECK, lag.who.clone()),
        (true, true, true) => Row::stop(CHECK, format!("{}; a backfill would wait for it", lag.who)),
        (true, false, _) => Row::stop(CHECK, format!("{}; this migration writes much", lag.who)),
    };
    facts.lags.iter().map(judge).collect()
}

#[cfg(test)]
mod tests {
    use super::super::space::{Amount, Space};
    use super::super::{Lag, Verdict};
    use super::*;
    use crate::relation::Relation;

    #[test]
    fn whoever_is_behind_matters_to_those_who_write_much() {
        let lag_of = |is_stuck| Lag { who: "replica a, 9 s behind".into(), is_stuck };
        let verdict = |needs: &Needs, is_stuck| {
            let facts = Facts { lags: vec![lag_of(is_stuck)], ..Facts::fake() };
            lag(needs, &facts)[0].verdict
        };
        let little = Needs::default();
        let relation = Relation { schema: None, name: "t".into() };
        let space = Space { line: 1, relation, amount: Amount::Rewrite, is_certain: true };
        let much = Needs { space: vec![space], ..Needs::default() };
        let fills = Needs { has_backfill: true, ..Needs::default() };
        assert_eq!(lag(&much, &Facts::fake())[0].verdict, Verdict::Ok);
        assert_eq!([verdict(&little, false), verdict(&little, true)], [Verdict::Warn; 2]);
        assert_eq!([verdict(&much, false), verdict(&much, true)], [Verdict::Stop, Verdict::Warn]);
        assert_eq!([verdict(&fills, false), verdict(&fills, true)], [Verdict::Stop; 2]);
    }
}
