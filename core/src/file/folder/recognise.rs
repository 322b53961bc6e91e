//! Which tool a folder is of: by what lies in it, by names, by markers.

use super::drizzle::JOURNAL;
use super::flat;
use super::found::{Files, text};
use super::tool::Tool;
use crate::file::name;
use crate::file::scan;
use crate::format::Format;

/// The tool that a folder is evidently of.
pub(super) fn recognise(files: &Files) -> Option<Tool> {
    let has = |path: &str| files.contains_key(path);
    if has("sqitch.plan") {
        return Some(Tool::Sqitch);
    }
    if has(JOURNAL) {
        return Some(Tool::Drizzle);
    }
    if has("atlas.sum") {
        return Some(Tool::Atlas);
    }
    let in_folders = |name: &str| {
        // Hasura has one more folder, for each database.
        let is_one = |path: &String| {
            path.rsplit_once('/')
                .is_some_and(|(folders, file)| file == name && folders.matches('/').count() < 2)
        };
        files.keys().filter(|path| is_one(path)).count()
    };
    let top = top(files, "");
    if top.len() < in_folders("migration.sql") {
        return Some(Tool::Prisma);
    }
    if top.len() < in_folders("up.sql") {
        // Hasura numbers with milliseconds; both read the same.
        return Some(Tool::Diesel);
    }
    let ends_in = |ending: &str| top.iter().any(|path| path.to_ascii_lowercase().ends_with(ending));
    if ends_in(".rollback.sql") {
        return Some(Tool::Yoyo);
    }
    // Flyway looks into subfolders; most of what is on top, or all that there is, is named its way.
    let named = |path: &&String| name::is_flyway(path);
    let is_flyway = match top.len() {
        0 => files.keys().any(|path| name::is_flyway(path)),
        all => top.iter().filter(|path| named(path)).count() * 2 >= all,
    };
    if is_flyway {
        return Some(Tool::Flyway);
    }
    by_contents(files, &top).or_else(|| {
        // The files of graphile-migrate are one folder further down; others are asked for from a folder up.
        let within = flat::within(files, None);
        if within.is_empty() { None } else { by_contents(files, &self::top(files, within)) }
    })
}

/// The SQL files of a folder, without those of folders in it.
fn top<'a>(files: &'a Files, within: &str) -> Vec<&'a String> {
    let is_there = |path: &&String| path.strip_prefix(within).is_some_and(|rest| !rest.contains('/'));
    files.keys().filter(is_there).filter(|path| name::is_sql(path)).collect()
}

/// The tool whose marker most files have; none where few have any.
fn by_contents(files: &Files, top: &[&String]) -> Option<Tool> {
    /// Enough to tell.
    const MOST: usize = 40;
    let mut counts: Vec<(Tool, usize)> = Vec::new();
    for text in top.iter().take(MOST).filter_map(|path| text(files, path)) {
        let first = if text.starts_with("--! Previous:") {
            Some(Tool::GraphileMigrate)
        } else {
            scan::scan(text).ok().and_then(|markers| of_format(markers.first()?.format))
        };
        let Some(tool) = first else { continue };
        match counts.iter_mut().find(|(known, _)| *known == tool) {
            Some((_, count)) => *count += 1,
            None => counts.push((tool, 1)),
        }
    }
    let (tool, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 2 >= top.len().min(MOST)).then_some(tool)
}

fn of_format(format: Format) -> Option<Tool> {
    match format {
        Format::Guide => None,
        Format::Dbmate => Some(Tool::Dbmate),
        Format::Goose => Some(Tool::Goose),
        Format::SqlMigrate => Some(Tool::SqlMigrate),
        Format::Tern => Some(Tool::Tern),
        Format::NodePgMigrate => Some(Tool::NodePgMigrate),
    }
}
