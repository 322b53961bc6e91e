//! What concerns the session and the transaction.

use std::ffi::c_char;

use migrate_core::ddl::session::{DiscardTarget, Session, SessionName, SessionQuery, SetConstraints};
use migrate_core::ddl::transaction::{Transaction, TransactionKind};
use pgrx::pg_sys;

use super::expression::query;
use super::name::ranges;
use super::node::text;
use super::source::Source;
use super::value::{options, variable_set};

/// A statement on the session; none if it is of another family.
///
/// # Safety
///
/// `node` is a statement of a tree that is not freed yet.
pub unsafe fn read(node: *mut pg_sys::Node, at: &Source) -> Option<Session> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag, and each field has what the grammar puts in it.
    unsafe {
        let named = |name: *const c_char| SessionName { name: text(name) };
        let for_later = |name: *const c_char, node| SessionQuery {
            name: text(name),
            query: query(node),
            options: vec![],
        };
        Some(match (*node).type_ {
            T_VariableSetStmt => Session::Set(variable_set(&*node.cast(), at)),
            T_VariableShowStmt => Session::Show(named((*node.cast::<pg_sys::VariableShowStmt>()).name)),
            T_ConstraintsSetStmt => {
                let set = &*node.cast::<pg_sys::ConstraintsSetStmt>();
                let (constraints, deferred) = (ranges(set.constraints, at), set.deferred);
                Session::SetConstraints(SetConstraints { constraints, deferred })
            }
            T_DiscardStmt => {
                Session::Discard { target: target((*node.cast::<pg_sys::DiscardStmt>()).target) }
            }
            T_LoadStmt => Session::Load(named((*node.cast::<pg_sys::LoadStmt>()).filename)),
            T_PrepareStmt => {
                let prepare = &*node.cast::<pg_sys::PrepareStmt>();
                Session::Prepare(for_later(prepare.name, prepare.query))
            }
            T_ExecuteStmt => Session::Execute(named((*node.cast::<pg_sys::ExecuteStmt>()).name)),
            T_DeallocateStmt => Session::Deallocate(named((*node.cast::<pg_sys::DeallocateStmt>()).name)),
            T_DeclareCursorStmt => {
                let declare = &*node.cast::<pg_sys::DeclareCursorStmt>();
                Session::DeclareCursor(for_later(declare.portalname, declare.query))
            }
            T_FetchStmt => Session::Fetch(named((*node.cast::<pg_sys::FetchStmt>()).portalname)),
            T_ClosePortalStmt => {
                Session::ClosePortal(named((*node.cast::<pg_sys::ClosePortalStmt>()).portalname))
            }
            T_ListenStmt => Session::Listen(named((*node.cast::<pg_sys::ListenStmt>()).conditionname)),
            T_UnlistenStmt => Session::Unlisten(named((*node.cast::<pg_sys::UnlistenStmt>()).conditionname)),
            T_NotifyStmt => Session::Notify(named((*node.cast::<pg_sys::NotifyStmt>()).conditionname)),
            T_ExplainStmt => {
                let explain = &*node.cast::<pg_sys::ExplainStmt>();
                let (query, options) = (query(explain.query), options(explain.options, at));
                Session::Explain(SessionQuery { name: None, query, options })
            }
            T_CheckPointStmt => Session::Checkpoint,
            _ => return None,
        })
    }
}

fn target(target: pg_sys::DiscardMode::Type) -> DiscardTarget {
    use pg_sys::DiscardMode::*;
    match target {
        DISCARD_PLANS => DiscardTarget::Plans,
        DISCARD_SEQUENCES => DiscardTarget::Sequences,
        DISCARD_TEMP => DiscardTarget::Temp,
        _ => DiscardTarget::All,
    }
}

/// A statement on the transaction; none if it is of another family.
///
/// # Safety
///
/// As for [`read`].
pub unsafe fn transaction(node: *mut pg_sys::Node, at: &Source) -> Option<Transaction> {
    use pg_sys::TransactionStmtKind::*;
    // SAFETY: as above.
    unsafe {
        if !pgrx::is_a(node, pg_sys::NodeTag::T_TransactionStmt) {
            return None;
        }
        let statement = &*node.cast::<pg_sys::TransactionStmt>();
        Some(Transaction {
            kind: match statement.kind {
                TRANS_STMT_BEGIN => TransactionKind::Begin,
                TRANS_STMT_START => TransactionKind::Start,
                TRANS_STMT_COMMIT => TransactionKind::Commit,
                TRANS_STMT_ROLLBACK => TransactionKind::Rollback,
                TRANS_STMT_SAVEPOINT => TransactionKind::Savepoint,
                TRANS_STMT_RELEASE => TransactionKind::Release,
                TRANS_STMT_ROLLBACK_TO => TransactionKind::RollbackTo,
                TRANS_STMT_PREPARE => TransactionKind::Prepare,
                TRANS_STMT_COMMIT_PREPARED => TransactionKind::CommitPrepared,
                _ => TransactionKind::RollbackPrepared,
            },
            options: options(statement.options, at),
            savepoint: text(statement.savepoint_name),
            gid: text(statement.gid),
            chain: statement.chain,
        })
    }
}
