//! What a user writes as SQL in an argument: of which kind it is, and where it stands in a statement. Each is one of its
//! kind, and nothing besides; it is parsed as that before it is put anywhere (`classify::argument`).

use super::{CreateIndex, Operation};

/// What an argument is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The name of a type.
    Type,
    /// The name of a type, and its collation if wanted.
    CollatedType,
    /// The name of a collation.
    Collation,
    /// An expression.
    Expression,
    /// An expression as it stands behind DEFAULT in a column's definition.
    Default,
    /// A column or an expression of an index, with operator class and order.
    IndexElement,
    /// What stands in WITH (…) of an index.
    StorageParameters,
    /// A partition's bound.
    Bound,
}

impl Part {
    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Part::Type => "one type name",
            Part::CollatedType => "one type name, with COLLATE if wanted",
            Part::Collation => "one collation name",
            Part::Expression | Part::Default => "one expression",
            Part::IndexElement => "one column or expression of an index",
            Part::StorageParameters => "a list of storage parameters",
            Part::Bound => "one bound of a partition",
        }
    }

    /// The statement in which it is parsed. A line's end behind it closes a comment.
    pub fn statement(self, text: &str) -> String {
        let (before, behind) = match self {
            Part::Type => ("ALTER TABLE t ADD COLUMN c ", ""),
            Part::CollatedType => ("ALTER TABLE t ALTER COLUMN c TYPE ", ""),
            Part::Collation => ("ALTER TABLE t ALTER COLUMN c TYPE t COLLATE ", ""),
            Part::Expression => ("ALTER TABLE t ALTER COLUMN c SET DEFAULT ", ""),
            Part::Default => ("ALTER TABLE t ADD COLUMN c t DEFAULT ", ""),
            Part::IndexElement => ("CREATE INDEX ON t (", ")"),
            Part::StorageParameters => ("CREATE INDEX ON t (c) WITH (", ")"),
            Part::Bound => ("ALTER TABLE t ATTACH PARTITION p ", ""),
        };
        format!("{before}{text}\n{behind}")
    }
}

/// A text in an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written<'a> {
    /// The argument's name.
    pub argument: &'static str,
    /// What it is to be.
    pub part: Part,
    /// The text.
    pub text: &'a str,
}

impl<'a> Written<'a> {
    /// A text in an argument.
    pub fn new(argument: &'static str, part: Part, text: &'a str) -> Self {
        Written { argument, part, text }
    }
}

impl Operation {
    /// What the user wrote as SQL in its arguments. What the server wrote is none of it.
    pub fn written(&self) -> Vec<Written<'_>> {
        match self {
            Operation::AddColumn(add) => [
                vec![Written::new("type", Part::Type, &add.data_type)],
                one("collation", Part::Collation, &add.collation),
                one("default_value", Part::Default, &add.default),
                one("generated", Part::Expression, &add.generated),
            ]
            .concat(),
            Operation::SetDefault(set) => one("default_value", Part::Expression, &set.default),
            Operation::AddConstraint(add) => {
                vec![Written::new("expression", Part::Expression, &add.expression)]
            }
            Operation::CreateIndex(create) => index(create),
            Operation::ReplaceIndex(replace) => index(&replace.wanted),
            Operation::ChangeType(change) => [
                vec![Written::new("new_type", Part::CollatedType, &change.data_type)],
                one("using_expression", Part::Expression, &change.using),
                one("reverse_expression", Part::Expression, &change.reverse),
            ]
            .concat(),
            Operation::SplitColumn(split) => {
                let is_merge = split.is_merge();
                let [types, expressions, reverse] = match is_merge {
                    true => ["new_type", "expression", "reverse_expressions"],
                    false => ["new_types", "expressions", "reverse_expression"],
                };
                let mut written = Vec::new();
                for new in &split.new {
                    written.push(Written::new(types, Part::CollatedType, &new.data_type));
                    written.push(Written::new(expressions, Part::Expression, &new.expression));
                }
                let old = split.old.iter();
                written.extend(old.map(|old| Written::new(reverse, Part::Expression, &old.expression)));
                written
            }
            Operation::Backfill(fill) => one("condition", Part::Expression, &fill.condition),
            Operation::AttachPartition(attach) => vec![Written::new("bound", Part::Bound, &attach.bound)],
            _ => Vec::new(),
        }
    }
}

fn one<'a>(argument: &'static str, part: Part, text: &'a Option<String>) -> Vec<Written<'a>> {
    text.iter().map(|text| Written::new(argument, part, text)).collect()
}

fn elements<'a>(argument: &'static str, texts: &'a [String]) -> Vec<Written<'a>> {
    texts.iter().map(|text| Written::new(argument, Part::IndexElement, text)).collect()
}

fn index(index: &CreateIndex) -> Vec<Written<'_>> {
    if index.earlier.is_some() {
        return Vec::new();
    }
    let mut written = elements("columns", &index.columns);
    written.extend(elements("include", &index.include));
    written.extend(one("storage_parameters", Part::StorageParameters, &index.storage_parameters));
    written.extend(one("predicate", Part::Expression, &index.predicate));
    written
}
