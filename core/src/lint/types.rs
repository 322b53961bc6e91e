//! Types, as statements and the catalog write them.

use crate::ddl::name::TypeName;
use crate::lex::tokens::Tokens;

/// The server's own name of one of its types, as the grammar has it: `int4`. Nothing for a type of another schema.
pub fn word(type_name: &TypeName) -> &str {
    match type_name.names.as_slice() {
        [name] => name,
        [schema, name] if schema == "pg_catalog" => name,
        _ => "",
    }
}

/// A type of the server's as `format_type` writes it, without what is in parentheses; none where it is not known.
pub fn written(type_name: &TypeName) -> Option<String> {
    let base = match word(type_name) {
        "int2" | "smallserial" | "serial2" => "smallint",
        "int4" | "serial" | "serial4" => "integer",
        "int8" | "bigserial" | "serial8" => "bigint",
        "bool" => "boolean",
        "float4" => "real",
        "float8" => "double precision",
        "bpchar" => "character",
        "varchar" => "character varying",
        "timestamp" => "timestamp without time zone",
        "timestamptz" => "timestamp with time zone",
        "time" => "time without time zone",
        "timetz" => "time with time zone",
        other @ ("text" | "uuid" | "json" | "jsonb" | "bytea" | "date" | "numeric" | "interval" | "inet"
        | "cidr" | "xml" | "money" | "tsvector" | "point" | "macaddr" | "bit" | "varbit") => match other {
            "varbit" => "bit varying",
            other => other,
        },
        _ => return None,
    };
    let is_array = !type_name.array_bounds.is_empty();
    (!type_name.pct_type && !type_name.setof).then(|| format!("{base}{}", if is_array { "[]" } else { "" }))
}

/// A type as `format_type` writes it, without what is in parentheses.
pub fn bare(sql: &str) -> String {
    match (sql.find('('), sql.find(')')) {
        (Some(from), Some(to)) if from < to => format!("{}{}", &sql[..from], &sql[to + 1..]),
        _ => sql.to_string(),
    }
}

/// Of how many bytes a whole number's type is.
pub fn width(sql: &str) -> Option<u8> {
    match sql {
        "smallint" => Some(2),
        "integer" => Some(4),
        "bigint" => Some(8),
        _ => None,
    }
}

/// The words of which the names of the server's types are made.
const WORDS: [&str; 36] = [
    "bigint",
    "bigserial",
    "bpchar",
    "char",
    "character",
    "double",
    "int",
    "int2",
    "int4",
    "int8",
    "integer",
    "json",
    "national",
    "nchar",
    "pg_catalog",
    "precision",
    "serial",
    "serial2",
    "serial4",
    "serial8",
    "smallint",
    "smallserial",
    "text",
    "time",
    "timestamp",
    "timestamptz",
    "timetz",
    "tz",
    "varchar",
    "varying",
    "with",
    "without",
    "zone",
    "decimal",
    "numeric",
    "real",
];

/// From where to where a type is written that begins at a byte, without the bounds of an array.
pub fn span(text: &str, place: u32) -> Option<(usize, usize)> {
    let tokens = Tokens::of(text, false);
    let first = tokens.at(place);
    let mut at = first;
    loop {
        let token = tokens.text(at).to_ascii_lowercase();
        let is_parenthesis = token == "(" && at > first;
        // WITH also begins what follows a type: only WITH TIME ZONE is of it.
        let is_other =
            matches!(token.as_str(), "with" | "without") && !tokens.text(at + 1).eq_ignore_ascii_case("time");
        if is_parenthesis {
            at = tokens.closed(at);
        } else if token == "." && at > first || WORDS.contains(&token.as_str()) && !is_other {
            at += 1;
        } else {
            break;
        }
    }
    let (from, to) = tokens.range(first, at)?;
    Some((from as usize, to as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_types_end_is_found() {
        let of = |text: &str, from: &str| {
            let place = text.find(from).unwrap() as u32;
            span(text, place).map(|(from, to)| text[from..to].to_string())
        };
        assert_eq!(
            of("a character varying (20) NOT NULL", "char").as_deref(),
            Some("character varying (20)")
        );
        assert_eq!(
            of("a timestamp(3) without time zone,", "time").as_deref(),
            Some("timestamp(3) without time zone")
        );
        assert_eq!(of("a int[] WITH", "int").as_deref(), Some("int"));
        assert_eq!(of("a varchar(3) WITH (x)", "var").as_deref(), Some("varchar(3)"));
        assert_eq!(of("a pg_catalog.int4)", "pg_").as_deref(), Some("pg_catalog.int4"));
        assert_eq!(of("a mine", "mine"), None);
    }

    #[test]
    fn types_are_written_as_the_server_does() {
        let named =
            |name: &str| TypeName { names: vec!["pg_catalog".into(), name.into()], ..TypeName::default() };
        assert_eq!(written(&named("int4")).as_deref(), Some("integer"));
        assert_eq!(
            written(&TypeName { array_bounds: vec![-1], ..named("varchar") }).as_deref(),
            Some("character varying[]")
        );
        assert_eq!(written(&named("mine")), None);
        assert_eq!(bare("timestamp(3) without time zone"), "timestamp without time zone");
        assert_eq!(bare("numeric(10,2)[]"), "numeric[]");
    }
}
