//! Whether text is one SQL expression, and nothing that would become more than that where it is put into a query.

use migrate_core::failure::Failure;
use pgrx::{PgList, is_a, pg_sys};

use super::raw;

/// Refuses what is not one expression: what the parser refuses, and a list, an alias, or clauses of a query behind it.
///
/// # Errors
///
/// The parser's, with the position in the text, or one of the same kind.
pub fn must_be_one_expression(text: &str) -> Result<(), Failure> {
    // This mode is for expressions of PL/pgSQL: it knows no semicolon, and gives one SELECT without the word.
    let is_one =
        raw::parse(text, pg_sys::RawParseMode::RAW_PARSE_PLPGSQL_EXPR, |trees| match trees.head() {
            // SAFETY: the tree lives as long as it is looked at here; the cast is to the struct of its tag.
            Some(raw) => unsafe {
                is_a((*raw).stmt, pg_sys::NodeTag::T_SelectStmt)
                    && is_bare(&*(*raw).stmt.cast::<pg_sys::SelectStmt>())
            },
            None => false,
        })?;
    if is_one {
        return Ok(());
    }
    Err(Failure {
        sqlstate: "42601".into(),
        message: "it is not one expression".into(),
        detail: None,
        hint: None,
        position: None,
    })
}

/// Whether a SELECT has one column without a name, and no other clause.
fn is_bare(select: &pg_sys::SelectStmt) -> bool {
    let clauses = [
        select.distinctClause,
        select.fromClause,
        select.groupClause,
        select.windowClause,
        select.sortClause,
        select.lockingClause,
    ];
    let nodes = [select.whereClause, select.havingClause, select.limitOffset, select.limitCount];
    // SAFETY: the columns of a SELECT are ResTarget nodes of the same tree.
    let targets = unsafe { PgList::<pg_sys::ResTarget>::from_pg(select.targetList) };
    let has_name = || {
        // SAFETY: as above.
        targets.head().is_none_or(|target| unsafe { !(*target).name.is_null() })
    };
    clauses.iter().all(|list| list.is_null())
        && nodes.iter().all(|node| node.is_null())
        && targets.len() == 1
        && !has_name()
}
