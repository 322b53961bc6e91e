//! Checking the rows of a table: `migrate.verify_data_integrity`.
//!
//! The expressions are the caller's own SQL: they run with the caller's rights and search path, and in a transaction
//! that is read-only meanwhile. Nothing here may run as somebody else.
//!
//! A check's expression is parsed alone before it is put into a query, in the mode for PL/pgSQL's expressions, which
//! knows no semicolon: so parentheses cannot be closed from inside. A cheap query of each, which reads nothing, gives
//! errors their check and position; one query then counts for all of them in one pass.

use migrate_core::error::{Error, Result, TestingError};
use migrate_core::failure::Failure;
use migrate_core::integrity::{self, Check, Key, Test};
use migrate_core::relation::Relation;

use crate::catalog::existence::{self, Found};
use crate::postgres::catch::catch;
use crate::postgres::parser::expression::must_be_one_expression;
use crate::postgres::quoting::identifier;
use crate::postgres::subtransaction::attempt;
use crate::postgres::{settings, spi, toplevel};

/// What came of a check.
pub struct Verdict {
    /// Its name.
    pub check: String,
    /// Whether every row passes.
    pub ok: bool,
    /// How many do not; none for the number of rows.
    pub failing_rows: Option<i64>,
    /// Some of them.
    pub sample_keys: Option<Vec<String>>,
    /// What was checked, or what was found.
    pub detail: Option<String>,
}

/// A check whose expression the server has accepted.
struct Ready {
    name: String,
    expression: String,
}

/// Checks the number of a table's rows, and the rows themselves.
///
/// # Errors
///
/// The table is not there or has no rows; a check cannot be evaluated.
pub fn verify(name: &Relation, given: &str, expected: Option<i64>, checks: &[Check]) -> Result<Vec<Verdict>> {
    let (table, key) = match existence::relation(name) {
        Some(Found::Rows(table, key)) => (table, key),
        Some(Found::Other(kind)) => return Err(TestingError::NoRows { name: given.into(), kind }.into()),
        None => return Err(TestingError::NoRelation { name: given.into() }.into()),
    };
    if expected.is_none() && checks.is_empty() {
        return Err(TestingError::NothingToCheck.into());
    }
    settings::scoped(|| {
        settings::set_lock_timeout_within(crate::settings::lock_wait());
        // As SET LOCAL does: from PostgreSQL 16 on a function's own setting may not say this. The scope ends it.
        settings::set_for_transaction(c"transaction_read_only", c"on");
        let ready: Vec<Ready> =
            checks.iter().map(|check| prepare(name, given, &table, check)).collect::<Result<_>>()?;
        let counts = count(&table, &ready)?;
        let rows = counts.first().copied().unwrap_or(0);
        let mut verdicts: Vec<Verdict> =
            expected.map(|expected| number_of_rows(rows, expected)).into_iter().collect();
        for (check, failing) in ready.into_iter().zip(counts.into_iter().skip(1)) {
            verdicts.push(verdict(&table, &key, check, failing)?);
        }
        Ok(verdicts)
    })
}

/// Makes a check's expression, and has the server look at it.
fn prepare(name: &Relation, given: &str, table: &str, check: &Check) -> Result<Ready> {
    let expression = match &check.test {
        Test::Expression(expression) => expression.clone(),
        Test::Column { column, constraint } => match existence::column_name(name, column) {
            Some(column) => format!("{} {constraint}", identifier(&column)),
            None => {
                return Err(TestingError::NoColumn {
                    check: check.name.as_ref().unwrap_or(column).clone(),
                    column: column.clone(),
                    table: given.into(),
                    there: existence::columns(name),
                }
                .into());
            }
        },
    };
    let ready = Ready { name: check.name.clone().unwrap_or_else(|| expression.clone()), expression };
    // Only what is one expression may be put into a query.
    let there = || existence::columns(name);
    must_be_one_expression(&ready.expression).map_err(|failure| ready.refused(failure, there))?;
    catch(|| toplevel::run_in_caller(&integrity::probe(table, &ready.expression))).map_err(
        |mut failure| {
            let before = integrity::probe_offset(table);
            failure.position = failure.position.and_then(|position| position.checked_sub(before));
            ready.refused(failure, there)
        },
    )?;
    Ok(ready)
}

impl Ready {
    /// `there` gives the table's columns, for an expression with one that is not among them.
    fn refused(&self, failure: Failure, there: impl FnOnce() -> Vec<String>) -> Error {
        // A cancel or a missing right on the table is not the expression's.
        if is_about_the_expression(&failure) {
            let (check, expression) = (self.name.clone(), self.expression.clone());
            let there = if failure.sqlstate == "42703" { there() } else { Vec::new() };
            TestingError::Expression { check, expression, failure, there }.into()
        } else {
            Error::Server(failure)
        }
    }
}

/// Whether an error has to do with what was evaluated, and not with the session, the server's state or other sessions.
fn is_about_the_expression(failure: &Failure) -> bool {
    // 42501: the right to read the table is missing.
    !["08", "40", "42501", "53", "54", "55", "57", "58"]
        .iter()
        .any(|class| failure.sqlstate.starts_with(class))
}

/// Checks that are counted in one pass: the server has a limit of 1664 columns, of a row and of what it aggregates.
const AT_ONCE: usize = 1000;

/// Reads the table, once unless there are very many checks: the number of rows, and of those that fail each check.
fn count(table: &str, checks: &[Ready]) -> Result<Vec<i64>> {
    let Some(first) = checks.chunks(AT_ONCE).next() else { return pass(table, &[]) };
    let mut counts = pass(table, first)?;
    for more in checks.chunks(AT_ONCE).skip(1) {
        counts.extend(pass(table, more)?.into_iter().skip(1));
    }
    Ok(counts)
}

/// Reads the table once. Where a row's values cannot be evaluated, finds out by which check.
fn pass(table: &str, checks: &[Ready]) -> Result<Vec<i64>> {
    let expressions = checks.iter().map(|check| check.expression.as_str());
    let run = |sql: String| attempt(|| spi::user_row(&sql, &[], |row| row.must::<Vec<i64>>(1)));
    match run(integrity::counts(table, expressions)) {
        Ok(counts) => Ok(counts.unwrap_or_default()),
        Err(failure) if is_about_the_expression(&failure) => {
            for check in checks {
                run(integrity::counts(table, [check.expression.as_str()]))
                    .map_err(|failure| check.refused(failure, Vec::new))?;
            }
            Err(Error::Server(failure))
        }
        Err(failure) => Err(Error::Server(failure)),
    }
}

fn number_of_rows(rows: i64, expected: i64) -> Verdict {
    let detail =
        if rows == expected { format!("{rows} rows") } else { format!("{rows} rows, {expected} expected") };
    Verdict {
        check: "number of rows".into(),
        ok: rows == expected,
        failing_rows: None,
        sample_keys: None,
        detail: Some(detail),
    }
}

fn verdict(table: &str, key: &Key, check: Ready, failing: i64) -> Result<Verdict> {
    let sample_keys = if failing > 0 {
        let sql = integrity::samples(table, key, &check.expression);
        Some(
            catch(|| spi::user_rows(&sql, &[], |row| row.must(1)))
                .map_err(|failure| check.refused(failure, Vec::new))?,
        )
    } else {
        None
    };
    Ok(Verdict {
        ok: failing == 0,
        failing_rows: Some(failing),
        sample_keys,
        detail: (check.name != check.expression).then_some(check.expression),
        check: check.name,
    })
}
