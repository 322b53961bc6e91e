//! Strings and lists of a raw parse tree.

use std::ffi::{CStr, c_char};

use migrate_core::ddl::name::Name;
use pgrx::{PgList, pg_sys};

/// A string of a tree; none for NULL.
///
/// # Safety
///
/// `text` is NULL or a string that ends with a NUL byte.
pub unsafe fn text(text: *const c_char) -> Option<String> {
    // SAFETY: as the caller says.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}

/// A string of a tree that the grammar always sets.
///
/// # Safety
///
/// As for [`text`].
pub unsafe fn word(word: *const c_char) -> String {
    // SAFETY: as the caller says.
    unsafe { text(word) }.unwrap_or_default()
}

/// A struct of a tree's nodes, which carry its tag.
pub trait Tagged {
    /// The tag.
    const TAG: pg_sys::NodeTag;
}

macro_rules! tagged {
    ($($node:ident $tag:ident),* $(,)?) => {
        $(impl Tagged for pg_sys::$node {
            const TAG: pg_sys::NodeTag = pg_sys::NodeTag::$tag;
        })*
    };
}

tagged!(
    AccessPriv T_AccessPriv,
    AlterTableCmd T_AlterTableCmd,
    ColumnDef T_ColumnDef,
    CommonTableExpr T_CommonTableExpr,
    Constraint T_Constraint,
    DefElem T_DefElem,
    FunctionParameter T_FunctionParameter,
    IndexElem T_IndexElem,
    Integer T_Integer,
    List T_List,
    PartitionCmd T_PartitionCmd,
    PartitionElem T_PartitionElem,
    PublicationObjSpec T_PublicationObjSpec,
    RangeVar T_RangeVar,
    ReplicaIdentityStmt T_ReplicaIdentityStmt,
    ResTarget T_ResTarget,
    RoleSpec T_RoleSpec,
    SortBy T_SortBy,
    StatsElem T_StatsElem,
    TriggerTransition T_TriggerTransition,
    String T_String,
    TypeName T_TypeName,
    VacuumRelation T_VacuumRelation,
);

/// A node as the struct of its tag; none for NULL and for a node of another kind. What the grammar takes in one place is
/// more than one would think: behind FROM of CREATE STATISTICS stands whatever stands behind that of a query.
///
/// # Safety
///
/// `node` is NULL or a node of a tree that is not freed yet.
pub unsafe fn as_a<T: Tagged>(node: *mut pg_sys::Node) -> Option<*mut T> {
    // SAFETY: as the caller says; the tag is read before the node is taken for its struct.
    let is_one = !node.is_null() && unsafe { (*node).type_ } == T::TAG;
    is_one.then(|| node.cast())
}

/// The nodes of a list, NULLs too; NIL has none.
///
/// # Safety
///
/// `list` is NIL or a list of nodes, of a tree that is not freed yet.
pub unsafe fn nodes(list: *mut pg_sys::List) -> Vec<*mut pg_sys::Node> {
    // SAFETY: as the caller says; the tag is read before the list is taken for one.
    unsafe {
        let Some(list) = as_a::<pg_sys::List>(list.cast()) else { return Vec::new() };
        PgList::<pg_sys::Node>::from_pg(list).iter_ptr().collect()
    }
}

/// Those nodes of a list that are of a kind; NIL has none.
///
/// # Safety
///
/// As for [`nodes`].
pub unsafe fn members<T: Tagged>(list: *mut pg_sys::List) -> Vec<*mut T> {
    // SAFETY: as the caller says.
    unsafe { nodes(list).into_iter().filter_map(|node| as_a(node)).collect() }
}

/// The strings of a list, without what else is in it.
///
/// # Safety
///
/// As for [`nodes`].
pub unsafe fn strings(list: *mut pg_sys::List) -> Vec<String> {
    // SAFETY: as the caller says; the cast is to the struct of the node's tag.
    unsafe { members::<pg_sys::String>(list).into_iter().map(|string| word((*string).sval)).collect() }
}

/// A name with dots; none for NIL.
///
/// # Safety
///
/// As for [`strings`].
pub unsafe fn name(list: *mut pg_sys::List) -> Option<Name> {
    // SAFETY: as the caller says.
    (!list.is_null()).then(|| unsafe { strings(list) })
}

/// CASCADE.
pub fn is_cascade(behavior: pg_sys::DropBehavior::Type) -> bool {
    behavior == pg_sys::DropBehavior::DROP_CASCADE
}
