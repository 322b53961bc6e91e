//! A script as rules see it: its statements, those in their bodies, and what each of them finds.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::blocks::{self, Odd};
use super::facts::Facts;
use super::long_names::LongNames;
use super::made::Made;
use super::script::{Inside, Said};
use super::standing::Events;
use super::written::Written;
use crate::ddl::Command;
use crate::ddl::session::Session;
use crate::ddl::value::{VariableSet, VariableSetKind};
use crate::lock::Need;
use crate::migration::Script;
use crate::statement::{Class, Control};

/// What is so when a statement's turn comes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Moment {
    /// Statements of one number commit together.
    pub transaction: u32,
    /// Whether it runs inside of a transaction with others: a BEGIN block of the script, or the script as a whole.
    pub is_in_block: bool,
    /// Whether it stands between a BEGIN and a COMMIT of the script.
    pub is_in_begin: bool,
    /// The script has set `lock_timeout` to something else than 0.
    pub has_lock_timeout: bool,
    /// The script has set `statement_timeout` to something else than 0.
    pub has_statement_timeout: bool,
}

/// A script with all that its rules ask.
pub struct Context<'a> {
    pub(super) script: &'a Script,
    pub(super) said: &'a [Said],
    /// The statements of each script that runs before.
    pub(super) before: &'a [&'a [Said]],
    pub(super) facts: &'a dyn Facts,
    pub(super) moments: Vec<Moment>,
    pub(super) made: &'a Made,
    pub(super) written: &'a Written<'a>,
    /// Read when it is asked for.
    events: OnceCell<Events>,
    odd: OnceCell<HashMap<usize, Odd>>,
    long_names: OnceCell<LongNames>,
    /// For each statement the first one before it, in its transaction, whose lock others wait for.
    pub(super) held: Vec<Option<usize>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        script: &'a Script,
        said: &'a [Said],
        before: &'a [&'a [Said]],
        (made, written): (&'a Made, &'a Written<'a>),
        facts: &'a dyn Facts,
    ) -> Self {
        let mut moments = Vec::with_capacity(said.len());
        let mut now = Moment { is_in_block: script.transaction, ..Moment::default() };
        let mut has_begun = false;
        for said in said {
            let class = &said.statement.class;
            let is_own = said.inside == Inside::Script;
            let stands_alone = is_own && matches!(class, Class::Standalone(_) | Class::Operation);
            match class {
                Class::Control(Control::Begin { .. }) if is_own => {
                    now.transaction += 1;
                    (has_begun, now.is_in_block) = (true, true);
                }
                _ if stands_alone || (is_own && !now.is_in_block) => now.transaction += 1,
                _ => {}
            }
            moments.push(Moment {
                is_in_block: now.is_in_block && !stands_alone,
                is_in_begin: has_begun,
                ..now
            });
            match class {
                Class::Control(Control::Commit { chain } | Control::Rollback { chain }) if is_own => {
                    now.transaction += 1;
                    has_begun &= *chain;
                    // Behind a COMMIT the engine has one transaction for what is left, unless it was told otherwise.
                    now.is_in_block = script.transaction || has_begun;
                }
                Class::CommitAfter if is_own => now.transaction += 1,
                _ if stands_alone => now.transaction += 1,
                _ => {}
            }
            match &said.command {
                Command::Session(Session::Set(set)) if is_own => now.set(set),
                _ => {}
            }
        }
        let held = held(said, &moments, made, facts);
        Context {
            script,
            said,
            before,
            facts,
            moments,
            made,
            held,
            written,
            events: OnceCell::new(),
            odd: OnceCell::new(),
            long_names: OnceCell::new(),
        }
    }

    pub(super) fn events(&self) -> &Events {
        self.events.get_or_init(|| Events::read(self.said))
    }

    pub(super) fn odd(&self, at: usize) -> Option<Odd> {
        self.odd.get_or_init(|| blocks::read(self.said)).get(&at).copied()
    }

    pub(super) fn long_names(&self) -> &LongNames {
        self.long_names.get_or_init(|| {
            let most = self.facts.setting("max_identifier_length").and_then(|most| most.parse().ok());
            LongNames::read(self.said, most.unwrap_or(crate::name::MOST_BYTES))
        })
    }
}

/// See [`Context::held`].
fn held(said: &[Said], moments: &[Moment], made: &Made, facts: &dyn Facts) -> Vec<Option<usize>> {
    let mut all = Vec::with_capacity(said.len());
    let (mut transaction, mut first) = (None, None);
    for (at, said) in said.iter().enumerate() {
        let own = Some(moments[at].transaction);
        if own != transaction {
            (transaction, first) = (own, None);
        }
        all.push(first);
        let is_felt = |need: &Need| {
            let is_temporary = || facts.table(&need.relation).is_some_and(|known| known.table.is_temporary);
            !made.is_new(&need.relation, at) && !is_temporary()
        };
        let runs_here = !matches!(said.inside, Inside::Routine(_));
        if first.is_none() && runs_here && said.statement.locks.iter().any(is_felt) {
            first = Some(at);
        }
    }
    all
}

impl Moment {
    fn set(&mut self, set: &VariableSet) {
        let name = set.name.as_deref().unwrap_or_default().to_ascii_lowercase();
        let is_set = set.kind == VariableSetKind::Value && !is_zero(set);
        match (name.as_str(), set.kind) {
            ("lock_timeout", _) => self.has_lock_timeout = is_set,
            ("statement_timeout", _) => self.has_statement_timeout = is_set,
            (_, VariableSetKind::ResetAll) => {
                (self.has_lock_timeout, self.has_statement_timeout) = (false, false)
            }
            _ => {}
        }
    }
}

/// Whether a setting is set to nothing: `0`, `'0'`, `'0ms'`.
fn is_zero(set: &VariableSet) -> bool {
    use crate::ddl::value::Value;
    let Some(Value::Constant(constant)) = set.args.first() else { return false };
    let digits: String = constant.text.trim().chars().take_while(|c| c.is_ascii_digit()).collect();
    !digits.is_empty() && digits.bytes().all(|digit| digit == b'0')
}
