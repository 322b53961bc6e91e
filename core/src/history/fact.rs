//! What a tool's history says, in the same words for all tools.

/// What a history says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// One for each migration that it names, in the tool's order.
    pub facts: Vec<Fact>,
    /// Up to where everything counts as applied, whether it is named or not.
    pub up_to: Option<UpTo>,
}

/// A border: what is at it or below counts as applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpTo {
    /// The tool's version.
    pub version: String,
    /// Whether the tool never runs what is below, as here a baseline does.
    pub is_baseline: bool,
}

/// What a history says of one migration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fact {
    /// The version as the tool writes it.
    pub version: String,
    /// The file's name, as far as the tool keeps it: with its ending or without.
    pub file: Option<String>,
    /// What it is called, in words.
    pub name: String,
    /// Whether it is applied.
    pub state: State,
    /// When it was applied, as the server writes it.
    pub applied_at: Option<String>,
    /// How long it took, in milliseconds.
    pub ms: Option<i64>,
    /// Who applied it.
    pub by: Option<String>,
    /// The tool's own checksum, as it is stored.
    pub checksum: Option<String>,
    /// What the checksum was made of besides the file, where that is more.
    pub checksum_of: Option<String>,
    /// How many changesets of the file are applied, where a tool counts them apart.
    pub changesets: Option<usize>,
}

/// Whether a migration is applied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum State {
    /// It is.
    #[default]
    Applied,
    /// It is not, and why.
    Not(&'static str),
    /// It is nothing that has a version, and what it is.
    Other(&'static str),
}

impl Fact {
    /// A migration of that version that is applied.
    pub fn applied(version: impl Into<String>, name: impl Into<String>) -> Self {
        Fact { version: version.into(), name: name.into(), ..Fact::default() }
    }

    /// A migration that the tool knows by the name of its file, `20240131_add_x.js` or `20240131-add_x`: the number at
    /// its beginning is the version; a name without one is its own version.
    pub fn of_file(file: &str) -> Self {
        let base = base(file);
        let stem = stem(base);
        let (digits, words) = cut(stem);
        let version = if digits.is_empty() { stem } else { digits };
        Fact { file: Some(base.to_string()), ..Fact::applied(version, describe(words)) }
    }
}

/// A file's name without folders; that of its folder, where tools keep a folder for each migration.
pub fn base(file: &str) -> &str {
    let mut names = file.rsplit(['/', '\\']).filter(|name| !name.is_empty());
    let name = names.next().unwrap_or(file);
    if matches!(name, "up.sql" | "down.sql" | "migration.sql") { names.next().unwrap_or(name) } else { name }
}

/// A file's name without its ending, as migrations have them.
pub fn stem(base: &str) -> &str {
    const ENDINGS: [&str; 11] =
        [".up.sql", ".deploy.sql", ".sql", ".js", ".cjs", ".mjs", ".ts", ".py", ".rb", ".exs", ".php"];
    ENDINGS.iter().find_map(|ending| base.strip_suffix(ending)).unwrap_or(base)
}

/// The digits with which a name begins, and what follows them and their underscore, dash or dot.
pub fn cut(stem: &str) -> (&str, &str) {
    let rest = stem.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &stem[..stem.len() - rest.len()];
    (digits, rest.trim_start_matches(['_', '-', '.']))
}

/// Words out of a file's name.
pub fn describe(words: &str) -> String {
    words.replace('_', " ").trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_at_the_beginning_of_a_name_is_the_version() {
        for (file, version, name) in [
            ("20240131120000_add_users.js", "20240131120000", "add users"),
            ("/20240131-add-users", "20240131", "add-users"),
            ("0001.init", "0001", "init"),
            ("add_users.ts", "add_users", "add users"),
            ("7_größe.sql", "7", "größe"),
            ("db/20240131_add_users/migration.sql", "20240131", "add users"),
            ("up.sql", "up", "up"),
        ] {
            let fact = Fact::of_file(file);
            assert_eq!((fact.version.as_str(), fact.name.as_str()), (version, name), "{file}");
        }
    }
}
