//! Names of the server's objects: how they are quoted.

/// How names and texts are written into SQL. The server knows its own keywords, so the extension asks it.
pub trait Quoting {
    /// An identifier as SQL takes it, quoted where it must be.
    fn quote(&self, name: &str) -> String;

    /// A text as SQL takes it.
    fn literal(&self, text: &str) -> String;
}
