//! Comments on what is made.

use crate::facts::Table;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::plan::words;

/// The comment that a constraint had.
pub(crate) fn on_constraint(
    names: &dyn Quoting,
    table: &Table,
    name: &str,
    comment: Option<&str>,
) -> Option<Draft> {
    let comment = comment?;
    let on = format!("{} ON {}", names.quote(name), table.sql);
    let sql = format!("COMMENT ON CONSTRAINT {on} IS {}", names.literal(comment));
    let is_done = table.constraint(name).is_some_and(|there| there.comment.as_deref() == Some(comment));
    Some(Draft::of_nothing(words::comment_on("constraint", name), sql).done_if(is_done))
}
