//! Limits of a session or a script that would cut a migration off.

use super::{Facts, Needs, Row};
use crate::text;

pub(super) fn timeouts(needs: &Needs, facts: &Facts) -> Vec<Row> {
    const CHECK: &str = "timeouts";
    let limits = &facts.limits;
    let mut rows = Vec::new();
    for limit in &needs.limits {
        let (line, name, value) = (limit.line, limit.name.as_str(), text::duration(limit.milliseconds));
        if let Some((at, what)) = &limit.cuts {
            let cut = format!("{what} on line {at} would be cut off");
            rows.push(Row::warn(CHECK, format!("line {line} sets {name} to {value}: {cut}")));
        }
        if name == "lock_timeout" && limit.milliseconds < limits.deadlock_timeout {
            let patience = text::duration(limits.deadlock_timeout);
            let why = "no autovacuum that is in the way is asked to give way by then";
            rows.push(Row::warn(
                CHECK,
                format!("line {line} sets {name} to {value}, less than deadlock_timeout ({patience}): {why}"),
            ));
        }
    }
    // A job lifts lock_timeout, and statement_timeout is for who waits for it.
    if needs.runs_in_caller && needs.writes_much() {
        for (name, limit) in
            [("statement_timeout", limits.statement_timeout), ("lock_timeout", limits.lock_timeout)]
        {
            if limit > 0 {
                let value = text::duration(limit);
                let other = "CALL migrate.up() has a job do it, which is not";
                rows.push(Row::warn(
                    CHECK,
                    format!("{name} is {value}: migrate.apply() in this session would be cut off; {other}"),
                ));
            }
        }
    }
    if rows.is_empty() {
        rows.push(Row::ok(CHECK, "none that would cut it off"));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::needs::ScriptLimit;
    use super::super::space::{Amount, Space};
    use super::super::{Limits, Verdict};
    use super::*;
    use crate::relation::Relation;

    fn script(name: &str, milliseconds: i64, cuts: Option<&str>) -> Needs {
        let cuts = cuts.map(|what| (4, what.to_string()));
        let limit = ScriptLimit { line: 1, name: name.into(), milliseconds, cuts };
        Needs { limits: vec![limit], ..Needs::default() }
    }

    #[test]
    fn a_script_that_cuts_off_its_own_index_build() {
        let needs = script("statement_timeout", 5_000, Some("CREATE INDEX CONCURRENTLY"));
        let row = timeouts(&needs, &Facts::fake()).remove(0);
        assert_eq!(row.verdict, Verdict::Warn);
        assert_eq!(
            row.detail,
            "line 1 sets statement_timeout to 5.0 s: CREATE INDEX CONCURRENTLY on line 4 would be cut off"
        );
        let needs = script("statement_timeout", 5_000, None);
        assert_eq!(timeouts(&needs, &Facts::fake())[0].verdict, Verdict::Ok);
    }

    #[test]
    fn a_lock_timeout_that_no_autovacuum_hears_of() {
        let row = |ms| timeouts(&script("lock_timeout", ms, None), &Facts::fake()).remove(0);
        assert_eq!(row(1_000).verdict, Verdict::Ok);
        assert!(
            row(999)
                .detail
                .starts_with("line 1 sets lock_timeout to 999 ms, less than deadlock_timeout (1.0 s)")
        );
    }

    #[test]
    fn the_sessions_own_limit_matters_where_the_caller_runs_it() {
        let limits = Limits { statement_timeout: 30_000, ..Facts::fake().limits };
        let facts = Facts { limits, ..Facts::fake() };
        let relation = Relation { schema: None, name: "t".into() };
        let space = Space { line: 1, relation, amount: Amount::Rewrite, is_certain: true };
        let needs = |runs_in_caller| Needs { runs_in_caller, space: vec![space.clone()], ..Needs::default() };
        assert_eq!(timeouts(&needs(true), &facts)[0].verdict, Verdict::Warn);
        assert_eq!(timeouts(&needs(false), &facts)[0].verdict, Verdict::Ok);
    }
}
