//! Who may do what: roles, the one table of rights, posts with dates, and what a caller may see.
//!
//! A right reaches as far as the post that carries it: role × unit subtree × year. The whole table is
//! [`TABLE`]; a refusal ([`Denial`]) says which right was missing and why. What a caller may see of a
//! region is its [`Sight`]; a book cut down to it ([`Sight::within`]) holds nothing else.
//!
//! The three administrators (三员分立, GB/T 22239-2019) exclude each other and every other role.

mod caller;
mod denial;
mod post;
mod role;
mod sight;
mod table;
#[cfg(test)]
mod tests;

pub use caller::{Caller, CallerKind, Target};
pub use denial::{Denial, Why};
pub use post::{Manner, Post, PostProblem, Years, problems};
pub use role::Role;
pub use sight::Sight;
pub use table::{Reach, Right, TABLE, reach};
