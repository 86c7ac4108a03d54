//! What is worked out once and shared, also between threads.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// Values by key, each made when it is first asked for.
#[derive(Debug)]
pub(super) struct Memo<K, V: ?Sized>(Mutex<HashMap<K, Arc<V>>>);

impl<K, V: ?Sized> Default for Memo<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V: ?Sized> Memo<K, V> {
    /// The value of a key. Everyone who asks gets the same one, so that it can be told by its address.
    pub(super) fn get(&self, key: K, make: impl FnOnce() -> Arc<V>) -> Arc<V> {
        // Making one takes no lock: two threads may both make it, and the first to be done counts.
        let known = self.lock().get(&key).map(Arc::clone);
        known.unwrap_or_else(|| {
            let made = make();
            Arc::clone(self.lock().entry(key).or_insert(made))
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<K, Arc<V>>> {
        // A map is whole after every insertion, also where another thread panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
