//! What hangs on a table: indexes, constraints, triggers, views, policies, publications, grants, comments.

use std::fmt::Write as _;

use super::settings::{literal, quote};
use super::table::Table;
use crate::stress::script::Rng;

/// Gives a table some of it.
pub fn give(rng: &mut Rng, sql: &mut String, table: &mut Table, writer: &str) {
    let full = table.full();
    for at in table.changeable() {
        let name = table.columns[at].name.clone();
        let kind = table.columns[at].kind;
        let column = quote(&name);
        // The parentheses of `({} % 10)` are the index's own.
        let expression = kind.expression.map(|text| text.replace("{}", &column));
        match rng.below(16) {
            0 if kind.is_ordered => drop(writeln!(sql, "CREATE INDEX ON {full} ({column} DESC);")),
            1 if kind.is_ordered => {
                let _ = writeln!(sql, "CREATE INDEX ON {full} ({column}, id) WHERE {column} IS NOT NULL;");
            }
            2 => {
                if let Some(expression) = expression {
                    let _ = writeln!(sql, "CREATE INDEX ON {full} ({expression}, id DESC) INCLUDE (stamp);");
                }
            }
            3 if kind.is_ordered && (table.has_key || !table.is_partitioned) => {
                let key = if table.is_partitioned { "id, region," } else { "id," };
                let _ =
                    writeln!(sql, "CREATE UNIQUE INDEX ON {full} ({key} {column}) WITH (fillfactor = 70);");
            }
            4 | 5 => {
                if let Some(check) = kind.check {
                    let check = check.replace("{}", &column);
                    let valid = if rng.one_in(4) { " NOT VALID" } else { "" };
                    let _ = writeln!(sql, "ALTER TABLE {full} ADD CHECK ({check}){valid};");
                    table.columns[at].is_checked = true;
                }
            }
            6 => {
                let _ = writeln!(sql, "ALTER TABLE {full} ADD CHECK ({column} IS NOT NULL OR id > 0);");
                table.columns[at].is_checked = true;
            }
            7 => drop(writeln!(sql, "COMMENT ON COLUMN {full}.{column} IS 'a ''comment''';")),
            8 => drop(writeln!(sql, "GRANT SELECT ({column}), UPDATE ({column}) ON {full} TO PUBLIC;")),
            9 => drop(writeln!(sql, "ALTER TABLE {full} ALTER {column} SET STATISTICS 55;")),
            10 if kind.is_ordered && !table.is_partitioned => {
                let _ = writeln!(sql, "ALTER TABLE {full} ADD UNIQUE (id, {column});");
            }
            11 if kind.is_ordered => {
                let _ = writeln!(
                    sql,
                    "CREATE STATISTICS {} ON id, {column} FROM {full};",
                    quoted_in(table, "st", at)
                );
            }
            12 if rng.one_in(2) && !["new", "old"].contains(&table.name.as_str()) => {
                let _ = writeln!(
                    sql,
                    "CREATE VIEW {} AS SELECT id, {column} FROM {full};",
                    quoted_in(table, "view", at)
                );
            }
            13 if kind.sql == "integer" && !table.is_partitioned => {
                let _ = writeln!(
                    sql,
                    "ALTER TABLE {full} ADD FOREIGN KEY ({column}) REFERENCES shop.kinds ON UPDATE CASCADE NOT VALID;"
                );
                table.columns[at].is_checked = true;
            }
            14 => {
                let _ = writeln!(
                    sql,
                    "CREATE TRIGGER watched{at} AFTER UPDATE OF {column} ON {full} FOR EACH ROW
                     EXECUTE FUNCTION shop.nothing('x');"
                );
            }
            _ => {}
        }
    }
    on_table(rng, sql, table, writer);
}

/// What is about the table as a whole.
fn on_table(rng: &mut Rng, sql: &mut String, table: &mut Table, writer: &str) {
    let full = table.full();
    // Rows of this transaction are looked at again, also for a key that is NOT VALID.
    let refers = sql.contains(&format!("ALTER TABLE {full} ADD FOREIGN KEY"));
    if rng.one_in(3) && !refers {
        let _ = writeln!(
            sql,
            "CREATE TRIGGER stamped BEFORE INSERT OR UPDATE ON {full} FOR EACH ROW EXECUTE FUNCTION shop.stamp('by hand', 'it''s');
             UPDATE {full} SET stamp = stamp;"
        );
    }
    if rng.one_in(3) {
        let _ = writeln!(
            sql,
            "CREATE TRIGGER noted AFTER INSERT OR DELETE ON {full} FOR EACH ROW EXECUTE FUNCTION shop.noted({});",
            literal(&table.name)
        );
    }
    if rng.one_in(14) && !table.is_partitioned {
        let _ = writeln!(
            sql,
            "CREATE TABLE {hist} (LIKE {full});
             CREATE TRIGGER kept AFTER DELETE ON {full} FOR EACH ROW EXECUTE FUNCTION shop.keep_old({});",
            literal(&quoted_in(table, "hist", 0)),
            hist = quoted_in(table, "hist", 0),
        );
    }
    let changeable = table.changeable();
    if rng.one_in(14) && !changeable.is_empty() {
        let column = &table.columns[rng.pick(&changeable)].name;
        let _ = writeln!(
            sql,
            "CREATE TRIGGER needs BEFORE INSERT OR UPDATE ON {full} FOR EACH ROW EXECUTE FUNCTION shop.needs({});",
            literal(column)
        );
    }
    if rng.one_in(5) && table.has_key && !table.is_partitioned {
        let _ = writeln!(
            sql,
            "CREATE TABLE {child} (id serial PRIMARY KEY, of integer REFERENCES {full} ON DELETE CASCADE ON UPDATE CASCADE);
             INSERT INTO {child} (of) SELECT id FROM {full} WHERE id < 5;",
            child = quoted_in(table, "child", 0),
        );
    }
    if rng.one_in(16) && !table.is_partitioned {
        let _ = writeln!(sql, "CREATE TABLE {} (at integer, was {full});", quoted_in(table, "audit", 0));
    }
    if rng.one_in(4) {
        let _ = writeln!(
            sql,
            "ALTER TABLE {full} ENABLE ROW LEVEL SECURITY;
             CREATE POLICY theirs ON {full} TO {writer} USING (id > 2) WITH CHECK (id > 0);"
        );
        if !changeable.is_empty() {
            let column = quote(&table.columns[rng.pick(&changeable)].name);
            let _ = writeln!(
                sql,
                "CREATE POLICY more ON {full} FOR SELECT TO {writer} USING ({column} IS NOT NULL OR id > 0);"
            );
        }
    }
    if rng.one_in(4) {
        let _ = writeln!(sql, "COMMENT ON TABLE {full} IS 'a table'; GRANT SELECT ON {full} TO PUBLIC;");
    }
    if rng.one_in(6) && table.has_key && !table.is_partitioned {
        let some: Vec<String> = table
            .changeable()
            .iter()
            .filter(|_| rng.one_in(2))
            .map(|at| format!(", {}", quote(&table.columns[*at].name)))
            .collect();
        let list = if rng.one_in(2) { format!(" (id, region{})", some.concat()) } else { String::new() };
        let filter = if rng.one_in(2) { " WHERE (id > 3)" } else { "" };
        // As the superuser: it is the database's right, not the owner's.
        table.is_published = true;
        let _ = writeln!(
            sql,
            "SET client_min_messages = error; CREATE PUBLICATION {} FOR TABLE {full}{list}{filter}; RESET client_min_messages;",
            quote(&format!("pub {}", table.name))
        );
    }
}

/// A name in the table's schema that begins like the table's; `number` makes it its own.
fn quoted_in(table: &Table, end: &str, number: usize) -> String {
    let start: String = table.name.chars().take(20).collect();
    // What two tables may differ in alone.
    let last: String = table.name.chars().skip(20).last().into_iter().collect();
    format!("{}.{}", quote(table.schema), quote(&format!("{start}{last} {end} {number}")))
}
