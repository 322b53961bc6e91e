//! The server as a whole: whether it takes writes, whether somebody else migrates, whether a worker is free.

use super::{Facts, Needs, Row};
use crate::text;

pub(super) fn state(_: &Needs, facts: &Facts) -> Vec<Row> {
    const CHECK: &str = "server";
    vec![match (facts.is_standby, facts.is_read_only) {
        (true, _) => Row::stop(CHECK, "a standby: migrations run on the primary, and come from there").for_good(),
        (_, true) => Row::stop(
            CHECK,
            "this transaction is read-only: SET default_transaction_read_only = off, or ask in another session",
        )
        .for_good(),
        _ => Row::ok(CHECK, "takes writes"),
    }]
}

pub(super) fn migrator(_: &Needs, facts: &Facts) -> Vec<Row> {
    const CHECK: &str = "other migrators";
    vec![match &facts.migrator {
        Some(who) => Row::stop(CHECK, format!("a migration is running in this database; {who}")),
        None => Row::ok(CHECK, "none at work"),
    }]
}

pub(super) fn workers(needs: &Needs, facts: &Facts) -> Vec<Row> {
    const CHECK: &str = "worker slots";
    let most = facts.workers.most;
    let free = (most - facts.workers.used).max(0);
    let told = format!("{free} of {most} free (max_worker_processes)");
    vec![match (free, needs.runs_in_caller) {
        (0, true) => Row::stop(CHECK, format!("{told}; migrate.apply() needs none, CALL migrate.up() does")),
        (0, false) => Row::stop(CHECK, format!("{told}; a job needs one")),
        _ => Row::ok(CHECK, told),
    }]
}

/// Only where something needs it: nothing of the extension's own does.
pub(super) fn temporary(needs: &Needs, facts: &Facts) -> Vec<Row> {
    const CHECK: &str = "temporary tables";
    let Some((line, what)) = needs.temporary.first() else { return Vec::new() };
    let more = match needs.temporary.len() - 1 {
        0 => String::new(),
        more => format!(", and {} more", text::count(more, "statement")),
    };
    let told = format!("{what} on line {line}{more} makes one");
    vec![match facts.may_make_temporary {
        true => Row::ok(CHECK, format!("{told}; this role has the right TEMPORARY on the database")),
        false => Row::stop(CHECK, format!("{told}; this role lacks the right TEMPORARY on the database"))
            .for_good(),
    }]
}

#[cfg(test)]
mod tests {
    use super::super::{Verdict, Workers};
    use super::*;

    #[test]
    fn a_standby_and_a_reader_never_come_to_it() {
        let told = |facts: &Facts| state(&Needs::default(), facts).remove(0);
        assert_eq!(told(&Facts::fake()).verdict, Verdict::Ok);
        for facts in
            [Facts { is_standby: true, ..Facts::fake() }, Facts { is_read_only: true, ..Facts::fake() }]
        {
            let row = told(&facts);
            assert_eq!((row.verdict, row.passes), (Verdict::Stop, false));
        }
    }

    #[test]
    fn another_migrator_passes() {
        let facts = Facts { migrator: Some("It is run by pid 7.".into()), ..Facts::fake() };
        let row = migrator(&Needs::default(), &facts).remove(0);
        assert_eq!((row.verdict, row.passes), (Verdict::Stop, true));
        assert_eq!(row.detail, "a migration is running in this database; It is run by pid 7.");
    }

    #[test]
    fn a_job_needs_a_slot() {
        let told = |used, runs_in_caller| {
            let needs = Needs { runs_in_caller, ..Needs::default() };
            let facts = Facts { workers: Workers { most: 8, used }, ..Facts::fake() };
            let row = workers(&needs, &facts).remove(0);
            (row.verdict, row.detail)
        };
        assert_eq!(told(7, false), (Verdict::Ok, "1 of 8 free (max_worker_processes)".into()));
        assert_eq!(
            told(8, false),
            (Verdict::Stop, "0 of 8 free (max_worker_processes); a job needs one".into())
        );
        assert!(told(9, true).1.contains("migrate.apply() needs none"));
    }

    #[test]
    fn the_right_to_temporary_tables_matters_where_one_is_made() {
        let facts = Facts { may_make_temporary: false, ..Facts::fake() };
        assert!(temporary(&Needs::default(), &facts).is_empty());
        let needs = Needs { temporary: vec![(3, "CREATE TABLE".into())], ..Needs::default() };
        let row = temporary(&needs, &facts).remove(0);
        assert_eq!((row.verdict, row.passes), (Verdict::Stop, false));
        assert!(
            row.detail.starts_with("CREATE TABLE on line 3 makes one; this role lacks"),
            "{}",
            row.detail
        );
        assert_eq!(temporary(&needs, &Facts::fake())[0].verdict, Verdict::Ok);
    }
}
