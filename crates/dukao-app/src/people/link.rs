//! One-time links: how somebody comes to a first password, or to a new one when it is forgotten.
//!
//! A link for one of the three administrators is made by the local operator only: else the system administrator could make
//! himself any of them. This works also when the command line is switched off, and is the way back into a house to which
//! nobody has the key any more.

use dukao_core::rights::{CallerKind, Denial, Right, Why};
use dukao_store::Micros;
use serde_json::json;

use super::account::lasts;
use super::act::{Decision, person};
use super::own::subject;
use super::record::{Account, Link, Purpose, State, kind};
use super::secret::{Secret, digest};
use super::{Directory, People, wrong};
use crate::hex::hexadecimal;
use crate::{AppError, fault};

/// The path of the page that opens a link; its secret stands behind it.
pub const LINK_PATH: &str = "/link/";

/// Who may make the link of an administrator.
const OPERATOR_ONLY: &str = "三员的一次性链接只能由本机操作员用 dukao user link 开出";

/// A link that was made: its secret is shown this once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeLink {
    /// What stands at the end of its address.
    pub secret: Secret,
    /// For whom.
    pub account: Account,
    /// Until when it counts.
    pub expires: Micros,
}

/// A link that somebody opened; nothing has been done with it yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What it is for.
    pub purpose: Purpose,
    /// Whose password is to be chosen; `None` for an administrator to be.
    pub account: Option<Account>,
    /// Until when it counts.
    pub expires: Micros,
}

impl People<'_> {
    /// Makes a link with which the holder of an account chooses a password; those before it count no more.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `管理用户`, [`AppError::UnknownPerson`], [`AppError::People`] when the
    /// account is closed, or the store fails.
    pub async fn make_link(&self, who: &str) -> Result<MadeLink, AppError> {
        let secret = Secret::new()?;
        self.write(|directory| {
            let found = directory.find(who);
            if found.is_err() {
                self.permit(directory, Right::ManagePeople)?;
            }
            let account = found?;
            self.may_link(directory, account)?;
            if account.state == State::Closed {
                return Err(AppError::People(vec![wrong("account", format!("“{}”已经停用", account.login))]));
            }
            let codes = self.caller.kind == CallerKind::Operator && directory.codes.contains_key(&account.id);
            let by_operator = self.caller.kind == CallerKind::Operator;
            let purpose = Purpose::Password { account: account.id.clone(), codes, by_operator };
            let link = self.link(directory, 0, &secret, purpose);
            let made = MadeLink { secret: secret.clone(), account: account.clone(), expires: Micros(link.expires) };
            let detail = json!({ "account": account.id, "name": account.name, "removes_code": codes });
            let decision = Decision::new("link.make", &account.login, detail, made);
            let same = |other: &Purpose| matches!(other, Purpose::Password { account: own, .. } if *own == account.id);
            superseded(decision, directory, self.now(), same)?.with(kind::LINK, &link.id, &link)
        })
        .await
    }

    fn may_link(&self, directory: &Directory, account: &Account) -> Result<(), AppError> {
        let yesterday = self.today().yesterday().unwrap_or(self.today());
        let mut posts = directory.posts_of(&account.id);
        let administrator = posts.any(|post| post.role.is_administrator() && lasts(post, yesterday));
        let administrator = administrator && !fault::on("link_of_administrator");
        match (administrator, self.caller.kind) {
            (true, CallerKind::Operator) => Ok(()),
            (true, CallerKind::Person | CallerKind::Program) => {
                self.permit(directory, Right::ManagePeople)?;
                Err(AppError::Denied(Denial { right: Right::ManagePeople, why: Why::Off(OPERATOR_ONLY) }))
            }
            (false, _) => self.permit(directory, Right::ManagePeople),
        }
    }

    /// What a link is for.
    ///
    /// # Errors
    /// [`AppError::BadLink`] when it is unknown, used or expired; or the store fails.
    pub async fn open_link(&self, secret: &str) -> Result<Opened, AppError> {
        let directory = self.directory().await?;
        let link = live(&directory, secret, self.now())?;
        let account = match &link.purpose {
            Purpose::Password { account, .. } => directory.account(account).cloned(),
            Purpose::Administrator { .. } => None,
        };
        Ok(Opened { purpose: link.purpose.clone(), account, expires: Micros(link.expires) })
    }

    /// Chooses the password for which a link was made; all sessions of the account end, and it is not locked any more.
    ///
    /// # Errors
    /// [`AppError::BadLink`], [`AppError::People`] with everything that speaks against the password, or the store fails.
    pub async fn use_link(&self, secret: &str, password: &str) -> Result<Account, AppError> {
        let directory = self.directory().await?;
        let (account, _) = of_password(&directory, live(&directory, secret, self.now())?)?;
        let record = self.chosen(&directory, &account, password, Vec::new()).await?;
        self.write(|directory| {
            let link = live(directory, secret, self.now())?;
            let (account, codes) = of_password(directory, link)?;
            let detail = json!({ "account": account.id, "link": link.id, "removes_code": codes });
            let mut decision = Decision::new("link.use", &account.login, detail, ());
            if codes {
                decision = decision.without(kind::CODE, &account.id);
            }
            let used = Link { ended: Some(self.now().0), ..link.clone() };
            let decision = decision.with(kind::LINK, &link.id, &used)?.with(kind::PASSWORD, &account.id, &record)?;
            Ok(decision.by(person(&account.id, &account.name)))
        })
        .await?;
        self.store.end_sessions(&account.id, None, self.now(), "password").await.map_err(AppError::Write)?;
        self.store.forgive_attempt(&[&subject(&account.login)], &[]).await.map_err(AppError::Write)?;
        Ok(account)
    }

    /// The `place`th new link (from 0) of an act.
    pub(super) fn link(&self, directory: &Directory, place: usize, secret: &Secret, purpose: Purpose) -> Link {
        let now = self.now().0;
        Link {
            id: directory.nth(kind::LINK, place),
            digest: hexadecimal(&secret.digest()),
            purpose,
            created: now,
            expires: now.saturating_add(directory.policy().link()),
            ended: None,
        }
    }
}

/// Ends the links that still count and are for the same.
pub(super) fn superseded<T>(
    mut decision: Decision<T>,
    directory: &Directory,
    now: Micros,
    same: impl Fn(&Purpose) -> bool,
) -> Result<Decision<T>, AppError> {
    for link in directory.links().filter(|link| counts(link, now) && same(&link.purpose)) {
        decision = decision.with(kind::LINK, &link.id, &Link { ended: Some(now.0), ..link.clone() })?;
    }
    Ok(decision)
}

/// Whether a link still counts.
pub(super) fn counts(link: &Link, now: Micros) -> bool {
    (link.ended.is_none() || fault::on("link_used")) && now.0 < link.expires
}

/// The link of a secret, if it counts.
pub(super) fn live<'d>(directory: &'d Directory, secret: &str, now: Micros) -> Result<&'d Link, AppError> {
    let digest = hexadecimal(&digest(secret));
    let found = directory.links().find(|link| link.digest == digest);
    found.filter(|link| counts(link, now)).ok_or(AppError::BadLink)
}

/// The account whose password a link is for, and whether its code goes; nothing when it was closed since, or when its holder
/// has become an administrator and the link was not made by the local operator.
fn of_password(directory: &Directory, link: &Link) -> Result<(Account, bool), AppError> {
    match &link.purpose {
        Purpose::Password { account, codes, by_operator } => {
            let own = directory.account(account).filter(|account| account.state == State::Active);
            let administrator = directory.posts_of(account).any(|post| post.role.is_administrator());
            let own = own.filter(|_| *by_operator || !administrator);
            own.map(|own| (own.clone(), *codes)).ok_or(AppError::BadLink)
        }
        Purpose::Administrator { .. } => Err(AppError::BadLink),
    }
}
