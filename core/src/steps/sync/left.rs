//! What is left of triggers: functions whose triggers went with their table, and triggers of changes that nobody knows any
//! more.

use super::{Event, is_intact, own_function, signature};
use crate::error::{ChangeError, Result};
use crate::facts::{Catalog, Change, Table};
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::plan::words;

/// The steps that take functions of a change away that no trigger calls: they went with the table, or somebody has dropped
/// them. What is not as we have written it is somebody's own by now.
pub(crate) fn orphans(catalog: &dyn Catalog, token: &str) -> Vec<Draft> {
    let is_ours =
        |text: &str, config: &[String]| text.contains(&signature(token)) && is_intact(token, text, config);
    let there = catalog.orphans(&format!("_{token}")).into_iter();
    let ours = there.filter(|function| is_ours(&function.body, &function.config));
    let drop =
        |sql: String| Draft::of_nothing(words::sync_function("drop"), format!("DROP FUNCTION {sql}()"));
    ours.map(|function| drop(function.sql).because("no trigger calls it any more")).collect()
}

/// Refuses a change of columns that triggers of another one write of which nothing is written down: the extension was
/// dropped and made again, or its tables were not restored with the others.
///
/// # Errors
///
/// [`ChangeError::Leftover`].
pub(crate) fn must_be_known(
    names: &dyn Quoting,
    table: &Table,
    changes: &[Change],
    columns: &[&String],
) -> Result<()> {
    let is_known = |token: &str| changes.iter().any(|change| change.token == token);
    let reads = |body: &str, column: &str| body.contains(&format!("NEW.{}", names.quote(column)));
    for there in table.triggers.iter().filter(|there| Event::of(there).is_some()) {
        let (Some(token), Some(body)) = (there.token().filter(|token| !is_known(token)), &there.body) else {
            continue;
        };
        let Some(function) = own_function(there, token) else { continue };
        // A change with a mark is written down, be it for another table of that name.
        if table.mark(token).is_some() {
            continue;
        }
        if !columns.iter().any(|column| reads(body, column) || there.arguments.contains(column)) {
            continue;
        }
        let its = table.triggers.iter().filter(|other| other.token() == Some(token));
        let triggers = its.map(|own| names.quote(&own.name)).collect();
        let written = table.columns.iter().filter(|own| reads(body, &own.name)).map(|own| own.name.clone());
        return Err(ChangeError::Leftover {
            display: table.display.clone(),
            table: table.sql.clone(),
            token: token.into(),
            triggers,
            function: function.into(),
            columns: written.collect(),
        }
        .into());
    }
    Ok(())
}
