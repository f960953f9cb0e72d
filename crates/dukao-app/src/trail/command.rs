//! What the local operator does at the command line.

use dukao_core::rights::CallerKind;
use dukao_store::{RegionId, SYSTEM, StoreError, TrailEntry};
use serde_json::json;

use super::cut;
use crate::{App, AppError};

/// So much of what was typed is noted.
const LONGEST: usize = 2000;

impl App {
    /// The application for one command of the local operator: notes that it was given, `words` as they were typed, and
    /// from then on each thing he looks at before he sees it. Where the database has people it is noted with the house,
    /// else with each region.
    ///
    /// A note that cannot be written, such as without the key, is told to the log and stops nothing: reading goes on
    /// without a key.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn for_command(self, words: &[String]) -> Result<Self, AppError> {
        let noted = self.noted();
        let regions = match noted.store.head(SYSTEM).await {
            Ok(_) => vec![SYSTEM],
            Err(StoreError::NoSuchRegion(_)) => noted.store.regions().await?.iter().map(|region| region.id).collect(),
            Err(error) => return Err(error.into()),
        };
        for region in regions {
            let entry = TrailEntry {
                at: noted.now(),
                actor: noted.actor(),
                session: None,
                act: "command".to_owned(),
                subject: words.first().cloned(),
                detail: json!({ "typed": cut(&words.join(" "), LONGEST) }).to_string(),
            };
            noted.note_now(region, entry).await;
        }
        Ok(noted)
    }

    /// Whether what the caller looks at is noted: always, but for what the program itself reads.
    pub(super) fn is_noted(&self) -> bool {
        self.caller.kind == CallerKind::Person || self.at_terminal
    }

    /// Notes it: a person's look a moment later with others, that of a command before it goes on, for it may be over at once.
    pub(super) async fn note_look(&self, region: RegionId, entry: TrailEntry) {
        if self.at_terminal {
            self.note_now(region, entry).await;
        } else {
            self.recorder.record(region, entry).await;
        }
    }

    async fn note_now(&self, region: RegionId, entry: TrailEntry) {
        if let Err(error) = self.store.append_trail(region, vec![entry]).await {
            tracing::warn!(region = region.0, error.text = %error, "the trail was not written");
        }
    }
}
