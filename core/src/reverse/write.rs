//! The text of a derived script.
//!
//! Where it is known in which schemas names were looked up when the script began, they are looked up there again; what
//! the script has made in the first of them, in that one alone.

use super::action::Sql;
use super::history::{Entry, Reverse, Set};
use super::settings::is_role;
use crate::statement::Statement;
use crate::text;

/// How much of a statement stands in the comment above what takes it back.
const WIDTH: usize = 80;

/// In which schemas a script's names were looked up when it began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The schemas that were there for the role that ran it, quoted where the server would quote them.
    pub schemas: Vec<String>,
    /// The setting, which may have meant others to a role that the script has taken.
    pub setting: String,
}

/// Writes the script, last statement first; `path` is the search path of the run's beginning.
pub(super) fn text(entries: &[Entry], path: Option<&Path>) -> String {
    let mut writer = Writer { path: path.cloned(), ..Writer::default() };
    for entry in entries.iter().rev() {
        let statements = match &entry.reverse {
            Reverse::Statements(statements) => statements.clone(),
            Reverse::Operation => vec!["SELECT migrate.undo()".to_string().into()],
            Reverse::Unknown { why } => {
                writer.not_taken_back(entry, why);
                continue;
            }
            Reverse::Nothing | Reverse::Again => continue,
        };
        writer.enter(entry.block);
        let settings = writer.of(entry);
        let first = writer.first(&settings);
        let statements: Vec<_> = statements.iter().map(|sql| in_schema(sql, first.as_deref())).collect();
        writer.settings(settings);
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

/// The statement that sets a search path; a temporary table comes last, for it is not what a script has made.
fn set_path(schemas: &[String], is_local: bool) -> String {
    let schemas: Vec<&str> = schemas.iter().map(String::as_str).chain(["pg_temp"]).collect();
    format!("SET {}search_path TO {}", if is_local { "LOCAL " } else { "" }, schemas.join(", "))
}

/// The text of a statement, which names a routine that has none with the schema where the script has made it: the types
/// of its arguments are looked up in the whole path, and it must not be.
fn in_schema(sql: &Sql, schema: Option<&str>) -> String {
    match (sql.schema_at, schema) {
        (Some(at), Some(schema)) => format!("{}{schema}.{}", &sql.text[..at], &sql.text[at..]),
        _ => sql.text.clone(),
    }
}

#[derive(Default)]
struct Writer {
    text: String,
    path: Option<Path>,
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

    /// The settings under which a statement ran, the search path always among them where it is known.
    fn of(&self, entry: &Entry) -> Vec<Set> {
        const PATH: &str = "search_path";
        let mut settings = entry.settings.clone();
        let Some(path) = &self.path else { return settings };
        if entry.reverse == Reverse::Operation && !settings.iter().any(|set| set.name == PATH) {
            // An operation knows what it takes back under any path.
            settings.extend(self.settings.iter().filter(|set| set.name == PATH && !set.is_local).cloned());
            return settings;
        }
        // To another role the same setting may mean other schemas.
        let has_role = settings.iter().any(|set| is_role(&set.name));
        if !settings.iter().any(|set| set.name == PATH) {
            let (sql, schemas) = match entry.has_reset_path {
                true => (format!("RESET {PATH}"), vec![]),
                false if has_role => (set_path(std::slice::from_ref(&path.setting), false), vec![]),
                false => (set_path(&path.schemas, false), path.schemas.clone()),
            };
            settings.push(Set { name: PATH.into(), sql, is_local: false, schemas });
        }
        // It is there, or gone: what has its name elsewhere is somebody else's.
        let own = settings.iter_mut().rev().find(|set| set.name == PATH && entry.is_in_first && !has_role);
        if let Some(set) = own
            && let Some(first) = set.schemas.first().filter(|first| !first.contains('$'))
        {
            set.sql = set_path(std::slice::from_ref(first), set.is_local);
        }
        settings
    }

    /// The schema in which a statement made what it named without one, where the run's path is known.
    fn first(&self, settings: &[Set]) -> Option<String> {
        self.path.as_ref().filter(|_| !settings.iter().any(|set| is_role(&set.name)))?;
        let path = settings.iter().rev().find(|set| set.name == "search_path")?;
        path.schemas.first().filter(|first| !first.contains('$')).cloned()
    }

    fn settings(&mut self, settings: Vec<Set>) {
        let before = std::mem::take(&mut self.settings);
        let mut changed = false;
        for old in before.iter().filter(|old| !settings.iter().any(|set| set.name == old.name)) {
            self.text += &format!("RESET {};\n", old.name);
            changed = true;
        }
        let hides = |old: &Set, new: &Set| old.is_local && !new.is_local && old.name == new.name;
        let is_hidden = |new: &Set| {
            before.iter().any(|old| hides(old, new)) && !settings.iter().any(|old| hides(old, new))
        };
        for new in settings.iter().filter(|new| !before.contains(new) || is_hidden(new)) {
            self.statement(&new.sql);
            changed = true;
        }
        if changed {
            self.text.push('\n');
        }
        self.settings = settings;
    }

    fn headed(&mut self, entry: &Entry, what: &str, statements: &[String]) {
        let statement = &entry.statement;
        self.text +=
            &format!("-- {what} line {}: {}\n", statement.line, text::one_line(&statement.text, WIDTH));
        for lost in &entry.lost {
            let keeps = if lost.starts_with("rows ") { "safe_drop_table" } else { "safe_drop_column" };
            self.text += &format!(
                "-- comes back empty: {lost}; migrate.{keeps} keeps them until they are not missed\n"
            );
        }
        for beware in &entry.beware {
            self.text += &format!("-- {beware}\n");
        }
        for sql in statements {
            self.statement(sql);
        }
        self.text.push('\n');
    }

    fn not_taken_back(&mut self, entry: &Entry, why: &str) {
        let Statement { line, text, .. } = &entry.statement;
        let text = text::one_line(text, WIDTH);
        self.text += &format!("-- does not take back line {line}: {text}\n-- {}\n\n", why.replace('\n', " "));
    }

    fn statement(&mut self, sql: &str) {
        // What was copied may end in a comment.
        let end = if sql.contains("--") { "\n;" } else { ";" };
        self.text += &format!("{sql}{end}\n");
    }
}
