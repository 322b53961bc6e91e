//! A view that goes on offering a name that a table or a column has no longer.
//!
//! It is one that the server can write through, and asks for the rights of whoever uses it, so that grants and row
//! security of the table count as before: with the owner's rights, row security would be passed by.
//!
//! The server does not look through a view for what DEFAULT means in an UPDATE: so the view has the table's defaults. An
//! identity column and a generated one need none: what they refuse, they refuse through the view, too.

use crate::error::Result;
use crate::facts::{Catalog, Column, Table};
use crate::name::{Quoting, quoted_list};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::steps::sharing::{grants, revokes};

/// The view with all that makes it as good as the table to those who use it. The old name is given as it is, and as SQL
/// takes it.
pub(crate) fn drafts(
    catalog: &dyn Catalog,
    table: &Table,
    (name, old): (&str, &str),
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
    let create = Draft::of_nothing(words::create_view(name), create).because(why);
    let step = |has: &str, sql: String| Draft::of_nothing(words::view_has(has, name), sql);
    if is_done {
        return Ok(vec![create.done_if(true)]);
    }
    let mut drafts = vec![create];
    if table.owner != catalog.role() {
        let owner = catalog.quote(&table.owner);
        drafts.push(step("owner", format!("ALTER VIEW {old} OWNER TO {owner}")));
    }
    let why = "what DEFAULT means in an UPDATE; a later change of the table's is to be made here, too";
    drafts.extend(defaults(catalog, table, old).map(|sql| step("defaults", sql).because(why)));
    let sharing = catalog.sharing(table);
    let privileges = |sql: String| step("privileges", sql);
    drafts.extend(revokes(catalog, &sharing, old).into_iter().map(privileges));
    drafts.extend(grants(catalog, &sharing, old).into_iter().map(privileges));
    if let Some(comment) = &sharing.comment {
        drafts.push(step("comment", format!("COMMENT ON VIEW {old} IS {}", catalog.literal(comment))));
    }
    Ok(drafts)
}

/// What gives a view the defaults of the table's columns, which it has under the same names.
fn defaults(names: &dyn Quoting, table: &Table, view: &str) -> Option<String> {
    let own = table.columns.iter().filter(|column| !column.is_generated && !column.is_identity);
    let set = |column: &Column| {
        let default = column.default.as_ref()?;
        Some(format!("ALTER COLUMN {} SET DEFAULT {default}", names.quote(&column.name)))
    };
    let actions: Vec<String> = own.filter_map(set).collect();
    (!actions.is_empty()).then(|| format!("ALTER VIEW {view} {}", actions.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;

    #[test]
    fn the_view_has_the_defaults_of_the_table() {
        let mut fake = Fake::new(15, "a");
        let column = fake.table.columns[0].clone();
        let named = |name: &str, default: &str| {
            let (name, default) = (name.to_string(), Some(default.to_string()));
            Column { name, default, ..column.clone() }
        };
        fake.table.columns.push(named("B", "'new'::text"));
        fake.table.columns.push(Column { is_generated: true, ..named("c", "(a + 1)") });
        fake.table.columns.push(named("d", "nextval('s.q'::regclass)"));
        let sql: Vec<String> = drafts(&fake, &fake.table, ("old", "s.old"), "s.t", false)
            .unwrap()
            .into_iter()
            .map(|draft| draft.sql)
            .collect();
        assert_eq!(sql.len(), 2);
        assert_eq!(
            sql[1],
            "ALTER VIEW s.old ALTER COLUMN \"B\" SET DEFAULT 'new'::text, ALTER COLUMN d SET DEFAULT nextval('s.q'::regclass)"
        );
        assert_eq!(defaults(&fake, &Fake::new(15, "a").table, "s.old"), None);
    }
}
