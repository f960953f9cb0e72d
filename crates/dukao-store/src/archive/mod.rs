//! A whole database in one file that belongs to no engine: backup, restore, and the way from SQLite to PostgreSQL.
//!
//! The file is a zip archive of tab-separated lines and of the imported files as they came in, with a list of contents that
//! holds the SM3 of every member; `docs/备份格式.md` is its contract. Both ways stream: neither holds more than a few
//! pieces of a megabyte, or a few imported files. A restored database has every row and every number of the one that was
//! saved, so the next write continues its versions and its audit chain.

mod chains;
mod error;
mod load;
mod manifest;
mod open;
mod place;
mod save;
mod shield;
pub(crate) mod tables;
mod verify;

use std::fs::File;
use std::io::{BufReader, Read, Seek, Write};
use std::path::Path;

use tokio::sync::mpsc;

pub use error::{ArchiveError, Fault};
#[cfg(test)]
pub(crate) use manifest::hexadecimal;

use crate::db::{Address, Db, PATIENCE, build_file, off_runtime};
use crate::error::WriteError;
use crate::ids::{Micros, RegionId, Version};
use crate::store::Store;

/// The newest format, and the one that is written.
pub const FORMAT: u64 = 1;

/// How many pieces may wait between the two ends.
const AHEAD: usize = 4;

/// What an archive holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Its format number.
    pub format: u64,
    /// The version of the program that wrote it.
    pub program: String,
    /// The schema number of its database.
    pub schema: i32,
    /// When it was made.
    pub made_at: Micros,
    /// Its regions, by number.
    pub regions: Vec<SummaryRegion>,
    /// How many figures.
    pub figures: u64,
    /// How many entries of master data.
    pub entries: u64,
    /// How many imported files.
    pub files: u64,
}

/// A region in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryRegion {
    /// Its number.
    pub region: RegionId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How far it was.
    pub version: Version,
    /// When that was committed.
    pub committed_at: Micros,
}

impl Store {
    /// Writes all that the database holds at one moment, while others go on reading and writing. Nothing is written to
    /// the database. Hands the sink back, flushed.
    ///
    /// # Errors
    /// The database or the sink fails.
    pub async fn backup<W>(&self, at: Micros, sink: W) -> Result<(Summary, W), ArchiveError>
    where
        W: Write + Seek + Send + 'static,
    {
        let (to, from) = mpsc::channel(AHEAD);
        let writing = tokio::task::spawn_blocking(move || save::write(at, sink, from));
        let read = self.db.look(save::Save::new(to)).await;
        let written = writing.await.map_err(|_| ArchiveError::Store(crate::DatabaseError::Closed.into()))?;
        // Who stops first knows why: the other end only sees that nobody listens, or that nothing comes.
        match (read, written) {
            (Err(error), Err(ArchiveError::Store(_)) | Ok(_)) => Err(error.into()),
            (_, Err(error)) => Err(error),
            (Ok(()), Ok(done)) => Ok(done),
        }
    }

    /// Makes an archive file, all or nothing: it has its name only when it is complete, on disk, and was read again.
    ///
    /// # Errors
    /// [`ArchiveError::Taken`] when there is such a file; [`ArchiveError::InUse`] when another program is making it;
    /// [`ArchiveError::Unsound`] when the database contradicts itself; the database or the disk fails.
    pub async fn backup_to(&self, at: Micros, path: &Path) -> Result<Summary, ArchiveError> {
        let target = path.to_owned();
        let part = off_runtime(move || place::Part::start(&target)).await?;
        let (summary, part) = self.backup(at, part).await?;
        let used = self.keys_in_use().await?;
        // With other keys than those of the database nothing could be checked.
        let keys = self.keys().filter(|keys| used.iter().all(|key| keys.place(*key).is_some()));
        off_runtime(move || {
            let part = part.complete()?;
            open::verify_keyed(part.reader()?, keys).map_err(ArchiveError::just_written)?;
            part.publish()?;
            Ok(summary)
        })
        .await
    }
}

/// Reads a whole archive and holds it against its list of contents.
///
/// # Errors
/// As for [`restore`], as far as the archive is concerned.
pub async fn inspect(archive: &Path) -> Result<Summary, ArchiveError> {
    let path = archive.to_owned();
    off_runtime(move || open::verify(BufReader::new(File::open(path)?))).await
}

/// What an archive says of itself; its content is not looked at.
///
/// # Errors
/// It is no archive, or one that this program cannot read.
pub async fn peek(archive: &Path) -> Result<Summary, ArchiveError> {
    let path = archive.to_owned();
    off_runtime(move || Ok(open::Opened::new(BufReader::new(File::open(path)?))?.summary())).await
}

/// The same from anything that can be read.
#[cfg(test)]
pub(crate) fn inspect_from<R: Read + Seek>(archive: R) -> Result<Summary, ArchiveError> {
    open::verify(archive)
}

/// Makes the database at `url` out of an archive: a file that is not there yet, or a PostgreSQL database without tables
/// or with empty ones. All or nothing; the archive is checked completely before anything is committed.
///
/// # Errors
/// The archive is damaged or too new, the database is not empty, or one of them fails.
pub async fn restore(archive: &Path, url: &str) -> Result<Summary, ArchiveError> {
    let path = archive.to_owned();
    let file = off_runtime(move || Ok::<_, ArchiveError>(BufReader::new(File::open(path)?))).await?;
    restore_from(file, url).await
}

/// The same from anything that can be read.
///
/// # Errors
/// As for [`restore`].
pub async fn restore_from<R>(archive: R, url: &str) -> Result<Summary, ArchiveError>
where
    R: Read + Seek + Send + 'static,
{
    let address = Address::parse(url)?;
    // Before anything is made: is this an archive at all, and one that we can read?
    let opened = off_runtime(move || open::Opened::new(archive)).await?;
    match address {
        Address::File(path) => {
            let site = off_runtime(move || place::Site::start(&path)).await?;
            let building = site.building();
            let (summary, site) = stream(opened, site, |load| build_file(building, load)).await?;
            off_runtime(move || site.publish()).await?;
            Ok(summary)
        }
        server @ Address::Server(_) => {
            let db = Db::connect(server, PATIENCE).await?;
            let (summary, ()) = stream(opened, (), |load| db.transact_once(load)).await?;
            Ok(summary)
        }
    }
}

/// Reads and checks on one side, writes on the other.
async fn stream<R, P, F>(
    opened: open::Opened<R>,
    place: P,
    write: impl FnOnce(load::Load) -> F,
) -> Result<(Summary, P), ArchiveError>
where
    R: Read + Seek + Send + 'static,
    F: Future<Output = Result<Result<(), ArchiveError>, WriteError>>,
{
    let (to, from) = mpsc::channel(AHEAD);
    let load = load::Load::new(opened.schema(), from);
    let reading = tokio::task::spawn_blocking(move || opened.read(None, |piece| to.blocking_send(piece).is_ok()));
    let written = write(load).await;
    let read = reading.await.map_err(|_| ArchiveError::Store(crate::DatabaseError::Closed.into()))?;
    let written = written.map_err(ArchiveError::from).and_then(|done| done);
    match (read, written) {
        // When nobody listened, the writer knows why.
        (Ok(_) | Err(ArchiveError::Store(_)), Err(error)) | (Err(error), _) => Err(error),
        (Ok(summary), Ok(())) => Ok((summary, place)),
    }
}
