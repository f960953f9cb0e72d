//! Choosing a password: the rules, the earlier ones, the hash; and changing one's own.

use dukao_store::AttemptLimit;
use serde_json::json;
use sm3::Digest as _;

use super::act::{Decision, person};
use super::directory::normal_login;
use super::password::{Holder, problems};
use super::record::{Account, PasswordRecord, kind};
use super::session::{Door, NewSession};
use super::{Directory, FieldProblem, People, Policy, refuse, wrong};
use crate::AppError;
use crate::hex::hexadecimal;

/// The name under which failures of a login name are counted, whether an account has it or not. What was typed is not kept:
/// it may be a password.
pub(super) fn subject(login: &str) -> String {
    format!("login:{}", hexadecimal(&sm3::Sm3::digest(normal_login(login).as_bytes())))
}

/// How often a login name may fail.
pub(super) fn limit(policy: &Policy, login: &str) -> AttemptLimit {
    AttemptLimit {
        subject: subject(login),
        tries: i32::try_from(policy.tries).unwrap_or(i32::MAX),
        span: policy.lock(),
    }
}

impl People<'_> {
    /// Changes the caller's own password. All his sessions end; the new one is for where he sits.
    ///
    /// # Errors
    /// [`AppError::People`] when the present one is wrong (that counts as a failed login) or with everything that speaks
    /// against the new one; or the store fails.
    pub async fn change_password(&self, present: &str, next: &str, from: Door<'_>) -> Result<NewSession, AppError> {
        let directory = self.directory().await?;
        let account = self.own_account(&directory)?;
        self.prove(&directory, &account, "present", present).await?;
        let record = self.chosen(&directory, &account, next, Vec::new()).await?;
        self.write(|_| {
            let detail = json!({ "account": account.id });
            let decision = Decision::new("password.change", &account.login, detail, ());
            decision.with(kind::PASSWORD, &account.id, &record)
        })
        .await?;
        self.store.end_sessions(&account.id, None, self.now(), "password").await.map_err(AppError::Write)?;
        self.open_session(&account.id, "password", from).await
    }

    /// Makes sure that the caller knows his password; failures count as failed logins.
    pub(super) async fn prove(
        &self,
        directory: &Directory,
        account: &Account,
        field: &'static str,
        password: &str,
    ) -> Result<(), AppError> {
        let limit = limit(directory.policy(), &account.login);
        let subject = limit.subject.clone();
        let locked = self.store.begin_attempt(vec![limit], self.now()).await.map_err(AppError::Write)?;
        if let Some(until) = locked {
            let message = format!("密码错得太多，{}以后再试", crate::clock::in_words(until));
            return Err(AppError::People(vec![wrong(field, message)]));
        }
        let kept = directory.passwords.get(&account.id).map(|record| &record.hash);
        if !self.registry.hasher.verify(directory.policy(), password, kept).await? {
            return Err(AppError::People(vec![wrong(field, "现在的密码不对")]));
        }
        self.store.forgive_attempt(&[&subject], &[]).await.map_err(AppError::Write)
    }

    /// Hashes a right password anew that was hashed at another cost than the policy's: else the time it takes would tell
    /// that the account is there.
    pub(super) async fn renew_hash(
        &self,
        directory: &Directory,
        account: &Account,
        password: &str,
    ) -> Result<(), AppError> {
        let policy = directory.policy();
        let cheap =
            |record: &&PasswordRecord| (record.hash.memory, record.hash.passes) != (policy.memory_kib, policy.passes);
        let Some(before) = directory.passwords.get(&account.id).filter(cheap) else { return Ok(()) };
        let record = PasswordRecord { hash: self.registry.hasher.hash(policy, password).await?, ..before.clone() };
        let written = self.write(|directory| {
            if directory.passwords.get(&account.id) != Some(before) {
                return Err(AppError::Crowded);
            }
            let detail = json!({ "account": account.id });
            let decision = Decision::new("password.rehash", &account.login, detail, ());
            let decision = decision.with(kind::PASSWORD, &account.id, &record)?;
            Ok(decision.by(person(&account.id, &account.name)))
        });
        match written.await {
            // Somebody else hashed or changed it first.
            Err(AppError::Crowded) => Ok(()),
            other => other,
        }
    }

    /// A password as it will be kept, when nothing speaks against it; `others` are problems found elsewhere.
    pub(super) async fn chosen(
        &self,
        directory: &Directory,
        account: &Account,
        password: &str,
        others: Vec<FieldProblem>,
    ) -> Result<PasswordRecord, AppError> {
        let policy = directory.policy();
        let mut found = others;
        found.extend(problems(policy, password, &Holder::of(account)));
        let before = directory.passwords.get(&account.id);
        let history = usize::try_from(policy.history).unwrap_or(usize::MAX);
        let mut earlier: Vec<_> =
            before.into_iter().flat_map(|own| [&own.hash].into_iter().chain(&own.earlier)).collect();
        earlier.truncate(history);
        for kept in &earlier {
            if self.registry.hasher.verify(policy, password, Some(kept)).await? {
                found.push(wrong("password", format!("不能和最近{history}个密码相同")));
                break;
            }
        }
        refuse(found)?;
        let hash = self.registry.hasher.hash(policy, password).await?;
        Ok(PasswordRecord { hash, set: self.now().0, earlier: earlier.into_iter().cloned().collect() })
    }
}
