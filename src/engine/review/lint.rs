//! The linter's server side: a script is read with what its bodies run, and its rules ask the catalog.

use migrate_core::error::Result;
use migrate_core::lint::{self, Finding, Inside, Said};
use migrate_core::migration::{Direction, Script};

use crate::catalog::lint::Here;
use crate::postgres::parser;
use crate::registry::approval;
use crate::registry::migrations::{self, Registered};
use crate::settings;

/// What rules find in a script.
///
/// # Errors
///
/// As [`parser::parse`].
pub fn lint(script: &Script, direction: Direction) -> Result<Vec<Finding>> {
    without(&here(), script, direction, settings::lint_disabled())
}

/// A catalog that has not been asked yet, and that knows what is still to run.
pub fn here() -> Here {
    Here::with_pending(|| {
        let pending = migrations::pending(None, None, None).into_iter();
        pending.filter_map(|migration| migration.up.map(|up| up.text)).collect()
    })
}

/// What rules find in a registered migration's up script; of one that has run, what it has made is there, of course. What
/// needs an approval that nobody has given is only read.
///
/// # Errors
///
/// As [`parser::parse`].
pub fn of_migration(here: &Here, migration: &Registered, has_run: bool) -> Result<Vec<Finding>> {
    let mut disabled = settings::lint_disabled();
    if has_run {
        disabled.extend(lint::OF_PENDING.iter().map(|rule| rule.to_string()));
    }
    here.only_read(approval::is_unapproved(migration));
    without(here, migration.script(Direction::Up)?, Direction::Up, disabled)
}

fn without(
    here: &Here,
    script: &Script,
    direction: Direction,
    disabled: Vec<String>,
) -> Result<Vec<Finding>> {
    let said = said(script, direction)?;
    Ok(lint::lint(&[], script, &said, here, &disabled, parser::backslash_escapes()))
}

/// What rules find in a script whose statements are known, and before which others run.
pub(super) fn after(here: &Here, before: &[Said], script: &Script, said: &[Said]) -> Vec<Finding> {
    let disabled = settings::lint_disabled();
    lint::lint(before, script, said, here, &disabled, parser::backslash_escapes())
}

/// The statements of a script, each followed by those of its body.
pub(super) fn said(script: &Script, direction: Direction) -> Result<Vec<Said>> {
    let own = parser::each(script, direction, |statement, reading| Said {
        statement,
        command: reading.command,
        inside: Inside::Script,
    })?;
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
