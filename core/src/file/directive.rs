//! What a file without sections says of its transaction, in the words of its tool.
//!
//! Each of them is unmistakable, so no folder needs to say which tool it is.

use super::lines::preamble;
use super::marker::strip_word;
use super::sending::Sending;

/// How its tool would send the file, if it says so.
pub(super) fn sending(content: &str) -> Option<Sending> {
    // sqlx: the text must begin with it, byte for byte.
    if content.starts_with("-- no-transaction") {
        return Some(Sending::Whole);
    }
    // postgres-migrations: anywhere.
    if content.contains("-- postgres-migrations disable-transaction") {
        return Some(Sending::Whole);
    }
    preamble(content).comments.iter().find_map(|(_, comment)| of_comment(comment))
}

/// A comment above the first statement.
fn of_comment(comment: &str) -> Option<Sending> {
    let words: Vec<&str> = comment.split_ascii_whitespace().collect();
    match words.as_slice() {
        // graphile-migrate's `--! no-transaction`.
        ["!", "no-transaction"] | ["!no-transaction"] => Some(Sending::Whole),
        ["atlas:txmode", "none"] => Some(Sending::Each),
        // yoyo's, in any case.
        _ => {
            let value = strip_word(comment, "transactional")?.trim_start().strip_prefix(':')?;
            value.trim().eq_ignore_ascii_case("false").then_some(Sending::Each)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tool_in_its_words() {
        for (content, expected) in [
            ("-- no-transaction\nSELECT 1;", Some(Sending::Whole)),
            ("-- no-transactions here\n", Some(Sending::Whole)),
            ("--no-transaction\n", None),
            ("\n-- no-transaction\n", None),
            ("-- NO-TRANSACTION\n", None),
            ("SELECT 1; -- postgres-migrations disable-transaction", Some(Sending::Whole)),
            ("--! Previous: -\n--! Hash: sha1:ab\n--! no-transaction\n\nSELECT 1;", Some(Sending::Whole)),
            ("-- x\n-- transactional: false\nSELECT 1;", Some(Sending::Each)),
            ("-- transactional: true\nSELECT 1;", None),
            ("SELECT 1;\n-- transactional: false\n", None),
            ("-- atlas:txmode none\n\nSELECT 1;", Some(Sending::Each)),
            ("-- atlas:txmode file\n\nSELECT 1;", None),
            ("SELECT 1;", None),
        ] {
            assert_eq!(sending(content), expected, "{content}");
        }
    }
}
