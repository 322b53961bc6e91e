//! What a worker of another database is asked, and what it answers.
//!
//! It can read no table of this database. So both go through dynamic shared memory: a segment with the question, and a
//! queue for the answer. The segment goes when both ends have let go of it, however they end.

use std::ffi::c_void;
use std::ptr;

use pgrx::pg_sys;

/// How much of an answer is under way at once; longer ones come in parts.
const QUEUE: usize = 64 * 1024;

/// Where the question begins, behind its length.
const BEGIN: usize = 8;

/// Where the queue begins, behind a question of this length: at an address that is good for any value.
fn queue_at(length: usize) -> usize {
    BEGIN + length.next_multiple_of(8)
}

/// An end of a segment and of its queue.
struct End {
    segment: *mut pg_sys::dsm_segment,
    queue: *mut pg_sys::shm_mq_handle,
}

impl End {
    /// # Safety
    ///
    /// `mq` is the queue in the segment, of which this process is the sender or the receiver.
    unsafe fn of(segment: *mut pg_sys::dsm_segment, mq: *mut pg_sys::shm_mq) -> End {
        // SAFETY: as the caller says. What the server keeps of both ends outlives this transaction: it is let go of in Drop,
        // or with the process.
        unsafe {
            pg_sys::dsm_pin_mapping(segment);
            let before = pg_sys::MemoryContextSwitchTo(pg_sys::TopMemoryContext);
            let queue = pg_sys::shm_mq_attach(mq, segment, ptr::null_mut());
            pg_sys::MemoryContextSwitchTo(before);
            End { segment, queue }
        }
    }
}

impl Drop for End {
    fn drop(&mut self) {
        // SAFETY: attached in `of`, and let go of nowhere else.
        unsafe {
            pg_sys::shm_mq_detach(self.queue);
            pg_sys::dsm_detach(self.segment);
        }
    }
}

/// A question that waits for its answer.
pub struct Asked(End);

/// What came back by now.
pub enum Back {
    /// Nothing yet.
    Nothing,
    /// The answer.
    Answer(Vec<u8>),
    /// Nobody is there any more who could answer.
    Nobody,
}

/// Puts a question into memory. Call it inside a transaction.
pub fn ask(question: &[u8]) -> Asked {
    // SAFETY: the segment is as large as what is written: the length, the question, and the queue, which begins at an
    // address that is aligned. This process is its receiver.
    unsafe {
        let at = queue_at(question.len());
        let segment = pg_sys::dsm_create(at + QUEUE, 0);
        let address = pg_sys::dsm_segment_address(segment).cast::<u8>();
        address.copy_from_nonoverlapping((question.len() as u64).to_ne_bytes().as_ptr(), BEGIN);
        address.add(BEGIN).copy_from_nonoverlapping(question.as_ptr(), question.len());
        let mq = pg_sys::shm_mq_create(address.add(at).cast(), QUEUE);
        pg_sys::shm_mq_set_receiver(mq, pg_sys::MyProc);
        Asked(End::of(segment, mq))
    }
}

impl Asked {
    /// By what a worker finds it.
    pub fn handle(&self) -> u32 {
        // SAFETY: the segment is attached.
        unsafe { pg_sys::dsm_segment_handle(self.0.segment) }
    }

    /// Looks for the answer, which sets the latch when it comes.
    pub fn look(&self) -> Back {
        let (mut length, mut data) = (0, ptr::null_mut::<c_void>());
        // SAFETY: this process is the receiver; the data is valid until the next look, and copied at once.
        unsafe {
            match pg_sys::shm_mq_receive(self.0.queue, &mut length, &mut data, true) {
                pg_sys::shm_mq_result::SHM_MQ_SUCCESS => {
                    Back::Answer(std::slice::from_raw_parts(data.cast::<u8>(), length).to_vec())
                }
                pg_sys::shm_mq_result::SHM_MQ_WOULD_BLOCK => Back::Nothing,
                _ => Back::Nobody,
            }
        }
    }
}

/// A question that was taken, to be answered.
pub struct Taken {
    end: End,
    /// The question.
    pub question: Vec<u8>,
}

/// Takes the question of a handle; `None` if whoever asked is gone. Call it inside a transaction.
pub fn take(handle: u32) -> Option<Taken> {
    // SAFETY: the segment is one of `ask`, since only our own launcher hands out handles: a length, as many bytes, and a
    // queue, whose sender this process is.
    unsafe {
        let segment = pg_sys::dsm_attach(handle);
        if segment.is_null() {
            return None;
        }
        let address = pg_sys::dsm_segment_address(segment).cast::<u8>();
        let mut length = [0; BEGIN];
        address.copy_to_nonoverlapping(length.as_mut_ptr(), BEGIN);
        let mut question = vec![0; u64::from_ne_bytes(length) as usize];
        address.add(BEGIN).copy_to_nonoverlapping(question.as_mut_ptr(), question.len());
        let mq = address.add(queue_at(question.len())).cast::<pg_sys::shm_mq>();
        pg_sys::shm_mq_set_sender(mq, pg_sys::MyProc);
        Some(Taken { end: End::of(segment, mq), question })
    }
}

impl Taken {
    /// Gives the answer, and waits until it is read, or nobody waits for it.
    ///
    /// Raises a cancel.
    pub fn answer(self, answer: &[u8]) {
        // SAFETY: this process is the sender; the bytes outlive the call, which returns when they are copied.
        unsafe { pg_sys::shm_mq_send(self.end.queue, answer.len(), answer.as_ptr().cast(), false, true) };
    }
}
