//! The audit that proves itself: its key, its check in words, and the heads that leave the house.

mod daily;
pub(crate) mod head;
mod keys;
mod ready;
mod verdict;

use dukao_core::rights::{CallerKind, Right};
use dukao_store::{AuditEntry, Filter, KeyId, Micros, SYSTEM, StoreError, TrailEntry, WriteError};
use serde_json::json;

pub use head::{ExportedText, read_head};
pub use keys::{KEY_VARIABLE, KeyPlace};
pub use ready::Ready;
pub(crate) use verdict::fault_in_words;
pub use verdict::{RegionVerdict, Verdict};

use crate::{App, AppError};

/// The trail's word for an export of heads.
const EXPORTED: &str = "audit.head";

/// How often an act is tried again when others write in between.
const TRIES: usize = 32;

impl App {
    /// Where the key of the audit is, and what is wrong with it.
    pub fn key_place(&self) -> &KeyPlace {
        &self.keys
    }

    /// Checks the audit, the trail and all rows of all regions; with an exported head, also that what it saw is there.
    ///
    /// # Errors
    /// The store fails.
    pub async fn verify(&self, exported: Option<&ExportedText>) -> Result<Verdict, AppError> {
        self.permit_house(Right::SeeAudit)?;
        let heads = exported.map_or(&[][..], |exported| &exported.heads);
        let found = self.store.verify(heads).await?;
        Ok(Verdict::new(&found, self, exported).and(self.strangers().await?))
    }

    /// Who acted or looked and is nobody of the house: accounts are never taken away, so the house itself was.
    async fn strangers(&self) -> Result<Vec<String>, AppError> {
        let directory = self.people().directory().await?;
        let mut actors = self.store.actors(CallerKind::Person.key()).await?;
        actors.retain(|actor| actor.split(' ').next().is_none_or(|number| directory.account(number).is_none()));
        let told = actors.into_iter().map(|actor| {
            format!("有“{actor}”做的记录，而本系统里没有这个用户：账号、职务和它们的记录被整个删掉或者换过")
        });
        Ok(told.collect())
    }

    /// Reads an exported head that somebody kept.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `查看审计`; [`AppError::People`] when it is none, with the line.
    pub fn read_exported(&self, text: &str) -> Result<ExportedText, AppError> {
        self.permit_house(Right::SeeAudit)?;
        let wrong = |message| AppError::People(vec![crate::findings::FieldProblem { field: "files", message }]);
        read_head(text, self.store.keys().as_ref()).map_err(|error| wrong(error.to_string()))
    }

    /// The heads of all regions as a text that can be printed, with a seal by the newest key. That they were exported is
    /// noted in the trail of the house itself.
    ///
    /// # Errors
    /// [`AppError::Key`] without a key; the store fails.
    pub async fn export_heads(&self) -> Result<String, AppError> {
        self.permit_house(Right::SeeAudit)?;
        self.heads_as_text().await
    }

    async fn heads_as_text(&self) -> Result<String, AppError> {
        let keys = self.store.keys().ok_or_else(|| self.keys.missing())?;
        let at = self.now();
        self.store.system(at).await.map_err(AppError::Write)?;
        let heads = self.store.heads_to_export().await?;
        let detail = json!({ "地区": heads.len() }).to_string();
        let act = EXPORTED.to_owned();
        let entry = TrailEntry { at, actor: self.actor(), session: None, act, subject: None, detail };
        self.store.append_trail(SYSTEM, vec![entry]).await.map_err(AppError::Write)?;
        Ok(head::write(at, &heads, &keys))
    }

    /// When the heads were exported last, for whoever reads the audit; nothing when they never were.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `查看审计`; the store fails.
    pub async fn last_head(&self) -> Result<Option<Micros>, AppError> {
        self.permit_house(Right::SeeAudit)?;
        self.last_export().await
    }

    /// When the heads were exported last; nothing when they never were. For the machine itself.
    ///
    /// # Errors
    /// The store fails.
    pub(crate) async fn last_export(&self) -> Result<Option<Micros>, AppError> {
        let filter = Filter { act: Some(EXPORTED.to_owned()), ..Filter::default() };
        let found = self.store.trail(SYSTEM, &filter, 1).await?;
        Ok(found.first().map(|row| row.entry.at))
    }

    /// Goes over to a new key: appended to the key file, then in force from an act `audit.rekey` in every region on,
    /// and from an entry of that name in its trail.
    /// Programs that have the database open take the new key up by themselves.
    ///
    /// # Errors
    /// [`AppError::Key`] when the key file cannot be written or another program is at it; the store fails.
    pub async fn rekey(&self) -> Result<KeyId, AppError> {
        self.permit_house(Right::KeepHouse)?;
        let _locked = self.keys.lock()?;
        let before = self.store.keys().ok_or_else(|| self.keys.missing())?.newest();
        let keys = self.keys.append()?;
        let newest = keys.newest();
        self.store.replace_keys(keys);
        let detail = json!({ "旧密钥": before.to_string(), "新密钥": newest.to_string() }).to_string();
        let mut regions: Vec<_> = self.store.regions().await?.into_iter().map(|region| region.id).collect();
        if !matches!(self.store.head(SYSTEM).await, Err(StoreError::NoSuchRegion(_))) {
            regions.push(SYSTEM);
        }
        for region in regions {
            let act = "audit.rekey".to_owned();
            let entry = AuditEntry { act: act.clone(), subject: None, detail: detail.clone() };
            self.note(region, entry).await?;
            // The trail has its own chain: without an entry there, whoever has the old key could go on with it.
            let (at, actor, detail) = (self.now(), self.actor(), detail.clone());
            let entry = TrailEntry { at, actor, session: None, act, subject: None, detail };
            self.store.append_trail(region, vec![entry]).await.map_err(AppError::Write)?;
        }
        Ok(newest)
    }

    /// An act without rows.
    async fn note(&self, region: dukao_store::RegionId, entry: AuditEntry) -> Result<(), AppError> {
        for _ in 0..TRIES {
            let act = dukao_store::Act {
                region,
                actor: self.actor(),
                based_on: self.store.head(region).await?.version,
                at: self.now(),
                audit: entry.clone(),
                changes: dukao_store::Changes::default(),
            };
            match self.store.write(act).await {
                Ok(_) => return Ok(()),
                Err(WriteError::Conflict { .. }) => {}
                Err(error) => return Err(AppError::Write(error)),
            }
        }
        Err(AppError::Crowded)
    }
}
