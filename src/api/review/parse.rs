//! `migrate.parse`.

use migrate_core::migration::{Direction, Script};
use pgrx::JsonB;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use crate::api::{reported, with_sql};
use crate::postgres::parser;

/// What the server's parser says of each statement of a script.
#[pg_extern(schema = "migrate")]
fn parse(
    sql: Option<String>,
) -> Result<
    TableIterator<
        'static,
        (
            name!(statement, i32),
            name!(line, i32),
            name!(col, i32),
            name!(command, String),
            name!(sql, String),
            name!(reading, JsonB),
        ),
    >,
    ErrorReport,
> {
    reported(|| {
        let rows = with_sql(sql, |sql| {
            parser::each(&Script::new(sql), Direction::Up, |statement, reading| {
                let place = [statement.number, statement.line, statement.column].map(|number| number as i32);
                let [number, line, column] = place;
                (number, line, column, reading.tag.clone(), statement.text, JsonB(reading.to_json()))
            })
        })?;
        Ok(TableIterator::new(rows))
    })
}
