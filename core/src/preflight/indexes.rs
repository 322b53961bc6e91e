//! Invalid indexes of the tables: every write pays for them, and no query uses them.

use super::{Facts, Needs, Row};

pub(super) fn invalid(needs: &Needs, facts: &Facts) -> Vec<Row> {
    const CHECK: &str = "invalid indexes";
    let mut names: Vec<String> = needs
        .relations()
        .filter_map(|name| facts.table(name))
        .flat_map(|table| table.invalid_indexes.iter().map(|index| format!("{index} of {}", table.name)))
        .collect();
    names.sort();
    names.dedup();
    vec![match names.is_empty() {
        true => Row::ok(CHECK, "none on the tables"),
        false => Row::warn(CHECK, format!("{}; SELECT * FROM migrate.repair_indexes()", names.join(", "))),
    }]
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;
    use crate::lock::{Mode, Need, Reach};
    use crate::relation::Relation;

    #[test]
    fn an_invalid_index_is_told_once() {
        let mut facts = Facts::fake();
        facts.tables[0].1.invalid_indexes = vec!["i".into()];
        assert_eq!(invalid(&Needs::default(), &facts)[0].detail, "none on the tables");
        let relation = Relation { schema: None, name: "t".into() };
        let need = Need { relation, mode: Mode::Share, reach: Reach::Alone };
        let needs = Needs { locks: vec![need.clone(), need], ..Needs::default() };
        let row = invalid(&needs, &facts).remove(0);
        assert_eq!(row.verdict, Verdict::Warn);
        assert_eq!(row.detail, "i of t; SELECT * FROM migrate.repair_indexes()");
    }
}
