//! Deriving a down script: from what each statement of a script does to the statements that take it back.
//!
//! `command` tells what each statement does, from what it says; the history tells how they hang together: what is done
//! to something that the script itself has made goes with it, a block that is rolled back leaves nothing to take back,
//! and each statement is taken back under the settings under which it ran.
//!
//! What is not in the script is asked of the catalog at the moment before it runs ([`questions`]): what it drops and
//! replaces, and whether what it makes IF NOT EXISTS is there. Where the catalog has not been asked, nothing is guessed;
//! but a statement is taken to have changed something then: who writes SET NOT NULL means that the column was not that
//! before. Rows are not kept, so a script that changes those that were there is not taken back; of what it drops the
//! structure comes back, and a comment says what does not. A reverse that is known is always written, even where the table goes anyway, since
//! others may depend on it.

mod action;
mod ask;
mod blocks;
mod command;
mod current;
#[cfg(test)]
mod fake;
mod harmless;
mod history;
mod known;
mod lost;
mod moved;
mod optional;
mod own;
mod scene;
mod script;
mod settings;
mod told;
mod write;

pub use action::{Action, Aspect, Back, Kind, Loses, Object, Setting, Sql, Unknown, Was, When};
pub use ask::questions;
pub use blocks::{Block, block, in_block};
pub use command::{actions, schemas_of_list};
pub use known::Known;
pub use lost::{by as loses, in_words as lost_in_words};
pub use own::Own;
pub use script::{Derived, part_of_script, script, without_help};
pub use settings::{schemas, takes_role};
pub use told::takes_away;
pub use write::Path;

#[cfg(test)]
mod tests;
