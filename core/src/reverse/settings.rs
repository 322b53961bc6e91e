//! What a script sets that matters to where its names are found: search paths and roles.

use super::action::{Action, Back};
use crate::statement::Statement;

/// Whether a script takes another role.
pub fn takes_role(statements: &[(Statement, Vec<Action>)]) -> bool {
    let takes = |action: &Action| matches!(&action.back, Back::Set(setting) if is_role(&setting.name));
    statements.iter().flat_map(|(_, actions)| actions).any(takes)
}

/// Whether a setting is whose rights count.
pub(super) fn is_role(name: &str) -> bool {
    ["role", "session_authorization"].contains(&name)
}

/// The schemas that a script's SET search_path statements name, quoted where the server would quote them.
pub fn schemas(statements: &[(Statement, Vec<Action>)]) -> Vec<String> {
    let set = |action: &Action| match &action.back {
        Back::Set(setting) => setting.schemas.clone(),
        _ => vec![],
    };
    let mut schemas: Vec<String> = statements.iter().flat_map(|(_, actions)| actions).flat_map(set).collect();
    schemas.sort();
    schemas.dedup();
    schemas
}
