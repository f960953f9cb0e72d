//! Sessions: somebody who has signed in. They lie in the database: ended on one server, a session is over on all.

use dukao_core::rights::{Caller, Right};
use dukao_store::{Micros, Session};
use serde_json::json;

use super::act::Decision;
use super::provider::against;
use super::record::{Account, State};
use super::secret::{Secret, digest, random};
use super::{Directory, People};
use crate::clock::date_of;
use crate::hex::hexadecimal;
use crate::trail::cut;
use crate::{AppError, fault};

/// A session is noted as seen at most this often, in microseconds.
const SEEN_EVERY: i64 = 60_000_000;

/// Sessions are forgotten this long after they began, in microseconds: 30 days.
const KEPT: i64 = 30 * 86_400 * 1_000_000;

/// Longest text that is kept of a browser's name for itself.
pub(crate) const AGENT: usize = 200;

/// The manner of a session that may only choose a new password.
pub(super) const MUST_CHANGE: &str = "must_change";

/// The manner of a session that an identity provider vouched for.
pub(super) const PROVIDER: &str = "provider";

/// From where somebody signs in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Door<'a> {
    /// The address.
    pub address: &'a str,
    /// What the browser calls itself.
    pub agent: &'a str,
}

/// A session that begins: its secret is shown this once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// What the browser keeps.
    pub secret: Secret,
    /// The name of the session; no secret.
    pub id: String,
    /// Number of the account.
    pub account: String,
    /// Whether a new password must be chosen before anything else.
    pub must_change: bool,
}

/// Somebody signed in, or his token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Whose.
    pub account: Account,
    /// With the posts that count today.
    pub caller: Caller,
    /// The name of the session; `None` for a token.
    pub session: Option<String>,
    /// How the holder signed in: password, code, provider, must_change, token, or what [`People::open_session`] was told.
    pub manner: String,
    /// Whether a new password must be chosen before anything else: the caller has no posts till then.
    pub must_change: bool,
}

/// A session in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// Its name.
    pub id: String,
    /// Whose.
    pub account: Account,
    /// How the holder signed in.
    pub manner: String,
    /// When.
    pub created_at: Micros,
    /// Last used, to about a minute.
    pub seen_at: Micros,
    /// From which address.
    pub address: Option<String>,
    /// With which browser.
    pub agent: Option<String>,
}

impl OpenSession {
    /// How the holder signed in, in words.
    pub fn manner_label(&self) -> &str {
        match self.manner.as_str() {
            "password" => "密码",
            "code" => "密码、动态口令",
            MUST_CHANGE => "密码，要先修改",
            PROVIDER => "统一身份认证",
            "demo" => "演示",
            other => other,
        }
    }
}

impl People<'_> {
    /// Begins a session. Whoever calls this has made sure who it is; each login makes a new one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn open_session(&self, account: &str, manner: &str, from: Door<'_>) -> Result<NewSession, AppError> {
        self.open_session_of(account, manner, from, self.now()).await
    }

    /// Begins a session of somebody who was asked who he is from `since` on: a password that was changed since then ends it.
    pub(super) async fn open_session_of(
        &self,
        account: &str,
        manner: &str,
        from: Door<'_>,
        since: Micros,
    ) -> Result<NewSession, AppError> {
        let (secret, now) = (Secret::new()?, since);
        let id = hexadecimal(&random::<8>()?);
        let text = |text: &str| Some(cut(text, AGENT)).filter(|kept| !kept.is_empty());
        let session = Session {
            digest: secret.digest(),
            id: id.clone(),
            account: account.to_owned(),
            manner: manner.to_owned(),
            created_at: now,
            seen_at: now,
            ended: None,
            address: text(from.address),
            agent: text(from.agent),
        };
        let forget = Micros(now.0.saturating_sub(KEPT));
        self.store.add_session(session, forget).await.map_err(AppError::Write)?;
        Ok(NewSession { secret, id, account: account.to_owned(), must_change: manner == MUST_CHANGE })
    }

    /// Whoever holds the secret of a session, with the posts that count today.
    ///
    /// # Errors
    /// [`AppError::SignedOut`] when the session is over, or the store fails.
    pub async fn visit(&self, secret: &str) -> Result<Visit, AppError> {
        let found = self.store.session(&digest(secret)).await?;
        let session = found.ok_or(AppError::SignedOut("没有登录"))?;
        let directory = self.directory().await?;
        let now = self.now();
        let account = directory.account(&session.account).ok_or(AppError::SignedOut("没有登录"))?;
        if let Some(why) = over(&session, account, &directory, now) {
            return Err(AppError::SignedOut(why));
        }
        if now.0.saturating_sub(session.seen_at.0) >= SEEN_EVERY {
            self.store.touch_session(&session.digest, now).await.map_err(AppError::Write)?;
        }
        let must_change = session.manner == MUST_CHANGE;
        let caller = if must_change {
            Caller::person(&account.id, &account.name, &[], self.today())
        } else {
            directory.caller(&account.id, self.today())
        };
        let (account, manner) = (account.clone(), session.manner);
        Ok(Visit { account, caller, session: Some(session.id), manner, must_change })
    }

    /// The open sessions: the caller's own, or with the right `注销他人会话` all.
    ///
    /// # Errors
    /// [`AppError::Denied`], or the store fails.
    pub async fn sessions(&self, all: bool) -> Result<Vec<OpenSession>, AppError> {
        let directory = self.directory().await?;
        let own = if all {
            self.permit(&directory, Right::EndSessions)?;
            None
        } else {
            Some(self.own_account(&directory)?.id)
        };
        let now = self.now();
        let seen_after = Micros(now.0.saturating_sub(directory.policy().idle()));
        let open = self.store.open_sessions(own.as_deref(), seen_after).await?;
        let listed = open.into_iter().filter_map(|session| {
            let account = directory.account(&session.account)?;
            let counts = over(&session, account, &directory, now).is_none();
            counts.then(|| OpenSession {
                id: session.id,
                account: account.clone(),
                manner: session.manner,
                created_at: session.created_at,
                seen_at: session.seen_at,
                address: session.address,
                agent: session.agent,
            })
        });
        Ok(listed.collect())
    }

    /// Signs out: ends one of the caller's own sessions.
    ///
    /// # Errors
    /// [`AppError::UnknownRecord`] when it is none of his or is over, or the store fails.
    pub async fn end_own_session(&self, id: &str) -> Result<(), AppError> {
        let account = self.own_account(&*self.directory().await?)?;
        let own = Some(account.id.as_str()).filter(|_| !fault::on("own_session"));
        let ended = self.store.end_session(id, own, self.now(), "logout").await;
        told(id, ended.map_err(AppError::Write)?)
    }

    /// Ends somebody's session.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `注销他人会话`, [`AppError::UnknownRecord`], or the store fails.
    pub async fn end_session(&self, id: &str) -> Result<(), AppError> {
        let open = self.sessions(true).await?;
        let session = open.iter().find(|session| session.id == id);
        let account = session.map(|session| &session.account);
        let account = account.ok_or_else(|| AppError::UnknownRecord { what: "登录", id: id.to_owned() })?;
        self.not_ones_own_by_token(account)?;
        let detail = json!({ "session": id, "account": account.id });
        self.act(Right::EndSessions, |_| Ok(Decision::new("session.end", id, detail.clone(), ()))).await?;
        told(id, self.store.end_session(id, None, self.now(), "revoked").await.map_err(AppError::Write)?)
    }

    /// Ends all sessions of an account; how many.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `注销他人会话`, [`AppError::UnknownPerson`], or the store fails.
    pub async fn end_sessions_of(&self, who: &str) -> Result<u64, AppError> {
        let account = self
            .act(Right::EndSessions, |directory| {
                let account = directory.find(who)?;
                self.not_ones_own_by_token(account)?;
                let detail = json!({ "account": account.id, "name": account.name });
                Ok(Decision::new("session.end_all", &account.login, detail, account.id.clone()))
            })
            .await?;
        self.store.end_sessions(&account, None, self.now(), "revoked").await.map_err(AppError::Write)
    }
}

fn told(id: &str, ended: bool) -> Result<(), AppError> {
    if ended { Ok(()) } else { Err(AppError::UnknownRecord { what: "登录", id: id.to_owned() }) }
}

/// Why a session counts no more.
fn over(session: &Session, account: &Account, directory: &Directory, now: Micros) -> Option<&'static str> {
    let policy = directory.policy();
    if let Some((_, reason)) = session.ended.as_ref().filter(|_| !fault::on("session_ended")) {
        return Some(match reason.as_str() {
            "logout" => "已经退出",
            "revoked" => "已被安全管理员注销",
            "password" => "密码已经修改",
            "closed" => "账号已经停用",
            "renamed" => "登录名已经修改",
            "unbound" => "统一身份认证的绑定已经解除",
            _ => "已经结束",
        });
    }
    if account.state == State::Closed {
        return Some("账号已经停用");
    }
    if session.manner == PROVIDER
        && !fault::on("provider_session")
        && against(directory, account, date_of(now)).is_some()
    {
        return Some("不能再用统一身份认证登录");
    }
    if now.0.saturating_sub(session.created_at.0) >= policy.absolute() {
        return Some("登录时间太长");
    }
    if now.0.saturating_sub(session.seen_at.0) >= policy.idle() && !fault::on("session_idle") {
        return Some("太久没有操作");
    }
    let set = directory.password_set(&account.id);
    set.is_some_and(|set| session.created_at < set).then_some("密码已经修改")
}
