//! Server-rendered pages of dukao.
//!
//! [`router`] builds the whole site from the table of routes ([`ROUTES`]): one route is one file under
//! `pages`, with its query, its handler and its template struct. Pages are complete without script;
//! the small script only opens a trace in place and applies a select at once.
//!
//! What this crate must not do: compute a figure (views come from `dukao-app`), read a clock, touch the
//! database, or send anything that is not embedded in the binary.

mod assets;
mod chart;
mod error;
mod figure;
mod frame;
mod guessed;
mod ledger_columns;
mod ledger_query;
mod link;
mod markup;
mod pages;
mod paper;
mod places;
mod query;
mod route;
mod security;
mod theme;
mod upload;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use dukao_app::rights::Caller;
use dukao_app::{App, House};

pub use route::{ROUTES, RouteInfo};

/// How the site is served.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Largest upload in bytes.
    pub body_limit: usize,
    /// How long an answer may take.
    pub timeout: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { body_limit: 64 << 20, timeout: Duration::from_mins(1) }
    }
}

/// What the whole site shares.
#[derive(Clone)]
pub(crate) struct Site {
    house: Arc<House>,
}

/// What a handler gets: the application as the caller of this request has it.
pub(crate) struct Web {
    pub(crate) app: App,
}

impl FromRequestParts<Site> for Web {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        Ok(Self { app: site.house.called_by(Caller::operator("本机")) })
    }
}

/// The whole site. Bind it to the loopback address only: there are no users yet, so whoever reaches it
/// may read and import everything.
pub fn router(house: Arc<House>, options: Options) -> Router {
    let web = Site { house };
    let routes = ROUTES.iter().fold(Router::new(), |router, info| router.route(info.path, info.handler()));
    let site = routes.fallback(pages::missing::show).method_not_allowed_fallback(pages::missing::wrong_method);
    security::wrap(site.with_state(web), options)
}
