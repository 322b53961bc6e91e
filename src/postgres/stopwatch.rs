//! For how long an index has been built without its waits, and since when it is in its phase. The server tells the phase and
//! how far that is, but no times; without them nobody can say how long the rest takes.
//!
//! A timer looks at the phase in which the server says this process is, and writes two times beside it, where the server has
//! room for what a command of its own might tell: `pg_stat_get_progress_info` shows them to whom it shows the phase
//! (sql/job_facts.sql).

use std::cell::Cell;
use std::ptr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use pgrx::pg_sys;

// The bindings have none of the server's timers.
unsafe extern "C-unwind" {
    fn RegisterTimeout(id: i32, handler: unsafe extern "C-unwind" fn()) -> i32;
    fn enable_timeout_every(id: i32, fin_time: i64, delay_ms: i32);
    fn disable_timeout(id: i32, keep_indicator: bool);
}

/// How often it looks.
const EVERY_MS: i32 = 100;

/// Where the server keeps the phase, and within a build that of the index's method (commands/progress.h).
const PHASE: usize = 9;
const SUBPHASE: usize = 10;

/// Phases in which the build waits for others.
const WAITS: [i64; 5] = [1, 3, 7, 8, 9];

/// Room that no command uses: milliseconds of work so far, and of them those before this phase.
const WORKED: usize = 18;
const BEFORE: usize = 19;

/// When it was looked last, what was waited until then, the phase by then, and the work before that.
static LOOKED: AtomicI64 = AtomicI64::new(0);
static WORK: AtomicI64 = AtomicI64::new(0);
static SEEN: AtomicI64 = AtomicI64::new(-1);
static BEGAN: AtomicI64 = AtomicI64::new(0);

thread_local! {
    /// The timer, registered once in the life of the process.
    static TIMER: Cell<Option<i32>> = const { Cell::new(None) };
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}

/// Called by the server's handler of SIGALRM.
unsafe extern "C-unwind" fn look() {
    let now = now();
    let since = now - LOOKED.swap(now, Ordering::Relaxed);
    // SAFETY: the process's own entry, which only it writes; each number is read and written in one piece, from a signal
    // handler, and nothing else uses the two that are written.
    unsafe {
        let entry = pg_sys::MyBEEntry;
        if !entry.is_null()
            && (*entry).st_progress_command == pg_sys::ProgressCommandType::PROGRESS_COMMAND_CREATE_INDEX
        {
            let numbers = (&raw mut (*entry).st_progress_param).cast::<i64>();
            let main = ptr::read_volatile(numbers.add(PHASE));
            let phase = main * 100 + ptr::read_volatile(numbers.add(SUBPHASE));
            let work = if WAITS.contains(&main) {
                WORK.load(Ordering::Relaxed)
            } else {
                WORK.fetch_add(since, Ordering::Relaxed) + since
            };
            if SEEN.swap(phase, Ordering::Relaxed) != phase {
                BEGAN.store(work, Ordering::Relaxed);
            }
            ptr::write_volatile(numbers.add(BEFORE), BEGAN.load(Ordering::Relaxed));
            ptr::write_volatile(numbers.add(WORKED), work);
        }
    }
}

/// Runs a statement that may build an index, and keeps the times. Not nested.
pub fn watch<R>(work: impl FnOnce() -> R) -> R {
    LOOKED.store(now(), Ordering::Relaxed);
    WORK.store(0, Ordering::Relaxed);
    SEEN.store(-1, Ordering::Relaxed);
    BEGAN.store(0, Ordering::Relaxed);
    let timer = timer();
    // SAFETY: the timer is registered; InitPostgres has set up the server's timers.
    unsafe { enable_timeout_every(timer, pg_sys::GetCurrentTimestamp(), EVERY_MS) };
    // `work` catches every ERROR, so what follows is always reached; FATAL ends the process, and its timers.
    let result = work();
    // SAFETY: as above.
    unsafe { disable_timeout(timer, false) };
    result
}

fn timer() -> i32 {
    /// Any number from USER_TIMEOUT on asks for a free one.
    const ANY: i32 = 16;
    TIMER.get().unwrap_or_else(|| {
        // SAFETY: a process that is connected, so the timers are set up; the handler does what one may do in a signal
        // handler, and stays where it is: libraries are never unloaded.
        let timer = unsafe { RegisterTimeout(ANY, look) };
        TIMER.set(Some(timer));
        timer
    })
}
