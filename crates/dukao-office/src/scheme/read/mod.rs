//! From the tree of the text format to a scheme.

mod case;
mod class;
mod entry;
mod event;
mod extra;
mod feed;
mod grade;
mod list;
mod value;
mod veto;

use std::collections::BTreeMap;
use std::ops::Range;

use dukao_core::assessment::scheme::{Effective, Rules, Scheme};
use dukao_core::number::Rational;

use super::Beside;
use crate::text::{Keys, Node, Problems, Read, Spanned};

pub(super) use case::{MISSING, NONE, ONLY};
pub(super) use event::NO_DAY;
use value::number;
pub(super) use value::number_of;

/// Where things stand in the file: by the code of what they belong to and the key, `""` for the thing itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Places(BTreeMap<(String, &'static str), Range<usize>>);

impl Places {
    /// Notes where a key of `owner` stands.
    pub(super) fn note(&mut self, owner: &str, key: &'static str, span: &Range<usize>) {
        self.0.entry((owner.to_owned(), key)).or_insert_with(|| span.clone());
    }

    /// Where a key of `owner` stands; where the owner stands when it has no such key.
    pub(super) fn of(&self, owner: &str, key: &'static str) -> Range<usize> {
        let own = || self.0.get(&(owner.to_owned(), ""));
        self.0.get(&(owner.to_owned(), key)).or_else(own).cloned().unwrap_or(0..0)
    }
}

/// A name with where it was used, for references that are looked at when all is read.
pub(super) type Used = Spanned<String>;

/// What was read of a file, complete or not.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) scheme: Option<Scheme>,
    pub(super) places: Places,
    /// 满分, when it is written.
    pub(super) full: Option<Rational>,
    /// Codes of groups in which an entry could not be read: their sums cannot be judged. `""` is the top.
    pub(super) incomplete: Vec<String>,
    /// All codes with where they were given: of entries, bonuses, vetoes.
    pub(super) codes: Vec<Used>,
    /// Entries named somewhere: tie-break, lists, cases.
    pub(super) entries_used: Vec<Used>,
    /// Grades named somewhere.
    pub(super) grades_used: Vec<Used>,
    /// Classes named somewhere.
    pub(super) classes_used: Vec<Used>,
    /// Units that the classes list.
    pub(super) units_used: Vec<Used>,
}

impl Draft {
    /// The scheme, when all of it could be read.
    pub(super) fn finish(self) -> Option<Scheme> {
        self.scheme.filter(|_| self.incomplete.is_empty())
    }
}

/// Reads the whole file.
pub(super) fn scheme(root: &Node, beside: &Beside<'_>, problems: &mut Problems) -> Option<Draft> {
    let mut draft = Draft::default();
    let mut keys = Keys::of(root, "考核办法", problems)?;
    let name: Option<String> = keys.need("办法", problems);
    let code: Option<String> = keys.need("编号", problems);
    let owner: Option<String> = keys.need("制定", problems);
    let document: Option<String> = keys.optional("文号", problems);
    let about: Option<String> = keys.optional("说明", problems);
    let effective: Option<Spanned<Dates>> = keys.need("适用", problems);
    if let Some(dates) = &effective {
        draft.places.note("", "适用", &dates.span);
    }
    let classes = keys.node("对象").map(|node| class::classes(node, &mut draft, problems)).unwrap_or_default();
    if let Some(node) = keys.node("满分") {
        draft.full = number(node, problems);
        draft.places.note("", "满分", &node.span);
    }
    let rules = keys.node("计算").map_or_else(|| Some(Rules::default()), |node| rules(node, &mut draft, problems));
    let entries: Option<Vec<Node>> = keys.need("计分项", problems);
    let bonuses: Option<Vec<Node>> = keys.optional("加分", problems);
    let deductions: Option<Vec<Node>> = keys.optional("扣分", problems);
    let vetoes: Option<Vec<Node>> = keys.optional("一票否决", problems);
    let grades = keys.node("等次").map(|node| grade::grades(node, &mut draft, problems));
    let rewards: Option<Vec<Node>> = keys.optional("奖惩", problems);
    let lists: Option<Vec<Node>> = keys.optional("红黑榜", problems);
    let cases: Option<Vec<Node>> = keys.optional("算例", problems);
    keys.done(problems);
    let top = entry::Above::top(beside);
    let entries = entry::entries(&entries.unwrap_or_default(), &top, &mut draft, problems);
    let mut extras = extra::bonuses(&bonuses.unwrap_or_default(), &top, &mut draft, problems);
    extras.extend(extra::deductions(&deductions.unwrap_or_default(), &top, &mut draft, problems));
    let vetoes = veto::vetoes(&vetoes.unwrap_or_default(), &mut draft, problems);
    let rewards = grade::rewards(&rewards.unwrap_or_default(), &mut draft, problems);
    let lists = list::lists(&lists.unwrap_or_default(), &mut draft, problems);
    let mut scheme = Scheme {
        name: name.unwrap_or_default(),
        code: code.unwrap_or_default(),
        owner: owner.unwrap_or_default(),
        document,
        about,
        effective: effective?.value.0,
        classes,
        rules: rules.unwrap_or_default(),
        entries,
        extras,
        vetoes,
        grades: grades.flatten(),
        rewards,
        lists,
        cases: Vec::new(),
    };
    scheme.cases = case::cases(&cases.unwrap_or_default(), &scheme, &mut draft, problems);
    draft.scheme = Some(scheme);
    Some(draft)
}

/// 2018-01 至 2018-12
struct Dates(Effective);

impl Read for Dates {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let text = String::read(node, problems)?;
        let read = value::dates(&text);
        if read.is_none() {
            problems.push(node.span.clone(), format!("“{text}”不是起止月份")).hint("写成 2018-01 至 2018-12");
        }
        read.map(Self)
    }
}

fn rules(node: &Node, draft: &mut Draft, problems: &mut Problems) -> Option<Rules> {
    use dukao_core::assessment::scheme::{Missing, RankOn};
    let mut keys = Keys::of(node, "计算", problems)?;
    let mut rules = Rules::default();
    if let Some(node) = keys.node("缺报") {
        rules.missing = value::word(node, Missing::NAMES, problems).unwrap_or_default();
    }
    if let Some(decimals) = keys.optional::<Spanned<u32>>("小数", problems) {
        match u8::try_from(decimals.value).ok().filter(|decimals| *decimals <= 6) {
            Some(decimals) => rules.decimals = decimals,
            None => problems.push(decimals.span, "小数位数应在0到6之间").hint("一般写 2"),
        }
    }
    if let Some(node) = keys.node("排名依据") {
        rules.rank_on = value::word(node, RankOn::NAMES, problems).unwrap_or_default();
    }
    if let Some(used) = keys.optional::<Vec<Used>>("并列", problems) {
        rules.tie_break = used.iter().map(|one| one.value.clone()).collect();
        draft.entries_used.extend(used);
    }
    keys.done(problems);
    Some(rules)
}
