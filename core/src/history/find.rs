//! Which tool's history a table is, by its name, its columns and their types.
//!
//! Five tools have a table `migrations`, and seven `schema_migrations`. Where a name is one of several tools, a column
//! that none of them has makes it nobody's. Where more than one history is there, or one in several schemas, nothing is
//! guessed.

use super::tool::Tool;
use super::tools::{ALL, named};
use crate::error::{ImportError, NearMiss};
use crate::name::shown;

/// A table of a name that a tool's history may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
    /// Its columns, with their types as the server writes them without a length.
    pub columns: Vec<(String, String)>,
    /// What it is, where it is no table: `view`.
    pub other: Option<String>,
    /// The names of the other tables of its schema that tell tools apart.
    pub beside: Vec<String>,
}

impl Table {
    /// Its name with its schema, quoted where that is needed.
    pub fn shown(&self) -> String {
        format!("{}.{}", shown(&self.schema), shown(&self.name))
    }

    fn type_of(&self, column: &str) -> Option<&str> {
        self.columns.iter().find(|(name, _)| name == column).map(|(_, kind)| kind.as_str())
    }
}

/// What was asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// The tool.
    pub tool: Option<&'a str>,
    /// The schema of its table.
    pub schema: Option<&'a str>,
}

/// A history: the tool's, in a table.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The tool.
    pub tool: &'static Tool,
    /// Its table.
    pub table: Table,
}

/// The names of the tables that are looked for, and of those that tell tools apart.
pub fn names() -> Vec<String> {
    let beside = ALL.iter().filter_map(|tool| tool.beside);
    let mut names: Vec<String> =
        ALL.iter().flat_map(|tool| tool.tables.iter().copied()).chain(beside).map(str::to_string).collect();
    names.sort();
    names.dedup();
    names
}

/// The tool that somebody names.
///
/// # Errors
///
/// [`ImportError::UnknownTool`].
pub fn tool(name: &str) -> Result<&'static Tool, ImportError> {
    named(name).ok_or_else(|| ImportError::UnknownTool {
        name: name.to_string(),
        known: ALL.iter().map(|tool| tool.name).collect(),
    })
}

/// The one history that is meant.
///
/// # Errors
///
/// [`ImportError::UnknownTool`], [`ImportError::NoHistory`], [`ImportError::Doubt`].
pub fn choose(tables: &[Table], wanted: Wanted) -> Result<Choice, ImportError> {
    let asked = wanted.tool.map(tool).transpose()?;
    let mut fits = Vec::new();
    let mut misses = Vec::new();
    for table in tables.iter().filter(|table| wanted.schema.is_none_or(|schema| schema == table.schema)) {
        let candidates: Vec<&'static Tool> = named_like(table).collect();
        let several = candidates.len() > 1;
        let mut near = Vec::new();
        let mut fitting: Vec<&'static Tool> = Vec::new();
        for tool in candidates {
            match misfit(tool, table, several && asked.is_none()) {
                None => fitting.push(tool),
                Some(why) => near.push((tool, why)),
            }
        }
        // One that has a mark of its own goes before those whose table looks the same.
        let is_marked = |tool: &Tool| tool.schema.is_some() || tool.beside.is_some();
        if fitting.iter().any(|tool| is_marked(tool)) {
            fitting.retain(|tool| is_marked(tool));
        }
        fitting.retain(|tool| asked.is_none_or(|asked| asked.name == tool.name));
        near.retain(|(tool, _)| asked.is_none_or(|asked| asked.name == tool.name));
        if fitting.is_empty() && (!several || asked.is_some() || table.other.is_some()) {
            misses.extend(near.into_iter().map(|(tool, why)| NearMiss {
                table: table.shown(),
                tool: tool.name,
                why,
            }));
        } else if fitting.is_empty() {
            let tools: Vec<&str> = near.iter().map(|(tool, _)| tool.name).collect();
            let why = format!("its columns are those of none of {}", tools.join(", "));
            misses.push(NearMiss { table: table.shown(), tool: "", why });
        }
        fits.extend(fitting.into_iter().map(|tool| Choice { tool, table: table.clone() }));
    }
    match fits.len() {
        1 => Ok(fits.remove(0)),
        0 => Err(ImportError::NoHistory {
            tool: asked.map(|tool| tool.name),
            schema: wanted.schema.map(str::to_string),
            misses,
        }),
        _ => Err(ImportError::Doubt {
            found: fits
                .iter()
                .map(|fit| (fit.tool.name, fit.table.schema.clone(), fit.table.shown()))
                .collect(),
        }),
    }
}

/// The tools whose table has that name, as far as they have no schema of their own that it is not in.
fn named_like(table: &Table) -> impl Iterator<Item = &'static Tool> {
    ALL.iter().copied().filter(move |tool| {
        tool.tables.contains(&table.name.as_str())
            && tool.schema.is_none_or(|schema| schema == table.schema)
            && tool.beside.is_none_or(|beside| table.beside.iter().any(|name| name == beside))
    })
}

/// Why a table is not a tool's, if it is not.
fn misfit(tool: &Tool, table: &Table, exact: bool) -> Option<String> {
    if let Some(other) = &table.other {
        return Some(format!("it is a {other}"));
    }
    for column in tool.columns {
        match table.type_of(column.name) {
            None => return Some(format!("it has no column {}", column.name)),
            Some(kind) if !column.types.contains(&kind) => {
                return Some(format!("its column {} is of type {kind}", column.name));
            }
            Some(_) => {}
        }
    }
    for (name, kind) in &table.columns {
        match tool.column(name) {
            None if exact => return Some(format!("it has a column {name}")),
            Some(column) if !column.types.contains(&kind.as_str()) => {
                return Some(format!("its column {name} is of type {kind}"));
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests;
