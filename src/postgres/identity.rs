//! Who is asking; acting as the owner of our own tables for our own statements, or in a security-restricted operation
//! as the owner of a user's table.

use std::cell::Cell;
use std::ffi::CStr;

use pgrx::pg_sys;
use pgrx::prelude::*;

/// The session user: who connected, or what SET SESSION AUTHORIZATION made of it.
pub fn session_user() -> (pg_sys::Oid, String) {
    // SAFETY: callable in any backend that is connected.
    let oid = unsafe { pg_sys::GetSessionUserId() };
    (oid, role_name(oid))
}

/// The current role: whose rights count now.
pub fn current_role() -> (pg_sys::Oid, String) {
    // SAFETY: callable in any backend that is connected.
    let oid = unsafe { pg_sys::GetUserId() };
    (oid, role_name(oid))
}

/// Who logged in, whom RESET SESSION AUTHORIZATION makes the session user again.
pub fn login_user() -> (pg_sys::Oid, String) {
    // SAFETY: callable in any backend that is connected.
    let oid = unsafe { pg_sys::GetAuthenticatedUserId() };
    (oid, role_name(oid))
}

/// The role that SET ROLE has taken; none where it is the session user's.
pub fn set_role() -> Option<String> {
    // SAFETY: reads variables of the backend.
    let oid = unsafe { pg_sys::GetCurrentRoleId() };
    (oid != pg_sys::InvalidOid).then(|| role_name(oid))
}

/// Whether the current role is that of a SECURITY DEFINER function, or of a table's owner in a referential check:
/// then it has nothing of the session user, who may be anybody that calls the function or writes to the table.
pub fn is_definer() -> bool {
    // SAFETY: reads a variable of the backend.
    unsafe { pg_sys::InLocalUserIdChange() }
}

/// The user who answers for what the current role says in this session: the session user, unless the role is a
/// definer's, who answers for himself.
pub fn answerable_user() -> String {
    if is_definer() { current_role().1 } else { session_user().1 }
}

/// The name of a role.
pub fn name_of(role: pg_sys::Oid) -> String {
    role_name(role)
}

fn role_name(oid: pg_sys::Oid) -> String {
    // SAFETY: returns a palloc'd string, or raises an error for a role that was dropped.
    unsafe { CStr::from_ptr(pg_sys::GetUserNameFromId(oid, false)) }.to_string_lossy().into_owned()
}

/// Whether the current role has the privileges of another, given by name; of one that is gone, a superuser has.
pub fn is_member_of(role: &str) -> bool {
    let Ok(name) = std::ffi::CString::new(role) else { return false };
    // SAFETY: reads the catalog; a role that is not there has the invalid oid.
    unsafe {
        let oid = pg_sys::get_role_oid(name.as_ptr(), true);
        if oid == pg_sys::InvalidOid {
            pg_sys::superuser()
        } else {
            pg_sys::has_privs_of_role(pg_sys::GetUserId(), oid)
        }
    }
}

/// Whether the current role has the privileges of a predefined role, given by its oid.
pub fn has_privileges_of(role: u32) -> bool {
    // SAFETY: reads the catalog.
    unsafe { pg_sys::has_privs_of_role(pg_sys::GetUserId(), pg_sys::Oid::from(role)) }
}

/// Whether the current role may call a function, given by its name and the types of its arguments.
pub fn may_execute(function: &str) -> bool {
    let (role, _) = current_role();
    let sql = "SELECT has_function_privilege($1, $2, 'EXECUTE')";
    as_owner(|| super::spi::row(sql, &[role.into(), function.into()], |row| row.must(1))) == Some(true)
}

/// Whether the current role may read a table of ours.
pub fn may_select(table: &str) -> bool {
    let (role, _) = current_role();
    let sql = "SELECT has_table_privilege($1, $2, 'SELECT')";
    as_owner(|| super::spi::row(sql, &[role.into(), table.into()], |row| row.must(1))) == Some(true)
}

/// Whether we are called within a security-restricted operation, such as an index expression evaluated by
/// somebody else's maintenance command.
pub fn is_restricted() -> bool {
    // SAFETY: reads a variable of the backend.
    unsafe { pg_sys::InSecurityRestrictedOperation() }
}

/// Runs `work` as the owner of schema `migrate`, with `search_path` set to `pg_catalog, pg_temp`.
///
/// Our tables are closed to everybody; the right to call a function is the right to do with them what
/// that function does. Only our own SQL may run in `work`, never a user's.
pub fn as_owner<R>(work: impl FnOnce() -> R) -> R {
    struct Reset(bool);
    impl Drop for Reset {
        fn drop(&mut self) {
            AS_OWNER.set(self.0);
        }
    }
    let _reset = Reset(AS_OWNER.replace(true));
    as_role(owner(), work)
}

thread_local! {
    static AS_OWNER: Cell<bool> = const { Cell::new(false) };
}

/// Whether our own SQL is at work, by [`as_owner`].
pub fn is_as_owner() -> bool {
    AS_OWNER.get()
}

/// The same as another role: for what concerns its objects, and might call code that counts on its rights.
pub fn as_role<R>(role: pg_sys::Oid, work: impl FnOnce() -> R) -> R {
    let mut before = pg_sys::InvalidOid;
    let mut context = 0;
    // SAFETY: the pair is put back below, or by the abort that follows an error.
    unsafe {
        pg_sys::GetUserIdAndSecContext(&mut before, &mut context);
        let inside = context | pg_sys::SECURITY_LOCAL_USERID_CHANGE as i32;
        pg_sys::SetUserIdAndSecContext(role, inside);
    }
    let _restore = Restore { user: before, context };
    super::settings::scoped(|| {
        super::settings::set_local(c"search_path", c"pg_catalog, pg_temp");
        work()
    })
}

/// The same in a security-restricted operation, as the server evaluates what a table's owner wrote: the code that runs
/// there can take no other role, and leaves nothing in the session. The search path is as it is.
pub fn as_restricted<R>(role: pg_sys::Oid, work: impl FnOnce() -> R) -> R {
    let mut before = pg_sys::InvalidOid;
    let mut context = 0;
    // SAFETY: the pair is put back below, or by the abort that follows an error.
    unsafe {
        pg_sys::GetUserIdAndSecContext(&mut before, &mut context);
        let more = pg_sys::SECURITY_LOCAL_USERID_CHANGE | pg_sys::SECURITY_RESTRICTED_OPERATION;
        pg_sys::SetUserIdAndSecContext(role, context | more as i32);
    }
    let _restore = Restore { user: before, context };
    work()
}

/// Whether the current role could become another one that has no more rights than it has: then to act as that is to
/// lend nobody anything.
pub fn may_stoop_to(role: pg_sys::Oid) -> bool {
    // SAFETY: reads the catalog.
    unsafe {
        let current = pg_sys::GetUserId();
        pg_sys::superuser()
            || !pg_sys::superuser_arg(role)
                && pg_sys::has_privs_of_role(current, role)
                && super::compat::can_take_role(current, role)
    }
}

struct Restore {
    user: pg_sys::Oid,
    context: i32,
}

impl Drop for Restore {
    fn drop(&mut self) {
        // SAFETY: the pair was the backend's own.
        unsafe { pg_sys::SetUserIdAndSecContext(self.user, self.context) };
    }
}

/// The owner of schema `migrate`, which is the extension's.
fn owner() -> pg_sys::Oid {
    // SAFETY: the oid is looked up first; get_namespace_oid raises an error where the schema is gone. The
    // tuple is released before we return.
    unsafe {
        let schema = pg_sys::get_namespace_oid(c"migrate".as_ptr(), false);
        let tuple = pg_sys::SearchSysCache1(
            pg_sys::SysCacheIdentifier::NAMESPACEOID as i32,
            pg_sys::Datum::from(schema),
        );
        if tuple.is_null() {
            error!("cache lookup failed for schema migrate");
        }
        let data: pg_sys::Form_pg_namespace = pg_sys::GETSTRUCT(tuple).cast();
        let owner = (*data).nspowner;
        pg_sys::ReleaseSysCache(tuple);
        owner
    }
}
