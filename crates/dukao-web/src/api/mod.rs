//! The API: `/api/v1`, for programs. One resource is one file; an operation is a row of its table ([`operations`]), from
//! which both the router and the description ([`document`]) are built.
//!
//! A program says who it is by a token (`Authorization: Bearer`); cookies count for nothing here, and tokens count for
//! nothing on pages. A handler gets the application only from its [`call::Call`]. Whatever goes wrong is answered as
//! `application/problem+json` ([`failure`]).

mod call;
mod check;
mod description;
mod document;
mod failure;
mod fields;
mod keyed;
mod operation;
mod parameter;
mod reply;
mod resources;
mod router;
mod walk;

pub use description::openapi;
pub(crate) use failure::dress;
pub(crate) use router::router;

/// Where the API lives.
pub(crate) const ROOT: &str = "/api/v1";

/// An operation of the API, for tests and tours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OperationInfo {
    /// GET, POST, PUT or DELETE.
    pub method: &'static str,
    /// Path pattern below `/api/v1`.
    pub path: &'static str,
    /// Its name.
    pub id: &'static str,
    /// Whether it changes something.
    pub changing: bool,
    /// Whether nobody may ask too.
    pub open: bool,
}

/// Every operation that is routed.
pub fn operations() -> impl Iterator<Item = OperationInfo> {
    let told = |one: &operation::Operation| OperationInfo {
        method: one.method,
        path: one.path,
        id: one.id,
        changing: one.changing,
        open: one.open,
    };
    resources::all().map(told)
}
