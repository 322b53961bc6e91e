//! Writing a row: one list of its columns, put into a new row or over an older one.

use migrate_core::left::{Left, Thing};
use migrate_core::message::Messages;
use migrate_core::migration::Direction;
use pgrx::datum::DatumWithOid;
use serde::Serialize;
use serde_json::json;

use super::entry::{Entry, Failed, Seen};
use crate::postgres::identity::{answerable_user, as_owner, current_role};
use crate::postgres::{messages, spi};

/// A column, and what is written into it.
struct Column<'a> {
    name: &'static str,
    /// SQL in which `$` is the value.
    expression: &'static str,
    value: DatumWithOid<'a>,
}

fn column<'a>(name: &'static str, value: impl Into<DatumWithOid<'a>>) -> Column<'a> {
    computed(name, "$", value)
}

fn computed<'a>(
    name: &'static str,
    expression: &'static str,
    value: impl Into<DatumWithOid<'a>>,
) -> Column<'a> {
    Column { name, expression, value: value.into() }
}

/// The columns that say which unit it is, and who runs it.
fn of_unit(entry: &Entry) -> Vec<Column<'_>> {
    vec![
        column("job", entry.job),
        column("version", entry.version),
        column("operation", entry.operation.clone()),
        column("sql", entry.sql.clone()),
        column("direction", entry.direction.as_str()),
        column("unit", entry.unit),
        column("units", entry.units),
        column("kind", entry.kind.clone()),
        column("checksum", entry.checksum.clone()),
        column("first_statement", entry.statements.map(|(first, _)| spi::int(first))),
        column("last_statement", entry.statements.map(|(_, last)| spi::int(last))),
        column("run_by", entry.run_by.clone()),
        column("run_as", entry.run_as.clone()),
        column("record", entry.record),
        column("session", entry.session.as_ref().map(spi::jsonb)),
    ]
}

/// The columns that say how the unit ended; none of the times where it has only begun. `took` is how many milliseconds
/// it took, and how many of them it waited for table locks.
fn of_outcome(
    status: &str,
    took: (Option<i64>, Option<i64>),
    failed: Option<&Failed>,
) -> Vec<Column<'static>> {
    let (ms, waited_ms) = (took.0.map(spi::int), took.1.map(spi::int));
    let place = failed.and_then(|failed| failed.place);
    let failure = failed.map(|failed| &failed.failure);
    vec![
        column("status", status.to_string()),
        computed("finished_at", "CASE WHEN $ IS NOT NULL THEN clock_timestamp() END", ms),
        column("execution_time_ms", ms),
        column("waited_ms", waited_ms),
        column("statement", place.map(|(statement, _, _)| spi::int(statement))),
        column("line", place.map(|(_, line, _)| spi::int(line))),
        column("col", place.map(|(_, _, column)| spi::int(column))),
        column("sqlstate", failure.map(|failure| failure.sqlstate.clone())),
        column("message", failure.map(|failure| failure.message.clone())),
        column("detail", failure.and_then(|failure| failure.detail.clone())),
        column("hint", failure.and_then(|failure| failure.hint.clone())),
    ]
}

/// Writes a new row of a unit with its outcome; its id.
fn insert(entry: &Entry, outcome: Vec<Column>) -> i64 {
    let columns: Vec<Column> = of_unit(entry).into_iter().chain(outcome).collect();
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let sql = format!(
        "INSERT INTO migrate.journal ({}) VALUES ({}) RETURNING id",
        names.join(", "),
        expressions(&columns, 1).join(", ")
    );
    let args: Vec<DatumWithOid> = columns.into_iter().map(|column| column.value).collect();
    as_owner(|| spi::write_row(&sql, &args, |row| row.must::<i64>(1)))
}

/// Writes the outcome into the row of a unit that was begun.
fn update(id: i64, outcome: Vec<Column>) {
    let set: Vec<String> = outcome
        .iter()
        .zip(expressions(&outcome, 2))
        .map(|(column, expression)| format!("{} = {expression}", column.name))
        .collect();
    let sql = format!("UPDATE migrate.journal SET {} WHERE id = $1", set.join(", "));
    let values = outcome.into_iter().map(|column| column.value);
    let args: Vec<DatumWithOid> = std::iter::once(id.into()).chain(values).collect();
    as_owner(|| spi::write(&sql, &args));
}

/// What is written into columns whose values are numbered from `first` on.
fn expressions(columns: &[Column], first: usize) -> Vec<String> {
    let number = |(column, number): (&Column, usize)| column.expression.replace('$', &format!("${number}"));
    columns.iter().zip(first..).map(number).collect()
}

/// The columns that say what else there is to tell.
fn of_seen(seen: &Seen) -> Vec<Column<'static>> {
    vec![
        column("waits_for", seen.waited_for.clone()),
        column("sizes", (!seen.sizes.is_empty()).then(|| spi::jsonb(&seen.sizes))),
        column("changed", (!seen.changed.is_empty()).then(|| spi::jsonb(&seen.changed))),
    ]
}

/// The columns that say what the unit has said until now.
fn of_messages(messages: &Messages) -> Vec<Column<'static>> {
    let more = i64::try_from(messages.more).unwrap_or(i64::MAX);
    vec![
        column("messages", (!messages.first.is_empty()).then(|| spi::jsonb(&messages.first))),
        column("more_messages", (more > 0).then_some(more)),
    ]
}

/// Writes that a unit is done, after so many milliseconds, and what it leaves in its session; the row's id.
pub fn done(entry: &Entry, left: Option<Left>, ms: i64, seen: &Seen) -> i64 {
    let entry = Entry { session: left.or_else(|| entry.session.clone()), ..entry.clone() };
    insert_ended(&entry, ("done", ms), seen, None, &messages::take())
}

/// A unit that has ended in a transaction that others share.
pub struct Ended {
    /// What is said of it.
    pub entry: Entry,
    /// How long it took, in milliseconds.
    pub ms: i64,
    /// How many microseconds ago that was.
    pub ago: i64,
    /// What else there is to tell.
    pub seen: Seen,
    /// What it has said.
    pub messages: Messages,
}

/// Writes that units are done which began in the same session, for the same job; the last row's id.
pub fn done_together(units: &[Ended], session: &Left) -> Option<i64> {
    let rows = units.iter().map(|Ended { entry, ms, ago, seen, messages }| {
        json!({"job": entry.job, "version": entry.version, "direction": entry.direction.as_str(), "unit": entry.unit,
               "units": entry.units, "kind": entry.kind, "checksum": entry.checksum,
               "first": entry.statements.map(|(first, _)| first), "last": entry.statements.map(|(_, last)| last),
               "run_by": entry.run_by, "run_as": entry.run_as, "ms": ms, "ago": ago,
               "waited_ms": seen.waited_ms, "waits_for": seen.waited_for,
               "sizes": (!seen.sizes.is_empty()).then_some(&seen.sizes),
               "changed": (!seen.changed.is_empty()).then_some(&seen.changed),
               "messages": (!messages.first.is_empty()).then_some(&messages.first),
               "more": (messages.more > 0).then_some(messages.more)})
    });
    let rows: Vec<serde_json::Value> = rows.collect();
    let sql = "INSERT INTO migrate.journal (job, version, direction, unit, units, kind, checksum, first_statement, last_statement,
                                            run_by, run_as, session, status, started_at, finished_at, execution_time_ms,
                                            waited_ms, waits_for, sizes, changed, messages, more_messages)
               SELECT n.job, n.version, n.direction, n.unit, n.units, n.kind, n.checksum, n.first, n.last, n.run_by, n.run_as, $2,
                      'done', clock_timestamp() - make_interval(secs => n.ago / 1000000.0 + n.ms / 1000.0),
                      clock_timestamp() - make_interval(secs => n.ago / 1000000.0), n.ms,
                      n.waited_ms, n.waits_for, n.sizes, n.changed, n.messages, n.more
               FROM jsonb_to_recordset($1)
                    n (job bigint, version bigint, direction text, unit integer, units integer, kind text, checksum text,
                       first integer, last integer, run_by text, run_as text, ms integer, ago bigint, waited_ms integer,
                       waits_for text, sizes jsonb, changed jsonb, messages jsonb, more bigint)
               RETURNING id";
    as_owner(|| {
        spi::write_rows(sql, &[spi::jsonb(&rows).into(), spi::jsonb(session).into()], |row| row.must(1))
    })
    .into_iter()
    .max()
}

/// Writes that a unit failed, or was cancelled, and what it has said before.
pub fn failed(entry: &Entry, ms: i64, failed: &Failed, messages: &Messages) {
    insert_ended(entry, (failed.outcome(), ms), &Seen::default(), Some(failed), messages);
}

fn insert_ended(
    entry: &Entry,
    (status, ms): (&str, i64),
    seen: &Seen,
    failed: Option<&Failed>,
    messages: &Messages,
) -> i64 {
    let mut outcome = of_outcome(status, (Some(ms), Some(seen.waited_ms)), failed);
    outcome.extend(of_seen(seen));
    outcome.extend(of_messages(messages));
    let began = "clock_timestamp() - make_interval(secs => $ / 1000.0)";
    outcome.push(computed("started_at", began, spi::int(ms)));
    insert(entry, outcome)
}

/// Writes that a standalone unit is about to begin; the row's id. `before` is what is needed to tell, after
/// a crash, what it left; `waits_for` says which transactions it will have to wait for.
pub fn started(entry: &Entry, before: &impl Serialize, waits_for: Option<&str>) -> i64 {
    let mut outcome = of_outcome("started", (None, None), None);
    outcome.push(column("before", spi::jsonb(before)));
    let row = insert(entry, outcome);
    note_waits(row, waits_for);
    row
}

/// Keeps with a unit which transactions it will have to wait for, or has waited for.
pub fn note_waits(id: i64, waits_for: Option<&str>) {
    let sql = "UPDATE migrate.journal SET waits_for = $2 WHERE id = $1 AND waits_for IS DISTINCT FROM $2";
    as_owner(|| spi::write(sql, &[id.into(), waits_for.into()]));
}

/// Writes the outcome of a unit that was begun into its row, what it has changed, and, where it is done, what it leaves in
/// its session.
pub fn finish(id: i64, ms: i64, ended: Result<Option<Left>, &Failed>, seen: &Seen) {
    let (left, failed) = match ended {
        Ok(left) => (left, None),
        Err(failed) => (None, Some(failed)),
    };
    let mut outcome = of_outcome(failed.map_or("done", Failed::outcome), (Some(ms), None), failed);
    // Otherwise it keeps the session in which it began.
    outcome.extend(left.map(|left| column("session", spi::jsonb(&left))));
    // Whom it has to wait for was written when it began.
    outcome.extend(of_seen(seen).into_iter().filter(|column| column.name != "waits_for"));
    outcome.extend(of_messages(&messages::take()));
    update(id, outcome);
}

/// Writes what of a unit's session has stayed behind its commit.
pub fn correct(job: i64, version: i64, unit: u32, things: &[Thing]) {
    let sql = "UPDATE migrate.journal SET session = session || jsonb_build_object('things', $4::jsonb)
               WHERE job = $1 AND version = $2 AND unit = $3 AND status = 'done'";
    let args = [job.into(), version.into(), spi::int(unit).into(), spi::jsonb(&things).into()];
    as_owner(|| spi::write(sql, &args));
}

/// Writes the end of the unit that was broken off last, as somebody says it was; the unit and how many there are.
/// `None` if none was. A unit that ends its plan is not done by this alone: the history is written by the next run.
pub fn settle(version: i64, finished: bool) -> Option<(i32, i32)> {
    let sql = "UPDATE migrate.journal
               SET status = CASE WHEN $2 THEN status ELSE 'failed' END,
                   before = CASE WHEN $2 THEN '{\"finished\": true}' ELSE before END,
                   message = CASE WHEN $2 THEN message ELSE 'settled by hand: it had not finished' END,
                   finished_at = clock_timestamp()
               WHERE id = (SELECT max(id) FROM migrate.journal WHERE version = $1) AND status = 'started'
               RETURNING unit, units";
    let args = [version.into(), finished.into()];
    as_owner(|| spi::write_rows(sql, &args, |row| (row.must(1), row.must(2)))).pop()
}

/// Writes that the history was changed by hand, which ends whatever run was open.
pub fn note_by_hand(version: i64, direction: Direction) {
    let entry = Entry {
        job: None,
        version: Some(version),
        operation: None,
        sql: None,
        direction,
        unit: 0,
        units: 0,
        kind: "record".into(),
        checksum: String::new(),
        statements: None,
        run_by: answerable_user(),
        run_as: current_role().1,
        record: None,
        session: None,
    };
    done(&entry, None, 0, &Seen::default());
}
