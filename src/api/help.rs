//! `migrate.help`.

use migrate_core::help;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::reported;
use crate::catalog::help::calls;
use crate::postgres::rows::{Columns, Rows};

/// The columns of an answer.
enum Help {}

impl Columns for Help {
    type Row = (String, String, String);
    const SQL: &'static str = "TABLE(call text, what text, example text)";
}

/// Every call, view and setting in which a word occurs; without a word, all of them.
#[pg_extern(schema = "migrate", name = "help")]
fn help_with(word: default!(Option<&str>, "NULL")) -> Result<Rows<Help>, ErrorReport> {
    reported(|| {
        Ok(Rows::new(help::find(word, calls()).into_iter().map(|row| (row.call, row.what, row.example))))
    })
}
