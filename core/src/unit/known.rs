//! What is known, when a script is cut into units, of procedures and tables that its statements name.

use crate::code::Code;
use crate::relation::Relation;
use crate::statement::{Bearing, Statement};

/// What the catalog says of things that the statements name.
pub trait Facts {
    /// What the procedures of a name do; empty if there is none.
    fn procedures(&self, name: &Relation) -> Vec<Code>;

    /// Whether a table or index is partitioned.
    fn is_partitioned(&self, name: &Relation) -> bool;
}

/// A catalog without anything.
pub struct NoFacts;

impl Facts for NoFacts {
    fn procedures(&self, _: &Relation) -> Vec<Code> {
        Vec::new()
    }

    fn is_partitioned(&self, _: &Relation) -> bool {
        false
    }
}

/// What is known of procedures and tables when a script's turn comes: what the scripts before it and its own
/// statements make, and what the catalog says.
pub struct Known<'a> {
    facts: &'a dyn Facts,
    procedures: Vec<(Relation, Code)>,
    partitioned: Vec<Relation>,
    /// Indexes with their tables.
    indexes: Vec<(Relation, Relation)>,
}

impl<'a> Known<'a> {
    /// What the catalog says, before any script.
    pub fn new(facts: &'a dyn Facts) -> Self {
        Known { facts, procedures: Vec::new(), partitioned: Vec::new(), indexes: Vec::new() }
    }

    /// Takes in what a statement makes.
    pub(super) fn learn(&mut self, bearing: &Bearing) {
        match bearing {
            Bearing::Procedure { name, code } => self.procedures.push((name.clone(), code.clone())),
            Bearing::Partitioned(name) => self.partitioned.push(name.clone()),
            Bearing::Index { index, table } => self.indexes.push((index.clone(), table.clone())),
            Bearing::Do(_) | Bearing::Call(_) => {}
        }
    }

    /// Whether a DO block or CALL ends the transaction in which it runs.
    pub(super) fn commits(&self, bearing: &Bearing) -> bool {
        match bearing {
            Bearing::Do(code) => self.code_commits(code, &mut Vec::new()),
            Bearing::Call(name) => self.call_commits(name, &mut Vec::new()),
            _ => false,
        }
    }

    fn code_commits(&self, code: &Code, seen: &mut Vec<Relation>) -> bool {
        code.commits || code.calls.iter().any(|name| self.call_commits(name, seen))
    }

    fn call_commits(&self, name: &Relation, seen: &mut Vec<Relation>) -> bool {
        if seen.contains(name) {
            return false;
        }
        seen.push(name.clone());
        let own =
            self.procedures.iter().filter(|(there, _)| there.may_be(name)).map(|(_, code)| code.clone());
        let mut codes: Vec<Code> = own.collect();
        if codes.is_empty() {
            codes = self.facts.procedures(name);
        }
        codes.iter().any(|code| self.code_commits(code, seen))
    }

    /// Whether a statement commits for each of a partitioned table's partitions.
    pub(super) fn is_of_partitions(&self, statement: &Statement) -> bool {
        matches!(statement.tag.as_str(), "REINDEX" | "CLUSTER")
            && statement.tables.iter().any(|name| {
                let own = self.indexes.iter().filter(|(index, _)| index.may_be(name)).map(|(_, table)| table);
                std::iter::once(name).chain(own).any(|relation| self.is_partitioned(relation))
            })
    }

    fn is_partitioned(&self, relation: &Relation) -> bool {
        self.partitioned.iter().any(|there| there.may_be(relation)) || self.facts.is_partitioned(relation)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::statements;
    use super::super::units;
    use super::*;
    use crate::migration::Script;

    /// A statement with a bearing on the cutting.
    fn bearing(statement: &mut Statement, bearing: Bearing) {
        statement.bearing = Some(Box::new(bearing));
    }

    fn named(name: &str) -> Relation {
        Relation { schema: None, name: name.into() }
    }

    fn code(body: &str) -> Code {
        Code::read("plpgsql", body)
    }

    /// The units' texts: those of a transaction together.
    fn texts(statements: Vec<Statement>, known: &mut Known) -> Vec<Vec<String>> {
        let units = units(&Script::new(""), statements, known).unwrap();
        units
            .iter()
            .map(|unit| unit.steps().iter().map(|step| step.source().text.clone()).collect())
            .collect()
    }

    #[test]
    fn a_do_block_that_commits_stands_alone() {
        let cut = |body, words| {
            let mut statements = statements(words);
            let block = statements.iter_mut().find(|statement| statement.text == "DO").unwrap();
            bearing(block, Bearing::Do(code(body)));
            texts(statements, &mut Known::new(&NoFacts))
        };
        assert_eq!(cut("BEGIN COMMIT; END", "a DO b"), [["a"], ["DO"], ["b"]]);
        assert_eq!(cut("BEGIN NULL; END", "a DO b"), [["a", "DO", "b"]]);
        assert_eq!(cut("BEGIN COMMIT; END", "B a DO C"), [["a", "DO"]]);
    }

    struct Catalog;

    impl Facts for Catalog {
        fn procedures(&self, name: &Relation) -> Vec<Code> {
            if name.name == "there" { vec![code("BEGIN COMMIT; END")] } else { Vec::new() }
        }

        fn is_partitioned(&self, name: &Relation) -> bool {
            name.name == "parts"
        }
    }

    #[test]
    fn a_call_stands_alone_if_its_procedure_commits_itself_or_by_another() {
        let cut = |procedures: &[(&str, &str)], called: &str| {
            let words = format!("{} CALL", "p ".repeat(procedures.len()));
            let mut statements = statements(&words);
            for (statement, (name, body)) in statements.iter_mut().zip(procedures) {
                bearing(statement, Bearing::Procedure { name: named(name), code: code(body) });
            }
            bearing(statements.last_mut().unwrap(), Bearing::Call(named(called)));
            texts(statements, &mut Known::new(&Catalog)).len()
        };
        assert_eq!(cut(&[("work", "BEGIN COMMIT; END")], "work"), 2);
        assert_eq!(cut(&[("work", "BEGIN NULL; END")], "work"), 1);
        assert_eq!(cut(&[("inner", "BEGIN COMMIT; END"), ("work", "BEGIN CALL inner(); END")], "work"), 2);
        assert_eq!(cut(&[("a", "BEGIN CALL b(); END"), ("b", "BEGIN CALL a(); END")], "a"), 1);
        assert_eq!(cut(&[("work", "BEGIN CALL there(); END")], "work"), 2);
        // What the script makes is what it calls, whatever is there now.
        assert_eq!(cut(&[("there", "BEGIN NULL; END")], "there"), 1);
    }

    #[test]
    fn what_an_earlier_script_makes_is_known_to_the_next() {
        let mut known = Known::new(&NoFacts);
        let mut first = statements("p");
        bearing(&mut first[0], Bearing::Procedure { name: named("work"), code: code("BEGIN COMMIT; END") });
        texts(first, &mut known);
        let mut second = statements("a CALL");
        bearing(
            &mut second[1],
            Bearing::Call(Relation { schema: Some("public".into()), name: "work".into() }),
        );
        assert_eq!(texts(second, &mut known), [["a"], ["CALL"]]);
    }

    #[test]
    fn rebuilding_a_partitioned_table_stands_alone() {
        let cut = |table: &str| {
            let mut statements = statements("t REINDEX");
            bearing(&mut statements[0], Bearing::Partitioned(named("made")));
            statements[1].tables = vec![named(table)].into();
            texts(statements, &mut Known::new(&Catalog)).len()
        };
        assert_eq!((cut("made"), cut("parts"), cut("plain")), (2, 2, 1));
        let index = |table: &str| {
            let mut statements = statements("i REINDEX");
            bearing(&mut statements[0], Bearing::Index { index: named("index"), table: named(table) });
            statements[1].tables = vec![named("index")].into();
            texts(statements, &mut Known::new(&Catalog)).len()
        };
        assert_eq!((index("parts"), index("plain")), (2, 1));
    }
}
