//! What the settings of a session will be when its transaction has committed.
//!
//! A unit's journal row is written in its own transaction, where SET LOCAL and the SET clauses of functions still hold.
//! Each setting has a stack of what is to be restored, which is read here as the server's `AtEOXact_GUC` would at
//! COMMIT.

use std::ffi::{CStr, c_char};

use pgrx::pg_sys;

use super::compat;

/// A setting that a session can change, as it will be.
pub struct Staying {
    /// Its name.
    pub name: String,
    /// Where its value comes from.
    pub origin: Origin,
    /// Whether nobody has defined it: it is there since somebody has set it (`SET app.tenant = …`).
    pub is_custom: bool,
    /// The value, as SET takes it.
    value: Value,
}

/// Where a setting's value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The server, the database or the role.
    Default,
    /// What the session was given before any script ran in it: [`super::settings::assume`].
    Assumed,
    /// A SET.
    Set,
}

/// A value on the stack, or the one that holds now.
#[derive(Clone, Copy)]
enum Value {
    Now,
    Kept(pg_sys::config_var_val),
}

/// One level of the stack, as far as it is followed here.
#[derive(Clone, Copy)]
struct Level {
    nesting: i32,
    state: pg_sys::GucStackState::Type,
    prior: (Value, Origin),
    masked: Value,
}

impl Staying {
    /// Whether its value is the one that holds now.
    pub fn is_now(&self) -> bool {
        matches!(self.value, Value::Now)
    }

    /// The value, as SET takes it.
    pub fn value(&self) -> String {
        match self.value {
            Value::Now => super::settings::value(&self.name).unwrap_or_default(),
            Value::Kept(value) => {
                // SAFETY: the name is that of a setting that is there.
                compat::setting(&self.name)
                    .map_or_else(String::new, |setting| unsafe { written(setting, value) })
            }
        }
    }
}

/// The settings that were set in this session, or that a script may have reset, as they will be behind the COMMIT.
pub fn all() -> Vec<Staying> {
    let mut all = Vec::new();
    for setting in compat::settings() {
        // SAFETY: the server's variables live as long as no setting is added or removed, which nothing here does.
        unsafe {
            let generic = &*setting;
            if !matches!(generic.context, pg_sys::GucContext::PGC_USERSET | pg_sys::GucContext::PGC_SUSET) {
                continue;
            }
            let (value, origin) = behind_commit(generic);
            let name = CStr::from_ptr(generic.name).to_string_lossy().into_owned();
            all.push(Staying { name, origin, is_custom: is_custom(generic), value });
        }
    }
    all
}

/// One setting, as it will be behind the COMMIT.
pub fn one(name: &str) -> Option<Staying> {
    let setting = compat::setting(name)?;
    // SAFETY: as above.
    let (value, origin, is_custom) = unsafe {
        let (value, origin) = behind_commit(&*setting);
        (value, origin, is_custom(&*setting))
    };
    Some(Staying { name: name.into(), origin, is_custom, value })
}

fn is_custom(setting: &pg_sys::config_generic) -> bool {
    setting.flags as u32 & pg_sys::GUC_CUSTOM_PLACEHOLDER != 0
}

fn origin(source: pg_sys::GucSource::Type) -> Origin {
    match source {
        pg_sys::GucSource::PGC_S_SESSION => Origin::Set,
        pg_sys::GucSource::PGC_S_INTERACTIVE => Origin::Assumed,
        _ => Origin::Default,
    }
}

/// Whether somebody has set a setting within a nesting level that is open, or in one within that.
pub fn is_set_within(name: &str, level: i32) -> bool {
    // SAFETY: the stack's entries live as long as their levels, which are open.
    compat::setting(name).is_some_and(|setting| unsafe {
        let top = (*setting).stack;
        (*setting).source == pg_sys::GucSource::PGC_S_SESSION && !top.is_null() && (*top).nest_level >= level
    })
}

/// Whether a setting holds by a SET, or SET LOCAL, of this session.
pub fn is_set(name: &str) -> bool {
    // SAFETY: the setting is there.
    compat::setting(name)
        .is_some_and(|setting| unsafe { (*setting).source == pg_sys::GucSource::PGC_S_SESSION })
}

/// # Safety
///
/// A setting of the server's list.
unsafe fn behind_commit(setting: &pg_sys::config_generic) -> (Value, Origin) {
    let mut levels = Vec::new();
    let mut entry = setting.stack;
    while !entry.is_null() {
        // SAFETY: the stack is a list that ends with NULL, whose entries nobody changes meanwhile.
        let level = unsafe { &*entry };
        levels.push(Level {
            nesting: level.nest_level,
            state: level.state,
            prior: (Value::Kept(level.prior.val), origin(level.source)),
            masked: Value::Kept(level.masked.val),
        });
        entry = level.prev;
    }
    committed((Value::Now, origin(setting.source)), levels)
}

/// What is left of a value when all levels of its stack, the innermost first, have ended well.
fn committed(now: (Value, Origin), mut levels: Vec<Level>) -> (Value, Origin) {
    use pg_sys::GucStackState::*;
    let mut current = now;
    levels.reverse();
    while let Some(mut level) = levels.pop() {
        if level.state == GUC_SAVE {
            current = level.prior;
            continue;
        }
        if level.nesting <= 1 {
            match level.state {
                GUC_SET => {}
                GUC_SET_LOCAL => current = (level.masked, Origin::Set),
                _ => current = level.prior,
            }
            continue;
        }
        match levels.last_mut().filter(|outer| outer.nesting >= level.nesting - 1) {
            // The level outside has none of its own: this one becomes that.
            None => {
                level.nesting -= 1;
                levels.push(level);
            }
            Some(outer) => match level.state {
                GUC_SET => outer.state = GUC_SET,
                GUC_SET_LOCAL => {
                    outer.masked = level.masked;
                    outer.state = GUC_SET_LOCAL;
                }
                _ if outer.state == GUC_SET => {
                    outer.masked = level.prior.0;
                    outer.state = GUC_SET_LOCAL;
                }
                _ => {}
            },
        }
    }
    current
}

/// # Safety
///
/// `setting` is a setting of the server's list, and `value` one of its values.
unsafe fn written(setting: *const pg_sys::config_generic, value: pg_sys::config_var_val) -> String {
    use pg_sys::config_type::*;
    let own = |text: *const c_char| {
        if text.is_null() {
            return String::new();
        }
        // SAFETY: a string that ends with NUL and is copied at once.
        unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
    };
    // SAFETY: the union's member is that of the setting's type; a number is in the setting's own unit, in which SET takes it.
    unsafe {
        match (*setting).vartype {
            PGC_BOOL => if value.boolval { "on" } else { "off" }.into(),
            PGC_INT => value.intval.to_string(),
            PGC_REAL => value.realval.to_string(),
            PGC_STRING => own(value.stringval),
            _ => own(pg_sys::config_enum_lookup_by_value(setting.cast_mut().cast(), value.enumval)),
        }
    }
}
