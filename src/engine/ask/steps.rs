//! The steps of an operation as the rows of its answer, which fit the screen; and what a call has answered, for who waits
//! for what it asks for.

use std::cell::RefCell;

use migrate_core::name::shown;
use migrate_core::plan::draft::Draft;
use migrate_core::request::Operation;
use migrate_core::text;

use crate::catalog::server::Server;
use crate::postgres::spi;

/// A step of the answer.
pub struct Row {
    /// Its number, from 1.
    pub step: i32,
    /// What it does, in one line.
    pub what: String,
    /// The table locks that it takes.
    pub lock: String,
    /// planned, already done, left alone, done or queued.
    pub status: &'static str,
    /// Why it is there, and when its job starts.
    pub detail: String,
    /// The job that does it.
    pub job: Option<i64>,
    /// The statement, with a semicolon; only where nothing is done.
    pub sql: Option<String>,
}

/// What becomes of the steps that are not done.
pub struct Fate<'a> {
    /// planned, done or queued.
    pub status: &'static str,
    /// The job that does them.
    pub job: Option<i64>,
    /// What is said of the first of them.
    pub detail: &'a str,
}

impl Fate<'_> {
    /// Nothing is done about them.
    pub fn planned(detail: &str) -> Fate<'_> {
        Fate { status: "planned", job: None, detail }
    }

    /// They are done in this transaction.
    pub fn done(detail: &str) -> Fate<'_> {
        Fate { status: "done", job: None, detail }
    }

    /// A job does them.
    pub fn queued(job: i64, detail: &str) -> Fate<'_> {
        Fate { status: "queued", job: Some(job), detail }
    }
}

/// The rows of drafted steps.
pub fn rows(operation: &Operation, drafts: &[Draft], fate: &Fate, with_sql: bool) -> Vec<Row> {
    let known = known_tables(operation, drafts);
    // What is said of all is said once, where it begins.
    let first = drafts.iter().zip(1..).find(|(draft, _)| !draft.is_done).map(|(_, step)| step);
    let row = |(draft, step): (&Draft, i32)| {
        let is_open = !draft.is_done && !draft.is_left;
        let more = if first == Some(step) { fate.detail } else { "" };
        Row {
            step,
            what: draft.what.clone(),
            lock: draft.lock(|table| known.iter().any(|known| is_called(table, known))),
            status: match (draft.is_done, draft.is_left) {
                (true, _) => "already done",
                (_, true) => "left alone",
                _ => fate.status,
            },
            detail: text::joined([draft.detail.as_str(), more]),
            job: fate.job.filter(|_| is_open),
            sql: with_sql.then(|| format!("{};", draft.sql)),
        }
    };
    fitted(drafts.iter().zip(1..).map(row).collect())
}

/// The tables that a reader knows without being told: the one that all steps are about, or those that the call names.
fn known_tables(operation: &Operation, drafts: &[Draft]) -> Vec<String> {
    let mut tables: Vec<&String> = drafts.iter().filter_map(|draft| Some(&draft.locks.first()?.1)).collect();
    tables.sort();
    tables.dedup();
    match tables.as_slice() {
        [one] => vec![(*one).clone()],
        _ => {
            let concerns = spi::with_snapshot(|| operation.concerns(&Server));
            concerns.first().map(|table| shown(&table.name)).into_iter().collect()
        }
    }
}

/// Whether a table that is shown with its schema or without is called this.
fn is_called(table: &str, name: &str) -> bool {
    table == name || table.strip_suffix(name).is_some_and(|schema| schema.ends_with('.'))
}

/// The same rows with details in lines that leave them within the screen's width, as psql shows them.
pub fn fitted(mut rows: Vec<Row>) -> Vec<Row> {
    const SCREEN: usize = 120;
    /// Seven columns with a blank on each side, and six bars between them.
    const FRAME: usize = 20;
    /// What a step does is one line, unless a name in it is long.
    const WHAT: usize = 46;
    const LOCK: usize = 22;
    /// Narrower lines are no use.
    const LEAST: usize = 10;
    for row in &mut rows {
        row.what = text::wrapped(&row.what, WHAT);
        let lines = row.lock.lines().map(|line| text::wrapped(line, LOCK));
        row.lock = lines.collect::<Vec<_>>().join("\n");
    }
    let widest = |least: usize, text: &dyn Fn(&Row) -> String| {
        let lines = rows
            .iter()
            .map(|row| text(row).lines().map(|line| line.chars().count()).max().unwrap_or_default());
        lines.max().unwrap_or_default().max(least)
    };
    let job = |row: &Row| row.job.map_or_else(String::new, |job| job.to_string());
    let others = widest(4, &|row| row.step.to_string())
        + widest(4, &|row| row.what.clone())
        + widest(4, &|row| row.lock.clone())
        + widest(6, &|row| row.status.to_string())
        + widest(3, &job)
        + "sql".len();
    let room = SCREEN.saturating_sub(FRAME + others).max(LEAST);
    for row in &mut rows {
        row.detail = text::wrapped(&row.detail, room);
    }
    rows
}

/// What a row said of which job.
#[derive(Debug, Clone)]
pub struct Told {
    /// What was to be done.
    pub what: String,
    /// The status.
    pub status: String,
    /// The job that does it.
    pub job: Option<i64>,
}

thread_local! {
    /// What the call that is being made has answered; `None` where nobody listens.
    static TOLD: RefCell<Option<Vec<Told>>> = const { RefCell::new(None) };
}

/// Makes a call, and listens to what it answers.
pub fn listen(call: impl FnOnce()) -> Vec<Told> {
    struct Reset;
    impl Drop for Reset {
        fn drop(&mut self) {
            TOLD.set(None);
        }
    }
    TOLD.set(Some(Vec::new()));
    let reset = Reset;
    call();
    let told = TOLD.take().unwrap_or_default();
    drop(reset);
    told
}

/// Tells who listens what an operation has answered.
pub fn tell_of(operation: &Operation, rows: &[Row]) {
    if TOLD.with_borrow(Option::is_none) {
        return;
    }
    let what = spi::with_snapshot(|| operation.what(&Server));
    // What is done is not the news.
    let news = rows.iter().find(|row| row.status != "already done").or(rows.first());
    let (status, job) = news.map_or(("nothing to do", None), |row| (row.status, row.job));
    tell(&what, status, job);
}

/// Tells who listens what is answered.
pub fn tell(what: &str, status: &str, job: Option<i64>) {
    TOLD.with_borrow_mut(|told| {
        if let Some(told) = told {
            told.push(Told { what: what.into(), status: status.into(), job });
        }
    });
}
