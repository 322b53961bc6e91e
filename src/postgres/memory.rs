//! The memory of a worker.

/// Has each larger piece of memory go back to the system when it is let go of. The C library stops doing so after the first
/// large one, and keeps room of that size in its heap: a large script is read, cut and dropped, one behind the other.
pub fn give_back() {
    #[cfg(target_env = "gnu")]
    {
        const LARGE: std::ffi::c_int = 1 << 20;
        // SAFETY: sets a parameter of this process's allocator; what was given out before stays as it is. Where the
        // library does not know it, it says so and changes nothing.
        unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE) };
    }
}
