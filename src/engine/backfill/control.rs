//! `migrate.pause` and `migrate.throttle`: what one says to a backfill while it runs. The backfill
//! reads it between two batches.

use migrate_core::backfill::asking;
use migrate_core::error::{Error, Result, SessionError};
use migrate_core::failure::Failure;

use crate::catalog::citus;
use crate::engine::job;
use crate::postgres::identity::{as_owner, current_role, is_member_of};
use crate::postgres::parser::expression::must_be_one_expression;
use crate::postgres::{compat, spi};

/// What became of it.
pub struct Said {
    /// The job.
    pub job: i64,
    /// The table that is filled.
    pub table: String,
    /// What is so from now on.
    pub detail: String,
}

/// Has the backfill of a job stop behind its next batch, until `migrate.resume`.
///
/// # Errors
///
/// As [`say`].
pub fn pause(id: i64) -> Result<Said> {
    say(
        id,
        "status = 'paused'",
        vec![],
        "it stops behind its next batch; migrate.resume lets it go on".into(),
    )
}

/// Has the paused backfill of a job go on.
///
/// # Errors
///
/// As [`say`].
pub fn go_on(id: i64) -> Result<Said> {
    say(id, "status = 'running'", vec![], "it goes on".into())
}

/// A query that says whether a backfill is to wait, as it was given.
///
/// # Errors
///
/// What the parser says of it; 42601 if it is more than one, or none that gives a value.
pub fn query(text: &str) -> Result<String> {
    must_be_one_expression(&asking(text)).map_err(|mut failure| {
        failure.message = format!("wait_while: {}", failure.message);
        failure.hint = Some(
            "Give it a query that says true or false, such as SELECT count(*) > 1000 FROM queue.".into(),
        );
        // It is that of what was made of the text.
        failure.position = None;
        Error::Server(failure)
    })?;
    Ok(text.into())
}

/// Has the backfill of a job rest behind each batch: for so many times as long as the batch took, or so that there are
/// no more than so many rows per second; and wait for as long as a query says true. None of them lets it run as fast as
/// it may.
///
/// # Errors
///
/// As [`say`] and [`query`]; 22023 for a number that is too small; [`SessionError::NotYoursToControl`] for a query of
/// who may not take the roles of the job, which runs it.
pub fn throttle(
    id: i64,
    sleep_ratio: Option<f64>,
    max_rows_per_second: Option<f64>,
    wait_while: Option<&str>,
) -> Result<Said> {
    let wrong = |what: &str| {
        let message = what.to_string();
        Error::Server(Failure { sqlstate: "22023".into(), message, detail: None, hint: None, position: None })
    };
    if sleep_ratio.is_some_and(|ratio| !(ratio >= 0.0 && ratio.is_finite())) {
        return Err(wrong("sleep_ratio must not be below 0"));
    }
    if max_rows_per_second.is_some_and(|rows| !(rows > 0.0 && rows.is_finite())) {
        return Err(wrong("max_rows_per_second must be above 0"));
    }
    let wait_while = wait_while.map(query).transpose()?;
    if wait_while.is_some() {
        check_may_run_as(id)?;
    }
    let words = [
        sleep_ratio.map(|ratio| format!("it rests {ratio} times as long as each batch takes")),
        max_rows_per_second.map(|rows| format!("it changes at most {rows} rows per second")),
        wait_while.as_ref().map(|query| format!("it waits while {query}")),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    let detail = if words.is_empty() { "it is as fast as it may be".into() } else { words.join("; ") };
    let set = "sleep_ratio = $2, max_rows_per_second = $3, wait_while = $4";
    say(id, set, vec![sleep_ratio.into(), max_rows_per_second.into(), wait_while.into()], detail)
}

/// Refuses who may not run statements as the job does.
fn check_may_run_as(id: i64) -> Result<()> {
    let sql = "SELECT j.asked_by, bool_and(coalesce(pg_has_role($2, r.oid, $3), false))
               FROM migrate.jobs j CROSS JOIN LATERAL unnest(ARRAY[j.asked_by, j.run_as]) AS n (name)
               LEFT JOIN pg_roles r ON r.rolname = n.name
               WHERE j.id = $1 GROUP BY j.asked_by";
    let (oid, role) = current_role();
    let args = [id.into(), oid.into(), compat::CAN_TAKE_ROLE.into()];
    match as_owner(|| spi::row(sql, &args, |row| (row.must::<String>(1), row.must::<bool>(2)))) {
        Some((asked_by, false)) => Err(SessionError::NotYoursToControl { job: id, role, asked_by }.into()),
        // That there is no such job is told by who looks for its backfill.
        _ => Ok(()),
    }
}

/// Whether a job has a backfill that is paused.
pub fn is_paused(id: i64) -> bool {
    let sql = "SELECT FROM migrate.backfills WHERE job = $1 AND status = 'paused'";
    as_owner(|| spi::row(sql, &[id.into()], |_| ())).is_some()
}

/// Changes the row that the backfill of a job reads.
///
/// # Errors
///
/// [`SessionError::NoJob`]; [`SessionError::NotYoursToControl`] unless the current role may act as who asked for it;
/// [`SessionError::NoBackfill`] if none is at work.
fn say(id: i64, set: &str, values: Vec<pgrx::datum::DatumWithOid>, detail: String) -> Result<Said> {
    citus::check_writable("control a job")?;
    let state = job::state(id)?;
    if !is_member_of(&state.asked_by) {
        let (_, role) = current_role();
        return Err(SessionError::NotYoursToControl { job: id, role, asked_by: state.asked_by }.into());
    }
    let sql = format!(
        "UPDATE migrate.backfills SET {set}, paced_at = clock_timestamp()
         WHERE job = $1 AND status IN ('running', 'paused') RETURNING table_name"
    );
    let mut args = vec![id.into()];
    args.extend(values);
    let table =
        state.is_live.then(|| as_owner(|| spi::write_rows(&sql, &args, |row| row.must::<String>(1))).pop());
    match table.flatten() {
        Some(table) => Ok(Said { job: id, table, detail }),
        None => Err(SessionError::NoBackfill { job: id, status: state.status }.into()),
    }
}
