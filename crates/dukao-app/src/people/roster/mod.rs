//! Rosters: many people from a workbook or csv, one row a person or a post.
//!
//! Two acts by two people: the accounts are the system administrator's, the posts the security administrator's, from the same
//! file. Each is shown before it is done; everything wrong is said at its cell, and with one mistake nothing is stored.

mod accounts;
mod lines;
mod places;
mod posts;
mod template;

use dukao_core::rights::Post;
use dukao_office::Problem;

use super::AccountFields;

pub use places::Places;
pub use template::{links_workbook, roster_template};

/// The files of a roster: names without folders, with their bytes.
pub type RosterFiles = [(String, Vec<u8>)];

/// What the accounts of a roster would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountsPreview {
    /// To be made.
    pub new: Vec<AccountFields>,
    /// Logins of accounts that are there already and stay as they are.
    pub same: Vec<String>,
    /// How many rows give a post.
    pub posts: usize,
    /// Everything wrong; with any, nothing will be stored.
    pub problems: Vec<Problem>,
}

/// What the posts of a roster would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostsPreview {
    /// To be given: login name and post, whose number is the one it will have if nobody else gives one before.
    pub new: Vec<(String, Post)>,
    /// How many are held already.
    pub same: usize,
    /// Everything wrong; with any, nothing will be stored.
    pub problems: Vec<Problem>,
}
