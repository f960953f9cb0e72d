//! Delegation: the holder of a post lends it to a colleague for a time. He does it himself: what a token lent would outlive it.

use dukao_core::rights::{Manner, Post};
use jiff::civil::Date;
use serde_json::json;

use super::account::{ended, lasts};
use super::act::Decision;
use super::post::{against, find, late, told};
use super::record::{Account, kind};
use super::{Directory, People, refuse};
use crate::AppError;

impl People<'_> {
    /// Lends an own post, unchanged, from a day until a day.
    ///
    /// # Errors
    /// [`AppError::UnknownRecord`] when it is no post of the caller's, [`AppError::Denied`] for a token,
    /// [`AppError::UnknownPerson`], [`AppError::People`] with everything that speaks against it, or the store fails.
    pub async fn delegate(&self, post: &str, to: &str, from: Date, until: Date) -> Result<Post, AppError> {
        self.write(|directory| {
            let own = self.own_post(directory, post)?;
            let account = directory.find(to)?;
            let lent = Post {
                id: directory.next(kind::POST),
                account: account.id.clone(),
                from,
                until: Some(until),
                manner: Manner::Delegated { post: own.id.clone() },
                ..own.clone()
            };
            let mut problems = against(directory, account, &lent, &[]);
            if from < self.today() {
                problems.push(super::wrong("from", format!("委托最早从今天（{}）起", self.today())));
            }
            refuse(problems)?;
            let decision = Decision::new("post.delegate", &account.login, told(&lent), lent.clone());
            decision.with(kind::POST, &lent.id, &lent)
        })
        .await
    }

    /// What the caller has lent and what is not over, with whom he lent it to.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn lent(&self) -> Result<Vec<(Post, Account)>, AppError> {
        let directory = self.directory().await?;
        let own = self.holder(&directory)?;
        let is_own = |id: &String| directory.posts_of(&own.id).any(|post| post.id == *id);
        let yesterday = self.today().yesterday().unwrap_or(self.today());
        let lent = directory.posts().iter().filter(|post| match &post.manner {
            Manner::Delegated { post: of } => is_own(of) && lasts(post, yesterday),
            Manner::Held | Manner::Acting => false,
        });
        Ok(lent.filter_map(|post| Some((post.clone(), directory.account(&post.account)?.clone()))).collect())
    }

    /// Takes back, or ends with a day, what the caller has lent.
    ///
    /// # Errors
    /// As for [`People::delegate`].
    pub async fn end_delegation(&self, lent: &str, last: Option<Date>) -> Result<Post, AppError> {
        let yesterday = self.today().yesterday().unwrap_or(self.today());
        let last = last.unwrap_or(yesterday);
        self.write(|directory| {
            let post = find(directory, lent)?;
            let unknown = || AppError::UnknownRecord { what: "职务", id: lent.to_owned() };
            let Manner::Delegated { post: own } = &post.manner else { return Err(unknown()) };
            self.own_post(directory, own).map_err(|error| match error {
                // Whose post was lent is told to nobody else.
                AppError::UnknownRecord { .. } => unknown(),
                other => other,
            })?;
            refuse(late(post, last, yesterday))?;
            let login = directory.find(&post.account)?.login.clone();
            let detail = json!({ "post": told(post), "last_day": last });
            let next = Post { until: Some(last), ..post.clone() };
            ended(Decision::new("post.delegate_end", login, detail, next), post, last)
        })
        .await
    }

    /// A post of the caller that counts today.
    fn own_post<'d>(&self, directory: &'d Directory, id: &str) -> Result<&'d Post, AppError> {
        let account = self.own_account(directory)?;
        let counts = self.caller.posts().iter().any(|post| post.id == id);
        let still = directory.caller(&account.id, self.today()).posts().iter().any(|post| post.id == id);
        let post = find(directory, id)?;
        if counts && still {
            return Ok(post);
        }
        Err(AppError::UnknownRecord { what: "职务", id: id.to_owned() })
    }
}
