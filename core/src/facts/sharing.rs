//! Who may do what with a table.

use serde::Deserialize;

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
    /// Who granted it, where that was not the owner.
    #[serde(default)]
    pub grantor: Option<String>,
}

impl Sharing {
    /// The privileges that each of some columns gives, for one that is made of them, with the option to grant them on
    /// only where each gives that too; and what some give and others do not, in words.
    pub fn of_all(&self, columns: &[String], to: &str) -> (Vec<Grant>, Vec<String>) {
        let mut kept: Vec<Grant> = Vec::new();
        let mut left: Vec<String> = Vec::new();
        for grant in
            self.grants.iter().filter(|grant| grant.columns.iter().any(|name| columns.contains(name)))
        {
            let same =
                |other: &&Grant| (&other.grantee, &other.privilege) == (&grant.grantee, &grant.privilege);
            let has = |column: &String, grantable: bool| {
                let mut all = self.grants.iter().filter(same);
                all.any(|other| other.columns.contains(column) && (other.is_grantable || !grantable))
            };
            let is_of_all = columns.iter().all(|column| has(column, false));
            let is_grantable = columns.iter().all(|column| has(column, true));
            let grantee = grant.grantee.as_deref().unwrap_or("PUBLIC");
            if !is_of_all {
                left.push(format!("{} to {grantee}", grant.privilege));
            } else if grant.is_grantable && !is_grantable {
                left.push(format!("{} to {grantee} WITH GRANT OPTION", grant.privilege));
            }
            let of_all = Grant { columns: vec![to.to_string()], is_grantable, ..grant.clone() };
            let is_same = |kept: &Grant| {
                Grant { grantor: None, ..kept.clone() } == Grant { grantor: None, ..of_all.clone() }
            };
            if is_of_all && !kept.iter().any(is_same) {
                kept.push(of_all);
            }
        }
        left.dedup();
        // All of one grantee and option together, as they are written.
        kept.sort_by(|a, b| (&a.grantee, a.is_grantable).cmp(&(&b.grantee, b.is_grantable)));
        (kept, left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(grantee: &str, privilege: &str, columns: &[&str], is_grantable: bool) -> Grant {
        let grantee = Some(grantee.to_string()).filter(|name| name != "PUBLIC");
        let columns = columns.iter().map(|name| name.to_string()).collect();
        Grant { grantee, privilege: privilege.into(), columns, is_grantable, grantor: None }
    }

    #[test]
    fn a_merge_is_granted_what_all_of_its_columns_are() {
        let sharing = Sharing {
            grants: vec![
                grant("ann", "SELECT", &["a", "b", "c"], false),
                grant("bob", "SELECT", &["a"], true),
                grant("bob", "SELECT", &["b", "c"], false),
                grant("bob", "UPDATE", &["a", "b"], false),
                grant("cid", "SELECT", &["a", "b", "c", "d"], true),
                grant("PUBLIC", "SELECT", &["c"], false),
                grant("dan", "SELECT", &["d"], false),
                grant("eve", "SELECT", &[], false),
            ],
            ..Sharing::default()
        };
        let (kept, left) = sharing.of_all(&["a".into(), "b".into(), "c".into()], "n");
        assert_eq!(
            kept,
            [
                grant("ann", "SELECT", &["n"], false),
                grant("bob", "SELECT", &["n"], false),
                grant("cid", "SELECT", &["n"], true),
            ]
        );
        assert_eq!(left, ["SELECT to bob WITH GRANT OPTION", "UPDATE to bob", "SELECT to PUBLIC"]);
    }

    #[test]
    fn one_column_hands_on_all_that_it_gives() {
        let grants =
            vec![grant("ann", "SELECT", &["a"], true), grant("PUBLIC", "UPDATE", &["a", "b"], false)];
        let sharing = Sharing { grants, ..Sharing::default() };
        let (kept, left) = sharing.of_all(&["a".into()], "n");
        assert_eq!(kept, [grant("PUBLIC", "UPDATE", &["n"], false), grant("ann", "SELECT", &["n"], true)]);
        assert_eq!(left, [""; 0]);
    }
}
