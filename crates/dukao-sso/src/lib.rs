//! Signing in by an identity provider that a house already has (统一身份认证): OpenID Connect, authorization code with PKCE.
//!
//! What is here knows the provider and nothing of the house: [`Provider::begin`] gives the address to which somebody is
//! sent, [`Provider::finish`] whom the provider names who came back. Whose account that is, and whether
//! he may come this way, is asked elsewhere. Nothing of a login under way is kept here: whoever calls keeps [`Pending`].

mod fault;
mod http;
mod issuer;
mod provider;
mod token;
mod trust;

pub use fault::Fault;
pub use issuer::issuer_problem;
pub use provider::{Pending, Provider, Registration};
pub use token::Named;
pub use trust::TrustFault;
