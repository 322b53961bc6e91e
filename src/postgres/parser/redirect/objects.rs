//! Statements on objects of any kind: what is dropped, renamed, described or granted, and what stands beside tables.

use pgrx::pg_sys;
use pgrx::pg_sys::ObjectType::*;

use super::super::ddl::node::{members, nodes, strings, text, word};
use super::expression::{list, type_name, walk};
use super::lead::{Ask, Done, Lead, Name, made, names, object, owned, range, ranges};
use super::tables::{column, constraint};

fn unknown() -> Done {
    Err("it is about something else than tables".into())
}

/// # Safety
///
/// A statement of a tree that is not freed yet.
pub(super) unsafe fn redirect(node: *mut pg_sys::Node, ask: &mut Ask) -> Done {
    use pg_sys::NodeTag::*;
    // SAFETY: as the caller says; each cast is to the struct of the node's tag.
    unsafe {
        match (*node).type_ {
            T_DropStmt => drop(node.cast(), ask),
            T_RenameStmt => {
                let rename: *mut pg_sys::RenameStmt = node.cast();
                if (*rename).renameType == OBJECT_FOREIGN_TABLE
                    || (*rename).relationType == OBJECT_FOREIGN_TABLE
                {
                    return Err("foreign tables are not tried".into());
                }
                if (*rename).relation.is_null() {
                    return named(&mut (*rename).object, (*rename).renameType, ask);
                }
                range((*rename).relation, ask)
            }
            T_AlterObjectSchemaStmt => {
                let alter: *mut pg_sys::AlterObjectSchemaStmt = node.cast();
                if (*alter).relation.is_null() {
                    return unknown();
                }
                let name = word((*(*alter).relation).relname);
                range((*alter).relation, ask)?;
                let schema = text((*alter).newschema);
                match ask(Name::Made(schema.as_deref(), &name)) {
                    Lead::Schema(schema) => {
                        (*alter).newschema = owned(&schema);
                        Ok(())
                    }
                    Lead::Same => unknown(),
                    Lead::Nowhere(why) => Err(why),
                }
            }
            T_CommentStmt => {
                let comment: *mut pg_sys::CommentStmt = node.cast();
                named(&mut (*comment).object, (*comment).objtype, ask)
            }
            T_GrantStmt => {
                let grant: *mut pg_sys::GrantStmt = node.cast();
                let is_of_tables = (*grant).targtype == pg_sys::GrantTargetType::ACL_TARGET_OBJECT
                    && [OBJECT_TABLE, OBJECT_SEQUENCE].contains(&(*grant).objtype);
                if is_of_tables { ranges((*grant).objects, ask) } else { unknown() }
            }
            T_CreateTrigStmt => {
                let create: *mut pg_sys::CreateTrigStmt = node.cast();
                range((*create).relation, ask)?;
                range((*create).constrrel, ask)?;
                walk((*create).whenClause, ask)?;
                names(&mut (*create).funcname, 0, ask, |schema, name| Name::Routine(schema, name))
            }
            T_RuleStmt => {
                let rule: *mut pg_sys::RuleStmt = node.cast();
                range((*rule).relation, ask)?;
                walk((*rule).whereClause, ask)?;
                list((*rule).actions, ask)
            }
            T_CreatePolicyStmt => {
                let policy: *mut pg_sys::CreatePolicyStmt = node.cast();
                range((*policy).table, ask)?;
                walk((*policy).qual, ask)?;
                walk((*policy).with_check, ask)
            }
            T_AlterPolicyStmt => {
                let policy: *mut pg_sys::AlterPolicyStmt = node.cast();
                range((*policy).table, ask)?;
                walk((*policy).qual, ask)?;
                walk((*policy).with_check, ask)
            }
            T_CreateStatsStmt => {
                let create: *mut pg_sys::CreateStatsStmt = node.cast();
                ranges((*create).relations, ask)?;
                for element in members::<pg_sys::StatsElem>((*create).exprs) {
                    walk((*element).expr, ask)?;
                }
                // Without a name the server chooses one in the table's schema.
                match strings((*create).defnames).len() {
                    0 => Ok(()),
                    _ => names(&mut (*create).defnames, 0, ask, |schema, name| Name::Made(schema, name)),
                }
            }
            T_AlterStatsStmt => {
                let alter: *mut pg_sys::AlterStatsStmt = node.cast();
                names(&mut (*alter).defnames, 0, ask, |schema, name| Name::Statistics(schema, name))
            }
            T_CreateFunctionStmt => function(node.cast(), ask),
            T_CreateEnumStmt => {
                let create: *mut pg_sys::CreateEnumStmt = node.cast();
                names(&mut (*create).typeName, 0, ask, |schema, name| Name::Made(schema, name))
            }
            T_CompositeTypeStmt => {
                let create: *mut pg_sys::CompositeTypeStmt = node.cast();
                made((*create).typevar, ask)?;
                members::<pg_sys::ColumnDef>((*create).coldeflist)
                    .into_iter()
                    .try_for_each(|one| column(one, ask))
            }
            T_CreateDomainStmt => {
                let create: *mut pg_sys::CreateDomainStmt = node.cast();
                names(&mut (*create).domainname, 0, ask, |schema, name| Name::Made(schema, name))?;
                type_name((*create).typeName, ask)?;
                members::<pg_sys::Constraint>((*create).constraints)
                    .into_iter()
                    .try_for_each(|one| constraint(one, ask))
            }
            T_AlterEnumStmt => {
                let alter: *mut pg_sys::AlterEnumStmt = node.cast();
                names(&mut (*alter).typeName, 0, ask, |schema, name| Name::OwnType(schema, name))
            }
            _ => unknown(),
        }
    }
}

unsafe fn function(create: *mut pg_sys::CreateFunctionStmt, ask: &mut Ask) -> Done {
    // SAFETY: a CREATE FUNCTION of the tree. A body is a list of lists of statements, or one statement.
    unsafe {
        names(&mut (*create).funcname, 0, ask, |schema, name| Name::Made(schema, name))?;
        type_name((*create).returnType, ask)?;
        for parameter in members::<pg_sys::FunctionParameter>((*create).parameters) {
            type_name((*parameter).argType, ask)?;
            walk((*parameter).defexpr, ask)?;
        }
        walk((*create).sql_body, ask)
    }
}

unsafe fn drop(drop: *mut pg_sys::DropStmt, ask: &mut Ask) -> Done {
    // SAFETY: a DROP of the tree; the cells of its list are nodes, which are put back where they were.
    unsafe {
        (*drop).concurrent = false;
        let mut led = pgrx::PgList::<pg_sys::Node>::new();
        for mut node in nodes((*drop).objects) {
            named(&mut node, (*drop).removeType, ask)?;
            led.push(node);
        }
        (*drop).objects = led.into_pg();
        Ok(())
    }
}

/// The name of an object of a kind.
unsafe fn named(node: &mut *mut pg_sys::Node, kind: Type, ask: &mut Ask) -> Done {
    // SAFETY: a name as the grammar makes it for an object of this kind.
    unsafe {
        match kind {
            OBJECT_TABLE | OBJECT_VIEW | OBJECT_MATVIEW | OBJECT_INDEX | OBJECT_SEQUENCE => {
                object(node, 0, ask, |schema, name| Name::Relation(schema, name))
            }
            OBJECT_COLUMN | OBJECT_TABCONSTRAINT | OBJECT_TRIGGER | OBJECT_RULE | OBJECT_POLICY => {
                object(node, 1, ask, |schema, name| Name::Relation(schema, name))
            }
            OBJECT_STATISTIC_EXT => object(node, 0, ask, |schema, name| Name::Statistics(schema, name)),
            OBJECT_TYPE | OBJECT_DOMAIN if (**node).type_ == pg_sys::NodeTag::T_TypeName => {
                let name: *mut pg_sys::TypeName = (*node).cast();
                names(&mut (*name).names, 0, ask, |schema, name| Name::OwnType(schema, name))
            }
            OBJECT_TYPE | OBJECT_DOMAIN => object(node, 0, ask, |schema, name| Name::OwnType(schema, name)),
            OBJECT_FUNCTION | OBJECT_PROCEDURE | OBJECT_ROUTINE
                if (**node).type_ == pg_sys::NodeTag::T_ObjectWithArgs =>
            {
                let routine: *mut pg_sys::ObjectWithArgs = (*node).cast();
                for argument in members::<pg_sys::TypeName>((*routine).objargs) {
                    type_name(argument, ask)?;
                }
                names(&mut (*routine).objname, 0, ask, |schema, name| Name::OwnRoutine(schema, name))
            }
            _ => unknown(),
        }
    }
}
