//! Names of relations, roles, types, routines and other objects.

use migrate_core::ddl::name::{
    ObjectName, ObjectType, Persistence, RangeVar, RoleSpec, RoleSpecType, RoutineName, TypeName,
};
use pgrx::{is_a, pg_sys};

use super::constant::constant;
use super::node::{as_a, members, nodes, strings, text, word};
use super::source::Source;

/// A relation.
///
/// # Safety
///
/// `range` is NULL or a RangeVar of a tree that is not freed yet.
pub unsafe fn range(range: *const pg_sys::RangeVar, at: &Source) -> Option<RangeVar> {
    // SAFETY: as the caller says.
    unsafe {
        let range = range.as_ref()?;
        Some(RangeVar {
            schema: text(range.schemaname),
            name: word(range.relname),
            only: !range.inh,
            persistence: match range.relpersistence as u8 {
                pg_sys::RELPERSISTENCE_TEMP => Persistence::Temporary,
                pg_sys::RELPERSISTENCE_UNLOGGED => Persistence::Unlogged,
                _ => Persistence::Permanent,
            },
            place: at.place(range.location),
        })
    }
}

/// Relations.
///
/// # Safety
///
/// `list` is NIL or a list of RangeVars of a tree that is not freed yet.
pub unsafe fn ranges(list: *mut pg_sys::List, at: &Source) -> Vec<RangeVar> {
    // SAFETY: as the caller says.
    unsafe { members::<pg_sys::RangeVar>(list).into_iter().filter_map(|each| range(each, at)).collect() }
}

/// A role.
///
/// # Safety
///
/// `role` is NULL or a RoleSpec of a tree that is not freed yet.
pub unsafe fn role(role: *const pg_sys::RoleSpec, at: &Source) -> Option<RoleSpec> {
    use pg_sys::RoleSpecType::*;
    // SAFETY: as the caller says.
    unsafe {
        let role = role.as_ref()?;
        let kind = match role.roletype {
            ROLESPEC_CURRENT_ROLE => RoleSpecType::CurrentRole,
            ROLESPEC_CURRENT_USER => RoleSpecType::CurrentUser,
            ROLESPEC_SESSION_USER => RoleSpecType::SessionUser,
            ROLESPEC_PUBLIC => RoleSpecType::Public,
            _ => RoleSpecType::Name,
        };
        Some(RoleSpec { kind, name: text(role.rolename), place: at.place(role.location) })
    }
}

/// Roles.
///
/// # Safety
///
/// `list` is NIL or a list of RoleSpecs of a tree that is not freed yet.
pub unsafe fn roles(list: *mut pg_sys::List, at: &Source) -> Vec<RoleSpec> {
    // SAFETY: as the caller says.
    unsafe { members::<pg_sys::RoleSpec>(list).into_iter().filter_map(|each| role(each, at)).collect() }
}

/// A type.
///
/// # Safety
///
/// `of` is NULL or a TypeName of a tree that is not freed yet.
pub unsafe fn type_name(of: *const pg_sys::TypeName, at: &Source) -> Option<TypeName> {
    // SAFETY: as the caller says; modifiers are expressions, and the bounds of an array Integers.
    unsafe {
        let of = of.as_ref()?;
        let modifier = |node: *mut pg_sys::Node| match (*node).type_ {
            pg_sys::NodeTag::T_ColumnRef => strings((*node.cast::<pg_sys::ColumnRef>()).fields).join("."),
            _ => constant(node).map(|constant| constant.text).unwrap_or_default(),
        };
        let bound = |node: *mut pg_sys::Integer| (*node).ival;
        Some(TypeName {
            names: strings(of.names),
            setof: of.setof,
            pct_type: of.pct_type,
            typmods: nodes(of.typmods).into_iter().map(modifier).collect(),
            array_bounds: members(of.arrayBounds).into_iter().map(bound).collect(),
            place: at.place(of.location),
        })
    }
}

/// Types; an operator's argument that is NONE has no name.
///
/// # Safety
///
/// `list` is NIL or a list of TypeNames of a tree that is not freed yet.
pub unsafe fn types(list: *mut pg_sys::List, at: &Source) -> Vec<TypeName> {
    // SAFETY: as the caller says.
    unsafe {
        let each = |of| as_a(of).and_then(|of| type_name(of, at)).unwrap_or_default();
        nodes(list).into_iter().map(each).collect()
    }
}

/// A routine or an operator.
///
/// # Safety
///
/// `routine` is NULL or an ObjectWithArgs of a tree that is not freed yet.
pub unsafe fn routine(routine: *const pg_sys::ObjectWithArgs, at: &Source) -> Option<RoutineName> {
    // SAFETY: as the caller says.
    unsafe {
        let routine = routine.as_ref()?;
        Some(RoutineName {
            name: strings(routine.objname),
            arguments: types(routine.objargs, at),
            args_unspecified: routine.args_unspecified,
        })
    }
}

/// What names an object of a statement such as COMMENT ON.
///
/// # Safety
///
/// `node` is NULL or a node of a tree that is not freed yet.
pub unsafe fn object(node: *mut pg_sys::Node, at: &Source) -> Option<ObjectName> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag.
    unsafe {
        let tag = node.as_ref()?.type_;
        let object = match tag {
            T_String => {
                ObjectName::Name { names: vec![word((*node.cast::<pg_sys::String>()).sval)], types: vec![] }
            }
            T_List => {
                let types = nodes(node.cast())
                    .into_iter()
                    .filter(|node| is_a(*node, T_TypeName))
                    .filter_map(|node| type_name(node.cast(), at))
                    .collect();
                ObjectName::Name { names: strings(node.cast()), types }
            }
            T_RangeVar => range(node.cast(), at).map_or(ObjectName::Other, ObjectName::Relation),
            T_TypeName => type_name(node.cast(), at).map_or(ObjectName::Other, ObjectName::Type),
            T_ObjectWithArgs => routine(node.cast(), at).map_or(ObjectName::Other, ObjectName::Routine),
            _ => ObjectName::Other,
        };
        Some(object)
    }
}

/// Objects.
///
/// # Safety
///
/// `list` is NIL or a list of nodes of a tree that is not freed yet.
pub unsafe fn objects(list: *mut pg_sys::List, at: &Source) -> Vec<ObjectName> {
    // SAFETY: as the caller says.
    unsafe { nodes(list).into_iter().filter_map(|node| object(node, at)).collect() }
}

/// The kind of an object.
pub fn object_type(kind: pg_sys::ObjectType::Type) -> ObjectType {
    use pg_sys::ObjectType::*;
    match kind {
        OBJECT_ACCESS_METHOD => ObjectType::AccessMethod,
        OBJECT_AGGREGATE => ObjectType::Aggregate,
        OBJECT_AMOP => ObjectType::Amop,
        OBJECT_AMPROC => ObjectType::Amproc,
        OBJECT_ATTRIBUTE => ObjectType::Attribute,
        OBJECT_CAST => ObjectType::Cast,
        OBJECT_COLUMN => ObjectType::Column,
        OBJECT_COLLATION => ObjectType::Collation,
        OBJECT_CONVERSION => ObjectType::Conversion,
        OBJECT_DATABASE => ObjectType::Database,
        OBJECT_DEFAULT => ObjectType::Default,
        OBJECT_DEFACL => ObjectType::DefaultAcl,
        OBJECT_DOMAIN => ObjectType::Domain,
        OBJECT_DOMCONSTRAINT => ObjectType::DomainConstraint,
        OBJECT_EVENT_TRIGGER => ObjectType::EventTrigger,
        OBJECT_EXTENSION => ObjectType::Extension,
        OBJECT_FDW => ObjectType::ForeignDataWrapper,
        OBJECT_FOREIGN_SERVER => ObjectType::ForeignServer,
        OBJECT_FOREIGN_TABLE => ObjectType::ForeignTable,
        OBJECT_FUNCTION => ObjectType::Function,
        OBJECT_INDEX => ObjectType::Index,
        OBJECT_LANGUAGE => ObjectType::Language,
        OBJECT_LARGEOBJECT => ObjectType::LargeObject,
        OBJECT_MATVIEW => ObjectType::MaterializedView,
        OBJECT_OPCLASS => ObjectType::OperatorClass,
        OBJECT_OPERATOR => ObjectType::Operator,
        OBJECT_OPFAMILY => ObjectType::OperatorFamily,
        OBJECT_PARAMETER_ACL => ObjectType::ParameterAcl,
        OBJECT_POLICY => ObjectType::Policy,
        OBJECT_PROCEDURE => ObjectType::Procedure,
        OBJECT_PUBLICATION => ObjectType::Publication,
        OBJECT_PUBLICATION_NAMESPACE => ObjectType::PublicationNamespace,
        OBJECT_PUBLICATION_REL => ObjectType::PublicationRelation,
        OBJECT_ROLE => ObjectType::Role,
        OBJECT_ROUTINE => ObjectType::Routine,
        OBJECT_RULE => ObjectType::Rule,
        OBJECT_SCHEMA => ObjectType::Schema,
        OBJECT_SEQUENCE => ObjectType::Sequence,
        OBJECT_SUBSCRIPTION => ObjectType::Subscription,
        OBJECT_STATISTIC_EXT => ObjectType::Statistics,
        OBJECT_TABCONSTRAINT => ObjectType::TableConstraint,
        OBJECT_TABLE => ObjectType::Table,
        OBJECT_TABLESPACE => ObjectType::Tablespace,
        OBJECT_TRANSFORM => ObjectType::Transform,
        OBJECT_TRIGGER => ObjectType::Trigger,
        OBJECT_TSCONFIGURATION => ObjectType::TextSearchConfiguration,
        OBJECT_TSDICTIONARY => ObjectType::TextSearchDictionary,
        OBJECT_TSPARSER => ObjectType::TextSearchParser,
        OBJECT_TSTEMPLATE => ObjectType::TextSearchTemplate,
        OBJECT_TYPE => ObjectType::Type,
        OBJECT_USER_MAPPING => ObjectType::UserMapping,
        OBJECT_VIEW => ObjectType::View,
        _ => ObjectType::Unknown,
    }
}
