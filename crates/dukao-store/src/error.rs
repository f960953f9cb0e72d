//! What can go wrong. Messages are for logs and developers; the app turns variants into text for users.

use crate::ids::{RegionId, Version};
use crate::key::KeyId;

/// A failure below the store: the database, its driver, or a row that is not what it should be.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DatabaseError {
    /// Another writer held the lock longer than we are willing to wait.
    #[error("the database is locked by another writer")]
    Busy,
    /// The engine undid the transaction for the sake of another one; it may be run again.
    #[error("the transaction was undone by the database: {0}")]
    Transient(String),
    /// The connection broke or could not be made; nothing was committed.
    #[error("no connection to the database: {0}")]
    Disconnected(String),
    /// The connection broke while the commit was under way: it may have happened or not.
    #[error("the connection broke during commit, its outcome is unknown: {0}")]
    UnknownOutcome(String),
    /// The disk takes no more; nothing was committed.
    #[error("the disk takes no more: {0}")]
    DiskFull(String),
    /// A column does not hold what its reader wants.
    #[error("column {column} does not hold {wanted}")]
    Column {
        /// Position in the select list, from 0.
        column: usize,
        /// What was wanted.
        wanted: &'static str,
    },
    /// What was to be stored contradicts itself, or not every engine can hold it.
    #[error("{0}")]
    Invalid(&'static str),
    /// A number that does not fit its column.
    #[error("the number {0} does not fit its column")]
    Range(i64),
    /// The store is shutting down, or its writer has ended.
    #[error("the writer of the database has ended")]
    Closed,
    /// There is no TLS as it was asked for; nothing was sent.
    #[error(transparent)]
    Tls(#[from] TlsFault),
    /// Anything else the engine reports.
    #[error("the database reports: {0}")]
    Engine(String),
}

/// Why there is no TLS to a database.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlsFault {
    /// The address asks for it in words that are not known.
    #[error("sslmode {0:?} is not known")]
    Mode(String),
    /// The certificate is to be checked, and it is not said by which authority.
    #[error("sslmode verify-ca and verify-full need sslrootcert")]
    NoRoots,
    /// The file of the authorities cannot be used.
    #[error("no certificates from {path}: {reason}")]
    Roots {
        /// Which file.
        path: String,
        /// What the machine says.
        reason: String,
    },
    /// The server speaks no TLS.
    #[error("the server offers no TLS")]
    NotOffered,
    /// The certificate comes from another authority.
    #[error("the certificate comes from another authority")]
    UnknownIssuer,
    /// The certificate is another host's.
    #[error("the certificate is another host's")]
    OtherHost,
    /// The certificate has expired.
    #[error("the certificate has expired")]
    Expired,
    /// Whatever else the handshake came to.
    #[error("no handshake: {0}")]
    Handshake(String),
}

/// A failure to open or read.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The address names no database we can open.
    #[error("not a database address: {0}")]
    Address(&'static str),
    /// The file or database already belongs to something else.
    #[error("the database holds tables, but they are not ours")]
    Foreign,
    /// The database was written by a newer program.
    #[error("the database has schema {found}, this program knows up to {known}: use a newer program")]
    NewerSchema {
        /// Number of the newest migration in the database.
        found: i32,
        /// Number of the newest migration in this program.
        known: i32,
    },
    /// A migration that was applied is not the one this program carries.
    #[error("migration {number} in the database differs from the one in this program")]
    AlteredMigration {
        /// Its number.
        number: i32,
    },
    /// No region of that number.
    #[error("there is no region {0}")]
    NoSuchRegion(RegionId),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// Why an act was not written. Except for [`WriteError::UnknownOutcome`], nothing of it is in the database.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// Somebody else wrote first: read again up to `head`, decide again, try again.
    #[error("the region is at version {head} by now")]
    Conflict {
        /// The region's version now.
        head: Version,
    },
    /// Another writer held the region or file longer than we are willing to wait.
    #[error("another writer holds the region")]
    Busy,
    /// No region of that number.
    #[error("there is no region {0}")]
    NoSuchRegion(RegionId),
    /// A region of that code exists already.
    #[error("a region with the code {code} exists already")]
    RegionExists {
        /// The code.
        code: String,
    },
    /// The act contradicts itself: a reference to nothing, an empty text, detail that is not JSON.
    #[error("the act is not well formed: {0}")]
    Invalid(&'static str),
    /// The region's audit is keyed, and the store was opened without keys.
    #[error("the region's audit is keyed with {key}, but there is no key to write with")]
    NeedsKey {
        /// The key of its newest entry.
        key: KeyId,
    },
    /// The region's audit was keyed with a key that is not among ours: another file, or a newer key since.
    #[error("the region's audit is keyed with {key}, which is not among the keys")]
    UnknownKey {
        /// The key of its newest entry.
        key: KeyId,
    },
    /// The region's audit is not keyed, although those of others are: somebody has replaced it.
    #[error("the audit of region {0} is not keyed, although others are")]
    Unkeyed(RegionId),
    /// The connection broke during commit. Read the head and the audit before trying again.
    #[error("the connection broke during commit: the act may have been written or not")]
    UnknownOutcome,
    /// The database failed.
    #[error(transparent)]
    Database(DatabaseError),
}

impl From<DatabaseError> for WriteError {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Busy => Self::Busy,
            DatabaseError::UnknownOutcome(_) => Self::UnknownOutcome,
            DatabaseError::Invalid(what) => Self::Invalid(what),
            other => Self::Database(other),
        }
    }
}
