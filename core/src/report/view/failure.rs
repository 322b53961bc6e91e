//! Why something failed, and where.

use crate::report::record::Failure;
use crate::report::words;

/// How many characters of a server's message, DETAIL or HINT are shown.
const MESSAGE: usize = 2_000;

/// Why something failed, for the template.
pub(in crate::report) struct FailureView {
    /// Where.
    pub(in crate::report) place: String,
    pub(in crate::report) sqlstate: String,
    pub(in crate::report) message: String,
    pub(in crate::report) detail: Option<String>,
    pub(in crate::report) hint: Option<String>,
}

impl FailureView {
    pub(super) fn new(failure: &Failure, unit: Option<String>) -> Self {
        let statement = failure.statement.map(|number| format!("statement {number}"));
        let place = failure.place.map(|(line, column)| format!("line {line}, column {column}"));
        let parts: Vec<String> = unit.into_iter().chain(statement).chain(place).collect();
        let cut = |text: &String| words::cut(text, MESSAGE);
        FailureView {
            place: parts.join(", "),
            sqlstate: failure.sqlstate.clone().unwrap_or_default(),
            message: cut(&failure.message),
            detail: failure.detail.as_ref().map(cut),
            hint: failure.hint.as_ref().map(cut),
        }
    }
}
