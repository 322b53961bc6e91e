//! A publication for all tables on a coordinator of Citus: a warning for who loads a script that makes one, and for who migrates
//! where one is.

use migrate_core::ddl::Command;
use migrate_core::ddl::publication::Publication;
use migrate_core::failure::Failure;
use migrate_core::migration::{Direction, Script};
use migrate_core::plan::Plan;

use crate::catalog::{citus, replication};
use crate::postgres::{messages, parser};
use crate::registry::migrations;

/// Warns of one that a script makes.
pub fn of_script(script: &Script) {
    if citus::is_cluster()
        && let Some(name) = made_by(script)
    {
        warn(&name);
    }
}

/// Warns of one that is there, or that one of these plans makes.
pub fn of_plans(plans: &[Plan]) {
    if !citus::is_cluster() {
        return;
    }
    let made = || {
        let versions = plans.iter().filter_map(|plan| plan.purpose.migration());
        versions.filter_map(migrations::find).find_map(|found| made_by(found.up.as_ref()?))
    };
    if let Some(name) = replication::of_all_tables().or_else(made) {
        warn(&name);
    }
}

/// The publication for all tables that a script makes. What cannot be read is told where it is to run.
fn made_by(script: &Script) -> Option<String> {
    let read = parser::each(script, Direction::Up, |_, reading| match reading.command {
        Command::Publication(Publication::Create(create)) if create.for_all_tables => Some(create.name),
        _ => None,
    });
    read.ok()?.into_iter().flatten().next()
}

fn warn(name: &str) {
    let detail = "The rows of a table of Citus are in its shards, which are other tables, most of them on other nodes: what is \
                  written there is not published from here under the table's name. Schema migrate is, whose history is \
                  this server's alone.";
    let hint = "Publish tables by name, or from PostgreSQL 15 on FOR TABLES IN SCHEMA, and schema migrate not with them.";
    messages::warn(Failure {
        sqlstate: "01000".into(),
        message: format!("publication \"{name}\" is for all tables of a coordinator of Citus"),
        detail: Some(detail.into()),
        hint: Some(hint.into()),
        position: None,
    });
}
