//! Signing in by an identity provider: the house believes who it is, and decides itself whether he comes in.
//!
//! The provider says a login name; only an account that is there, open and may come this way is entered. No account is made
//! of what a provider says. Whoever is refused is told the same, whatever the reason; the trail knows it.
//!
//! A login name may be changed, here and there, and given to another. So the account is bound to whom the provider means by it
//! when he comes first; nobody else comes in by it, and he by no other, until the security administrator loosens the bond.

use dukao_core::rights::{Right, Role};
use dukao_store::Micros;
use jiff::civil::Date;
use serde_json::json;

use super::act::{Decision, person};
use super::login::address_limit;
use super::own::{limit, subject};
use super::record::{Account, Bond, State, kind};
use super::session::{Door, NewSession, PROVIDER};
use super::{Directory, People, wrong};
use crate::{AppError, fault};

/// Whom the provider vouches for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vouched<'a> {
    /// The login name, exactly as it is kept.
    pub login: &'a str,
    /// The name of the claim in which it stood.
    pub claim: &'a str,
    /// The address of the provider.
    pub issuer: &'a str,
    /// What the provider calls him, never given to another there.
    pub sub: &'a str,
}

impl Vouched<'_> {
    fn is(&self, bond: &Bond) -> bool {
        bond.issuer == self.issuer && bond.sub == self.sub
    }
}

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

    /// Signs in whom the provider vouches for; his coming was counted ([`Self::count_provider`]). Names that nobody has count as
    /// with a password, and a lock holds here too; whoever is refused for another reason has guessed at nothing, and takes no
    /// tries at the password from its holder.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_in_by_provider(&self, vouched: Vouched<'_>, from: Door<'_>) -> Result<ByProvider, AppError> {
        let (since, directory) = (self.now(), self.directory().await?);
        let own = limit(directory.policy(), vouched.login);
        let locked = self.store.begin_attempt(vec![own], since).await.map_err(AppError::Write)?;
        if locked.is_some() && !fault::on("provider_lock") {
            return Ok(ByProvider::Refused("登录名被锁定"));
        }
        if directory.by_login(vouched.login).is_none() {
            return Ok(ByProvider::Refused(UNKNOWN));
        }
        // One attempt, not all: whoever guesses at the password gets no more tries because its holder came this way.
        self.store.forgive_attempt(&[], &[&subject(vouched.login)]).await.map_err(AppError::Write)?;
        let account = match self.bound(&directory, vouched).await? {
            Ok(account) => account,
            Err(why) => return Ok(ByProvider::Refused(why)),
        };
        self.forgive_provider(from).await?;
        Ok(ByProvider::In(self.open_session_of(&account.id, PROVIDER, from, since).await?))
    }

    /// The account that he may enter, bound to him from now on; or why there is none.
    async fn bound(&self, directory: &Directory, who: Vouched<'_>) -> Result<Result<Account, &'static str>, AppError> {
        let account = match entered(directory, who, self.today()) {
            Ok(account) if directory.is_bound(&account.id) => return Ok(Ok(account.clone())),
            Ok(account) => account,
            Err(why) => return Ok(Err(why)),
        };
        let bond = Bond { issuer: who.issuer.to_owned(), sub: who.sub.to_owned() };
        let detail = json!({ "account": account.id, "issuer": who.issuer, "sub": who.sub, "claim": who.claim });
        let done = self
            .write(|directory| {
                // Others may have come, or changed it, in between.
                let own = entered(directory, who, self.today());
                let own = own.map_err(|why| AppError::People(vec![wrong("login", why)]))?;
                let decision = Decision::new("provider.bind", &own.login, detail.clone(), own.clone());
                decision.by(person(&own.id, &own.name)).with(kind::PROVIDER, &own.id, &bond)
            })
            .await;
        match done {
            Ok(account) => Ok(Ok(account)),
            Err(AppError::People(_)) => Ok(Err("账号刚刚被修改")),
            Err(error) => Err(error),
        }
    }

    /// Loosens the bond between an account and whom the provider meant by it: whoever comes next under its login name is it
    /// from then on. His sessions that the provider vouched for end.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `注销他人会话`, [`AppError::UnknownPerson`], [`AppError::People`] when there is
    /// no bond, or the store fails.
    pub async fn unbind_provider(&self, who: &str) -> Result<(), AppError> {
        let account = self
            .act(Right::EndSessions, |directory| {
                let account = directory.find(who)?;
                let bond = directory.bonds.get(&account.id);
                let bond = bond.ok_or_else(|| AppError::People(vec![wrong("provider", "没有绑定统一身份认证")]))?;
                let detail = json!({ "account": account.id, "issuer": bond.issuer, "sub": bond.sub });
                let decision = Decision::new("provider.unbind", &account.login, detail, account.id.clone());
                Ok(decision.without(kind::PROVIDER, &account.id))
            })
            .await?;
        self.end_provider_sessions(&account, "unbound").await
    }

    /// Ends the sessions of an account that the provider vouched for.
    pub(super) async fn end_provider_sessions(&self, account: &str, reason: &str) -> Result<(), AppError> {
        let open = self.store.open_sessions(Some(account), Micros(0)).await?;
        for session in open.iter().filter(|session| session.manner == PROVIDER) {
            self.store.end_session(&session.id, None, self.now(), reason).await.map_err(AppError::Write)?;
        }
        Ok(())
    }
}

/// Why nobody is let in by a name that no account has.
const UNKNOWN: &str = "没有这个登录名";

/// The account that somebody may enter, or why not. The name counts only as it is kept, letter by letter.
fn entered<'d>(directory: &'d Directory, who: Vouched<'_>, today: Date) -> Result<&'d Account, &'static str> {
    let account = directory.by_login(who.login).filter(|account| account.login == who.login).ok_or(UNKNOWN)?;
    if let Some(why) = against(directory, account, today) {
        return Err(why);
    }
    match directory.bonds.get(&account.id) {
        _ if fault::on("provider_bond") => Ok(account),
        Some(bond) if *bond == Bond::nobody() => Err("登录名改过，安全管理员还没有解除绑定"),
        Some(bond) if !who.is(bond) => Err("绑定的是统一身份认证的另一个用户"),
        None if directory.bonds.values().any(|bond| who.is(bond)) => Err("统一身份认证的这个用户绑定了另一个账号"),
        _ => Ok(account),
    }
}

/// Why somebody does not come in this way, or is not in any more.
pub(super) fn against(directory: &Directory, account: &Account, today: Date) -> Option<&'static str> {
    let policy = directory.policy();
    if !policy.provider && !fault::on("provider_off") {
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
