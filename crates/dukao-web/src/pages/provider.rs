//! `GET /login/oidc`: sends somebody to the identity provider; `GET /login/oidc/return`: he comes back.
//!
//! What must be known when he comes back is kept by his browser, in a cookie for a few minutes: any server of the house can
//! let him in. An answer without the cookie that belongs to it is nobody's.

use axum::extract::Query;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use dukao_app::people::{ByProvider, NewSession, Secret, Vouched};
use dukao_app::trail::AtDoor;
use dukao_app::{fault, moment_in_words};
use dukao_sso::{Fault, Named, Pending, Provider};

use super::login::{address_of, again, end_present, entered};
use crate::Options;
use crate::door::{Porch, Who, read_cookie};
use crate::error::WebError;
use crate::link::{address, local};
use crate::query::Visit;

/// Where the provider sends people back to.
const RETURN: &str = "/login/oidc/return";
/// How long somebody may take there, in seconds.
const PATIENCE: u32 = 600;
/// A longer address is not gone back to: the cookie must fit into a head.
const LONGEST: usize = 1500;

/// A login under way.
struct Way {
    state: String,
    nonce: String,
    verifier: String,
    /// Where he wanted to go.
    back: String,
}

impl Way {
    fn new(back: &str) -> Result<Self, WebError> {
        let secret = || Secret::new().map(|secret| secret.reveal().to_owned());
        let back = if back.len() > LONGEST { "/" } else { back }.to_owned();
        Ok(Self { state: secret()?, nonce: secret()?, verifier: secret()?, back })
    }

    /// The one that the browser kept.
    fn of(headers: &HeaderMap, options: Options) -> Option<Self> {
        let kept = read_cookie(headers, name_of(options))?;
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&format!("/?{kept}").parse().ok()?).ok()?;
        let value = |name: &str| {
            let found = pairs.iter().find(|(own, _)| own == name);
            found.map(|(_, value)| value.clone()).filter(|value| !value.is_empty())
        };
        let back = local(&value("back")?).to_owned();
        Some(Self { state: value("state")?, nonce: value("nonce")?, verifier: value("verifier")?, back })
    }

    fn pending(&self) -> Pending<'_> {
        Pending { state: &self.state, nonce: &self.nonce, verifier: &self.verifier }
    }

    fn cookie(&self, options: Options) -> String {
        let Self { state, nonce, verifier, back } = self;
        let kept = address("", &[("state", state), ("nonce", nonce), ("verifier", verifier), ("back", back)]);
        cookie(options, kept.trim_start_matches('?'), PATIENCE)
    }
}

const fn name_of(options: Options) -> &'static str {
    if options.secure { "__Host-dk-way" } else { "dk-way" }
}

fn cookie(options: Options, value: &str, seconds: u32) -> String {
    let secure = if options.secure { "; Secure" } else { "" };
    format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", name_of(options))
}

/// Why somebody who came back is not in.
enum Turned {
    /// What he brings belongs to no login that began in his browser.
    Stale,
    /// Another site sent him here to begin.
    Foreign,
    /// The provider says that he did not sign in there.
    NotThere,
    /// Too many come under this login name; again after so many seconds.
    TooMany(Named, i64),
    /// Too many failures from where he comes.
    Locked(String),
    /// The provider, or what it said.
    Fault(Fault),
    /// The provider names him, and the house does not let him in.
    Account { named: Named, why: &'static str },
}

impl Turned {
    /// What he is told; who has no account, or none that may come this way, is told the same.
    fn message(&self) -> String {
        match self {
            Self::Stale => "这次登录已经失效，请重新开始".to_owned(),
            Self::Foreign => "请在本系统的登录页上按按钮，用统一身份认证登录".to_owned(),
            Self::TooMany(_, seconds) => format!("登录太频繁，{seconds}秒以后再试"),
            Self::NotThere => "没有在统一身份认证登录，请重新开始".to_owned(),
            Self::Locked(until) => format!("失败次数太多，{until}以后再试，或请安全管理员解锁"),
            Self::Fault(fault) if fault.is_of_provider() => {
                "统一身份认证现在用不了；请用登录名和密码登录，或者稍后再试".to_owned()
            }
            Self::Fault(_) => "统一身份认证的答复不能采信，请重新开始".to_owned(),
            Self::Account { .. } => "不能这样登录本系统；请用登录名和密码登录，或请管理员核对账号".to_owned(),
        }
    }

    /// Why, for the trail.
    fn why(&self) -> String {
        match self {
            Self::Stale => "不是从这里开始的，或者时间太长".to_owned(),
            Self::Foreign => "从别的网站开始".to_owned(),
            Self::TooMany(..) => "登录太频繁".to_owned(),
            Self::NotThere => "没有在那里登录".to_owned(),
            Self::Locked(_) => "地址被锁定".to_owned(),
            Self::Fault(fault) => fault.to_string(),
            Self::Account { why, .. } => (*why).to_owned(),
        }
    }

    /// Whom the provider named, once that was known to be its word.
    fn named(&self) -> Option<&Named> {
        match self {
            Self::TooMany(named, _) | Self::Account { named, .. } => Some(named),
            _ => None,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Fault(fault) if fault.is_of_provider() => StatusCode::BAD_GATEWAY,
            Self::TooMany(..) => StatusCode::TOO_MANY_REQUESTS,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

/// The provider, if the house has one and the policy lets it be asked.
async fn provider(porch: &Porch) -> Result<&Provider, WebError> {
    let provider = porch.site.outside.provider.as_deref();
    let provider = provider.ok_or(WebError::NoProvider("这里没有配置统一身份认证。"))?;
    if porch.people().provider_may().await? {
        Ok(provider)
    } else {
        Err(WebError::NoProvider("安全管理员没有允许用统一身份认证登录。"))
    }
}

pub(crate) async fn begin(porch: Porch, visit: Visit, headers: HeaderMap) -> Result<Response, WebError> {
    let provider = provider(&porch).await?;
    let back = local(visit.value("back")?.unwrap_or("/")).to_owned();
    if matches!(porch.who, Who::Signed(_)) && !porch.site.options.demo {
        return Ok(Redirect::to(&back).into_response());
    }
    // Whoever is signed in at the provider would be in here without having asked for it.
    if !is_own(&headers) && !fault::on("provider_begin") {
        return turned(&porch, visit, &back, &Turned::Foreign).await;
    }
    let way = Way::new(&back)?;
    match provider.begin(way.pending(), &back_to(&porch, &headers), seconds(&porch)).await {
        Ok(place) => {
            let headers = [(header::SET_COOKIE, way.cookie(porch.site.options)), (header::LOCATION, place)];
            Ok((StatusCode::SEE_OTHER, headers).into_response())
        }
        Err(fault) => turned(&porch, visit, &back, &Turned::Fault(fault)).await,
    }
}

/// Whether it was asked for from here, or by whoever typed the address: browsers say which. Others say nothing.
fn is_own(headers: &HeaderMap) -> bool {
    let from = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    from.is_none_or(|from| [b"same-origin".as_slice(), b"none".as_slice()].contains(&from))
}

pub(crate) async fn finish(porch: Porch, visit: Visit, headers: HeaderMap) -> Result<Response, WebError> {
    let provider = provider(&porch).await?;
    let way = Way::of(&headers, porch.site.options);
    let back = way.as_ref().map_or("/", |way| way.back.as_str()).to_owned();
    let came = come_back(&porch, &visit, provider, way, &back_to(&porch, &headers)).await;
    let response = match came {
        Ok(Ok((session, named))) => let_in(&porch, &session, &named, &back).await,
        Ok(Err(why)) => turned(&porch, visit, &back, &why).await,
        Err(error) => Err(error),
    };
    // It counts once, however it went.
    let mut response = response.unwrap_or_else(IntoResponse::into_response);
    if let Ok(forgotten) = HeaderValue::from_str(&cookie(porch.site.options, "", 0)) {
        response.headers_mut().append(header::SET_COOKIE, forgotten);
    }
    Ok(response)
}

async fn let_in(porch: &Porch, session: &NewSession, named: &Named, back: &str) -> Result<Response, WebError> {
    let caller = porch.people().visit(session.secret.reveal()).await?.caller;
    let entered_as = AtDoor::InByProvider { caller: &caller, session: &session.id, vouched: vouched(named) };
    porch.site.house.note_door(&entered_as, porch.door()).await;
    end_present(porch).await?;
    Ok(entered(porch, session.secret.reveal(), back))
}

fn vouched(named: &Named) -> Vouched<'_> {
    Vouched { login: &named.login, claim: &named.claim, issuer: &named.issuer, sub: &named.sub }
}

/// Who came back, if the house lets him in.
async fn come_back(
    porch: &Porch,
    visit: &Visit,
    provider: &Provider,
    way: Option<Way>,
    back_to: &str,
) -> Result<Result<(NewSession, Named), Turned>, WebError> {
    let Some(way) = way.filter(|way| is_answer_to(visit, way)) else { return Ok(Err(Turned::Stale)) };
    let Some(code) = visit.value("code")?.filter(|_| !matches!(visit.value("error"), Ok(Some(_)))) else {
        return Ok(Err(Turned::NotThere));
    };
    let people = porch.people();
    if let Some(until) = people.count_provider(porch.door()).await? {
        return Ok(Err(Turned::Locked(moment_in_words(until))));
    }
    let named = match provider.finish(way.pending(), code, back_to, seconds(porch)).await {
        Ok(named) => named,
        Err(fault) => {
            if fault.is_of_provider() {
                people.forgive_provider(porch.door()).await?;
            }
            return Ok(Err(Turned::Fault(fault)));
        }
    };
    match porch.site.outside.try_login(&named.login, porch.site.house.now()) {
        Err(WebError::TooMany(seconds)) => {
            people.forgive_provider(porch.door()).await?;
            return Ok(Err(Turned::TooMany(named, seconds)));
        }
        tried => tried?,
    }
    Ok(match people.sign_in_by_provider(vouched(&named), porch.door()).await? {
        ByProvider::In(session) => Ok((session, named)),
        ByProvider::Refused(why) => Err(Turned::Account { named, why }),
    })
}

fn is_answer_to(visit: &Visit, way: &Way) -> bool {
    matches!(visit.value("state"), Ok(Some(state)) if state == way.state) || fault::on("provider_state")
}

/// Notes why somebody is not in, and gives him the form.
async fn turned(porch: &Porch, mut visit: Visit, back: &str, why: &Turned) -> Result<Response, WebError> {
    if let Turned::Fault(fault) = why {
        tracing::warn!(error.text = %fault, "no login by the identity provider");
    }
    let told = why.why();
    let refused = AtDoor::ProviderRefused { vouched: why.named().map(vouched), why: &told };
    porch.site.house.note_door(&refused, porch.door()).await;
    // The code and the state are not for the page.
    visit.here = address_of(back);
    let page = again(porch, visit, back, why.message()).await?;
    Ok((why.status(), Html(page)).into_response())
}

/// Where the provider sends people back to: by the name by which this was asked, which is one of the site's own.
fn back_to(porch: &Porch, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let scheme = if porch.site.options.secure { "https" } else { "http" };
    format!("{scheme}://{host}{RETURN}")
}

fn seconds(porch: &Porch) -> i64 {
    porch.site.house.now().0.div_euclid(1_000_000)
}
