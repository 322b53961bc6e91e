//! What a statement of a script asks for. The call in it is made in a mode in which operations do nothing, and only say
//! what they are asked.
//!
//! No code but ours runs in that mode: the arguments are evaluated before, and the call is made with their values.

use std::cell::RefCell;

use migrate_core::error::{Result, ScriptError, SessionError};
use migrate_core::request::Operation;
use pgrx::pg_sys;

use crate::error::raise;
use crate::postgres::identity::{self, current_role, session_user};
use crate::postgres::one_call;

/// What a statement of a script asks for.
#[derive(Debug, Clone)]
pub enum Asked {
    /// A safe operation.
    Do(Box<Operation>),
    /// The undo of the migration's last operation that is not undone.
    Undo,
}

thread_local! {
    /// What the call that is being made has asked for; `None` where operations do what they are asked.
    static COLLECTED: RefCell<Option<Collected>> = const { RefCell::new(None) };
}

struct Collected {
    /// Who makes the call.
    role: pg_sys::Oid,
    asked: Vec<Asked>,
    /// The schema that it is made in, of a call for each of many.
    schema: Option<String>,
}

/// Makes the one call of a script's statement, whose safe operation then only says what it is asked for. No code but
/// the operation's own may run in it.
pub fn collect<R>(run: impl FnOnce() -> R) -> (R, Vec<Asked>) {
    collect_in(None, run)
}

fn collect_in<R>(schema: Option<String>, run: impl FnOnce() -> R) -> (R, Vec<Asked>) {
    struct Reset;
    impl Drop for Reset {
        fn drop(&mut self) {
            COLLECTED.set(None);
        }
    }
    COLLECTED.set(Some(Collected { role: current_role().0, asked: Vec::new(), schema }));
    let reset = Reset;
    let value = run();
    let asked = COLLECTED.take().map_or_else(Vec::new, |collected| collected.asked);
    drop(reset);
    (value, asked)
}

/// Makes the calls of a statement of ours: what they ask for; `schema` is that of a call for each of many.
pub fn asked_by(sql: &str, schema: Option<String>) -> Vec<Asked> {
    let calls = one_call::prepare(sql).unwrap_or_else(|| raise(&ScriptError::NotOurs.into()));
    collect_in(schema, || calls.iter().for_each(one_call::Call::make)).1
}

/// The schema in which a call is being made that is for each of many.
pub fn schema() -> Option<String> {
    COLLECTED.with_borrow(|collected| collected.as_ref()?.schema.clone())
}

/// Whether the call belongs to a statement of a script, which now has it.
///
/// # Errors
///
/// [`SessionError::MayNotTakeRole`], [`SessionError::Restricted`] where somebody else asks than the script's applier:
/// its steps will run with his rights.
pub fn hand_over(asked: Asked) -> Result<bool> {
    COLLECTED.with_borrow_mut(|collected| {
        let Some(collected) = collected else { return Ok(false) };
        let (role, name) = current_role();
        if identity::is_restricted() {
            return Err(SessionError::Restricted { doing: "ask for safe operations" }.into());
        }
        if role != collected.role || identity::is_definer() {
            return Err(SessionError::MayNotTakeRole { session_user: session_user().1, role: name }.into());
        }
        collected.asked.push(asked);
        Ok(true)
    })
}

/// Whether a call is being made for a statement of a script.
pub fn is_collecting() -> bool {
    COLLECTED.with_borrow(Option::is_some)
}
