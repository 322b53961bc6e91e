//! Lists that many have alike, kept once.

use std::ops::Deref;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

/// A list that is not changed any more, and may be that of many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<T>", into = "Vec<T>")]
#[serde(bound(serialize = "T: Clone + Serialize", deserialize = "T: Deserialize<'de>"))]
pub struct Shared<T: Clone>(Option<Rc<Vec<T>>>);

impl<T: Clone> Shared<T> {
    /// Takes `other`'s list in place of the own one, where both have the same.
    pub fn share(&mut self, other: &Self)
    where
        T: PartialEq,
    {
        if self == other {
            self.clone_from(other);
        }
    }
}

impl<T: Clone> Default for Shared<T> {
    fn default() -> Self {
        Shared(None)
    }
}

impl<T: Clone> Deref for Shared<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }
}

impl<T: Clone> From<Vec<T>> for Shared<T> {
    fn from(list: Vec<T>) -> Self {
        // An empty one takes no room.
        Shared((!list.is_empty()).then(|| Rc::new(list)))
    }
}

impl<T: Clone> From<Shared<T>> for Vec<T> {
    fn from(shared: Shared<T>) -> Self {
        shared.to_vec()
    }
}

impl<T: Clone> FromIterator<T> for Shared<T> {
    fn from_iter<I: IntoIterator<Item = T>>(list: I) -> Self {
        list.into_iter().collect::<Vec<T>>().into()
    }
}

impl<'a, T: Clone> IntoIterator for &'a Shared<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_is_kept_once() {
        let one: Shared<String> = vec!["a".to_string()].into();
        let mut other: Shared<String> = vec!["a".to_string()].into();
        assert_ne!(one.as_ptr(), other.as_ptr());
        other.share(&one);
        assert_eq!(one.as_ptr(), other.as_ptr());
        let mut third: Shared<String> = vec!["b".to_string()].into();
        third.share(&one);
        assert_eq!(&*third, ["b"]);
    }

    #[test]
    fn it_is_written_as_a_list() {
        let list: Shared<u32> = vec![1, 2].into();
        let written = serde_json::to_string(&list).unwrap();
        assert_eq!(written, "[1,2]");
        assert_eq!(serde_json::from_str::<Shared<u32>>(&written).unwrap(), list);
        assert_eq!(serde_json::from_str::<Shared<u32>>("[]").unwrap(), Shared::default());
    }
}
