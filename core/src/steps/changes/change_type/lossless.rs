//! What the old type cannot hold stops the way back: a value that is another one when it has been there and is back.

use crate::facts::{Catalog, Column, Table};
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::request::ChangeType;
use crate::steps::rows::Look;

impl ChangeType {
    /// Of one that takes back another: the step that fails if a value of the column is not the same after it. None where
    /// the user has said what becomes of values, or the server has no cast to compare by.
    pub(super) fn lossless(&self, catalog: &dyn Catalog, table: &Table, to: &Column) -> Option<Draft> {
        if !self.is_way_back || self.using.is_some() {
            return None;
        }
        self.kept_by(catalog, table, to)
    }

    /// The step that fails if a value of the column is another one when it has been one of this column, and is back.
    pub(super) fn kept_by(&self, catalog: &dyn Catalog, table: &Table, to: &Column) -> Option<Draft> {
        let from = table.columns.iter().find(|there| there.name == self.column)?;
        let differs = changes_on_the_way(catalog, table, &self.column, (&from.data_type, &to.data_type))?;
        Some(self.look(catalog, table, &to.data_type, differs))
    }

    /// Fails if there is such a row, or one whose value has no cast, and names it. What a value's text is read as is
    /// what it was to who asked for the change.
    fn look(&self, names: &dyn Quoting, table: &Table, to: &str, differs: String) -> Draft {
        let (column, display) = (&self.column, &table.display);
        let zones = if to.ends_with("with time zone") || to.ends_with("with time zone[]") {
            " A short name of a zone, as IST, is read by timezone_abbreviations."
        } else {
            ""
        };
        Look {
            that: format!("values fit type {to}"),
            table,
            row: &table.name,
            scope: self.scope.as_ref(),
            of: None,
            value: None,
            condition: differs,
            message: format!("a value of column {column} of {display} does not fit type {to}"),
            hint: format!("Set it to one that does, or delete the row. Then call it again.{zones}"),
        }
        .draft(names)
    }
}

/// That a value of this column, of the first type, is another one when it has been cast to the second and back. None
/// where there are no such casts.
pub(super) fn changes_on_the_way(
    catalog: &dyn Catalog,
    table: &Table,
    column: &str,
    (from, to): (&str, &str),
) -> Option<String> {
    let there_and_back = |value: &str| format!("CAST(CAST({value} AS {to}) AS {from})");
    let null = format!("CAST(NULL AS {from})");
    let has = |condition: &str| catalog.probe(table, &format!("SELECT 1 WHERE {condition}")).is_ok();
    // Whether the server has both casts is asked of the text of the query alone.
    if !has(&format!("{} IS NULL", there_and_back(&null))) {
        return None;
    }
    let differ = |left: &str, right: &str| format!("{left} IS DISTINCT FROM {right}");
    let value = catalog.quote(column);
    match has(&differ(&null, &null)) {
        true => Some(differ(&value, &there_and_back(&value))),
        // It has no equality.
        false => Some(differ(
            &format!("CAST({value} AS text)"),
            &format!("CAST({} AS text)", there_and_back(&value)),
        )),
    }
}
