//! Views that read the column: they go, and come again as they were.

use crate::error::Result;
use crate::facts::hanging::View;
use crate::facts::{Catalog, Hanging, Tables};
use crate::lock::Mode;
use crate::name::quoted_list;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::steps::sharing::{grants, revokes};

/// The views go, those that read others first.
pub(super) fn drop(catalog: &dyn Tables, hanging: &Hanging) -> Result<Vec<Draft>> {
    let drop = |view: &View| {
        let there = catalog.table(&view.relation())?;
        let sql = format!("DROP VIEW {}", there.sql);
        let what = words::drop_view(&view.name);
        Ok(Draft::new(what, sql, Mode::AccessExclusive, &there).because("made again in the same transaction"))
    };
    hanging.views.iter().rev().map(drop).collect()
}

/// The views come back as they were, for their owners and users, too. Where they have the column's old default, they
/// get its new one.
pub(super) fn create(
    catalog: &dyn Catalog,
    hanging: &Hanging,
    (was, is): (Option<&String>, Option<&String>),
) -> Result<Vec<Draft>> {
    let mut drafts = Vec::new();
    for view in &hanging.views {
        let there = catalog.table(&view.relation())?;
        let columns: Vec<String> = there.columns.iter().map(|column| column.name.clone()).collect();
        let options = match view.options.as_slice() {
            [] => String::new(),
            options => format!(" WITH ({})", options.join(", ")),
        };
        let create = format!(
            "CREATE VIEW {} ({}){options} AS {}",
            there.sql,
            quoted_list(catalog, &columns),
            view.definition.trim().trim_end_matches(';')
        );
        drafts.push(Draft::of_nothing(words::create_view(&view.name), create));
        let mut add = |has: &str, sql: String| {
            drafts.push(Draft::of_nothing(words::view_has(has, &view.name), sql));
        };
        let sharing = catalog.sharing(&there);
        revokes(catalog, &sharing, &there.sql).into_iter().for_each(|sql| add("privileges", sql));
        if there.owner != catalog.role() {
            add("owner", format!("ALTER VIEW {} OWNER TO {}", there.sql, catalog.quote(&there.owner)));
        }
        grants(catalog, &sharing, &there.sql).into_iter().for_each(|sql| add("privileges", sql));
        if let Some(comment) = &sharing.comment {
            add("comment", format!("COMMENT ON VIEW {} IS {}", there.sql, catalog.literal(comment)));
        }
        for column in &there.columns {
            if let Some(own) = &column.default {
                let name = catalog.quote(&column.name);
                let default = if Some(own) == was { is.unwrap_or(own) } else { own };
                add(
                    "defaults",
                    format!("ALTER VIEW {} ALTER COLUMN {name} SET DEFAULT {default}", there.sql),
                );
            }
            if let Some(comment) = &column.comment {
                let name = catalog.quote(&column.name);
                add(
                    "comments",
                    format!("COMMENT ON COLUMN {}.{name} IS {}", there.sql, catalog.literal(comment)),
                );
            }
        }
    }
    Ok(drafts)
}
