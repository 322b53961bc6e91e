//! A view that goes on offering a name that a table or a column has no longer.
//!
//! It is one that the server can write through, and asks for the rights of whoever uses it, so that grants and row
//! security of the table count as before: with the owner's rights, row security would be passed by.

use crate::error::Result;
use crate::facts::{Catalog, Table};
use crate::name::quoted_list;
use crate::plan::draft::Draft;
use crate::steps::sharing::{grants, revokes};

/// The view with all that makes it as good as the table to those who use it.
pub(crate) fn drafts(
    catalog: &dyn Catalog,
    table: &Table,
    old: &str,
    new: &str,
    is_done: bool,
) -> Result<Vec<Draft>> {
    let columns: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    let columns = quoted_list(catalog, &columns);
    let create = format!(
        "CREATE VIEW {old} ({columns}) WITH (security_invoker = true) AS SELECT {columns} FROM {new}"
    );
    let why =
        "the old name can be read and written until you drop it; rights and row security are the table's";
    let create = Draft::of_nothing(create).because(why);
    if is_done {
        return Ok(vec![create.done_if(true)]);
    }
    let mut drafts = vec![create];
    if table.owner != catalog.role() {
        let owner = catalog.quote(&table.owner);
        drafts.push(Draft::of_nothing(format!("ALTER VIEW {old} OWNER TO {owner}")));
    }
    let sharing = catalog.sharing(table);
    drafts.extend(revokes(catalog, &sharing, old).into_iter().map(Draft::of_nothing));
    drafts.extend(grants(catalog, &sharing, old).into_iter().map(Draft::of_nothing));
    if let Some(comment) = &sharing.comment {
        drafts.push(Draft::of_nothing(format!("COMMENT ON VIEW {old} IS {}", catalog.literal(comment))));
    }
    Ok(drafts)
}
