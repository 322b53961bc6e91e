//! The names of what a change makes beside what is there.
//!
//! Each ends in the change's token, which nothing of another change has. What can be read before it is cut where 63 bytes
//! are too few; a checksum of the whole then tells one from another that begins alike. So no two of them meet, on
//! whatever table, and each is the same whenever it is asked for.
//!
//! That a thing has such a name is no proof that the change has made it: who may read a plan can foretell it. What is
//! there is known by a trigger of the table that has the token for its argument (`crate::steps::sync`).

use crate::checksum;
use crate::name::MOST_BYTES;

/// The name of what is to be made, from what people should read in it.
pub(crate) fn named(readable: &str, token: &str) -> String {
    let whole = format!("{readable}_{token}");
    if whole.len() <= MOST_BYTES {
        return whole;
    }
    let sum = checksum::of_text(readable);
    let end = format!("_{}_{token}", sum.get(..8).unwrap_or(&sum));
    cut(readable, MOST_BYTES.saturating_sub(end.len())) + &end
}

/// The same, with a number behind it where something has it already.
pub(crate) fn named_free(readable: &str, token: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let first = named(readable, token);
    let mut name = first.clone();
    let mut number = 2;
    while is_taken(&name) {
        let end = format!("_{number}");
        name = cut(&first, MOST_BYTES - end.len()) + &end;
        number += 1;
    }
    name
}

/// The name of a column that users see for a while. It has no token where it can do without: where it need not be cut,
/// and nothing else has it.
pub(crate) fn column(readable: &str, token: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if readable.len() <= MOST_BYTES && !is_taken(readable) {
        return readable.into();
    }
    named_free(readable, token, is_taken)
}

/// The beginning of a text, at most so many bytes, in whole characters.
fn cut(text: &str, most: usize) -> String {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "12_0a1b2c3d";

    #[test]
    fn what_begins_alike_is_told_apart() {
        let long = "customer_subscription_billing_addresses_history";
        let [one, two] = ["one", "two"].map(|end| named(&format!("{long}_zone_for_billing_{end}"), TOKEN));
        assert_ne!(one, two);
        assert!(one.len() == 63 && one.starts_with("customer_subscription") && one.ends_with(TOKEN));
        assert_eq!(named("t_b_sync", TOKEN), "t_b_sync_12_0a1b2c3d");
    }

    #[test]
    fn a_name_is_cut_between_characters() {
        let name = named(&"ä".repeat(40), TOKEN);
        assert!(name.len() <= MOST_BYTES && name.starts_with("ää") && name.ends_with(TOKEN));
    }

    #[test]
    fn a_name_that_something_has_gets_a_number() {
        let taken = |name: &str| name == "t_b_sync_12_0a1b2c3d";
        assert_eq!(named_free("t_b_sync", TOKEN, taken), "t_b_sync_12_0a1b2c3d_2");
    }

    #[test]
    fn a_column_has_a_token_only_where_it_needs_one() {
        assert_eq!(column("n_new_type", TOKEN, |_| false), "n_new_type");
        assert_eq!(column("n_new_type", TOKEN, |name| name == "n_new_type"), "n_new_type_12_0a1b2c3d");
        assert!(column(&"n".repeat(64), TOKEN, |_| false).ends_with(TOKEN));
    }
}
