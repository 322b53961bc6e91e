//! A folder of migration files: which tool it is of, which files make a migration, and what is left out and why.
//!
//! Goes by names, and by the contents that the caller has read. Each tool looks for its files in its own way; what it
//! would not look at is left out, and is no fault.

mod drizzle;
mod flat;
mod foreign;
mod found;
mod nested;
mod recognise;
mod sqitch;
mod tool;

use crate::version::in_order;

pub use found::{Files, Folder, Found, READ};
pub use tool::Tool;

/// Looks a folder over, as the tool does that was named or that it is evidently of.
pub fn arrange(files: &Files, said: Option<Tool>) -> Folder {
    let tool = said.or_else(|| recognise::recognise(files));
    let mut folder = match tool {
        Some(Tool::Sqitch) => sqitch::arrange(files),
        Some(Tool::Drizzle) if files.contains_key(drizzle::JOURNAL) => drizzle::arrange(files),
        Some(Tool::Diesel | Tool::Hasura) => nested::arrange(files, "up.sql", "down.sql"),
        Some(Tool::Prisma) => nested::arrange(files, "migration.sql", "down.sql"),
        _ => flat::arrange(files, tool),
    };
    folder.tool = tool;
    if tool.is_none_or(|tool| !tool.has_own_order()) {
        folder.found.sort_by_cached_key(|found| found.version.place());
    }
    let (versions, rest): (Vec<_>, Vec<_>) =
        folder.found.into_iter().map(|found| (found.version.clone(), found)).unzip();
    folder.found =
        rest.into_iter().zip(in_order(versions)).map(|(found, version)| Found { version, ..found }).collect();
    folder.left_out.sort();
    folder.faults.sort_by(|one, other| one.0.cmp(&other.0));
    folder
}

#[cfg(test)]
mod tests;
