//! Vacuums of the tables: an ordinary autovacuum gives way, one against wraparound does not.

use super::{Facts, Needs, Row};

pub(super) fn autovacuum(needs: &Needs, facts: &Facts) -> Vec<Row> {
    const CHECK: &str = "autovacuum";
    let mut rows = Vec::new();
    let mut gives_way = Vec::new();
    for vacuum in facts.transactions.iter().filter(|transaction| transaction.is_autovacuum) {
        let name = vacuum.locks.iter().find_map(|lock| {
            let target =
                facts.targets.iter().find(|target| target.oid == lock.oid).map(|target| &target.name);
            target.or_else(|| {
                let table = facts.tables.iter().find(|(_, table)| table.oid == lock.oid);
                table.map(|(_, table)| &table.name)
            })
        });
        let Some(name) = name else { continue };
        if vacuum.is_wraparound {
            let detail =
                format!("{} is at work on {name} against wraparound, and does not give way", vacuum.who);
            rows.push(Row::stop(CHECK, detail));
        } else {
            gives_way.push(name.clone());
        }
    }
    let due = needs.relations().filter_map(|name| facts.table(name)).filter(|table| table.is_wraparound_due);
    let mut due: Vec<&str> = due.map(|table| table.name.as_str()).collect();
    due.sort_unstable();
    due.dedup();
    if rows.is_empty() && !due.is_empty() {
        let why = "it would not give way to a lock; VACUUM first";
        rows.push(Row::warn(
            CHECK,
            format!("a vacuum against wraparound is due on {}: {why}", due.join(", ")),
        ));
    }
    if rows.is_empty() {
        let detail = match gives_way.is_empty() {
            true => "none at work on the tables".into(),
            false => format!("at work on {}; it gives way to a lock", gives_way.join(", ")),
        };
        rows.push(Row::ok(CHECK, detail));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::{HeldLock, Transaction, Verdict};
    use super::*;
    use crate::lock::Mode;
    use crate::lock::{Need, Reach};
    use crate::relation::Relation;

    #[test]
    fn only_a_vacuum_against_wraparound_is_in_the_way() {
        let vacuum = |is_wraparound, oid| {
            let one = Transaction {
                who: "pid 7".into(),
                is_autovacuum: true,
                is_wraparound,
                locks: vec![HeldLock { oid, mode: Mode::ShareUpdateExclusive }],
                ..Transaction::default()
            };
            Facts { transactions: vec![one], ..Facts::fake() }
        };
        let told = |facts: &Facts| autovacuum(&Needs::default(), facts).remove(0);
        assert_eq!(told(&vacuum(false, 1)).detail, "at work on t; it gives way to a lock");
        assert_eq!(told(&vacuum(false, 1)).verdict, Verdict::Ok);
        let detail = "pid 7 is at work on t against wraparound, and does not give way";
        assert_eq!(told(&vacuum(true, 1)).detail, detail);
        assert_eq!(told(&vacuum(true, 1)).verdict, Verdict::Stop);
        assert_eq!(told(&vacuum(true, 9)).detail, "none at work on the tables");
    }

    #[test]
    fn one_that_is_due_is_told() {
        let mut facts = Facts::fake();
        facts.tables[0].1.is_wraparound_due = true;
        assert_eq!(autovacuum(&Needs::default(), &facts)[0].verdict, Verdict::Ok);
        let relation = Relation { schema: None, name: "t".into() };
        let need = Need { relation, mode: Mode::AccessExclusive, reach: Reach::Alone };
        let needs = Needs { locks: vec![need], ..Needs::default() };
        let row = autovacuum(&needs, &facts).remove(0);
        assert_eq!(row.verdict, Verdict::Warn);
        assert!(row.detail.starts_with("a vacuum against wraparound is due on t:"), "{}", row.detail);
    }
}
