//! A relation, as a script names it.

use serde::{Deserialize, Serialize};

/// A relation as a script names it; not resolved against any search path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Relation {
    /// The schema, where the script says one.
    pub schema: Option<String>,
    /// The name.
    pub name: String,
}
