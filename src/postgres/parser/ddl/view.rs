//! Views.

use migrate_core::ddl::view::{CreateView, RefreshMatView, View, ViewCheckOption};
use pgrx::pg_sys;

use super::expression::query;
use super::name::range;
use super::node::strings;
use super::source::Source;
use super::value::options;

/// A statement on views; none if it is of another family.
///
/// # Safety
///
/// `node` is a statement of a tree that is not freed yet.
pub unsafe fn read(node: *mut pg_sys::Node, at: &Source) -> Option<View> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag, and each field has what the grammar puts in it.
    unsafe {
        Some(match (*node).type_ {
            T_ViewStmt => {
                let create = &*node.cast::<pg_sys::ViewStmt>();
                View::Create(CreateView {
                    view: range(create.view, at).unwrap_or_default(),
                    columns: strings(create.aliases),
                    query: query(create.query),
                    replace: create.replace,
                    options: options(create.options, at),
                    check_option: match create.withCheckOption {
                        pg_sys::ViewCheckOption::LOCAL_CHECK_OPTION => ViewCheckOption::Local,
                        pg_sys::ViewCheckOption::CASCADED_CHECK_OPTION => ViewCheckOption::Cascaded,
                        _ => ViewCheckOption::None,
                    },
                })
            }
            T_RefreshMatViewStmt => {
                let refresh = &*node.cast::<pg_sys::RefreshMatViewStmt>();
                View::Refresh(RefreshMatView {
                    relation: range(refresh.relation, at).unwrap_or_default(),
                    concurrent: refresh.concurrent,
                    skip_data: refresh.skipData,
                })
            }
            _ => return None,
        })
    }
}
