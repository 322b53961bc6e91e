//! Statements in bodies: of DO blocks and of routines that a script makes.
//!
//! PL/pgSQL is read token by token. A statement of SQL begins where one can begin, with one of its words, and ends at a
//! semicolon; so does the text of EXECUTE, where it is one constant. What is put together when it runs cannot be read.

use super::script::Inside;
use crate::ddl::Command;
use crate::ddl::routine::Routine;
use crate::lex::tokens::Tokens;
use crate::statement::Statement;

/// A piece of a body that is SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its text.
    pub sql: String,
    /// Where it begins in the statement, in bytes; none where the body is written otherwise than it reads.
    at: Option<usize>,
    /// Whose body it is.
    pub inside: Inside,
}

impl Part {
    /// Gives a statement of this piece its place: the number of the statement whose body it is, and line and column
    /// there.
    pub fn settle(&self, outer: &Statement, inner: &mut Statement) {
        inner.number = outer.number;
        let at = self.at.map_or(0, |at| at + inner.start);
        inner.start = outer.start + at;
        (inner.line, inner.column) = (outer.line, outer.column);
        for c in outer.text.get(..at).unwrap_or_default().chars() {
            (inner.line, inner.column) =
                if c == '\n' { (inner.line + 1, 1) } else { (inner.line, inner.column + 1) };
        }
    }
}

/// The words with which a statement of SQL begins that could hurt.
const BEGINNINGS: [&str; 21] = [
    "alter", "call", "cluster", "comment", "copy", "create", "delete", "drop", "grant", "insert", "lock",
    "merge", "refresh", "reindex", "revoke", "select", "set", "truncate", "update", "vacuum", "with",
];

/// The pieces of a statement's body.
pub fn parts(command: &Command, statement: &Statement) -> Vec<Part> {
    let (language, body, inside) = match command {
        Command::Routine(Routine::Do(block)) => {
            let language = block.language.as_deref().unwrap_or("plpgsql");
            (language, block.body.as_deref().unwrap_or_default(), Inside::Do)
        }
        Command::Routine(Routine::Create(create)) => {
            let body = create.body.first().map_or("", String::as_str);
            (create.language.as_deref().unwrap_or("sql"), body, Inside::Routine(create.name.join(".")))
        }
        _ => return Vec::new(),
    };
    // A body without a doubled quote or an escape stands in the statement as it reads.
    let begins = (!body.is_empty()).then(|| statement.text.find(body)).flatten();
    let part = |sql: &str, at: usize| Part {
        sql: sql.to_string(),
        at: begins.map(|begins| begins + at),
        inside: inside.clone(),
    };
    match language.to_ascii_lowercase().as_str() {
        "sql" => vec![part(body, 0)],
        "plpgsql" => pieces(body).into_iter().map(|(at, sql)| part(&sql, at)).collect(),
        _ => Vec::new(),
    }
}

/// The statements of SQL in PL/pgSQL, with where they begin.
fn pieces(body: &str) -> Vec<(usize, String)> {
    let tokens = Tokens::of(body, false);
    let mut found = Vec::new();
    let mut can_begin = true;
    let mut at = 0;
    while !tokens.text(at).is_empty() {
        let word = tokens.text(at).to_ascii_lowercase();
        if can_begin && word == "execute" {
            found.extend(constant(&tokens, at + 1));
        } else if can_begin && (word == "perform" || BEGINNINGS.contains(&word.as_str())) {
            let end = end(&tokens, at);
            if let Some((from, to)) = tokens.range(at, end) {
                let text = &body[from as usize..to as usize];
                let text =
                    if word == "perform" { format!("SELECT {}", &text[word.len()..]) } else { text.into() };
                found.push((from as usize, text));
            }
            at = end;
            can_begin = true;
            continue;
        }
        can_begin = matches!(word.as_str(), ";" | "begin" | "then" | "else" | "loop" | ">>");
        at += 1;
    }
    found
}

/// The token at which a statement ends: the next semicolon outside of parentheses.
fn end(tokens: &Tokens, from: usize) -> usize {
    let mut at = from;
    while !matches!(tokens.text(at), "" | ";") {
        at += 1;
    }
    at
}

/// The text of EXECUTE where that is one constant.
fn constant(tokens: &Tokens, at: usize) -> Option<(usize, String)> {
    if !matches!(tokens.text(at + 1), ";" | "") {
        return None;
    }
    let text = tokens.text(at);
    let (from, _) = tokens.range(at, at + 1)?;
    if let Some(inner) = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
        return Some((from as usize + 1, inner.replace("''", "'")));
    }
    let tag = &text[..text.get(1..)?.find('$')? + 2];
    let inner = text.strip_prefix(tag)?.strip_suffix(tag)?;
    text.starts_with('$').then(|| (from as usize + tag.len(), inner.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Vec<String> {
        pieces(body)
            .into_iter()
            .map(|(at, sql)| {
                assert!(sql.starts_with("SELECT ") || body[at..].starts_with(&sql[..3]), "{at} {sql}");
                sql
            })
            .collect()
    }

    #[test]
    fn statements_are_found_where_they_can_begin() {
        assert_eq!(
            read(
                "DECLARE x int; BEGIN IF NOT EXISTS (SELECT 1) THEN ALTER TABLE t ADD a int; ELSE DROP TABLE u; END IF; END"
            ),
            ["ALTER TABLE t ADD a int", "DROP TABLE u"]
        );
        assert_eq!(read("begin\n  perform f(1);\nend"), ["SELECT  f(1)"]);
        assert_eq!(
            read("BEGIN FOR r IN SELECT 1 LOOP UPDATE t SET a = ';'; END LOOP; END"),
            ["UPDATE t SET a = ';'"]
        );
        assert_eq!(read("BEGIN -- DROP TABLE t;\n x := 1; RAISE NOTICE 'DROP TABLE t;'; END"), [""; 0]);
    }

    #[test]
    fn a_constant_that_is_executed_is_read() {
        assert_eq!(read("BEGIN EXECUTE 'CREATE INDEX ON t (a)'; END"), ["CREATE INDEX ON t (a)"]);
        assert_eq!(read("BEGIN EXECUTE $q$DROP TABLE t$q$; END"), ["DROP TABLE t"]);
        assert_eq!(read("BEGIN EXECUTE 'DROP TABLE ' || x; EXECUTE format('x %I', y); END"), [""; 0]);
    }
}
