//! kill -9 at random moments of import, undo, backup and restore, a full disk and a read-only one, on both engines:
//! all of it or nothing, the database opens, the audit is complete.
//!
//! Each act is killed `DUKAO_KILLS` times (100 unless that says otherwise) on each engine.

#[cfg(test)]
mod disk;
#[cfg(test)]
mod office;
#[cfg(test)]
mod saving;
#[cfg(test)]
mod writing;
