//! COPY from or to a file or program of the server.

use crate::ddl::Command;
use crate::ddl::dml::Dml;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "copy-server-file";
pub(super) const TITLE: &str =
    "COPY of a file of the server needs its file, and a right that is a superuser's";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Dml(Dml::Copy(copy)) = look.command() else { return };
    let Some(file) = &copy.filename else { return };
    let (what, role) = match (copy.is_program, copy.is_from) {
        (true, _) => ("runs a program on the server", "pg_execute_server_program"),
        (false, true) => ("reads a file of the server", "pg_read_server_files"),
        (false, false) => ("writes a file of the server", "pg_write_server_files"),
    };
    let message =
        format!("COPY {what}: {}. It needs {role}, and works on this server alone.", look.literal(file));
    let severity = if copy.is_program { Severity::Error } else { Severity::Warning };
    found.add(severity, message).hint(
        "Put the rows into the migration (INSERT), or load them by the client (\\copy): only you have them.",
    );
}
