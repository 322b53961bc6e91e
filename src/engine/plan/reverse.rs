//! The down script of a script that has none.
//!
//! It rests on the script, and on what the catalog knew before it ran: when it has run, the catalog no longer says what
//! was there. So that is noted when the run begins (`migrate.origins`), for a migration that has no down script. The
//! script is derived when the rollback comes, of what the journal says was done, and only where it ran. If a schema in
//! which it looked is gone by then, that is an error.

use migrate_core::error::{Error, HistoryError, Irreversible, MigrationError, Result, ScriptError};
use migrate_core::migration::{Direction, Script};
use migrate_core::reverse::{self, Action, Derived, Known};
use migrate_core::statement::Statement;

use super::found;
use crate::engine::journal::open_run;
use crate::engine::operation::records;
use crate::postgres::parser;
use crate::registry::acceptances;
use crate::registry::before;
use crate::registry::migrations::{self, Registered};
use crate::registry::origins::{self, How};
use crate::registry::{actions, history, labels, readings, way_down};

/// Derives the script that takes a script back which runs next.
///
/// # Errors
///
/// What the parser refuses, and [`migrate_core::error::ScriptError::Irreversible`] for statements whose reverse cannot
/// be known.
pub fn reverse(script: &Script) -> Result<Derived> {
    let actions = actions::of_script(script, Direction::Up)?;
    let known = before::known(&actions)?;
    reverse::script(script, &actions, &known, None)
}

/// As [`reverse`], with a comment in place of what cannot be taken back.
///
/// # Errors
///
/// What the parser refuses.
pub fn part(script: &Script) -> Result<String> {
    let actions = actions::of_script(script, Direction::Up)?;
    let known = before::known(&actions)?;
    Ok(reverse::part_of_script(&actions, &known))
}

/// What is known of a migration without a down script, before it runs for the first time.
pub struct Noted {
    /// Its statements, each with what it does.
    pub actions: Vec<(Statement, Vec<Action>)>,
    /// What the catalog knows of what they name.
    pub known: Known,
    /// What a rollback will have to run, where that was not known before.
    pub way_down: Option<String>,
}

impl Noted {
    /// Whether a down script is derived of it; `is_promised` as for [`look`].
    pub fn is_derived(&self, is_promised: bool) -> bool {
        self.way_down.as_ref().map_or(is_promised, |words| words.starts_with(way_down::DERIVED))
    }
}

/// What the catalog knows of what an up script names that is about to run for the first time: a down script is derived of
/// that. `is_promised` says whether one will be, come what may. `None` where none can be.
///
/// # Errors
///
/// That somebody wants this to end.
pub fn look(up: &Script, is_promised: bool) -> Result<Option<Noted>> {
    // What cannot be read is told by the run itself.
    let Ok(actions) = readings::done(up, Direction::Up) else { return Ok(None) };
    if is_promised {
        let known = before::known(&actions)?;
        return Ok(Some(Noted { actions, known, way_down: None }));
    }
    // Nobody could say then whether a table has rows, or which name is taken.
    let derive = |known: &Known| reverse::script(up, &actions, known, None);
    if let Err(Error::Script(ScriptError::Irreversible { statements })) = derive(&Known::default())
        && reverse::without_help(&actions, &statements, true).is_some()
    {
        return Ok(None);
    }
    let known = before::known(&actions)?;
    let Ok(derived) = derive(&known) else { return Ok(None) };
    let way_down = Some(way_down::from_catalog(&derived.lost));
    Ok(Some(Noted { actions, known, way_down }))
}

/// Notes what the catalog knows of what a migration names, which is about to run for the first time: if it has no down
/// script, one is derived of that.
///
/// # Errors
///
/// That somebody wants this to end.
pub fn note(version: i64) -> Result<()> {
    let Some((up, is_promised)) = migrations::without_down(version) else { return Ok(()) };
    let Some(noted) = look(&up, is_promised)? else { return Ok(()) };
    noted.way_down.iter().for_each(|words| migrations::note_way_down(version, words));
    origins::note_before(version, &noted.known.answers);
    readings::keep(&up, noted.actions);
    Ok(())
}

/// Refuses to take back what is at or below a baseline: it did not run here, or is to stay.
///
/// # Errors
///
/// [`HistoryError::BelowBaseline`].
pub fn check_baseline(version: i64, description: &str) -> Result<()> {
    let baseline = origins::baseline()
        .map(|baseline| baseline.version)
        .filter(|&border| !labels::is_before(border, version));
    if baseline.is_some() || origins::how(version) == How::Baseline {
        let description = description.to_string();
        return Err(HistoryError::BelowBaseline { version, description, baseline }.into());
    }
    Ok(())
}

/// Asks again, when a rollback begins, what was asked when it was planned: a baseline may have been drawn since, the
/// history changed by hand, a schema dropped.
///
/// # Errors
///
/// As [`check_baseline`], [`down_script`] and [`found::check`].
pub fn check(version: i64, description: &str) -> Result<()> {
    check_baseline(version, description)?;
    match migrations::find(version) {
        Some(there) if there.down.is_none() => {
            found::check(version, description, &down_script(&there)?.script)
        }
        _ => Ok(()),
    }
}

/// The down script of a migration that has none, derived from what its up script has done.
///
/// # Errors
///
/// [`MigrationError::NoDown`] where none can be derived; [`HistoryError::NotRunHere`] for what did not run here;
/// [`HistoryError::SchemaGone`].
pub fn down_script(migration: &Registered) -> Result<Derived> {
    let (version, description) = (migration.version, migration.description.clone());
    let none = |why| Error::from(MigrationError::NoDown { version, description, why });
    if let Some(title) = records::without_way_back(version) {
        return Err(none(format!("What {title} did cannot be undone.")));
    }
    let Some(up) = &migration.up else { return Err(none(String::new())) };
    if history::find(version).is_some() && origins::how(version) != How::Ran {
        let description = migration.description.clone();
        return Err(HistoryError::NotRunHere { version, description }.into());
    }
    if let Some(accepted) = acceptances::of_history(version) {
        let text = accepted.in_words();
        return Err(none(format!(
            "Its text is another one than ran here, {text}: nothing can be derived from it."
        )));
    }
    match derived(migration, up) {
        Err(Error::Script(ScriptError::Irreversible { statements })) => {
            Err(none(statements.iter().map(Irreversible::in_words).collect::<Vec<_>>().join("\n")))
        }
        down => down,
    }
}

/// The script that takes back what was done of another: all of it, or what an open run has committed.
fn derived(migration: &Registered, up: &Script) -> Result<Derived> {
    if history::find(migration.version).is_some() {
        return reverse_where_it_ran(migration, up);
    }
    let Some((last, is_unknown)) = open_run::last_effect(migration.version) else {
        return reverse_where_it_ran(migration, up);
    };
    let statements = parser::parse(up, Direction::Up)?;
    let Some(statement) = statements.iter().find(|statement| statement.number == last) else {
        return reverse_where_it_ran(migration, up);
    };
    let end = statement.start + statement.text.len();
    let done = Script { text: up.text[..end].to_string(), ..up.clone() };
    let mut down = reverse_where_it_ran(migration, &done)?;
    if is_unknown {
        // It was broken off, and may have left nothing.
        const DROP: &str = "DROP INDEX CONCURRENTLY ";
        down.script.text = down.script.text.replacen(DROP, &format!("{DROP}IF EXISTS "), 1);
    }
    Ok(down)
}

/// The script that takes another back, with names looked up where its own were. A schema that is not there is an error:
/// another one of the path may have something of the same name.
fn reverse_where_it_ran(migration: &Registered, script: &Script) -> Result<Derived> {
    let (version, description) = (migration.version, &migration.description);
    let path = origins::path(version);
    let actions = actions::of_script(script, Direction::Up)?;
    let takes_role = reverse::takes_role(&actions);
    let mut schemas = reverse::schemas(&actions);
    if let Some(path) = &path {
        origins::check_schemas(version, description, path.schemas.clone(), true)?;
        if takes_role {
            schemas.extend(actions::schemas_of_list(&path.setting));
        }
    }
    // Those are for the role that the script takes.
    origins::check_schemas(version, description, schemas, !takes_role)?;
    reverse::script(script, &actions, &before::of_migration(version), path.as_ref())
}
