//! Liquibase: `databasechangelog`. A changeset is author, id and file; here a file is one migration, which is applied if
//! all of its changesets are.

use crate::error::ImportError;
use crate::history::fact::{Fact, Facts, State};
use crate::history::lock::{Lock, LockTable};
use crate::history::row::Rows;
use crate::history::tool::{INT, TEXT, TIME, Tool, When, column};
use crate::history::write::Export;

pub(super) const TOOL: Tool = Tool {
    name: "liquibase",
    aliases: &[],
    tables: &["databasechangelog"],
    schema: None,
    columns: &[
        column("id", TEXT),
        column("author", TEXT),
        column("filename", TEXT),
        column("dateexecuted", TIME),
        column("orderexecuted", INT),
        column("exectype", TEXT),
        column("md5sum", TEXT),
    ],
    optional: &[
        column("description", TEXT),
        column("comments", TEXT),
        column("tag", TEXT),
        column("liquibase", TEXT),
        column("contexts", TEXT),
        column("labels", TEXT),
        column("deployment_id", TEXT),
    ],
    beside: None,
    order: &["orderexecuted"],
    when: When::At("dateexecuted"),
    lock: Lock::Row(&LockTable {
        table: "databasechangeloglock",
        locked: "locked",
        holder: &["lockedby", "lockgranted"],
    }),
    read,
    recipe: None,
    repeats: false,
    export: Export::Not(
        "its checksums are over changesets as it reads them; liquibase changelog-sync writes its table",
    ),
};

fn read(rows: &Rows) -> Result<Facts, ImportError> {
    let mut facts: Vec<Fact> = Vec::new();
    for row in rows.iter() {
        let state = match row.text("exectype") {
            "EXECUTED" | "RERAN" | "MARK_RAN" => State::Applied,
            "FAILED" => State::Not("a changeset has failed"),
            "SKIPPED" => State::Not("a changeset was skipped"),
            _ => State::Not("a changeset was neither executed nor marked as ran"),
        };
        let file = row.text("filename");
        let at = facts.iter().position(|fact| fact.file.as_deref() == Some(file)).unwrap_or(facts.len());
        if at == facts.len() {
            let fact = Fact::of_file(file);
            facts.push(Fact { file: Some(file.to_string()), changesets: Some(0), ..fact });
        }
        let fact = &mut facts[at];
        fact.changesets = fact.changesets.map(|count| count + 1);
        // The last one is when the file was done.
        fact.applied_at = row.at().map(str::to_string);
        if state != State::Applied {
            fact.state = state;
        }
    }
    Ok(Facts { facts, up_to: None })
}
