//! Steps that look at all rows, and stop nobody.

use crate::backfill::closed;
use crate::facts::Table;
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;

/// A step that fails if there is such a row, and shows it.
pub(super) fn fails_if(
    names: &dyn Quoting,
    table: &Table,
    condition: &str,
    message: &str,
    path: Option<&str>,
) -> Draft {
    let path = path.map_or_else(String::new, |path| {
        format!("    PERFORM pg_catalog.set_config('search_path', {}, true);\n", names.literal(path))
    });
    let sql = format!(
        "DO $migrate$DECLARE
    place text;
BEGIN
{path}    SELECT ctid::text INTO place FROM {} WHERE {} LIMIT 1;
    IF FOUND THEN
        RAISE data_exception USING MESSAGE = {}, DETAIL = format('The row at ctid %s.', place);
    END IF;
END$migrate$",
        table.sql,
        closed(condition),
        names.literal(message)
    );
    Draft::new(sql, Mode::AccessShare, table).apart().because("reads the table, stops nobody")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::{Fake, Plain};

    #[test]
    fn an_expression_is_read_by_its_authors_search_path() {
        let table = Fake::new(15, "a").table;
        let look = |path| fails_if(&Plain, &table, "a IS NULL", "no value", path).sql;
        let set = "    PERFORM pg_catalog.set_config('search_path', 'public', true);\n";
        assert!(look(Some("public")).contains(set));
        assert_eq!(look(Some("public")).replace(set, ""), look(None));
    }
}
