//! `migrate.safe_rename_table`: one short transaction, and a view under the old name for those who still use it.
//!
//! The view is one that the server can write through, and asks for the rights of whoever uses it, so that grants and
//! row security of the table count as before.

use serde::Deserialize;
use serde::Serialize;

use crate::error::{ArgumentError, Result, TableError};
use crate::facts::sharing::{grants, revokes};
use crate::facts::{Catalog, Table, find};
use crate::lock::Mode;
use crate::name::{MOST_BYTES, quoted_list, shown};
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::Operation;
use crate::steps::call::Call;

/// The arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenameTable {
    /// The table as it is named before.
    pub table: Relation,
    /// The new name, without a schema.
    pub name: String,
    /// Whether the old name is to stay, as a view.
    pub compatibility_view: bool,
}

/// How far it is done.
enum Standing {
    /// The table has its old name. What has the new one is a view on it, if anything.
    Before { table: Box<Table>, view: Option<Box<Table>> },
    /// The table has its new name; whether the view is there.
    After { table: Box<Table>, has_view: bool },
}

impl RenameTable {
    pub(crate) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        if self.name.trim().is_empty() {
            return Err(ArgumentError::Empty { argument: "new_name" }.into());
        }
        if self.name.len() > MOST_BYTES {
            return Err(ArgumentError::LongName { name: self.name.clone() }.into());
        }
        let standing = self.standing(catalog)?;
        let (table, is_done, has_view) = match &standing {
            Standing::Before { table, .. } => (table, false, false),
            Standing::After { table, has_view } => (table, true, *has_view),
        };
        table.check()?;
        let schema = catalog.quote(&table.schema);
        let old = if is_done { &self.table.name } else { &table.name };
        let old = format!("{schema}.{}", catalog.quote(old));
        let new = format!("{schema}.{}", catalog.quote(&self.name));
        let mut drafts = Vec::new();
        if let Standing::Before { view: Some(view), .. } = &standing {
            let sql = format!("DROP VIEW {}", view.sql);
            let why = "it only stands in for the name that the table takes back";
            drafts.push(Draft::new(sql, Mode::AccessExclusive, view).because(why));
        }
        let rename = format!("ALTER TABLE {old} RENAME TO {}", catalog.quote(&self.name));
        drafts.push(Draft::new(rename, Mode::AccessExclusive, table).done_if(is_done));
        if self.compatibility_view {
            drafts.extend(view(catalog, table, &old, &new, has_view)?);
        }
        Ok(drafts)
    }

    /// Under the new name the table goes by its old one again; a view that has that makes way.
    pub(crate) fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let Standing::Before { table, .. } = self.standing(catalog)? else { return Ok(Some(vec![])) };
        let back = RenameTable {
            table: Relation { schema: Some(table.schema.clone()), name: self.name.clone() },
            name: table.name.clone(),
            compatibility_view: false,
        };
        Ok(Some(vec![Operation::RenameTable(back)]))
    }

    pub(crate) fn call<'a>(&self, catalog: &'a dyn Catalog) -> Call<'a> {
        let call = Call::new(catalog).relation("table_name", &self.table).text("new_name", &self.name);
        if self.compatibility_view { call } else { call.with("compatibility_view", "false".into()) }
    }

    fn standing(&self, catalog: &dyn Catalog) -> Result<Standing> {
        let old = find(catalog, &self.table)?;
        let schema = old.as_ref().map_or(self.table.schema.clone(), |old| Some(old.schema.clone()));
        let new = find(catalog, &Relation { schema, name: self.name.clone() })?;
        let is_on = |view: &Table, table: &Table| view.kind == "v" && catalog.window(view) == Some(table.oid);
        match (old, new) {
            (None, None) => {
                let table = self.table.name.clone();
                Err(TableError::NoTable { table: shown(&table) }.into())
            }
            (None, Some(new)) => Ok(Standing::After { table: Box::new(new), has_view: false }),
            (Some(old), Some(new)) if is_on(&old, &new) => {
                Ok(Standing::After { table: Box::new(new), has_view: true })
            }
            (Some(old), Some(new)) if is_on(&new, &old) => {
                Ok(Standing::Before { table: Box::new(old), view: Some(Box::new(new)) })
            }
            (Some(_), Some(new)) => Err(TableError::Taken { name: new.display.clone() }.into()),
            (Some(old), None) => Ok(Standing::Before { table: Box::new(old), view: None }),
        }
    }
}

/// The view with all that makes it as good as the table to those who use it.
pub(crate) fn view(
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
