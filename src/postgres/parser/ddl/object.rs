//! Statements that take an object of any kind.

use migrate_core::ddl::object::{
    ChangeOwner, Comment, Depends, DropObjects, Object, Rename, SecurityLabel, SetSchema,
};
use pgrx::pg_sys;

use super::name::{object, object_type, objects, range, role};
use super::node::{is_cascade, text, word};
use super::source::Source;

/// Such a statement; none if it is of another family.
///
/// # Safety
///
/// `node` is a statement of a tree that is not freed yet.
pub unsafe fn read(node: *mut pg_sys::Node, at: &Source) -> Option<Object> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag, and each field has what the grammar puts in it.
    unsafe {
        Some(match (*node).type_ {
            T_DropStmt => {
                let drop = &*node.cast::<pg_sys::DropStmt>();
                Object::Drop(DropObjects {
                    kind: object_type(drop.removeType),
                    objects: objects(drop.objects, at),
                    cascade: is_cascade(drop.behavior),
                    if_exists: drop.missing_ok,
                    concurrent: drop.concurrent,
                })
            }
            T_RenameStmt => {
                let rename = &*node.cast::<pg_sys::RenameStmt>();
                Object::Rename(Box::new(Rename {
                    kind: object_type(rename.renameType),
                    relation_kind: object_type(rename.relationType),
                    relation: range(rename.relation, at),
                    object: object(rename.object, at),
                    subname: text(rename.subname),
                    newname: word(rename.newname),
                    cascade: is_cascade(rename.behavior),
                    if_exists: rename.missing_ok,
                }))
            }
            T_AlterObjectSchemaStmt => {
                let alter = &*node.cast::<pg_sys::AlterObjectSchemaStmt>();
                Object::SetSchema(Box::new(SetSchema {
                    kind: object_type(alter.objectType),
                    relation: range(alter.relation, at),
                    object: object(alter.object, at),
                    newschema: word(alter.newschema),
                    if_exists: alter.missing_ok,
                }))
            }
            T_AlterOwnerStmt => {
                let alter = &*node.cast::<pg_sys::AlterOwnerStmt>();
                Object::ChangeOwner(Box::new(ChangeOwner {
                    kind: object_type(alter.objectType),
                    relation: range(alter.relation, at),
                    object: object(alter.object, at),
                    owner: role(alter.newowner, at).unwrap_or_default(),
                }))
            }
            T_CommentStmt => {
                let comment = &*node.cast::<pg_sys::CommentStmt>();
                Object::Comment(Comment {
                    kind: object_type(comment.objtype),
                    object: object(comment.object, at),
                    comment: text(comment.comment),
                })
            }
            T_SecLabelStmt => {
                let label = &*node.cast::<pg_sys::SecLabelStmt>();
                Object::SecurityLabel(SecurityLabel {
                    kind: object_type(label.objtype),
                    object: object(label.object, at),
                    provider: text(label.provider),
                    label: text(label.label),
                })
            }
            T_AlterObjectDependsStmt => {
                let depends = &*node.cast::<pg_sys::AlterObjectDependsStmt>();
                let extension = depends.extname.as_ref().map(|name| word(name.sval));
                Object::Depends(Box::new(Depends {
                    kind: object_type(depends.objectType),
                    relation: range(depends.relation, at),
                    object: object(depends.object, at),
                    extension: extension.unwrap_or_default(),
                    remove: depends.remove,
                }))
            }
            _ => return None,
        })
    }
}
