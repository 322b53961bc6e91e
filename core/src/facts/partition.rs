//! A partition's bound.

/// A partition's bound, as the server understands it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// As the server writes it.
    pub bound: String,
    /// What holds for the rows of the partition by that; nothing for a default one that is alone.
    pub own: Option<String>,
    /// The same with what holds for all rows of the parent.
    pub whole: Option<String>,
    /// Whether no CHECK can prove it to the server: by the hash of something that has a collation.
    pub is_beyond_proof: bool,
}
