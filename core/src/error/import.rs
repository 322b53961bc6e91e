//! Why another tool's history cannot be read, or written.

use thiserror::Error;

use super::report::Report;
use crate::name::shown;

/// A table that is not a tool's history, although it has the name of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// The table.
    pub table: String,
    /// The tool; empty where it might be one of several.
    pub tool: &'static str,
    /// What is in the way.
    pub why: String,
}

/// Why another tool's history cannot be read, or written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ImportError {
    /// No tool is known by that name.
    #[error("migration tool \"{name}\" is not known")]
    UnknownTool {
        /// The name.
        name: String,
        /// Those that are.
        known: Vec<&'static str>,
    },
    /// No table is the history of a tool.
    #[error("no history of {} found{}", .tool.unwrap_or("a migration tool"), in_schema(.schema.as_deref()))]
    NoHistory {
        /// The tool that was asked for.
        tool: Option<&'static str>,
        /// The schema that was asked for.
        schema: Option<String>,
        /// Tables of such a name.
        misses: Vec<NearMiss>,
    },
    /// More than one table is.
    #[error("more than one history of a migration tool found")]
    Doubt {
        /// Tool, schema, and table as it is shown.
        found: Vec<(&'static str, String, String)>,
    },
    /// golang-migrate does not know where it stands.
    #[error("history of golang-migrate is dirty at version {version}")]
    Dirty {
        /// The version that was to be reached.
        version: String,
    },
    /// Prisma does not know what became of a migration.
    #[error("migration \"{name}\" of Prisma has begun and is neither finished nor rolled back")]
    Unfinished {
        /// The migration.
        name: String,
    },
    /// A value is not what the tool writes.
    #[error("\"{value}\" in column {column} is no version of {tool}")]
    Unreadable {
        /// The tool.
        tool: &'static str,
        /// The value.
        value: String,
        /// The column.
        column: &'static str,
    },
    /// Two of the tool's migrations would be one here.
    #[error("\"{one}\" and \"{other}\" of {tool} would both be version {number}")]
    Collision {
        /// The tool.
        tool: &'static str,
        /// One text.
        one: String,
        /// The other.
        other: String,
        /// The version.
        number: i64,
    },
    /// Row security hides rows.
    #[error("row security of table {table} may hide rows of the history from role \"{role}\"")]
    RowSecurity {
        /// The table.
        table: String,
        /// Who reads.
        role: String,
    },
    /// The tool is at work.
    #[error("{tool} is at work on table {table}")]
    Busy {
        /// The tool.
        tool: &'static str,
        /// Its table.
        table: String,
        /// Who holds its lock, as a sentence; empty where that is not known.
        holder: String,
    },
    /// The history of this tool is not written.
    #[error("history of {tool} cannot be written from here")]
    NoExport {
        /// The tool.
        tool: &'static str,
        /// Why, and what does it.
        why: &'static str,
    },
    /// The tool keeps only the newest version, and an older one is not applied.
    #[error("{tool} keeps only its newest version, and older ones are not applied here")]
    Gaps {
        /// The tool.
        tool: &'static str,
        /// Those that are not.
        versions: Vec<String>,
        /// The newest that is.
        newest: String,
    },
}

fn in_schema(schema: Option<&str>) -> String {
    schema.map_or_else(String::new, |schema| format!(" in schema {}", shown(schema)))
}

impl Report for ImportError {
    fn sqlstate(&self) -> &str {
        use ImportError::*;
        match self {
            UnknownTool { .. } => "22023",
            NoHistory { .. } => "42P01",
            Doubt { .. } | Collision { .. } => "42P09",
            Unreadable { .. } => "22P02",
            RowSecurity { .. } => "42501",
            Busy { .. } => "55P03",
            NoExport { .. } => "0A000",
            Dirty { .. } | Unfinished { .. } | Gaps { .. } => "55000",
        }
    }

    fn detail(&self) -> Option<String> {
        use ImportError::*;
        match self {
            NoHistory { misses, .. } if !misses.is_empty() => {
                let said = misses.iter().map(|miss| match miss.tool {
                    "" => format!("Table {} is no history: {}.", miss.table, miss.why),
                    tool => format!("Table {} is no history of {tool}: {}.", miss.table, miss.why),
                });
                Some(said.collect::<Vec<_>>().join(" "))
            }
            Doubt { found } => {
                let said = found.iter().map(|(tool, _, table)| format!("{tool} in {table}"));
                Some(format!("Found: {}.", said.collect::<Vec<_>>().join(", ")))
            }
            Dirty { version } => Some(format!(
                "A run towards version {version} failed, up or down: nothing tells what of it is there."
            )),
            Unfinished { .. } => Some("Nothing tells what of it is there.".into()),
            RowSecurity { .. } => Some("What is hidden would count as not applied, and be run again.".into()),
            Busy { holder, .. } => (!holder.is_empty()).then(|| holder.clone()),
            NoExport { why, .. } => {
                let mut said = format!("{why}.");
                said[..1].make_ascii_uppercase();
                Some(said)
            }
            Gaps { versions, newest, .. } => {
                Some(format!("Applied up to {newest}, but not {}.", versions.join(", ")))
            }
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        use ImportError::*;
        Some(match self {
            UnknownTool { known, .. } => format!("Known are {}.", known.join(", ")),
            NoHistory { schema: Some(_), .. } => "Leave the schema out to look in all of them.".into(),
            NoHistory { .. } => {
                "Connect to the database in which the tool has run. Without a history, migrate.baseline(version) says \
                 what is there."
                    .into()
            }
            Doubt { found } => {
                let (tool, schema, _) = &found[0];
                format!(
                    "Say which: SELECT * FROM migrate.import_history('{tool}', '{}').",
                    schema.replace('\'', "''")
                )
            }
            Dirty { .. } => "Mend it, say where it stands with migrate force, and import again.".into(),
            Unfinished { .. } => {
                "Say with prisma migrate resolve what became of it, and import again.".into()
            }
            Collision { .. } => "Load their files first: migrations that are loaded are told apart by their names.".into(),
            RowSecurity { table, .. } => {
                format!("Import as the owner of {table}, or as a role with BYPASSRLS.")
            }
            Busy { .. } => {
                "Wait until it is done; a lock that was left behind is freed as the tool's manual says.".into()
            }
            Gaps { .. } => "Apply them, or export when they are.".into(),
            Unreadable { .. } | NoExport { .. } => return None,
        })
    }
}
