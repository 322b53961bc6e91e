//! The moments of a run at which callbacks run.

use serde::{Deserialize, Serialize};

/// A moment at which a callback runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Before the first migration of a run.
    BeforeAll,
    /// Behind each migration that was applied.
    AfterEach,
    /// Behind the last one.
    AfterAll,
}

impl Event {
    /// All of them, with the names by which they are known, and those of Flyway's files.
    pub const ALL: [(Event, &'static str, &'static str); 3] = [
        (Event::BeforeAll, "before_all", "beforeMigrate"),
        (Event::AfterEach, "after_each", "afterEachMigrate"),
        (Event::AfterAll, "after_all", "afterMigrate"),
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        Event::ALL.iter().find(|(event, ..)| *event == self).map_or("", |(_, name, _)| name)
    }

    /// The event of a name.
    pub fn of_name(name: &str) -> Option<Event> {
        Event::ALL.iter().find(|(_, known, _)| *known == name).map(|(event, ..)| *event)
    }

    /// The event of a file of Flyway's, by its name without its ending: `afterMigrate`, `afterMigrate__grants`.
    pub fn of_stem(stem: &str) -> Option<Event> {
        let word = stem.split("__").next().unwrap_or(stem);
        Event::ALL.iter().find(|(.., known)| *known == word).map(|(event, ..)| *event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_known_by_name_and_by_file() {
        for (event, name, stem) in Event::ALL {
            assert_eq!((event.as_str(), Event::of_name(name)), (name, Some(event)));
            assert_eq!(Event::of_stem(stem), Some(event));
            assert_eq!(Event::of_stem(&format!("{stem}__grants")), Some(event));
        }
        for stem in ["beforeEachMigrate", "afterMigrateError", "aftermigrate", "1_afterMigrate"] {
            assert_eq!(Event::of_stem(stem), None, "{stem}");
        }
    }
}
