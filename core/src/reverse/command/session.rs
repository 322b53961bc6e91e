//! What concerns the session: settings, under which other statements run, and what leaves nothing behind.

use super::names::Names;
use super::why::NOT_KNOWN;
use crate::ddl::session::Session;
use crate::ddl::transaction::{Transaction, TransactionKind};
use crate::ddl::value::{ConstantKind, Value, VariableSet, VariableSetKind};
use crate::reverse::action::{Back, Setting};

/// What takes a statement back that concerns the session.
pub fn back(statement: &Session, names: Names) -> Back {
    match statement {
        Session::Set(set) => self::set(set, names),
        Session::Notify(_) => Back::Again,
        Session::Execute(_) | Session::Fetch(_) | Session::Explain(_) => Back::unknown(NOT_KNOWN),
        Session::Show(_)
        | Session::SetConstraints(_)
        | Session::Discard { .. }
        | Session::Load(_)
        | Session::Prepare(_)
        | Session::Deallocate(_)
        | Session::DeclareCursor(_)
        | Session::ClosePortal(_)
        | Session::Listen(_)
        | Session::Unlisten(_)
        | Session::Checkpoint => Back::Nothing,
    }
}

fn set(set: &VariableSet, names: Names) -> Back {
    use VariableSetKind::*;
    let name = set.name.clone().unwrap_or_default();
    let (name, is_set) = match set.kind {
        ResetAll => ("all".to_string(), false),
        Value => (name, true),
        Default | Reset => (name, false),
        // SET TRANSACTION is for the transaction that it is in.
        Current | Multi => return Back::Nothing,
    };
    let name = name.to_lowercase();
    let schemas = if name == "search_path" && is_set { schemas(set, names) } else { vec![] };
    Back::Set(Setting { name, is_set, is_local: set.is_local, schemas })
}

/// The schemas of a SET search_path, but for an empty name, which is none.
fn schemas(set: &VariableSet, names: Names) -> Vec<String> {
    let string = |value: &Value| match value {
        Value::Constant(constant) if constant.kind == ConstantKind::String => Some(constant.text.clone()),
        _ => None,
    };
    let schemas = set.args.iter().filter_map(string).filter(|name| !name.is_empty());
    schemas.map(|name| names.identifier(&name)).collect()
}

/// What takes a statement back that begins, ends or divides a transaction.
pub fn transaction(statement: &Transaction) -> Back {
    if statement.kind == TransactionKind::RollbackTo {
        Back::unknown("What is left of the statements behind a savepoint is not followed.")
    } else {
        Back::Nothing
    }
}
