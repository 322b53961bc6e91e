//! What can be wrong with a migration file, with its name, or with writing one.
//!
//! Lines count from 1 in the text that the error is about.

use thiserror::Error;

use super::report::Report;
use crate::format::Format;
use crate::migration::Direction;

/// What is wrong with a migration file or its name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs, reason = "the fields are what the messages name")]
pub enum FileError {
    /// The content is blank, and there is no file name either.
    #[error("migration file is empty")]
    Empty,
    /// Neither the file name nor a header gives a version.
    #[error("migration has no version")]
    NoVersion,
    /// A version of 0 or less; with the line where a header gave it.
    #[error("migration version must be at least 1")]
    VersionBelowOne { version: i64, line: Option<u32> },
    /// A version that does not fit a bigint; with the line where a header gave it.
    #[error("migration version is out of range")]
    VersionTooLarge { version: String, line: Option<u32> },
    /// The newest migration has the largest version there is.
    #[error("no migration version is left")]
    NoNextVersion,
    /// The file name and the header disagree.
    #[error("file name and header give different versions")]
    VersionMismatch { name: String, header: i64, line: u32 },
    /// The header's version is not a number.
    #[error("migration version on line {line} is not a whole number")]
    HeaderNotNumber { line: u32, value: String },
    /// There are two headers of the same name.
    #[error("second \"{header}\" header on line {line}")]
    HeaderTwice { header: &'static str, line: u32, first: u32 },

    /// The file name has another extension.
    #[error("file name \"{name}\" does not end in \".sql\"")]
    NameNotSql { name: String },
    /// The file name does not begin with a number.
    #[error("file name \"{name}\" does not begin with a version")]
    NameWithoutVersion { name: String },
    /// A down script where a migration was expected.
    #[error("file \"{name}\" is a down script")]
    NameIsDown { name: String },
    /// Two files of a folder claim one version.
    #[error("more than one file for version {version}")]
    VersionTwice { version: String, other: String },
    /// A folder has a down script without its up script.
    #[error("down script \"{name}\" has no up script")]
    DownWithoutUp { name: String, version: String },

    /// drizzle's journal is not what it should be.
    #[error("line {line} of the journal cannot be read")]
    Journal { line: u32 },
    /// A line of sqitch's plan is not understood.
    #[error("line {line} of the plan cannot be read")]
    Plan { line: u32, text: String },
    /// A changeset of Liquibase's that would not run, or not as it stands.
    #[error("changeset on line {line} cannot be read")]
    Changeset { line: u32, text: String },
    /// A file that a plan or a journal names.
    #[error("file \"{name}\" is not there")]
    NotThere { name: String },

    /// The values of placeholders are not what they should be.
    #[error("variables must be an object of texts and numbers")]
    NoVariables { found: String },
    /// psql would put a value in its place.
    #[error("variable \":{name}\" on line {line} of the {} script is not set", direction.as_str())]
    Unset { direction: Direction, line: u32, name: String },
    /// psql would read a file that does not belong to the folder.
    #[error("file \"{name}\", which line {line} includes, is not in the folder")]
    IncludedOutside { line: u32, name: String },
    /// A file includes itself.
    #[error("file \"{name}\", which line {line} includes, includes itself")]
    IncludedTwice { line: u32, name: String },

    /// Markers of two formats.
    #[error("{format} marker on line {line} of a {first_format} file")]
    MixedFormats { format: Format, line: u32, first_format: Format, first: u32 },
    /// There are two sections of the same direction.
    #[error("second {} section on line {line}", direction.as_str())]
    SectionTwice { direction: Direction, line: u32, first: u32 },
    /// The file has markers, but none begins an up section.
    #[error("migration file has no up section")]
    NoUpSection { format: Format, line: u32, marker: String },
    /// Something other than comments stands before the first section.
    #[error("SQL before the first section, on line {line}")]
    SqlBeforeSection { line: u32, marker: String, direction: Direction, format: Format },
    /// A block comment holds the first section's marker.
    #[error("comment on line {line} does not end before the first section")]
    CommentNotClosed { line: u32 },
    /// A marker that the format does not know.
    #[error("unknown {format} marker on line {line}")]
    UnknownMarker { format: Format, line: u32, marker: String },
    /// An option that dbmate does not know.
    #[error("unknown dbmate option \"{option}\" on line {line}")]
    UnknownOption { option: String, line: u32 },
    /// `-- +goose ENVSUB ON`.
    #[error("environment substitution on line {line} is not supported")]
    EnvSub { line: u32 },
    /// `${NAME}` behind it.
    #[error("variable \"${{{name}}}\" on line {line} is not replaced")]
    Environment { line: u32, name: String },
    /// `-- +goose StatementBegin` without its end.
    #[error("StatementBegin on line {line} has no StatementEnd")]
    StatementNotEnded { format: Format, line: u32 },
    /// `-- +goose StatementEnd` without its begin.
    #[error("StatementEnd on line {line} has no StatementBegin")]
    StatementNotBegun { format: Format, line: u32 },
    /// A down section in the file, and a separate down script.
    #[error("down script is given twice")]
    TwoDownScripts { line: u32 },
    /// The separate down script is itself a file with sections.
    #[error("down script has a marker on line {line}")]
    MarkerInDown { line: u32, marker: String },
    /// The up script of `migrate.create` is itself a file with sections.
    #[error("up script has a marker on line {line}")]
    MarkerInUp { line: u32, marker: String },
    /// A comment in the up script that looks like the heading of a down section; with the file's format, if it has one.
    #[error("comment on line {line} looks like the heading of a down section")]
    DownHead { line: u32, text: String, format: Option<Format> },
    /// A NUL character.
    #[error("{} script has a NUL character on line {line}", direction.as_str())]
    Nul { direction: Direction, line: u32, is_utf16: bool },
    /// `${name}` in a file that is named as Flyway's.
    #[error("placeholder \"${{{name}}}\" on line {line} of the {} script is not replaced", direction.as_str())]
    Placeholder { direction: Direction, line: u32, name: String },

    /// A description of white space only.
    #[error("description must not be empty")]
    DescriptionEmpty,
    /// A description of more than one line.
    #[error("description must be a single line")]
    DescriptionLineBreak,
    /// A description would read back differently.
    #[error("description cannot be written in a {place}")]
    DescriptionUnfit { place: &'static str, description: String },
    /// A script has white space around it that would not be read back.
    #[error("{} script begins with a blank line or ends in white space", direction.as_str())]
    ScriptNotTrimmed { direction: Direction },
    /// A script has a line that would be read back as a marker.
    #[error("{} script cannot be written in a {format} file", direction.as_str())]
    ScriptHasMarker { direction: Direction, format: Format, line: u32, marker: String },
    /// A format that is read but not written.
    #[error("{format} files are not written")]
    FormatNotWritten { format: Format },
    /// The format cannot say of these scripts which run without a transaction.
    #[error("{format} file cannot say which scripts run without a transaction")]
    TransactionUnfit { format: Format },
}

impl Report for FileError {
    fn sqlstate(&self) -> &str {
        use FileError::*;
        match self {
            // numeric_value_out_of_range
            VersionTooLarge { .. } | NoNextVersion => "22003",
            // duplicate_object
            VersionTwice { .. } => "42710",
            // undefined_file
            NotThere { .. } | IncludedOutside { .. } => "58P01",
            Unset { .. } => "42P02",
            // feature_not_supported
            Changeset { .. }
            | EnvSub { .. }
            | Environment { .. }
            | Placeholder { .. }
            | IncludedTwice { .. }
            | FormatNotWritten { .. } => "0A000",
            // character_not_in_repertoire
            Nul { .. } => "22021",
            // syntax_error
            Journal { .. }
            | Plan { .. }
            | HeaderNotNumber { .. }
            | HeaderTwice { .. }
            | MixedFormats { .. }
            | SectionTwice { .. }
            | NoUpSection { .. }
            | SqlBeforeSection { .. }
            | CommentNotClosed { .. }
            | UnknownMarker { .. }
            | UnknownOption { .. }
            | StatementNotEnded { .. }
            | StatementNotBegun { .. }
            | MarkerInDown { .. }
            | MarkerInUp { .. }
            | DownHead { .. } => "42601",
            // invalid_parameter_value
            _ => "22023",
        }
    }

    fn detail(&self) -> Option<String> {
        use FileError::*;
        Some(match self {
            VersionBelowOne { version, line: None } => format!("The version is {version}."),
            VersionBelowOne { version, line: Some(line) } => {
                format!("The version on line {line} is {version}.")
            }
            VersionTooLarge { version, line: None } => {
                format!("The version {version} is larger than {}.", i64::MAX)
            }
            VersionTooLarge { version, line: Some(line) } => {
                format!("The version {version} on line {line} is larger than {}.", i64::MAX)
            }
            NoNextVersion => format!("The newest migration has the largest version, {}.", i64::MAX),
            VersionMismatch { name, header, line } => {
                format!("The file name says {name}, line {line} says {header}.")
            }
            HeaderNotNumber { value, .. } => format!("It reads \"{value}\"."),
            HeaderTwice { first, .. } => format!("The first one is on line {first}."),
            VersionTwice { other, .. } => format!("The file \"{other}\" has the same version."),
            NoVariables { found } => format!("They are {found}."),
            Changeset { text, .. } => {
                format!(
                    "It reads \"{text}\": Liquibase would not run it here, only under a condition, or cut it in another way."
                )
            }
            Plan { text, .. } => format!("It reads \"{text}\"."),
            MixedFormats { first_format, first, .. } => {
                format!("Line {first} is a marker of the {first_format} format.")
            }
            SectionTwice { first, .. } => format!("The first one begins on line {first}."),
            NoUpSection { line, marker, .. } => format!("Line {line} reads \"{marker}\"."),
            DownHead { text, .. } => {
                format!("It reads \"{text}\". The statements below it would run at the end of the up script.")
            }
            Nul { is_utf16: true, .. } => "It looks like UTF-16 without a byte order mark.".into(),
            Placeholder { .. } => "Flyway would put a value in its place.".into(),
            UnknownMarker { marker, .. } | MarkerInDown { marker, .. } | MarkerInUp { marker, .. } => {
                format!("The line reads \"{marker}\".")
            }
            EnvSub { .. } => {
                "The server has no environment to take the values from, and a \"$\" stands behind it.".into()
            }
            Environment { .. } => "The server has no environment to take its value from.".into(),
            TwoDownScripts { line } => {
                format!("The file has a down section on line {line}, and a down script was passed too.")
            }
            DescriptionUnfit { description, .. } => {
                format!("The description \"{description}\" would read back differently.")
            }
            ScriptHasMarker { line, marker, .. } => {
                format!("Line {line} of the script would read as a marker: \"{marker}\".")
            }
            _ => return None,
        })
    }

    fn hint(&self) -> Option<String> {
        use FileError::*;
        Some(match self {
            Empty => "Begin with the text that migrate.template() returns.".into(),
            NoVersion => "Pass the file's name, such as filename => '20231031120000_add_x.sql', \
                or begin the file with a line such as \"-- Migration: 1698765432000\"."
                .into(),
            NoNextVersion => "Pass a smaller version that is not taken.".into(),
            VersionMismatch { .. } => "Rename the file or change the header, so that both agree.".into(),
            HeaderNotNumber { .. } => "Write a whole number, such as \"-- Migration: 1698765432000\".".into(),
            HeaderTwice { .. } => "Remove one of them.".into(),
            NameNotSql { .. } | NameWithoutVersion { .. } => {
                "Name the file like 20231031120000_add_x.sql, 000012_add_x.up.sql or V3__add_x.sql.".into()
            }
            NameIsDown { .. } => "Load the up script, and pass this script's text as down => '...'.".into(),
            VersionTwice { .. } => "Give one of them another version.".into(),
            DownWithoutUp { version, .. } => {
                format!("Add the up script of version {version}, or remove this file.")
            }
            NoVariables { .. } => "Pass for example variables => '{\"env\": \"prod\"}'.".into(),
            Unset { name, .. } => format!("Pass variables => '{{\"{name}\": \"...\"}}'."),
            IncludedOutside { .. } => {
                "Put the file into the folder that is loaded; \"\\ir\" counts from the file that has it.".into()
            }
            IncludedTwice { .. } => "Take one of the lines out.".into(),
            Journal { .. } => "Restore meta/_journal.json as drizzle-kit wrote it.".into(),
            Changeset { .. } => {
                "Take the changeset out, or write what it does for PostgreSQL, with statements that end in a semicolon.".into()
            }
            Plan { .. } => "Each change needs a name, the time at which it was planned, and the planner.".into(),
            NotThere { .. } => "Restore the file, or take its line out.".into(),
            MixedFormats { .. } => "Use the markers of one format, and reword other comments \
                that read like markers."
                .into(),
            SectionTwice { .. } => "Join the two sections, or split the file in two.".into(),
            NoUpSection { format, .. } => {
                format!("Begin the up script with a line \"{}\".", format.up_marker())
            }
            SqlBeforeSection { direction: Direction::Down, format, .. } => {
                format!("Begin it with a line \"{}\".", format.up_marker())
            }
            SqlBeforeSection { marker, .. } => format!("Move it below the line \"{marker}\"."),
            CommentNotClosed { .. } => "End the comment with \"*/\".".into(),
            UnknownMarker { format, .. } => format.known_markers().into(),
            UnknownOption { .. } => "The only option is transaction:false.".into(),
            Environment { name, .. } => {
                // A default stands behind it.
                let name = name.split([':', '-']).next().unwrap_or_default();
                format!(
                    "Pass variables => '{{\"{name}\": \"...\"}}', or write the value into the script and remove the \
                     line \"-- +goose ENVSUB ON\"."
                )
            }
            EnvSub { .. } => "Write the values into the script, and remove the line.".into(),
            StatementNotEnded { format, .. } => {
                let sign = statement_sign(*format);
                format!("End the statement with a line \"-- {sign} StatementEnd\" in the same section.")
            }
            StatementNotBegun { format, .. } => {
                let sign = statement_sign(*format);
                format!("Begin the statement with a line \"-- {sign} StatementBegin\" in the same section.")
            }
            MarkerInUp { .. } => {
                "Pass a file with sections to migrate.load, or plain => true if it is not a marker.".into()
            }
            DownHead { format: Some(format), .. } => format!(
                "Write \"{}\" if the down section begins there, and otherwise reword the comment.",
                format.down_marker()
            ),
            DownHead { format: None, .. } => {
                "Put the down section after a marker such as \"-- migrate:down\", with \"-- migrate:up\" above the up \
                 section, or pass it as down => '...'; pass plain => true if the comment is prose."
                    .into()
            }
            Nul { is_utf16: true, .. } => "Save the file as UTF-8.".into(),
            Nul { .. } => "Remove it.".into(),
            Placeholder { .. } => {
                "Pass it as in variables => '{\"env\": \"prod\"}', or plain => true if the text is meant literally.".into()
            }
            FormatNotWritten { .. } => "Write a guide, dbmate, goose or sql-migrate file.".into(),
            TwoDownScripts { .. } => "Keep one of them.".into(),
            MarkerInDown { .. } => {
                "Pass a file with sections as the content, and only the text of a script as down.".into()
            }
            DescriptionEmpty => "Say in a few words what the migration does.".into(),
            DescriptionLineBreak => {
                "Say it in one line, and put the rest into comments of the script.".into()
            }
            DescriptionUnfit { place: "file name", .. } => {
                "Use words with single spaces between them, without underscores and slashes.".into()
            }
            DescriptionUnfit { .. } => "Remove white space before and after it.".into(),
            ScriptNotTrimmed { .. } => "Remove blank lines before and white space after the script.".into(),
            ScriptHasMarker { .. } => "Reword that comment.".into(),
            TransactionUnfit { format: Format::Goose } => {
                "Write two goose files, or a dbmate file, which says it for each script.".into()
            }
            TransactionUnfit { .. } => "Write a dbmate file, which says it for each script.".into(),
            VersionBelowOne { .. } | VersionTooLarge { .. } => return None,
        })
    }
}

/// The sign before StatementBegin and StatementEnd.
fn statement_sign(format: Format) -> &'static str {
    if format == Format::SqlMigrate { "+migrate" } else { "+goose" }
}
