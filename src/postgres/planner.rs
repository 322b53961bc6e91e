//! The planner's settings while our own SQL runs: whatever a session has set for its own queries, a look into the
//! catalog is planned as it was meant to be, and never compiled.
//!
//! Queries in which a user has a say (`spi::user_rows`) are planned as his session has it. Costs are left alone: they
//! say what the machine is like.

use std::cell::{Cell, OnceCell};
use std::ffi::{CStr, CString};

use pgrx::pg_sys;

use super::{compat, settings};

/// A setting and what our own SQL needs of it.
enum Switch {
    Bool { name: &'static CStr, now: *const bool, wanted: bool },
    Int { name: &'static CStr, now: *const i32, wanted: i32 },
    Enum { name: &'static CStr, now: *const i32, wanted: i32, entry: *mut pg_sys::config_enum },
}

/// Those that are in no group of their own: how joins are looked for, and workers for what needs none.
const OTHERS: [&CStr; 5] = [
    c"from_collapse_limit",
    c"join_collapse_limit",
    c"geqo",
    c"force_parallel_mode",
    c"debug_parallel_query",
];

/// Ways to read that grow with the catalog. [`by_index`] leaves what goes from row to row by an index.
const GROWING: [&CStr; 3] = [c"enable_seqscan", c"enable_hashjoin", c"enable_mergejoin"];

/// Compiling takes longer than any of our own queries.
const JIT: &CStr = c"jit";

thread_local! {
    static SWITCHES: OnceCell<Vec<Switch>> = const { OnceCell::new() };
    static IS_BY_INDEX: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`, queries of our own about a few objects: they are planned to take as long in a large catalog as in a small
/// one, whatever its statistics say.
pub fn by_index<R>(work: impl FnOnce() -> R) -> R {
    struct Reset(bool);
    impl Drop for Reset {
        fn drop(&mut self) {
            IS_BY_INDEX.set(self.0);
        }
    }
    let _reset = Reset(IS_BY_INDEX.replace(true));
    work()
}

/// Runs `work`, our own SQL, with the planner's switches at their defaults and without jit. What it costs where nothing
/// is to be changed is a look at some variables.
pub fn by_default<R>(work: impl FnOnce() -> R) -> R {
    let changed: Vec<(&CStr, CString)> = SWITCHES.with(|switches| {
        switches.get_or_init(switches_of_the_server).iter().filter_map(Switch::changed).collect()
    });
    if changed.is_empty() {
        return work();
    }
    settings::scoped(|| {
        changed.iter().for_each(|(name, value)| settings::set_local(name, value));
        work()
    })
}

/// Every `enable_…`, and the others. The server's own settings live as long as the process.
fn switches_of_the_server() -> Vec<Switch> {
    // SAFETY: an entry is of the kind that its `vartype` says; name and variable of a setting of the server's own are
    // static.
    compat::settings().into_iter().filter_map(|setting| unsafe { switch(setting) }).collect()
}

unsafe fn switch(setting: *const pg_sys::config_generic) -> Option<Switch> {
    // SAFETY: as the caller says.
    unsafe {
        let name: &'static CStr = CStr::from_ptr((*setting).name);
        let is_method = (*setting).group == pg_sys::config_group::QUERY_TUNING_METHOD;
        if !is_method && name != JIT && !OTHERS.contains(&name) {
            return None;
        }
        match (*setting).vartype {
            pg_sys::config_type::PGC_BOOL => {
                let entry: *const pg_sys::config_bool = setting.cast();
                let wanted = (*entry).boot_val && name != JIT;
                Some(Switch::Bool { name, now: (*entry).variable, wanted })
            }
            pg_sys::config_type::PGC_INT => {
                let entry: *const pg_sys::config_int = setting.cast();
                Some(Switch::Int { name, now: (*entry).variable, wanted: (*entry).boot_val })
            }
            pg_sys::config_type::PGC_ENUM => {
                let entry: *const pg_sys::config_enum = setting.cast();
                let (now, wanted) = ((*entry).variable, (*entry).boot_val);
                Some(Switch::Enum { name, now, wanted, entry: entry.cast_mut() })
            }
            _ => None,
        }
    }
}

impl Switch {
    /// What it must be set to, where it is something else.
    fn changed(&self) -> Option<(&'static CStr, CString)> {
        // SAFETY: variables of the backend, which is single-threaded; the word of an enum's value is static.
        unsafe {
            match self {
                Switch::Bool { name, now, wanted } => {
                    let wanted = *wanted && !(IS_BY_INDEX.get() && GROWING.contains(name));
                    (**now != wanted)
                        .then(|| (*name, if wanted { c"on".to_owned() } else { c"off".to_owned() }))
                }
                Switch::Int { name, now, wanted } => {
                    (**now != *wanted).then(|| (*name, CString::new(wanted.to_string()).unwrap_or_default()))
                }
                Switch::Enum { name, now, wanted, entry } => (**now != *wanted).then(|| {
                    let word = pg_sys::config_enum_lookup_by_value(*entry, *wanted);
                    (*name, CStr::from_ptr(word).to_owned())
                }),
            }
        }
    }
}
