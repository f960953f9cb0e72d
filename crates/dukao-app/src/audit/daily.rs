//! The heads of a day, in a folder: written once, never over another file. Several programs may share the folder.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use dukao_core::rights::Right;

use super::keys::reason;
use crate::clock::date_of;
use crate::hex::hexadecimal;
use crate::people::random;
use crate::{App, AppError};

impl App {
    /// Exports the heads into a folder when those of today are not there: `链头-20180820.txt`. Nothing when they are.
    ///
    /// # Errors
    /// [`AppError::Folder`] when the folder cannot be written, [`AppError::Key`] without a key; the store fails.
    pub async fn export_heads_when_due(&self, folder: &Path) -> Result<Option<PathBuf>, AppError> {
        // What keeps the house may carry the heads out of it: nothing of anybody's stands in them.
        self.permit_house(Right::KeepHouse)?;
        let path = folder.join(format!("链头-{}.txt", date_of(self.now()).strftime("%Y%m%d")));
        let failed = |error: std::io::Error| AppError::Folder(format!("{}：{}", path.display(), reason(&error)));
        if path.try_exists().map_err(failed)? {
            return Ok(None);
        }
        std::fs::create_dir_all(folder).map_err(failed)?;
        let text = self.heads_as_text().await?;
        let part = folder.join(format!(".链头-{}", hexadecimal(&random::<8>()?)));
        let written = write(&part, &text).and_then(|()| std::fs::hard_link(&part, &path));
        let removed = std::fs::remove_file(&part);
        match written {
            Ok(()) => removed.map(|()| Some(path.clone())).map_err(failed),
            // Another program was faster.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }
}

/// A whole file on disk, for whoever may read the folder.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
