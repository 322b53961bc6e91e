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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ddl::Command;
    use crate::plan::sample;
    use crate::statement::Statement;

    /// B(egin), C(ommit), X (commit and chain), anything else.
    fn odd(words: &str) -> Vec<(usize, Odd)> {
        let said = words.split_whitespace().enumerate().map(|(at, word)| {
            let class = match word {
                "B" => Class::Control(Control::Begin { plain: true }),
                "C" => Class::Control(Control::Commit { chain: false }),
                "X" => Class::Control(Control::Commit { chain: true }),
                _ => Class::Ordinary,
            };
            let number = at as u32 + 1;
            let statement = Statement { number, line: number, class, ..sample::step(word).source().clone() };
            Said { statement, command: Command::Other, inside: Inside::Script }
        });
        let said: Vec<_> = said.collect();
        let mut odd: Vec<_> = read(&said).into_iter().collect();
        odd.sort_by_key(|(at, _)| *at);
        odd
    }

    #[test]
    fn begin_and_commit_go_together() {
        assert_eq!(odd("B a C B b C c"), []);
        assert_eq!(odd("B a B b C C"), [(2, Odd::Nested { line: 1 }), (5, Odd::Stray)]);
        assert_eq!(odd("a C"), [(1, Odd::Stray)]);
        assert_eq!(odd("B a X b"), [(2, Odd::Unended)]);
        assert_eq!(odd("B a X b C"), []);
    }
}
