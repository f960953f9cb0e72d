//! Server-rendered pages of dukao, and its API for programs ([`operations`]).
//!
//! [`router`] builds the whole site from the table of routes ([`ROUTES`]): one route is one file under
//! `pages`, with its query, its handler and its template struct. Pages are complete without script;
//! the small script only opens a trace in place and applies a select at once.
//!
//! What this crate must not do: compute a figure (views come from `dukao-app`), read a clock, touch the
//! database, or send anything that is not embedded in the binary.

mod about;
mod api;
mod assets;
mod change_form;
mod chart;
mod door;
mod error;
mod figure;
mod form;
mod frame;
mod guessed;
mod ledger_columns;
mod ledger_query;
mod link;
mod markup;
mod outside;
mod pages;
mod paper;
mod places;
mod query;
mod route;
mod security;
mod square;
mod theme;
mod upload;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware;
use dukao_app::{House, fault};
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;

use outside::Surroundings;

pub use api::{OperationInfo, openapi, operations};
pub(crate) use door::Web;
pub use outside::{Hosts, Limits, Network, Outside, ProxyHeaders, Rate};
pub use route::{ROUTES, RouteInfo};

/// How the site is served.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Largest upload in bytes.
    pub body_limit: usize,
    /// How long an answer may take.
    pub timeout: Duration,
    /// Whether the site is reached by TLS only: its cookies are then bound to it.
    pub secure: bool,
    /// Whether it is the demonstration: one steps into its roles without a password.
    pub demo: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { body_limit: 64 << 20, timeout: Duration::from_mins(1), secure: false, demo: false }
    }
}

/// What the whole site shares.
#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) house: Arc<House>,
    pub(crate) options: Options,
    pub(crate) outside: Arc<Surroundings>,
}

/// The whole site for the machine on which it runs. Bind it to the loopback address only.
pub fn router(house: Arc<House>, options: Options) -> Router {
    router_in(house, options, Outside::default())
}

/// The whole site as it stands in a network. It must be served with the address of whoever asks
/// (`axum::extract::ConnectInfo`).
pub fn router_in(house: Arc<House>, options: Options, outside: Outside) -> Router {
    let web = Site { house, options, outside: Arc::new(Surroundings::new(outside)) };
    let routes = ROUTES.iter().fold(Router::new(), |router, info| {
        let limit = RequestBodyLimitLayer::new(security::body_limit(info.path, options));
        router.route(info.path, info.handler().layer(limit))
    });
    let site = routes.fallback(pages::missing::show).method_not_allowed_fallback(pages::missing::wrong_method);
    let site = site.layer(middleware::from_fn_with_state(web.clone(), door::identify));
    // No cookie counts at the API, so that no other site can send one there.
    let site = if fault::on("csrf") { site } else { site.layer(CsrfLayer::new()) };
    let site = site.with_state(web.clone()).merge(api::router(&web));
    security::wrap(site, &web)
}
