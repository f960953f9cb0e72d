//! A folder of backups: one a day, the old ones thinned out. Several programs may share it.

use dukao_core::rights::Right;
use std::collections::BTreeSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use dukao_store::Micros;
use dukao_store::archive::{self, ArchiveError};
use jiff::civil::DateTime;
use serde::Serialize;

use super::Archived;
use super::rotation::{Keep, due, superfluous};
use crate::clock::{civil, in_words};
use crate::{App, AppError};

/// How the moment stands in the name of a file.
const MOMENT: &str = "%Y%m%d-%H%M%S";

/// Where backups of one database go: `NAME-20180820-093000.zip` in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    path: PathBuf,
    name: String,
}

/// What came of a backup into a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rotated {
    /// The new one.
    pub backup: Archived,
    /// The old ones that are gone.
    pub removed: Vec<String>,
}

impl Folder {
    /// The folder, and the name of the database; letters of it that no file name can bear become `_`.
    pub fn new(path: &Path, database: &str) -> Self {
        let fits = |letter: char| if letter.is_alphanumeric() || "-_.".contains(letter) { letter } else { '_' };
        Self { path: path.to_owned(), name: database.chars().map(fits).collect() }
    }

    fn file(&self, made: DateTime) -> PathBuf {
        self.path.join(format!("{}-{}.zip", self.name, made.strftime(MOMENT)))
    }

    /// The moment itself, or the first second after it that no backup bears in its name.
    fn free_moment(&self, now: Micros) -> Micros {
        let seconds = std::iter::successors(Some(now), |moment| Some(Micros(moment.0.saturating_add(1_000_000))));
        seconds.take(60).find(|moment| !self.file(civil(*moment)).exists()).unwrap_or(now)
    }

    /// What a failed backup leaves for people to read; the next one that works removes it.
    fn note(&self) -> PathBuf {
        self.path.join(format!("{}-备份失败.txt", self.name))
    }

    /// The moments of the files that are named as ours.
    pub(super) fn existing(&self) -> io::Result<BTreeSet<DateTime>> {
        let mut found = BTreeSet::new();
        for entry in std::fs::read_dir(&self.path)? {
            let name = entry?.file_name();
            found.extend(name.to_str().and_then(|name| self.moment(name)));
        }
        Ok(found)
    }

    fn moment(&self, name: &str) -> Option<DateTime> {
        let text = name.strip_prefix(&self.name)?.strip_prefix('-')?.strip_suffix(".zip")?;
        let moment = DateTime::strptime(MOMENT, text).ok()?;
        (moment.strftime(MOMENT).to_string() == text).then_some(moment)
    }

    /// The newest backup that is named as ours, with its moment.
    pub(super) fn newest(&self) -> io::Result<Option<(DateTime, PathBuf)>> {
        Ok(self.existing()?.last().map(|made| (*made, self.file(*made))))
    }

    /// What the last backup that failed has left.
    pub(super) fn last_failure(&self) -> Option<String> {
        std::fs::read_to_string(self.note()).ok()
    }

    /// Makes it that only one program works in the folder; nothing when another one does.
    fn lock(&self) -> io::Result<Option<File>> {
        let path = self.path.join(format!(".{}.lock", self.name));
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Removes what no rule keeps. Only files that bear our name and say themselves that they were made at that moment.
    async fn thin_out(&self, keep: &Keep) -> Result<Vec<String>, ArchiveError> {
        let mut removed = Vec::new();
        for moment in superfluous(&self.existing()?, keep) {
            let path = self.file(moment);
            let made = archive::peek(&path).await.map(|summary| civil(summary.made_at));
            if made.is_ok_and(|made| made.strftime(MOMENT).to_string() == moment.strftime(MOMENT).to_string()) {
                std::fs::remove_file(&path)?;
                removed.push(path.display().to_string());
            }
        }
        Ok(removed)
    }
}

impl App {
    /// Makes a backup in a folder and thins the old ones out; `None` for `keep` keeps all. Old ones go only when the new
    /// one is complete and was read again.
    ///
    /// # Errors
    /// [`AppError::Backup`]; the backups that were there are still there.
    pub async fn backup_into(&self, folder: &Folder, keep: Option<&Keep>) -> Result<Rotated, AppError> {
        self.permit_house(Right::KeepHouse)?;
        let lock = folder.lock().map_err(|error| AppError::Backup(error.into()))?;
        let _held = lock.ok_or(AppError::Backup(ArchiveError::InUse))?;
        self.save_and_thin_out(folder, keep).await
    }

    /// The same when one is due: none was made today. `None` when none is, or when another program is making it.
    ///
    /// # Errors
    /// As for [`App::backup_into`]; the folder then holds a note.
    pub async fn backup_when_due(&self, folder: &Folder, keep: &Keep) -> Result<Option<Rotated>, AppError> {
        self.permit_house(Right::KeepHouse)?;
        let failed = |error: io::Error| AppError::Backup(error.into());
        let Some(_held) = folder.lock().map_err(failed)? else {
            return Ok(None);
        };
        if !due(&folder.existing().map_err(failed)?, civil(self.now())) {
            return Ok(None);
        }
        self.save_and_thin_out(folder, Some(keep)).await.map(Some)
    }

    async fn save_and_thin_out(&self, folder: &Folder, keep: Option<&Keep>) -> Result<Rotated, AppError> {
        let now = folder.free_moment(self.now());
        let saved = self.save(folder, now, keep).await;
        // The note is for people who look into the folder; where it cannot be written, the log has told it.
        let _noted = match &saved {
            Ok(_) => std::fs::remove_file(folder.note()),
            Err(error) => std::fs::write(folder.note(), format!("{} {error}\n", in_words(now))),
        };
        saved
    }

    async fn save(&self, folder: &Folder, now: Micros, keep: Option<&Keep>) -> Result<Rotated, AppError> {
        let path = folder.file(civil(now));
        let summary = self.store.backup_to(now, &path).await.map_err(AppError::Backup)?;
        let removed = match keep {
            Some(keep) => folder.thin_out(keep).await.map_err(AppError::Backup)?,
            None => Vec::new(),
        };
        Ok(Rotated { backup: Archived::new(&path, summary), removed })
    }
}
