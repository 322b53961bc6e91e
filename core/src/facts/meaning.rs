//! What the server makes of a definition, a type or an expression.

use super::Column;

/// A statement as the server understands it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Understood {
    /// Whether it gives something else at another time: it calls a function that is not IMMUTABLE.
    pub is_mutable: bool,
    /// Whether it gives something else at another time of the same statement: it calls a VOLATILE function.
    pub is_volatile: bool,
    /// Whether an UPDATE sets a column to something that depends on a column which it sets.
    pub reads_what_it_sets: bool,
}

/// A column that was added to an empty copy of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The column.
    pub column: Column,
    /// Whether the table is written anew for that.
    pub rewrites: bool,
}

/// A column with another type, as the server would have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retyped {
    /// The column.
    pub column: Column,
    /// Whether the table or an index of it is written anew for that.
    pub rewrites: bool,
    /// Whether both types are the server's own.
    pub is_builtin: bool,
}
