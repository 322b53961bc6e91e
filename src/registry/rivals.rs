//! Two texts for one version: whether they are the same migration, and how each is called.

use migrate_core::file::file_name;

use super::migrations::{Entry, Registered};

/// Whether the one that is registered is another migration, which happens to have the same version: another text, under
/// another file name and another description.
pub fn is_rival(there: &Registered, entry: &Entry, checksum: &str) -> bool {
    let same_file = there.filename.as_deref().map(file_name) == entry.filename.map(file_name);
    // A description out of a file's name has lost its capitals and marks.
    let words = |description: &str| -> Vec<String> {
        let words = description.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    there.checksum != checksum
        && !(entry.filename.is_some() && same_file)
        && words(&there.description) != words(&entry.migration.description)
}

/// The file name under which a text for a migration that is registered is loaded.
pub fn load_as(there: &Registered) -> String {
    if let Some(filename) = &there.filename {
        return file_name(filename).to_string();
    }
    let words = there.description.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let name = std::iter::once(there.version.to_string()).chain(words.map(str::to_lowercase));
    format!("{}.sql", name.collect::<Vec<_>>().join("_"))
}

/// A migration, as people know it.
pub fn named(description: &str, filename: Option<&str>) -> String {
    match filename {
        Some(filename) => format!("file \"{}\"", file_name(filename)),
        None => format!("\"{description}\""),
    }
}
