//! The mark of a change: a trigger on its table that does nothing and costs a writer nothing, since only TRUNCATE fires
//! it. It is made in the change's first transaction, and goes in its last.
//!
//! Its argument is the change's token. So the table is found again after it was renamed or moved, and in a database that
//! was restored from a dump, where its number is another one's. Its function is the extension's, so DROP EXTENSION is
//! refused while a change is open.

use crate::change::{self, Kind};
use crate::facts::{self, Change, Changes, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::plan::words;

/// The token of a change that has begun; or of one that may, as far as that can be known: another operation may come in
/// between. The columns are those that there were, then those that are to be.
pub(crate) fn token(
    catalog: &dyn Changes,
    known: Option<&Change>,
    table: &Table,
    kind: Kind,
    columns: &[String],
) -> String {
    match known {
        Some(change) => change.token.clone(),
        None => change::token(catalog.next_number(), kind, &table.relation(), columns),
    }
}

/// Whether a transaction of the change of this token has been committed, and its last one has not.
pub(crate) fn is_on(table: &Table, token: &str) -> bool {
    table.mark(token).is_some()
}

/// The step that marks the table. It belongs into the change's first transaction, behind what takes a stronger lock.
pub(crate) fn put(names: &dyn Quoting, table: &Table, token: &str) -> Draft {
    let sql = format!(
        "CREATE TRIGGER {} BEFORE TRUNCATE ON {} FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark({})",
        names.quote(&facts::mark(token)),
        table.sql,
        names.literal(token)
    );
    Draft::new(words::put_mark(), sql, Mode::ShareRowExclusive, table)
        .done_if(is_on(table, token))
        .because("marks the table as the change's; does nothing")
}

/// The step that takes the mark away. It belongs into the change's last transaction.
pub(crate) fn take(names: &dyn Quoting, table: &Table, token: &str) -> Draft {
    let there = table.mark(token);
    let name = there.map_or_else(|| facts::mark(token), |there| there.name.clone());
    let sql = format!("DROP TRIGGER {} ON {}", names.quote(&name), table.sql);
    Draft::new(words::take_mark(), sql, Mode::AccessExclusive, table).done_if(there.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;

    fn marked(name: &str, function: &str, argument: &str) -> Table {
        let mut table = Fake::new(15, "a").table;
        let trigger = serde_json::json!({
            "name": name, "enabled": "O", "function": function, "arguments": [argument],
        });
        table.triggers.push(serde_json::from_value(trigger).expect("a trigger"));
        table
    }

    #[test]
    fn a_mark_is_known_by_its_argument() {
        let fake = Fake::new(15, "a");
        let make = put(&fake, &fake.table, "7_0000000f");
        assert_eq!(
            make.sql,
            "CREATE TRIGGER \"~migrate_7_0000000f\" BEFORE TRUNCATE ON s.t FOR EACH STATEMENT \
             EXECUTE FUNCTION migrate.mark('7_0000000f')"
        );
        assert!(!make.is_done && take(&fake, &fake.table, "7_0000000f").is_done);
        let renamed = marked("x", "migrate.mark", "7_0000000f");
        assert!(put(&fake, &renamed, "7_0000000f").is_done);
        assert_eq!(take(&fake, &renamed, "7_0000000f").sql, "DROP TRIGGER x ON s.t");
        assert!(is_on(&marked("x", "\"migrate\".\"mark\"", "7_0000000f"), "7_0000000f"));
        // Somebody else's trigger of that name is no mark, nor is that of another change.
        assert!(!is_on(&marked("~migrate_7_0000000f", "s.mark", "7_0000000f"), "7_0000000f"));
        assert!(!is_on(&marked("~migrate_7_0000000f", "migrate.mark", "8_0000000f"), "7_0000000f"));
    }

    #[test]
    fn a_token_is_the_begun_changes() {
        let mut fake = Fake::new(15, "a");
        let columns = ["a".to_string()];
        let dry = token(&fake, None, &fake.table, Kind::DropColumn, &columns);
        assert!(dry.starts_with("1_"), "{dry}");
        let hide = crate::request::HideColumn {
            table: fake.table.relation(),
            column: "a".into(),
            acknowledge: false,
            missing_ok: false,
        };
        Fake::change(&mut fake, 7, "drop_column", "expanding", crate::request::Operation::HideColumn(hide));
        let begun = token(&fake, fake.changes.first(), &fake.table, Kind::DropColumn, &columns);
        assert_eq!(begun, "7_0000000f");
    }
}
