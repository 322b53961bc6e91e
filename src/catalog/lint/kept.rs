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

    /// Whether there is an answer.
    pub(super) fn has(&self, key: &Key) -> bool {
        self.0.borrow().contains_key(key)
    }

    /// The answer, where it is asked for together with others; none where those that came have none for it.
    pub(super) fn or_all<Answers>(&self, key: Key, ask: impl FnOnce() -> Answers) -> Option<Answer>
    where
        Answers: IntoIterator<Item = (Key, Answer)>,
    {
        if !self.has(&key) {
            let answers = ask();
            self.0.borrow_mut().extend(answers);
        }
        self.0.borrow().get(&key).cloned()
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
