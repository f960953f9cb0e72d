//! What a version brought, as its audit entry says.

use dukao_core::rights::Right;
use dukao_store::Version;
use serde::{Deserialize, Serialize};

use crate::{App, AppError, clock};

/// A version and the act that made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct VersionView {
    /// The version.
    pub version: i64,
    /// Whether there is none after it.
    pub newest: bool,
    /// When it was committed.
    pub committed: String,
    /// Who made it.
    pub actor: String,
    /// What was imported; `None` when the act was no import.
    pub import: Option<Imported>,
    /// What was taken back; `None` when the act was no undo.
    pub undo: Option<TakenBack>,
}

/// What an undo did, as recorded in the audit entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TakenBack {
    /// The version taken back.
    pub version: i64,
    /// Figures stated again as before.
    pub restored: u64,
    /// Figures withdrawn.
    pub withdrawn: u64,
    /// Records as before, or gone.
    pub records: u64,
}

/// What an import brought, as recorded in the audit entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Imported {
    /// The files.
    pub files: Vec<NamedFile>,
    /// New or changed units.
    pub units: u64,
    /// New or changed indicators.
    pub indicators: u64,
    /// New or changed targets.
    pub targets: u64,
    /// New or changed partitions.
    pub partitions: u64,
    /// New or changed explanations of findings; entries of earlier times count none.
    #[serde(default)]
    pub explanations: u64,
    /// New or changed rule files.
    #[serde(default)]
    pub rules: u64,
    /// New or changed mapping files.
    #[serde(default)]
    pub kept_mappings: u64,
    /// New or changed filters.
    #[serde(default)]
    pub filters: u64,
    /// New figures.
    pub new_figures: u64,
    /// Figures that say something else than before.
    pub revised_figures: u64,
    /// Figures that were there already; `None` in entries of the time before they were counted there.
    pub same_figures: Option<u64>,
}

/// A file of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NamedFile {
    /// Its name.
    pub name: String,
}

impl App {
    /// What a version of the region brought; the newest one when none is named.
    ///
    /// # Errors
    /// When the region or the version does not exist, the entry cannot be read, or the store fails.
    pub async fn version(&self, region: Option<&str>, version: Option<i64>) -> Result<VersionView, AppError> {
        let region = self.permit(Right::SeeSources, region).await?.id;
        let head = self.store.head(region).await?.version.0;
        let asked = version.unwrap_or(head);
        let missing = AppError::UnknownVersion { asked, head };
        if asked < 1 {
            return Err(missing);
        }
        let rows = self.store.audit(region, Version(asked - 1), 1).await?;
        let row = rows.into_iter().next().filter(|row| row.version.0 == asked).ok_or(missing)?;
        let import = (row.entry.act == "import").then(|| serde_json::from_str(&row.entry.detail)).transpose();
        let undo = (row.entry.act == "undo").then(|| serde_json::from_str(&row.entry.detail)).transpose();
        Ok(VersionView {
            version: asked,
            newest: asked == head,
            committed: clock::in_words(row.at),
            actor: crate::app::name_of(&row.actor).to_owned(),
            import: import.map_err(|error| AppError::Damaged(error.to_string()))?,
            undo: undo.map_err(|error| AppError::Damaged(error.to_string()))?,
        })
    }
}
