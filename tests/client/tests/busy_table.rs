//! A table that is free at no moment: many short transactions, each begun before all others have ended.
//!
//! Not here: old transactions (locks.rs), and how long the application is held up (bench/30_lock_queue.sh).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use migrate_client_tests::Db;

use crate::common::{STATUS, create};

#[test]
fn is_had_while_all_of_its_transactions_are_young() {
    const SESSIONS: usize = 20;
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE a (id int)");
    create(&mut session, 1, "ALTER TABLE a ADD COLUMN x int", "ALTER TABLE a DROP COLUMN x");
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..SESSIONS)
        .map(|_| {
            let (mut writer, stop) = (db.session(), Arc::clone(&stop));
            thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    writer.exec("BEGIN; INSERT INTO a (id) VALUES (1); SELECT pg_sleep(0.01 + random() * 0.03); COMMIT");
                }
            })
        })
        .collect();
    let busy = "SELECT count(*) >= 10 FROM pg_locks WHERE relation = 'a'::regclass AND granted";
    db.wait_for(busy, &["t"]);
    // Those that it meets when it looks first are soon replaced by younger ones of the same sessions.
    session.exec("SET migrate.lock_wait = '20s'");
    let called = session.try_query("CALL migrate.up()");
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.join().expect("a writer is not disturbed");
    }
    called.expect("the lock is had while they write");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
}
