//! Random calls of safe operations on what is there.

use migrate_client_tests::Session;

use super::tables::literal;
use crate::stress::script::Rng;

const IN_SCHEMAS: &str = "('s'::regnamespace, '\"Odd Schema\"'::regnamespace)";

/// One of the rows of a query.
fn pick(rng: &mut Rng, session: &mut Session, sql: &str) -> Option<String> {
    let rows = session.query_text(&format!("SELECT * FROM ({sql}) AS x ORDER BY 1"));
    (!rows.is_empty()).then(|| rows[rng.below(rows.len() as u64) as usize].clone())
}

fn table(rng: &mut Rng, session: &mut Session, condition: &str) -> Option<String> {
    pick(
        rng,
        session,
        &format!(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace IN {IN_SCHEMAS} AND {condition}"
        ),
    )
}

fn column(rng: &mut Rng, session: &mut Session, table: &str) -> Option<String> {
    let sql = "SELECT attname::text FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped AND attrelid =";
    pick(rng, session, &format!("{sql} {}::regclass", literal(table)))
}

/// A call, without its schema; `None` if there is nothing for it.
pub fn random(rng: &mut Rng, session: &mut Session) -> Option<String> {
    let table = table(rng, session, "NOT relispartition")?;
    let column = column(rng, session, &table)?;
    let quoted = session.one(&format!("SELECT quote_ident({})", literal(&column)));
    let (t, c) = (literal(&table), literal(&column));
    let name = literal(&format!("\"New {}\"", rng.below(3)));
    Some(match rng.below(23) {
        0 | 1 => {
            let element = rng.pick(&["{}", "{} DESC NULLS LAST", "({} IS NULL)"]).replace("{}", &quoted);
            let second = rng.pick(&["", "", "", ", 'id'"]);
            let more = rng.pick(&[
                "",
                ", is_unique => true",
                ", predicate => 'id < 10'",
                ", include => ARRAY['id']",
            ]);
            format!("safe_create_index({t}, ARRAY[{}{second}], {name}{more})", literal(&element))
        }
        2 => format!("safe_drop_index({})", literal(&index(rng, session)?)),
        3 => {
            let sql = format!(
                "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = {t}::regclass AND relkind = 'i'
                 AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)"
            );
            format!(
                "safe_replace_index({}, ARRAY[{}, 'id'])",
                literal(&pick(rng, session, &sql)?),
                literal(&quoted)
            )
        }
        4 | 5 => format!("safe_set_not_null({t}, {c})"),
        6 => format!("safe_drop_not_null({t}, {c})"),
        7 => {
            let value = rng.pick(&["NULL", "NULL", "'''1'''", "'''ok'''", "'NULL'"]);
            format!("safe_set_default({t}, {c}, {value})")
        }
        8 => format!(
            "safe_add_constraint({t}, {name}, {})",
            literal(&format!("{quoted} IS NOT NULL OR id < 1000"))
        ),
        9 | 10 => format!("safe_drop_constraint({t}, {})", literal(&constraint(rng, session, &t, "true")?)),
        11 => match constraint(rng, session, &t, "NOT convalidated") {
            Some(constraint) if rng.one_in(2) => {
                format!("safe_validate_constraint({t}, {})", literal(&constraint))
            }
            _ => format!("safe_validate_constraint({t})"),
        },
        12 => {
            let index = rng.pick(&["", ", create_index => true"]);
            format!("safe_add_foreign_key({t}, ARRAY['id'], 's.kinds', constraint_name => {name}{index})")
        }
        13 => format!("safe_add_unique({t}, ARRAY['id', {c}], {name})"),
        14 => format!("safe_add_primary_key({t}, ARRAY[{}])", rng.pick(&["'id'", &format!("'id', {c}")])),
        15 => {
            let more = rng.pick(&[
                "'int'",
                "'text', 'now()', not_null => true",
                "'uuid', 'gen_random_uuid()', not_null => true",
                "'text', comment => 'new'",
            ]);
            format!("safe_add_column({t}, {name}, {more})")
        }
        16 => format!("safe_set_schema({t}, {})", rng.pick(&["'s'", "'Odd Schema'"])),
        17 => format!("safe_rename_table({t}, {name}{})", rng.pick(&["", ", compatibility_view => false"])),
        18 => partition(rng, session)?,
        19 => {
            let how = rng.pick(&["", "", ", strategy => 'instant'"]);
            format!("safe_rename_column({t}, {c}, {name}{how})")
        }
        20 => {
            let sql = "SELECT id FROM migrate.change_records WHERE state = 'ready'
                       AND EXISTS (SELECT FROM pg_class WHERE oid = table_oid)";
            format!("complete({})", pick(rng, session, sql)?)
        }
        21 => format!("safe_set_statistics_target({t}, {c}, {})", rng.pick(&["-1", "0", "50", "500"])),
        _ => format!("safe_reindex({t})"),
    })
}

fn index(rng: &mut Rng, session: &mut Session) -> Option<String> {
    pick(
        rng,
        session,
        &format!(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE relkind IN ('i', 'I') AND relnamespace IN {IN_SCHEMAS}
             AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid) AND NOT relispartition"
        ),
    )
}

fn constraint(rng: &mut Rng, session: &mut Session, table: &str, condition: &str) -> Option<String> {
    let sql =
        format!("SELECT conname::text FROM pg_constraint WHERE conrelid = {table}::regclass AND {condition}");
    pick(rng, session, &sql)
}

fn partition(rng: &mut Rng, session: &mut Session) -> Option<String> {
    let parent = literal(&table(rng, session, "relkind = 'p'")?);
    if rng.one_in(2) {
        let loose = table(rng, session, "relname = 'p3' AND NOT relispartition")?;
        return Some(format!(
            "safe_attach_partition({parent}, {}, 'FOR VALUES FROM (100) TO (200)')",
            literal(&loose)
        ));
    }
    let part = pick(
        rng,
        session,
        &format!("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = {parent}::regclass"),
    )?;
    Some(format!("safe_detach_partition({parent}, {})", literal(&part)))
}
