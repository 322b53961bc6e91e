//! Random operations and changes, and the plain statements that mean the same.

use migrate_client_tests::Session;

use super::kind::Kind;
use super::settings::{Who, literal, quote};
use super::table::{At, Column, Table};
use super::types::CONVERSIONS;
use crate::stress::script::Rng;

/// What is asked for.
pub struct Asked {
    /// Its table.
    pub table: usize,
    /// What it is.
    pub kind: Kind,
    /// The call without its schema.
    pub call: String,
    /// What plain SQL says.
    pub plain: String,
    /// Who asks.
    pub who: Who,
}

const NEW: [&str; 14] = [
    "brand_new",
    "Neu",
    "zone_for_billing_one",
    "zone_for_billing_two",
    "b_c",
    "a_b",
    "zap",
    "tg_argv",
    "found",
    "was",
    "billing_address_line_one_of_the_customer_who_pays_for_it_all_3",
    "billing_address_line_one_of_the_customer_who_pays_for_it_all_4",
    "straße",
    "limit",
];

fn new_name(rng: &mut Rng, table: &Table, taken: &[&str]) -> String {
    let is_free =
        |name: &&&str| !taken.contains(*name) && table.columns.iter().all(|column| column.name != **name);
    let free: Vec<&str> = NEW.iter().filter(is_free).copied().collect();
    rng.pick(&free).to_string()
}

/// What may be written without its schema, where the path has it.
fn in_path(who: &Who, text: &str) -> String {
    let mut text = text.to_string();
    for schema in ["shop", "public"] {
        if who.path.contains(&schema) {
            text = text.replace(&format!("{schema}."), "");
        }
    }
    // Another function of the same name is first in one of the paths.
    if who.path.contains(&"shop") {
        text
    } else {
        text.replace("tidy(", "shop.tidy(").replace("shop.shop.", "shop.")
    }
}

/// A random one; `None` if there is nothing for it.
pub fn random(rng: &mut Rng, tables: &[Table], who: Who, looker: &mut Session) -> Option<Asked> {
    let there: Vec<usize> =
        (0..tables.len()).filter(|at| tables[*at].is_there && !tables[*at].is_unseen).collect();
    if there.is_empty() {
        return None;
    }
    let table = rng.pick(&there);
    let of = &tables[table];
    let full = of.full();
    let is_plain = full == format!("shop.{}", quote(&of.name));
    let t = if is_plain && who.path.first() == Some(&"shop") {
        literal(&quote(&of.name))
    } else {
        literal(&full)
    };
    let free = of.changeable();
    if free.is_empty() {
        return None;
    }
    let at = rng.pick(&free);
    let (name, column) = (of.columns[at].name.clone(), quote(&of.columns[at].name));
    let c = literal(&name);
    let alter = format!("ALTER TABLE {full}");
    let (kind, call, plain) = match rng.below(44) {
        0..=7 => {
            let new = new_name(rng, of, &[]);
            let plain = format!("{alter} RENAME COLUMN {column} TO {}", quote(&new));
            (Kind::Rename(at, new.clone()), format!("safe_rename_column({t}, {c}, {})", literal(&new)), plain)
        }
        8..=17 => type_change(rng, of, &free, &who, &t)?,
        18..=20 => split(rng, of, &free, &t)?,
        21..=22 => merge(rng, of, &free, &t)?,
        23..=25 => (
            Kind::DropColumn(at),
            format!("safe_drop_column({t}, {c})"),
            format!("{alter} DROP COLUMN {column}"),
        ),
        // A publication is to be changed before, which plain SQL does by itself.
        26 if !of.is_published => {
            (Kind::DropTable, format!("safe_drop_table({t})"), format!("DROP TABLE {full}"))
        }
        27 => {
            let new = new_name(rng, of, &[]);
            let plain = format!("{alter} RENAME COLUMN {column} TO {}", quote(&new));
            let call = format!("safe_rename_column({t}, {c}, {}, strategy => 'instant')", literal(&new));
            (Kind::Instant(at, new), call, plain)
        }
        28 => {
            let new = format!("new_{}", rng.below(1000));
            let call = format!("safe_rename_table({t}, {}, compatibility_view => false)", literal(&new));
            let plain = format!("{alter} RENAME TO {}", quote(&new));
            (Kind::RenameTable(new), call, plain)
        }
        29 => {
            // What is written to the view comes into the table; in the twin nothing is renamed.
            let call = format!("safe_rename_table({t}, 'new_{}')", rng.below(1000));
            (Kind::ViewOfOld, call, "SELECT 1 / 0".into())
        }
        30 => {
            let to = if of.schema == "shop" { "Odd Shop" } else { "shop" };
            let call = format!("safe_set_schema({t}, {})", literal(to));
            (Kind::Move(to), call, format!("{alter} SET SCHEMA {}", quote(to)))
        }
        31 => (
            Kind::NotNull(at),
            format!("safe_set_not_null({t}, {c})"),
            format!("{alter} ALTER {column} SET NOT NULL"),
        ),
        _ => once(rng, of, at, &t, looker)?,
    };
    let call = if ["safe_rename_table", "safe_drop_table", "safe_set_schema"]
        .iter()
        .any(|name| call.starts_with(name))
    {
        // These take the table's name as text, read as in SQL.
        call.replacen(&t, &literal(&full), 1)
    } else {
        call
    };
    Some(Asked { table, kind, call, plain, who })
}

type Parts = (Kind, String, String);

fn type_change(rng: &mut Rng, of: &Table, free: &[usize], who: &Who, t: &str) -> Option<Parts> {
    let mut fits = Vec::new();
    for at in free {
        let from = of.columns[*at].kind.sql;
        fits.extend(CONVERSIONS.iter().filter(|one| one.from == from).map(|one| (*at, one)));
    }
    // The key, as is done everywhere some day.
    if of.columns[0].at == At::Own && of.columns[0].kind.sql == "integer" && rng.one_in(6) {
        fits = vec![(0, &CONVERSIONS[0])];
    }
    if fits.is_empty() {
        return None;
    }
    let (at, conversion) = rng.pick(&fits);
    let column = quote(&of.columns[at].name);
    let expression = |text: &str| in_path(who, text).replace("{}", &column);
    let to = in_path(who, conversion.to);
    let mut call =
        format!("safe_change_column_type({t}, {}, {}", literal(&of.columns[at].name), literal(&to));
    let mut plain = format!("ALTER TABLE {} ALTER {column} TYPE {to}", of.full());
    if let Some(using) = conversion.using {
        call += &format!(", using_expression => {}", literal(&expression(using)));
        plain += &format!(" USING {}", expression(using));
    }
    if let Some(back) = conversion.back {
        call += &format!(", reverse_expression => {}", literal(&expression(back)));
    }
    Some((Kind::Type(at, conversion), call + ")", plain))
}

fn texts(of: &Table, free: &[usize]) -> Vec<usize> {
    let is_text =
        |column: &Column| column.kind.sql.starts_with("text") || column.kind.sql == "character varying(20)";
    free.iter().copied().filter(|at| is_text(&of.columns[*at])).collect()
}

fn split(rng: &mut Rng, of: &Table, free: &[usize], t: &str) -> Option<Parts> {
    let texts = texts(of, free);
    if texts.is_empty() {
        return None;
    }
    let at = rng.pick(&texts);
    // Type and collation are those of the old column.
    let (one, kind) = (new_name(rng, of, &[]), of.columns[at].kind.sql);
    let two = new_name(rng, of, &[&one]);
    let (name, column) = (&of.columns[at].name, quote(&of.columns[at].name));
    let (first, second) = (format!("split_part({column}, ' ', 1)"), format!("split_part({column}, ' ', 2)"));
    let call = format!(
        "safe_split_column({t}, {}, ARRAY[{}, {}], ARRAY[{}, {}], {})",
        literal(name),
        literal(&one),
        literal(&two),
        literal(&first),
        literal(&second),
        literal(&format!("{} || ' ' || {}", quote(&one), quote(&two)))
    );
    let plain = format!(
        "ALTER TABLE {full} ADD COLUMN {o} {kind}, ADD COLUMN {w} {kind};
         UPDATE {full} SET {o} = {first}, {w} = {second} WHERE {column} IS NOT NULL;
         ALTER TABLE {full} DROP COLUMN {column}",
        full = of.full(),
        o = quote(&one),
        w = quote(&two)
    );
    Some((Kind::Split(at, one, two), call, plain))
}

fn merge(rng: &mut Rng, of: &Table, free: &[usize], t: &str) -> Option<Parts> {
    let texts = texts(of, free);
    let a = *texts.first()?;
    let b = *texts.iter().find(|b| **b != a)?;
    let new = new_name(rng, of, &[]);
    let (first, second, n) = (quote(&of.columns[a].name), quote(&of.columns[b].name), quote(&new));
    let expression = format!("{first} || '~' || {second}");
    let call = format!(
        "safe_merge_columns({t}, ARRAY[{}, {}], {}, {}, ARRAY[{}, {}], new_type => 'text')",
        literal(&of.columns[a].name),
        literal(&of.columns[b].name),
        literal(&new),
        literal(&expression),
        literal(&format!("split_part({n}, '~', 1)")),
        literal(&format!("split_part({n}, '~', 2)"))
    );
    let full = of.full();
    let plain = format!(
        "ALTER TABLE {full} ADD COLUMN {n} text; UPDATE {full} SET {n} = {expression} WHERE {expression} IS NOT NULL;
         ALTER TABLE {full} DROP COLUMN {first}, DROP COLUMN {second}"
    );
    Some((Kind::Merge(a, b, new), call, plain))
}

/// What is done once, and leaves nothing open.
fn once(rng: &mut Rng, of: &Table, at: usize, t: &str, looker: &mut Session) -> Option<Parts> {
    let (full, kind) = (of.full(), of.columns[at].kind);
    let (name, column) = (&of.columns[at].name, quote(&of.columns[at].name));
    let alter = format!("ALTER TABLE {full}");
    let c = literal(name);
    let new = format!("made_{}", rng.below(1000));
    let n = literal(&new);
    let mut pick = |rng: &mut Rng, sql: &str| {
        let rows = looker.query_text(&sql.replace("$t", &format!("{}::regclass", literal(&full))));
        if rows.is_empty() { None } else { Some(rows[rng.below(rows.len() as u64) as usize].clone()) }
    };
    let (call, plain) = match rng.below(17) {
        0 | 1 if kind.is_ordered => {
            let element = rng.pick(&["{}", "{} DESC NULLS LAST", "({} IS NULL)"]).replace("{}", &column);
            let (more, plain) = rng.pick(&[
                ("", ""),
                (", predicate => 'id < 10'", " WHERE id < 10"),
                (", include => ARRAY['id']", " INCLUDE (id)"),
            ]);
            let call = format!("safe_create_index({t}, ARRAY[{}], {n}{more})", literal(&element));
            (call, format!("CREATE INDEX {new} ON {full} ({element}){plain}"))
        }
        2 => {
            let sql = "SELECT indexrelid::regclass FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = $t
                       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1";
            let index = pick(rng, sql)?;
            (format!("safe_drop_index({})", literal(&index)), format!("DROP INDEX {index}"))
        }
        3 => {
            let call = format!("safe_drop_not_null({t}, {c})");
            (call, format!("{alter} ALTER {column} DROP NOT NULL"))
        }
        4 => {
            let default = kind.default.filter(|_| rng.one_in(2));
            let word = default.map_or("NULL".into(), literal);
            let plain = match default {
                Some(default) => format!("{alter} ALTER {column} SET DEFAULT {default}"),
                None => format!("{alter} ALTER {column} DROP DEFAULT"),
            };
            let has_default = default.is_some() || kind.sql == "shop.status";
            return Some((
                Kind::Default(at, has_default),
                format!("safe_set_default({t}, {c}, {word})"),
                plain,
            ));
        }
        5 => {
            let check = kind.check?.replace("{}", &column);
            let call = format!("safe_add_constraint({t}, {n}, {})", literal(&check));
            (call, format!("{alter} ADD CONSTRAINT {new} CHECK ({check})"))
        }
        6 => {
            let sql = "SELECT quote_ident(conname) FROM pg_constraint WHERE conrelid = $t AND contype IN ('c', 'u', 'f') AND conislocal
                       ORDER BY 1";
            let constraint = pick(rng, sql)?;
            let call = format!("safe_drop_constraint({t}, {})", literal(&constraint));
            (call, format!("{alter} DROP CONSTRAINT {constraint}"))
        }
        7 if kind.is_ordered => {
            let keys = of.keys();
            let list = keys.iter().map(|key| literal(key)).collect::<Vec<_>>().join(", ");
            let call = format!("safe_add_unique({t}, ARRAY[{list}, {c}], {n})");
            (call, format!("{alter} ADD CONSTRAINT {new} UNIQUE ({}, {column})", keys.join(", ")))
        }
        8 if !of.is_partitioned => {
            let call =
                format!("safe_add_foreign_key({t}, ARRAY['id'], 'shop.kinds', constraint_name => {n})");
            (call, format!("{alter} ADD CONSTRAINT {new} FOREIGN KEY (id) REFERENCES shop.kinds"))
        }
        9 => {
            let (call, plain) = rng.pick(&[
                ("'integer'", "integer"),
                ("'text', '''x''', not_null => true", "text DEFAULT 'x' NOT NULL"),
                ("'shop.mood', '''ok''::shop.mood'", "shop.mood DEFAULT 'ok'::shop.mood"),
                ("'date', '''2024-02-03'''", "date DEFAULT '2024-02-03'"),
                ("'interval', '''1 02:03:04'''", "interval DEFAULT '1 02:03:04'"),
                (
                    "'numeric(10,2)', '1 + random() * 0', not_null => true",
                    "numeric(10,2) DEFAULT (1 + random() * 0) NOT NULL",
                ),
                ("'text', comment => 'it''s new'", "text"),
            ]);
            let comment = if call.contains("comment") {
                format!("; COMMENT ON COLUMN {full}.{new} IS 'it''s new'")
            } else {
                String::new()
            };
            (
                format!("safe_add_column({t}, {n}, {call})"),
                format!("{alter} ADD COLUMN {new} {plain}{comment}"),
            )
        }
        10 => {
            let target = rng.pick(&[50, 0, 300]);
            let call = format!("safe_set_statistics_target({t}, {c}, {target}, run_analyze => false)");
            (call, format!("{alter} ALTER {column} SET STATISTICS {target}"))
        }
        11 => {
            let sql = "SELECT inhrelid::regclass FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
                       WHERE inhparent = $t AND relkind <> 'f' ORDER BY 1";
            let part = pick(rng, sql)?;
            let call = format!("safe_detach_partition({t}, {})", literal(&part));
            (call, format!("{alter} DETACH PARTITION {part}"))
        }
        12 => {
            let value = rng.pick(kind.values);
            let assignment = format!("{column} = '{value}'");
            let call = format!("safe_backfill({t}, {}, condition => 'id % 2 = 0')", literal(&assignment));
            (call, format!("UPDATE {full} SET {assignment} WHERE id % 2 = 0"))
        }
        13 => {
            let sql = "SELECT indexrelid::regclass FROM pg_index JOIN pg_class c ON c.oid = indexrelid
                       WHERE indrelid = $t AND relkind = 'i' AND NOT indisunique ORDER BY 1";
            let index = pick(rng, sql)?;
            let bare = index.rsplit('.').next().unwrap_or(&index).to_string();
            let call = format!("safe_replace_index({}, ARRAY['region', 'id DESC'])", literal(&index));
            // A name with a dot in it is none that the test makes.
            (call, format!("DROP INDEX {index}; CREATE INDEX {bare} ON {full} (region, id DESC)"))
        }
        14 if !of.has_key && !of.is_partitioned => (
            format!("safe_add_primary_key({t}, ARRAY['id'], {n})"),
            format!("{alter} ADD CONSTRAINT {new} PRIMARY KEY (id)"),
        ),
        15 => (
            format!("safe_add_enum_value('shop.mood', {n}, before => 'ok')"),
            format!("ALTER TYPE shop.mood ADD VALUE {n} BEFORE 'ok'"),
        ),
        // Which says the same of all tables, partitioned ones included, within a transaction.
        _ => (format!("safe_reindex({t})"), "SELECT 1".into()),
    };
    Some((Kind::Once, call, plain))
}
