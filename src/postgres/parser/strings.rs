//! Scripts that change how strings are read: behind `SET standard_conforming_strings = off` a backslash escapes in
//! every string, so such a script cannot be split before it is known where that stands.

use std::ffi::CStr;

use pgrx::{is_a, pg_sys};

const SETTING: &str = "standard_conforming_strings";

/// How strings are read, put back to what the session says at the end.
///
/// Meanwhile there is no warning of backslashes: it would point into the statement that called us. It comes when the
/// script's own runs, unless that says otherwise.
pub struct Reading {
    of_session: bool,
    warning: bool,
}

/// What a statement makes of the setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// It is on or off from here on.
    To(bool),
    /// It is as it was before the script.
    Back,
}

impl Reading {
    /// As the session says.
    pub fn of_session() -> Self {
        // SAFETY: variables of settings; the backend has one thread.
        unsafe {
            let warning = pg_sys::escape_string_warning;
            pg_sys::escape_string_warning = false;
            Reading { of_session: pg_sys::standard_conforming_strings, warning }
        }
    }

    /// Reads what follows as a session would in which the script has run up to here.
    pub fn switch(&self, switch: Switch) {
        let on = match switch {
            Switch::To(on) => on,
            Switch::Back => self.of_session,
        };
        // SAFETY: as above; the lexer reads it when a parse begins, and the setting itself is left alone.
        unsafe { pg_sys::standard_conforming_strings = on };
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.switch(Switch::Back);
        // SAFETY: as above.
        unsafe { pg_sys::escape_string_warning = self.warning };
    }
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

/// Whether a statement sets the setting, and to what.
///
/// # Safety
///
/// `node` is a raw parse tree that is not freed yet.
pub unsafe fn switch(node: *mut pg_sys::Node) -> Option<Switch> {
    use pg_sys::VariableSetKind::{VAR_RESET, VAR_SET_DEFAULT, VAR_SET_VALUE};
    // SAFETY: the cast is to the struct of the node's tag; strings of a tree end with NUL.
    unsafe {
        if !is_a(node, pg_sys::NodeTag::T_VariableSetStmt) {
            return None;
        }
        let set = node.cast::<pg_sys::VariableSetStmt>();
        if (*set).name.is_null()
            || !CStr::from_ptr((*set).name).to_bytes().eq_ignore_ascii_case(SETTING.as_bytes())
        {
            return None;
        }
        match (*set).kind {
            VAR_SET_VALUE => {
                let value = pg_sys::ExtractSetVariableArgs(set);
                let mut on = false;
                pg_sys::parse_bool(value, &raw mut on).then_some(Switch::To(on))
            }
            VAR_SET_DEFAULT | VAR_RESET => Some(Switch::Back),
            _ => None,
        }
    }
}
