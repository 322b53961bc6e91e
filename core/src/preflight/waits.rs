//! For whom a CONCURRENTLY would have to wait, without any bound: old snapshots, and whoever has its table.

use super::facts::Transaction;
use super::needs::Concurrent;
use super::{Facts, Needs, Row, Verdict};
use crate::text;

const CHECK: &str = "long transactions";

/// How many are named.
const FEW: usize = 5;

pub(super) fn long_transactions(needs: &Needs, facts: &Facts) -> Vec<Row> {
    let (moment, patience) = facts.ages();
    let is_session = |transaction: &&Transaction| !transaction.is_autovacuum && !transaction.is_prepared;
    let long = facts.transactions.iter().filter(is_session).filter(|transaction| transaction.age >= moment);
    let long: Vec<&Transaction> = long.collect();
    if long.is_empty() {
        return vec![Row::ok(CHECK, "none older than a second")];
    }
    let mut rows = Vec::new();
    let mut left = 0;
    for transaction in &long {
        let waiting = needs.concurrent.iter().find(|concurrent| waits(concurrent, transaction, facts));
        let Some(waiting) = waiting else { continue };
        if rows.len() == FEW {
            left += 1;
            continue;
        }
        let verdict = if transaction.age >= patience { Verdict::Stop } else { Verdict::Warn };
        let held = held(transaction, facts);
        let (tag, line, who) = (&waiting.tag, waiting.line, &transaction.who);
        rows.push(Row::new(CHECK, verdict, format!("{tag} on line {line} would wait for {who}{held}")));
    }
    if left > 0 {
        rows.push(Row::warn(CHECK, format!("and {left} more, younger than these")));
    }
    let keeps = long.iter().filter(|transaction| transaction.has_snapshot && transaction.age >= patience);
    if rows.is_empty() && needs.writes_rows() && keeps.clone().next().is_some() {
        let oldest =
            keeps.clone().max_by_key(|transaction| transaction.age).map(|oldest| oldest.who.as_str());
        let count = text::count(keeps.count(), "old transaction");
        let oldest = oldest.unwrap_or_default();
        let why = "dead rows of an UPDATE cannot be removed meanwhile";
        rows.push(Row::warn(CHECK, format!("{count}, the oldest {oldest}; {why}")));
    }
    if rows.is_empty() {
        let count = text::count(long.len(), "transaction");
        rows.push(Row::ok(CHECK, format!("{count} older than a second; nothing here waits for them")));
    }
    rows
}

fn waits(concurrent: &Concurrent, transaction: &Transaction, facts: &Facts) -> bool {
    let table = facts.table(&concurrent.relation);
    let has_lock = table.is_some_and(|table| {
        let held = transaction.locks.iter().filter(|held| held.oid == table.oid);
        held.into_iter().any(|held| concurrent.waits_for(held.mode))
    });
    // What is not there yet is waited for all the same, once it is.
    concurrent.waits_for_snapshots && transaction.has_snapshot || has_lock
}

/// What it holds of ours.
fn held(transaction: &Transaction, facts: &Facts) -> String {
    let mut names: Vec<String> = Vec::new();
    for lock in &transaction.locks {
        let table = facts.tables.iter().find(|(_, table)| table.oid == lock.oid);
        let target = facts.targets.iter().find(|target| target.oid == lock.oid);
        let name = table.map(|(_, table)| &table.name).or(target.map(|target| &target.name));
        if let Some(name) = name.filter(|name| !names.contains(name)) {
            names.push(name.clone());
        }
    }
    if names.is_empty() { String::new() } else { format!(", which has used {}", names.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::super::HeldLock;
    use super::*;
    use crate::lock::Mode;
    use crate::relation::Relation;

    fn facts(age: i64, has_snapshot: bool, mode: Option<Mode>) -> Facts {
        let locks = mode.map(|mode| HeldLock { oid: 1, mode }).into_iter().collect();
        let one = Transaction { who: "pid 7".into(), age, has_snapshot, locks, ..Transaction::default() };
        Facts { transactions: vec![one], ..Facts::fake() }
    }

    fn concurrently(table: &str, waits_for_snapshots: bool) -> Needs {
        let relation = Relation { schema: None, name: table.into() };
        let conflicts = if waits_for_snapshots { Mode::Share } else { Mode::AccessExclusive };
        let tag = "CREATE INDEX CONCURRENTLY".into();
        let one = Concurrent { line: 3, tag, relation, waits_for_snapshots, conflicts };
        Needs { concurrent: vec![one], ..Needs::default() }
    }

    #[test]
    fn an_index_build_waits_for_every_snapshot_and_for_writers_of_its_table() {
        let told = |facts: &Facts, needs: &Needs| long_transactions(needs, facts).remove(0);
        let needs = concurrently("t", true);
        assert_eq!(told(&facts(999, true, None), &needs).detail, "none older than a second");
        assert_eq!(told(&facts(1_000, true, None), &needs).verdict, Verdict::Warn);
        let row = told(&facts(30_000, false, Some(Mode::RowExclusive)), &needs);
        assert_eq!(row.verdict, Verdict::Stop);
        let detail = "CREATE INDEX CONCURRENTLY on line 3 would wait for pid 7, which has used t";
        assert_eq!(row.detail, detail);
        // Idle in a transaction that has only read, it is not waited for.
        assert_eq!(told(&facts(30_000, false, Some(Mode::AccessShare)), &needs).verdict, Verdict::Ok);
        // A table that is not there yet: snapshots count.
        assert_eq!(told(&facts(30_000, true, None), &concurrently("new", true)).verdict, Verdict::Stop);
    }

    #[test]
    fn a_drop_waits_for_whoever_has_used_the_table() {
        let needs = concurrently("t", false);
        let verdict = |facts: &Facts| long_transactions(&needs, facts)[0].verdict;
        assert_eq!(verdict(&facts(30_000, true, None)), Verdict::Ok);
        assert_eq!(verdict(&facts(30_000, false, Some(Mode::AccessShare))), Verdict::Stop);
    }

    #[test]
    fn without_concurrently_nothing_waits() {
        let row = long_transactions(&Needs::default(), &facts(90_000, true, None)).remove(0);
        assert_eq!(row.detail, "1 transaction older than a second; nothing here waits for them");
        assert_eq!(row.verdict, Verdict::Ok);
    }

    #[test]
    fn many_are_counted() {
        let mut facts = facts(90_000, true, None);
        facts.transactions = vec![facts.transactions[0].clone(); 8];
        let rows = long_transactions(&concurrently("t", true), &facts);
        assert_eq!(rows.len(), 6);
        assert_eq!(rows[5].detail, "and 3 more, younger than these");
    }
}
