//! Roles and privileges.

use migrate_core::ddl::grant::{
    DefaultPrivileges, Grant, GrantPrivileges, GrantRole, GrantTarget, Privilege,
};
use migrate_core::ddl::role::{
    AlterRole, AlterRoleSet, CreateRole, DropRoles, ReassignOwned, Role, RoleStatement,
};
use pgrx::pg_sys;

use super::name::{object_type, objects, role, roles};
use super::node::{is_cascade, members, strings, text, word};
use super::source::Source;
use super::value::{options, variable_set};

/// A statement on roles; none if it is of another family.
///
/// # Safety
///
/// `node` is a statement of a tree that is not freed yet.
pub unsafe fn read(node: *mut pg_sys::Node, at: &Source) -> Option<Role> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag, and each field has what the grammar puts in it.
    unsafe {
        Some(match (*node).type_ {
            T_CreateRoleStmt => {
                let create = &*node.cast::<pg_sys::CreateRoleStmt>();
                Role::Create(CreateRole {
                    kind: match create.stmt_type {
                        pg_sys::RoleStmtType::ROLESTMT_USER => RoleStatement::User,
                        pg_sys::RoleStmtType::ROLESTMT_GROUP => RoleStatement::Group,
                        _ => RoleStatement::Role,
                    },
                    name: word(create.role),
                    options: options(create.options, at),
                })
            }
            T_AlterRoleStmt => {
                let alter = &*node.cast::<pg_sys::AlterRoleStmt>();
                Role::Alter(AlterRole {
                    role: role(alter.role, at).unwrap_or_default(),
                    options: options(alter.options, at),
                    drops: alter.action < 0,
                })
            }
            T_AlterRoleSetStmt => {
                let alter = &*node.cast::<pg_sys::AlterRoleSetStmt>();
                Role::AlterSet(AlterRoleSet {
                    role: role(alter.role, at),
                    database: text(alter.database),
                    set: variable_set(&*alter.setstmt, at),
                })
            }
            T_DropRoleStmt => {
                let drop = &*node.cast::<pg_sys::DropRoleStmt>();
                let (roles, if_exists) = (roles(drop.roles, at), drop.missing_ok);
                Role::Drop(DropRoles { roles, if_exists, cascade: false })
            }
            T_DropOwnedStmt => {
                let drop = &*node.cast::<pg_sys::DropOwnedStmt>();
                let (roles, cascade) = (roles(drop.roles, at), is_cascade(drop.behavior));
                Role::DropOwned(DropRoles { roles, if_exists: false, cascade })
            }
            T_ReassignOwnedStmt => {
                let reassign = &*node.cast::<pg_sys::ReassignOwnedStmt>();
                let newrole = role(reassign.newrole, at).unwrap_or_default();
                Role::ReassignOwned(ReassignOwned { roles: roles(reassign.roles, at), newrole })
            }
            _ => return None,
        })
    }
}

/// A statement on privileges; none if it is of another family.
///
/// # Safety
///
/// As for [`read`].
pub unsafe fn grant(node: *mut pg_sys::Node, at: &Source) -> Option<Grant> {
    use pg_sys::NodeTag::*;
    // SAFETY: as above.
    unsafe {
        Some(match (*node).type_ {
            T_GrantStmt => Grant::Privileges(privileges(&*node.cast(), at)),
            T_GrantRoleStmt => {
                let grant = &*node.cast::<pg_sys::GrantRoleStmt>();
                Grant::Role(GrantRole {
                    is_grant: grant.is_grant,
                    roles: privilege_list(grant.granted_roles),
                    grantees: roles(grant.grantee_roles, at),
                    cascade: is_cascade(grant.behavior),
                })
            }
            T_AlterDefaultPrivilegesStmt => {
                let alter = &*node.cast::<pg_sys::AlterDefaultPrivilegesStmt>();
                let (options, action) = (options(alter.options, at), privileges(&*alter.action, at));
                Grant::Defaults(DefaultPrivileges { options, action })
            }
            _ => return None,
        })
    }
}

unsafe fn privileges(grant: &pg_sys::GrantStmt, at: &Source) -> GrantPrivileges {
    use pg_sys::GrantTargetType::*;
    // SAFETY: a statement of a live tree, each field with what the grammar puts in it.
    unsafe {
        GrantPrivileges {
            is_grant: grant.is_grant,
            target: match grant.targtype {
                ACL_TARGET_ALL_IN_SCHEMA => GrantTarget::AllInSchema,
                ACL_TARGET_DEFAULTS => GrantTarget::Defaults,
                _ => GrantTarget::Object,
            },
            kind: object_type(grant.objtype),
            objects: objects(grant.objects, at),
            privileges: privilege_list(grant.privileges),
            grantees: roles(grant.grantees, at),
            grant_option: grant.grant_option,
            cascade: is_cascade(grant.behavior),
        }
    }
}

unsafe fn privilege_list(list: *mut pg_sys::List) -> Vec<Privilege> {
    // SAFETY: a list of AccessPrivs of a live tree.
    unsafe {
        let privilege = |each: *mut pg_sys::AccessPriv| Privilege {
            name: text((*each).priv_name),
            columns: strings((*each).cols),
        };
        members(list).into_iter().map(privilege).collect()
    }
}
