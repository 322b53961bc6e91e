//! The linter's server side: a script is read with what its bodies run, and its rules ask the catalog.

use migrate_core::error::Result;
use migrate_core::lint::{self, Finding, Said, Scripts};
use migrate_core::migration::{Direction, Script};

use crate::catalog::lint::Here;
use crate::postgres::parser;
use crate::registry::migrations::{self, Registered};
use crate::registry::{approval, readings};
use crate::settings;

/// What rules find in a script.
///
/// # Errors
///
/// As [`parser::parse`].
pub fn lint(script: &Script, direction: Direction) -> Result<Vec<Finding>> {
    let said = said(script, direction)?;
    Ok(after(&here(), &[], script, &said))
}

/// A catalog that has not been asked yet, and that knows what is still to run.
pub fn here() -> Here {
    Here::with_pending(|| {
        let pending = migrations::pending(None, None, None).into_iter();
        pending.filter_map(|migration| migration.up.map(|up| up.text)).collect()
    })
}

/// What rules find in a registered migration's up script. Of one that has run, what it has made is there, of course; one
/// that has not is looked at behind the pending ones before it. What needs an approval that nobody has given is only read.
///
/// # Errors
///
/// As [`parser::parse`].
pub fn of_migration(migration: &Registered, has_run: bool) -> Result<Vec<Finding>> {
    let (here, script) = (here(), migration.script(Direction::Up)?);
    here.only_read(approval::is_unapproved(migration));
    let said = said(script, Direction::Up)?;
    if has_run {
        let mut disabled = settings::lint_disabled();
        disabled.extend(lint::OF_PENDING.iter().map(|rule| rule.to_string()));
        return Ok(after_without(&here, &[], script, &said, &disabled));
    }
    Ok(after(&here, &said_before(migration.version), script, &said))
}

/// What rules find in the up scripts of the pending migrations, one after the other: what an earlier one makes is new for a
/// later one.
///
/// # Errors
///
/// As [`parser::parse`].
pub fn of_pending() -> Result<Vec<(i64, Vec<Finding>)>> {
    let here = here();
    let (disabled, backslash) = (settings::lint_disabled(), parser::backslash_escapes());
    let mut read = Vec::new();
    for migration in migrations::pending(None, None, None) {
        let Some(script) = migration.up.clone() else { continue };
        let said = said(&script, Direction::Up)?;
        read.push((migration, script, said));
    }
    let mut scripts = Scripts::default();
    let mut all = Vec::new();
    for (migration, script, said) in &read {
        here.only_read(approval::is_unapproved(migration));
        all.push((migration.version, scripts.lint(script, said, &here, &disabled, backslash)));
    }
    Ok(all)
}

/// How many earlier migrations are read, where what a script needs may be made by one of them.
const MOST_BEFORE: i64 = 100;

/// The statements of pending migrations that run before this one and make something, as far as they can be read.
pub(super) fn said_before(version: i64) -> Vec<Said> {
    let read = |script: Script| said(&script, Direction::Up).unwrap_or_default();
    migrations::pending_before(version, MOST_BEFORE).into_iter().flat_map(read).collect()
}

/// What rules find in a script whose statements are known, and before which others run.
pub(super) fn after(here: &Here, before: &[Said], script: &Script, said: &[Said]) -> Vec<Finding> {
    after_without(here, before, script, said, &settings::lint_disabled())
}

/// The same without these rules.
pub(super) fn after_without(
    here: &Here,
    before: &[Said],
    script: &Script,
    said: &[Said],
    disabled: &[String],
) -> Vec<Finding> {
    let mut scripts = Scripts::default();
    scripts.add(before, here);
    scripts.lint(script, said, here, disabled, parser::backslash_escapes())
}

/// The statements of a script, each followed by those of its body; of many rows of constants the first.
pub(super) fn said(script: &Script, direction: Direction) -> Result<Vec<Said>> {
    let own = readings::said(script, direction)?;
    let mut all = Vec::with_capacity(own.len());
    for said in own {
        let inner = in_body(&said);
        all.push(said);
        all.extend(inner);
    }
    Ok(all)
}

/// The statements in a body, as far as they can be read: what is put together when it runs cannot.
fn in_body(said: &Said) -> Vec<Said> {
    let mut all = Vec::new();
    for part in lint::parts(&said.command, &said.statement) {
        let piece = Script::new(part.sql.clone());
        let inner = parser::each(&piece, Direction::Up, |statement, reading| Said {
            statement,
            command: reading.command,
            inside: part.inside.clone(),
        });
        // What is no statement of SQL is one of PL/pgSQL.
        for mut inner in inner.unwrap_or_default() {
            part.settle(&said.statement, &mut inner.statement);
            all.push(inner);
        }
    }
    all
}
