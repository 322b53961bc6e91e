//! All rules, a file for each; `docs/rules/` has a page for each.

use super::finding::Found;
use super::look::Look;
use crate::text;

/// The rule that reports comments which ignore nothing.
pub const UNUSED: &str = "unused-ignore";

/// A rule.
pub struct Rule {
    /// Its id: squawk's, where that has one.
    pub id: &'static str,
    /// What it is about, a line for lists.
    pub title: &'static str,
    /// Looks at a statement.
    pub check: fn(&Look, &mut Found),
}

/// Each module has `TITLE` and `check`; its name is the rule's id.
macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*
        /// All rules, by id.
        pub static RULES: &[Rule] = &[
            $(Rule { id: $module::ID, title: $module::TITLE, check: $module::check },)*
        ];
    };
}

rules! {
    require_concurrent_index_creation,
}

/// The rule of an id.
pub fn find(id: &str) -> Option<&'static str> {
    RULES.iter().map(|rule| rule.id).chain([UNUSED]).find(|known| *known == id)
}

/// The id that is nearest to a word that is none.
pub fn nearest(word: &str) -> Option<String> {
    text::nearest(word, RULES.iter().map(|rule| rule.id.to_string()).collect()).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sorted_and_each_is_its_files_name() {
        let ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(ids, sorted);
        for id in ids {
            let file = format!("{}/src/lint/rules/{}.rs", env!("CARGO_MANIFEST_DIR"), id.replace('-', "_"));
            assert!(std::path::Path::new(&file).exists(), "{file}");
            let page = format!("{}/../docs/rules/{id}.md", env!("CARGO_MANIFEST_DIR"));
            assert!(std::path::Path::new(&page).exists(), "{page}");
        }
    }
}
