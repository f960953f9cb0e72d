//! Signing in by an identity provider: the house believes who it is, and decides itself whether he comes in.
//!
//! The provider says a login name; only an account that is there, open and may come this way is entered. No account is made
//! of what a provider says. Whoever is refused is told the same, whatever the reason; the trail knows it.

use dukao_core::rights::Role;
use dukao_store::Micros;
use jiff::civil::Date;

use super::login::address_limit;
use super::own::{limit, subject};
use super::record::{Account, State};
use super::session::{Door, NewSession, PROVIDER};
use super::{Directory, People};
use crate::{AppError, fault};

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ByProvider {
    /// He is in.
    In(NewSession),
    /// He is not; why, for the trail only.
    Refused(&'static str),
}

impl People<'_> {
    /// Whether anybody may come this way, by the policy.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn provider_may(&self) -> Result<bool, AppError> {
        Ok(self.directory().await?.policy().provider)
    }

    /// Counts that somebody came back from the provider, before anything that he brings is looked at. `Some(until)`: too many
    /// from his address failed; nothing is looked at till then.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn count_provider(&self, from: Door<'_>) -> Result<Option<Micros>, AppError> {
        let directory = self.directory().await?;
        let limits = address_limit(&directory, from.address).into_iter().collect();
        self.store.begin_attempt(limits, self.now()).await.map_err(AppError::Write)
    }

    /// Takes back what was counted: it was no fault of whoever came.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forgive_provider(&self, from: Door<'_>) -> Result<(), AppError> {
        let directory = self.directory().await?;
        let address = address_limit(&directory, from.address);
        let subjects: Vec<&str> = address.iter().map(|limit| limit.subject.as_str()).collect();
        self.store.forgive_attempt(&[], &subjects).await.map_err(AppError::Write)
    }

    /// Signs in whom the provider calls by `login`; his coming was counted ([`Self::count_provider`]). Failures count for the
    /// login name as with a password, and a lock holds here too.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_in_by_provider(&self, login: &str, from: Door<'_>) -> Result<ByProvider, AppError> {
        let (since, directory) = (self.now(), self.directory().await?);
        let own = limit(directory.policy(), login);
        if self.store.begin_attempt(vec![own], since).await.map_err(AppError::Write)?.is_some() {
            return Ok(ByProvider::Refused("登录名被锁定"));
        }
        let Some(account) = directory.by_login(login) else { return Ok(ByProvider::Refused("没有这个登录名")) };
        if let Some(why) = against(&directory, account, self.today()) {
            return Ok(ByProvider::Refused(why));
        }
        // One attempt, not all: whoever guesses at the password gets no more tries because its holder came this way.
        self.store.forgive_attempt(&[], &[&subject(login)]).await.map_err(AppError::Write)?;
        self.forgive_provider(from).await?;
        Ok(ByProvider::In(self.open_session_of(&account.id, PROVIDER, from, since).await?))
    }
}

/// Why somebody does not come in this way, or is not in any more.
pub(super) fn against(directory: &Directory, account: &Account, today: Date) -> Option<&'static str> {
    let policy = directory.policy();
    if !policy.provider {
        return Some("安全策略不允许");
    }
    if account.state == State::Closed {
        return Some("账号已经停用");
    }
    let caller = directory.caller(&account.id, today);
    let one_of_three = Role::ALL.into_iter().any(|role| role.is_administrator() && caller.is(role));
    (one_of_three && !policy.provider_administrators && !fault::on("provider_administrator"))
        .then_some("管理员不能这样登录")
}
