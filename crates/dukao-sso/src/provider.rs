//! The provider: where somebody is sent, and who he is when he comes back.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use chrono::{DateTime, Utc};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreErrorResponseType, CoreIdTokenVerifier, CoreProviderMetadata,
    CoreTokenResponse,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, DiscoveryError, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope,
    TokenResponse as _,
};
use tokio::sync::Mutex;

use crate::http::{Client, HttpFault, client};
use crate::issuer::Place;
use crate::token::{ALGORITHMS, Doubt, MAX_AGE, Named, claim};
use crate::{Fault, TrustFault, trust};

/// What the provider says of itself is asked anew after so many seconds.
const KEPT: i64 = 60;

/// Whoever could not reach it is not waited for again before so many seconds have passed.
const SPARED: i64 = 5;

/// What was agreed with the provider.
#[derive(Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its address; see [`crate::issuer_problem`].
    pub issuer: String,
    /// Under which name we are known there.
    pub client_id: String,
    /// The secret that goes with it.
    pub secret: String,
    /// Which claim is the login name.
    pub claim: String,
    /// What stands on the button.
    pub button: String,
    /// The authorities that are believed; those of the system when `None`.
    pub roots: Option<PathBuf>,
}

impl std::fmt::Debug for Registration {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Registration").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// A login under way: what the browser keeps of it till it comes back. All three are secrets that nobody can guess, of 43 to
/// 128 letters and digits.
#[derive(Clone, Copy)]
pub struct Pending<'a> {
    /// By which an answer is known to be to this question.
    pub state: &'a str,
    /// By which a token is known to be for this login.
    pub nonce: &'a str,
    /// Without which a code is of no use.
    pub verifier: &'a str,
}

impl std::fmt::Debug for Pending<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Pending(…)")
    }
}

type Ready =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// An identity provider.
pub struct Provider {
    agreed: Registration,
    issuer: IssuerUrl,
    http: Client,
    /// What it says of itself, keys and all, and when it was asked: seconds since 1970.
    said: RwLock<Option<(i64, Arc<CoreProviderMetadata>)>>,
    /// Held by the one who asks; when it was asked last in vain, and why.
    asking: Mutex<Option<(i64, Fault)>>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.agreed.fmt(out)
    }
}

impl Provider {
    /// A provider that was agreed with; nothing is asked yet.
    ///
    /// # Errors
    /// [`TrustFault`] when its certificates could not be checked.
    pub fn new(agreed: Registration) -> Result<Self, TrustFault> {
        let by_tls = agreed.issuer.starts_with("https:") || agreed.roots.is_some();
        let tls = by_tls.then(|| trust::config(agreed.roots.as_deref())).transpose()?;
        let issuer = IssuerUrl::new(agreed.issuer.clone()).map_err(|_| TrustFault::Issuer(agreed.issuer.clone()))?;
        Ok(Self { agreed, issuer, http: client(tls), said: RwLock::new(None), asking: Mutex::new(None) })
    }

    /// What stands on the button.
    pub fn button(&self) -> &str {
        &self.agreed.button
    }

    /// The address to which somebody is sent; he comes back to `back_to`. `now`: seconds since 1970.
    ///
    /// # Errors
    /// [`Fault::Unreachable`], [`Fault::Nonsense`].
    pub async fn begin(&self, pending: Pending<'_>, back_to: &str, now: i64) -> Result<String, Fault> {
        let said = self.said(now).await?;
        let client = self.client(&said, back_to)?;
        let verifier = PkceCodeVerifier::new(pending.verifier.to_owned());
        let (state, nonce) = (pending.state.to_owned(), pending.nonce.to_owned());
        let asked = client.authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            || CsrfToken::new(state),
            || Nonce::new(nonce),
        );
        let asked = asked.add_scope(Scope::new("profile".to_owned())).set_max_age(Duration::from_secs(MAX_AGE));
        let asked = asked.set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        let address = asked.url().0.to_string();
        let place = address.parse().ok().and_then(|address| Place::of(&address));
        if place.is_some() { Ok(address) } else { Err(Fault::Nonsense(HttpFault::Address.to_string())) }
    }

    /// Who came back with `code`, by a token that was signed by the provider, for us, for this login, has not expired, and is
    /// of somebody who signed in there himself not long ago.
    ///
    /// # Errors
    /// A [`Fault`].
    pub async fn finish(&self, pending: Pending<'_>, code: &str, back_to: &str, now: i64) -> Result<Named, Fault> {
        let said = self.said(now).await?;
        let token = self.exchange(&said, pending, code, back_to).await?;
        let token = token.id_token().ok_or_else(|| Fault::Nonsense("没有身份令牌".to_owned()))?;
        let nonce = Nonce::new(pending.nonce.to_owned());
        let name = &self.agreed.claim;
        match claim(token, &self.verifier(&said, now), &nonce, name, now) {
            // It may have changed its keys since it was asked for them.
            Err(Doubt::UnknownKey) => {
                let _alone = self.asking.lock().await;
                let said = self.ask(now).await?;
                claim(token, &self.verifier(&said, now), &nonce, name, now).map_err(Fault::from)
            }
            found => found.map_err(Fault::from),
        }
    }

    async fn exchange(
        &self,
        said: &CoreProviderMetadata,
        pending: Pending<'_>,
        code: &str,
        back_to: &str,
    ) -> Result<CoreTokenResponse, Fault> {
        let client = self.client(said, back_to)?;
        let asked = client.exchange_code(AuthorizationCode::new(code.to_owned()));
        let asked = asked.map_err(|_| Fault::Nonsense("没有说在哪里换令牌".to_owned()))?;
        let asked = asked.set_pkce_verifier(PkceCodeVerifier::new(pending.verifier.to_owned()));
        asked.request_async(&self.http).await.map_err(|error| match error {
            RequestTokenError::Request(fault) => of_http(&fault),
            RequestTokenError::ServerResponse(refusal) => match refusal.error() {
                CoreErrorResponseType::InvalidClient | CoreErrorResponseType::UnauthorizedClient => {
                    Fault::Nonsense("不认本系统的客户端号或密钥".to_owned())
                }
                _ => Fault::NotGiven,
            },
            RequestTokenError::Parse(wrong, _) => Fault::Nonsense(format!("换令牌的答复，在 {}", wrong.path())),
            RequestTokenError::Other(_) => Fault::Nonsense("换令牌的答复".to_owned()),
        })
    }

    fn client(&self, said: &CoreProviderMetadata, back_to: &str) -> Result<Ready, Fault> {
        let secret = ClientSecret::new(self.agreed.secret.clone());
        let id = ClientId::new(self.agreed.client_id.clone());
        let back_to = RedirectUrl::new(back_to.to_owned()).map_err(|_| Fault::Nonsense("本系统的网址".to_owned()))?;
        let client = CoreClient::from_provider_metadata(said.clone(), id, Some(secret)).set_redirect_uri(back_to);
        Ok(client.set_auth_type(Self::manner(said)))
    }

    /// How we say who we are: as the standard has it, unless it knows the other way only.
    fn manner(said: &CoreProviderMetadata) -> AuthType {
        use openidconnect::core::CoreClientAuthMethod::{ClientSecretBasic, ClientSecretPost};
        let known = said.token_endpoint_auth_methods_supported();
        let only_post = known.is_some_and(|all| all.contains(&ClientSecretPost) && !all.contains(&ClientSecretBasic));
        if only_post { AuthType::RequestBody } else { AuthType::BasicAuth }
    }

    fn verifier(&self, said: &CoreProviderMetadata, now: i64) -> CoreIdTokenVerifier<'static> {
        let (id, secret) = (self.agreed.client_id.clone(), self.agreed.secret.clone());
        let (id, secret) = (ClientId::new(id), ClientSecret::new(secret));
        let verifier =
            CoreIdTokenVerifier::new_confidential_client(id, secret, self.issuer.clone(), said.jwks().clone());
        // A moment outside the calendar is after every expiry.
        let moment = DateTime::from_timestamp(now, 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
        verifier.set_allowed_algs(ALGORITHMS).set_time_fn(move || moment)
    }

    /// What it says of itself, asked not long ago.
    fn kept(&self, now: i64) -> Option<Arc<CoreProviderMetadata>> {
        let kept = self.said.read().unwrap_or_else(PoisonError::into_inner).clone();
        kept.filter(|(asked, _)| (0..KEPT).contains(&now.saturating_sub(*asked))).map(|(_, said)| said)
    }

    /// What it says of itself. One asks, the others wait for what he is told; when it was in vain, nobody asks for a while.
    async fn said(&self, now: i64) -> Result<Arc<CoreProviderMetadata>, Fault> {
        if let Some(said) = self.kept(now) {
            return Ok(said);
        }
        let mut in_vain = self.asking.lock().await;
        if let Some(said) = self.kept(now) {
            return Ok(said);
        }
        let spared = |(asked, _): &&(i64, Fault)| (0..SPARED).contains(&now.saturating_sub(*asked));
        if let Some((_, fault)) = in_vain.as_ref().filter(spared) {
            return Err(fault.clone());
        }
        let told = self.ask(now).await;
        *in_vain = told.as_ref().err().map(|fault| (now, fault.clone()));
        told
    }

    /// Asks it what it says of itself.
    async fn ask(&self, now: i64) -> Result<Arc<CoreProviderMetadata>, Fault> {
        let said = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http).await;
        let said = said.map(Arc::new).map_err(|error| match error {
            DiscoveryError::Request(fault) => of_http(&fault),
            DiscoveryError::Parse(wrong) => Fault::Nonsense(format!("它对自己的说明，在 {}", wrong.path())),
            DiscoveryError::Response(status, _, _) => {
                Fault::Nonsense(format!("它对自己的说明，答复 {}", status.as_u16()))
            }
            DiscoveryError::Validation(_) => Fault::Nonsense("它自称的网址与配置里的“地址”不同".to_owned()),
            _ => Fault::Nonsense("它对自己的说明".to_owned()),
        })?;
        *self.said.write().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&said)));
        Ok(said)
    }
}

fn of_http(fault: &HttpFault) -> Fault {
    let told = fault.to_string();
    if fault.is_nonsense() { Fault::Nonsense(told) } else { Fault::Unreachable(told) }
}
