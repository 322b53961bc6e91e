//! Who may do what with a table, and how another relation is shared alike.

use serde::Deserialize;

use super::{Catalog, quoted_list};

/// Who may do what with a table, besides its owner.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Sharing {
    /// The privileges, with all of one grantee together.
    #[serde(default)]
    pub grants: Vec<Grant>,
    /// Roles that have privileges on whatever the current role makes in this schema; PUBLIC is an empty name.
    #[serde(default)]
    pub defaults: Vec<String>,
    /// The comment on it.
    pub comment: Option<String>,
}

/// One privilege of one grantee.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Grant {
    /// The role; none for PUBLIC.
    pub grantee: Option<String>,
    /// SELECT, INSERT ...
    pub privilege: String,
    /// The columns that it is for; none for all.
    #[serde(default)]
    pub columns: Vec<String>,
    /// WITH GRANT OPTION.
    pub is_grantable: bool,
}

/// What gives a relation the privileges of the table, a statement for each grantee and option.
pub fn grants(catalog: &dyn Catalog, sharing: &Sharing, to: &str) -> Vec<String> {
    let alike =
        |one: &Grant, next: &Grant| one.grantee == next.grantee && one.is_grantable == next.is_grantable;
    let statement = |group: &[Grant]| {
        let first = group.first()?;
        let privileges: Vec<String> = group
            .iter()
            .map(|grant| match grant.columns.as_slice() {
                [] => grant.privilege.clone(),
                columns => format!("{} ({})", grant.privilege, quoted_list(catalog, columns)),
            })
            .collect();
        let option = if first.is_grantable { " WITH GRANT OPTION" } else { "" };
        let grantee = role(catalog, first.grantee.as_deref());
        Some(format!("GRANT {} ON {to} TO {grantee}{option}", privileges.join(", ")))
    };
    sharing.grants.chunk_by(alike).filter_map(statement).collect()
}

/// What takes away that ALTER DEFAULT PRIVILEGES gives to a new relation.
pub fn revokes(catalog: &dyn Catalog, sharing: &Sharing, from: &str) -> Vec<String> {
    let revoke = |grantee: &String| {
        let grantee = role(catalog, Some(grantee.as_str()).filter(|name| !name.is_empty()));
        format!("REVOKE ALL ON {from} FROM {grantee}")
    };
    sharing.defaults.iter().map(revoke).collect()
}

fn role(catalog: &dyn Catalog, name: Option<&str>) -> String {
    name.map_or_else(|| "PUBLIC".into(), |name| catalog.quote(name))
}
