//! Files that lie beside migrations and are none, and why, in a few words.

use crate::file::marker::strip_word;
use crate::file::name::{self, base};

/// Flyway's callbacks, before what may be set off behind.
const CALLBACKS: [&str; 8] =
    ["baseline", "clean", "createSchema", "info", "migrate", "repair", "undo", "validate"];

/// Why a file is no migration, if its name says so.
pub(super) fn why(path: &str) -> Option<&'static str> {
    let name = base(path);
    if name.starts_with("._") {
        return Some("a file that macOS left there");
    }
    if name.starts_with('.') {
        return Some("a hidden file");
    }
    let ends_in = |endings: &[&str]| endings.iter().any(|ending| name::strip_suffix(name, ending).is_some());
    if ends_in(&[
        ".go", ".js", ".mjs", ".cjs", ".ts", ".py", ".rb", ".java", ".kt", ".exs", ".rs", ".php", ".sh",
    ]) {
        return Some("a program, which the server cannot run: what it does is to be written in SQL");
    }
    if !name::is_sql(name) {
        return Some("not an SQL file");
    }
    let stem = name::strip_suffix(name, ".sql").unwrap_or(name);
    let numbered = |word: &str| {
        strip_word(stem, word).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    if numbered("B") && stem.contains("__") {
        return Some("a baseline script, for new databases: the versions up to it do the same");
    }
    if is_callback(stem) {
        return Some("a callback of Flyway that is not run here");
    }
    name::parse_name(name).is_err().then_some("its name does not begin with a version")
}

/// `beforeMigrate`, `afterEachMigrate__grants`.
fn is_callback(stem: &str) -> bool {
    let words = stem.split("__").next().unwrap_or(stem);
    let Some(rest) = words.strip_prefix("before").or_else(|| words.strip_prefix("after")) else {
        return false;
    };
    let rest = rest.strip_prefix("Each").unwrap_or(rest);
    CALLBACKS.iter().any(|word| {
        strip_word(rest, word).is_some_and(|more| {
            [
                "",
                "Statement",
                "StatementError",
                "Error",
                "Applied",
                "OperationFinish",
                "Versioned",
                "Repeatables",
                "Undo",
            ]
            .contains(&more)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_migration() {
        for (path, part) in [
            ("README.md", "not an SQL"),
            ("._1_x.sql", "macOS"),
            (".gitkeep", "hidden"),
            ("00002_x.go", "program"),
            ("sub/R__.sql", "version"),
            ("B5__all.sql", "baseline"),
            ("beforeEachMigrate.sql", "callback"),
            ("afterMigrateError__mail.sql", "callback"),
            ("seed.sql", "version"),
            ("up.sql", "version"),
        ] {
            assert!(why(path).is_some_and(|why| why.contains(part)), "{path}: {:?}", why(path));
        }
        assert!(
            ["1_x.sql", "V1.2__x.sql", "V1__before.sql", "sub/R__views.sql"]
                .iter()
                .all(|path| why(path).is_none())
        );
    }
}
