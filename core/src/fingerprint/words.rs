//! How two texts that differ are shown beside each other.

use crate::text::one_line;

/// Two texts, each on one line of at most `width` characters, cut so that where they differ can be seen.
pub(super) fn contrasted(old: &str, new: &str, width: usize) -> (String, String) {
    let (old, new) = (flat(old), flat(new));
    if old.chars().count() <= width && new.chars().count() <= width {
        return (old, new);
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    // A word or two before, so that one knows where it is.
    let from = same.saturating_sub(2);
    let cut = |words: &[&str]| {
        let lead = if from > 0 { "... " } else { "" };
        one_line(&format!("{lead}{}", words[from.min(words.len())..].join(" ")), width)
    };
    (cut(&a), cut(&b))
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_are_whole_and_long_ones_begin_where_they_differ() {
        assert_eq!(contrasted("text", "varchar(20)", 30), ("text".into(), "varchar(20)".into()));
        let old = "SELECT orders.id, orders.total FROM shop.orders WHERE orders.total > 10 ORDER BY 1";
        let new = "SELECT orders.id, orders.total FROM shop.orders WHERE orders.total > 99 ORDER BY 1";
        let (old, new) = contrasted(old, new, 30);
        assert_eq!(old, "... orders.total > 10 ORDER...");
        assert_eq!(new, "... orders.total > 99 ORDER...");
        assert_eq!(contrasted("a b\n c", "a b", 4), ("a...".into(), "a b".into()));
    }
}
