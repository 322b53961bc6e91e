//! Which objects the statements of a run touch: the server says so itself, of each that it makes, alters or drops, however
//! deep in a function, a DO block or a cascade.
//!
//! It does not say so of privileges and comments, nor of every ALTER TABLE. Those are read off the statement when it
//! has run, wherever it was run from.
//!
//! Both hooks are put in place when a session runs its first migration. They pass on to whoever had them before, and do
//! nothing else while nothing is collected.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::ffi::c_void;

use pgrx::prelude::*;
use pgrx::{PgList, is_a, pg_sys};

use super::belongs;

/// An object: the catalog that has it and its number there.
pub type Touched = (pg_sys::Oid, pg_sys::Oid);

/// In place of a catalog: all that the schema of this number has. No statement of a run touches a database's row in such
/// a way that it would count here.
const ALL_OF_SCHEMA: pg_sys::Oid = pg_sys::DatabaseRelationId;

/// In place of a catalog: all that belongs to the relation of this number. What is touched of an inheritance goes by it, too.
const ALL_OF_RELATION: u32 = belongs::HEIRS;

thread_local! {
    static IS_COLLECTING: Cell<bool> = const { Cell::new(false) };
    static TOUCHED: RefCell<HashSet<Touched>> = RefCell::new(HashSet::new());
    static MADE: RefCell<HashSet<pg_sys::Oid>> = RefCell::new(HashSet::new());
    static ARE_NAMES_OTHERS: Cell<bool> = const { Cell::new(false) };
    static ACCESS_BEFORE: Cell<pg_sys::object_access_hook_type> = const { Cell::new(None) };
    static UTILITY_BEFORE: Cell<pg_sys::ProcessUtility_hook_type> = const { Cell::new(None) };
}

unsafe extern "C-unwind" {
    static mut object_access_hook: pg_sys::object_access_hook_type;

    /// The column that a default, by its number, is of.
    fn GetAttrDefaultColumnAddress(default: pg_sys::Oid) -> pg_sys::ObjectAddress;

    /// The server's own, without the guard that pgrx puts around it.
    fn standard_ProcessUtility(
        plan: *mut pg_sys::PlannedStmt,
        text: *const std::ffi::c_char,
        read_only_tree: bool,
        context: pg_sys::ProcessUtilityContext::Type,
        params: pg_sys::ParamListInfo,
        environment: *mut pg_sys::QueryEnvironment,
        receiver: *mut pg_sys::DestReceiver,
        completion: *mut pg_sys::QueryCompletion,
    );
}

/// Puts the hooks in place, once in a session.
fn install() {
    thread_local! {
        static IS_INSTALLED: Cell<bool> = const { Cell::new(false) };
    }
    if IS_INSTALLED.replace(true) {
        return;
    }
    // SAFETY: variables of the backend, which is single-threaded; whoever had them before is called from ours.
    unsafe {
        ACCESS_BEFORE.set(object_access_hook);
        object_access_hook = Some(on_access);
        UTILITY_BEFORE.set(pg_sys::ProcessUtility_hook);
        pg_sys::ProcessUtility_hook = Some(on_utility);
    }
}

/// Collects from now on, to the end of the process.
pub fn collect_always() {
    install();
    IS_COLLECTING.set(true);
}

/// Collects while `work` runs; what an earlier run that failed has left is forgotten.
pub fn collect<R>(work: impl FnOnce() -> R) -> R {
    struct Reset(bool);
    impl Drop for Reset {
        fn drop(&mut self) {
            IS_COLLECTING.set(self.0);
        }
    }
    install();
    if !IS_COLLECTING.get() {
        take();
        take_made();
    }
    let _reset = Reset(IS_COLLECTING.replace(true));
    work()
}

/// What was touched since this was asked last, and whether names have changed: then the texts of what depends on it are
/// others, though nothing has touched that.
pub fn take() -> (Vec<Touched>, bool) {
    (TOUCHED.take().into_iter().collect(), ARE_NAMES_OTHERS.take())
}

/// The numbers of those that were made since this was asked last.
pub fn take_made() -> HashSet<pg_sys::Oid> {
    MADE.take()
}

fn touch(class: pg_sys::Oid, oid: pg_sys::Oid) {
    if oid != pg_sys::InvalidOid {
        TOUCHED.with_borrow_mut(|touched| touched.insert((class, oid)));
    }
}

/// Called by the server before it drops, and after it makes or alters an object.
///
/// An error of whoever is called in between jumps over this frame, which has nothing to be let go of. A guard would put
/// another error in its place: without a code of the user's own, a constraint's name and more.
unsafe extern "C-unwind" fn on_access(
    access: pg_sys::ObjectAccessType::Type,
    class: pg_sys::Oid,
    oid: pg_sys::Oid,
    sub: i32,
    argument: *mut c_void,
) {
    use pg_sys::ObjectAccessType::{OAT_DROP, OAT_POST_ALTER, OAT_POST_CREATE};
    if let Some(before) = ACCESS_BEFORE.get() {
        // SAFETY: passed on as it came.
        unsafe { before(access, class, oid, sub, argument) };
    }
    if IS_COLLECTING.get() && matches!(access, OAT_DROP | OAT_POST_ALTER | OAT_POST_CREATE) {
        // Of a new default the server tells the number of its table.
        let is_default = access == OAT_POST_CREATE && class.to_u32() == belongs::DEFAULTS;
        touch(if is_default { pg_sys::RelationRelationId } else { class }, oid);
        if access == OAT_POST_CREATE && sub == 0 {
            MADE.with_borrow_mut(|made| made.insert(oid));
        }
        if access == OAT_DROP && class.to_u32() == belongs::DEFAULTS {
            // When the run is recorded nothing tells any more whose default it was.
            // SAFETY: reads the catalog, within the statement that drops it; an error jumps over this frame.
            let column = unsafe { GetAttrDefaultColumnAddress(oid) };
            touch(column.classId, column.objectId);
        }
    }
}

/// Called by the server for each utility statement. An error of the statement jumps over this frame, as over the one
/// above.
#[allow(clippy::too_many_arguments)]
unsafe extern "C-unwind" fn on_utility(
    plan: *mut pg_sys::PlannedStmt,
    text: *const std::ffi::c_char,
    read_only_tree: bool,
    context: pg_sys::ProcessUtilityContext::Type,
    params: pg_sys::ParamListInfo,
    environment: *mut pg_sys::QueryEnvironment,
    receiver: *mut pg_sys::DestReceiver,
    completion: *mut pg_sys::QueryCompletion,
) {
    let next = UTILITY_BEFORE.get().unwrap_or(standard_ProcessUtility);
    // SAFETY: what came is passed on. A statement that ends the transaction frees its own tree: it is looked at behind the
    // call only where it is none of those.
    unsafe {
        let statement = (*plan).utilityStmt;
        let is_of_interest = is_of_interest(statement);
        next(plan, text, read_only_tree, context, params, environment, receiver, completion);
        if is_of_interest {
            look(statement);
        }
    }
}

/// Whether a statement is to be looked at when it has run.
///
/// # Safety
///
/// `statement` is a node of a parse tree.
unsafe fn is_of_interest(statement: *mut pg_sys::Node) -> bool {
    use pg_sys::NodeTag;
    if !IS_COLLECTING.get() {
        return false;
    }
    // SAFETY: the tag of a node is read.
    let is_one_of = |tags: &[NodeTag]| tags.iter().any(|tag| unsafe { is_a(statement, *tag) });
    if is_one_of(&[NodeTag::T_RenameStmt, NodeTag::T_AlterObjectSchemaStmt]) {
        ARE_NAMES_OTHERS.set(true);
    }
    is_one_of(&[
        NodeTag::T_AlterTableStmt,
        NodeTag::T_AlterDomainStmt,
        NodeTag::T_AlterDefaultPrivilegesStmt,
        NodeTag::T_CommentStmt,
        NodeTag::T_GrantStmt,
    ])
}

/// Notes what a statement that has run names.
///
/// # Safety
///
/// `statement` is an ALTER TABLE, a COMMENT or a GRANT that has run in this transaction.
#[pg_guard]
unsafe extern "C-unwind" fn look(statement: *mut pg_sys::Node) {
    // SAFETY: each cast is to the struct of the node's tag. Nothing is waited for: names are looked up without a lock,
    // but for those of a COMMENT, which holds its own to the end of the transaction.
    unsafe {
        if is_a(statement, pg_sys::NodeTag::T_AlterTableStmt) {
            let alter: *mut pg_sys::AlterTableStmt = statement.cast();
            let relation = relation((*alter).relation);
            touch(pg_sys::RelationRelationId, relation);
            if !tells_all(alter) {
                touch(ALL_OF_RELATION.into(), relation);
            }
        } else if is_a(statement, pg_sys::NodeTag::T_AlterDomainStmt) {
            let alter: *mut pg_sys::AlterDomainStmt = statement.cast();
            let name = pg_sys::makeTypeNameFromNameList((*alter).typeName);
            touch(pg_sys::TypeRelationId, pg_sys::LookupTypeNameOid(std::ptr::null_mut(), name, true));
        } else if is_a(statement, pg_sys::NodeTag::T_AlterDefaultPrivilegesStmt) {
            let alter: *mut pg_sys::AlterDefaultPrivilegesStmt = statement.cast();
            for option in PgList::<pg_sys::DefElem>::from_pg((*alter).options).iter_ptr() {
                if std::ffi::CStr::from_ptr((*option).defname) == c"schemas" {
                    for schema in PgList::<pg_sys::Node>::from_pg((*option).arg.cast()).iter_ptr() {
                        touch(pg_sys::NamespaceRelationId, pg_sys::get_namespace_oid(word(schema), true));
                    }
                }
            }
        } else if is_a(statement, pg_sys::NodeTag::T_CommentStmt) {
            comment(statement.cast());
        } else {
            grant(statement.cast());
        }
    }
}

/// Whether the server tells of each constraint, index and trigger that an ALTER TABLE makes another. It is so of the most
/// frequent ones.
///
/// # Safety
///
/// An ALTER TABLE as the parser has it.
unsafe fn tells_all(alter: *const pg_sys::AlterTableStmt) -> bool {
    use pg_sys::AlterTableType as Type;
    const TELLING: [Type::Type; 9] = [
        Type::AT_AddColumn,
        Type::AT_AddConstraint,
        Type::AT_AlterColumnType,
        Type::AT_ColumnDefault,
        Type::AT_DropColumn,
        Type::AT_DropConstraint,
        Type::AT_DropNotNull,
        Type::AT_SetNotNull,
        Type::AT_ValidateConstraint,
    ];
    // SAFETY: each of the list is a command.
    unsafe {
        let commands = PgList::<pg_sys::AlterTableCmd>::from_pg((*alter).cmds);
        commands.iter_ptr().all(|command| TELLING.contains(&(*command).subtype))
    }
}

/// # Safety
///
/// A name as the parser has it.
unsafe fn relation(name: *const pg_sys::RangeVar) -> pg_sys::Oid {
    if name.is_null() {
        return pg_sys::InvalidOid;
    }
    // SAFETY: looks the name up, without a lock; 0 where it is not there.
    unsafe {
        pg_sys::RangeVarGetRelidExtended(
            name,
            pg_sys::NoLock as pg_sys::LOCKMODE,
            pg_sys::RVROption::RVR_MISSING_OK,
            None,
            std::ptr::null_mut(),
        )
    }
}

/// # Safety
///
/// A COMMENT that has run in this transaction.
unsafe fn comment(comment: *mut pg_sys::CommentStmt) {
    use pg_sys::ObjectType::{
        OBJECT_DATABASE, OBJECT_EVENT_TRIGGER, OBJECT_EXTENSION, OBJECT_LARGEOBJECT, OBJECT_PUBLICATION,
        OBJECT_ROLE, OBJECT_SUBSCRIPTION, OBJECT_TABLESPACE,
    };
    // SAFETY: the statement has found the object and locked it in the same mode. What get_object_address opens is
    // closed, its lock kept.
    unsafe {
        let is_elsewhere = matches!(
            (*comment).objtype,
            OBJECT_DATABASE
                | OBJECT_EVENT_TRIGGER
                | OBJECT_EXTENSION
                | OBJECT_LARGEOBJECT
                | OBJECT_PUBLICATION
                | OBJECT_ROLE
                | OBJECT_SUBSCRIPTION
                | OBJECT_TABLESPACE
        );
        if is_elsewhere {
            return;
        }
        let mut opened: pg_sys::Relation = std::ptr::null_mut();
        let address = pg_sys::get_object_address(
            (*comment).objtype,
            (*comment).object,
            &mut opened,
            pg_sys::ShareUpdateExclusiveLock as pg_sys::LOCKMODE,
            true,
        );
        touch(address.classId, address.objectId);
        if !opened.is_null() {
            pg_sys::relation_close(opened, pg_sys::NoLock as pg_sys::LOCKMODE);
        }
    }
}

/// # Safety
///
/// A GRANT or REVOKE that has run in this transaction.
unsafe fn grant(grant: *mut pg_sys::GrantStmt) {
    use pg_sys::GrantTargetType::{ACL_TARGET_ALL_IN_SCHEMA, ACL_TARGET_OBJECT};
    use pg_sys::ObjectType::{
        OBJECT_DOMAIN, OBJECT_FUNCTION, OBJECT_PROCEDURE, OBJECT_ROUTINE, OBJECT_SCHEMA, OBJECT_SEQUENCE,
        OBJECT_TABLE, OBJECT_TYPE,
    };
    // SAFETY: the list's entries are what the grammar makes for the kind of object.
    unsafe {
        let objects = PgList::<pg_sys::Node>::from_pg((*grant).objects);
        for object in objects.iter_ptr() {
            match ((*grant).targtype, (*grant).objtype) {
                (ACL_TARGET_ALL_IN_SCHEMA, _) => {
                    touch(ALL_OF_SCHEMA, pg_sys::get_namespace_oid(word(object), true));
                }
                (ACL_TARGET_OBJECT, OBJECT_TABLE | OBJECT_SEQUENCE) => {
                    touch(pg_sys::RelationRelationId, relation(object.cast()));
                }
                (ACL_TARGET_OBJECT, OBJECT_SCHEMA) => {
                    touch(pg_sys::NamespaceRelationId, pg_sys::get_namespace_oid(word(object), true));
                }
                (ACL_TARGET_OBJECT, kind @ (OBJECT_FUNCTION | OBJECT_PROCEDURE | OBJECT_ROUTINE)) => {
                    touch(pg_sys::ProcedureRelationId, pg_sys::LookupFuncWithArgs(kind, object.cast(), true));
                }
                (ACL_TARGET_OBJECT, OBJECT_TYPE | OBJECT_DOMAIN) => {
                    let name = pg_sys::makeTypeNameFromNameList(object.cast());
                    touch(
                        pg_sys::TypeRelationId,
                        pg_sys::LookupTypeNameOid(std::ptr::null_mut(), name, true),
                    );
                }
                _ => {}
            }
        }
    }
}

/// # Safety
///
/// A string of the parser's.
unsafe fn word(node: *mut pg_sys::Node) -> *const std::ffi::c_char {
    // SAFETY: said above.
    unsafe { (*node.cast::<pg_sys::String>()).sval }
}
