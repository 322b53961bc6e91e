//! sqitch: `sqitch.changes` has what is deployed; `sqitch.events`, which also has what was reverted, is not asked.

use crate::history::each;
use crate::history::fact::Fact;
use crate::history::lock::Lock;
use crate::history::recipe;
use crate::history::tool::{TEXT, TIME, Tool, When, column};
use crate::history::write::Export;

pub(super) const TOOL: Tool = Tool {
    name: "sqitch",
    aliases: &[],
    tables: &["changes"],
    schema: Some("sqitch"),
    columns: &[
        column("change_id", TEXT),
        column("script_hash", TEXT),
        column("change", TEXT),
        column("project", TEXT),
        column("note", TEXT),
        column("committed_at", TIME),
        column("committer_name", TEXT),
    ],
    optional: &[
        column("committer_email", TEXT),
        column("planned_at", TIME),
        column("planner_name", TEXT),
        column("planner_email", TEXT),
    ],
    beside: None,
    order: &["committed_at"],
    when: When::At("committed_at"),
    lock: Lock::Advisory(|_| 75_474_063),
    read: |rows| {
        each::each(rows, |row| Fact {
            file: row.get("change").map(|change| format!("{change}.sql")),
            by: row.get("committer_name").map(str::to_string),
            checksum: row.get("script_hash").map(str::to_string),
            ..Fact::applied(row.text("change"), row.text("note"))
        })
    },
    recipe: Some(recipe::SHA_1),
    repeats: false,
    export: Export::Not("its change ids are over its plan; sqitch deploy --log-only writes its tables"),
};
