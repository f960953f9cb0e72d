//! The trail: what makes no version but must be known. Who looked at which figure, who signed in, who was turned away.
//!
//! Pages do not wait for the database: entries are written in batches a moment later, in the order in which they came. When
//! the writing falls behind, pages wait; nothing is left out. What a killed program had not written yet is lost, at most
//! [`LATER`] of it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use dukao_store::{RegionId, Store, TrailEntry, WriteError};
use tokio::sync::{mpsc, oneshot};

/// How long entries are gathered before they are written.
const LATER: Duration = Duration::from_millis(200);
/// So many are written at once.
const BATCH: usize = 500;
/// How many may wait.
const WAITING: usize = 10_000;
/// How long a writer that was refused waits before it tries again.
const AGAIN: Duration = Duration::from_secs(2);
/// How often it does so for want of a key.
const PATIENCE: u32 = 30;

enum Message {
    Entry(RegionId, TrailEntry),
    /// Answered when everything before it is written.
    Flush(oneshot::Sender<()>),
}

/// Takes entries and writes them.
#[derive(Debug, Clone)]
pub(crate) struct Recorder {
    to: mpsc::Sender<Message>,
}

impl Recorder {
    /// Begins to write for a store; ends when the last recorder is dropped.
    pub(crate) fn start(store: Arc<Store>) -> Self {
        let (to, from) = mpsc::channel(WAITING);
        tokio::spawn(write(store, from));
        Self { to }
    }

    /// Takes an entry; waits only when too many do.
    pub(crate) async fn record(&self, region: RegionId, entry: TrailEntry) {
        if self.to.send(Message::Entry(region, entry)).await.is_err() {
            tracing::error!("the trail is closed: an entry is lost");
        }
    }

    /// Waits until everything that was taken is written.
    pub(crate) async fn flush(&self) {
        let (done, written) = oneshot::channel();
        if self.to.send(Message::Flush(done)).await.is_ok() {
            let _closed = written.await;
        }
    }
}

async fn write(store: Arc<Store>, mut from: mpsc::Receiver<Message>) {
    let mut waiting = Batch::default();
    loop {
        let message = if waiting.is_empty() {
            from.recv().await
        } else {
            let Ok(message) = tokio::time::timeout(LATER, from.recv()).await else {
                waiting.write(&store).await;
                continue;
            };
            message
        };
        match message {
            Some(Message::Entry(region, entry)) => {
                if waiting.take(region, entry) >= BATCH {
                    waiting.write(&store).await;
                }
            }
            Some(Message::Flush(done)) => {
                waiting.write(&store).await;
                let _gone = done.send(());
            }
            None => {
                waiting.write(&store).await;
                return;
            }
        }
    }
}

/// Entries that are not written yet, by region.
#[derive(Default)]
struct Batch(BTreeMap<RegionId, Vec<TrailEntry>>);

impl Batch {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes an entry; how many there are now.
    fn take(&mut self, region: RegionId, entry: TrailEntry) -> usize {
        self.0.entry(region).or_default().push(entry);
        self.0.values().map(Vec::len).sum()
    }

    /// Writes everything, trying again as long as the database is busy or away.
    async fn write(&mut self, store: &Store) {
        for (region, entries) in std::mem::take(&mut self.0) {
            append(store, region, entries).await;
        }
    }
}

async fn append(store: &Store, region: RegionId, entries: Vec<TrailEntry>) {
    let mut without_key = 0_u32;
    loop {
        match store.append_trail(region, entries.clone()).await {
            Ok(_) => return,
            Err(WriteError::Busy | WriteError::Database(_)) => tokio::time::sleep(AGAIN).await,
            // The key was changed; the file with the new one may be on its way to this machine.
            Err(WriteError::NeedsKey { .. }) if store.keys().is_some() && without_key < PATIENCE => {
                without_key = without_key.saturating_add(1);
                tokio::time::sleep(AGAIN).await;
            }
            // Without its key nothing can be chained; reading goes on, as the documents say.
            Err(error) => {
                tracing::error!(region = region.0, entries = entries.len(), error.text = %error, "the trail was not written");
                return;
            }
        }
    }
}
