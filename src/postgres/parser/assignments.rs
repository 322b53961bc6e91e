//! The SET list of an UPDATE, as a user writes it, cut into columns and expressions.

use migrate_core::backfill::Assignment;
use migrate_core::failure::Failure;
use pgrx::{PgList, is_a, pg_sys};

use super::names::own_text;
use super::raw;
use crate::postgres::compat;

const BEFORE: &str = "UPDATE t SET ";

/// Reads `word_count = length(body), checked = true`.
///
/// # Errors
///
/// The parser's, with the position in the text, or one of the same kind for what is more than that: a WHERE, a list of
/// columns in parentheses, a part of a column.
pub fn assignments(text: &str) -> Result<Vec<Assignment>, Failure> {
    let sql = format!("{BEFORE}{text}");
    let targets = raw::parse(&sql, pg_sys::RawParseMode::RAW_PARSE_DEFAULT, |trees| match trees.head() {
        // SAFETY: the tree lives as long as it is looked at here; the cast is to the struct of its tag.
        Some(raw) if trees.len() == 1 => unsafe {
            is_a((*raw).stmt, pg_sys::NodeTag::T_UpdateStmt)
                .then(|| targets(&*(*raw).stmt.cast::<pg_sys::UpdateStmt>()))
                .flatten()
        },
        _ => None,
    })
    .map_err(|failure| {
        let before = BEFORE.len() as u32;
        Failure { position: failure.position.map(|position| position.saturating_sub(before)), ..failure }
    })?;
    let cut = targets.and_then(|targets| cut(&sql, &targets));
    cut.ok_or_else(|| Failure {
        sqlstate: "42601".into(),
        message: "it is not a list of columns and what each is set to".into(),
        detail: None,
        hint: Some("Write it as behind SET in an UPDATE: word_count = length(body), checked = true.".into()),
        position: None,
    })
}

/// The columns, and where in the statement each begins.
///
/// # Safety
///
/// `update` is a raw parse tree that is not freed yet.
unsafe fn targets(update: &pg_sys::UpdateStmt) -> Option<Vec<(String, usize)>> {
    if !update.whereClause.is_null() || !update.fromClause.is_null() || compat::returns_rows(update) {
        return None;
    }
    // SAFETY: the SET list's members are ResTarget nodes of the same tree.
    unsafe {
        PgList::<pg_sys::ResTarget>::from_pg(update.targetList)
            .iter_ptr()
            .map(|target| {
                let target = &*target;
                let is_plain =
                    target.indirection.is_null() && !is_a(target.val, pg_sys::NodeTag::T_MultiAssignRef);
                Some((own_text(target.name)?, usize::try_from(target.location).ok()?)).filter(|_| is_plain)
            })
            .collect()
    }
}

/// The text of each expression: from behind the column's = to the comma before the next column.
fn cut(sql: &str, targets: &[(String, usize)]) -> Option<Vec<Assignment>> {
    let ends = targets.iter().skip(1).map(|(_, at)| Some(*at)).chain([None]);
    targets
        .iter()
        .zip(ends)
        .map(|((column, at), end)| {
            let part = sql.get(*at..end.unwrap_or(sql.len()))?;
            let behind_name = match part.strip_prefix('"') {
                // A doubled quote within the name looks like the end of one and the beginning of the next.
                Some(rest) => {
                    let mut rest = rest;
                    loop {
                        rest = &rest[rest.find('"')? + 1..];
                        match rest.strip_prefix('"') {
                            Some(more) => rest = more,
                            None => break rest,
                        }
                    }
                }
                None => part,
            };
            let expression = &behind_name[behind_name.find('=')? + 1..];
            let expression = match end {
                Some(_) => expression.trim_end().strip_suffix(',')?,
                None => expression,
            };
            Some(Assignment { column: column.clone(), expression: expression.trim().to_string() })
        })
        .collect()
}
