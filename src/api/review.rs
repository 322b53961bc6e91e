//! Looking at scripts before they run: `migrate.parse`, `reverse`.

use migrate_core::migration::{Direction, Script};
use pgrx::JsonB;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::{must, reported};
use crate::engine::plan::reverse as deriving;
use crate::postgres::parser;

/// The script that takes a script back, derived from its statements and from what the catalog knows before it runs;
/// `partial` gives what there is of it.
#[pg_extern(schema = "migrate")]
fn reverse(sql: Option<String>, partial: default!(Option<bool>, false)) -> Result<String, ErrorReport> {
    reported(|| {
        let script = Script::new(must("sql", sql)?);
        if must("partial", partial)? { deriving::part(&script) } else { Ok(deriving::reverse(&script)?.text) }
    })
}

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
        let script = Script::new(must("sql", sql)?);
        let rows = parser::each(&script, Direction::Up, |statement, reading| {
            let place = [statement.number, statement.line, statement.column].map(|number| number as i32);
            let [number, line, column] = place;
            (number, line, column, reading.tag.clone(), statement.text, JsonB(reading.to_json()))
        })?;
        Ok(TableIterator::new(rows))
    })
}
