//! What the body of a procedure or DO block does with the transaction: a body that commits must run outside of
//! one, and nothing but the body tells.
//!
//! Only PL/pgSQL is read, token by token. Other languages are taken at the worst that they can do.

use serde::{Deserialize, Serialize};

use crate::relation::Relation;

/// What a body does with the transaction in which it runs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Code {
    /// It commits or rolls back.
    pub commits: bool,
    /// The procedures that it calls, which may.
    pub calls: Vec<Relation>,
}

impl Code {
    /// Reads a body in a language, as `pg_language` names it.
    pub fn read(language: &str, body: &str) -> Code {
        let plain = |commits| Code { commits, calls: Vec::new() };
        match language {
            "plpgsql" => plpgsql(body),
            // An SQL procedure cannot commit.
            "sql" => plain(false),
            // The body is a symbol's name: it may do anything.
            "c" | "internal" => plain(true),
            _ => {
                let body = body.to_ascii_lowercase();
                plain(body.contains("commit") || body.contains("rollback"))
            }
        }
    }
}

/// A token of SQL or PL/pgSQL, as far as it matters here.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// A keyword or name: folded to lower case unless it was quoted.
    Word { text: String, quoted: bool },
    /// Anything else that is one character.
    Sign(char),
    /// A string, as it is written between its quotes.
    Literal(String),
}

fn plpgsql(body: &str) -> Code {
    let tokens = tokens(body);
    let keyword = |at: usize, word: &str| matches!(tokens.get(at), Some(Token::Word { text, quoted: false }) if text == word);
    let sign = |at: usize, sign: char| tokens.get(at) == Some(&Token::Sign(sign));
    let mut code = Code::default();
    for at in 0..tokens.len() {
        // A statement, not a column of that name: the end or AND [NO] CHAIN follows.
        if (keyword(at, "commit") || keyword(at, "rollback"))
            && !(at > 0 && sign(at - 1, '.'))
            && (sign(at + 1, ';') || keyword(at + 1, "and") || keyword(at + 1, "work"))
        {
            code.commits = true;
        }
        if keyword(at, "call")
            && let Some(name) = procedure_name(&tokens[at + 1..])
            && !code.calls.contains(&name)
        {
            code.calls.push(name);
        }
    }
    code
}

/// `name(` or `schema.name(` at the beginning of `tokens`.
fn procedure_name(tokens: &[Token]) -> Option<Relation> {
    let mut parts = Vec::new();
    let mut rest = tokens.iter();
    loop {
        let Token::Word { text, .. } = rest.next()? else { return None };
        parts.push(text.clone());
        match rest.next()? {
            Token::Sign('.') => {}
            Token::Sign('(') => break,
            _ => return None,
        }
    }
    Some(Relation { name: parts.pop()?, schema: parts.pop() })
}

pub(crate) fn tokens(body: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = body;
    while let Some(c) = rest.chars().next() {
        let length = if c.is_whitespace() {
            c.len_utf8()
        } else if rest.starts_with("--") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            crate::lex::first_token(rest).max(2)
        } else if c == '\'' {
            // E'…' takes a backslash before a quote; its E was read as a word.
            let escapes = matches!(tokens.last(), Some(Token::Word { text, quoted: false }) if text == "e");
            let length = quoted(rest, '\'', escapes);
            let text = rest.get(1..length).unwrap_or_default().trim_end_matches('\'');
            tokens.push(Token::Literal(text.replace("''", "'")));
            length
        } else if c == '"' {
            let length = quoted(rest, '"', false);
            let text = rest[1..length].trim_end_matches('"').replace("\"\"", "\"");
            tokens.push(Token::Word { text, quoted: true });
            length
        } else if let Some(length) = dollar_quoted(rest) {
            let tag = rest[1..].find('$').map_or(0, |end| end + 2);
            let body = rest.get(tag..length.saturating_sub(tag)).unwrap_or_default();
            tokens.push(Token::Literal(body.to_string()));
            length
        } else if c.is_alphabetic() || c == '_' {
            let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
            let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            tokens.push(Token::Word { text: rest[..length].to_lowercase(), quoted: false });
            length
        } else {
            tokens.push(Token::Sign(c));
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// The length of the quoted text that `text` begins with; a doubled quote is a part of it.
fn quoted(text: &str, quote: char, escapes: bool) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if escapes && c == '\\' {
            chars.next();
        } else if c == quote && chars.next_if(|(_, next)| *next == quote).is_none() {
            return at + 1;
        }
    }
    text.len()
}

/// The length of the dollar-quoted text that `text` begins with, if it does.
fn dollar_quoted(text: &str) -> Option<usize> {
    let tag = text.strip_prefix('$')?;
    let end = tag.find('$')?;
    let is_tag = tag[..end].chars().all(|c| c.is_alphanumeric() || c == '_')
        && !tag.starts_with(|c: char| c.is_ascii_digit());
    if !is_tag {
        return None;
    }
    let tag = &text[..end + 2];
    let body = &text[tag.len()..];
    Some(body.find(tag).map_or(text.len(), |at| 2 * tag.len() + at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commits(body: &str) -> bool {
        Code::read("plpgsql", body).commits
    }

    #[test]
    fn statements_that_end_the_transaction() {
        assert!(commits("BEGIN UPDATE t SET a = 1; COMMIT; END"));
        assert!(commits("begin loop\n  rollback and no chain;\nend loop; end"));
        assert!(commits("BEGIN IF x THEN commit/* now */; END IF; END"));
        assert!(commits("BEGIN RAISE NOTICE E'it\\'s'; COMMIT ; END"));
    }

    #[test]
    fn words_that_only_look_like_it() {
        assert!(!commits("BEGIN -- COMMIT;\n NULL; END"));
        assert!(!commits("BEGIN /* a /* b */ COMMIT; */ NULL; END"));
        assert!(!commits("BEGIN RAISE NOTICE 'COMMIT; it''s COMMIT;'; END"));
        assert!(!commits("BEGIN EXECUTE $q$ SELECT 'COMMIT;' $q$; END"));
        assert!(!commits("BEGIN EXECUTE $$ COMMIT; $$; END"));
        assert!(!commits("BEGIN SELECT commit INTO x FROM builds; y := r.commit; END"));
        assert!(!commits("BEGIN INSERT INTO \"commit\" VALUES (1); x := \"commit\"; END"));
        assert!(!commits("BEGIN x := 1; PERFORM on_commit(); END"));
    }

    #[test]
    fn procedures_that_it_calls() {
        let calls = |body: &str| Code::read("plpgsql", body).calls;
        let name = |schema: Option<&str>, name: &str| Relation {
            schema: schema.map(str::to_string),
            name: name.into(),
        };
        assert_eq!(
            calls("BEGIN CALL work(1); CALL app.\"Do It\"(); CALL Work(2); END"),
            [name(None, "work"), name(Some("app"), "Do It"),]
        );
        assert_eq!(calls("BEGIN -- CALL a();\n PERFORM call(1); x := 'CALL b()'; END"), []);
    }

    #[test]
    fn other_languages_are_taken_at_their_worst() {
        assert!(!Code::read("sql", "SELECT 'commit'").commits);
        assert!(Code::read("c", "work_wrapper").commits);
        assert!(Code::read("plpython3u", "plpy.commit()").commits);
        assert!(!Code::read("plpython3u", "plpy.execute('select 1')").commits);
    }

    #[test]
    fn text_that_ends_in_the_middle_is_no_reason_to_panic() {
        for body in ["'open", "\"open", "$$open", "$tag$ $tag", "/* open", "e'\\", "CALL", "CALL a.", "ä$1 ö"]
        {
            Code::read("plpgsql", body);
        }
    }
}
