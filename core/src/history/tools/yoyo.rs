//! yoyo: `_yoyo_migration`; the hash is of the id, and the id is the file's name without its ending.

use crate::history::each;
use crate::history::fact::Fact;
use crate::history::lock::{Lock, LockTable};
use crate::history::tool::{TEXT, TIME, Tool, When, column};
use crate::history::write::{self, Export, Source};

pub(super) const TOOL: Tool = Tool {
    name: "yoyo",
    aliases: &["yoyo-migrations"],
    tables: &["_yoyo_migration"],
    schema: None,
    columns: &[column("migration_hash", TEXT), column("migration_id", TEXT), column("applied_at_utc", TIME)],
    optional: &[],
    beside: None,
    order: &["applied_at_utc", "migration_id"],
    when: When::Utc("applied_at_utc"),
    lock: Lock::Row(&LockTable { table: "yoyo_lock", locked: "locked", holder: &["pid", "ctime"] }),
    read: |rows| each::each(rows, |row| Fact::of_file(&format!("{}.sql", row.text("migration_id")))),
    recipe: None,
    repeats: false,
    export: Export::Rows {
        create: &[],
        row: |entry| {
            let stem = entry.stem.clone().ok_or(write::NO_FILE)?;
            Ok(vec![
                ("migration_hash", Source::Text(crate::checksum::of_bytes(stem.as_bytes()))),
                ("migration_id", Source::Text(stem)),
                ("applied_at_utc", Source::AppliedAtUtc),
            ])
        },
    },
};
