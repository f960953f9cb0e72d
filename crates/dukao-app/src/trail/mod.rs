//! The trail: who looked at which figure, who signed in, who was turned away. It makes no version; it is chained and keyed
//! like the audit (`dukao-store`).

mod command;
mod detail;
mod door;
mod read;
mod recorder;
mod seen;
mod words;

pub use door::AtDoor;
pub use read::{AuditAsked, AuditLine, AuditView, Book};
pub(crate) use recorder::Recorder;
pub(crate) use seen::Page;

/// The beginning of a text, without control signs.
pub(crate) fn cut(text: &str, most: usize) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(most).collect()
}
