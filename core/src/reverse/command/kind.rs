//! Kinds of objects: how they are called, and which of them share their names.

use super::names::Names;
use crate::ddl::name::{ObjectName, ObjectType};
use crate::reverse::action::{Kind, Object};

/// With what a kind of object shares its names.
pub fn kind_of(kind: ObjectType) -> Kind {
    use ObjectType::*;
    match kind {
        Table | View | MaterializedView | Index | Sequence | ForeignTable => Kind::Relation,
        Function | Procedure | Routine | Aggregate => Kind::Routine,
        Type | Domain => Kind::Type,
        other => Kind::Own(other),
    }
}

/// How a kind of object is called in SQL; none for what no derived statement names.
pub fn word(kind: ObjectType) -> Option<&'static str> {
    use ObjectType::*;
    Some(match kind {
        Table => "TABLE",
        View => "VIEW",
        MaterializedView => "MATERIALIZED VIEW",
        Index => "INDEX",
        Sequence => "SEQUENCE",
        ForeignTable => "FOREIGN TABLE",
        Function => "FUNCTION",
        Procedure => "PROCEDURE",
        Routine => "ROUTINE",
        Aggregate => "AGGREGATE",
        Type => "TYPE",
        Domain => "DOMAIN",
        Schema => "SCHEMA",
        Collation => "COLLATION",
        Conversion => "CONVERSION",
        Role => "ROLE",
        Subscription => "SUBSCRIPTION",
        Operator => "OPERATOR",
        EventTrigger => "EVENT TRIGGER",
        Extension => "EXTENSION",
        ForeignDataWrapper => "FOREIGN DATA WRAPPER",
        ForeignServer => "SERVER",
        Publication => "PUBLICATION",
        Statistics => "STATISTICS",
        Tablespace => "TABLESPACE",
        Database => "DATABASE",
        TextSearchConfiguration => "TEXT SEARCH CONFIGURATION",
        TextSearchDictionary => "TEXT SEARCH DICTIONARY",
        TextSearchParser => "TEXT SEARCH PARSER",
        TextSearchTemplate => "TEXT SEARCH TEMPLATE",
        _ => return None,
    })
}

/// A cast.
pub fn cast(source: String, target: String) -> Object {
    Object::new(Kind::Own(ObjectType::Cast), format!("({source} AS {target})"))
}

/// What a statement on this kind of object names.
pub fn named(kind: ObjectType, object: &ObjectName, names: Names) -> Option<Object> {
    if let (ObjectType::Cast, ObjectName::Name { types, .. }) = (kind, object) {
        let [source, target] = types.as_slice() else { return None };
        return Some(cast(names.type_name(source), names.type_name(target)));
    }
    word(kind)?;
    let name = match object {
        ObjectName::Routine(operator) if kind == ObjectType::Operator => names.operator(operator),
        ObjectName::Name { names: name, .. } => names.dotted(name),
        ObjectName::Relation(relation) => names.relation(relation),
        ObjectName::Type(of) => names.type_name(of),
        ObjectName::Routine(routine) => names.routine(kind, routine),
        ObjectName::Other => return None,
    };
    Some(Object::new(kind_of(kind), name))
}

/// The object itself or, for a part of a relation, that or its relation: if the script has made it, what is done to it
/// goes with it.
pub fn whole_or_part(kind: ObjectType, object: &ObjectName, names: Names) -> Vec<Vec<Object>> {
    let part_kind = match kind {
        ObjectType::Column => Kind::Column,
        ObjectType::TableConstraint => Kind::Constraint,
        ObjectType::Trigger => Kind::Trigger,
        ObjectType::Policy => Kind::Policy,
        ObjectType::Rule => Kind::Rule,
        ObjectType::DomainConstraint => {
            let ObjectName::Name { names: name, types } = object else { return vec![] };
            let (Some(part), Some(domain)) = (name.last(), types.first()) else { return vec![] };
            let (part, domain) = (names.identifier(part), names.type_name(domain));
            let constraint = Object::part(Kind::DomainConstraint, domain.as_str(), part);
            return vec![vec![constraint], vec![Object::new(Kind::Type, domain)]];
        }
        _ => return named(kind, object, names).map(|object| vec![object]).into_iter().collect(),
    };
    let ObjectName::Name { names: name, .. } = object else { return vec![] };
    let Some((part, relation)) = name.split_last() else { return vec![] };
    let (part, relation) = (names.identifier(part), names.dotted(relation));
    vec![vec![Object::part(part_kind, relation.as_str(), part)], vec![Object::new(Kind::Relation, relation)]]
}
