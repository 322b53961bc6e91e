//! The rows of a tool's table, as the caller may read them.

use migrate_core::error::{ImportError, Result};
use migrate_core::history::{Facts, Rows, Tool, When};
use migrate_core::name::{Quoting, qualified};

use super::look::Seen;
use crate::postgres::identity::current_role;
use crate::postgres::quoting::Quotes;
use crate::postgres::{settings, spi};

/// What a tool's history says. The rights are the caller's; that row security hides a row is an error, and not a row
/// less.
///
/// # Errors
///
/// [`ImportError::RowSecurity`], and what the tool's rows are refused for. Raises what a SELECT raises.
pub fn facts(tool: &Tool, seen: &Seen) -> Result<Facts> {
    let active = "SELECT pg_catalog.row_security_active($1)";
    if spi::row(active, &[seen.oid.into()], |row| row.must::<bool>(1)) == Some(true) {
        return Err(ImportError::RowSecurity { table: seen.table.shown(), role: current_role().1 }.into());
    }
    Ok((tool.read)(&rows(tool, seen))?)
}

fn rows(tool: &Tool, seen: &Seen) -> Rows {
    let there = |name: &str| seen.table.columns.iter().find(|(column, _)| column == name);
    let read: Vec<(&str, &str)> = tool
        .columns
        .iter()
        .chain(tool.optional)
        .filter_map(|column| there(column.name))
        .filter(|(_, kind)| !kind.ends_with("[]"))
        .map(|(name, kind)| (name.as_str(), kind.as_str()))
        .collect();
    let mut values: Vec<String> = read.iter().map(|(name, kind)| as_text(name, kind)).collect();
    values.push(when(tool.when, &there));
    // Without the alias it would be that of the texts.
    let order: Vec<String> = tool.order.iter().map(|name| format!("h.{}", Quotes.quote(name))).collect();
    let sql = format!(
        "SELECT {} FROM {} h ORDER BY {}",
        values.join(", "),
        qualified(&Quotes, &seen.table.schema, &seen.table.name),
        order.join(", ")
    );
    let count = read.len();
    let rows = settings::scoped(|| {
        settings::set_local(c"DateStyle", c"ISO");
        settings::set_local(c"row_security", c"off");
        // The lock was waited for after the statement's own snapshot was taken.
        spi::with_snapshot(|| {
            spi::user_rows(&sql, &[], |row| {
                let values = (1..=count).map(|at| row.get::<String>(at)).collect();
                (values, row.get::<String>(count + 1).filter(|text| is_time(text)))
            })
        })
    });
    Rows { columns: read.into_iter().map(|(name, _)| name.to_string()).collect(), rows }
}

fn as_text(name: &str, kind: &str) -> String {
    let name = Quotes.quote(name);
    if kind == "bytea" {
        format!("pg_catalog.encode({name}, 'hex')")
    } else {
        format!("CAST({name} AS pg_catalog.text)")
    }
}

/// When a row was written, as a text with its zone.
fn when<'a>(when: When, there: &dyn Fn(&str) -> Option<&'a (String, String)>) -> String {
    let quoted = |name: &str| there(name).map(|_| Quotes.quote(name));
    let zoned = |time: String| format!("CAST(CAST({time} AS timestamp with time zone) AS pg_catalog.text)");
    let value = match when {
        When::Never => None,
        // Without a zone, it is read in the session's.
        When::At(name) => quoted(name).map(zoned),
        When::Utc(name) => {
            let is_zoned = there(name).is_some_and(|(_, kind)| kind == "timestamp with time zone");
            let utc =
                |name: String| if is_zoned { name } else { format!("pg_catalog.timezone('UTC', {name})") };
            quoted(name).map(|name| zoned(utc(name)))
        }
        When::Text(name) => quoted(name).map(|name| format!("CAST({name} AS pg_catalog.text)")),
    };
    value.unwrap_or_else(|| "CAST(NULL AS pg_catalog.text)".into())
}

/// Whether a text begins as a date: what is not one is not handed to the server, nor what is infinite.
fn is_time(text: &str) -> bool {
    let digits = |range: std::ops::Range<usize>| {
        text.get(range).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    digits(0..4)
        && digits(5..7)
        && digits(8..10)
        && text.get(4..5) == Some("-")
        && text.get(7..8) == Some("-")
}
