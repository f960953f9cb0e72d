//! What the security administrator does beside posts: the policy, locks.

use dukao_core::rights::Right;
use serde_json::json;

use super::act::Decision;
use super::own::subject;
use super::record::{Account, kind};
use super::{People, Policy, refuse, wrong};
use crate::AppError;

/// The one key of the policy.
const KEY: &str = "policy";

impl People<'_> {
    /// The policy in force, for whoever may change it.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `设置安全策略`, or the store fails.
    pub async fn policy_to_change(&self) -> Result<Policy, AppError> {
        let directory = self.directory().await?;
        self.permit(&directory, Right::SetPolicy)?;
        Ok(directory.policy().clone())
    }

    /// Sets the policy.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `设置安全策略`, [`AppError::People`] with every number outside its limits or
    /// when nothing changes, or the store fails.
    pub async fn set_policy(&self, next: &Policy) -> Result<Policy, AppError> {
        self.act(Right::SetPolicy, |directory| {
            refuse(next.problems())?;
            let changes = directory.policy().changes(next);
            if changes.is_empty() {
                return Err(AppError::People(vec![wrong("policy", "没有改动")]));
            }
            let detail = json!({ "changes": changes, "policy": next });
            Decision::new("policy.set", "", detail, next.clone()).with(kind::POLICY, KEY, next)
        })
        .await
    }

    /// Lifts the lock of an account.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `注销他人会话`, [`AppError::UnknownPerson`], or the store fails.
    pub async fn unlock(&self, who: &str) -> Result<Account, AppError> {
        let account = self
            .act(Right::EndSessions, |directory| {
                let account = directory.find(who)?.clone();
                self.not_ones_own_by_token(&account)?;
                let detail = json!({ "account": account.id, "name": account.name });
                Ok(Decision::new("account.unlock", account.login.clone(), detail, account))
            })
            .await?;
        self.store.forgive_attempt(&[&subject(&account.login)], &[]).await.map_err(AppError::Write)?;
        Ok(account)
    }
}
