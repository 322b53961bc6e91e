//! Rows of a tool's table, each value as the server writes it as text.

/// What was read of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// The columns that were read.
    pub columns: Vec<String>,
    /// The values, in the order of the columns, and when the row was written.
    pub rows: Vec<(Vec<Option<String>>, Option<String>)>,
}

impl Rows {
    /// The rows, one after the other.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Row<'_>> {
        let columns = &self.columns;
        self.rows.iter().map(|(values, at)| Row { columns, values, at: at.as_deref() })
    }
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    columns: &'a [String],
    values: &'a [Option<String>],
    at: Option<&'a str>,
}

impl<'a> Row<'a> {
    /// A value; none where it is NULL, or where the table has no such column.
    pub fn get(&self, column: &str) -> Option<&'a str> {
        let place = self.columns.iter().position(|name| name == column)?;
        self.values.get(place)?.as_deref()
    }

    /// A value; the empty text where there is none.
    pub fn text(&self, column: &str) -> &'a str {
        self.get(column).unwrap_or_default()
    }

    /// Whether a boolean is true.
    pub fn is(&self, column: &str) -> bool {
        matches!(self.get(column), Some("t" | "true"))
    }

    /// A whole number.
    pub fn number(&self, column: &str) -> Option<i64> {
        self.get(column)?.parse().ok()
    }

    /// When the row was written, where the tool keeps that.
    pub fn at(&self) -> Option<&'a str> {
        self.at
    }
}
