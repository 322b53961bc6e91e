//! The way back: rows that make a tool see as applied what is applied here, as SQL to be run with the caller's rights.
//!
//! Only rows are added. Where a tool keeps one row, that row is written anew. A tool whose rows rest on more than what
//! is registered here is not written: each says why.

use std::collections::BTreeMap;

use super::compare::{Known, Sum, There, part_of};
use super::fact::{Facts, State, base, stem};
use super::find::Table;
use super::original;
use super::recipe::Material;
use super::tool::Tool;
use super::write::{Entry, Export, NO_FILE, Source};
use crate::error::ImportError;
use crate::name::{Quoting, qualified};
use crate::version;

/// What becomes of one migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The version as the tool writes it; none of the table.
    pub version: Option<String>,
    /// Its description.
    pub name: String,
    /// `created`, `added`, `unchanged`, `left out`, or `not applied here`.
    pub status: &'static str,
    /// What else is to be said.
    pub detail: String,
    /// What is run.
    pub sql: Vec<String>,
}

/// Where rows are written.
pub struct Target<'a> {
    /// The tool.
    pub tool: &'static Tool,
    /// Its table, as far as it is there.
    pub table: Option<&'a Table>,
    /// The schema of the table.
    pub schema: &'a str,
    /// How names are quoted.
    pub names: &'a dyn Quoting,
}

impl Target<'_> {
    fn name(&self) -> &str {
        self.table.map_or(self.tool.tables[0], |table| &table.name)
    }

    fn qualified(&self) -> String {
        qualified(self.names, self.schema, self.name())
    }

    fn filled(&self, template: &str) -> String {
        let name = self.name();
        template
            .replace("{table}", &self.qualified())
            .replace("{schema}", &self.names.quote(self.schema))
            .replace("{pk}", &self.names.quote(&format!("{name}_pk")))
            .replace("{name_s_idx}", &self.names.quote(&format!("{name}_s_idx")))
    }

    fn create(&self, templates: &[&str]) -> Option<Line> {
        if self.table.is_some() {
            return None;
        }
        let name = self.qualified();
        let sql = templates.iter().map(|template| self.filled(template)).collect();
        Some(Line { version: None, name, status: "created", detail: String::new(), sql })
    }

    /// The type of a column, as SQL that is alike on every search path.
    fn type_of(&self, column: &str) -> String {
        let there = self.table.and_then(|table| table.columns.iter().find(|(name, _)| name == column));
        let made = || self.tool.column(column).and_then(|column| column.types.first().copied());
        let name = there.map(|(_, kind)| kind.as_str()).or_else(made).unwrap_or("text");
        if matches!(name, "text" | "bytea" | "uuid") { format!("pg_catalog.{name}") } else { name.into() }
    }
}

/// What is to be written so that the tool sees as applied what is applied here. `facts` is what it sees now.
///
/// # Errors
///
/// [`ImportError::NoExport`], [`ImportError::Gaps`].
pub fn export(
    target: &Target,
    facts: &Facts,
    entries: &[Entry],
    there: &There,
) -> Result<Vec<Line>, ImportError> {
    let tool = target.tool;
    match &tool.export {
        Export::Not(why) => Err(ImportError::NoExport { tool: tool.name, why }),
        Export::Rows { create, .. } if create.is_empty() && target.table.is_none() => {
            let why =
                "its tables have rows of its own: run it once with an empty folder, so that it makes them";
            Err(ImportError::NoExport { tool: tool.name, why })
        }
        Export::Rows { create, row } => rows(target, create, *row, facts, entries, there),
        Export::Newest { create, columns, values } => {
            newest(target, create, columns, values, facts, entries, there)
        }
    }
}

fn rows(
    target: &Target,
    create: &[&str],
    row: fn(&Entry) -> Result<Vec<(&'static str, Source)>, &'static str>,
    facts: &Facts,
    entries: &[Entry],
    there: &There,
) -> Result<Vec<Line>, ImportError> {
    let verdicts = super::compare::compare(target.tool, facts, "", there)?;
    let seen: BTreeMap<i64, &State> =
        verdicts.iter().filter_map(|verdict| Some((verdict.number?, &verdict.fact.state))).collect();
    let is_changed = |number: i64| {
        verdicts.iter().any(|verdict| verdict.number == Some(number) && verdict.sum == Some(Sum::Differs))
    };
    let mut lines: Vec<Line> = target.create(create).into_iter().collect();
    let ending = ending(facts);
    for entry in entries {
        let line = |status, detail: &str, sql| Line {
            version: Some(entry.label.clone()),
            name: entry.description.clone(),
            status,
            detail: detail.into(),
            sql,
        };
        let is_repeatable = version::name_of_repeatable(&entry.label).is_some();
        if let Some(why) = is_repeatable.then(|| left_out(target.tool, entry, there)).flatten() {
            lines.push(line("left out", why, Vec::new()));
            continue;
        }
        lines.push(match seen.get(&entry.number) {
            // Each run of one is a row.
            Some(State::Applied) if !(is_repeatable && is_changed(entry.number)) => {
                line("unchanged", "", Vec::new())
            }
            Some(State::Not("failed")) => {
                line("left out", "it failed there: mend that with the tool", Vec::new())
            }
            _ => match row(entry).and_then(|columns| insert(target, entry, &columns, ending, there)) {
                Ok(sql) => line("added", &stands_for(entry, there), vec![sql]),
                Err(why) => line("left out", why, Vec::new()),
            },
        });
    }
    let ours =
        |number: Option<i64>| number.is_some_and(|number| entries.iter().any(|entry| entry.number == number));
    for verdict in
        verdicts.iter().filter(|verdict| verdict.fact.state == State::Applied && !ours(verdict.number))
    {
        let into =
            verdict.number.and_then(|number| there.squashed_into(number)).filter(|into| ours(Some(*into)));
        let (status, detail) = match into {
            Some(into) => ("unchanged", part_of(into)),
            None => ("not applied here", "migrate.import_history records it".into()),
        };
        let (version, name) = (Some(verdict.fact.version.clone()), verdict.description.clone());
        lines.push(Line { version, name, status, detail, sql: Vec::new() });
    }
    Ok(lines)
}

/// The ending of the files of a tool's programs: that of its newest row which has one.
fn ending(facts: &Facts) -> &str {
    let names = facts.facts.iter().rev().filter_map(|fact| fact.file.as_deref().map(base));
    let endings = names.map(|name| &name[stem(name).len()..]);
    endings.into_iter().find(|ending| !ending.is_empty()).unwrap_or(".js")
}

/// What is to be said of a row that stands for migrations of which the tool may still have files, and would run them.
fn stands_for(entry: &Entry, there: &There) -> String {
    let parts: Vec<String> = there.parts(entry.number).iter().map(i64::to_string).collect();
    if parts.is_empty() {
        return String::new();
    }
    format!("stands for {} since a squash: without their files", parts.join(", "))
}

/// Why a repeatable migration is not written, if it is not.
fn left_out(tool: &Tool, entry: &Entry, there: &There) -> Option<&'static str> {
    if !tool.repeats {
        return Some("a repeatable migration, which has no version");
    }
    let known = there.known.iter().find(|known| known.version == entry.number)?;
    let ran = there.here.get(&entry.number)?.checksum.as_ref()?;
    (*ran != known.checksum).then_some("its text has changed since it ran: run it first")
}

fn insert(
    target: &Target,
    entry: &Entry,
    columns: &[(&'static str, Source)],
    ending: &str,
    there: &There,
) -> Result<String, &'static str> {
    let quoted: Vec<String> = columns.iter().map(|(column, _)| target.names.quote(column)).collect();
    let values: Result<Vec<String>, _> = columns
        .iter()
        .map(|(column, source)| value(target, entry, (column, source), ending, there))
        .collect();
    Ok(format!("INSERT INTO {} ({}) VALUES ({})", target.qualified(), quoted.join(", "), values?.join(", ")))
}

fn value(
    target: &Target,
    entry: &Entry,
    (column, source): (&str, &Source),
    ending: &str,
    there: &There,
) -> Result<String, &'static str> {
    let literal = |text: &str| target.names.literal(text);
    let kind = target.type_of(column);
    let at = entry.applied_at.as_deref().map_or_else(
        || "pg_catalog.now()".to_string(),
        |at| format!("CAST({} AS timestamp with time zone)", literal(at)),
    );
    let utc = format!("pg_catalog.timezone('UTC', {at})");
    Ok(match source {
        Source::Text(text) => format!("CAST({} AS {kind})", literal(text)),
        Source::Program(name) => format!("CAST({} AS {kind})", literal(&format!("{name}{ending}"))),
        Source::Number(number) if *number < 0 => format!("({number})"),
        Source::Number(number) => number.to_string(),
        Source::AppliedAt => format!("CAST({at} AS {kind})"),
        Source::AppliedAtUtc => format!("CAST({utc} AS {kind})"),
        Source::AppliedAtText => format!("pg_catalog.to_char({utc}, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"),
        Source::AppliedBy => match &entry.applied_by {
            Some(by) => format!("CAST({} AS {kind})", literal(by)),
            None => format!("CAST(CURRENT_USER AS {kind})"),
        },
        Source::Checksum => {
            let sum = literal(&sum(target.tool, entry, there)?);
            if kind.ends_with("bytea") {
                format!("pg_catalog.decode({sum}, 'hex')")
            } else {
                format!("CAST({sum} AS {kind})")
            }
        }
        Source::Uuid => format!("CAST(pg_catalog.gen_random_uuid() AS {kind})"),
        Source::Next(column) => format!(
            "(SELECT COALESCE(pg_catalog.max({}), 0) OPERATOR(pg_catalog.+) 1 FROM {})",
            target.names.quote(column),
            target.qualified()
        ),
        Source::Null => "NULL".into(),
    })
}

/// The tool's checksum of the likeliest file of which the script is.
fn sum(tool: &Tool, entry: &Entry, there: &There) -> Result<String, &'static str> {
    const NO_TEXT: &str = "its file is not loaded, so the tool's checksum of it is not known";
    let recipe = tool.recipe.ok_or(NO_TEXT)?;
    let script = (there.script)(entry.number).ok_or(NO_TEXT)?;
    let text = original::files(&script).next().ok_or(NO_TEXT)?;
    let material = Material { text: &text, file: entry.file.as_deref(), number: entry.number, of: None };
    (recipe.sums)(&material).into_iter().next().ok_or(NO_FILE)
}

fn newest(
    target: &Target,
    create: &[&str],
    columns: &[&str],
    values: &[&str],
    facts: &Facts,
    entries: &[Entry],
    there: &There,
) -> Result<Vec<Line>, ImportError> {
    let mut lines: Vec<Line> = target.create(create).into_iter().collect();
    let numbered: Vec<(i64, &Entry)> =
        entries.iter().filter_map(|entry| Some((entry.plain_number().ok()?, entry))).collect();
    let Some((newest, entry)) = numbered.iter().max_by_key(|(number, _)| *number) else { return Ok(lines) };
    let is_applied = |known: &Known| entries.iter().any(|entry| entry.number == known.version);
    let missing: Vec<String> = there
        .known
        .iter()
        .filter(|known| known.version < *newest && !is_applied(known))
        .map(Known::shown)
        .collect();
    if !missing.is_empty() {
        let (tool, newest) = (target.tool.name, newest.to_string());
        return Err(ImportError::Gaps { tool, versions: missing, newest });
    }
    let now = facts.up_to.as_ref().and_then(|up_to| up_to.version.parse::<i64>().ok());
    let line = |status, detail: &str, sql| Line {
        version: Some(newest.to_string()),
        name: entry.description.clone(),
        status,
        detail: detail.into(),
        sql,
    };
    lines.push(match now {
        Some(now) if now == *newest => line("unchanged", "", Vec::new()),
        Some(now) if now > *newest => {
            line("left out", &format!("it is at {now} already, which is newer"), Vec::new())
        }
        _ => {
            let table = target.qualified();
            let quoted: Vec<String> = columns.iter().map(|column| target.names.quote(column)).collect();
            let values: Vec<String> =
                values.iter().map(|value| value.replace("{version}", &newest.to_string())).collect();
            let insert =
                format!("INSERT INTO {table} ({}) VALUES ({})", quoted.join(", "), values.join(", "));
            line("added", "stands for all below it, too", vec![format!("DELETE FROM {table}"), insert])
        }
    });
    Ok(lines)
}

#[cfg(test)]
mod tests;
