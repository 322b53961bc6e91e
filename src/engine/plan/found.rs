//! Where the relations are that a derived down script names without their schema.
//!
//! Their schemas are kept when the up script has run, and asked again before the way back. By then something else may
//! bear the name, in a schema that comes first or under another role's search path. That is somebody else's.

use std::collections::HashSet;

use migrate_core::error::{HistoryError, Result};
use migrate_core::migration::{Direction, Script};
use migrate_core::reverse::{self, Action, Back, Known, Path, Setting};
use migrate_core::statement::{Class, Control, Statement};

use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::settings::reset_search_path;
use crate::postgres::spi;
use crate::registry::{actions, before, migrations, origins, readings};

/// A name, and the schema in which it is found; none where nothing of that name is there.
struct Found {
    name: String,
    schema: Option<String>,
}

/// In which schemas the down script that would be derived of a script finds its names, now that the script has run; `None` where
/// none can be derived, which is not run then either. `path` says where the script's own names were looked up.
///
/// # Errors
///
/// That somebody wants this to end.
pub fn look(
    up: &Script,
    actions: &[(Statement, Vec<Action>)],
    known: &Known,
    path: Option<&Path>,
) -> Result<Option<Vec<Option<String>>>> {
    match reverse::script(up, actions, known, path).and_then(|down| find(&down.script)) {
        Ok(found) => Ok(Some(found.into_iter().map(|found| found.schema).collect())),
        Err(error) if error.sqlstate().starts_with("57") => Err(error),
        Err(_) => Ok(None),
    }
}

/// Keeps what the down script that would be derived of a migration finds, now that its up script has run.
///
/// # Errors
///
/// That somebody wants this to end.
pub fn keep(version: i64) -> Result<()> {
    let Some((up, true)) = migrations::without_down(version) else { return Ok(()) };
    let actions = match readings::kept(&up) {
        Err(error) if error.sqlstate().starts_with("57") => return Err(error),
        Err(_) => return Ok(()),
        Ok(actions) => actions,
    };
    let (known, path) = (before::of_migration(version), origins::path(version));
    if let Some(found) = look(&up, &actions, &known, path.as_ref())? {
        origins::keep_found(version, found);
    }
    Ok(())
}

/// Refuses a derived down script that would find others than the up script left.
///
/// # Errors
///
/// [`HistoryError::FoundElsewhere`].
pub fn check(version: i64, description: &str, down: &Script) -> Result<()> {
    let Some(before) = origins::found(version) else { return Ok(()) };
    for (Found { name, schema }, before) in find(down)?.into_iter().zip(before) {
        // What is not there fails by itself.
        if let Some(now) = schema
            && before.as_ref() != Some(&now)
        {
            let description = description.to_string();
            return Err(HistoryError::FoundElsewhere { version, description, name, before, now }.into());
        }
    }
    Ok(())
}

/// Where a script finds what it names without a schema, each name once for each search path.
fn find(script: &Script) -> Result<Vec<Found>> {
    let mut paths: Vec<(Vec<String>, bool)> = Vec::new();
    let (mut has_role, mut seen, mut found) = (false, HashSet::new(), Vec::new());
    for (statement, actions) in actions::of_script(script, Direction::Down)? {
        let names = statement.tables.iter().chain(statement.locks.iter().map(|need| &need.relation));
        for name in names.filter(|name| name.schema.is_none()).map(|name| &name.name) {
            if let Some((path, _)) = paths.last()
                && seen.insert((path.clone(), has_role, name.clone()))
            {
                found.push(Found { name: name.clone(), schema: schema_of(name, path, has_role) });
            }
        }
        for action in actions {
            let Back::Set(Setting { name, is_set, is_local, schemas }) = action.back else { continue };
            match (name.as_str(), is_set) {
                ("role" | "session_authorization", _) => has_role = is_set,
                ("search_path", true) => paths.push((schemas, is_local)),
                ("search_path" | "all", false) => {
                    paths.push((actions::schemas_of_list(&reset_search_path()), false));
                }
                _ => {}
            }
        }
        if let Class::Control(Control::Commit { .. } | Control::Rollback { .. }) = statement.class {
            paths.retain(|(_, is_local)| !is_local);
        }
    }
    Ok(found)
}

/// The first schema of a path, quoted where the server would quote them, that has something of this name. To a role
/// that the script takes others may be open, and `"$user"` means another.
fn schema_of(name: &str, path: &[String], has_role: bool) -> Option<String> {
    let (role, role_name) = current_role();
    let sql = "SELECT n.nspname::text FROM unnest($1) WITH ORDINALITY p (name, place)
               JOIN pg_namespace n ON CASE WHEN p.name = '\"$user\"' THEN n.nspname = $2 AND NOT $4
                                           ELSE quote_ident(n.nspname) = p.name END
               JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = $3
               WHERE $4 OR has_schema_privilege($5, n.oid, 'USAGE')
               ORDER BY p.place LIMIT 1";
    let args =
        [path.to_vec().into(), role_name.into(), name.to_string().into(), has_role.into(), role.into()];
    as_owner(|| spi::row(sql, &args, |row| row.must(1)))
}
