//! Deriving a down script: from what each statement of a script does to the statements that take it back.
//!
//! `command` tells what each statement does, from what it says; the history tells how they hang together: what is done
//! to something that the script itself has made goes with it, a block that is rolled back leaves nothing to take back,
//! and each statement is taken back under the settings under which it ran.
//!
//! A statement is taken to have changed something: who writes SET NOT NULL means that the column was not that before. A
//! script that needs no such assumption is nearly none. Whatever else is not in the script, such as a default that it
//! overwrites, is not guessed. A reverse that is known is always written, even where the table goes anyway, since
//! others may depend on it.

mod action;
mod command;
#[cfg(test)]
mod fake;
mod history;
mod script;
mod settings;
mod told;
mod write;

pub use action::{Action, Back, Kind, Object, Setting, Sql, Unknown};
pub use command::{actions, schemas_of_list};
pub use script::script;
pub use settings::{schemas, takes_role};
pub use told::takes_away;
pub use write::Path;

#[cfg(test)]
mod tests;
