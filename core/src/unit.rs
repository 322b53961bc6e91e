//! From a script's statements to units.
//!
//! The script's own BEGIN and COMMIT mark transaction units. Without them the whole script is one unit.
//! Either is split only around statements that the server refuses inside a transaction, and behind those
//! whose effect later statements can use only once it is committed.
//!
//! Whether a CALL commits depends on the procedure, and whether a REINDEX does on the table. What this script and
//! earlier ones of the same run say of them is [`Known`]; the catalog has the rest. One that commits is a unit of its
//! own, outside of BEGIN.

mod known;

use crate::error::{Result, ScriptError};
use crate::migration::Script;
use crate::plan::{End, Step, Transaction, Unit};
use crate::statement::{Class, Control, Standalone, Statement};

pub use known::{Facts, Known, NoFacts};

/// Cuts a script's statements into units. There is always at least one, the unit that records the migration; it may
/// have no steps.
///
/// # Errors
///
/// [`ScriptError::NeverCommitted`] for a BEGIN without an end; [`ScriptError::ClientCopy`] and
/// [`ScriptError::TwoPhase`] for what cannot run without a client; [`ScriptError::DressedOperation`] for a safe
/// operation that is not a statement of its own.
pub fn units(script: &Script, statements: Vec<Statement>, known: &mut Known) -> Result<Vec<Unit>> {
    let mut cutter = Cutter { autocommit: !script.transaction, ..Cutter::default() };
    for mut statement in drained(statements) {
        let mut commits = false;
        if let Some(bearing) = &statement.bearing {
            known.learn(bearing);
            commits = known.commits(bearing);
        }
        if statement.class == Class::Ordinary && known.is_of_partitions(&statement) {
            statement.class = Class::Standalone(Standalone::Other);
        }
        cutter.take(statement, commits)?;
    }
    cutter.finish()
}

/// Statements in their order, of which those that were taken give their room back: of a large script it is as large as
/// what is made of them.
fn drained(mut statements: Vec<Statement>) -> impl Iterator<Item = Statement> {
    const FEW: usize = 4096;
    statements.reverse();
    std::iter::from_fn(move || {
        let next = statements.pop();
        if statements.len() + FEW < statements.capacity() / 2 {
            statements.shrink_to_fit();
        }
        next
    })
}

/// A ROLLBACK at the end of a script, or one without a BEGIN, told as part of a sentence. It is run as it stands, but
/// it is seldom meant.
pub fn stray_rollback(statements: &[Statement]) -> Option<String> {
    let mut is_open = false;
    for (at, statement) in statements.iter().enumerate() {
        match &statement.class {
            Class::Control(Control::Begin { .. }) => is_open = true,
            Class::Control(Control::Commit { chain }) => is_open &= *chain,
            Class::Control(Control::Rollback { chain }) => {
                let line = statement.line;
                if !is_open {
                    return Some(format!("ROLLBACK on line {line} takes nothing back, for no BEGIN is open"));
                }
                if at + 1 == statements.len() {
                    return Some(format!(
                        "ends in ROLLBACK on line {line}, so its last block leaves nothing"
                    ));
                }
                is_open = *chain;
            }
            _ => {}
        }
    }
    None
}

/// Commands that may commit in their middle, depending on what they are given.
const MAY_COMMIT: [&str; 4] = ["CALL", "DO", "REINDEX", "CLUSTER"];

/// The open unit and those that are done.
#[derive(Default)]
struct Cutter {
    autocommit: bool,
    units: Vec<Unit>,
    open: Transaction,
    /// The BEGIN whose COMMIT is still to come.
    block: Option<Block>,
}

struct Block {
    line: u32,
    /// Its text, where it sets a transaction mode.
    begin: Option<String>,
}

impl Cutter {
    /// Takes the next statement; `commits` if it ends the transaction in which it runs.
    fn take(&mut self, statement: Statement, commits: bool) -> Result<()> {
        match &statement.class {
            Class::Control(control) => self.control(control.clone(), statement),
            Class::ClientCopy => {
                return Err(ScriptError::ClientCopy { line: statement.line, column: statement.column }.into());
            }
            Class::TwoPhase => {
                return Err(ScriptError::TwoPhase {
                    line: statement.line,
                    column: statement.column,
                    tag: statement.tag,
                }
                .into());
            }
            Class::DressedOperation => {
                return Err(ScriptError::DressedOperation {
                    line: statement.line,
                    column: statement.column,
                    function: statement.tag,
                }
                .into());
            }
            Class::Standalone(_) => {
                self.cut(End::Commit);
                self.units.push(Unit::Standalone(Box::new(Step::statement(statement))));
            }
            Class::Operation => {
                self.cut(End::Commit);
                self.units.push(Unit::Operation(Box::new(Step::statement(statement))));
            }
            Class::CommitAfter => {
                self.open.steps.push(Step::statement(statement));
                // Inside a block the author asked for one transaction, and gets psql's answer.
                if self.block.is_none() {
                    self.cut(End::Commit);
                }
            }
            // Inside a block the author asked for one transaction, and gets the server's refusal, as in psql.
            Class::Ordinary if commits && self.block.is_none() => {
                self.cut(End::Commit);
                self.units.push(Unit::Standalone(Box::new(Step::statement(statement))));
            }
            // These may commit by themselves, and in psql they could: each statement stands alone there.
            Class::Ordinary if self.is_autocommit() && MAY_COMMIT.contains(&statement.tag.as_str()) => {
                self.units.push(Unit::Standalone(Box::new(Step::statement(statement))));
            }
            Class::Ordinary | Class::TopLevel => {
                self.open.steps.push(Step::statement(statement));
                if self.is_autocommit() {
                    self.cut(End::Commit);
                }
            }
        }
        Ok(())
    }

    fn is_autocommit(&self) -> bool {
        self.autocommit && self.block.is_none()
    }

    fn control(&mut self, control: Control, statement: Statement) {
        match control {
            // BEGIN inside a block, COMMIT outside of one: the server warns and goes on.
            Control::Begin { .. } if self.block.is_some() => {}
            Control::Begin { plain } => {
                self.cut(End::Commit);
                let begin = (!plain).then_some(statement.text);
                self.block = Some(Block { line: statement.line, begin });
            }
            Control::Commit { chain } => self.end(End::Commit, chain),
            Control::Rollback { .. } if self.block.is_none() => self.end(End::Commit, false),
            Control::Rollback { chain } => self.end(End::Rollback, chain),
        }
    }

    fn end(&mut self, end: End, chain: bool) {
        self.cut(end);
        if !chain {
            self.block = None;
        }
    }

    /// Closes the open unit, if it holds anything.
    fn cut(&mut self, end: End) {
        let mut unit = std::mem::take(&mut self.open);
        if !unit.steps.is_empty() {
            unit.begin = self.block.as_ref().and_then(|block| block.begin.clone());
            unit.end = end;
            self.units.push(Unit::Transaction(unit));
        }
    }

    fn finish(mut self) -> Result<Vec<Unit>> {
        if let Some(block) = &self.block {
            return Err(ScriptError::NeverCommitted { line: block.line }.into());
        }
        self.cut(End::Commit);
        if self.units.is_empty() {
            self.units.push(Unit::Transaction(Transaction::default()));
        }
        for unit in &mut self.units {
            if let Unit::Transaction(transaction) = unit {
                transaction.steps.shrink_to_fit();
            }
        }
        Ok(self.units)
    }
}

#[cfg(test)]
pub(in crate::unit) mod tests {
    use super::*;
    use crate::relation::Relation;

    /// Statements from words: B(egin), S(erializable begin), C(ommit), X (commit and chain), R(ollback),
    /// I(ndex concurrently), E(num value), O(peration), anything else ordinary.
    pub(in crate::unit) fn statements(words: &str) -> Vec<Statement> {
        words
            .split_whitespace()
            .enumerate()
            .map(|(at, word)| {
                let class = match word {
                    "B" => Class::Control(Control::Begin { plain: true }),
                    "S" => Class::Control(Control::Begin { plain: false }),
                    "C" => Class::Control(Control::Commit { chain: false }),
                    "X" => Class::Control(Control::Commit { chain: true }),
                    "R" => Class::Control(Control::Rollback { chain: false }),
                    "I" => Class::Standalone(Standalone::CreateIndex {
                        table: Relation { schema: None, name: "t".into() },
                        index: Some("i".into()),
                    }),
                    "E" => Class::CommitAfter,
                    "O" => Class::Operation,
                    "COPY" => Class::ClientCopy,
                    "DRESSED" => Class::DressedOperation,
                    "PREPARE" => Class::TwoPhase,
                    _ => Class::Ordinary,
                };
                Statement {
                    number: at as u32 + 1,
                    text: word.into(),
                    start: at,
                    line: at as u32 + 1,
                    column: 1,
                    tag: word.into(),
                    class,
                    tables: Default::default(),
                    locks: Default::default(),
                    bearing: None,
                    what: String::new(),
                    on_failure: None,
                }
            })
            .collect()
    }

    /// Units as words: `[a b]` a transaction, `[a]!` one that rolls back, `S[a]` one with its own BEGIN, `I` alone.
    fn shape_with(script: &Script, words: &str) -> String {
        let write = |unit: &Unit| match unit {
            Unit::Standalone(_) | Unit::Operation(_) | Unit::Batched(_) => {
                unit.steps()[0].source().text.clone()
            }
            Unit::Transaction(unit) => {
                let texts: Vec<_> = unit.steps.iter().map(|step| step.source().text.as_str()).collect();
                let begin = unit.begin.clone().unwrap_or_default();
                let end = if unit.end == End::Rollback { "!" } else { "" };
                format!("{begin}[{}]{end}", texts.join(" "))
            }
        };
        units(script, statements(words), &mut Known::new(&NoFacts))
            .unwrap()
            .iter()
            .map(write)
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn shape(words: &str) -> String {
        shape_with(&Script::new(""), words)
    }

    #[test]
    fn a_stray_rollback_is_told() {
        let told = |words: &str| stray_rollback(&statements(words));
        assert_eq!(told("a R"), Some("ROLLBACK on line 2 takes nothing back, for no BEGIN is open".into()));
        assert_eq!(
            told("B a C R b"),
            Some("ROLLBACK on line 4 takes nothing back, for no BEGIN is open".into())
        );
        assert_eq!(
            told("B a R"),
            Some("ends in ROLLBACK on line 3, so its last block leaves nothing".into())
        );
        assert_eq!(told("B a R b"), None);
        assert_eq!(told("B a X b C"), None);
        assert_eq!(told("a b"), None);
    }

    #[test]
    fn without_begin_the_script_is_one_unit() {
        assert_eq!(shape("a b c"), "[a b c]");
    }

    #[test]
    fn begin_and_commit_mark_units() {
        assert_eq!(shape("B a b C B c C"), "[a b] [c]");
        assert_eq!(shape("a B b C c d"), "[a] [b] [c d]");
        assert_eq!(shape("B C B a C"), "[a]");
    }

    #[test]
    fn a_standalone_statement_splits_whatever_it_stands_in() {
        assert_eq!(shape("B a I C"), "[a] I");
        assert_eq!(shape("B a I b C"), "[a] I [b]");
        assert_eq!(shape("a I I b"), "[a] I I [b]");
        assert_eq!(shape("I"), "I");
        assert_eq!(shape("B a O b C"), "[a] O [b]");
    }

    #[test]
    fn a_split_block_keeps_its_transaction_mode() {
        assert_eq!(shape("S a I b C c"), "S[a] I S[b] [c]");
    }

    #[test]
    fn chain_begins_the_next_transaction_with_the_same_mode() {
        assert_eq!(shape("S a X b C c"), "S[a] S[b] [c]");
    }

    #[test]
    fn stray_begin_commit_and_rollback_are_only_warned_about() {
        assert_eq!(shape("B a B b C"), "[a b]");
        assert_eq!(shape("a C b"), "[a] [b]");
        assert_eq!(shape("a R b"), "[a] [b]");
    }

    #[test]
    fn a_block_may_roll_itself_back() {
        assert_eq!(shape("B a R B b C"), "[a]! [b]");
    }

    #[test]
    fn a_new_enum_value_is_committed_before_it_is_used_except_in_a_block() {
        assert_eq!(shape("a E b"), "[a E] [b]");
        assert_eq!(shape("B a E b C"), "[a E b]");
    }

    #[test]
    fn autocommit_makes_each_statement_a_unit() {
        let script = Script { transaction: false, ..Script::new("") };
        assert_eq!(shape_with(&script, "a b I B c d C"), "[a] [b] I [c d]");
        assert_eq!(shape_with(&script, "a CALL DO B CALL C"), "[a] CALL DO [CALL]");
    }

    #[test]
    fn a_script_without_statements_has_one_unit_without_steps() {
        assert_eq!(shape(""), "[]");
        assert_eq!(shape("B C"), "[]");
    }

    #[test]
    fn what_cannot_be_planned_is_refused_with_its_line() {
        let refused =
            |words| units(&Script::new(""), statements(words), &mut Known::new(&NoFacts)).unwrap_err();
        assert_eq!(refused("a B b"), ScriptError::NeverCommitted { line: 2 }.into());
        assert_eq!(refused("a B b X"), ScriptError::NeverCommitted { line: 2 }.into());
        assert_eq!(refused("a COPY"), ScriptError::ClientCopy { line: 2, column: 1 }.into());
        assert_eq!(
            refused("PREPARE"),
            ScriptError::TwoPhase { line: 1, column: 1, tag: "PREPARE".into() }.into()
        );
        let dressed = ScriptError::DressedOperation { line: 3, column: 1, function: "DRESSED".into() };
        assert_eq!(refused("a O DRESSED"), dressed.into());
    }
}
