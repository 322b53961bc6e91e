//! The page that `migrate.report` gives: what was run of a migration or a job, for people who read it later.
//!
//! [`record`] is what is known, `view` the words and numbers made of it, and `templates/report.html` the page, in which
//! all of them are escaped. The page is one file: it loads nothing, and has no script. It is HTML and well-formed XML at
//! once, so that a test can tell a broken one.

mod next;
pub mod record;
mod view;
mod words;

use askama::Template;

pub use next::{of_job, of_migration};
pub use record::Record;

/// The page. Characters that a browser would not show, or that turn the order of others round, are shown by number.
///
/// # Errors
///
/// That of the template, of which none is expected: it is text put together.
pub fn page(record: &Record) -> Result<String, askama::Error> {
    Ok(visible(&view::Page::of(record).render()?))
}

/// The text with what hides in it made visible.
fn visible(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for c in text.chars() {
        let hides = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
            || c.is_control() && !matches!(c, '\n' | '\t');
        if hides { all.push_str(&format!("[U+{:04X}]", c as u32)) } else { all.push(c) }
    }
    all
}

#[cfg(test)]
mod tests;
