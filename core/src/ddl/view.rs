//! Views and materialized views.

use serde::{Deserialize, Serialize};

use super::expression::Query;
use super::name::RangeVar;
use super::value::DefElem;

/// WITH CHECK OPTION.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewCheckOption {
    /// There is none.
    #[default]
    None,
    /// LOCAL.
    Local,
    /// CASCADED, also where nothing more is said.
    Cascaded,
}

/// CREATE VIEW (ViewStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateView {
    /// The view.
    pub view: RangeVar,
    /// The names of its columns, where the statement gives them.
    pub columns: Vec<String>,
    /// The query.
    pub query: Query,
    /// OR REPLACE.
    pub replace: bool,
    /// WITH (…).
    pub options: Vec<DefElem>,
    /// WITH CHECK OPTION.
    pub check_option: ViewCheckOption,
}

/// REFRESH MATERIALIZED VIEW (RefreshMatViewStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RefreshMatView {
    /// The materialized view.
    pub relation: RangeVar,
    /// CONCURRENTLY.
    pub concurrent: bool,
    /// WITH NO DATA.
    pub skip_data: bool,
}

/// Statements on views; CREATE MATERIALIZED VIEW is a CREATE TABLE AS to the grammar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// CREATE VIEW.
    Create(CreateView),
    /// REFRESH MATERIALIZED VIEW.
    Refresh(RefreshMatView),
}
