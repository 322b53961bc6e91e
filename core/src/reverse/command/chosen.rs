//! The names that the server chooses for indexes and constraints, as `ChooseIndexName` and `ChooseConstraintName` do.

use super::names::Names;
use crate::ddl::constraint::{Constraint, ConstraintKind};
use crate::ddl::index::CreateIndex;
use crate::ddl::name::RangeVar;
use crate::reverse::action::{Kind, Object};

/// How many names are tried: who has that many of one kind names them.
const MOST: usize = 8;

/// The longest name, in bytes (NAMEDATALEN - 1).
const LONGEST: usize = 63;

/// The names of an index on columns; none where one of them is an expression, of which the server takes a name as well.
pub fn index(create: &CreateIndex, names: Names) -> Option<Vec<Object>> {
    let params = create.params.iter().chain(&create.including);
    let columns: Option<Vec<String>> = params.map(|param| param.name.clone()).collect();
    Some(objects(&create.relation, &joined(&columns?), "idx", names))
}

/// The names of a constraint of a table.
pub fn constraint(relation: &RangeVar, constraint: &Constraint, names: Names) -> Option<Vec<Object>> {
    use ConstraintKind::*;
    let (columns, label) = match constraint.kind {
        Primary => (String::new(), "pkey"),
        Unique => {
            let columns: Vec<_> = constraint.columns.iter().chain(&constraint.including).cloned().collect();
            (joined(&columns), "key")
        }
        Foreign => (joined(&constraint.columns), "fkey"),
        Check => {
            let columns = &constraint.expression.as_ref()?.columns;
            let only = if let [column] = columns.as_slice() { column.last().cloned() } else { None };
            (only.unwrap_or_default(), "check")
        }
        _ => return None,
    };
    Some(objects(relation, &columns, label, names))
}

/// The columns in one name, as far as it can be of use.
fn joined(columns: &[String]) -> String {
    let mut all = String::new();
    for column in columns {
        if !all.is_empty() {
            all.push('_');
        }
        all += column;
        if all.len() > LONGEST {
            break;
        }
    }
    all
}

fn objects(relation: &RangeVar, columns: &str, label: &str, names: Names) -> Vec<Object> {
    let label = |pass: usize| if pass == 0 { label.to_string() } else { format!("{label}{pass}") };
    let name = |pass| names.beside(relation, &name(&relation.name, columns, &label(pass)));
    (0..MOST).map(|pass| Object::new(Kind::Chosen, name(pass))).collect()
}

/// `table_columns_label`, the longer of the first two cut until it fits (makeObjectName).
fn name(table: &str, columns: &str, label: &str) -> String {
    let overhead = label.len() + 1 + usize::from(!columns.is_empty());
    let (mut first, mut second) = (table.len(), columns.len());
    while first + second + overhead > LONGEST {
        if first > second { first -= 1 } else { second -= 1 }
    }
    let cut = |text: &str, mut length: usize| {
        while !text.is_char_boundary(length) {
            length -= 1;
        }
        text[..length].to_string()
    };
    let parts = [cut(table, first), cut(columns, second), label.to_string()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn names_are_as_the_server_chooses_them() {
        assert_eq!(name("t", "a_b", "idx"), "t_a_b_idx");
        assert_eq!(name("t", "", "pkey"), "t_pkey");
        let long = "a".repeat(60);
        assert_eq!(name(&long, "b", "key1"), format!("{}_b_key1", "a".repeat(56)));
        assert_eq!(
            name(&long, &"b".repeat(40), "fkey"),
            format!("{}_{}_fkey", "a".repeat(29), "b".repeat(28))
        );
        assert_eq!(name(&"ä".repeat(31), "b", "idx"), format!("{}_b_idx", "ä".repeat(28)));
    }
}
