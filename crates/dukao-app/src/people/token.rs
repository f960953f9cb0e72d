//! Tokens: what a program uses in its holder's place, with some of his rights, for a time.

use std::collections::BTreeSet;

use dukao_core::rights::{Denial, Right, Why};
use dukao_store::Micros;
use serde_json::json;

use super::act::Decision;
use super::record::{State, Token, kind};
use super::secret::{Secret, digest};
use super::session::Visit;
use super::{FieldProblem, People, refuse, wrong};
use crate::hex::hexadecimal;
use crate::{AppError, fault};

/// What the text of a token begins with.
const MARK: &str = "dukao_";
/// Longest name, most tokens of one account.
const LONGEST: usize = 40;
const MOST: usize = 20;
const MICROS_PER_DAY: i64 = 86_400 * 1_000_000;

/// A token to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// Its rights: of those the holder has.
    pub scope: BTreeSet<Right>,
    /// For how many days it counts.
    pub days: u32,
}

/// A token that was made: its secret is shown this once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeToken {
    /// What the program sends.
    pub secret: Secret,
    /// The token.
    pub token: Token,
}

impl Token {
    /// Whether it counts.
    pub fn counts(&self, now: Micros) -> bool {
        self.revoked.is_none() && (now.0 < self.expires || fault::on("token_expiry"))
    }
}

impl People<'_> {
    /// Makes a token for the caller.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `使用接口令牌`, [`AppError::People`] with everything wrong, or the store fails.
    pub async fn make_token(&self, new: &NewToken) -> Result<MadeToken, AppError> {
        let (secret, name, now) = (Secret::marked(MARK)?, new.name.trim().to_owned(), self.now());
        self.write(|directory| {
            self.holds(directory, Right::UseTokens)?;
            let account = self.own_account(directory)?;
            let own = directory.tokens().filter(|token| token.account == account.id && token.counts(now)).count();
            let mut problems = self.wrong_token(new, &name, directory.policy().token_days);
            if own >= MOST {
                problems.push(wrong("name", format!("已有{MOST}个令牌，先注销不再用的")));
            }
            refuse(problems)?;
            let token = Token {
                id: directory.next(kind::TOKEN),
                account: account.id.clone(),
                name: name.clone(),
                digest: hexadecimal(&secret.digest()),
                scope: new.scope.clone(),
                created: now.0,
                expires: now.0.saturating_add(i64::from(new.days).saturating_mul(MICROS_PER_DAY)),
                revoked: None,
            };
            let detail = json!({ "token": token.id, "name": name, "scope": token.scope, "days": new.days });
            let told = MadeToken { secret: secret.clone(), token: token.clone() };
            Decision::new("token.make", &account.login, detail, told).with(kind::TOKEN, &token.id, &token)
        })
        .await
    }

    fn wrong_token(&self, new: &NewToken, name: &str, longest: u32) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        let length = name.chars().count();
        if length == 0 || length > LONGEST || name.chars().any(char::is_control) {
            found.push(wrong("name", format!("令牌的用途要写，1到{LONGEST}个字，一行")));
        }
        if !(1..=longest).contains(&new.days) {
            found.push(wrong("days", format!("有效期是{}天；应当在1到{longest}天之间", new.days)));
        }
        if new.scope.is_empty() {
            found.push(wrong("scope", "至少选一项权限"));
        }
        let too_much: Vec<&str> = new
            .scope
            .iter()
            .filter(|right| **right == Right::UseTokens || !self.caller.has(**right))
            .map(|right| right.label())
            .collect();
        if !too_much.is_empty() {
            found.push(wrong(
                "scope",
                format!("不能给令牌本人没有的权限，也不能让令牌再开令牌：{}", too_much.join("、")),
            ));
        }
        found
    }

    /// Revokes one of the caller's own tokens.
    ///
    /// # Errors
    /// [`AppError::UnknownRecord`] when it is none of his, [`AppError::People`] when it counts no more, or the store fails.
    pub async fn revoke_own_token(&self, id: &str) -> Result<Token, AppError> {
        let directory = self.directory().await?;
        let own = self.own_account(&directory)?;
        if directory.tokens().any(|token| token.id == id && token.account == own.id) {
            return self.revoke_token(id).await;
        }
        Err(AppError::UnknownRecord { what: "令牌", id: id.to_owned() })
    }

    /// Revokes a token: one's own, or anybody's with the right `注销他人会话` or `管理用户`.
    ///
    /// # Errors
    /// [`AppError::UnknownRecord`], [`AppError::Denied`], [`AppError::People`] when it counts no more, or the store fails.
    pub async fn revoke_token(&self, id: &str) -> Result<Token, AppError> {
        self.write(|directory| {
            let found = directory.tokens().find(|token| token.id == id);
            let own =
                found.is_some_and(|token| self.own_account(directory).is_ok_and(|account| account.id == token.account));
            if !own && self.permit(directory, Right::EndSessions).is_err() {
                self.permit(directory, Right::ManagePeople)?;
            }
            let token = found.ok_or_else(|| AppError::UnknownRecord { what: "令牌", id: id.to_owned() })?;
            if !token.counts(self.now()) {
                return Err(AppError::People(vec![wrong("token", "这个令牌已经注销或过期")]));
            }
            let next = Token { revoked: Some(self.now().0), ..token.clone() };
            let login = directory.find(&token.account)?.login.clone();
            let detail = json!({ "token": token.id, "name": token.name });
            Decision::new("token.revoke", login, detail, next.clone()).with(kind::TOKEN, id, &next)
        })
        .await
    }

    /// The caller's own tokens (right `使用接口令牌`), or all of them with the right `查看用户`.
    ///
    /// # Errors
    /// [`AppError::Denied`], or the store fails.
    pub async fn tokens(&self, all: bool) -> Result<Vec<Token>, AppError> {
        let directory = self.directory().await?;
        let own = if all {
            self.permit(&directory, Right::SeePeople)?;
            None
        } else {
            self.holds(&directory, Right::UseTokens)?;
            Some(self.own_account(&directory)?.id)
        };
        let listed = directory.tokens().filter(|token| own.as_ref().is_none_or(|own| token.account == *own));
        Ok(listed.cloned().collect())
    }

    /// Whoever sends a token, with the posts of its holder that count today and the rights it was given.
    ///
    /// # Errors
    /// [`AppError::SignedOut`] when it does not count, [`AppError::Denied`] when its holder may not use tokens any more, or
    /// the store fails.
    pub async fn visit_token(&self, secret: &str) -> Result<Visit, AppError> {
        let directory = self.directory().await?;
        let digest = hexadecimal(&digest(secret));
        let found = directory.tokens().find(|token| token.digest == digest);
        let token = found.ok_or(AppError::SignedOut("令牌不对"))?;
        if !token.counts(self.now()) {
            return Err(AppError::SignedOut("令牌已经注销或过期"));
        }
        let active = directory.account(&token.account).filter(|account| account.state == State::Active);
        let account = active.ok_or(AppError::SignedOut("账号已经停用"))?.clone();
        let mut caller = directory.caller(&account.id, self.today());
        if !caller.has(Right::UseTokens) {
            let why = Why::Role(Right::UseTokens.roles().collect());
            return Err(AppError::Denied(Denial { right: Right::UseTokens, why }));
        }
        // Whatever is noted says by which token it was done.
        caller.name = format!("{}（令牌{}）", account.name, token.id);
        let caller = if fault::on("token_scope") { caller } else { caller.scoped(token.scope.clone()) };
        Ok(Visit { account, caller, session: None, manner: "token".to_owned(), must_change: false })
    }
}
