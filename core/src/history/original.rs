//! What a file may have been, of which the script is registered.
//!
//! The registry keeps a script as it stood in its file, line ends and all, but neither the blank lines before it nor the
//! white space behind it, nor a byte order mark. Tools hash those, too. So a checksum is looked for among the files that
//! give this script: a file of another script has none of them.

use crate::migration::Script;

/// The files of a plain script that are likely, the likeliest first: with one line's end behind it, and the line ends
/// that it has.
pub fn files(script: &Script) -> impl Iterator<Item = String> {
    const BOM: &str = "\u{feff}";
    let own = script.text.clone();
    let unix = own.replace("\r\n", "\n");
    let windows = unix.replace('\n', "\r\n");
    let line = script.line;
    let is_windows = own.contains("\r\n");
    // A file may have both ends.
    let texts = match is_windows {
        true => vec![(own.clone(), "\r\n"), (own, "\n"), (unix, "\n")],
        false => vec![(own, "\n"), (windows, "\r\n")],
    };
    texts.into_iter().flat_map(move |(text, end)| {
        let before = end.repeat(line.saturating_sub(1) as usize);
        let behind = [
            end.to_string(),
            String::new(),
            end.repeat(2),
            end.repeat(3),
            format!(" {end}"),
            format!("\t{end}"),
            " ".into(),
        ];
        behind.into_iter().flat_map(move |behind| {
            let file = format!("{before}{text}{behind}");
            [file.clone(), format!("{BOM}{file}")]
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn among(file: &str, text: &str, line: u32) -> bool {
        files(&Script { text: text.into(), line, transaction: true }).any(|found| found == file)
    }

    #[test]
    fn white_space_line_ends_and_mark_are_found_again() {
        let text = "CREATE TABLE t (\n  id int\n);";
        let first = files(&Script::new(text)).next();
        assert_eq!(first.as_deref(), Some("CREATE TABLE t (\n  id int\n);\n"));
        for file in [
            text.to_string(),
            format!("{text}\n\n"),
            format!("\u{feff}{text}\n"),
            format!("{text}\n").replace('\n', "\r\n"),
        ] {
            assert!(among(&file, text, 1), "{file:?}");
        }
        assert!(among("\n\nSELECT 1;\n", "SELECT 1;", 3));
        assert!(among("SELECT 1;\r\nSELECT 2;\r\n", "SELECT 1;\r\nSELECT 2;", 1));
        assert!(among("SELECT 1;\r\nSELECT 2;\n\n", "SELECT 1;\r\nSELECT 2;", 1));
        assert!(!among("SELECT 2;\n", "SELECT 1;", 1));
    }
}
