//! Django: `django_migrations`; a migration is an app and a name, `0001_initial`, whose number is one of its app.

use crate::history::each;
use crate::history::fact::Fact;
use crate::history::lock::Lock;
use crate::history::tool::{INT, TEXT, TIME, Tool, When, column};
use crate::history::write::Export;

pub(super) const TOOL: Tool = Tool {
    name: "django",
    aliases: &[],
    tables: &["django_migrations"],
    schema: None,
    columns: &[column("id", INT), column("app", TEXT), column("name", TEXT), column("applied", TIME)],
    optional: &[],
    beside: None,
    order: &["id"],
    when: When::At("applied"),
    lock: Lock::Table,
    read: |rows| {
        each::each(rows, |row| {
            let version = format!("{}.{}", row.text("app"), row.text("name"));
            Fact { file: Some(version.clone()), ..Fact::applied(version, "") }
        })
    },
    recipe: None,
    repeats: false,
    export: Export::Not("its migrations are Python; manage.py migrate --fake writes its table"),
};
