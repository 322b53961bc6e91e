//! Answers to questions, each asked once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;

/// Answers by what was asked.
pub(super) struct Kept<Key, Answer>(RefCell<HashMap<Key, Answer>>);

impl<Key: Hash + Eq, Answer: Clone> Kept<Key, Answer> {
    pub(super) fn new() -> Self {
        Kept(RefCell::new(HashMap::new()))
    }

    pub(super) fn or(&self, key: Key, ask: impl FnOnce() -> Answer) -> Answer {
        if let Some(answer) = self.0.borrow().get(&key) {
            return answer.clone();
        }
        let answer = ask();
        self.0.borrow_mut().insert(key, answer.clone());
        answer
    }
}
