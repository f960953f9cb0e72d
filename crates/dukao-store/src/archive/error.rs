//! Why there is no archive, or no database out of it.

use std::io;

use crate::db::lines::LineTable;
use crate::error::{DatabaseError, StoreError, WriteError};

/// Why an archive was not made or not restored. Nothing is left behind but what was there before.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// A file or folder cannot be read or written.
    #[error("cannot read or write: {0}")]
    Io(#[from] io::Error),
    /// The file is no zip archive, or none of ours.
    #[error("not an archive of this program: {0}")]
    NotOurs(&'static str),
    /// The archive was written by a newer program.
    #[error("the archive has format {found}, this program knows up to {known}: use a newer program")]
    NewerFormat {
        /// Its format number.
        found: u64,
        /// The newest that this program reads.
        known: u64,
    },
    /// The database in the archive was written by a newer program.
    #[error("the archive has schema {found}, this program knows up to {known}: use a newer program")]
    NewerSchema {
        /// Its schema number.
        found: i32,
        /// The newest that this program knows.
        known: i32,
    },
    /// A part of the archive is not what it was when it was written.
    #[error("the archive is damaged: {member}: {fault}")]
    Damaged {
        /// Which member of the archive, as its path.
        member: String,
        /// What is wrong with it.
        fault: Fault,
    },
    /// What was just written does not fit together, because the database does not: nothing was kept of it.
    #[error("the database contradicts itself: {member}: {fault}")]
    Unsound {
        /// In which part.
        member: String,
        /// What is wrong with it.
        fault: Fault,
    },
    /// Where the archive or database is to be written, something stands already.
    #[error("something stands there already")]
    Taken,
    /// Another program is writing the same archive or database.
    #[error("another program is writing it")]
    InUse,
    /// The database has something in it, so nothing can be restored into it.
    #[error("the database is not empty")]
    NotEmpty,
    /// The database cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The database cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// What is wrong with a member of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// It is not there, or cannot be found any more.
    Missing,
    /// It stands there, but the manifest does not name it, or names it twice.
    Surplus,
    /// It cannot be unpacked.
    Unreadable,
    /// It is longer or shorter than the manifest says.
    Length,
    /// It has another SM3 than the manifest says.
    Digest,
    /// The manifest is not what a manifest is.
    Manifest,
    /// A line is not a row of its table; its number from 1, the head of columns included.
    Line(u64),
    /// It has another number of rows than the manifest says.
    Rows,
    /// The audit chain, or a head, does not fit.
    Audit,
    /// A version, a count or a reference contradicts the rest; the line's number.
    Contradiction(u64),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => formatter.write_str("it is missing"),
            Self::Surplus => formatter.write_str("it does not belong there"),
            Self::Unreadable => formatter.write_str("it cannot be unpacked"),
            Self::Length => formatter.write_str("its length is not the recorded one"),
            Self::Digest => formatter.write_str("its SM3 is not the recorded one"),
            Self::Manifest => formatter.write_str("it is no manifest"),
            Self::Line(line) => write!(formatter, "line {line} is no row of this table"),
            Self::Rows => formatter.write_str("its number of rows is not the recorded one"),
            Self::Audit => formatter.write_str("the audit chain is broken"),
            Self::Contradiction(line) => write!(formatter, "line {line} contradicts the rest"),
        }
    }
}

impl ArchiveError {
    /// What is wrong with an archive that was written a moment ago was wrong in the database, unless the disk lost it.
    pub(super) fn just_written(self) -> Self {
        match self {
            Self::Damaged { member, fault }
                if matches!(fault, Fault::Line(_) | Fault::Rows | Fault::Audit | Fault::Contradiction(_)) =>
            {
                Self::Unsound { member, fault }
            }
            other => other,
        }
    }

    pub(super) fn damaged(member: &str, fault: Fault) -> Self {
        Self::Damaged { member: member.to_owned(), fault }
    }

    pub(super) fn table(table: &LineTable, fault: Fault) -> Self {
        Self::damaged(&format!("tables/{}", table.name), fault)
    }
}

impl From<DatabaseError> for ArchiveError {
    fn from(error: DatabaseError) -> Self {
        Self::Store(error.into())
    }
}
