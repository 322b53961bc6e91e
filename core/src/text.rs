//! How durations, counts, names and shortened SQL are written for people, and what is found in a text by its words.

/// A duration: `under 1 ms`, `4 ms`, `1.4 s`, `48.2 s`, `3 min 20 s`, `2 h 5 min`.
pub fn duration(milliseconds: i64) -> String {
    let ms = milliseconds.max(0);
    match ms {
        0 => "under 1 ms".into(),
        1..1_000 => format!("{ms} ms"),
        1_000..60_000 => format!("{}.{} s", ms / 1_000, ms % 1_000 / 100),
        60_000..3_600_000 => format!("{} min {} s", ms / 60_000, ms % 60_000 / 1_000),
        _ => format!("{} h {} min", ms / 3_600_000, ms % 3_600_000 / 60_000),
    }
}

/// A count with its noun: `1 statement`, `2 statements`, `no statements`.
pub fn count(n: usize, noun: &str) -> String {
    match n {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        _ => format!("{n} {noun}s"),
    }
}

/// What is to be said together, without what there is nothing to say of: `one; another`.
pub fn joined<T: AsRef<str>>(parts: impl IntoIterator<Item = T>) -> String {
    let mut all = String::new();
    for part in parts {
        let part = part.as_ref();
        if !all.is_empty() && !part.is_empty() {
            all.push_str("; ");
        }
        all.push_str(part);
    }
    all
}

/// What stands for the rest of a text that is cut: in ASCII, as every client encoding has it.
pub const CUT: &str = "...";

/// SQL on one line, at most `width` characters, the rest as `...`.
pub fn one_line(sql: &str, width: usize) -> String {
    let mut line = String::new();
    for word in sql.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.chars().count() > width {
            let mut cut: String = line.chars().take(width.saturating_sub(CUT.len())).collect();
            cut.push_str(CUT);
            return cut;
        }
    }
    line
}

/// A text in lines of at most `width` characters, broken between words. A word that is longer stands alone.
pub fn wrapped(text: &str, width: usize) -> String {
    let mut lines = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let own = word.chars().count();
        if length > 0 && length + 1 + own > width {
            lines.push('\n');
            length = 0;
        } else if length > 0 {
            lines.push(' ');
            length += 1;
        }
        lines.push_str(word);
        length += own;
    }
    lines
}

/// The same where a longer word is broken, too: behind a mark in its second half, if there is one.
pub fn broken(text: &str, width: usize) -> String {
    let width = width.max(1);
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let mut left: Vec<char> = word.chars().collect();
        while left.len() > width {
            let is_mark = |at: &usize| matches!(left[*at], '_' | '.' | ',' | '(' | '=');
            let mark = (width / 2..width).rev().find(is_mark);
            let rest = left.split_off(mark.map_or(width, |at| at + 1));
            words.push(left.into_iter().collect());
            left = rest;
        }
        words.push(left.into_iter().collect());
    }
    // Two pieces of a word are longer than a line.
    wrapped(&words.join(" "), width)
}

/// How wide columns are to be so that they have `room` together: each at least as wide as its head and its longest word,
/// up to twelve characters, and what is left goes where the most lines would be. Each comes with its head and what is in
/// it.
pub fn widths(room: usize, columns: &[(&str, Vec<&str>)]) -> Vec<usize> {
    let length = |text: &str| text.chars().count();
    let longest = |texts: &mut dyn Iterator<Item = &str>| texts.map(length).max().unwrap_or(0);
    let lines = |cells: &Vec<&str>| longest(&mut cells.iter().flat_map(|cell| cell.lines()));
    let words = |cells: &Vec<&str>| longest(&mut cells.iter().flat_map(|cell| cell.split_whitespace()));
    let least = |head: &str, cells: &Vec<&str>| length(head).max(words(cells).min(12));
    let mut widths: Vec<usize> = columns.iter().map(|(head, cells)| least(head, cells)).collect();
    let most: Vec<usize> = columns.iter().map(|(_, cells)| lines(cells)).collect();
    for _ in widths.iter().sum()..room {
        let narrow = (0..widths.len()).filter(|at| widths[*at] < most[*at]);
        // As a fraction: most / width.
        let Some(at) = narrow.max_by(|a, b| (most[*a] * widths[*b]).cmp(&(most[*b] * widths[*a]))) else {
            break;
        };
        widths[at] += 1;
    }
    widths
}

/// Numbers in a sentence: `1`, `1 and 2`, `1 to 4`.
pub fn range(first: u32, last: u32) -> String {
    match last.saturating_sub(first) {
        0 => format!("{first}"),
        1 => format!("{first} and {last}"),
        _ => format!("{first} to {last}"),
    }
}

/// Those of some names that may have been meant by one: at most three, the nearest first.
pub fn nearest(name: &str, others: Vec<String>) -> Vec<String> {
    const MOST: usize = 3;
    let wanted = name.to_lowercase();
    let far = |other: &str| distance(&wanted, &other.to_lowercase());
    let is_near = |other: &str, far: usize| {
        far <= wanted.chars().count() / 3 || wanted.len() > 3 && other.to_lowercase().contains(&wanted)
    };
    let mut near: Vec<(usize, String)> = others.into_iter().map(|other| (far(&other), other)).collect();
    near.retain(|(far, other)| is_near(other, *far));
    near.sort();
    near.into_iter().take(MOST).map(|(_, other)| other).collect()
}

/// Asks whether one of some names was meant: `Did you mean "slug"?`. Nothing where none is near.
pub fn did_you_mean(name: &str, others: &[String]) -> Option<String> {
    let near: Vec<String> = nearest(name, others.to_vec()).iter().map(|near| format!("\"{near}\"")).collect();
    let (last, before) = near.split_last()?;
    Some(match before {
        [] => format!("Did you mean {last}?"),
        before => format!("Did you mean {} or {last}?", before.join(", ")),
    })
}

/// The first few of some names, and how many more there are: `a, b and 3 more`.
pub fn few<T: AsRef<str>>(names: &[T], most: usize) -> String {
    let shown: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    match names.len().saturating_sub(most) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Whether a text has a word in it that is not a part of another one: `old` of `(old)`, not of `older`.
pub fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    !word.is_empty()
        && text.match_indices(word).any(|(place, _)| {
            !text[..place].ends_with(is_part) && !text[place + word.len()..].starts_with(is_part)
        })
}

/// What stands first in double quotes in a message.
pub fn first_quoted(message: &str) -> Option<&str> {
    message.split('"').nth(1)
}

/// Whether a text is the name of a file with SQL, or of a folder: `migrations/1_x.sql`, `/srv/migrations`.
pub fn is_file_name(text: &str) -> bool {
    let text = text.trim();
    let is_name = !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || ";'()".contains(c));
    let has_ending = text.to_ascii_lowercase().ends_with(".sql");
    is_name && (has_ending || text.starts_with('/') && !text.starts_with("/*") || text.starts_with("./"))
}

/// What there is in place of a name: all of it, or of many what is nearest to the name.
pub fn listed(name: &str, there: &[String]) -> String {
    const MOST: usize = 20;
    if there.len() <= MOST {
        return there.join(", ");
    }
    let mut first = nearest(name, there.to_vec());
    let rest: Vec<String> = there.iter().filter(|there| !first.contains(there)).cloned().collect();
    first.extend(rest.into_iter().take(MOST - first.len()));
    format!("{}, and {} more", first.join(", "), there.len() - MOST)
}

/// How many letters must be put in, taken out, changed, or exchanged with the next one to make one of the other.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut rows = vec![(0..=other.len()).collect::<Vec<usize>>()];
    for (row, letter) in one.iter().enumerate() {
        let (last, mut next) = (&rows[row], vec![row + 1]);
        for (column, there) in other.iter().enumerate() {
            let change = last[column] + usize::from(there != letter);
            let mut least = change.min(last[column + 1] + 1).min(next[column] + 1);
            let is_exchanged =
                row > 0 && column > 0 && one[row - 1] == *there && other[column - 1] == *letter;
            if is_exchanged {
                least = least.min(rows[row - 1][column - 1] + 1);
            }
            next.push(least);
        }
        rows.push(next);
    }
    rows.last().and_then(|row| row.last()).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_whole_words() {
        assert!(has_word("(old)", "old") && has_word("a.old", "old") && has_word("älter old", "old"));
        assert!(!has_word("older", "old") && !has_word("i_old", "old") && !has_word("$old", "old"));
        assert!(has_word("older old", "old") && !has_word("old", "") && !has_word("übel", "bel"));
    }

    #[test]
    fn a_few_names_stand_for_many() {
        assert_eq!(few(&["a", "b", "c"], 3), "a, b, c");
        assert_eq!(few(&["a", "b", "c", "d"], 2), "a, b and 2 more");
        assert_eq!(few::<&str>(&[], 2), "");
    }

    #[test]
    fn words_are_broken_behind_a_mark() {
        let index = "CREATE INDEX articles_user_id_n_idx ON articles (user_id, n)";
        assert_eq!(broken(index, 12), "CREATE INDEX\narticles_\nuser_id_n_\nidx ON\narticles\n(user_id, n)");
        assert_eq!(broken("abcdefghijk lm", 4), "abcd\nefgh\nijk\nlm");
        assert_eq!(broken("a b", 12), "a b");
        assert_eq!(broken("äöüäöü", 4), "äöüä\nöü");
        assert_eq!(broken("", 0), "");
    }

    #[test]
    fn columns_share_the_room() {
        let columns =
            |first: &'static str| vec![("statement", vec![first, "1: a b"]), ("lock", vec!["SHARE on t"])];
        // There is room for all.
        assert_eq!(widths(100, &columns("1: ALTER TABLE t")), [16, 10]);
        // A head is never cut, nor a word of usual length.
        assert_eq!(widths(1, &columns("1: ALTER TABLE abcdefghijklm")), [12, 5]);
        assert_eq!(widths(1, &columns("1: abcdefghijk")), [11, 5]);
        // The longer one gets more of what is left, but no more than it takes.
        assert_eq!(widths(24, &columns("1: ALTER TABLE t ADD COLUMN u int")), [18, 6]);
        assert_eq!(widths(16, &[("a", vec!["x y\nlonger than that"]), ("b", vec![])]), [15, 1]);
        assert_eq!(widths(10, &[]), [0; 0]);
    }

    #[test]
    fn names_like_another() {
        let there = || ["items_a_idx", "items_b_idx", "other"].map(String::from).to_vec();
        assert_eq!(nearest("items_a_idy", there()), ["items_a_idx", "items_b_idx"]);
        assert_eq!(nearest("OTHER", there()), ["other"]);
        assert_eq!(nearest("nope", there()), [""; 0]);
    }

    #[test]
    fn a_slip_of_the_pen_is_asked_about() {
        let there = ["id", "slug", "view_count", "createdAt", "name_1", "name_2"].map(String::from);
        let asked = |name: &str| did_you_mean(name, &there).unwrap_or_default();
        assert_eq!(asked("slgu"), "Did you mean \"slug\"?");
        assert_eq!(asked("viewcount"), "Did you mean \"view_count\"?");
        assert_eq!(asked("createdat"), "Did you mean \"createdAt\"?");
        assert_eq!(asked("name_3"), "Did you mean \"name_1\" or \"name_2\"?");
        assert_eq!(asked("nope"), "");
    }

    #[test]
    fn names_of_files() {
        for name in ["1_x.sql", " migrations/1_x.SQL\n", "/srv/migrations", "./m", "C:\\m\\1_x.sql"] {
            assert!(is_file_name(name), "{name}");
        }
        for text in ["", "SELECT 1", "SELECT 'x.sql'", "/* x */", "-- x.sql", "x", "DROP TABLE t; -- x.sql"] {
            assert!(!is_file_name(text), "{text}");
        }
    }

    #[test]
    fn of_many_the_nearest_come_first() {
        let there: Vec<String> = (1..=30).map(|number| format!("column_{number:02}")).collect();
        assert_eq!(listed("x", &there[..2]), "column_01, column_02");
        let many = listed("column_3o", &there);
        assert!(many.starts_with("column_30, "), "{many}");
        assert!(many.ends_with(", and 10 more"), "{many}");
        assert_eq!(many.matches(", ").count(), 20);
    }

    #[test]
    fn durations() {
        let read: Vec<_> =
            [-5, 0, 999, 1_000, 1_449, 59_999, 60_000, 200_000, 7_500_000].map(duration).into();
        assert_eq!(
            read,
            [
                "under 1 ms",
                "under 1 ms",
                "999 ms",
                "1.0 s",
                "1.4 s",
                "59.9 s",
                "1 min 0 s",
                "3 min 20 s",
                "2 h 5 min"
            ]
        );
    }

    #[test]
    fn counts_and_ranges() {
        assert_eq!([count(0, "unit"), count(1, "unit"), count(2, "unit")], ["no units", "1 unit", "2 units"]);
        assert_eq!([range(3, 3), range(1, 2), range(1, 3)], ["3", "1 and 2", "1 to 3"]);
    }

    #[test]
    fn one_line_folds_and_cuts() {
        assert_eq!(one_line("SELECT\n   1", 20), "SELECT 1");
        assert_eq!(one_line("SELECT abcdef", 8), "SELEC...");
        assert_eq!(one_line("äöüäöü", 4), "ä...");
    }
}
