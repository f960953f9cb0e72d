//! Reading. Each question is one statement, hence one consistent look; a range of versions is `(after, through]`.

mod audit;
mod entries;
mod files;
mod heads;
mod observations;

pub(crate) use audit::audit_row;
pub use entries::StoredEntry;
pub use files::{Sheet, StoredFile};
pub use heads::{Head, Region};
pub use observations::YearChange;
