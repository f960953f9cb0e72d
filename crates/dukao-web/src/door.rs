//! The door: who asks, by the cookie of his session, and what a handler gets of the application.
//!
//! A handler that takes [`Web`] has a caller; there is no other way to the application. Whoever is not signed in is sent to
//! the login page, and whoever must choose a new password to where he chooses it.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use dukao_app::people::{Door, People, Visit};
use dukao_app::rights::Denial;
use dukao_app::{App, AppError, fault};

use crate::error::WebError;
use crate::outside::{Seen, Surroundings};
use crate::{Options, Site};

/// Name of the cookie; with TLS it is bound to the host.
const COOKIE: &str = "dk-session";
const BOUND_COOKIE: &str = "__Host-dk-session";

/// Where a new password is chosen.
pub(crate) const NEW_PASSWORD: &str = "/me/password";

/// Somebody signed in.
#[derive(Debug, Clone)]
pub(crate) struct Signed {
    pub(crate) visit: Arc<Visit>,
}

/// Why nobody is signed in: what the login page says.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct NotSigned {
    pub(crate) why: Option<&'static str>,
}

/// That somebody was refused: put beside the answer, for the trail.
#[derive(Debug, Clone)]
pub(crate) struct Turned(pub(crate) Denial);

/// Who asks, found once for a request.
#[derive(Debug, Clone)]
pub(crate) enum Who {
    Signed(Signed),
    Nobody(NotSigned),
}

/// What a handler gets: the application as the caller of this request has it.
pub(crate) struct Web {
    pub(crate) app: App,
    pub(crate) signed: Signed,
    pub(crate) options: Options,
    outside: Arc<Surroundings>,
}

/// What a page that is open to everybody gets: people, before anybody is signed in.
pub(crate) struct Porch {
    pub(crate) site: Site,
    pub(crate) address: String,
    pub(crate) agent: String,
    pub(crate) who: Who,
    /// Whether figures about the server are for him.
    pub(crate) may_watch: bool,
}

impl Web {
    /// People as the caller has them.
    pub(crate) fn people(&self) -> People<'_> {
        self.app.people()
    }

    /// Asks before any of the files is read: whether he may send some, and not too often.
    pub(crate) fn may_upload(&self) -> Result<(), WebError> {
        self.app.permit_upload()?;
        self.outside.try_import(&self.signed.visit.account.id, self.app.now())
    }
}

impl Porch {
    /// People as nobody has them: for signing in.
    pub(crate) fn people(&self) -> People<'_> {
        self.site.house.people(self.site.house.nobody())
    }

    /// From where somebody comes.
    pub(crate) fn door(&self) -> Door<'_> {
        Door { address: &self.address, agent: &self.agent }
    }
}

/// Finds out who asks, once, for whatever comes after.
pub(crate) async fn identify(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let options = site.options.seen(request.extensions());
    let who = match secret_of(request.headers(), options) {
        None => Ok(Who::Nobody(NotSigned::default())),
        Some(secret) => {
            let nobody = site.house.people(site.house.nobody());
            match nobody.visit(&secret).await {
                Ok(visit) => Ok(Who::Signed(Signed { visit: Arc::new(visit) })),
                Err(AppError::SignedOut(why)) => Ok(Who::Nobody(NotSigned { why: Some(why) })),
                Err(error) => Err(error),
            }
        }
    };
    let path = request.uri().path().to_owned();
    match who {
        Ok(who) => {
            request.extensions_mut().insert(who.clone());
            let mut response = next.run(request).await;
            if let (Who::Signed(signed), Some(Turned(denial))) = (&who, response.extensions_mut().remove::<Turned>()) {
                let visit = &signed.visit;
                site.house.note_denial(&visit.caller, visit.session.as_deref(), &denial, &path).await;
            }
            // For what is put around the answer: an error page bears the same masthead.
            response.extensions_mut().insert(who);
            response
        }
        Err(error) => axum::response::IntoResponse::into_response(WebError::from(error)),
    }
}

impl FromRequestParts<Site> for Web {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, WebError> {
        let here = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let back = if parts.method.is_safe() { here } else { "/".to_owned() };
        match parts.extensions.get::<Who>() {
            Some(Who::Signed(signed)) if must_change(signed) && parts.uri.path() != NEW_PASSWORD => {
                Err(WebError::GoTo(NEW_PASSWORD.to_owned()))
            }
            Some(Who::Signed(signed)) => {
                let app = site.house.called_by(signed.visit.caller.clone());
                let app = app.in_session(signed.visit.session.as_deref());
                let options = site.options.seen(&parts.extensions);
                Ok(Self { app, signed: signed.clone(), options, outside: Arc::clone(&site.outside) })
            }
            // A part of a page is not replaced by the login page.
            _ if parts.headers.contains_key("hx-request") => Err(AppError::SignedOut("没有登录").into()),
            _ => Err(WebError::SignIn { back }),
        }
    }
}

impl FromRequestParts<Site> for Porch {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Self::Rejection> {
        let seen = parts.extensions.get::<Seen>();
        let address = seen.and_then(|seen| seen.address);
        let may_watch = seen.is_some_and(|seen| seen.may_watch(&site.outside));
        let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self {
            site: Site { options: site.options.seen(&parts.extensions), ..site.clone() },
            address: address.map_or_else(String::new, |address| address.to_string()),
            agent: agent.unwrap_or_default().to_owned(),
            may_watch,
            who: parts.extensions.get::<Who>().cloned().unwrap_or(Who::Nobody(NotSigned::default())),
        })
    }
}

impl Options {
    /// The same for a request: whoever comes by https behind a proxy gets cookies for https only.
    fn seen(self, extensions: &Extensions) -> Self {
        let secure = extensions.get::<Seen>().map_or(self.secure, |seen| seen.secure);
        Self { secure, ..self }
    }
}

fn must_change(signed: &Signed) -> bool {
    signed.visit.must_change && !fault::on("must_change")
}

/// The secret of the session that the request carries.
fn secret_of(headers: &HeaderMap, options: Options) -> Option<String> {
    read_cookie(headers, name_of(options))
}

/// The value of a cookie that the request carries.
pub(crate) fn read_cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(own, _)| *own == name).map(|(_, value)| value.to_owned())
}

const fn name_of(options: Options) -> &'static str {
    if options.secure { BOUND_COOKIE } else { COOKIE }
}

/// The cookie that a browser keeps until it is closed: not for scripts, not for other sites.
pub(crate) fn cookie(options: Options, secret: &str) -> String {
    let secure = if options.secure { "; Secure" } else { "" };
    let hidden = if fault::on("cookie") { "" } else { "; HttpOnly" };
    format!("{}={secret}; Path=/{hidden}; SameSite=Lax{secure}", name_of(options))
}

/// The same, to be forgotten at once.
pub(crate) fn no_cookie(options: Options) -> String {
    format!("{}; Max-Age=0", cookie(options, ""))
}
