//! Privileges of a table, given to another relation that stands in its place or beside it.

use crate::facts::{Grant, Sharing};
use crate::name::{Quoting, quoted_list};

/// What gives a relation the privileges of the table, a statement for each grantee and option.
pub(crate) fn grants(names: &dyn Quoting, sharing: &Sharing, to: &str) -> Vec<String> {
    let alike =
        |one: &Grant, next: &Grant| one.grantee == next.grantee && one.is_grantable == next.is_grantable;
    let statement = |group: &[Grant]| {
        let first = group.first()?;
        let privileges: Vec<String> = group
            .iter()
            .map(|grant| match grant.columns.as_slice() {
                [] => grant.privilege.clone(),
                columns => format!("{} ({})", grant.privilege, quoted_list(names, columns)),
            })
            .collect();
        let option = if first.is_grantable { " WITH GRANT OPTION" } else { "" };
        let grantee = role(names, first.grantee.as_deref());
        Some(format!("GRANT {} ON {to} TO {grantee}{option}", privileges.join(", ")))
    };
    sharing.grants.chunk_by(alike).filter_map(statement).collect()
}

/// What takes away that ALTER DEFAULT PRIVILEGES gives to a new relation.
pub(crate) fn revokes(names: &dyn Quoting, sharing: &Sharing, from: &str) -> Vec<String> {
    let revoke = |grantee: &String| {
        let grantee = role(names, Some(grantee.as_str()).filter(|name| !name.is_empty()));
        format!("REVOKE ALL ON {from} FROM {grantee}")
    };
    sharing.defaults.iter().map(revoke).collect()
}

fn role(names: &dyn Quoting, name: Option<&str>) -> String {
    name.map_or_else(|| "PUBLIC".into(), |name| names.quote(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Plain;

    #[test]
    fn privileges_of_one_grantee_are_one_statement() {
        let grant = |grantee: Option<&str>, privilege: &str, columns: &[&str], is_grantable| Grant {
            grantee: grantee.map(str::to_string),
            privilege: privilege.into(),
            columns: columns.iter().map(|name| name.to_string()).collect(),
            is_grantable,
            grantor: None,
        };
        let all = vec![
            grant(None, "SELECT", &[], false),
            grant(Some("Ann"), "SELECT", &["a", "B"], false),
            grant(Some("Ann"), "INSERT", &[], false),
            grant(Some("Ann"), "UPDATE", &[], true),
        ];
        let sharing = Sharing { grants: all, defaults: vec![String::new(), "bob".into()], comment: None };
        assert_eq!(
            grants(&Plain, &sharing, "s.v"),
            [
                "GRANT SELECT ON s.v TO PUBLIC",
                "GRANT SELECT (a, \"B\"), INSERT ON s.v TO \"Ann\"",
                "GRANT UPDATE ON s.v TO \"Ann\" WITH GRANT OPTION",
            ]
        );
        assert_eq!(
            revokes(&Plain, &sharing, "s.v"),
            ["REVOKE ALL ON s.v FROM PUBLIC", "REVOKE ALL ON s.v FROM bob"]
        );
    }
}
