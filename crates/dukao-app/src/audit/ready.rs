//! Whether the house can work: its database answers, and there is the key that it was sealed with.

use crate::House;

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ready {
    /// Nothing.
    Yes,
    /// The database does not answer.
    NoDatabase,
    /// The key of the newest entries is not there: the house can be read, but not written.
    NoKey,
}

impl House {
    /// Asks the database and looks for the key.
    pub async fn ready(&self) -> Ready {
        let Ok(used) = self.store.keys_in_use().await else { return Ready::NoDatabase };
        let keys = self.store.keys();
        let there = keys.is_some_and(|keys| used.iter().all(|id| keys.ids().any(|own| own == *id)));
        if there { Ready::Yes } else { Ready::NoKey }
    }
}
