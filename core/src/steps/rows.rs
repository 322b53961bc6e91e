//! Steps that look at all rows, stop nobody, and fail where a row is not as it should be: they name the first such row.

use crate::backfill::closed;
use crate::facts::Table;
use crate::failure::NAMED;
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::Scope;
use crate::steps::block::block;
use crate::steps::sync::RAISED;

/// A look at the rows of a table.
pub(crate) struct Look<'a> {
    /// What is looked at, for people: that `state and status agree`.
    pub(crate) that: String,
    pub(crate) table: &'a Table,
    /// What the table is called in the conditions.
    pub(crate) row: &'a str,
    /// Under what they mean something.
    pub(crate) scope: Option<&'a Scope>,
    /// Which rows are looked at; none for all. It cannot fail.
    pub(crate) of: Option<String>,
    /// A value that each of them must have, and its type; it is assigned to a variable.
    pub(crate) value: Option<(String, String)>,
    /// What must not be true of any of them. One for which it cannot be said is as bad.
    pub(crate) condition: String,
    /// What is wrong then.
    pub(crate) message: String,
    /// The next step.
    pub(crate) hint: String,
}

impl<'a> Look<'a> {
    /// A look for the row of which a statement has failed.
    pub(crate) fn for_failure(table: &'a Table, row: &'a str, condition: String, hint: &str) -> Look<'a> {
        Look {
            that: String::new(),
            table,
            row,
            scope: None,
            of: None,
            value: None,
            condition,
            message: "a row is not as it should be".into(),
            hint: hint.into(),
        }
    }

    /// The step.
    pub(crate) fn draft(&self, names: &dyn Quoting) -> Draft {
        let (what, sql) = (words::check_rows(&self.that), self.sql(names));
        let draft = Draft::new(what, sql, Mode::AccessShare, self.table);
        let draft = Draft { is_look: true, ..draft.because("reads the table, stops nobody") };
        if self.table.is_small_tree() { draft } else { draft.apart() }
    }

    /// The statement alone.
    pub(crate) fn sql(&self, names: &dyn Quoting) -> String {
        let body = self.body(names);
        let declared = match &self.value {
            Some((_, data_type)) => {
                format!("    {PLACE} text;\n    {ROW} record;\n    {IS} boolean;\n    {VALUE} {data_type};\n")
            }
            None => format!("    {PLACE} text;\n    {ROW} record;\n    {IS} boolean;\n"),
        };
        block(names, self.scope, &declared, &body)
    }

    fn body(&self, names: &dyn Quoting) -> String {
        let row = names.quote(self.row);
        let from = format!("{} AS {row}", self.table.sql);
        let (place, each) = (self.place(names, &row), self.place(names, ALIAS));
        let (condition, of) = (closed(&self.condition), self.of.as_deref().map(closed));
        let and = of.as_ref().map(|of| format!("({of}) AND ")).unwrap_or_default();
        let only = of.as_ref().map(|of| format!(" WHERE {of}")).unwrap_or_default();
        // One query for all rows; only where it fails, or cannot say all, one row after the other.
        let quick = match self.value.as_ref().filter(|(_, data_type)| can_be_cut(data_type)) {
            Some(_) => format!("        {IS} := true;\n"),
            None => {
                let value = self.value.as_ref().map(|(value, data_type)| {
                    format!(
                        "pg_catalog.num_nulls(CAST(({}) AS {data_type})) OPERATOR(pg_catalog.>) 1 OR ",
                        closed(value)
                    )
                });
                format!(
                    "        SELECT {place} INTO {PLACE} FROM {from} WHERE {and}({}{condition}) LIMIT 1;\n",
                    value.unwrap_or_default()
                )
            }
        };
        // Assigned, since SELECT INTO a variable of a composite type would fill its fields.
        let value = self.value.as_ref().map(|(value, _)| {
            format!(
                "                {VALUE} := (SELECT {} FROM (SELECT ({ROW}.{OF}).*) AS {row});\n",
                closed(value)
            )
        });
        let table = &self.table.sql;
        let (message, hint) = (names.literal(&self.message), names.literal(&self.hint));
        format!(
            "    BEGIN
{quick}    EXCEPTION WHEN {RAISED} THEN
        RAISE;
    WHEN OTHERS THEN
        {IS} := true;
    END;
    IF {IS} THEN
        BEGIN
            FOR {ROW} IN SELECT {each} AS {AT}, {ALIAS} AS {OF} FROM {table} AS {ALIAS}{only} LOOP
{}                SELECT {condition} INTO {IS} FROM (SELECT ({ROW}.{OF}).*) AS {row};
                IF {IS} THEN
                    {PLACE} := {ROW}.{AT};
                    EXIT;
                END IF;
            END LOOP;
        EXCEPTION WHEN {RAISED} THEN
            RAISE;
        WHEN OTHERS THEN
            RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = {message},
                DETAIL = pg_catalog.format('{NAMED}%s: %s.', {ROW}.{AT}, SQLERRM), HINT = {hint};
        END;
    END IF;
    IF {PLACE} IS NOT NULL THEN
        RAISE data_exception USING MESSAGE = {message}, DETAIL = pg_catalog.format('{NAMED}%s.', {PLACE}), HINT = {hint};
    END IF;
",
            value.unwrap_or_default()
        )
    }

    /// Where a row is, in words: its key, if it has one, and its place.
    fn place(&self, names: &dyn Quoting, row: &str) -> String {
        let key = self.table.constraints.iter().find(|there| there.kind == "p").map(|key| {
            let columns: Vec<String> =
                key.columns.iter().map(|column| format!("{row}.{}", names.quote(column))).collect();
            let of = names.literal(&format!("with ({}) = (", key.columns.join(", ")));
            format!("{of}, pg_catalog.concat_ws(', ', {}), '), ', ", columns.join(", "))
        });
        let of = match self.table.is_partitioned() {
            true => format!(", ' of ', {row}.tableoid::pg_catalog.regclass"),
            false => String::new(),
        };
        format!("pg_catalog.concat({}'at ctid ', {row}.ctid{of})", key.unwrap_or_default())
    }
}

/// Whether a cast to this type cuts what assigning refuses, or may do so.
fn can_be_cut(data_type: &str) -> bool {
    const WHOLE: [&str; 16] = [
        "smallint",
        "integer",
        "bigint",
        "numeric",
        "real",
        "double precision",
        "text",
        "boolean",
        "date",
        "uuid",
        "json",
        "jsonb",
        "bytea",
        "interval",
        "inet",
        "cidr",
    ];
    let base = data_type.split_once('(').map_or(data_type, |(base, _)| base);
    !WHOLE.contains(&base) && !base.starts_with("timestamp") && !base.starts_with("time ")
}

const PLACE: &str = "\"~place\"";
const ROW: &str = "\"~row\"";
const IS: &str = "\"~is\"";
const VALUE: &str = "\"~value\"";
/// What the table is called where it stands for the whole row: a column may have its own name.
const ALIAS: &str = "\"~each\"";
const OF: &str = "\"~of\"";
const AT: &str = "\"~at\"";
