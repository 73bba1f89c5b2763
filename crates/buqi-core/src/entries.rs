//! Sorted lists that copies share until one of them is changed.

use litemap::LiteMap;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// A [`LiteMap`] that costs nothing to copy: an undo step shares whatever its
/// edit left alone. The first change of a copy makes it a list of its own.
pub struct Entries<K, V>(Arc<LiteMap<K, V>>);

impl<K, V> Entries<K, V> {
    pub fn new() -> Entries<K, V> {
        Entries::default()
    }

    /// Whether both are one list; two that are not may still be equal.
    pub fn is_same(&self, other: &Entries<K, V>) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<K, V> Default for Entries<K, V> {
    fn default() -> Entries<K, V> {
        Entries(Arc::new(LiteMap::new()))
    }
}

impl<K, V> Clone for Entries<K, V> {
    fn clone(&self) -> Entries<K, V> {
        Entries(self.0.clone())
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for Entries<K, V> {
    fn eq(&self, other: &Entries<K, V>) -> bool {
        self.is_same(other) || *self.0 == *other.0
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Entries<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter()).finish()
    }
}

impl<K, V> Deref for Entries<K, V> {
    type Target = LiteMap<K, V>;

    fn deref(&self) -> &LiteMap<K, V> {
        &self.0
    }
}

impl<K: Clone, V: Clone> DerefMut for Entries<K, V> {
    fn deref_mut(&mut self) -> &mut LiteMap<K, V> {
        Arc::make_mut(&mut self.0)
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Entries<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Entries<K, V> {
        Entries(Arc::new(entries.into_iter().collect()))
    }
}

impl<'a, K, V> IntoIterator for &'a Entries<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = <&'a LiteMap<K, V> as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        (&*self.0).into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_shares_its_entries_until_it_is_changed() {
        let one: Entries<u8, &str> = [(1, "one"), (2, "two")].into_iter().collect();
        let mut other = one.clone();
        assert!(one.is_same(&other));
        other.insert(3, "three");
        assert!(!one.is_same(&other) && one != other);
        other.remove(&3);
        assert_eq!(one, other);
        assert_eq!(one.len(), 2);
    }
}
