//! Why there is no index of a name: something else has it, or it is a slip of the pen.

use crate::error::{DefinitionError, Error, Result, TableError};
use crate::facts::Catalog;
use crate::relation::Relation;
use crate::text::nearest;

/// The error; `can_be_missing` where the call can say that it need not be there.
///
/// # Errors
///
/// As for [`crate::facts::Tables::table`].
pub(super) fn missing(catalog: &dyn Catalog, index: &Relation, can_be_missing: bool) -> Result<Error> {
    if let Some(other) = catalog.find(index)? {
        let what = match other.kind.as_str() {
            "v" => "a view",
            "m" => "a materialized view",
            "S" => "a sequence",
            "f" => "a foreign table",
            "c" => "a composite type",
            _ => "a table",
        };
        return Ok(TableError::NoIndex { name: other.display, what }.into());
    }
    let near = nearest(&index.name, catalog.index_names(index.schema.as_deref()));
    Ok(DefinitionError::NoIndex { index: index.dotted(), near, can_be_missing }.into())
}
