//! Who holds now what a migration will want to lock.

use super::facts::{Target, Transaction};
use super::{Facts, Needs, Row, Verdict};

pub(super) fn conflicts(needs: &Needs, facts: &Facts) -> Vec<Row> {
    const CHECK: &str = "lock conflicts";
    let (moment, patience) = facts.ages();
    let mut rows = Vec::new();
    for target in &facts.targets {
        let in_the_way = facts.transactions.iter().filter(|transaction| {
            // Both have a check of their own.
            !transaction.is_autovacuum && !transaction.is_prepared && conflict(transaction, target)
        });
        // What began a moment ago is about to end.
        for holder in in_the_way.filter(|holder| holder.age >= moment) {
            let verdict = if holder.age >= patience { Verdict::Stop } else { Verdict::Warn };
            rows.push(Row::new(CHECK, verdict, told(target, holder)));
        }
    }
    if rows.is_empty() {
        let strangers =
            needs.relations().filter_map(|name| facts.table(name)).filter(|table| !table.is_owned);
        let detail = match (facts.targets.len(), strangers.count()) {
            (0, 0) => "no table that is there is locked against readers or writers".into(),
            (0, _) => "not looked at: the tables are not this role's".into(),
            (1, _) => format!("nobody is in the way on {}", facts.targets[0].name),
            (many, _) => format!("nobody is in the way on {many} tables"),
        };
        rows.push(Row::ok(CHECK, detail));
    }
    rows
}

/// Prepared transactions: nobody can wait for one, and only a person ends it.
pub(super) fn prepared(needs: &Needs, facts: &Facts) -> Vec<Row> {
    const CHECK: &str = "prepared transactions";
    let mut rows = Vec::new();
    let mut others = 0;
    for transaction in facts.transactions.iter().filter(|transaction| transaction.is_prepared) {
        let target = facts.targets.iter().find(|target| conflict(transaction, target));
        let concurrent = needs.concurrent.iter().find(|concurrent| {
            let table = facts.table(&concurrent.relation);
            table.is_some_and(|table| {
                let held = transaction.locks.iter().filter(|held| held.oid == table.oid);
                held.into_iter().any(|held| concurrent.waits_for(held.mode))
            })
        });
        match (target, concurrent) {
            (Some(target), _) => rows.push(Row::stop(CHECK, told(target, transaction))),
            (None, Some(concurrent)) => rows.push(Row::stop(
                CHECK,
                format!("{} on line {} would wait for {}", concurrent.tag, concurrent.line, transaction.who),
            )),
            (None, None) => others += 1,
        }
    }
    if rows.is_empty() {
        let detail = match others {
            0 => "none in this database".into(),
            others => format!("{others} in this database, none of them in the way"),
        };
        rows.push(Row::ok(CHECK, detail));
    }
    rows
}

fn conflict(transaction: &Transaction, target: &Target) -> bool {
    let held = transaction.locks.iter().filter(|held| held.oid == target.oid);
    held.into_iter().any(|held| target.mode.conflicts_with(held.mode))
}

fn told(target: &Target, holder: &Transaction) -> String {
    let held = holder.locks.iter().filter(|held| held.oid == target.oid).map(|held| held.mode).max();
    let held = held.map_or("a lock", |mode| mode.words());
    format!("{} on {} is wanted; {} holds {held}", target.mode.words(), target.name, holder.who)
}

#[cfg(test)]
mod tests {
    use super::super::HeldLock;
    use super::*;
    use crate::lock::Mode;

    fn facts(age: i64, mode: Mode) -> Facts {
        let holder = Transaction {
            who: "pid 7".into(),
            age,
            locks: vec![HeldLock { oid: 1, mode }],
            ..Transaction::default()
        };
        let target = Target { oid: 1, name: "t".into(), mode: Mode::ShareRowExclusive };
        Facts { targets: vec![target], transactions: vec![holder], ..Facts::fake() }
    }

    #[test]
    fn how_bad_a_holder_is_depends_on_its_age_and_on_what_it_holds() {
        let told = |facts: &Facts| conflicts(&Needs::default(), facts).remove(0);
        assert_eq!(told(&facts(999, Mode::RowExclusive)).detail, "nobody is in the way on t");
        assert_eq!(told(&facts(1_000, Mode::RowExclusive)).verdict, Verdict::Warn);
        let row = told(&facts(30_000, Mode::RowExclusive));
        assert_eq!(row.verdict, Verdict::Stop);
        assert_eq!(row.detail, "SHARE ROW EXCLUSIVE on t is wanted; pid 7 holds ROW EXCLUSIVE");
        // A reader is in nobody's way here.
        assert_eq!(told(&facts(30_000, Mode::AccessShare)).verdict, Verdict::Ok);
    }

    #[test]
    fn a_prepared_transaction_is_in_the_way_whatever_its_age() {
        let mut facts = facts(0, Mode::RowExclusive);
        facts.transactions[0].is_prepared = true;
        assert_eq!(conflicts(&Needs::default(), &facts)[0].verdict, Verdict::Ok);
        assert_eq!(prepared(&Needs::default(), &facts)[0].verdict, Verdict::Stop);
        facts.targets.clear();
        let row = prepared(&Needs::default(), &facts).remove(0);
        assert_eq!(
            (row.verdict, row.detail.as_str()),
            (Verdict::Ok, "1 in this database, none of them in the way")
        );
    }
}
