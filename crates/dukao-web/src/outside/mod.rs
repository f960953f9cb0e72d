//! What stands between the site and the network: by which names it is asked, which proxies are believed, how often
//! somebody may ask.
//!
//! [`arrive`] is the first to see a request. After it, a request says who asks ([`Seen`]) and bears no header of a proxy
//! any more: whatever comes later cannot believe the wrong one.

mod buckets;
mod counters;
mod forwarded;
mod hosts;
mod network;
mod reference;

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use dukao_app::{Micros, fault};
use dukao_sso::Provider;
use tracing::Instrument as _;

use crate::Site;
use crate::error::WebError;
use buckets::Buckets;
use counters::Counters;
use reference::References;

pub use buckets::Rate;
pub(crate) use counters::{head, line, seconds};
pub use forwarded::ProxyHeaders;
pub use hosts::Hosts;
pub use network::Network;

/// So many keys are remembered by each kind of bucket: some MiB at most.
const ROOM: usize = 50_000;

/// Bears the number of a request, in and out.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How the site stands in its network. What is left out is as on a machine of one's own: its own names, no proxy, no
/// limits.
#[derive(Debug, Clone, Default)]
pub struct Outside {
    /// By which names it is asked.
    pub hosts: Hosts,
    /// Whose word about clients is believed.
    pub proxies: Vec<Network>,
    /// In which headers they give it.
    pub headers: ProxyHeaders,
    /// How often somebody may ask.
    pub limits: Limits,
    /// Who may read the figures about the server, beside the machine itself.
    pub watchers: Vec<Network>,
    /// How much memory the process has, in bytes.
    pub memory: Option<fn() -> Option<u64>>,
    /// Who may say who somebody is, beside the house itself.
    pub provider: Option<Arc<Provider>>,
}

/// How often somebody may ask; what is left out is not counted. The machine's own address is never limited as an address:
/// everybody behind one program on it would be limited with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// An address, for anything but styles and scripts.
    pub all: Option<Rate>,
    /// An address, for signing in, role cards and one-time links.
    pub login: Option<Rate>,
    /// A login name that is tried, from wherever.
    pub account: Option<Rate>,
    /// Somebody signed in, for uploads.
    pub import: Option<Rate>,
}

/// The same while it is in use.
#[derive(Debug)]
pub(crate) struct Surroundings {
    pub(crate) hosts: Hosts,
    proxies: Vec<Network>,
    headers: ProxyHeaders,
    all: Buckets<IpAddr>,
    login: Buckets<IpAddr>,
    account: Buckets<String>,
    import: Buckets<String>,
    references: References,
    watchers: Vec<Network>,
    pub(crate) memory: Option<fn() -> Option<u64>>,
    pub(crate) counters: Counters,
    pub(crate) provider: Option<Arc<Provider>>,
}

impl Surroundings {
    pub(crate) fn new(outside: Outside) -> Self {
        let Outside { hosts, proxies, headers, limits, watchers, memory, provider } = outside;
        Self {
            hosts,
            proxies,
            headers,
            all: Buckets::new(limits.all, ROOM),
            login: Buckets::new(limits.login, ROOM),
            account: Buckets::new(limits.account, ROOM),
            import: Buckets::new(limits.import, ROOM),
            references: References::new(),
            watchers,
            memory,
            counters: Counters::default(),
            provider,
        }
    }

    /// Takes one try at a login name.
    pub(crate) fn try_login(&self, login: &str, now: Micros) -> Result<(), WebError> {
        // What was typed may be anything, of any length.
        let key: String = login.trim().to_lowercase().chars().take(64).collect();
        self.account.take(key, now.0).map_err(WebError::TooMany)
    }

    /// Takes one upload of somebody.
    pub(crate) fn try_import(&self, account: &str, now: Micros) -> Result<(), WebError> {
        self.import.take(account.to_owned(), now.0).map_err(WebError::TooMany)
    }
}

/// Who asks, as far as the network tells.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// From where; nothing where there is no network.
    pub(crate) address: Option<IpAddr>,
    /// Whether he asks by https.
    pub(crate) secure: bool,
    /// The number of the request.
    pub(crate) reference: String,
    /// Whether a proxy that is not named seems to stand between: then nobody knows who asks.
    unsure: bool,
}

impl Seen {
    /// Whether figures about the server are for him.
    pub(crate) fn may_watch(&self, outside: &Surroundings) -> bool {
        let known = |address: IpAddr| address.is_loopback() || Network::any(&outside.watchers, address);
        !self.unsure && self.address.is_none_or(known)
    }
}

/// Finds out who asks and puts it beside the request.
pub(crate) async fn arrive(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let outside = &site.outside;
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_canonical());
    let trusted = peer.is_some_and(|peer| Network::any(&outside.proxies, peer));
    let mut seen = Seen { address: peer, secure: site.options.secure, reference: String::new(), unsure: false };
    let given = request.headers_mut().remove(REQUEST_ID).filter(|_| trusted);
    if trusted {
        let said = forwarded::read(request.headers(), outside.headers, &outside.proxies);
        // A proxy that says nothing of whom it asks for is no client.
        seen.unsure = said.client.is_none();
        seen.address = said.client.or(peer);
        seen.secure = said.secure.unwrap_or(seen.secure);
        if let Some(host) = said.host {
            request.headers_mut().insert(header::HOST, host);
        }
        forwarded::strip(request.headers_mut());
    } else {
        seen.unsure = forwarded::strip(request.headers_mut());
    }
    seen.reference = References::take_over(given).unwrap_or_else(|| outside.references.next());
    let span = tracing::info_span!("request", reference = seen.reference);
    let mut response = answer(&site, seen.clone(), request, next).instrument(span).await;
    if let Ok(reference) = HeaderValue::from_str(&seen.reference) {
        response.headers_mut().insert(REQUEST_ID, reference);
    }
    if seen.secure {
        let year = HeaderValue::from_static("max-age=31536000");
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// Answers, counts the answer and notes it in the log: which route, never which address in full, and nobody's name.
async fn answer(site: &Site, seen: Seen, mut request: Request, next: Next) -> Response {
    let start = site.house.now().0;
    let (method, route) = (request.method().clone(), route_of(&request));
    // Whatever else somebody may call a method.
    let method = if KNOWN.contains(&method) { method.as_str() } else { "-" };
    let address = seen.address.map(|address| address.to_string()).unwrap_or_default();
    request.extensions_mut().insert(seen);
    let response = next.run(request).await;
    let (status, micros) = (response.status().as_u16(), site.house.now().0.saturating_sub(start).max(0));
    site.outside.counters.count((method, &route, status), micros);
    tracing::info!(method, route, status, duration_us = micros, address, "request");
    response
}

/// The methods that are counted each for itself.
const KNOWN: [Method; 5] = [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE];

/// The route as it stands in the table; empty where there is none.
pub(crate) fn route_of(request: &Request) -> String {
    request.extensions().get::<MatchedPath>().map_or_else(String::new, |path| path.as_str().to_owned())
}

/// Lets in who asks by a name of the site, and not too often.
pub(crate) async fn admit(State(site): State<Site>, request: Request, next: Next) -> Response {
    let named = host(&request).is_some_and(|host| site.outside.hosts.hold(host));
    if !named && !fault::on("host") {
        return WebError::ForeignHost { alone: site.outside.hosts.only_this_machine() }.into_response();
    }
    let address = request.extensions().get::<Seen>().and_then(|seen| seen.address);
    let path = request.uri().path();
    if let Some(address) = address.filter(|address| !address.is_loopback() && !path.starts_with("/assets/")) {
        let (address, now) = (one_client(address), site.house.now().0);
        let at_door = is_by_provider(path) || (request.method() == Method::POST && is_door(path));
        let login = if at_door { site.outside.login.take(address, now) } else { Ok(()) };
        if let Err(seconds) = login.and_then(|()| site.outside.all.take(address, now)) {
            return WebError::TooMany(seconds).into_response();
        }
    }
    next.run(request).await
}

/// Whoever has one address of IPv6 has all with the same first half.
fn one_client(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from(u128::from(address) >> 64 << 64)),
    }
}

/// Where a secret is tried.
pub(crate) fn is_door(path: &str) -> bool {
    path == "/login" || path == "/enter" || path.starts_with("/link/") || is_by_provider(path)
}

/// Where somebody goes to the identity provider and comes back: each time it is asked something.
fn is_by_provider(path: &str) -> bool {
    path.starts_with("/login/oidc")
}

/// The host that is asked for: one, and the same in the address where that names one.
fn host(request: &Request) -> Option<&str> {
    let one = single(request.headers());
    let authority = request.uri().authority().map(axum::http::uri::Authority::as_str);
    match (one, authority) {
        (Some(one), Some(authority)) => one.eq_ignore_ascii_case(authority).then_some(one),
        (None, authority) if !request.headers().contains_key(header::HOST) => authority,
        (one, _) => one,
    }
}

fn single(headers: &HeaderMap) -> Option<&str> {
    let mut all = headers.get_all(header::HOST).iter();
    let one = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(one)
}
