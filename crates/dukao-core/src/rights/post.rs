//! Posts: what somebody is, where, for which years of data, and from when until when.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Role;

/// Assessment years, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Years {
    /// The first.
    pub first: i16,
    /// The last; open when `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<i16>,
}

impl Years {
    /// `2026`, `2026-2028`, `2026年—2028年`, and `2026-` for a year and all after it.
    pub fn parse(text: &str) -> Option<Self> {
        let year = |text: &str| {
            let text = text.trim().trim_end_matches("年度").trim_end_matches('年');
            text.parse().ok().filter(|year| (1949..=2199).contains(year))
        };
        match text.split_once(['-', '—', '–', '－', '~']) {
            None => year(text).map(|only| Self { first: only, last: Some(only) }),
            Some((first, last)) if last.trim().is_empty() => Some(Self { first: year(first)?, last: None }),
            Some((first, last)) => Some(Self { first: year(first)?, last: Some(year(last)?) }),
        }
    }

    /// Whether `year` is one of them.
    pub fn has(self, year: i16) -> bool {
        self.first <= year && self.last.is_none_or(|last| year <= last)
    }
}

/// How a post is held.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// 任职
    Held,
    /// 代理: in place of a holder who is not there.
    Acting,
    /// 委托: lent by the holder of another post, for a time; ends with that post at the latest.
    Delegated {
        /// The post that is lent.
        post: String,
    },
}

impl Manner {
    /// The word shown to users.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Held => "任职",
            Self::Acting => "代理",
            Self::Delegated { .. } => "受托",
        }
    }
}

/// One post of one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Its number in the house, never given again.
    pub id: String,
    /// Number of the account that holds it.
    pub account: String,
    /// The role.
    pub role: Role,
    /// Code of the region; `None` for administrators, who serve the whole house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Code of the unit; the region itself when `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Assessment years it reaches; all when `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<Years>,
    /// First day.
    pub from: Date,
    /// Last day; open when `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// How it is held.
    pub manner: Manner,
}

impl Post {
    /// Whether it is held on `day`; a lent post also needs the post it was lent from.
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.until.is_none_or(|last| other.from <= last) && other.until.is_none_or(|last| self.from <= last)
    }
}

/// The posts of `account` that count on `day`: within their dates, and lent ones only while the post they were lent
/// from counts itself. What was lent is not lent on.
pub(super) fn effective<'a>(posts: &'a [Post], account: &'a str, day: Date) -> impl Iterator<Item = &'a Post> {
    let lender = move |id: &str| {
        let held = |post: &&Post| post.id == id && !matches!(post.manner, Manner::Delegated { .. });
        posts.iter().find(held).is_some_and(|post| post.covers(day))
    };
    posts.iter().filter(move |post| post.account == account && post.covers(day)).filter(move |post| {
        match &post.manner {
            Manner::Held | Manner::Acting => true,
            Manner::Delegated { post } => lender(post),
        }
    })
}

/// Why a post cannot be given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostProblem {
    /// The role is given by no post.
    #[error("“{}”不能授予", .0.label())]
    NotGiven(Role),
    /// An administrator and another role in one hand.
    #[error("同一人不能同时是{}和{}：三员不能互兼，也不能兼任其他职务", .0.label(), .1.label())]
    Excluded(Role, Role),
    /// An administrator serves the whole house.
    #[error("{}管理整个系统，不写地区和单位", .0.label())]
    Placed(Role),
    /// Any other role belongs to a region.
    #[error("{}要写明地区", .0.label())]
    Unplaced(Role),
    /// Ends before it begins.
    #[error("结束日期{until}早于开始日期{from}")]
    Ends {
        /// First day.
        from: Date,
        /// Last day.
        until: Date,
    },
    /// The last year is before the first.
    #[error("年度的起止写反了")]
    Years,
    /// What is lent is not there, is itself lent, or is another role, place or reach.
    #[error("只能委托本人正在担任的职务，职务、地区、单位、年度不变，受托的不能再委托")]
    Delegation,
    /// Lent to oneself.
    #[error("不能委托给本人")]
    ToOneself,
    /// A lent post has no end.
    #[error("委托要写结束日期")]
    Endless,
    /// Lent for longer than it is held.
    #[error("委托的起止超出了原职务的起止")]
    Longer,
}

/// Everything that speaks against giving `post` beside the others.
pub fn problems(post: &Post, others: &[Post]) -> Vec<PostProblem> {
    let mut found = Vec::new();
    if post.role == Role::Operator {
        found.push(PostProblem::NotGiven(post.role));
    }
    match (post.role.is_administrator(), &post.region) {
        (true, Some(_)) => found.push(PostProblem::Placed(post.role)),
        (false, None) => found.push(PostProblem::Unplaced(post.role)),
        (true, None) if post.unit.is_some() => found.push(PostProblem::Placed(post.role)),
        _ => {}
    }
    if let Some(until) = post.until.filter(|until| *until < post.from) {
        found.push(PostProblem::Ends { from: post.from, until });
    }
    if post.years.is_some_and(|years| years.last.is_some_and(|last| last < years.first)) {
        found.push(PostProblem::Years);
    }
    let beside = others.iter().filter(|other| other.id != post.id && other.account == post.account);
    let excluded = |other: &&Post| post.role.excludes(other.role) && post.overlaps(other);
    if let Some(other) = beside.into_iter().find(excluded) {
        found.push(PostProblem::Excluded(post.role, other.role));
    }
    if let Manner::Delegated { post: lent } = &post.manner {
        found.extend(delegation(post, others.iter().find(|other| other.id == *lent)));
    }
    found
}

fn delegation(post: &Post, lent: Option<&Post>) -> Vec<PostProblem> {
    let same = |lent: &&Post| {
        let place = (lent.role, &lent.region, &lent.unit, &lent.years);
        place == (post.role, &post.region, &post.unit, &post.years) && !matches!(lent.manner, Manner::Delegated { .. })
    };
    let Some(lent) = lent.filter(same) else { return vec![PostProblem::Delegation] };
    let mut found = Vec::new();
    if lent.account == post.account {
        found.push(PostProblem::ToOneself);
    }
    let Some(until) = post.until else {
        found.push(PostProblem::Endless);
        return found;
    };
    if post.from < lent.from || lent.until.is_some_and(|last| last < until) {
        found.push(PostProblem::Longer);
    }
    found
}
