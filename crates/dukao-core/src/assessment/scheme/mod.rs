//! A scheme (考核办法): one year's scoring rules as data.
//!
//! What stands here is what a clerk writes in the file, checked and with its methods read. Whoever computes flattens it
//! into a plan.

mod case;
mod class;
mod diff;
mod entry;
mod event_rule;
mod feed;
mod grade;
mod list;
mod rules;
mod time;
mod veto;
pub mod words;

pub use case::{Case, CaseEvent, CaseInput, Expected};
pub use class::Class;
pub use diff::{Change, diff};
pub use entry::{Body, Combine, Entry, Extra, ExtraBody, FullMarks, Scored, Sign};
pub use event_rule::{EventCondition, EventRule, Worth};
pub use feed::{Condition, Feed, Origin};
pub use grade::{Boundary, Grade, Grades, Quota, QuotaRounding, Reward, RewardFor};
pub use list::{Colour, Criterion, ListRule};
pub use rules::{Missing, RankOn, Rules};
pub use time::{Checkpoint, Effective};
pub use veto::{Effect, Veto};

/// A scoring scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// 办法: its title.
    pub name: String,
    /// 编号: what its versions have in common.
    pub code: String,
    /// 制定: who made it.
    pub owner: String,
    /// 文号: the number of the document it comes from.
    pub document: Option<String>,
    /// 说明: what a reader should know.
    pub about: Option<String>,
    /// 适用: first and last month it holds for.
    pub effective: Effective,
    /// 对象: who is compared with whom. Empty: as the units' own classes say.
    pub classes: Vec<Class>,
    /// 计算: missing figures, ties, rounding.
    pub rules: Rules,
    /// 计分项: the tree of entries that make up the marks.
    pub entries: Vec<Entry>,
    /// 加分、扣分: what comes on top.
    pub extras: Vec<Extra>,
    /// 一票否决
    pub vetoes: Vec<Veto>,
    /// 等次
    pub grades: Option<Grades>,
    /// 奖惩
    pub rewards: Vec<Reward>,
    /// 红黑榜
    pub lists: Vec<ListRule>,
    /// 算例: worked cases that must come out.
    pub cases: Vec<Case>,
}
