//! Registering a migration: from a file's text, or from its parts.
//!
//! Everything that can be refused of a script is refused here. It is one statement, so a crash leaves nothing. A file
//! with sections whose up section has no statements is a draft: that is what a tool's template looks like before it is
//! edited. An empty file without sections that has a version is registered ("no statements"): public projects have such
//! files, and psql does nothing with them either. `create` with an empty script and `load('')` without a version are
//! mistakes, and refused. While a job runs a version, another text for it is refused; a text that changes nothing is
//! not, and locks nothing.

use migrate_core::error::{ArgumentError, CallError, FileError, MigrationError, Result, SessionError};
use migrate_core::file;
use migrate_core::file::Way;
use migrate_core::file::variables::Variables;
use migrate_core::migration::{Direction, Migration, Script};
use migrate_core::text::{self, is_file_name};
use migrate_core::version::{self, Version};

use super::applied_text;
use super::contents::{as_sent, contents};
use super::history::{self, Record};
use super::migrations::{self, Entry, Registered};
use super::origins::{self, How};
use super::rivals::{is_rival, load_as, named};
use super::{labels, squashed, way_down};
use crate::catalog::citus;
use crate::postgres::identity::{current_role, may_execute};
use crate::postgres::parser::argument;
use crate::postgres::procedure;

/// What became of a migration that was to be registered.
pub struct Outcome {
    /// Version.
    pub version: i64,
    /// Description.
    pub description: String,
    /// `registered`, `replaced`, `unchanged`, `draft`, `accepted` of one that is applied, or `recorded` below a baseline.
    pub status: &'static str,
    /// What is in it, or why nothing was done.
    pub detail: String,
    /// What is seldom meant; in `detail` as well, unless nothing was done.
    pub notes: Vec<String>,
}

/// Registers a whole file; `down` is a separate down script. One that is said to be `plain` has no sections.
///
/// # Errors
///
/// What the file's format, the server's parser or the registry refuse.
pub fn load(
    content: &str,
    filename: Option<&str>,
    down: Option<&str>,
    plain: bool,
    variables: &Variables,
) -> Result<Outcome> {
    check_texts(content, filename, down)?;
    let way = Way { is_plain: plain, ..Way::default() };
    let content = variables.put_into(content, filename, Direction::Up)?;
    let down = down.map(|down| variables.put_into(down, filename, Direction::Down)).transpose()?;
    let file = file::read(&content, filename, down.as_deref(), way)?;
    if filename.is_some_and(has_control) {
        return Err(CallError::NotOneLine { argument: "file name" }.into());
    }
    let file = as_sent(file)?;
    let draft = if !plain && file::has_marker(&content) { Draft::IfEmpty } else { Draft::No };
    // Whether it lies below the baseline depends on its place.
    labels::note(&file.version, false);
    register(&file.migration, draft, filename, Replace::Pending)
}

/// Registers a file of a folder; what is wrong with its down section alone leaves that out, and is told.
///
/// # Errors
///
/// As [`load`].
pub fn load_found(content: &str, path: &str, down: Option<&str>, way: Way<'_>) -> Result<Outcome> {
    if has_control(path) {
        return Err(CallError::NotOneLine { argument: "file name" }.into());
    }
    let mut file = file::read(content, Some(path), down, way)?;
    let broken = match &file.migration.down {
        Some(own) if down.is_none() => contents(own, Direction::Down, false).err(),
        _ => None,
    };
    if broken.is_some() {
        file.migration.down = None;
    }
    let file = as_sent(file)?;
    let draft = if !way.is_plain && file::has_marker(content) { Draft::IfEmpty } else { Draft::No };
    labels::note(&file.version, true);
    let mut outcome = register(&file.migration, draft, Some(path), Replace::Pending)?;
    if let Some(broken) = broken {
        outcome.detail = format!("{}; its down section is left out: {broken}", outcome.detail);
    }
    Ok(outcome)
}

/// Refuses a file's name where a text should be, which is easily taken for the other.
fn check_texts(content: &str, filename: Option<&str>, down: Option<&str>) -> Result<()> {
    if is_file_name(content) {
        let is_text = |name: &str| name.contains(char::is_whitespace) && !is_file_name(name);
        if filename.is_some_and(is_text) {
            let call = "migrate.load(content, filename)";
            return Err(ArgumentError::Swapped { one: "content", other: "filename", call }.into());
        }
        return Err(ArgumentError::FileName { argument: "content", name: content.trim().into() }.into());
    }
    match down.filter(|down| is_file_name(down)) {
        Some(name) => Err(ArgumentError::FileName { argument: "down", name: name.trim().into() }.into()),
        None => Ok(()),
    }
}

/// Refuses a separate down script by itself, so that what is wrong with it is not said of another file.
///
/// # Errors
///
/// What its form or the server's parser refuse.
pub fn check_down(script: &str, plain: bool) -> Result<()> {
    contents(&file::parse_down(script, plain)?, Direction::Down, false).map(|_| ())
}

/// Registers a migration from its parts; without an up script it is a draft. A repeatable one is known by its description,
/// and takes the place of the text that is registered for that. Returns its version.
///
/// # Errors
///
/// What the server's parser or the registry refuse.
pub fn create(
    description: &str,
    up: Option<&str>,
    down: Option<&str>,
    given: Option<i64>,
    plain: bool,
    repeatable: bool,
) -> Result<i64> {
    if repeatable && given.is_some() {
        return Err(CallError::Together { of: ["version", "repeatable"] }.into());
    }
    let description = check_description(description)?;
    for (argument, script) in [("up", up), ("down", down)] {
        if script.is_some_and(|script| script.trim().is_empty()) {
            return Err(CallError::Empty { argument }.into());
        }
    }
    for (argument, script) in [("up", up), ("down", down)] {
        if let Some(name) = script.filter(|script| is_file_name(script)) {
            return Err(ArgumentError::FileName { argument, name: name.trim().into() }.into());
        }
    }
    if let Some(up) = up.filter(|_| !plain) {
        file::check_up(up)?;
    }
    if up.is_some_and(|up| !argument::is_sql(up)) && argument::is_sql(description) {
        let call = "migrate.create(description, up, down)";
        return Err(ArgumentError::Swapped { one: "description", other: "up", call }.into());
    }
    if is_file_name(description) {
        return Err(ArgumentError::FileDescribed { name: description.into() }.into());
    }
    let mut migration = Migration {
        version: given.map_or(Ok(0), version::check)?,
        description: description.to_string(),
        up: Script::new(up.unwrap_or_default()),
        down: down.map(Script::new),
    };
    if repeatable {
        let version = Version::repeatable(description);
        migration.version = version.number;
        migration.description = version.describe(description);
        labels::note(&version, true);
        let draft = if up.is_none() { Draft::Yes } else { Draft::No };
        let file = format!("{}.sql", version.text());
        let outcome = register(&migration, draft, Some(&file), Replace::Pending)?;
        tell(&outcome.notes);
        return Ok(outcome.version);
    }
    if given.is_some() {
        let draft = if up.is_none() { Draft::Yes } else { Draft::No };
        let outcome = register(&migration, draft, None, Replace::Draft)?;
        tell(&outcome.notes);
        return Ok(outcome.version);
    }
    citus::check_writable("register migrations")?;
    let draft = if up.is_none() { Draft::Yes } else { Draft::No };
    let Checked { way_down, notes, .. } = check(&migration, draft)?;
    migration.version = migrations::new_version()?;
    let by = current_role().1;
    let (draft, filename) = (up.is_none(), None);
    // Another session may have made the same version in the same millisecond.
    while !migrations::insert(&Entry {
        migration: &migration,
        draft,
        filename,
        by: &by,
        way_down: way_down.clone(),
    }) {
        migration.version = migration.version.checked_add(1).ok_or(FileError::NoNextVersion)?;
    }
    tell(&notes);
    Ok(migration.version)
}

/// `create` has no column for it; whoever loads the file sees it in `detail`.
fn tell(notes: &[String]) {
    for note in notes {
        procedure::notice(&format!("up script: {note}"));
    }
}

/// Refuses who may not register migrations: by other means than the functions that do, he must not either.
///
/// # Errors
///
/// [`MigrationError::MayNotRegister`].
pub fn check_may_register() -> Result<()> {
    if !may_execute("migrate.create(text,text,text,bigint,boolean,boolean)") {
        return Err(MigrationError::MayNotRegister.into());
    }
    Ok(())
}

/// A description is one line that says something.
///
/// # Errors
///
/// [`CallError::Empty`], [`CallError::NotOneLine`].
pub fn check_description(description: &str) -> Result<&str> {
    check_line("description", description)
}

/// The same of another argument.
///
/// # Errors
///
/// As [`check_description`].
pub fn check_line<'a>(argument: &'static str, text: &'a str) -> Result<&'a str> {
    let text = text.trim();
    if text.is_empty() {
        return Err(CallError::Empty { argument }.into());
    }
    if has_control(text) {
        return Err(CallError::NotOneLine { argument }.into());
    }
    Ok(text)
}

/// Whether a migration waits for its up script still.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Draft {
    /// It does.
    Yes,
    /// It does if its up section has no statements.
    IfEmpty,
    /// It does not, whatever is in it.
    No,
}

/// What is in a migration, in words.
struct Checked {
    up: String,
    /// Whether it waits for its up script still.
    is_draft: bool,
    /// What a rollback has to run.
    way_down: String,
    /// What is seldom meant.
    notes: Vec<String>,
}

/// Whether a text has characters that end a line, or that do something to a terminal instead of being shown.
fn has_control(text: &str) -> bool {
    const SEPARATORS: [char; 2] = ['\u{2028}', '\u{2029}'];
    text.chars().any(|c| c.is_control() && c != '\t' || SEPARATORS.contains(&c))
}

/// Parses and plans both scripts.
fn check(migration: &Migration, draft: Draft) -> Result<Checked> {
    let repeats = labels::repeats(migration.version);
    let up = contents(&migration.up, Direction::Up, migration.down.is_none() && !repeats)?;
    let is_draft = draft == Draft::Yes || draft == Draft::IfEmpty && up.statements == 0;
    let down = migration.down.as_ref().map(|script| contents(script, Direction::Down, false)).transpose()?;
    let way_down = match repeats {
        true if labels::is_callback(migration.version) => "callback".into(),
        true => way_down::NEVER.into(),
        false => way_down::in_words(migration, is_draft, down.map(|down| down.statements))?,
    };
    Ok(Checked { up: up.in_words, is_draft, way_down, notes: up.notes })
}

/// Registers a migration whose version nothing has any more.
///
/// # Errors
///
/// What the server's parser or the registry refuse.
pub fn register_anew(migration: &Migration, filename: Option<&str>) -> Result<Outcome> {
    register(migration, Draft::No, filename, Replace::Pending)
}

/// What may be replaced by a new text.
#[derive(PartialEq)]
pub(super) enum Replace {
    /// A draft, which waits for its script; anything else has its version taken.
    Draft,
    /// Whatever is not applied.
    Pending,
}

/// Registers a migration that was checked for nothing yet.
///
/// # Errors
///
/// What the server's parser or the registry refuse.
pub(super) fn register(
    migration: &Migration,
    draft: Draft,
    filename: Option<&str>,
    replace: Replace,
) -> Result<Outcome> {
    citus::check_writable("register migrations")?;
    check_description(&migration.description)?;
    let with_down = if replace == Replace::Pending { applied_text::with_down(migration) } else { None };
    let migration = with_down.as_ref().unwrap_or(migration);
    let Checked { up, is_draft: draft, way_down, mut notes } = check(migration, draft)?;
    if with_down.is_some() {
        notes.push("the down script that is registered stays".into());
    }
    let detail = if draft {
        "no statements in its up section yet: up stops before it".into()
    } else {
        let told: String = notes.iter().map(|note| format!("; {note}")).collect();
        format!("up: {up}; {way_down}{told}")
    };
    let entry = Entry { migration, draft, filename, by: &current_role().1, way_down };
    if let Some(into) = squashed::into(migration.version, &entry.checksum()) {
        let (version, description) = (migration.version, migration.description.clone());
        let detail = format!("a part of migration {into} since that was squashed");
        return Ok(Outcome { version, description, status: "unchanged", detail, notes });
    }
    let (status, detail) = write(&entry, replace, detail)?;
    let (version, description) = (migration.version, migration.description.clone());
    let schemas = match draft {
        true => 0,
        false => history::insert_below_baselines(version, &description, &entry.checksum()),
    };
    let detail = match schemas {
        0 => detail,
        count => format!("{detail}; recorded in {}, below a baseline there", text::count(count, "schema")),
    };
    // A draft has nothing to record yet, and is not run either.
    if !draft && let Some(detail) = record_below_baseline(&entry) {
        return Ok(Outcome { version, description, status: "recorded", detail, notes });
    }
    let status = if draft && status != "unchanged" { "draft" } else { status };
    Ok(Outcome { version, description, status, detail, notes })
}

/// Writes it, if it is not there already: what was done, and more of it. Another text for one that is applied is written
/// only if that may take the place of the one that was.
fn write(entry: &Entry, replace: Replace, detail: String) -> Result<(&'static str, String)> {
    const UNCHANGED: &str = "the same content is already registered";
    let (version, checksum) = (entry.migration.version, entry.checksum());
    let there = migrations::find(version);
    let is_unchanged = |there| is_same(&there, entry, history::find(version).is_some());
    // Nobody who runs it need wait for a transaction that changes nothing.
    if replace == Replace::Pending && there.is_some_and(is_unchanged) {
        return Ok(("unchanged", UNCHANGED.into()));
    }
    // Whoever applies it right now decides first whether it is applied.
    migrations::hold_for_change(version);
    let there = match migrations::find(version) {
        None if migrations::insert(entry) => {
            let Some(change) = applied_text::check(entry, None)? else { return Ok(("registered", detail)) };
            applied_text::accept(version, &change, &checksum);
            return Ok(("accepted", format!("{}; {detail}", change.in_words)));
        }
        // Another session has registered this version just now: look again.
        None => migrations::find(version),
        there => there,
    };
    // A snapshot from before shows it to nobody in this transaction.
    let Some(there) = there else { return Err(SessionError::Stale.into()) };
    if replace == Replace::Draft && there.up.is_some() {
        applied_text::check(entry, Some(&there))?;
        let file = history::find(version).is_none().then(|| load_as(&there));
        return Err(MigrationError::Duplicate { version, description: there.description, file }.into());
    }
    if replace == Replace::Pending && is_rival(&there, entry, &checksum) {
        let given = named(&entry.migration.description, entry.filename);
        let registered = named(&there.description, there.filename.as_deref());
        return Err(MigrationError::Rivals { version, registered, given }.into());
    }
    let change = applied_text::check(entry, Some(&there))?;
    if is_same(&there, entry, history::find(version).is_some()) {
        return Ok(("unchanged", UNCHANGED.into()));
    }
    migrations::check_not_run(&there)?;
    migrations::replace(entry);
    let Some(change) = change else { return Ok(("replaced", detail)) };
    applied_text::accept(version, &change, &checksum);
    Ok(("accepted", format!("{}; {detail}", change.in_words)))
}

/// Records what is below a baseline: it is never to be run here, and the author of the baseline has said so. Of the
/// baseline itself the text comes now, if nothing is known of that. What is to be said of it.
fn record_below_baseline(entry: &Entry) -> Option<String> {
    let version = entry.migration.version;
    let baseline = origins::baseline().filter(|baseline| !labels::is_before(baseline.version, version))?;
    if baseline.version == version {
        let is_new = history::complete(version, &entry.checksum());
        return is_new.then(|| format!("is baseline {version}, recorded"));
    }
    let is_new = history::insert(&Record {
        version,
        description: &entry.migration.description,
        execution_time_ms: None,
        checksum: Some(&entry.checksum()),
        applied_by: &baseline.by,
        how: How::Baseline,
    });
    is_new.then(|| format!("below baseline {}, recorded", baseline.version))
}

/// Whether nothing would change: not the text, nor who has to answer for it. Of what is applied, the text that ran
/// stays, if only line endings differ.
fn is_same(there: &Registered, entry: &Entry, is_applied: bool) -> bool {
    let migration = entry.migration;
    let lines =
        |up: Option<&Script>, down: Option<&Script>| (up.map(|up| up.line), down.map(|down| down.line));
    there.checksum == entry.checksum()
        && (is_applied || there.fingerprint == entry.fingerprint())
        && there.is_intact()
        && there.description == migration.description
        && (there.up.is_none()
            || lines(there.up.as_ref(), there.down.as_ref())
                == lines(Some(&migration.up), migration.down.as_ref()))
}
