//! What logical replication of a table makes of a change: a subscriber stops where its table lacks a column, and an
//! UPDATE or DELETE fails where nothing tells the rows of a published table apart.

use crate::error::{DefinitionError, Result};
use crate::facts::{Access, Constraint, Index, Table};

/// Says that a column which is added is sent to subscribers, who have it not.
pub(crate) fn told_of_new(catalog: &dyn Access, table: &Table) -> String {
    let replication = catalog.replication(table);
    // A list of columns has only those that it names.
    let all = replication.publications.iter().filter(|publication| !publication.has_columns);
    let names: Vec<&str> = all.map(|publication| publication.name.as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        names => format!(
            "publication {} sends it as well: a subscriber stops at the next change of a row until its table has the column",
            names.join(", ")
        ),
    }
}

/// Says that a subscription writes under a name which goes.
pub(crate) fn told_of_gone(catalog: &dyn Access, table: &Table, column: &str) -> String {
    match catalog.replication(table).subscriptions.as_slice() {
        [] => String::new(),
        names => {
            format!("subscription {} stops if its publisher still sends column {column}", names.join(", "))
        }
    }
}

/// Whether replication knows the rows by an index, or by one of those attached to it.
fn is_identity(table: &Table, index: &Index) -> bool {
    let below =
        |part: &Table| part.indexes.iter().any(|own| own.parent == Some(index.oid) && is_identity(part, own));
    index.is_replica_identity || table.partitions.iter().any(below)
}

/// Refuses to drop the index by which a published table's rows are known, unless the caller knows; says so if he does,
/// or if nobody needs it now.
///
/// # Errors
///
/// [`DefinitionError::Identity`].
pub(crate) fn check_index(
    catalog: &dyn Access,
    table: &Table,
    index: &Index,
    is_acknowledged: bool,
) -> Result<String> {
    if !is_identity(table, index) {
        return Ok(String::new());
    }
    check(catalog, table, "index", &index.name, is_acknowledged)
}

/// The same of a constraint with an index.
///
/// # Errors
///
/// As [`check_index`].
pub(crate) fn check_constraint(
    catalog: &dyn Access,
    table: &Table,
    constraint: &Constraint,
    is_acknowledged: bool,
) -> Result<String> {
    let index = table.indexes.iter().find(|index| index.constraint.as_ref() == Some(&constraint.name));
    let by_default = constraint.kind == "p" && catalog.replication(table).identity == "d";
    if !by_default && !index.is_some_and(|index| is_identity(table, index)) {
        return Ok(String::new());
    }
    check(catalog, table, "constraint", &constraint.name, is_acknowledged)
}

fn check(
    catalog: &dyn Access,
    table: &Table,
    what: &'static str,
    name: &str,
    is_acknowledged: bool,
) -> Result<String> {
    let needing = catalog.replication(table).publications;
    let publications: Vec<String> = needing
        .into_iter()
        .filter(|publication| publication.needs_identity)
        .map(|publication| publication.name)
        .collect();
    if publications.is_empty() {
        return Ok(String::new());
    }
    if !is_acknowledged {
        let (name, table) = (name.to_string(), table.display.clone());
        return Err(DefinitionError::Identity { what, name, table, publications }.into());
    }
    Ok(format!(
        "it is the replica identity: UPDATE and DELETE fail until the table has another one (publication {})",
        publications.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;

    #[test]
    fn the_identity_of_a_published_table_is_kept() {
        let mut fake = Fake::new(15, "a");
        let index = serde_json::json!({
            "oid": 2, "name": "i", "sql": "s.i", "definition": "UNIQUE USING btree (a)", "is_valid": true,
            "parent": null, "constraint": null, "is_replica_identity": true,
        });
        fake.table.indexes = vec![serde_json::from_value(index).unwrap()];
        let look = |fake: &Fake, is_acknowledged| {
            check_index(fake, &fake.table, &fake.table.indexes[0], is_acknowledged)
        };
        assert_eq!(look(&fake, false).unwrap(), "");
        let publication = serde_json::json!({
            "identity": "i", "publications": [{"name": "p", "needs_identity": true, "has_columns": false}],
            "subscriptions": ["s"],
        });
        fake.replication = serde_json::from_value(publication).unwrap();
        assert_eq!(look(&fake, false).unwrap_err().sqlstate(), "55000");
        assert!(look(&fake, true).unwrap().ends_with("(publication p)"));
        assert!(told_of_new(&fake, &fake.table).starts_with("publication p sends it"));
        assert!(told_of_gone(&fake, &fake.table, "a").starts_with("subscription s stops"));
        fake.replication.publications[0].needs_identity = false;
        assert_eq!(look(&fake, false).unwrap(), "");
    }
}
