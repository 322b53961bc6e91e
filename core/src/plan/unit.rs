//! A unit: the steps that commit together.

use serde::{Deserialize, Serialize};

use super::step::Step;
use crate::backfill::Backfill;
use crate::checksum;
use crate::facts::{Citus, Kept};
use crate::lock::{Mode, Need};
use crate::statement::Class;

/// Steps that commit together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Steps in one transaction.
    Transaction(Transaction),
    /// One step that must run outside a transaction.
    Standalone(Box<Step>),
    /// A statement that calls a safe operation: what that does is planned when its turn comes, from what is there by
    /// then, and its units run here.
    Operation(Box<Step>),
    /// A loop of small transactions that goes on where it was broken off.
    Batched(Box<Batched>),
}

/// The steps of a transaction unit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Transaction {
    /// The script's own BEGIN, where it sets a transaction mode that must be kept.
    pub begin: Option<String>,
    /// The steps; a migration without statements has a unit without steps.
    pub steps: Vec<Step>,
    /// How it ends.
    pub end: End,
    /// The locks that are taken on all nodes of Citus before its first step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_nodes: Vec<NodeLock>,
    /// Whether its steps, planned for an ordinary table or a local one of Citus', are right on the other of the two: a
    /// foreign key hands the table over, and its end gives it back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub meets_local: bool,
}

/// A lock on a table that Citus manages, on all of its nodes: those who come through another node hold it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeLock {
    /// The table's oid.
    pub oid: u32,
    /// Schema and name, as SQL takes them.
    pub table: String,
    /// Its name for people.
    pub display: String,
    /// The mode.
    pub mode: Mode,
    /// How Citus keeps the table, as the steps were planned for.
    pub citus: Citus,
}

impl NodeLock {
    /// The statement that takes it, or fails at once.
    pub fn sql(&self) -> String {
        format!("LOCK TABLE {} IN {} MODE NOWAIT", self.table, self.mode.words())
    }
}

/// How a transaction unit ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    /// What it did stays.
    #[default]
    Commit,
    /// The script itself takes it back (BEGIN; ...; ROLLBACK).
    Rollback,
}

/// The step of a batched unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batched {
    /// The one statement that would do the same, for people and for the fingerprint; it is not run.
    pub step: Step,
    /// What is run.
    pub backfill: Backfill,
}

impl Transaction {
    /// Whether its steps are right on a table that is kept like this now: as it was when they were planned, or in another
    /// way that they may meet.
    pub fn may_meet(&self, planned: Option<&Citus>, now: Option<&Citus>) -> bool {
        let is_here = |kept: Option<&Citus>| kept.is_none_or(|citus| citus.kind == Kept::Local);
        planned == now || self.meets_local && is_here(planned) && is_here(now)
    }

    /// Adds locks on all nodes: each table is locked once, in the strongest mode.
    pub(super) fn lock_on_nodes(&mut self, locks: &[NodeLock]) {
        for lock in locks {
            match self.on_nodes.iter_mut().find(|there| there.oid == lock.oid) {
                Some(there) => there.mode = there.mode.max(lock.mode),
                None => self.on_nodes.push(lock.clone()),
            }
        }
    }

    /// The steps, cut where the script changes a setting: names mean something else behind SET search_path.
    /// Each part comes with the table locks that it needs, to be taken before it, all or none.
    pub fn parts(&self) -> Vec<(Vec<Need>, &[Step])> {
        let sets = |step: &Step| step.source().tag == "SET";
        self.steps.split_inclusive(sets).map(|steps| (needs(steps), steps)).collect()
    }

    /// Whether all that it does is to make, alter or drop what is in the catalog: it sets nothing, writes no rows, and
    /// leaves nothing in its session. So it means the same behind another one in one transaction.
    pub(super) fn only_defines(&self) -> bool {
        let is_temporary = |text: &str| {
            text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .any(|word| ["temp", "temporary", "pg_temp"].iter().any(|it| word.eq_ignore_ascii_case(it)))
        };
        self.begin.is_none()
            && self.end == End::Commit
            && self.steps.iter().map(Step::source).all(|source| {
                DEFINING.binary_search(&source.tag.as_str()).is_ok()
                    && source.class == Class::Ordinary
                    && !is_temporary(&source.text)
            })
    }
}

/// Tags of statements that say what there is. Others run a query (CREATE TABLE AS), scan whatever has a type (ALTER DOMAIN),
/// reach objects that nobody names (DROP SCHEMA), change where names are
/// looked up (CREATE SCHEMA), or make what is of use only when they have committed (ALTER TYPE ADD
/// VALUE). In the order of the alphabet.
const DEFINING: [&str; 39] = [
    "ALTER FUNCTION",
    "ALTER INDEX",
    "ALTER POLICY",
    "ALTER PROCEDURE",
    "ALTER SEQUENCE",
    "ALTER TABLE",
    "ALTER TRIGGER",
    "ALTER VIEW",
    "COMMENT",
    "CREATE AGGREGATE",
    "CREATE CAST",
    "CREATE DOMAIN",
    "CREATE FUNCTION",
    "CREATE INDEX",
    "CREATE OPERATOR",
    "CREATE POLICY",
    "CREATE PROCEDURE",
    "CREATE RULE",
    "CREATE SEQUENCE",
    "CREATE STATISTICS",
    "CREATE TABLE",
    "CREATE TRIGGER",
    "CREATE TYPE",
    "CREATE VIEW",
    "DROP AGGREGATE",
    "DROP CAST",
    "DROP FUNCTION",
    "DROP INDEX",
    "DROP OPERATOR",
    "DROP POLICY",
    "DROP PROCEDURE",
    "DROP RULE",
    "DROP SEQUENCE",
    "DROP STATISTICS",
    "DROP TABLE",
    "DROP TRIGGER",
    "DROP VIEW",
    "GRANT",
    "REVOKE",
];

impl Unit {
    /// The unit's steps.
    pub fn steps(&self) -> &[Step] {
        match self {
            Unit::Transaction(transaction) => &transaction.steps,
            Unit::Standalone(step) | Unit::Operation(step) => std::slice::from_ref(step.as_ref()),
            Unit::Batched(batched) => std::slice::from_ref(&batched.step),
        }
    }

    /// The word kept in the journal: `transaction`, `standalone`, `operation` or `batched`.
    pub fn kind(&self) -> &'static str {
        match self {
            Unit::Transaction(_) => "transaction",
            Unit::Standalone(_) => "standalone",
            Unit::Operation(_) => "operation",
            Unit::Batched(_) => "batched",
        }
    }

    /// The fingerprint of the unit's statements: a unit that was done is not done again only while it
    /// still says the same.
    pub fn checksum(&self) -> String {
        let texts: Vec<&str> = self.steps().iter().map(|step| step.source().text.as_str()).collect();
        checksum::of_text(&texts.join(";\n"))
    }

    /// Its statements as SQL.
    pub fn sql(&self) -> String {
        self.steps().iter().map(|step| format!("{};", step.source().text)).collect::<Vec<_>>().join("\n")
    }

    /// The numbers of its first and last statement; none for a unit without statements.
    pub fn statements(&self) -> Option<(u32, u32)> {
        let steps = self.steps();
        Some((steps.first()?.source().number, steps.last()?.source().number))
    }

    /// Whether it can run inside somebody else's transaction, from a function.
    pub(super) fn runs_in_caller(&self) -> bool {
        match self {
            Unit::Standalone(_) | Unit::Operation(_) | Unit::Batched(_) => false,
            Unit::Transaction(unit) => {
                unit.begin.is_none()
                    && unit.end == End::Commit
                    && !unit.steps.iter().any(|step| step.source().class == Class::TopLevel)
            }
        }
    }
}

/// The locks of steps, each once where those in a row need the same.
fn needs(steps: &[Step]) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    for need in steps.iter().flat_map(|step| step.source().locks.iter()) {
        if needs.last() != Some(need) {
            needs.push(need.clone());
        }
    }
    needs
}

#[cfg(test)]
mod tests {
    use super::super::Action;
    use super::super::sample::step;
    use super::*;
    use crate::lock::{Mode, Reach};
    use crate::relation::Relation;

    /// An ordinary table and a local one of Citus' stand for each other where the steps say so, and for no other.
    #[test]
    fn what_a_unit_may_meet() {
        let kept = |kind| Some(Citus { kind, group: 0 });
        let (local, reference) = (kept(Kept::Local), kept(Kept::Reference));
        let of_key = Transaction { meets_local: true, ..Transaction::default() };
        for planned in [&None, &local, &reference] {
            for now in [&None, &local, &reference] {
                let is_same = planned == now;
                let is_here = planned != &reference && now != &reference;
                let may = |unit: &Transaction| unit.may_meet(planned.as_ref(), now.as_ref());
                assert_eq!(may(&Transaction::default()), is_same, "{planned:?} {now:?}");
                assert_eq!(may(&of_key), is_same || is_here, "{planned:?} {now:?}");
            }
        }
    }

    #[test]
    fn what_only_defines_may_share_a_transaction() {
        assert!(DEFINING.is_sorted());
        let unit = |tag: &str, text: &str, class: Class| {
            let mut step = step(tag);
            let Action::Statement(statement) = &mut step.action;
            (statement.text, statement.class) = (text.into(), class);
            Transaction { steps: vec![step], ..Transaction::default() }
        };
        let ordinary = |tag: &str, text: &str| unit(tag, text, Class::Ordinary).only_defines();
        assert!(ordinary("CREATE TABLE", "CREATE TABLE template (attempt int)"));
        assert!(ordinary("COMMENT", "COMMENT ON TABLE t IS 'x'"));
        for tag in
            ["SET", "INSERT", "SELECT", "DO", "CREATE TABLE AS", "ALTER TYPE", "GRANT ROLE", "CREATE SCHEMA"]
        {
            assert!(!ordinary(tag, ""), "{tag}");
        }
        assert!(!ordinary("CREATE TABLE", "CREATE Temp TABLE t ()"));
        assert!(!ordinary("CREATE VIEW", "CREATE VIEW pg_temp.v AS SELECT"));
        assert!(!unit("CREATE TABLE", "", Class::TopLevel).only_defines());
        let with = |begin: Option<&str>, end| Transaction {
            begin: begin.map(Into::into),
            end,
            ..unit("CREATE TABLE", "", Class::Ordinary)
        };
        assert!(!with(None, End::Rollback).only_defines());
        assert!(!with(Some("BEGIN ISOLATION LEVEL SERIALIZABLE"), End::Commit).only_defines());
    }

    #[test]
    fn locks_are_looked_up_anew_behind_a_set() {
        let need = |name: &str| Need {
            relation: Relation { schema: None, name: name.into() },
            mode: Mode::AccessExclusive,
            reach: Reach::Alone,
        };
        let mut unit = Transaction::default();
        for (tag, name) in [("ALTER TABLE", "a"), ("ALTER TABLE", "b"), ("SET", ""), ("ALTER TABLE", "c")] {
            let mut step = step(tag);
            let Action::Statement(statement) = &mut step.action;
            statement.locks = if name.is_empty() { Default::default() } else { vec![need(name)].into() };
            unit.steps.push(step);
        }
        let parts = unit.parts();
        assert_eq!(parts.len(), 2);
        assert_eq!((parts[0].0.as_slice(), parts[0].1.len()), ([need("a"), need("b")].as_slice(), 3));
        assert_eq!((parts[1].0.as_slice(), parts[1].1.len()), ([need("c")].as_slice(), 1));
    }
}
