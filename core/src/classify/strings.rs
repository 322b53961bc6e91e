//! Scripts that change how strings are read: behind `SET standard_conforming_strings = off` a backslash escapes in
//! every string, so such a script cannot be split before it is known where that stands.

use crate::ddl::Command;
use crate::ddl::session::Session;
use crate::ddl::value::{Value, VariableSetKind};

const SETTING: &str = "standard_conforming_strings";

/// What a statement makes of the setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// It is on or off from here on.
    To(bool),
    /// It is as it was before the script.
    Back,
}

/// Where statements end that may be such a switch: behind the first semicolon after each mention of the setting.
pub fn possible_switches(sql: &str) -> Vec<usize> {
    /// How many are looked at, in a text that anybody may have written: each look parses what is before.
    const MOST: usize = 100;
    let lower = sql.to_ascii_lowercase();
    let mut from = 0;
    let next = || {
        let at = from + lower[from..].find(SETTING)?;
        from = at + lower[at..].find(';')? + 1;
        Some(from)
    };
    std::iter::from_fn(next).take(MOST).collect()
}

/// Whether a statement is a SET or RESET of the setting, and what it makes of it.
pub fn switch(command: &Command) -> Option<Switch> {
    let Command::Session(Session::Set(set)) = command else { return None };
    if !set.name.as_ref()?.eq_ignore_ascii_case(SETTING) {
        return None;
    }
    match set.kind {
        VariableSetKind::Value => match set.args.as_slice() {
            [Value::Constant(constant)] => boolean(&constant.text).map(Switch::To),
            // The server refuses it when it runs.
            _ => None,
        },
        VariableSetKind::Default | VariableSetKind::Reset => Some(Switch::Back),
        VariableSetKind::Current | VariableSetKind::Multi | VariableSetKind::ResetAll => None,
    }
}

/// A boolean as the server reads the value of a setting (`parse_bool`): the beginning of a word, or a digit.
fn boolean(text: &str) -> Option<bool> {
    let text = text.to_ascii_lowercase();
    let begins = |word: &str, least: usize| text.len() >= least && word.starts_with(&text);
    if begins("true", 1) || begins("yes", 1) || begins("on", 2) || text == "1" {
        Some(true)
    } else if begins("false", 1) || begins("no", 1) || begins("off", 2) || text == "0" {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{SETTING, Switch, possible_switches, switch};
    use crate::ddl::Command;
    use crate::ddl::session::Session;
    use crate::ddl::value::{Constant, ConstantKind, Value as Argument, VariableSet, VariableSetKind};

    #[test]
    fn a_switch_may_end_behind_each_mention_of_the_setting() {
        let sql =
            "SET Standard_Conforming_Strings = off; SELECT 1; -- standard_conforming_strings; here\nSELECT 2";
        assert_eq!(possible_switches(sql), [sql.find(';').unwrap() + 1, sql.rfind(';').unwrap() + 1]);
        assert!(possible_switches("SET standard_conforming_strings = off").is_empty());
        assert_eq!(possible_switches(&"standard_conforming_strings;".repeat(500)).len(), 100);
    }

    fn set(kind: VariableSetKind, name: &str, args: &[&str]) -> Command {
        let constant = |text: &&str| Constant { kind: ConstantKind::String, text: text.to_string() };
        let args = args.iter().map(constant).map(Argument::Constant).collect();
        let name = Some(name.to_string());
        Command::Session(Session::Set(VariableSet { kind, name, args, is_local: false }))
    }

    #[test]
    fn a_set_or_reset_of_it_is_a_switch() {
        use VariableSetKind::*;
        let to = |text| switch(&set(Value, SETTING, &[text]));
        for on in ["on", "ON", "t", "tru", "true", "y", "yes", "1"] {
            assert_eq!(to(on), Some(Switch::To(true)), "{on}");
        }
        for off in ["of", "off", "Off", "f", "fals", "n", "no", "0"] {
            assert_eq!(to(off), Some(Switch::To(false)), "{off}");
        }
        // The server refuses these when the statement runs.
        for neither in ["", "o", "offf", "nope", " off", "00", "0.0", "2", "-1"] {
            assert_eq!(to(neither), None, "{neither}");
        }
        assert_eq!(switch(&set(Value, SETTING, &["on", "off"])), None);
        let mixed = set(Value, "Standard_Conforming_Strings", &["off"]);
        assert_eq!(switch(&mixed), Some(Switch::To(false)));
        assert_eq!(switch(&set(Default, SETTING, &[])), Some(Switch::Back));
        assert_eq!(switch(&set(Reset, SETTING, &[])), Some(Switch::Back));
        assert_eq!(switch(&set(Current, SETTING, &[])), None);
        assert_eq!(switch(&set(Value, "backslash_quote", &["off"])), None);
        assert_eq!(switch(&set(ResetAll, "", &[])), None);
    }
}
