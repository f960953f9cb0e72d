//! Where archives and databases come into being: beside their place, locked, and under their name only when whole.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::error::ArchiveError;

/// Written at once.
const BUFFER: usize = 1 << 20;

/// An archive on its way: `NAME.part` beside its place, locked as long as its writer lives.
#[derive(Debug)]
pub(super) struct Part {
    file: File,
    waiting: Vec<u8>,
    path: PathBuf,
    target: PathBuf,
    published: bool,
}

impl Part {
    /// Takes the place; what a writer that died has left there is written over.
    pub(super) fn start(target: &Path) -> Result<Self, ArchiveError> {
        if target.try_exists()? {
            return Err(ArchiveError::Taken);
        }
        let part = beside(target, ".part")?;
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&part)?;
        lock(&file, &part)?;
        // Looked at under the lock: whoever held it a moment ago may have taken the place.
        if target.try_exists()? {
            remove_if_there(&part)?;
            return Err(ArchiveError::Taken);
        }
        file.set_len(0)?;
        let (waiting, target) = (Vec::with_capacity(BUFFER), target.to_owned());
        Ok(Self { file, waiting, path: part, target, published: false })
    }

    fn drain(&mut self) -> io::Result<()> {
        let written = self.file.write_all(&self.waiting);
        self.waiting.clear();
        written
    }

    /// Makes it durable.
    pub(super) fn complete(mut self) -> io::Result<Self> {
        self.flush()?;
        self.file.sync_all()?;
        Ok(self)
    }

    /// Reads what was written, from the beginning.
    pub(super) fn reader(&self) -> io::Result<BufReader<File>> {
        Ok(BufReader::new(File::open(&self.path)?))
    }

    /// Gives it its name.
    pub(super) fn publish(mut self) -> Result<(), ArchiveError> {
        if self.target.try_exists()? {
            return Err(ArchiveError::Taken);
        }
        std::fs::rename(&self.path, &self.target)?;
        self.published = true;
        Ok(sync_folder(&self.target)?)
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.waiting.len().saturating_add(bytes.len()) > BUFFER {
            self.drain()?;
        }
        self.waiting.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.drain()
    }
}

impl Seek for Part {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.drain()?;
        self.file.seek(to)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.published {
            // The lock is still held. If it cannot be removed, the next writer writes over it.
            let _removed = remove_if_there(&self.path);
        }
    }
}

/// A database on its way: in a folder `NAME.restoring` beside its place, locked as long as its builder lives.
#[derive(Debug)]
pub(super) struct Site {
    folder: PathBuf,
    target: PathBuf,
    _lock: File,
}

const LOCK: &str = "lock";
const BUILDING: &str = "new.db";

impl Site {
    /// Takes the place; what a builder that died has left there is removed.
    pub(super) fn start(target: &Path) -> Result<Self, ArchiveError> {
        let folder = beside(target, ".restoring")?;
        // A builder that died after the rename has left its folder: it is taken and removed before the refusal.
        if !folder.exists() {
            free(target)?;
        }
        match std::fs::create_dir(&folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
            _ => {}
        }
        let held = OpenOptions::new().write(true).create(true).truncate(false).open(folder.join(LOCK))?;
        lock(&held, &folder.join(LOCK))?;
        let site = Self { folder, target: target.to_owned(), _lock: held };
        free(target)?;
        site.clear()?;
        Ok(site)
    }

    /// Where to build.
    pub(super) fn building(&self) -> PathBuf {
        self.folder.join(BUILDING)
    }

    /// Gives the database its name, durably.
    pub(super) fn publish(self) -> Result<(), ArchiveError> {
        OpenOptions::new().write(true).open(self.building())?.sync_all()?;
        free(&self.target)?;
        std::fs::rename(self.building(), &self.target)?;
        Ok(sync_folder(&self.target)?)
    }

    fn clear(&self) -> io::Result<()> {
        for end in ["", "-journal", "-wal", "-shm"] {
            remove_if_there(&self.folder.join(format!("{BUILDING}{end}")))?;
        }
        Ok(())
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // The lock is still held. What cannot be removed now is removed by the next builder.
        let _cleared = self.clear();
        let _unlocked = remove_if_there(&self.folder.join(LOCK));
        let _removed = std::fs::remove_dir(&self.folder);
    }
}

/// Refuses a place where a database stands, or the log of one that is gone: SQLite would play it into the new one.
fn free(target: &Path) -> Result<(), ArchiveError> {
    for end in ["", "-wal", "-journal"] {
        match std::fs::metadata(with_end(target, end)) {
            Ok(found) if found.is_file() && found.len() == 0 => {}
            Ok(_) => return Err(ArchiveError::Taken),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    PathBuf::from(name)
}

fn beside(target: &Path, end: &str) -> Result<PathBuf, ArchiveError> {
    match target.file_name() {
        Some(_) => Ok(with_end(target, end)),
        None => Err(io::Error::from(io::ErrorKind::IsADirectory).into()),
    }
}

/// A lock that ends with its holder, however he ends. Who held it before may have moved or removed the file: then what we
/// have locked is no longer what stands at its path.
fn lock(file: &File, path: &Path) -> Result<(), ArchiveError> {
    match file.try_lock() {
        Ok(()) if stands_at(file, path)? => Ok(()),
        Ok(()) | Err(TryLockError::WouldBlock) => Err(ArchiveError::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

#[cfg(unix)]
fn stands_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let held = file.metadata()?;
    match std::fs::metadata(path) {
        Ok(found) => Ok((found.dev(), found.ino()) == (held.dev(), held.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Elsewhere an open file can be neither moved nor removed.
#[cfg(not(unix))]
fn stands_at(_file: &File, _path: &Path) -> io::Result<bool> {
    Ok(true)
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes a new name durable; elsewhere than on Unix a folder cannot be opened for that.
fn sync_folder(path: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
