//! People on both engines, always on two handles of one database: what one does, the other sees.

mod accounts;
mod first;
mod house;
mod links;
mod login;
mod policy;
mod posts;
mod provider;
mod roster;
mod secrets;
mod sessions;
mod tokens;
