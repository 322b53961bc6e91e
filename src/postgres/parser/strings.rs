//! The setting that says how strings are read, as the server's lexer asks for it.

use migrate_core::classify::strings::Switch;
use pgrx::pg_sys;

/// How strings are read, put back to what the session says at the end.
///
/// Meanwhile there is no warning of backslashes: it would point into the statement that called us. It comes when the
/// script's own runs, unless that says otherwise.
pub struct StringSetting {
    of_session: bool,
    warning: bool,
}

impl StringSetting {
    /// As the session says.
    pub fn of_session() -> Self {
        // SAFETY: variables of settings; the backend has one thread.
        unsafe {
            let warning = pg_sys::escape_string_warning;
            pg_sys::escape_string_warning = false;
            StringSetting { of_session: pg_sys::standard_conforming_strings, warning }
        }
    }

    /// Whether a backslash escapes in every string.
    pub fn escapes(&self) -> bool {
        !self.of_session
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

impl Drop for StringSetting {
    fn drop(&mut self) {
        self.switch(Switch::Back);
        // SAFETY: as above.
        unsafe { pg_sys::escape_string_warning = self.warning };
    }
}
