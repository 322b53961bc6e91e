//! Why there is nothing that takes a statement back: sentences that several families share.

/// It may have made nothing.
pub const IF_NOT_EXISTS: &str =
    "With IF NOT EXISTS it may have found one that was there before, which must not be dropped.";

/// It may have made nothing new.
pub const OR_REPLACE: &str =
    "With OR REPLACE it may have replaced one that was there before, which is not in the script.";

/// It may have done nothing.
pub const IF_EXISTS: &str = "With IF EXISTS it may have done nothing, and then nothing must be taken back.";

/// What it makes cannot be named.
pub const NO_NAME: &str = "It does not name what it makes, so the server chooses the name.";

/// What else it makes cannot be told.
pub const MADE_MORE: &str = "It may have made other objects, which are not in the script.";

/// What was there is gone.
pub const NOT_IN_SCRIPT: &str = "What it drops is not in the script.";

/// Nobody has thought of it yet.
pub const NOT_KNOWN: &str = "There is no statement of which it is known that it takes this back.";

/// What it puts something else in place of.
pub fn before(what: &str) -> String {
    format!("The {what} that there was before is not in the script.")
}
