//! What the old type cannot hold stops the way back: a value that is another one when it has been there and is back.

use crate::facts::{Catalog, Column, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::request::ChangeType;

impl ChangeType {
    /// Of one that takes back another: the step that fails if a value of the column is not the same after it. None where
    /// the user has said what becomes of values, or the server has no cast to compare by.
    pub(super) fn lossless(&self, catalog: &dyn Catalog, table: &Table, to: &Column) -> Option<Draft> {
        let from = table.columns.iter().find(|there| there.name == self.column)?;
        if !self.is_way_back || self.using.is_some() {
            return None;
        }
        let differs = changes_on_the_way(catalog, table, &self.column, (&from.data_type, &to.data_type))?;
        Some(look(catalog, table, &self.column, &to.data_type, &differs))
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

/// Fails if there is such a row, or one whose value has no cast, and names it.
fn look(names: &dyn Quoting, table: &Table, column: &str, to: &str, differs: &str) -> Draft {
    let message = format!("a value of column {column} of {} does not fit type {to}", table.display);
    let message = names.literal(&message);
    let hint = names.literal("Change or delete such rows; the same call goes on.");
    let column = names.quote(column);
    let told = format!(
        "pg_catalog.format('The row at ctid %s of %s has %L.', ctid, CAST(tableoid AS pg_catalog.regclass), pg_catalog.left(CAST({column} AS text), 60))"
    );
    // The row of a failure is looked for only when there is one.
    let sql = format!(
        "DO $migrate$#variable_conflict use_column
DECLARE
    \"~row\" record;
    \"~told\" text;
BEGIN
    BEGIN
        SELECT {told} INTO \"~told\" FROM {table} WHERE {differs} LIMIT 1;
    EXCEPTION WHEN OTHERS THEN
        FOR \"~row\" IN SELECT {column} AS \"~kept\", {told} AS \"~of\" FROM {table} WHERE {column} IS DISTINCT FROM NULL LOOP
            \"~told\" := \"~row\".\"~of\";
            BEGIN
                EXIT WHEN (SELECT {differs} FROM (SELECT \"~row\".\"~kept\" AS {column}) AS \"~one\");
            EXCEPTION WHEN OTHERS THEN
                EXIT;
            END;
            \"~told\" := NULL;
        END LOOP;
    END;
    IF \"~told\" IS NOT NULL THEN
        RAISE data_exception USING MESSAGE = {message}, HINT = {hint}, DETAIL = \"~told\";
    END IF;
END$migrate$",
        table = table.sql,
    );
    Draft::new(sql, Mode::AccessShare, table).because("reads the table, stops nobody")
}
