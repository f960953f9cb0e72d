//! Signing in.
//!
//! An answer never tells whether an account exists: a login name that nobody has is hashed for, counted and locked like any
//! other. What was typed is kept nowhere.

use std::net::IpAddr;

use dukao_store::{AttemptLimit, Micros};

use super::directory::normal_login;
use super::own::{limit, subject};
use super::record::{Account, State};
use super::session::{Door, MUST_CHANGE, NewSession};
use super::{Directory, People};
use crate::clock::in_words;
use crate::{AppError, fault};

/// Failures from long ago are forgotten after this many microseconds: two days.
const KEPT: i64 = 2 * 86_400 * 1_000_000;

/// Somebody at the door.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SignIn<'a> {
    /// Login name as it was typed.
    pub login: &'a str,
    /// Password as it was typed.
    pub password: &'a str,
    /// Code of the telephone, once it was asked for.
    pub code: Option<&'a str>,
    /// From where.
    pub from: Door<'a>,
}

impl std::fmt::Debug for SignIn<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("SignIn").field("from", &self.from).finish_non_exhaustive()
    }
}

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedIn {
    /// He is in; with [`NewSession::must_change`] he has to choose a new password first.
    In(NewSession),
    /// The password is right; the code of the telephone is asked for.
    NeedsCode,
    /// Login name, password or code are wrong, or the account is closed: it is not said which.
    Refused,
    /// Too many failures: the login name or the address is locked until then.
    Locked(Micros),
}

impl SignedIn {
    /// What is said to whoever is not in.
    pub fn message(&self) -> Option<String> {
        match self {
            Self::In(_) => None,
            Self::NeedsCode => Some("请输入手机上的动态口令".to_owned()),
            Self::Refused => Some("登录名、密码或动态口令不对".to_owned()),
            Self::Locked(until) => Some(format!("失败次数太多，{}以后再试，或请安全管理员解锁", in_words(*until))),
        }
    }
}

impl People<'_> {
    /// Signs somebody in. The caller of these [`People`] is of no account here.
    ///
    /// # Errors
    /// When the store fails; whatever is wrong with the login is an outcome, not an error.
    pub async fn sign_in(&self, at_door: SignIn<'_>) -> Result<SignedIn, AppError> {
        let (since, directory) = (self.now(), self.directory().await?);
        let address = address_limit(&directory, at_door.from.address);
        let own_limit = limit(directory.policy(), at_door.login);
        let limits = std::iter::once(own_limit).chain(address.clone()).collect();
        let locked = self.store.begin_attempt(limits, self.now()).await.map_err(AppError::Write)?;
        if let Some(until) = locked.filter(|_| !fault::on("lock")) {
            return Ok(SignedIn::Locked(until));
        }
        let Some(account) = self.knows(&directory, &at_door).await? else { return Ok(SignedIn::Refused) };
        let own = subject(at_door.login);
        let mut manner = "password";
        if let Some(record) = directory.codes.get(&account.id).filter(|record| record.confirmed) {
            let Some(code) = at_door.code else {
                // Neither a failure nor a success: else the right password would buy more tries at the code.
                self.store.forgive_attempt(&[], &forgiven(&own, address.as_ref())).await.map_err(AppError::Write)?;
                return Ok(SignedIn::NeedsCode);
            };
            if !self.takes_code(&account, record, code).await? {
                return Ok(SignedIn::Refused);
            }
            manner = "code";
        }
        self.store.forgive_attempt(&[&own], &subjects(address.as_ref())).await.map_err(AppError::Write)?;
        self.renew_hash(&directory, &account, at_door.password).await?;
        let forget = Micros(self.now().0.saturating_sub(KEPT));
        self.store.forget_attempts(forget).await.map_err(AppError::Write)?;
        if self.is_old(&directory, &account) {
            manner = MUST_CHANGE;
        }
        Ok(SignedIn::In(self.open_session_of(&account.id, manner, at_door.from, since).await?))
    }

    /// The account, if the password is its own and it is open. The same work is done whether there is one or not.
    async fn knows(&self, directory: &Directory, at_door: &SignIn<'_>) -> Result<Option<Account>, AppError> {
        let account = directory.by_login(at_door.login);
        let kept = account.and_then(|account| directory.passwords.get(&account.id)).map(|record| &record.hash);
        if kept.is_none() && fault::on("same_work") {
            return Ok(None);
        }
        let right = self.registry.hasher.verify(directory.policy(), at_door.password, kept).await?;
        Ok(account.filter(|account| right && account.state == State::Active).cloned())
    }

    /// Whether the password has had its time.
    fn is_old(&self, directory: &Directory, account: &Account) -> bool {
        let set = directory.password_set(&account.id);
        set.is_some_and(|set| self.now().0.saturating_sub(set.0) >= directory.policy().max_age())
    }

    /// Until when a login name is locked.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn locked_until(&self, login: &str) -> Result<Option<Micros>, AppError> {
        let there = self.store.attempts(&subject(&normal_login(login))).await?;
        Ok(there.and_then(|there| there.locked_until).filter(|until| *until > self.now()))
    }
}

/// The limit of an address. The machine's own has none: everybody behind one program on it would be locked with it.
pub(super) fn address_limit(directory: &Directory, address: &str) -> Option<AttemptLimit> {
    if address.parse().is_ok_and(|address: IpAddr| address.is_loopback()) {
        return None;
    }
    let policy = directory.policy();
    Some(AttemptLimit {
        subject: format!("address:{address}"),
        tries: i32::try_from(policy.address_tries).unwrap_or(i32::MAX),
        span: policy.lock(),
    })
}

fn subjects(limit: Option<&AttemptLimit>) -> Vec<&str> {
    limit.iter().map(|limit| limit.subject.as_str()).collect()
}

fn forgiven<'a>(own: &'a str, address: Option<&'a AttemptLimit>) -> Vec<&'a str> {
    std::iter::once(own).chain(subjects(address)).collect()
}
