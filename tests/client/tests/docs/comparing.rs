//! Comparing what came with what a document says.

/// Without blanks at the ends of lines and blank lines at the ends of the text.
pub fn tidy(lines: &[&str]) -> String {
    let text = lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n");
    text.trim_matches('\n').to_string()
}

/// The widest line of an answer, shown or not.
pub const WIDTH: usize = 120;

/// What is wrong with a piece of output, if anything.
pub fn judge(actual: &str, expected: Option<&str>) -> Result<(), String> {
    // A wider line is one that psql would break where it likes, or a reader's window.
    let is_wide = |line: &&str| line.chars().count() > WIDTH;
    if let Some(line) = expected.unwrap_or_default().lines().chain(actual.lines()).find(is_wide) {
        return Err(format!("wider than {WIDTH} columns: {line}"));
    }
    let Some(expected) = expected else {
        return match actual.lines().find(|line| is_error(line)) {
            Some(line) => Err(format!("an error that the document does not show: {line}")),
            None => Ok(()),
        };
    };
    let (expected, actual) = (normal(expected), normal(actual));
    for (expected, actual) in expected.iter().zip(&actual) {
        if !is_match(expected, actual) {
            return Err(format!("expected: {expected}\n     came: {actual}"));
        }
    }
    match (expected.get(actual.len()), actual.get(expected.len())) {
        (Some(missing), _) => Err(format!("missing: {missing}")),
        (_, Some(extra)) => Err(format!("not expected: {extra}")),
        _ => Ok(()),
    }
}

/// Whether a line says that something went wrong, in the server, in psql or in a shell.
pub fn is_error(line: &str) -> bool {
    ["ERROR:", "FATAL:", "PANIC:", "invalid command ", "psql: ", "sh: ", "cat: ", "\\"]
        .iter()
        .any(|start| line.starts_with(start))
}

/// The lines in the form in which they are compared: blanks in a row count as one, a ruler's dashes too, and
/// what differs from run to run (times, durations, process ids, columns of milliseconds) as `#`.
fn normal(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.trim_matches('\n').lines().collect();
    let is_ruler = |line: &str| line.starts_with('-') && line.trim_end().chars().all(|c| "-+".contains(c));
    let mut volatile: Vec<bool> = Vec::new();
    let mut normal = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if lines.get(at + 1).is_some_and(|below| is_ruler(below)) {
            volatile = line
                .split('|')
                .map(|name| matches!(name.trim(), "ms" | "execution_time_ms" | "pid"))
                .collect();
            normal.push(words(line));
        } else if is_ruler(line) {
            normal.push(vec!["-"; volatile.len()].join("+"));
        } else if volatile.len() > 1 && line.split('|').count() == volatile.len() {
            let cells = line.split('|').zip(&volatile).map(|(cell, volatile)| {
                let is_number = cell.trim().parse::<u64>().is_ok();
                if *volatile && is_number { "#".into() } else { words(cell) }
            });
            normal.push(cells.collect::<Vec<_>>().join(" | "));
        } else {
            if line.trim().is_empty() {
                volatile.clear();
            }
            normal.push(words(line));
        }
    }
    normal
}

/// The line's words, times and durations and process ids as `#`.
fn words(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut out: Vec<String> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let bare = |at: usize| {
            words.get(at).map_or("", |word: &&str| word.trim_matches(&[',', ';', '.', ')', '('][..]))
        };
        let is_number = !bare(at).is_empty() && bare(at).chars().all(|c| c.is_ascii_digit() || c == '.');
        let before = at.checked_sub(1).map_or("", bare);
        let is_duration = is_number && matches!(bare(at + 1), "ms" | "s" | "min" | "h");
        let is_pid = is_number && before == "pid";
        if is_duration || is_pid || is_date(bare(at)) || is_date(before) && is_time(bare(at)) {
            out.push(word.replace(bare(at), "#"));
        } else {
            out.push((*word).to_string());
        }
    }
    // One second and a half may be told as 1.5 s or as 900 ms.
    let text = out.join(" ").replace("# min # s", "# s").replace("# s", "# ms");
    // Whether there was anything to wait for is told only where there was.
    text.replace("under # ms", "# ms").replace(" (waited # ms for locks, out of the lock queue)", "")
}

fn is_date(word: &str) -> bool {
    shape(word) == "9999-99-99"
}

fn is_time(word: &str) -> bool {
    shape(word).starts_with("99:99:99")
}

fn shape(word: &str) -> String {
    word.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect()
}

/// Whether a line is as expected; `…` stands for anything.
pub fn is_match(expected: &str, actual: &str) -> bool {
    let mut parts = expected.split('…');
    let Some(mut rest) = parts.next().and_then(|first| actual.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(found) = rest.find(part) else { return false };
        rest = &rest[found + part.len()..];
    }
    rest.ends_with(last)
}
