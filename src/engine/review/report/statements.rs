//! The statements of a unit that is on record: those of its script, if that still says the same.

use std::collections::HashMap;

use migrate_core::checksum;
use migrate_core::migration::{Direction, Script};
use migrate_core::report::record::Line;
use migrate_core::statement::{Class, Statement};

use crate::postgres::{identity, parser};
use crate::registry::migrations;

/// What the journal keeps of a unit's statements.
pub(super) struct Kept {
    /// Those of an operation.
    pub(super) sql: Option<String>,
    /// Numbers of the first and the last one in the script.
    pub(super) statements: Option<(u32, u32)>,
    /// Their checksum.
    pub(super) checksum: String,
    /// Whether the script is the down script.
    pub(super) is_down: bool,
}

/// Scripts that were read, each once.
pub(super) struct Statements {
    may_read_scripts: bool,
    scripts: HashMap<(i64, bool), Option<Vec<Statement>>>,
}

impl Statements {
    pub(super) fn new() -> Self {
        Statements { may_read_scripts: identity::may_select("migrate.migrations"), scripts: HashMap::new() }
    }

    /// Tells a line what its unit ran.
    pub(super) fn tell(&mut self, line: &mut Line, kept: &Kept) {
        let (statements, shows_sql) = match (&kept.sql, line.version) {
            (Some(sql), _) => (read(&Script::new(sql.as_str()), Direction::Up), true),
            (None, Some(version)) if line.kind != "record" => {
                (self.of_script(version, kept), self.may_read_scripts)
            }
            // Nothing was run, or it is too long to be read here.
            (None, _) => (None, true),
        };
        line.count = statements.as_ref().map_or(0, Vec::len);
        line.statements = statements;
        line.shows_sql = shows_sql;
    }

    fn of_script(&mut self, version: i64, kept: &Kept) -> Option<Vec<Statement>> {
        let script = self.scripts.entry((version, kept.is_down)).or_insert_with(|| {
            let migration = migrations::find(version)?;
            let direction = if kept.is_down { Direction::Down } else { Direction::Up };
            read(migration.script(direction).ok()?, direction)
        });
        let Some((first, last)) = kept.statements else { return Some(Vec::new()) };
        let from = script.as_ref()?.iter().skip(first.saturating_sub(1) as usize);
        let unit = from.take_while(|statement| statement.number <= last);
        // BEGIN and COMMIT are the unit's own.
        let unit: Vec<Statement> =
            unit.filter(|statement| !matches!(statement.class, Class::Control(_))).cloned().collect();
        let texts: Vec<&str> = unit.iter().map(|statement| statement.text.as_str()).collect();
        (checksum::of_text(&texts.join(";\n")) == kept.checksum).then_some(unit)
    }
}

/// A script that cannot be read any more, in this session's settings, tells nothing.
fn read(script: &Script, direction: Direction) -> Option<Vec<Statement>> {
    parser::parse(script, direction).ok()
}
