//! Bytes handed to a worker through dynamic shared memory, where a table can't serve because the
//! transaction is about to be rolled back.

use pgrx::pg_sys;

/// Puts `bytes` into a segment that lives until [`take`] or [`discard`], or the server's restart.
pub fn publish(bytes: &[u8]) -> u32 {
    let length = bytes.len() as u64;
    // SAFETY: the segment is as large as what is written: eight bytes of length, then the bytes. It is
    // pinned before our own mapping goes.
    unsafe {
        let segment = pg_sys::dsm_create(8 + bytes.len(), 0);
        let address = pg_sys::dsm_segment_address(segment).cast::<u8>();
        address.copy_from_nonoverlapping(length.to_ne_bytes().as_ptr(), 8);
        address.add(8).copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
        pg_sys::dsm_pin_segment(segment);
        let handle = pg_sys::dsm_segment_handle(segment);
        pg_sys::dsm_detach(segment);
        handle
    }
}

/// Takes the bytes out of a segment made by [`publish`] and frees it. `None` if it is gone.
pub fn take(handle: u32) -> Option<Vec<u8>> {
    // SAFETY: the segment is one of ours, since only our own launcher hands out handles: a length and as
    // many bytes. It is unpinned once, here.
    unsafe {
        let segment = pg_sys::dsm_attach(handle);
        if segment.is_null() {
            return None;
        }
        let address = pg_sys::dsm_segment_address(segment).cast::<u8>();
        let mut length = [0; 8];
        address.copy_to_nonoverlapping(length.as_mut_ptr(), 8);
        let mut bytes = vec![0; u64::from_ne_bytes(length) as usize];
        address.add(8).copy_to_nonoverlapping(bytes.as_mut_ptr(), bytes.len());
        pg_sys::dsm_unpin_segment(handle);
        pg_sys::dsm_detach(segment);
        Some(bytes)
    }
}

/// Frees a segment that nobody will take.
pub fn discard(handle: u32) {
    // SAFETY: the segment is pinned, by [`publish`].
    unsafe { pg_sys::dsm_unpin_segment(handle) };
}
