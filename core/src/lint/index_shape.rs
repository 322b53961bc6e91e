//! Indexes, as far as one can be compared with another: one of the catalog with one that a statement makes.

use std::cmp::Ordering;

use super::look::Look;
use crate::ddl::index::{CreateIndex, IndexElem, SortByDir, SortByNulls};
use crate::facts::Index;
use crate::lex::tokens::Tokens;
use crate::name::shown;

/// What an index is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    method: String,
    is_unique: bool,
    /// Its key, each part as SQL has it; none where that cannot be compared.
    key: Vec<Option<String>>,
    include: Vec<String>,
    /// Its WHERE; `Some(None)` where that cannot be compared.
    predicate: Option<Option<String>>,
}

impl Shape {
    /// Of a CREATE INDEX.
    pub fn of_statement(look: &Look, create: &CreateIndex) -> Shape {
        let text = &look.statement().text;
        let written = |span: Option<crate::ddl::expression::Span>| span.map(|span| squeezed(span.of(text)));
        let part = |elem: &IndexElem| match &elem.name {
            Some(name) => Some(format!("{}{}", shown(name), order(elem)?)),
            None => {
                let expression = written(elem.expression.as_ref().and_then(|it| it.span))?;
                Some(format!("{expression}{}", order(elem)?))
            }
        };
        Shape {
            method: create.access_method.clone(),
            is_unique: create.unique,
            key: create.params.iter().map(part).collect(),
            include: create.including.iter().filter_map(|elem| elem.name.clone()).collect(),
            predicate: create.predicate.as_ref().map(|predicate| written(predicate.span)),
        }
    }

    /// Of an index that is there.
    pub fn of_index(index: &Index) -> Shape {
        let definition = index.definition.strip_prefix("UNIQUE ").unwrap_or(&index.definition);
        let rest = definition.strip_prefix("USING ").unwrap_or(definition);
        let method = rest.split([' ', '(']).next().unwrap_or_default().to_string();
        let tokens = Tokens::of(rest, false);
        let mut key = Vec::new();
        if let Some(open) = tokens.open(0) {
            let close = tokens.closed(open) - 1;
            let mut at = open + 1;
            while at < close {
                let end = tokens.end(at, None, &[]).min(close);
                let part = tokens.range(at, end).map(|(from, to)| &rest[from as usize..to as usize]);
                key.push(part.map(|part| match crate::name::unquoted(part) {
                    Some(name) => shown(&name),
                    None if part.contains('(') => squeezed(part),
                    None => part.to_string(),
                }));
                at = end + 1;
            }
        }
        Shape {
            method,
            is_unique: index.definition.starts_with("UNIQUE "),
            key,
            include: index.include.clone(),
            predicate: index.is_partial.then(|| index.predicate.as_deref().map(squeezed)),
        }
    }

    /// Whether it is made of columns alone, and has no WHERE.
    pub fn is_plain(&self) -> bool {
        let is_column = |part: &Option<String>| {
            part.as_ref().is_some_and(|part| !part.contains(' ') || part.starts_with('"'))
        };
        self.predicate.is_none() && self.key.iter().all(is_column)
    }

    /// Whether it is UNIQUE.
    pub fn is_unique(&self) -> bool {
        self.is_unique
    }

    /// `(a, b)`, for a message.
    pub fn describe(&self) -> String {
        let key: Vec<_> = self.key.iter().map(|part| part.as_deref().unwrap_or("...")).collect();
        format!("({})", key.join(", "))
    }
}

/// How the first stands to the second: the same, a beginning of it (`Less`), or going on from it (`Greater`). None where
/// neither makes the other needless.
pub fn relates(one: &Shape, other: &Shape) -> Option<Ordering> {
    let is_known = |shape: &Shape| {
        !shape.key.is_empty() && shape.key.iter().all(Option::is_some) && shape.predicate != Some(None)
    };
    if !is_known(one) || !is_known(other) || one.method != other.method || one.predicate != other.predicate {
        return None;
    }
    let carries = |small: &Shape, large: &Shape| {
        let has = |column: &String| {
            large.include.contains(column) || large.key.iter().flatten().any(|part| *part == shown(column))
        };
        small.include.iter().all(has)
    };
    if one.key == other.key {
        // A unique index does what a plain one does, and more.
        return match (one.is_unique, other.is_unique) {
            (true, false) => carries(other, one).then_some(Ordering::Greater),
            _ => carries(one, other).then_some(Ordering::Equal),
        };
    }
    let begins = |small: &Shape, large: &Shape| {
        small.method == "btree"
            && !small.is_unique
            && large.key.starts_with(&small.key)
            && carries(small, large)
    };
    if begins(one, other) {
        Some(Ordering::Less)
    } else if begins(other, one) {
        Some(Ordering::Greater)
    } else {
        None
    }
}

/// How a part of the key is ordered, as the server writes it; none where it has more than that.
fn order(elem: &IndexElem) -> Option<&'static str> {
    if elem.collation.is_some() || elem.opclass.is_some() {
        return None;
    }
    match (elem.ordering, elem.nulls_ordering) {
        (SortByDir::Default | SortByDir::Asc, SortByNulls::Default | SortByNulls::Last) => Some(""),
        (SortByDir::Default | SortByDir::Asc, SortByNulls::First) => Some(" NULLS FIRST"),
        (SortByDir::Desc, SortByNulls::Default | SortByNulls::First) => Some(" DESC"),
        (SortByDir::Desc, SortByNulls::Last) => Some(" DESC NULLS LAST"),
        _ => None,
    }
}

/// Without blanks and parentheses; what is in quotes stays as it is.
fn squeezed(sql: &str) -> String {
    let tokens = Tokens::of(sql, false);
    let mut squeezed = String::new();
    let mut at = 0;
    while !tokens.text(at).is_empty() {
        let token = tokens.text(at);
        match token.as_bytes()[0] {
            b'(' | b')' => squeezed.push(' '),
            b'\'' | b'"' => squeezed.push_str(token),
            _ => squeezed.push_str(&token.to_ascii_lowercase()),
        }
        squeezed.push(' ');
        at += 1;
    }
    squeezed.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(definition: &str, include: &[&str], predicate: Option<&str>) -> Shape {
        let index = serde_json::json!({
            "oid": 1, "name": "i", "sql": "i", "definition": definition, "is_valid": true, "parent": null, "constraint": null,
            "include": include, "is_partial": predicate.is_some(), "predicate": predicate,
        });
        Shape::of_index(&serde_json::from_value(index).expect("an index"))
    }

    #[test]
    fn a_definition_is_read_part_by_part() {
        let read =
            shape(r#"UNIQUE USING btree (a, "Odd, name" DESC, lower((b)::text)) INCLUDE (c)"#, &["c"], None);
        assert_eq!(
            read.key,
            [Some("a".into()), Some(r#""Odd, name" DESC"#.into()), Some("lower b : : text".into())]
        );
        assert_eq!((read.method.as_str(), read.is_unique, read.is_plain()), ("btree", true, false));
    }

    #[test]
    fn one_index_makes_another_needless() {
        let plain = |definition| shape(definition, &[], None);
        let (short, long) = (plain("USING btree (a)"), plain("USING btree (a, b)"));
        assert_eq!(relates(&short, &long), Some(Ordering::Less));
        assert_eq!(relates(&long, &short), Some(Ordering::Greater));
        assert_eq!(relates(&short, &short), Some(Ordering::Equal));
        // A rule is none that a longer index could keep.
        let unique = plain("UNIQUE USING btree (a)");
        assert_eq!(relates(&unique, &long), None);
        assert_eq!(relates(&unique, &short), Some(Ordering::Greater));
        assert_eq!(relates(&short, &unique), Some(Ordering::Equal));
        // Neither is what orders otherwise, has rows of its own, or carries more.
        assert_eq!(relates(&plain("USING btree (a DESC)"), &long), None);
        assert_eq!(relates(&plain("USING hash (a)"), &long), None);
        assert_eq!(relates(&shape("USING btree (a)", &[], Some("(b > 0)")), &long), None);
        assert_eq!(relates(&shape("USING btree (a) INCLUDE (c)", &["c"], None), &long), None);
        assert_eq!(relates(&shape("USING btree (a) INCLUDE (b)", &["b"], None), &long), Some(Ordering::Less));
    }
}
