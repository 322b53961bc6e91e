//! BEGIN and COMMIT that do not go together.

use std::collections::HashMap;

use super::script::{Inside, Said};
use crate::statement::{Class, Control};

/// What is odd about a BEGIN or COMMIT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Odd {
    /// A BEGIN within a block that the line of a BEGIN has begun.
    Nested {
        /// That line.
        line: u32,
    },
    /// A COMMIT or ROLLBACK without a BEGIN.
    Stray,
    /// A BEGIN of a block that nothing ends.
    Unended,
}

/// What is odd, by the place of the statement in the script.
pub(super) fn read(said: &[Said]) -> HashMap<usize, Odd> {
    let mut odd = HashMap::new();
    let mut open: Option<(usize, u32)> = None;
    for (at, said) in said.iter().enumerate().filter(|(_, said)| said.inside == Inside::Script) {
        match &said.statement.class {
            Class::Control(Control::Begin { .. }) => match open {
                Some((_, line)) => {
                    odd.insert(at, Odd::Nested { line });
                }
                None => open = Some((at, said.statement.line)),
            },
            Class::Control(Control::Commit { chain } | Control::Rollback { chain }) => match open {
                None => {
                    odd.insert(at, Odd::Stray);
                }
                Some(_) if *chain => open = Some((at, said.statement.line)),
                Some(_) => open = None,
            },
            _ => {}
        }
    }
    if let Some((at, _)) = open {
        odd.insert(at, Odd::Unended);
    }
    odd
}
