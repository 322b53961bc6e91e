//! The text of a derived script.

use super::Reverse;
use super::history::{Entry, Set};
use crate::text;

/// How much of a statement stands in the comment above what takes it back.
const WIDTH: usize = 80;

/// Writes the script, last statement first.
pub(super) fn text(entries: &[Entry]) -> String {
    let mut writer = Writer::default();
    for entry in entries.iter().rev() {
        let statements = match &entry.reverse {
            Reverse::Statements(statements) => statements.clone(),
            Reverse::Operation => vec!["SELECT migrate.undo()".into()],
            _ => continue,
        };
        writer.enter(entry.block);
        writer.settings(&entry.settings);
        writer.headed(entry, "takes back", &statements);
    }
    writer.enter(None);
    for entry in entries.iter().filter(|entry| entry.reverse == Reverse::Again) {
        writer.headed(entry, "again", std::slice::from_ref(&entry.statement.text));
    }
    if writer.text.is_empty() {
        writer.text = "-- nothing to take back\n".into();
    }
    writer.text.trim_end().to_string()
}

#[derive(Default)]
struct Writer {
    text: String,
    block: Option<u32>,
    settings: Vec<Set>,
}

impl Writer {
    /// What commits together going up does so going down.
    fn enter(&mut self, block: Option<u32>) {
        if self.block == block {
            return;
        }
        if self.block.is_some() {
            self.text += "COMMIT;\n\n";
            self.settings.retain(|set| !set.is_local);
        }
        if block.is_some() {
            self.text += "BEGIN;\n\n";
        }
        self.block = block;
    }

    fn settings(&mut self, settings: &[Set]) {
        let before = std::mem::take(&mut self.settings);
        let mut changed = false;
        for old in before.iter().filter(|old| !settings.iter().any(|set| set.name == old.name)) {
            self.text += &format!("RESET {};\n", old.name);
            changed = true;
        }
        for new in settings.iter().filter(|new| !before.contains(new)) {
            self.statement(&new.sql);
            changed = true;
        }
        if changed {
            self.text.push('\n');
        }
        self.settings = settings.to_vec();
    }

    fn headed(&mut self, entry: &Entry, what: &str, statements: &[String]) {
        let statement = &entry.statement;
        self.text +=
            &format!("-- {what} line {}: {}\n", statement.line, text::one_line(&statement.text, WIDTH));
        for sql in statements {
            self.statement(sql);
        }
        self.text.push('\n');
    }

    fn statement(&mut self, sql: &str) {
        // What was copied may end in a comment.
        let end = if sql.contains("--") { "\n;" } else { ";" };
        self.text += &format!("{sql}{end}\n");
    }
}
