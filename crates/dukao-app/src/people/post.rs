//! Posts: given and ended by the security administrator.

use dukao_core::rights::{Manner, Post, PostProblem, Right, Role, Years, problems};
use jiff::civil::Date;
use serde_json::json;

use super::account::{ended, lasts};
use super::act::Decision;
use super::record::{Account, State, kind};
use super::{Directory, FieldProblem, People, refuse, wrong};
use crate::AppError;

/// A post to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPost {
    /// Login name or number of the account.
    pub account: String,
    /// The role.
    pub role: Role,
    /// Code of the region; `None` for administrators.
    pub region: Option<String>,
    /// Code of the unit; the region itself when `None`.
    pub unit: Option<String>,
    /// Assessment years; all when `None`.
    pub years: Option<Years>,
    /// First day; today when `None`.
    pub from: Option<Date>,
    /// Last day; open when `None`.
    pub until: Option<Date>,
    /// Whether it is held in place of somebody else (代理).
    pub acting: bool,
}

impl NewPost {
    pub(super) fn post(&self, id: String, account: &Account, today: Date) -> Post {
        Post {
            id,
            account: account.id.clone(),
            role: self.role,
            region: self.region.clone(),
            unit: self.unit.clone(),
            years: self.years,
            from: self.from.unwrap_or(today),
            until: self.until,
            manner: if self.acting { Manner::Acting } else { Manner::Held },
        }
    }
}

impl People<'_> {
    /// Gives a post. Whether region and unit exist is for the caller to look at: the house does not know them.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `授予职务`, [`AppError::UnknownPerson`], [`AppError::People`] with
    /// everything that speaks against it, or the store fails.
    pub async fn grant_post(&self, new: &NewPost) -> Result<Post, AppError> {
        self.act(Right::GrantPosts, |directory| {
            let account = directory.find(&new.account)?;
            let post = new.post(directory.next(kind::POST), account, self.today());
            refuse(against(directory, account, &post, &[]))?;
            let decision = Decision::new("post.grant", &account.login, told(&post), post.clone());
            decision.with(kind::POST, &post.id, &post)
        })
        .await
    }

    /// Ends a post with `last` as its last day; at once (yesterday) when `None`. One that had not begun is taken back.
    ///
    /// # Errors
    /// [`AppError::Denied`], [`AppError::UnknownRecord`], [`AppError::People`] when it had ended before, or the store fails.
    pub async fn end_post(&self, id: &str, last: Option<Date>) -> Result<Post, AppError> {
        let yesterday = self.today().yesterday().unwrap_or(self.today());
        let last = last.unwrap_or(yesterday);
        self.act(Right::GrantPosts, |directory| {
            let post = find(directory, id)?;
            refuse(late(post, last, yesterday))?;
            let login = directory.find(&post.account)?.login.clone();
            let detail = json!({ "post": told(post), "last_day": last });
            ended(Decision::new("post.end", login, detail, Post { until: Some(last), ..post.clone() }), post, last)
        })
        .await
    }
}

/// The post of a number.
pub(super) fn find<'d>(directory: &'d Directory, id: &str) -> Result<&'d Post, AppError> {
    let found = directory.posts().iter().find(|post| post.id == id);
    found.ok_or_else(|| AppError::UnknownRecord { what: "职务", id: id.to_owned() })
}

/// Why a post cannot end on a day.
pub(super) fn late(post: &Post, last: Date, yesterday: Date) -> Vec<FieldProblem> {
    let mut found = Vec::new();
    if last < yesterday {
        found.push(wrong("until", format!("最后一天最早是昨天（{yesterday}）：已经做过的事不能变成无权")));
    }
    if !lasts(post, last) {
        found.push(wrong("until", "这个职务到那天之前已经结束".to_owned()));
    }
    found
}

/// Everything that speaks against a post of an account, beside those of the directory and of the same act.
pub(super) fn against(directory: &Directory, account: &Account, post: &Post, also: &[Post]) -> Vec<FieldProblem> {
    let mut found = Vec::new();
    if account.state == State::Closed {
        found.push(wrong("account", format!("“{}”已经停用，先启用", account.login)));
    }
    if post.role.is_administrator() && account.person_number.is_none() {
        found.push(wrong("account", format!("{}要有工号：同一人不能有两个管理员账号", post.role.label())));
    }
    let beside: Vec<Post> = directory.posts().iter().chain(also).cloned().collect();
    if beside.iter().any(|other| same(other, post)) {
        found.push(wrong("role", "同样的职务已经有了，日期重叠".to_owned()));
    }
    found.extend(problems(post, &beside).into_iter().map(|problem| wrong(field(&problem), problem.to_string())));
    found
}

fn same(one: &Post, other: &Post) -> bool {
    let what = |post: &Post| {
        (post.account.clone(), post.role, post.region.clone(), post.unit.clone(), post.years, post.manner.clone())
    };
    let before = |one: &Post, other: &Post| one.until.is_some_and(|last| last < other.from);
    what(one) == what(other) && !before(one, other) && !before(other, one)
}

/// Which field a problem belongs to.
fn field(problem: &PostProblem) -> &'static str {
    match problem {
        PostProblem::NotGiven(_) | PostProblem::Excluded(..) | PostProblem::Delegation => "role",
        PostProblem::Placed(_) | PostProblem::Unplaced(_) => "region",
        PostProblem::Ends { .. } | PostProblem::Endless | PostProblem::Longer => "until",
        PostProblem::Years => "years",
        PostProblem::ToOneself => "account",
    }
}

/// What the audit says of a post.
pub(super) fn told(post: &Post) -> serde_json::Value {
    json!(post)
}
