//! What was uploaded and waits for a decision: kept as a draft, imported as it is or forgotten.

use dukao_core::rights::{Denial, Right, Role, Why};
use dukao_store::{Draft, Micros};
use serde::{Deserialize, Serialize};
use sm3::Digest as _;

use super::{FileMapping, ImportRequest};
use crate::hex::hexadecimal;
use crate::{App, AppError};

/// How long an upload waits, in microseconds: a day.
const PATIENCE: i64 = 24 * 3_600 * 1_000_000;

/// An upload that waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Upload {
    /// File names without folders, with their bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// The mapping files for wide tables.
    pub mappings: Vec<FileMapping>,
    /// What a person has said about the guess of a file: file name and correction (`D列=累计`), later ones win.
    pub corrections: Vec<(String, String)>,
    /// Region code.
    pub region: Option<String>,
}

impl Upload {
    /// The request to import it.
    pub fn request(self) -> ImportRequest {
        let Self { files, mappings, region, .. } = self;
        ImportRequest { mappings, region, ..ImportRequest::of(files) }
    }
}

/// The first part of the draft: how to read the others.
#[derive(Serialize, Deserialize)]
struct Head {
    /// Who uploaded it: nobody else gets it.
    owner: String,
    region: Option<String>,
    /// For each mapping file, behind the files: the data file it is for.
    mappings: Vec<Option<String>>,
    corrections: Vec<(String, String)>,
}

impl App {
    /// Asks for the right to import anything: what an upload is for is not known yet.
    ///
    /// # Errors
    /// [`AppError::Denied`].
    pub fn permit_upload(&self) -> Result<(), AppError> {
        let right = Right::Import;
        let roles = right.roles().filter(|role| *role != Role::Operator).collect();
        let denied = || AppError::Denied(Denial { right, why: Why::Role(roles) });
        self.caller.has(right).then_some(()).ok_or_else(denied)
    }

    /// Keeps an upload until it is imported, replaced or a day old; gives the id under which it waits.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keep_upload(&self, upload: &Upload) -> Result<String, AppError> {
        self.permit_upload()?;
        self.keep(upload).await
    }

    /// Keeps what was sent, for whoever may send it.
    pub(crate) async fn keep(&self, upload: &Upload) -> Result<String, AppError> {
        let mut digest = sm3::Sm3::new();
        digest.update(self.actor().id.as_bytes());
        for (name, bytes) in &upload.files {
            digest.update(name.as_bytes());
            digest.update(bytes);
        }
        digest.update(self.now().0.to_be_bytes());
        let id: String = hexadecimal(&digest.finalize()).chars().take(32).collect();
        self.put(&id, upload).await?;
        Ok(id)
    }

    /// Puts an upload in the place of the one that waits under an id.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn put_upload(&self, id: &str, upload: &Upload) -> Result<(), AppError> {
        self.upload(id).await?;
        self.put(id, upload).await
    }

    async fn put(&self, id: &str, upload: &Upload) -> Result<(), AppError> {
        let head = Head {
            owner: self.actor().id,
            region: upload.region.clone(),
            mappings: upload.mappings.iter().map(|mapping| mapping.file.clone()).collect(),
            corrections: upload.corrections.clone(),
        };
        let head = serde_json::to_vec(&head).map_err(|error| AppError::Damaged(error.to_string()))?;
        let mappings = upload.mappings.iter().map(|mapping| (mapping.name.clone(), mapping.bytes.clone()));
        let parts = std::iter::once(("head".to_owned(), head)).chain(upload.files.iter().cloned()).chain(mappings);
        let at = self.now();
        let draft = Draft { id: id.to_owned(), at, parts: parts.collect() };
        self.store.put_draft(draft, Micros(at.0.saturating_sub(PATIENCE))).await.map_err(AppError::Write)
    }

    /// The upload that waits under an id.
    ///
    /// # Errors
    /// [`AppError::UnknownUpload`] when it is not there any more; otherwise when the store fails.
    pub async fn upload(&self, id: &str) -> Result<Upload, AppError> {
        self.permit_upload()?;
        self.kept(id).await
    }

    /// What the caller sent and what waits under an id, whatever it is for.
    pub(crate) async fn kept(&self, id: &str) -> Result<Upload, AppError> {
        // The database takes no such text.
        if id.is_empty() || id.contains('\0') {
            return Err(AppError::UnknownUpload);
        }
        let draft = self.store.draft(id).await?.ok_or(AppError::UnknownUpload)?;
        let mut parts = draft.parts.into_iter();
        let (_, head) = parts.next().ok_or(AppError::UnknownUpload)?;
        let head: Head = serde_json::from_slice(&head).map_err(|error| AppError::Damaged(error.to_string()))?;
        if head.owner != self.actor().id && !crate::fault::on("upload_owner") {
            return Err(AppError::UnknownUpload);
        }
        let mut files: Vec<(String, Vec<u8>)> = parts.collect();
        let mappings = files.split_off(files.len().saturating_sub(head.mappings.len()));
        let mappings = head.mappings.into_iter().zip(mappings);
        let mappings = mappings.map(|(file, (name, bytes))| FileMapping { file, name, bytes }).collect();
        Ok(Upload { files, mappings, corrections: head.corrections, region: head.region })
    }

    /// Forgets the upload that waits under an id.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_upload(&self, id: &str) -> Result<(), AppError> {
        self.upload(id).await?;
        self.store.forget_draft(id).await.map_err(AppError::Write)
    }
}
